"""The Great Expectations suites, made from the dictionary and the rules: one a table, plain JSON, committed so that a change shows."""

import json
from pathlib import Path
from typing import Any

from qmon.dictionary import EXPECTATIONS, Table, dictionary
from qmon.findings import columns_for, rules
from qmon.sql import predicate, read_sql

GATED = ("sample", "result", "decision", "published", "event", "output_value", "planned")
FOLDER = EXPECTATIONS / "suites"


def suite(table: str) -> dict[str, Any]:
    """What was accepted into `table`: it has the rows that its deliveries count, keys are whole and unique, columns hold allowed codes,
    columns that carry the meaning are not empty throughout, and no row breaks a rule that takes values or rows away."""
    known = dictionary().tables[table]
    expectations = [
        _expect("expect_table_row_count_to_be_between", "R-ROWS", "不是空表", min_value=1),
        _expect("expect_table_row_count_to_equal", "R-COUNT", "行数与各交付登记的数目一致", value={"$PARAMETER": "n_rows"}),
        _unique(known),
    ]
    for column in dict.fromkeys((*known.key, *known.filled)):
        whole = column in known.key
        expectations.append(
            _expect("expect_column_values_to_not_be_null", "R-FILLED", f"{_names(known, (column,))}{'没有空值' if whole else '不全为空'}",
                    column=column, mostly=1.0 if whole else 1e-9)
        )  # fmt: skip
    for field in dictionary().fields_of(table):
        if field.allowed is not None:
            expectations.append(
                _expect(
                    "expect_column_values_to_be_in_set",
                    "R-ALLOWED",
                    f"{field.zh}只有规定的代码",
                    column=field.name,
                    value_set=list(field.allowed),
                )
            )
    for code, rule in rules().items():
        for check in rule.checks:
            if (check.table or rule.table) == table and rule.scope == "delivery" and check.acts_on in ("value", "row"):
                where = predicate(check.broken, columns_for(table), code)
                query = f"SELECT * FROM {{batch}} WHERE {where.replace('{', '{{').replace('}', '}}')}"
                expectations.append(_expect("unexpected_rows_expectation", code, f"没有：{check.says}", unexpected_rows_query=query))
    return {"name": table, "expectations": expectations, "meta": {"row": known.row}}


def as_json(table: str) -> str:
    """The committed text of a suite: UTF-8, two spaces, the order of the dictionary."""
    return json.dumps(suite(table), ensure_ascii=False, indent=2) + "\n"


def path_of(table: str, folder: Path = FOLDER) -> Path:
    return folder / f"{table}.json"


def _expect(kind: str, code: str, says: str, **arguments: Any) -> dict[str, Any]:
    return {"type": kind, "kwargs": arguments, "severity": "critical", "meta": {"code": code, "says": says}}


def _unique(table: Table) -> dict[str, Any]:
    key = ", ".join(f'"{column}"' for column in table.key)
    query = read_sql(Path(__file__).with_name("repeated_keys.sql"), key=key)
    return _expect("unexpected_rows_expectation", "R-KEY", f"{_names(table, table.key)}不重复", unexpected_rows_query=query)


def _names(table: Table, columns: tuple[str, ...]) -> str:
    return "、".join(dictionary().fields[column].zh for column in columns)
