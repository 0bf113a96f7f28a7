"""gate: Great Expectations after judged. What was accepted contains nothing that a rule refuses, is not vacuous, and is all there."""

import html
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple, Self

from jinja2 import Environment, FileSystemLoader

from qmon.curated import History
from qmon.dictionary import dictionary
from qmon.engine import MEMORY, connect, fetch_one
from qmon.gate.suites import GATED, path_of
from qmon.sql import literals


class Outcome(NamedTuple):
    """One expectation on one table: the rule's code, what it says, whether it held, and what was seen where not."""

    table: str
    code: str
    says: str
    success: bool
    seen: str


class Verdict(NamedTuple):
    """The gate's verdict, a sentence for the operator, and a page for people that needs no network."""

    success: bool
    sentence: str
    outcomes: list[Outcome]
    page: str


class Keeper:
    """The gate's process. From its start it imports Great Expectations, which takes seconds, and then waits for work: start it before
    the deliveries are taken in, and leave it by `with`. Where this process dies it ends too, since its standard input does."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "qmon.gate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # where DuckDB draws its bar once a query takes long: no place for an answer
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def validate(self, database: Path, counts: dict[str, int]) -> list[Outcome]:
        """`validate` for each table that should have rows. A process that fails is a gate that has not passed. Once only."""
        _, trouble = self._process.communicate(json.dumps([str(database), counts]))
        answer = answer_of(database)
        if self._process.returncode != 0 or not answer.exists():
            return [Outcome("-", "R-VOID", "核对未能进行", False, trouble.strip()[-300:])]
        return [Outcome(*one) for one in json.loads(answer.read_text(encoding="utf-8"))]


def from_history(history: History, deliveries: set[str], scratch: Path, keeper: Keeper) -> Verdict:
    """Gate the deliveries among `deliveries` that were read, held ones too (a decision may let them count later): the tables they say
    they hold rows of, each by its suite."""
    database = scratch / "gate.duckdb"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    with connect(database) as connection:
        counts = _views(connection, history, deliveries)
    due = {table: counts[table] for table in GATED if counts.get(table)}
    outcomes = keeper.validate(database, due) if due else []
    shutil.rmtree(scratch, ignore_errors=True)
    return verdict(outcomes)


def answer_of(database: Path) -> Path:
    """Where the gate's process writes the outcomes for a database: once all are there, or never."""
    return database.with_suffix(".json")


def validate(database: Path, table: str, n_rows: int, suite: dict[str, Any] | None = None) -> list[Outcome]:
    """Run a table's suite (the committed one unless given) on `database`. A suite without rules is a failure, never a pass."""
    gx = great_expectations()
    content = suite if suite is not None else json.loads(path_of(table).read_text(encoding="utf-8"))
    if not content["expectations"]:
        return [Outcome(table, "R-VOID", "核对规则为空", False, "没有任何规则")]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    bounds = {"connect_args": {"config": {"memory_limit": MEMORY, "temp_directory": str(database.with_suffix(".spill"))}}}
    source = context.data_sources.add_sql(name="gate", connection_string=f"duckdb:///{database}", kwargs=bounds)
    batch = source.add_table_asset(name=table, table_name=table).add_batch_definition_whole_table("whole").get_batch()
    found = batch.validate(gx.ExpectationSuite(**content), expectation_parameters={"n_rows": n_rows}, result_format="SUMMARY")
    outcomes = [_outcome(table, one) for one in found.results]
    # Else the file stays open, and no other connection to it can be made.
    batch.data.execution_engine.close()
    source.get_engine().dispose()
    return outcomes


def verdict(outcomes: list[Outcome]) -> Verdict:
    """The verdict over all outcomes; without rows to check tonight there is nothing that could fail."""
    broken = [one for one in outcomes if not one.success]
    sentence = "；".join(f"{one.table} {one.code} {one.says}（{one.seen}）" for one in broken) or f"{len(outcomes)} 项核对全部通过"
    return Verdict(not broken, sentence, outcomes, _page(outcomes, sentence, not broken))


def _views(connection: Any, history: History, deliveries: set[str]) -> dict[str, int]:
    """A view of each gated table over the deliveries that were read, and how many rows the deliveries say they have."""
    files = history.files("delivery", deliveries)
    if not files:
        return {}
    read = f"FROM read_parquet({literals(files)}) WHERE delivery_status IN ('accepted', 'held')"
    samples, results = fetch_one(connection, f"SELECT coalesce(sum(n_samples), 0), coalesce(sum(n_results), 0) {read}")
    counts = {"sample": int(samples), "result": int(results)}
    for table in GATED:
        if history.files(table, deliveries):
            # SQLAlchemy knows no lists, and no rule reads one.
            names = ", ".join(f'"{field.name}"' for field in dictionary().fields_of(table) if field.type == "texts")
            lists = f"EXCLUDE ({names})" if names else ""
            known = history.rows(connection, table, deliveries, temporary=False)
            received = f"(SELECT delivery_id, received_at {read})"
            connection.execute(f"CREATE VIEW {table} AS SELECT * {lists} {known} INNER JOIN {received} USING (delivery_id)")
            if table not in counts:
                counts[table] = int(fetch_one(connection, f'SELECT count(*) FROM "{table}"')[0])
    return counts


def great_expectations() -> Any:
    """The library, quiet and offline."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx

    from qmon.gate.duckdb_dialect import keep_duckdb_connections

    keep_duckdb_connections()
    return gx


def _outcome(table: str, result: Any) -> Outcome:
    meta = result.expectation_config.meta or {}
    raised = [str(info.get("exception_message", "")) for info in _raised(result.exception_info)]
    content = result.result or {}
    if result.expectation_config.type == "unexpected_rows_expectation":
        content = {"unexpected_count": content.get("observed_value")}  # how many rows its query finds
    seen = raised[0] if raised else _seen(content)
    return Outcome(
        table,
        meta.get("code", "?"),
        meta.get("says", result.expectation_config.type),
        bool(result.success) and not raised,
        seen,
    )


def _raised(info: Any) -> list[dict[str, Any]]:
    """The errors in GX's two shapes of exception_info; an expectation that could not be computed has not held."""
    if not isinstance(info, dict):
        return []
    return [one for one in (info, *info.values()) if isinstance(one, dict) and one.get("raised_exception")]


def _seen(result: dict[str, Any]) -> str:
    for key, words in (("unexpected_count", "不符"), ("observed_value", "实为")):
        if result.get(key) is not None:
            return f"{words} {result[key]:,}" if isinstance(result[key], int) else f"{words} {result[key]}"
    return ""


def _page(outcomes: list[Outcome], sentence: str, success: bool) -> str:
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    labels = {table.name: table.zh for table in dictionary().tables.values()}
    template = environment.get_template("page.html")
    page: str = template.render(outcomes=outcomes, sentence=html.unescape(sentence), success=success, labels=labels)
    return page
