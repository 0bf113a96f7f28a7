"""Record linkage (Fellegi–Sunter): which known sample a notice sample without sampling number is, with its match weight."""

import datetime
import math
from functools import cache
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
from pydantic import model_validator

from qmon.definitions import Definition, read_definition
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch_one
from qmon.sources.contract import Source
from qmon.sql import predicate, read_sql

HERE = Path(__file__).parent
BLOCKING = ("day_and_product", "day_and_unit", "unit", "product_and_unit")  # columns of records.sql
_SCORED = "SELECT unique_id_l AS announced_id, unique_id_r AS known_id, round(match_weight, 4) AS match_weight, match_probability"


class Level(Definition):
    """One level of agreement: when it is reached, and how often among pairs of one sample (m) and of two samples (u)."""

    m: float
    u: float
    why: str
    where: str | None = None

    @property
    def weight(self) -> float:
        """log2(m / u), the partial match weight. I. P. Fellegi, A. B. Sunter, "A theory for record linkage", JASA 64 (1969) 1183–1210."""
        return math.log2(self.m / self.u)


class Comparison(Definition):
    """The levels of one comparison, first true one first; `unknown` is true where a record does not state what is compared."""

    unknown: str
    levels: dict[str, Level]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        levels = list(self.levels.values())
        for name in ("m", "u"):
            if abs(sum(getattr(level, name) for level in levels) - 1) > 1e-9:
                raise ValueError(f"{name} of the levels does not add up to 1")
        if any(not 0 < one < 1 for level in levels for one in (level.m, level.u)):
            raise ValueError("m and u lie between 0 and 1")
        if [level.where is None for level in levels] != [False] * (len(levels) - 1) + [True]:
            raise ValueError("the last level, and no other, is without where")
        return self


class Parameters(Definition):
    """What a match weight is made of, and from which one on two records are linked, wait for a decision, or are two samples."""

    prior: float
    upper: float
    lower: float
    lead: float
    kept: int
    comparisons: dict[str, Comparison]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.lower + self.lead <= self.upper:
            # Else a rival below `lower`, which is not kept, could be too close to a link.
            raise ValueError("upper is less than lower and lead together")
        return self


@cache
def parameters(folder: Path = HERE) -> Parameters:
    """The parameters. Raises DefinitionError (exit 10) where they contradict themselves or a predicate is none."""
    path = folder / "parameters.yml"
    found = read_definition(path, Parameters)
    names = (*dictionary().tables["sample"].columns, "producer_name_figures", "sampled_unit_name_figures")
    columns = frozenset(f"{name}_{side}" for name in names for side in "lr")
    for name, comparison in found.comparisons.items():
        for text in (comparison.unknown, *(level.where for level in comparison.levels.values() if level.where is not None)):
            predicate(text, columns, f"{path}: {name}")
    return found


def from_known(connection: duckdb.DuckDBPyConnection, sources: dict[str, Source]) -> None:
    """Create candidate: for each sample whose source has a fallback key and that has no number, the known samples that it may be, and
    from when to when. What is made of a record at a moment rests on what was known then, so that nothing that comes later changes it.

    Needs known_sample. Where there is no such sample, nothing is compared and splink is not imported.
    """
    limits = parameters()
    keyless = [name for name, source in sources.items() if source.fallback_key]
    number = "(source || ':' || sample_no)"
    announced = f"list_contains($keyless, source) AND sample_id IS DISTINCT FROM {number}"
    connection.execute("CREATE TEMP TABLE scored (announced_id VARCHAR, known_id VARCHAR, match_weight DOUBLE, match_probability DOUBLE)")
    connection.execute(f"CREATE TEMP TABLE announced AS {read_sql(HERE / 'records.sql', which=announced)}", {"keyless": keyless})
    connection.execute("CREATE SCHEMA IF NOT EXISTS carried")
    connection.execute(f"CREATE TABLE carried.announced AS SELECT DISTINCT sample_id, {', '.join(BLOCKING)} FROM announced")
    known = read_sql(HERE / "records.sql", which=f"sample_id = {number}")
    connection.execute(f"CREATE TEMP VIEW comparable AS {known}")
    blocked = " UNION ALL ".join(f"FROM comparable SEMI JOIN announced USING ({key})" for key in BLOCKING)
    if fetch_one(connection, "SELECT count(*) FROM announced")[0]:
        connection.execute(f"CREATE TEMP TABLE known AS SELECT DISTINCT * FROM ({blocked})")
        _score(connection, limits)
    else:
        connection.execute("CREATE TEMP TABLE known AS FROM announced")
    given = {name: getattr(limits, name) for name in ("upper", "lower", "lead", "kept")}
    connection.execute(f"CREATE TEMP TABLE candidate AS {read_sql(HERE / 'candidates.sql')}", given)


def _score(connection: duckdb.DuckDBPyConnection, limits: Parameters) -> None:
    """Fill scored: the match weight of each pair of announced and known that shares a blocking key."""
    import logging

    from splink import DuckDBAPI, Linker  # a tenth of a second, and only where something is to be linked

    # A connection of its own: splink leaves tables behind, and the release holds none that is not in the dictionary.
    with connect() as scratch:
        tables = [_given(connection, scratch, name) for name in ("announced", "known")]
        backend = DuckDBAPI(scratch)
        records = [backend.register(name, dataset_display_name=name) for name in tables]
        # The parameters were validated where they were read.
        linker = Linker(records, settings(limits), log_level=logging.ERROR, validate_settings=False)
        found = linker.inference.predict(threshold_match_weight=limits.lower - 1, warning_mode="never")
        pairs = scratch.sql(f"{_SCORED} FROM {found.physical_name}").to_arrow_table()
    connection.register("pairs", pairs)
    connection.execute("INSERT INTO scored FROM pairs")
    connection.unregister("pairs")


def _given(connection: duckdb.DuckDBPyConnection, scratch: duckdb.DuckDBPyConnection, name: str) -> str:
    table: pa.Table = connection.sql(f"FROM {name}").to_arrow_table()
    scratch.register(f"{name}_records", table)
    scratch.execute(f"CREATE TABLE {name} AS FROM {name}_records ORDER BY unique_id")
    return name


def settings(limits: Parameters) -> dict[str, Any]:
    """The parameters as splink takes them."""
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": limits.prior,
        "blocking_rules_to_generate_predictions": [f"l.{key} = r.{key} AND l.source <> r.source" for key in BLOCKING],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True},
                    *(
                        {
                            "sql_condition": level.where or "ELSE",
                            "label_for_charts": label,
                            "m_probability": level.m,
                            "u_probability": level.u,
                        }
                        for label, level in comparison.levels.items()
                    ),
                ],
            }
            for name, comparison in limits.comparisons.items()
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def settle(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """Create linkage_found and linkage_settled, the candidates that a finding named and what decisions made of all; linkage_state, what
    that makes of the notice records; linkage_raised, the findings that matter now. Each but the last with the interval in which it was so.

    Needs candidate, decided, finding_id_of and the relations of the findings (standing_sample, rules, fields, delivery).
    """
    connection.execute(f"CREATE TEMP TABLE linkage_found AS {read_sql(HERE / 'found.sql')}")
    connection.execute(f"CREATE TEMP TABLE linkage_settled AS {read_sql(HERE / 'settled.sql')}", {"known": known})
    connection.execute(f"CREATE TEMP TABLE linkage_state AS {read_sql(HERE / 'state.sql')}")
    connection.execute(f"CREATE TEMP VIEW linkage_broken AS {read_sql(HERE / 'broken.sql')}")
    raised = read_sql(HERE.parent / "standing.sql", broken="linkage_broken", place="standing_sample")
    connection.execute(f"CREATE TEMP VIEW linkage_raised AS {raised}")


def from_held(connection: duckdb.DuckDBPyConnection) -> None:
    """From held_sample: linked_sample, with every row cut where its candidates make it another's record, or one that waits."""
    connection.execute(f"CREATE TEMP VIEW linked_sample AS {read_sql(HERE / 'linked.sql')}")
