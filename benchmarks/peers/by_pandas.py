"""pandas and Great Expectations: both files as text, the rules as expectations, a group-by. `python by_pandas.py RAW OUT` prints JSON."""

import json
import logging
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

NUMBER, ITEM, RESULT, VERDICT = "抽样单编号", "检验项目", "检验结果", "结果判定"
KIND, LEVEL, STAGE, DAY, CONCLUSION = "任务类别", "任务级别", "抽样环节", "抽样日期", "结论"
LOW, HIGH = "最小允许限", "最大允许限"
PASSES, FAILS = "合格项", "不合格项"
WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")


def read(raw: Path, what: str) -> pd.DataFrame:
    return pd.read_csv(next(raw.rglob(f"{what}_*.csv")), dtype=str, keep_default_na=False, na_values=[""])


def number(texts: "pd.Series[str]") -> "pd.Series[float]":
    return pd.to_numeric(texts.str.extract(r"^([0-9.]+)", expand=False), errors="coerce")


def judged(items: pd.DataFrame) -> None:
    """Add to the items the result without wide figures, the verdict that follows from it, and what is a rule across rows."""
    items["plain"] = items[RESULT].str.translate(WIDE)
    value, low, high = number(items["plain"]), number(items[LOW]), number(items[HIGH])
    unit = items["plain"].str.extract(r"^[0-9.]+ ?([^0-9. ].*)$", expand=False).fillna(items["结果单位"])
    decided = value.notna() & (unit == items["允许限单位"]) & (low.notna() | high.notna())
    outside = (value > high) | (value < low)
    items["follows"] = ~decided | ((items[VERDICT] == FAILS) == outside)


def rules_of_items(gx: Any) -> dict[str, list[Any]]:
    rule = gx.expectations
    return {
        "item_filled": [rule.ExpectColumnValuesToNotBeNull(column=column) for column in (NUMBER, ITEM, RESULT, VERDICT, "检验依据")],
        "item_verdict_allowed": [rule.ExpectColumnValuesToBeInSet(column=VERDICT, value_set=[PASSES, FAILS, "问题项", "不判定项"])],
        "item_result_reads": [rule.ExpectColumnValuesToMatchRegex(column="plain", regex=r"^([0-9.]+( ?[^0-9. ].*)?|未检出.*|符合|合格)$")],
        "item_limit_reads": [rule.ExpectColumnValuesToMatchRegex(column=column, regex=r"^([0-9.]+|/|不得检出)$") for column in (LOW, HIGH)],
        "item_verdict_follows": [rule.ExpectColumnValuesToBeInSet(column="follows", value_set=[True])],
        "item_has_form": [rule.ExpectColumnValuesToBeInSet(column="has_form", value_set=[True])],
    }


def rules_of_verdicts(gx: Any) -> dict[str, list[Any]]:
    return {"item_one_verdict": [gx.expectations.ExpectColumnValuesToBeInSet(column="verdicts", value_set=[1])]}


def rules_of_forms(gx: Any) -> dict[str, list[Any]]:
    rule = gx.expectations
    allowed = {
        KIND: ["监督抽检", "风险监测"],
        LEVEL: ["国抽", "省抽", "市抽", "县抽"],
        STAGE: ["生产环节", "流通环节", "餐饮环节"],
    }
    filled = (NUMBER, KIND, DAY, "食品大类", "样品名称", CONCLUSION)
    return {
        "form_filled": [rule.ExpectColumnValuesToNotBeNull(column=column) for column in filled],
        "form_unique": [rule.ExpectColumnValuesToBeInSet(column="repeated", value_set=[False])],
        "form_allowed": [rule.ExpectColumnValuesToBeInSet(column=column, value_set=words) for column, words in allowed.items()],
        "form_dated": [rule.ExpectColumnValuesToBeInSet(column="dated", value_set=[True])],
        "form_has_items": [rule.ExpectColumnValuesToNotBeNull(column="item_fails")],
        "form_verdict_follows": [
            rule.ExpectColumnPairValuesToBeEqual(column_A="fails", column_B="item_fails", ignore_row_if="either_value_is_missing")
        ],
    }


def broken(gx: Any, context: Any, name: str, frame: pd.DataFrame, rules: dict[str, list[Any]]) -> dict[str, int]:
    """How many values break each rule."""
    of_rule = []
    for rule, expectations in rules.items():
        for expectation in expectations:
            expectation.meta = {"rule": rule}
            of_rule.append(expectation)
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    found = batch.validate(gx.ExpectationSuite(name=name, expectations=of_rule), result_format="SUMMARY")
    counts: Counter[str] = Counter(dict.fromkeys(rules, 0))
    for one in found.results:
        counts[one.expectation_config.meta["rule"]] += int(one.result["unexpected_count"])
    return dict(counts)


def main() -> None:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx  # after the switch that keeps it from calling home

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    items, forms = read(raw, "items"), read(raw, "form")
    judged(items)
    items["has_form"] = items[NUMBER].isin(forms[NUMBER])
    verdicts = items.groupby([NUMBER, ITEM], sort=False)[VERDICT].nunique().rename("verdicts").reset_index()
    day = pd.to_datetime(forms[DAY], format="%Y-%m-%d", errors="coerce")
    forms["repeated"] = forms[NUMBER].duplicated()
    forms["dated"] = day >= pd.Timestamp(2000, 1, 1)
    forms["fails"] = forms[CONCLUSION].str.contains("不合格", regex=False)
    fails = (items[VERDICT] == FAILS).groupby(items[NUMBER], sort=False).any()
    forms["item_fails"] = forms[NUMBER].map(fails)
    found = broken(gx, context, "items", items, rules_of_items(gx))
    found |= broken(gx, context, "verdicts", verdicts, rules_of_verdicts(gx))
    found |= broken(gx, context, "forms", forms, rules_of_forms(gx))
    items.to_parquet(out / "items.parquet", compression="zstd")
    counted = forms[~forms[NUMBER].isin(verdicts.loc[verdicts["verdicts"] > 1, NUMBER])]
    rates = counted.groupby(counted[DAY].str[:7])["fails"].agg(["size", "sum"])
    print(json.dumps({"broken": found, "rates": {month: [int(n), int(n_fail)] for month, n, n_fail in rates.itertuples()}}))


if __name__ == "__main__":
    main()
