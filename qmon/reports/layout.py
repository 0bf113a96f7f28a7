"""Layouts: each .yml in layouts/ is the form of one published table: what its rows and columns are, for whom, and what is not shown."""

from functools import cache
from pathlib import Path
from typing import Literal

from qmon.definitions import Definition, DefinitionError, read_definition
from qmon.dictionary import Words
from qmon.indicators import Indicator

FOLDER = Path(__file__).parent / "layouts"
COLUMNS = {
    "unit": ("统计单位", "Unit"),
    "n": ("检验数", "Tested"),
    "n_pass": ("合格数", "Conforming"),
    "n_fail": ("不合格数", "Nonconforming"),
    "rate": ("合格率(%)", "Pass rate (%)"),
    "fail_rate": ("不合格率(%)", "Failure rate (%)"),
    "interval": ("95%置信区间(%)", "95 % interval (%)"),
    "year_on_year": ("同比(百分点)", "Year on year (points)"),
    "period_on_period": ("环比(百分点)", "On the period before (points)"),
    "direction": ("同比变动", "Change"),
    "n_failing_items": ("不合格项次", "Failing items"),
    "share": ("占比(%)", "Share (%)"),
}
Rows = Literal["category", "region", "stage", "channel", "producer_scale", "industry", "period", "indicator", "hazard"]


class Layout(Definition):
    """The form of one table.

    title: {period} and {level} are put in (2024年, 省级); rows: what a row is, in the official order of its codes; heading: over its name;
    indicators: one, or several where a row is an indicator; period_kind: the newest ended period of this kind, or all of them where a row
    is a period; task_levels: a table for each of them that has numbers; empty for indicators that pool them.
    columns: in order, each with its heading in Chinese and English (empty: the usual one, COLUMNS).
    numbered: whether 序号 stands in front. total: where the row 合计 stands. suppression: what is not shown (suppression.py): none,
    reliability (rates of few samples), disclosure (counts of one or two firms). audience: a table of an internal number is internal.
    """

    name: str
    title: str
    title_en: str
    unit_line: str = "单位：批次、%"
    unit_line_en: str = "Unit: batches, per cent"
    indicators: Words
    rows: Rows
    heading: tuple[str, str]
    period_kind: Literal["month", "quarter", "year"]
    task_levels: Words = ("national", "provincial", "prefecture", "county")
    columns: dict[str, tuple[str, str] | None]
    numbered: bool = False
    total: Literal["first", "last", "none"] = "last"
    suppression: Literal["none", "reliability", "disclosure"] = "none"
    audience: Literal["internal", "public"] = "public"
    notes: Words = ()
    source: str

    @property
    def headings(self) -> dict[str, tuple[str, str]]:
        """Column -> its headings in Chinese and English."""
        return {name: given or COLUMNS[name] for name, given in self.columns.items()}

    @property
    def grouping(self) -> str:
        """The grouping of the table rate that its rows are."""
        return "total" if self.rows in ("period", "indicator") else self.rows


@cache
def _layouts(folder: Path) -> dict[str, Layout]:
    return {path.stem: read_definition(path, Layout, name=path.stem) for path in sorted(folder.glob("*.yml"))}


def layouts(indicators: dict[str, Indicator], folder: Path = FOLDER) -> dict[str, Layout]:
    """Every layout by name. Raises DefinitionError (exit 10) with file where one contradicts itself or the indicators."""
    found = _layouts(folder)
    for layout in found.values():
        path = folder / f"{layout.name}.yml"
        unknown = set(layout.columns) - set(COLUMNS)
        if unknown:
            raise DefinitionError(f"{path}: columns: {', '.join(sorted(unknown))} is not one of {', '.join(COLUMNS)}")
        if len(layout.indicators) > 1 and layout.rows != "indicator":
            raise DefinitionError(f"{path}: indicators: a table of several has one in each row (rows: indicator)")
        for name in layout.indicators:
            if name not in indicators:
                raise DefinitionError(f"{path}: indicators: there is no indicator {name}")
            _fits(path, layout, indicators[name])
    return found


def _fits(path: Path, layout: Layout, indicator: Indicator) -> None:
    if layout.audience == "public" and indicator.audience != "public":
        raise DefinitionError(f"{path}: audience: {indicator.name} is internal, and so is every table of it")
    if layout.rows == "hazard":
        if set(layout.columns) - {"n_failing_items", "share"}:
            raise DefinitionError(f"{path}: columns: a table of shares has n_failing_items and share")
        return
    if {"n_failing_items", "share"} & set(layout.columns):
        raise DefinitionError(f"{path}: columns: n_failing_items and share are of hazard classes")
    declared = {"+".join(grouping) or "total" for grouping in indicator.groupings}
    if layout.grouping not in declared:
        raise DefinitionError(f"{path}: rows: {indicator.name} is not broken down by {layout.grouping}")
    if layout.period_kind not in indicator.period_kinds:
        raise DefinitionError(f"{path}: period_kind: {indicator.name} has no {layout.period_kind}")
    if bool(layout.task_levels) != ("task_level" in indicator.never_pooled):
        raise DefinitionError(f"{path}: task_levels: empty where, and only where, {indicator.name} pools them")
    if "rate" in layout.columns and indicator.rate_of == "fail" or "fail_rate" in layout.columns and indicator.aggregation != "pooled":
        raise DefinitionError(f"{path}: columns: {indicator.name} is a share of what fails, or no share of counts")
