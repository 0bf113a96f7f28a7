"""What the office knows on a day: from the history the tables of a release, each row with the interval in which it was known."""

import datetime
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import grammar, readings
from qmon.curated import History, events, linkage
from qmon.dictionary import DUCKDB, Field, dictionary
from qmon.engine import fetch, fetch_dicts
from qmon.findings import Place, columns_for, finding, rules
from qmon.judged.checks import applied, literal
from qmon.reference import limits
from qmon.sources.contract import Source
from qmon.sql import read_sql
from qmon.verdict import standard as standards
from qmon.verdict.algebra import conclude

HERE = Path(__file__).parent
CURRENT = "known_to = TIMESTAMP 'infinity' AND valid_to = DATE 'infinity'"  # what is known now to stand finally
_STORED = ("sample", "result", "event", "decision", "published", "finding", "quarantine")
_PERIOD_DAYS = {"day": 1, "month": 31, "quarter": 92, "year": 366}


def from_history(connection: duckdb.DuckDBPyConnection, history: History, sources: dict[str, Source], known: datetime.datetime) -> None:
    """Create the tables of a release in `connection`, as known at `known` (UTC): delivery, decision, finding, quarantine,
    event_history, published, linkage, sample_history, result_history, and the views sample_current and result_current."""
    _load(connection, history, known)
    _intervals(connection, known)
    linkage.from_known(connection, sources)
    _raise(connection, sources, known.date())
    _decide(connection, known)
    _create(connection, "finding", "finding_stated", "delivery_id, sheet, row_no, finding_id")
    _create(connection, "linkage", "linkage_settled", "sample_id, candidate_rank")
    _create(connection, "result_history", "result_standing")
    _create(connection, "sample_history", "decided_sample")
    _create(connection, "decision", "curated_decision", "decision_id")
    _create(connection, "quarantine", "curated_quarantine", "delivery_id, sheet, row_no")
    _create(connection, "published", f"({read_sql(HERE / 'published.sql')})", "delivery_id, sheet, row_no, rate_kind")
    _create(connection, "event_history", "event_told", "event_id, sample_id, known_from")
    for what in ("sample", "result"):
        connection.execute(f"CREATE VIEW {what}_current AS SELECT * FROM {what}_history WHERE {CURRENT}")
    connection.execute(read_sql(HERE / "as_of.sql"))


def _load(connection: duckdb.DuckDBPyConnection, history: History, known: datetime.datetime) -> None:
    """The history of the deliveries received until `known` as views curated_<table>; `answer` and the table `delivery`."""
    connection.execute(
        f"CREATE TEMP TABLE delivered AS {history.rows(connection, 'delivery')} WHERE received_at <= $known", {"known": known}
    )
    # By file, not by a semi join: DuckDB would build that on the wide side, which can neither spill nor fit.
    deliveries = {delivery_id for (delivery_id,) in fetch(connection, "SELECT delivery_id FROM delivered")}
    for table in _STORED:
        connection.execute(f"CREATE TEMP VIEW curated_{table} AS {history.rows(connection, table, deliveries)}")
    connection.execute(f"CREATE TEMP TABLE decided AS {read_sql(HERE / 'answers.sql')}")
    connection.execute("CREATE TEMP TABLE answer AS FROM decided WHERE received_at <= $known AND $known < ended_at", {"known": known})
    connection.execute(f"CREATE TEMP TABLE accepted AS {read_sql(HERE / 'accepted.sql')}")
    connection.execute(f"CREATE TABLE delivery AS {read_sql(HERE / 'deliveries.sql')}")


def _intervals(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """known_result, known_sample: what was known from when to when to stand from when to when, with the derived verdicts."""
    cases = list(product((False, True), repeat=4))
    conclusions = [conclude(*case) for case in cases]
    columns = {
        name: [case[number] for case in cases] for number, name in enumerate(("nonconforming", "conforming", "problem", "not_judged"))
    }
    columns |= {name: [getattr(one, name) for one in conclusions] for name in ("verdict", "risk_verdict", "text")}
    connection.register("conclusions", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE result_issue AS {read_sql(HERE / 'result_issues.sql')}")
    # A view: the wide columns of results are read once, when they go into the release.
    connection.execute(f"CREATE TEMP TABLE first_valid AS {read_sql(HERE / 'first_valid.sql')}")
    connection.execute(f"CREATE TEMP VIEW known_result AS {read_sql(HERE / 'result_history.sql')}")
    for table, name, parameters in (
        ("whole_list", "whole_lists", None),
        ("whole_notice", "whole_notices", None),
        ("moment", "moments", {"known": known}),
        ("item_verdicts", "item_verdicts", None),
        ("twins", "twins", None),
    ):
        connection.execute(f"CREATE TEMP TABLE {table} AS {read_sql(HERE / f'{name}.sql')}", parameters)
    checks = applied("sample", "history", columns_for("sample"))
    connection.execute(f"CREATE TEMP TABLE described_sample AS {read_sql(HERE / 'sample_history.sql')}")
    events.from_described(connection, known)
    connection.execute(f"CREATE TEMP VIEW known_sample AS SELECT * {checks.replaced()} FROM known_sample_reported")


def _raise(connection: duckdb.DuckDBPyConnection, sources: dict[str, Source], today: datetime.date) -> None:
    """finding_raised: the stored findings and those that rest on all that is known (rules of scope history, A02, D01)."""
    known = rules().values()
    connection.register("rules", pa.table({key: [getattr(rule, key) for rule in known] for key in ("code", "severity")}))
    fields = dictionary().fields.values()
    connection.register("fields", pa.table({"name": [field.name for field in fields], "zh": [field.zh for field in fields]}))
    current = f"FROM known_sample_reported WHERE {CURRENT}"
    waiting = "SELECT *, true AS orphan FROM known_result ANTI JOIN moment USING (sample_id) WHERE known_to = TIMESTAMP 'infinity'"
    connection.execute(f"CREATE TEMP TABLE repeated_draw AS {read_sql(HERE / 'repeated_draws.sql', current=current)}")
    connection.execute(
        f"CREATE TEMP VIEW standing_sample AS SELECT *, CAST(NULL AS TIMESTAMP) AS received_at FROM (SELECT * {current}) "
        "LEFT JOIN repeated_draw USING (sample_id)"
    )
    connection.execute(
        f"CREATE TEMP VIEW standing_result AS {waiting} QUALIFY row_number() OVER (PARTITION BY sample_id ORDER BY row_no) = 1"
    )
    parts = []
    for table in ("sample", "result"):
        broken = applied(table, "history", columns_for(table)).broken(f"standing_{table}")
        connection.execute(f"CREATE TEMP TABLE broken_{table} AS {broken}")
        standing = read_sql(HERE / "standing.sql", broken=f"broken_{table}", place=f"standing_{table}")
        parts.append(f"SELECT * FROM ({standing})")
    linkage.settle(connection)
    parts.append("FROM linkage_raised")
    connection.execute(f"CREATE TEMP TABLE standing AS {' UNION ALL BY NAME '.join(parts)}")
    derived = [*_late(connection, sources, today), *_unpaired(connection), *_other_limits(connection), *events.findings(connection)]
    said = derived + _unanswerable(connection, [row["finding_id"] for row in derived])
    connection.register("said", pa.Table.from_pylist(said, dictionary().arrow_schema("finding")))
    raised = " UNION ALL BY NAME ".join(f"SELECT * FROM {part}" for part in ("curated_finding", "standing", "said"))
    connection.execute(f"CREATE TEMP TABLE finding_raised AS {raised}")


def _decide(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """decided_sample and finding_stated: what decisions void, replace or let pass."""
    _look_back(connection)
    effects, unfit = _effects(connection)
    connection.register("effects", pa.Table.from_pylist(effects, _EFFECTS))
    connection.register("unfit", pa.Table.from_pylist(unfit, dictionary().arrow_schema("finding")))
    replaced = {row["column_name"] for row in effects if row["answer"] == "replace"}
    expressions = {column: _replacement(dictionary().fields[column]) for column in sorted(replaced)}
    verdict = expressions.pop("verdict_reported", "verdict_reported")
    columns = "".join(f'{expression} AS "{column}", ' for column, expression in expressions.items())
    connection.execute(
        f"CREATE TEMP TABLE known_decided AS {read_sql(HERE / 'decided.sql', replaced=columns, verdict=verdict)}", {"known": known}
    )
    connection.execute(f"CREATE TEMP VIEW finding_stated AS {read_sql(HERE / 'finding_stated.sql')}")
    connection.execute(f"CREATE TEMP TABLE holding AS {read_sql(HERE / 'holdings.sql')}")
    connection.execute(f"CREATE TEMP TABLE decided_sample AS {read_sql(HERE / 'held.sql')}", {"known": known})


def _look_back(connection: duckdb.DuckDBPyConnection) -> None:
    """broken_past: what was found in the rows of a sample's history that are no longer current."""
    # Repeated draws are counted among the samples that stand now: of the past nothing is said.
    past = f"SELECT *, row_number() OVER () AS past_row FROM known_sample_reported WHERE NOT ({CURRENT})"
    connection.execute(f"CREATE TEMP TABLE past_sample AS {past}")
    connection.execute(
        "CREATE TEMP VIEW past_rows AS SELECT * REPLACE (past_row AS row_no), CAST(NULL AS TIMESTAMP) AS received_at FROM past_sample "
        "LEFT JOIN (FROM repeated_draw LIMIT 0) USING (sample_id)"
    )
    broken = applied("sample", "history", columns_for("sample")).broken("past_rows")
    connection.execute(f"CREATE TEMP TABLE broken_then AS {broken}")
    connection.execute(f"CREATE TEMP TABLE broken_past AS {read_sql(HERE / 'broken_past.sql', broken='broken_then')}")


_EFFECTS = pa.schema(
    [(name, pa.string()) for name in ("sample_id", "column_name", "answer", "new_value", "reason")]
    + [("received_at", pa.timestamp("us")), ("ended_at", pa.timestamp("us"))]
)


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


def _unanswerable(connection: duckdb.DuckDBPyConnection, known: list[str]) -> list[dict[str, Any]]:
    """Decisions that change nothing (A02): their finding does not exist, or its record is in quarantine and must come again."""
    rows = fetch(
        connection,
        "SELECT answer.finding_id, answer.delivery_id, delivered.file, answer.sheet, answer.row_no FROM answer "
        "INNER JOIN delivered USING (delivery_id) ANTI JOIN curated_finding USING (finding_id) ANTI JOIN standing USING (finding_id) "
        "WHERE NOT list_contains(?, answer.finding_id) ORDER BY ALL",
        [known],
    )
    nothing = [(row, f"没有编号为 {row[0]} 的发现") for row in rows]
    rows = fetch(
        connection,
        "SELECT answer.finding_id, answer.delivery_id, delivered.file, answer.sheet, answer.row_no FROM answer "
        "INNER JOIN delivered USING (delivery_id) INNER JOIN curated_finding AS finding USING (finding_id) "
        "WHERE finding.acts_on = 'row' AND answer.answer IN ('accept', 'replace') ORDER BY ALL",
    )
    powerless = [(row, f"发现 {row[0]} 的记录已被隔离，决定不能使其计入；请更正后重新交付") for row in rows]
    return [
        finding("A02", Place(delivery, file, sheet, row_no, "finding_id"), message, wanted)
        for (wanted, delivery, file, sheet, row_no), message in (*nothing, *powerless)
    ]


def _unpaired(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Lists of failing samples that wait for the list of the conforming ones of their notice (D03)."""
    return [
        finding("D03", Place(delivery, file, column_name="listing"), "同一公告的合格样品名单尚未交付，不计入合格率", listing)
        for delivery, file, listing in fetch(connection, read_sql(HERE / "unpaired.sql"))
    ]


def _other_limits(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Delivered limits other than the one of the cited standard that was in force for the item, product and day (I04)."""
    printed = [limit for limit in limits.limits() if limit.standard_evidence == "printed"]
    pairs = sorted({(limit.item_code, product) for limit in printed for product in limit.products})
    connection.register("tabled", pa.table({"item_code": [item for item, _ in pairs], "product": [product for _, product in pairs]}))
    found = []
    for row in fetch_dicts(connection, read_sql(HERE / "limits_cited.sql")):
        standard = limits.in_force(row["item_code"], row["product"], row["basis"], row["limit_day"]).limit
        delivered = readings.limit_in(row)
        if standard is None or standard.standard_evidence != "printed" or standards.same(delivered, standards.standard_limit(standard)):
            continue
        shown = row["limit_text"] or standards.printed(delivered)
        message = f"{row['item_name']}：{row['product']} 的标准值为 {shown}，{standard.standard} 规定 "
        message += standards.printed(standards.standard_limit(standard))
        place = Place(row["delivery_id"], row["file"], row["sheet"], row["row_no"], "limit_text", row["sample_id"])
        found.append(finding("I04", place, message, shown))
    return found


def _late(connection: duckdb.DuckDBPyConnection, sources: dict[str, Source], today: datetime.date) -> list[dict[str, Any]]:
    """Sources whose newest sample is older than cadence and allowed lag (D01); a source that never delivered is not late, it is unknown."""
    newest = fetch(
        connection,
        "SELECT source, max(newest_sampled_on) FROM delivery WHERE delivery_status = 'accepted' GROUP BY source ORDER BY source",
    )
    late = []
    for name, sampled_on in newest:
        source = sources.get(name)
        if source is None or source.cadence is None or sampled_on is None:
            continue
        due = sampled_on + datetime.timedelta(days=2 * _PERIOD_DAYS[source.cadence] + source.lag_days)
        if due < today:
            message = f"{source.title}：最近抽样日期 {sampled_on}，按约定最迟应于 {due} 前更新"
            late.append(finding("D01", Place("", name, column_name="newest_sampled_on"), message, sampled_on.isoformat()))
    return late


def _create(connection: duckdb.DuckDBPyConnection, table: str, rows: str, order: str | None = None) -> None:
    """The table of the dictionary, filled from the relation `rows`; large tables as they come, since sorting costs more than all else."""
    columns = ", ".join(f'"{column}"' for column in dictionary().tables[table].columns)
    connection.execute(dictionary().ddl(table))
    connection.execute(f"INSERT INTO {table} SELECT {columns} FROM {rows}{f' ORDER BY {order}' if order else ''}")
