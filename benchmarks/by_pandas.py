"""The usual way: pandas reads the item file as text, Great Expectations checks twenty rules, groupby counts.

`python -m benchmarks.by_pandas CSV` prints the number of failing samples as JSON.
"""

import json
import logging
import os
import sys
from typing import Any

import pandas as pd

NUMBER, ITEM, VERDICT, PRODUCT = "抽样单编号", "检验项目", "结果判定", "样品名称"
FILLED = (NUMBER, "报告书编号", ITEM, "检验结果", VERDICT, "检验依据", "判定依据", PRODUCT)
NOTES = ("说明", "监督备注", "风险备注")
LENGTHS = {NUMBER: 40, "报告书编号": 60, ITEM: 100, "检验结果": 200, PRODUCT: 200}


def expectations(gx: Any, rows: int, width: int) -> list[Any]:
    """Twenty rules of the kinds that the corridor's own suites hold, none of them a regular expression."""
    rules = gx.expectations
    return [
        rules.ExpectTableRowCountToEqual(value=rows),
        rules.ExpectTableColumnCountToEqual(value=width),
        rules.ExpectColumnUniqueValueCountToBeBetween(column=ITEM, min_value=2),
        rules.ExpectColumnValuesToBeInSet(column=VERDICT, value_set=["合格项", "不合格项", "问题项", "不判定项"]),
        *(rules.ExpectColumnValuesToNotBeNull(column=column) for column in FILLED),
        *(rules.ExpectColumnValuesToBeInSet(column=column, value_set=["/"]) for column in NOTES),
        *(rules.ExpectColumnValueLengthsToBeBetween(column=column, min_value=1, max_value=most) for column, most in LENGTHS.items()),
    ]


def main() -> None:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx  # after the switch that keeps it from calling home

    frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False, na_values=[""])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("benchmark").add_dataframe_asset("items")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(name="items", expectations=expectations(gx, len(frame), frame.shape[1]))
    found = batch.validate(suite, result_format="SUMMARY")
    if not found.success:
        raise SystemExit("the facsimile breaks a rule of the benchmark")
    fails = frame[VERDICT] == "不合格项"
    rates = 1 - fails.groupby(frame[ITEM]).mean()
    print(json.dumps({"failing_samples": int(frame.loc[fails, NUMBER].nunique()), "items": len(rates), "rules": len(found.results)}))


if __name__ == "__main__":
    main()
