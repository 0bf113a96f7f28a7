"""Charts of a narrative as SVG, drawn without a browser or a network; letters in the fonts of who looks."""

from functools import cache
from typing import Any

import altair
import pandas as pd
import vl_convert

from qmon.reports.narrative import Bars, Line

_FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
_BLUE, _RED = "#1F5C99", "#B3432B"


@cache
def to_svg(chart: Line | Bars) -> str:
    """The chart as an SVG element."""
    drawn = _line(chart) if isinstance(chart, Line) else _bars(chart)
    look = drawn.properties(width=560, title=chart.title).configure(font=_FONT).configure_title(fontSize=13, anchor="start")
    return str(vl_convert.vegalite_to_svg(look.to_dict()))


def _line(chart: Line) -> Any:
    frame = pd.DataFrame({"期间": chart.periods, "比率": chart.rates, "下限": chart.lows, "上限": chart.highs})
    base = altair.Chart(frame).encode(x=altair.X("期间:O", title=None))
    band = base.mark_area(opacity=0.18, color=_BLUE).encode(y=altair.Y("下限:Q", title="%", scale=altair.Scale(zero=False)), y2="上限:Q")
    return (band + base.mark_line(point=True, color=_BLUE).encode(y="比率:Q")).properties(height=200)


def _bars(chart: Bars) -> Any:
    frame = pd.DataFrame({"类别": chart.labels, "百分点": chart.points})
    bars = altair.Chart(frame).mark_bar()
    colour = altair.condition("datum['百分点'] > 0", altair.value(_BLUE), altair.value(_RED))
    # Room for the widest label, since letters are measured here in whatever font there is, and drawn elsewhere.
    axis = altair.Axis(minExtent=11 * max(map(len, chart.labels), default=0), labelLimit=400)
    return bars.encode(
        x=altair.X("百分点:Q", title="百分点", axis=altair.Axis(tickCount=8)),
        y=altair.Y("类别:N", sort=None, title=None, axis=axis),
        color=colour,
    )
