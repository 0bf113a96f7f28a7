"""polars: both files scanned lazily, the rules as expressions, the rates as a group-by. `python by_polars.py RAW OUT` prints JSON."""

import json
import sys
from pathlib import Path

import polars as pl

NUMBER, ITEM, RESULT, VERDICT = "抽样单编号", "检验项目", "检验结果", "结果判定"
KIND, LEVEL, STAGE, DAY, CONCLUSION = "任务类别", "任务级别", "抽样环节", "抽样日期", "结论"
PASSES, FAILS = "合格项", "不合格项"
WIDE, NARROW = list("０１２３４５６７８９．"), list("0123456789.")


def scanned(raw: Path, what: str) -> pl.LazyFrame:
    return pl.scan_csv(next(raw.rglob(f"{what}_*.csv")), infer_schema=False)


def number(text: pl.Expr) -> pl.Expr:
    return text.str.extract(r"^([0-9.]+)", 1).cast(pl.Float64, strict=False)


def items(raw: Path) -> pl.LazyFrame:
    plain = pl.col(RESULT).str.replace_many(WIDE, NARROW)
    own_unit = plain.str.extract(r"^[0-9.]+ ?([^0-9. ].*)$", 1)
    read = scanned(raw, "items").with_columns(
        plain=plain,
        value=number(plain),
        unit=pl.coalesce(own_unit, pl.col("结果单位")),
        low=number(pl.col("最小允许限")),
        high=number(pl.col("最大允许限")),
    )
    outside = (pl.col("value") > pl.col("high")).fill_null(False) | (pl.col("value") < pl.col("low")).fill_null(False)
    decided = (
        pl.col("value").is_not_null() & (pl.col("unit") == pl.col("允许限单位")) & pl.any_horizontal(pl.col("low", "high").is_not_null())
    )
    return read.with_columns(derived=pl.when(decided).then(pl.when(outside).then(pl.lit(FAILS)).otherwise(pl.lit(PASSES))))


def main() -> None:
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    forms = scanned(raw, "form").collect(engine="streaming")
    items(raw).sink_parquet(out / "items.parquet", compression="zstd")
    tested = pl.scan_parquet(out / "items.parquet")
    verdicts = tested.group_by(NUMBER, ITEM).agg(two=pl.col(VERDICT).n_unique() > 1).filter(pl.col("two"))
    samples = tested.group_by(NUMBER).agg(fails=(pl.col(VERDICT) == FAILS).any())
    limit_reads = pl.all_horizontal(pl.col("最小允许限", "最大允许限").str.contains(r"^([0-9.]+|/|不得检出)$"))
    row_rules = {
        "item_filled": pl.any_horizontal(pl.col(NUMBER, ITEM, RESULT, VERDICT, "检验依据").is_null()),
        "item_verdict_allowed": ~pl.col(VERDICT).is_in([PASSES, FAILS, "问题项", "不判定项"]),
        "item_result_reads": ~pl.col("plain").str.contains(r"^([0-9.]+( ?[^0-9. ].*)?|未检出.*|符合|合格)$"),
        "item_limit_reads": ~limit_reads,
        "item_verdict_follows": pl.col("derived") != pl.col(VERDICT),
    }
    questions = [
        tested.select(expression.sum().alias(name) for name, expression in row_rules.items()),
        verdicts.select(NUMBER),
        tested.join(forms.lazy(), on=NUMBER, how="anti").select(pl.len()),
        samples,
    ]
    by_row, contradictory, orphans, per_sample = pl.collect_all(questions, engine="streaming")
    found = by_row.to_dicts()[0] | {"item_one_verdict": len(contradictory), "item_has_form": orphans.item()}
    day = pl.col(DAY).str.to_date("%Y-%m-%d", strict=False)
    filled = pl.any_horizontal(pl.col(NUMBER, KIND, DAY, "食品大类", "样品名称", CONCLUSION).is_null())
    allowed = (
        pl.col(KIND).is_in(["监督抽检", "风险监测"])
        & pl.col(LEVEL).is_in(["国抽", "省抽", "市抽", "县抽"])
        & pl.col(STAGE).is_in(["生产环节", "流通环节", "餐饮环节"])
    )
    joined = forms.join(per_sample, on=NUMBER, how="left")
    found |= {
        "form_filled": forms.select(filled.sum()).item(),
        "form_unique": forms.select(pl.len() - pl.col(NUMBER).n_unique()).item(),
        "form_allowed": forms.select((~allowed).sum()).item(),
        "form_dated": forms.select((day.is_null() | (day < pl.date(2000, 1, 1))).sum()).item(),
        "form_has_items": joined.select(pl.col("fails").is_null().sum()).item(),
        "form_verdict_follows": joined.select((pl.col(CONCLUSION).str.contains("不合格") != pl.col("fails")).sum()).item(),
    }
    counted = joined.join(contradictory, on=NUMBER, how="anti").with_columns(month=pl.col(DAY).str.head(7))
    rates = counted.group_by("month").agg(n=pl.len(), n_fail=pl.col(CONCLUSION).str.contains("不合格").sum()).sort("month")
    print(json.dumps({"broken": found, "rates": {month: [n, n_fail] for month, n, n_fail in rates.rows()}}))


if __name__ == "__main__":
    main()
