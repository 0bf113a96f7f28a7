"""The notes under a table (注): definition, what is small, what is not shown or not compared, what was restated, how it was rounded."""

from collections.abc import Sequence
from typing import Any, Literal

from qmon.dictionary import dictionary
from qmon.indicators import Indicator
from qmon.reports import points, suppression
from qmon.reports.layout import Layout
from qmon.statistics.intervals import wilson


def of(layout: Layout, indicators: dict[str, Indicator], rows: Sequence[Any], language: Literal["zh", "en"]) -> tuple[str, ...]:
    """The notes of a table with these rows, without their numbers, in the order in which they stand."""
    mine = [indicators[name] for name in layout.indicators]
    written = [
        *_definitions(mine, language),
        *_strategies(rows, language),
        *_none_failing(layout, mine, rows, language),
        *_small(layout, rows, language),
        *_hidden(rows, language),
        *_refused(rows, language),
        *_weights(rows, language),
        *_held(rows, language),
        *_restated(rows),
        *_compared_restated(layout, rows, language),
        *_rounding(layout, indicators, rows, language),
    ]
    return (*written, *layout.notes)


def _definitions(mine: list[Indicator], language: str) -> list[str]:
    if language == "en":
        return [f"{one.title_en}: definition {one.name}, version {one.version}; unit {one.unit_counted}." for one in mine]
    if len(mine) > 1:
        return ["统计单位见各行；口径见《指标体系》中同名指标。"]
    return [f"统计单位为{one.unit_counted}；口径见《指标体系》“{one.title}”（{one.name}，第{one.version}版）。" for one in mine]


def _strategies(rows: Sequence[Any], language: str) -> list[str]:
    """Strategies that are pooled in one number are named (T06)."""
    labels = dictionary().fields["strategy"].allowed or {}
    pooled = sorted({row.numbers["strategies_counted"] for row in rows if "+" in (row.numbers["strategies_counted"] or "")})
    if not pooled:
        return []
    codes = sorted({code for one in pooled for code in one.split("+")})
    if language == "en":
        return [f"Pools samples of different strategies, as the definition says: {', '.join(codes)}."]
    return [f"按口径合并了不同抽样策略的样品：{'、'.join(str(labels.get(code, code)) for code in codes)}。"]


def _none_failing(layout: Layout, mine: list[Indicator], rows: Sequence[Any], language: str) -> list[str]:
    """A zero is no certainty: the upper bound of each row in which none fails. Risk monitoring finds problems, no failures."""
    if not {"rate", "fail_rate"} & set(layout.columns):
        return []
    none = [row for row in rows if row.numbers["n"] > 0 and row.numbers["n_fail"] == 0 and row.suppressed is None]
    if not none:
        return []
    bounds = [f"{row.label} {100 * wilson(0, row.numbers['n']).high:.1f}%" for row in none]
    of_risk = any(one.verdict == "risk" for one in mine)
    if language == "en":
        none_found, rate = ("No problem", "problem") if of_risk else ("None failing", "failure")
        return [f"{none_found} among those tested; upper end of the 95 % interval of the {rate} rate: {', '.join(bounds)}."]
    none_found, rate = ("监测样品中没有问题样品的", "问题率") if of_risk else ("检验样品中没有不合格的", "不合格率")
    return [f"{none_found}，{rate}的95%置信上限：{'、'.join(bounds)}。"]


def _small(layout: Layout, rows: Sequence[Any], language: str) -> list[str]:
    if layout.suppression != "none":
        return []
    small = [row.label for row in rows if 0 < row.numbers["n"] < suppression.LEAST_N]
    if not small:
        return []
    return [f"样本量小于30，仅供参考：{'、'.join(small)}。" if language == "zh" else f"Fewer than 30 tested: {', '.join(small)}."]


def _hidden(rows: Sequence[Any], language: str) -> list[str]:
    reasons = [one for one in suppression.WORDS if any(row.suppressed == one for row in rows)]
    if not reasons:
        return []
    if language == "en":
        return [f"{suppression.MARK}: not shown ({', '.join(reasons)})."]
    return [f"{suppression.MARK} 表示不公布（{'；'.join(suppression.WORDS[one] for one in reasons)}）。"]


def _refused(rows: Sequence[Any], language: str) -> list[str]:
    changes = [row.numbers[which] for row in rows for which in ("year_on_year", "period_on_period")]
    reasons = sorted({change["refused_for"] for change in changes if change is not None and change["refused_for"] is not None})
    if not reasons:
        return []
    return [f"“—”表示不可比：{'；'.join(reasons)}。" if language == "zh" else "—: the two rates are not comparable."]


def _weights(rows: Sequence[Any], language: str) -> list[str]:
    told = sorted({part for row in rows for part in (row.numbers["note"] or "").split("；") if "产值" in part or "轮监测" in part})
    return [f"{'；'.join(told)}。"] if told and language == "zh" else []


def _held(rows: Sequence[Any], language: str) -> list[str]:
    held = max((row.numbers["n_held"] for row in rows), default=0)
    if not held:
        return []
    return [f"另有{held}批次因数据待核实暂未计入。" if language == "zh" else f"{held} batches with open findings are not counted."]


def _restated(rows: Sequence[Any]) -> list[str]:
    """Each restated number with what it was and why (T03)."""
    restated = [f"{row.label}{row.numbers['restated']}" for row in rows if row.numbers["restated"] is not None]
    return [f"r 表示更正数：{'；'.join(restated)}。"] if restated else []


def _compared_restated(layout: Layout, rows: Sequence[Any], language: str) -> list[str]:
    """Changes against a number that no longer is what was first published (T03)."""
    labels = [
        row.label
        for row in rows
        for which in ("year_on_year", "period_on_period")
        if which in layout.columns and row.numbers[which] is not None and row.numbers[which]["restatement_effect"]
    ]
    if not labels:
        return []
    named = "、".join(dict.fromkeys(labels))
    return [f"对比期比率为更正后的数：{named}。" if language == "zh" else f"Compared with a restated number: {named}."]


def _rounding(layout: Layout, indicators: dict[str, Indicator], rows: Sequence[Any], language: str) -> list[str]:
    """How rates are rounded, and which changes are not the difference of the printed rates (T05)."""
    decimals = sorted({indicators[name].decimals for name in layout.indicators})
    way = "四舍五入" if all(indicators[name].rounding == "half_up" for name in layout.indicators) else "按GB/T 8170"
    told = (
        f"比率{way}修约至{'或'.join(map(str, decimals))}位小数。" if language == "zh" else f"Rates are rounded to {decimals[0]} decimals."
    )
    differing = []
    for row in rows:
        indicator = indicators[row.numbers["indicator"]]
        for which in ("year_on_year", "period_on_period"):
            change = row.numbers[which]
            if which not in layout.columns or change is None or change["refused_for"] is not None or row.suppressed is not None:
                continue
            if points.differ_from_printed_rates(indicator, row.numbers, change):
                differing.append(row.label)
    if differing and language == "zh":
        told += f"变动按未修约的比率计算，与表列比率之差不同的有：{'、'.join(dict.fromkeys(differing))}。"
    elif differing:
        told += (
            f" Changes are those of unrounded rates; they differ from those of the printed ones for: {', '.join(dict.fromkeys(differing))}."
        )
    return [told]
