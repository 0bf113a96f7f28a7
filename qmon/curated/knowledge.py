"""What the office knows on a day: from the history the tables of a release, each row with the interval in which it was known."""

import datetime
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon.curated import CURRENT, History, HistoryDamaged, decisions, events, linkage, other_limits, parts, touched
from qmon.dictionary import dictionary
from qmon.engine import fetch, fetch_one
from qmon.findings import Place, columns_for, define_finding_id, finding, rules
from qmon.judged.checks import applied
from qmon.sources.contract import Source
from qmon.sql import literal, meaning, read_sql
from qmon.verdict.algebra import conclude

HERE = Path(__file__).parent
_STORED = ("sample", "result", "event", "decision", "published", "output_value", "planned", "finding", "quarantine")
_CARRIED = {"drawn": "drawn", "alike": "alike", "paired_notice": "paired_notices", "announced": "linkage/records"}
AT_HAND = 50_000  # samples and results: so small a history is read once, not from its files at each question
_PERIOD_DAYS = {"day": 1, "month": 31, "quarter": 92, "year": 366}


def from_history(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    sources: dict[str, Source],
    known: datetime.datetime,
    only_touched: bool = False,
) -> None:
    """Create the tables of a release in `connection`, as known at `known` (UTC): delivery, decision, finding, quarantine,
    event_history, published, output_value, planned, linkage, sample_history, result_history, and the views sample_current and
    result_current; in the schema carried what the next night needs beside them.

    only_touched: of the samples, those that touched.find has found, and what is found of them alone. Raises touched.Strays."""
    define_finding_id(connection)
    connection.execute("CREATE SCHEMA carried")
    _load(connection, history, known, only_touched)
    _intervals(connection, known, only_touched)
    linkage.from_known(connection, sources)
    _raise(connection, sources, known, only_touched)
    decisions.from_raised(connection, known)
    linkage.from_held(connection)
    _create(connection, "finding", "finding_stated", "delivery_id, sheet, row_no, finding_id")
    _create(connection, "linkage", "(FROM linkage_settled WHERE known_to = TIMESTAMP 'infinity')", "sample_id, candidate_rank")
    _results(connection)
    _create(connection, "sample_history", "linked_sample")
    _create(connection, "decision", "curated_decision", "decision_id")
    _create(connection, "quarantine", "curated_quarantine", "delivery_id, sheet, row_no")
    _create(connection, "published", f"({read_sql(HERE / 'published.sql')})", "delivery_id, sheet, row_no, rate_kind")
    _create(connection, "output_value", f"({read_sql(HERE / 'output_values.sql')})", "region_code, industry, output_year")
    _create(connection, "planned", f"({read_sql(HERE / 'planned.sql')})", "delivery_id, sheet, row_no")
    _create(connection, "event_history", "event_told", "event_id, sample_id, known_from")
    for table, name in _CARRIED.items():
        connection.execute(f"COMMENT ON TABLE carried.{table} IS {literal(meaning(HERE / f'{name}.sql'))}")
    views(connection)


def views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views sample_current and result_current, and the macros over the two time axes."""
    for what in ("sample", "result"):
        connection.execute(f"CREATE VIEW {what}_current AS SELECT * FROM {what}_history WHERE {CURRENT}")
    connection.execute(read_sql(HERE / "as_of.sql"))


def _load(connection: duckdb.DuckDBPyConnection, history: History, known: datetime.datetime, only_touched: bool) -> None:
    """The history of the deliveries received until `known` as views curated_<table>; `answer` and the table `delivery`."""
    connection.execute(
        f"CREATE TEMP TABLE delivered AS {history.rows(connection, 'delivery')} WHERE received_at <= $known", {"known": known}
    )
    # By file, not by a semi join: DuckDB would build that on the wide side, which can neither spill nor fit.
    deliveries = {delivery_id for (delivery_id,) in fetch(connection, "SELECT delivery_id FROM delivered")}
    (n_rows,) = fetch_one(connection, "SELECT coalesce(sum(coalesce(n_samples, 0) + coalesce(n_results, 0)), 0) FROM delivered")
    for table in _STORED:
        some = touched.rows(connection, history, table, deliveries) if only_touched else None
        kind = "VIEW" if some is None and n_rows > AT_HAND else "TABLE"
        connection.execute(f"CREATE TEMP {kind} curated_{table} AS {some or history.rows(connection, table, deliveries)}")
    connection.execute(f"CREATE TABLE carried.paired_notice AS {read_sql(HERE / 'paired_notices.sql')}")
    decisions.from_curated(connection, known)
    connection.execute(f"CREATE TEMP TABLE accepted AS {read_sql(HERE / 'accepted.sql')}")
    connection.execute(f"CREATE TABLE delivery AS {read_sql(HERE / 'deliveries.sql')}")
    if not only_touched:
        _check_whole(connection)
        parts.divide(connection)


def _check_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Every row that the deliveries say they have is there. Raises HistoryDamaged: a file of the history that is gone takes no sample out
    of a rate."""
    lost = fetch(connection, read_sql(HERE / "lost_rows.sql"))
    if lost:
        said = "；".join(
            f"{delivery}（{file}）应有样品 {n_samples_said} 个、结果 {n_results_said} 条，实有 {n_samples}、{n_results}"
            for delivery, file, n_samples_said, n_samples, n_results_said, n_results in lost[:3]
        )
        raise HistoryDamaged(f"历史不完整，{len(lost)} 件交付：{said}；请从备份恢复 history/ 下的文件夹，或将其删除，当夜将从原件重新接收")


def _intervals(connection: duckdb.DuckDBPyConnection, known: datetime.datetime, only_touched: bool) -> None:
    """known_item, known_sample: what was known from when to when to stand from when to when, with the derived verdicts."""
    cases = list(product((False, True), repeat=4))
    conclusions = [conclude(*case) for case in cases]
    columns = {
        name: [case[number] for case in cases] for number, name in enumerate(("nonconforming", "conforming", "problem", "not_judged"))
    }
    columns |= {name: [getattr(one, name) for one in conclusions] for name in ("verdict", "risk_verdict", "text")}
    connection.register("conclusions", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE result_issue AS {read_sql(HERE / 'result_issues.sql')}")
    # Views: the wide columns of results are read once, when they go into the release.
    connection.execute(f"CREATE TEMP VIEW known_item AS {read_sql(HERE / 'known_items.sql')}")
    connection.execute(f"CREATE TEMP TABLE first_valid AS {read_sql(HERE / 'first_valid.sql')}")
    parts.create(connection, "repeated_item", HERE / "repeated_items.sql")
    for table, name, parameters in (
        ("whole_list", "whole_lists", None),
        ("whole_notice", "whole_notices", None),
        ("moment", "moments", {"known": known}),
    ):
        connection.execute(f"CREATE TEMP TABLE {table} AS {read_sql(HERE / f'{name}.sql')}", parameters)
    _item_verdicts(connection)
    checks = applied("sample", "history", columns_for("sample"))
    parts.create(connection, "described_sample", HERE / "sample_history.sql")
    connection.execute("DROP TABLE item_verdicts")
    events.from_described(connection, known)
    connection.execute(f"CREATE TEMP VIEW known_sample AS SELECT * {checks.replaced()} FROM known_sample_reported")


def _item_verdicts(connection: duckdb.DuckDBPyConnection) -> None:
    """item_verdicts, part by part; where several parts tell of a sample at one moment, they are added up."""
    if parts.create(connection, "item_verdicts", HERE / "item_verdicts.sql") == 1:
        return
    # By hashes, which take less memory; what they bring together by chance is told apart.
    twice = "SELECT hash(sample_id, known_from) FROM item_verdicts GROUP BY ALL HAVING count(*) > 1"
    connection.execute(f"CREATE TEMP TABLE told_twice AS {twice}")
    connection.execute(f"CREATE TEMP TABLE verdicts_together AS {read_sql(HERE / 'verdicts_together.sql')}")
    connection.execute("DELETE FROM item_verdicts WHERE hash(sample_id, known_from) IN (FROM told_twice)")
    connection.execute("INSERT INTO item_verdicts FROM verdicts_together")


def _raise(connection: duckdb.DuckDBPyConnection, sources: dict[str, Source], known: datetime.datetime, only_touched: bool) -> None:
    """finding_raised: the stored findings and those that rest on all that is known (rules of scope history, D01, D03, I04, events)."""
    known_rules = rules().values()
    connection.register("rules", pa.table({key: [getattr(rule, key) for rule in known_rules] for key in ("code", "severity", "acts_on")}))
    fields = dictionary().fields.values()
    connection.register("fields", pa.table({"name": [field.name for field in fields], "zh": [field.zh for field in fields]}))
    current = f"FROM known_sample_reported WHERE {CURRENT}"
    parts.create(connection, "orphan", HERE / "orphans.sql")
    waiting = (
        "SELECT *, DATE '-infinity' AS valid_from, true AS orphan FROM known_item SEMI JOIN orphan USING (sample_id) "
        "WHERE known_to = TIMESTAMP 'infinity'"
    )
    connection.execute(f"CREATE TEMP VIEW likeness AS {read_sql(HERE / 'likeness.sql')}")
    connection.execute(f"CREATE TABLE carried.drawn AS {read_sql(HERE / 'drawn.sql', current=current)}")
    connection.execute(f"CREATE TABLE carried.alike AS {read_sql(HERE / 'alike.sql')}")
    drawn, alike = "carried.drawn", "carried.alike"
    if only_touched:
        touched.beside(connection)
        drawn, alike = (f"(FROM {name} UNION ALL FROM {name.removeprefix('carried.')}_beside)" for name in (drawn, alike))
    connection.execute(f"CREATE TEMP TABLE twin AS {read_sql(HERE / 'twins.sql', alike=alike)}")
    connection.execute(f"CREATE TEMP TABLE repeated_draw AS {read_sql(HERE / 'repeated_draws.sql', drawn=drawn)}")
    connection.execute(
        f"CREATE TEMP VIEW standing_sample AS SELECT *, CAST(NULL AS TIMESTAMP) AS received_at FROM (SELECT * {current}) "
        "LEFT JOIN repeated_draw USING (sample_id) LEFT JOIN twin USING (sample_id)"
    )
    connection.execute(
        f"CREATE TEMP VIEW standing_result AS {waiting} QUALIFY row_number() OVER (PARTITION BY sample_id ORDER BY row_no) = 1"
    )
    found = []
    for table in ("sample", "result"):
        broken = applied(table, "history", columns_for(table)).broken(f"standing_{table}")
        connection.execute(f"CREATE TEMP TABLE broken_{table} AS {broken}")
        standing = read_sql(HERE / "standing.sql", broken=f"broken_{table}", place=f"standing_{table}")
        found.append(f"SELECT * FROM ({standing})")
    linkage.settle(connection, known)
    found.append("FROM linkage_raised")
    connection.execute(f"CREATE TEMP TABLE standing AS {' UNION ALL BY NAME '.join(found)}")
    said = [
        *_late(connection, sources, known.date()),
        *_unpaired(connection),
        *events.findings(connection),
    ]
    connection.register("said", pa.Table.from_pylist(said, dictionary().arrow_schema("finding")))
    other_limits.find(connection, CURRENT)
    limits = "(SELECT * EXCLUDE (known_to) FROM limit_found)"
    raised = " UNION ALL BY NAME ".join(f"SELECT * FROM {part}" for part in ("curated_finding", "standing", "said", limits))
    connection.execute(f"CREATE TEMP TABLE finding_raised AS {raised}")


def _unpaired(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Lists of failing samples that wait for the list of the conforming ones of their notice (D03)."""
    return [
        finding("D03", Place(delivery, file, column_name="listing"), "同一公告的合格样品名单尚未交付，不计入合格率", listing)
        for delivery, file, listing in fetch(connection, read_sql(HERE / "unpaired.sql"))
    ]


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


def _results(connection: duckdb.DuckDBPyConnection) -> None:
    """The table result_history: results that events cut, and all others part by part."""
    _create(connection, "result_history", "result_piece")
    for part in parts.parts(connection):
        # A table, whose size the engine knows: it would else build the join of the results, which are many and wide, and do not fit.
        connection.execute(f"CREATE OR REPLACE TEMP TABLE valid_of_part AS {read_sql(HERE / 'valid_of_part.sql', of_deliveries=part)}")
        _insert(connection, "result_history", f"({read_sql(HERE / 'result_history.sql', of_deliveries=part)})")


def _create(connection: duckdb.DuckDBPyConnection, table: str, rows: str, order: str | None = None) -> None:
    """The table of the dictionary, filled from the relation `rows`; large tables as they come, since sorting costs more than all else."""
    connection.execute(dictionary().ddl(table))
    _insert(connection, table, f"{rows}{f' ORDER BY {order}' if order else ''}")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    columns = ", ".join(f'"{column}"' for column in dictionary().tables[table].columns)
    connection.execute(f"INSERT INTO {table} SELECT {columns} FROM {rows}")
