"""The records of a delivery as they are judged: repeated ones left out, what is said of one sample gathered, what checks need beside it."""

import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from qmon import grammar
from qmon.conformed import UNREAD, Conformed
from qmon.dictionary import Field, dictionary
from qmon.findings import rules
from qmon.judged import again, beside
from qmon.landed import Landing
from qmon.sql import literal, read_sql
from qmon.statistics import macros

HERE = Path(__file__).parent
# The tables, and what tells records of them apart that are equal in every cell: one row may make several (a printed row with two rates,
# two items of a sample).
_APART = {
    "sample": "sample_id",
    "result": "sample_id",
    "decision": "finding_id",
    "published": "rate_kind",
    "event": "event_kind",
    "output_value": "industry",
    "planned": "plan",
}
JUDGED = tuple(_APART)
# Columns in which the records of one sample must agree; a verdict may differ from item to item, the gravest counts.
_MUST_AGREE = (
    "product",
    "category_text",
    "specification",
    "batch_no",
    "produced_on",
    "sampled_on",
    "inspection_type",
    "strategy",
    "campaign",
    "task_level",
    "stage",
    "channel",
    "producer_name",
    "producer_region",
    "producer_scale",
    "industry",
    "sampled_unit_name",
    "sampled_region",
)
_REASONS = {
    "unknown_word": "不在规定用语之内",
    "unknown_place": "不是已知的行政区划",
    "unknown_category": "不在本领域的类别表内",
    "not_production": "是购进（进货）日期，不是生产日期",
    "personal": "含有电话或身份证号码，已遮盖",
}


def views(connection: duckdb.DuckDBPyConnection, conformed: Conformed) -> list[str]:
    """Create judged_<table> for each of JUDGED: the records of the delivery without repeated ones, with the columns that checks need beside
    theirs; returns those of which the delivery has any. Beside them repeated (records that equal an earlier one), unread_once (texts that a
    column could not read), and the tables rules and fields."""
    # Most deliveries have rows of one table or two; a statement over no rows costs as much as one over a thousand.
    delivered = [table for table in JUDGED if table in conformed.tables]
    for table in JUDGED:
        if table in delivered:
            connection.sql("SELECT * FROM read_parquet(?)", params=[str(conformed.folder / f"{table}_*.parquet")]).create_view(
                f"conformed_{table}"
            )
        else:
            empty = (
                dictionary()
                .arrow_schema(table)
                .append(pa.field("content_hash", pa.uint64()))
                .append(pa.field("ord", pa.int64()))
                .empty_table()
            )
            connection.register(f"conformed_{table}", empty)
            connection.execute(f"CREATE TEMP VIEW judged_{table} AS FROM conformed_{table}")
    if "unread" in conformed.tables:
        connection.sql("SELECT * FROM read_parquet(?)", params=[str(conformed.folder / "unread_*.parquet")]).create_view("unread")
    else:
        connection.register("unread", UNREAD.empty_table())
    sentences = _REASONS | {reason: sentence for reason, (sentence, _) in grammar.REASONS.items()}
    connection.register("reasons", pa.table({"reason": list(sentences), "sentence": list(sentences.values())}))
    known = rules().values()
    connection.register("rules", pa.table({key: [getattr(rule, key) for rule in known] for key in ("code", "severity", "acts_on")}))
    fields = dictionary().fields.values()
    connection.register("fields", pa.table({"name": [field.name for field in fields], "zh": [field.zh for field in fields]}))
    parts = [read_sql(HERE / "repeated.sql", records=f"conformed_{table}", key=_APART[table]) for table in delivered or JUDGED[:1]]
    repeated = " UNION ".join(f"SELECT * FROM ({part})" for part in parts)
    connection.execute(f"CREATE TEMP TABLE repeated AS {repeated}")
    for table in delivered:
        _judged(connection, table, conformed.landing)
    sample_columns = list(dictionary().tables["sample"].columns)
    connection.execute(f"CREATE TEMP TABLE unread_once AS {read_sql(HERE / 'unread.sql')}", {"sample_columns": sample_columns})
    return delivered


def _judged(connection: duckdb.DuckDBPyConnection, table: str, landing: Landing) -> None:
    """Create judged_<table>: the records of the delivery without repeated ones, with the columns that checks need beside theirs."""
    match table:
        case "sample":
            moment = landing.receipt.moment.astimezone(datetime.UTC).replace(tzinfo=None)
            beside.judge_samples(connection, _described(), moment, landing.source.national_numbers)
        case "result":
            again.judge_results(connection)
        case "published":
            connection.execute(macros())
            connection.execute(f"CREATE TEMP VIEW judged_published AS {read_sql(HERE / 'printed.sql')}")
        case "output_value":
            connection.execute(f"CREATE TEMP VIEW judged_output_value AS {read_sql(HERE / 'output_values.sql')}")
        case _:
            connection.execute(
                f"CREATE TEMP VIEW judged_{table} AS SELECT *, CAST(NULL AS VARCHAR) AS sample_id "
                f"FROM conformed_{table} ANTI JOIN repeated USING (sheet, row_no)"
            )


def _described() -> str:
    def described(field: Field) -> str:
        if field.order:
            gravest = " ".join(f'WHEN bool_or("{field.name}" = {literal(code)}) THEN {literal(code)}' for code in field.order)
            return f'CASE {gravest} END AS "{field.name}"'
        return f'arg_min("{field.name}", ord) AS "{field.name}"'

    columns = ", ".join(described(field) for field in dictionary().fields_of("sample") if field.name != "n_variants")
    disagree = " + ".join(f'coalesce(CAST(min("{column}") <> max("{column}") AS BIGINT), 0)' for column in _MUST_AGREE)
    return read_sql(HERE / "described.sql", columns=columns, variants=f"1 + {disagree}")
