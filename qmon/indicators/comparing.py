"""Which rates may be compared: what differs between two of them that makes their difference mean nothing, in words."""

from typing import NamedTuple

from qmon.dictionary import dictionary
from qmon.indicators import Indicator

_TRACKS = {"reported": "supervision", "derived": "supervision", "risk": "risk"}


class Side(NamedTuple):
    """One of two rates: its definition, the strategies of the samples counted (selective+objective), and the designs of its first and its
    last month (0 before the first change; Indicator.designs)."""

    indicator: Indicator
    strategies: str
    designs: tuple[int, int]


def refusals(now: Side, then: Side) -> tuple[str, ...]:
    """Why the two rates are not compared, one sentence for each reason; () where they are. The population may differ: places and kinds of
    product are what is compared."""
    return tuple(
        reason
        for reason in (
            _unit(now, then),
            _track(now, then),
            _definition(now, then),
            _strategy(now, then),
            _design(now, then),
        )
        if reason is not None
    )


def _unit(now: Side, then: Side) -> str | None:
    one, other = now.indicator.unit_counted, then.indicator.unit_counted
    return None if one == other else f"统计单位不同（{one}与{other}）：比率的分母不是一回事"


def _track(now: Side, then: Side) -> str | None:
    one, other = _TRACKS[now.indicator.verdict], _TRACKS[then.indicator.verdict]
    return (
        None
        if one == other
        else f"检验轨道不同（{dictionary().word('track', one)}与{dictionary().word('track', other)}）：合格率与问题率不可比"
    )


def _definition(now: Side, then: Side) -> str | None:
    one, other = now.indicator, then.indicator
    if one.name == other.name:
        ours, theirs = (side.model_dump(exclude=_NOT_OF_THE_NUMBER) for side in (one, other))
        return None if ours == theirs else f"口径版本不同（第{one.version}版与第{other.version}版）：请按同一口径重算后再比"
    apart = [word for word, field in _MADE_BY.items() if getattr(one, field) != getattr(other, field)]
    return f"口径不同（{'、'.join(apart)}）：{one.title}与{other.title}的算法不同" if apart else None


def _strategy(now: Side, then: Side) -> str | None:
    if now.strategies == then.strategies:
        return None
    one, other = (
        "＋".join(dictionary().word("strategy", code) for code in side.strategies.split("+") if code) or "不详" for side in (now, then)
    )
    return f"抽样策略不同（{one}与{other}）：问题导向的抽样与随机抽样的比率不可比"


def _design(now: Side, then: Side) -> str | None:
    if len({*now.designs, *then.designs}) == 1:
        return None
    first = min(now.designs[0], then.designs[0])
    months = list(now.indicator.designs.items())[first : max(now.designs[1], then.designs[1])]
    return f"抽样设计不同（{'；'.join(f'{month} 起：{what}' for month, what in months)}）：请用固定的品种和参数重算后再比"


# What says how a number is presented, and not what it is.
_NOT_OF_THE_NUMBER = {
    "title",
    "title_en",
    "groupings",
    "period_kinds",
    "printed_as",
    "audience",
    "owner",
    "origin",
    "version",
    "designs",
    "index_base",
    "decimals",
    "rounding",
}
_MADE_BY = {
    "判定": "verdict",
    "判为不合格的项目": "failing_items",
    "除外": "exclusions",
    "比率含义": "rate_of",
    "汇总方法": "aggregation",
    "归属期": "period",
}
