"""Decisions: what people answered to findings, and how it cuts what is known in time: voided, replaced, held no longer."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import grammar, readings
from qmon.curated import CURRENT, events, other_limits
from qmon.dictionary import DUCKDB, Field, dictionary
from qmon.engine import fetch, fetch_dicts
from qmon.findings import Place, columns_for, finding
from qmon.judged.checks import applied
from qmon.sql import literal, read_sql

HERE = Path(__file__).parent
_EFFECTS = pa.schema(
    [(name, pa.string()) for name in ("sample_id", "column_name", "answer", "new_value", "reason")]
    + [("received_at", pa.timestamp("us")), ("ended_at", pa.timestamp("us"))]
)
_ONCE = pa.schema([("finding_id", pa.string()), ("sample_id", pa.string()), ("column_name", pa.string()), ("known_to", pa.timestamp("us"))])


def from_curated(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """From curated_decision: decided, each decision with the interval in which it holds, and answer, those that hold at `known`."""
    connection.execute(f"CREATE TEMP TABLE decided AS {read_sql(HERE / 'answers.sql')}")
    connection.execute("CREATE TEMP TABLE answer AS FROM decided WHERE received_at <= $known AND $known < ended_at", {"known": known})


def from_raised(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """From finding_raised and known_sample: held_sample, which is known_sample with every row cut where a decision voids it, replaces a
    value of it, or ends what holds it; and finding_stated, the findings with the decisions that answer them.
    """
    _look_back(connection)
    effects, unfit = _effects(connection)
    connection.register("effects", pa.Table.from_pylist(effects, _EFFECTS))
    connection.register("unfit", pa.Table.from_pylist(unfit + _unanswerable(connection), dictionary().arrow_schema("finding")))
    replaced = {row["column_name"] for row in effects if row["answer"] == "replace"}
    expressions = {column: _replacement(dictionary().fields[column]) for column in sorted(replaced)}
    verdict = expressions.pop("verdict_reported", "verdict_reported")
    columns = "".join(f'{expression} AS "{column}", ' for column, expression in expressions.items())
    pieces = read_sql(HERE / "decided_pieces.sql", replaced=columns, verdict=verdict)
    connection.execute(f"CREATE TEMP TABLE decided_piece AS {pieces}", {"known": known})
    # Views: only what is cut is kept a second time, not every sample.
    connection.execute(
        "CREATE TEMP VIEW known_decided AS SELECT * FROM known_sample ANTI JOIN effects USING (sample_id) "
        "UNION ALL BY NAME FROM decided_piece"
    )
    connection.execute(f"CREATE TEMP VIEW finding_stated AS {read_sql(HERE / 'finding_stated.sql')}")
    connection.execute(f"CREATE TEMP TABLE holding AS {read_sql(HERE / 'holdings.sql')}")
    connection.execute(f"CREATE TEMP TABLE held_piece AS {read_sql(HERE / 'held_pieces.sql')}", {"known": known})
    connection.execute(
        "CREATE TEMP VIEW held_sample AS SELECT *, false AS held FROM known_decided ANTI JOIN holding USING (sample_id) "
        "UNION ALL BY NAME FROM held_piece"
    )


def _look_back(connection: duckdb.DuckDBPyConnection) -> None:
    """found_once: the findings of the past that a decision may answer; broken_past: what was found in rows that are no longer current.

    A check of a sample by itself is looked at again in its past rows, and a match is known with its interval. What was found beside other
    samples, or by a reference table, is not computed for every moment of the past: it was found if a decision names it, since the number
    of a finding says what it was, and nobody can know the number of one that never stood. So what comes later undoes no decision.
    """
    past = events.reported(f"({read_sql(HERE / 'past_described.sql', current=CURRENT)})")
    connection.execute(f"CREATE TEMP TABLE past_row AS {read_sql(HERE / 'past_rows.sql', reported=past, current=CURRENT)}")
    alone = "LEFT JOIN (FROM repeated_draw LIMIT 0) USING (sample_id) LEFT JOIN (FROM twin LIMIT 0) USING (sample_id)"
    _broken(
        connection,
        "broken_past",
        f"SELECT * REPLACE (nth AS row_no), CAST(NULL AS TIMESTAMP) AS received_at FROM past_row {alone}",
        "past_row",
    )
    connection.execute(f"CREATE TEMP VIEW found_once_surely AS {read_sql(HERE / 'found_once_surely.sql')}")
    codes = [code for (code,) in fetch(connection, read_sql(HERE / "unresolved.sql"))]
    named = []
    if codes:
        connection.execute("CREATE TEMP TABLE any_row AS SELECT *, row_number() OVER () AS nth FROM known_sample_reported")
        _broken(connection, "could_be_broken", read_sql(HERE / "could_be_broken.sql"), "any_row")
        named = fetch_dicts(connection, read_sql(HERE / "found_once_named.sql"))
    if "I04" in codes:
        other_limits.find(connection, "true")
        asked = "SELECT finding_id, sample_id, column_name, known_to FROM limit_found SEMI JOIN decided USING (finding_id)"
        named += fetch_dicts(connection, asked)
    connection.register("found_once_named", pa.Table.from_pylist(named, _ONCE))
    connection.execute("CREATE TEMP VIEW found_once AS FROM found_once_surely UNION ALL BY NAME FROM found_once_named")


def _broken(connection: duckdb.DuckDBPyConnection, name: str, judged: str, rows: str) -> None:
    """The table `name`: what the checks of scope history find in the query `judged`, whose row_no is the nth of `rows`."""
    connection.execute(f"CREATE TEMP VIEW {name}_judged AS {judged}")
    broken = applied("sample", "history", columns_for("sample")).broken(f"{name}_judged")
    connection.execute(f"CREATE TEMP TABLE {name} AS {read_sql(HERE / 'broken_past.sql', broken=f'({broken})', rows=rows)}")


def _effects(connection: duckdb.DuckDBPyConnection) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Decisions that change a sample, their values in the form of their columns; and findings on those whose value is no such value."""
    rows = fetch_dicts(connection, read_sql(HERE / "effects.sql"))
    effects, unfit = [], []
    columns = set(dictionary().tables["sample"].columns)
    for row in rows:
        if row["answer"] == "replace":
            value = _value_for(dictionary().fields[row["column_name"]], row["new_value"]) if row["column_name"] in columns else None
            if value is None:
                place = Place(row["delivery_id"], row["file"], row["sheet"], row["row_no"], "new_value", row["sample_id"])
                unfit.append(
                    finding(
                        "A01",
                        place,
                        f"替换值 {row['new_value']!r} 不能用于列 {row['column_name']}",
                        row["new_value"],
                        "none",
                    )
                )
                continue
            row["new_value"] = value
        effects.append({name: row[name] for name in _EFFECTS.names})
    return effects, unfit


def _value_for(field: Field, text: str) -> str | None:
    """A replacing value as the text of its column: a code for a Chinese label, an ISO date for a date; None where it is no such value."""
    if field.allowed is not None:
        codes = {label: code for code, label in field.allowed.items()} | {code: code for code in field.allowed}
        return codes.get(text)
    if field.name.endswith("_region"):
        return readings.region_of(text, None, None, None)[0]
    if field.type == "date":
        date = grammar.read_date(text).date
        return date.isoformat() if date else None
    return text if field.type == "text" else None


def _replacement(field: Field) -> str:
    newest = f"CAST(max_by(effects.new_value, effects.received_at) AS {DUCKDB[field.type]})"
    where = f"effects.sample_id = cut.sample_id AND effects.answer = 'replace' AND effects.column_name = {literal(field.name)}"
    when = "effects.received_at <= cut.known_from AND cut.known_from < effects.ended_at"
    return f'coalesce((SELECT {newest} FROM effects WHERE {where} AND {when}), "{field.name}")'


def _unanswerable(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Decisions that change nothing (A02): their finding never stood, or its record is in quarantine and must come again."""
    rows = fetch(connection, read_sql(HERE / "answers_nothing.sql", deliveries=read_sql(HERE / "of_deliveries.sql")))
    return [
        finding(
            "A02",
            Place(delivery, file, sheet, row_no, "finding_id"),
            f"发现 {wanted} 的记录已被隔离，决定不能使其计入；请更正后重新交付" if is_quarantined else f"没有编号为 {wanted} 的发现",
            wanted,
        )
        for wanted, delivery, file, sheet, row_no, is_quarantined in rows
    ]
