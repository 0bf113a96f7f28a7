"""The algebra of verdicts: from the item verdicts of a sample to its conclusion on two tracks."""

from typing import NamedTuple


class Conclusion(NamedTuple):
    """The sample's verdict under supervision and under risk monitoring (None: no such item), and the official conclusion (结论)."""

    verdict: str
    risk_verdict: str | None
    text: str


def conclude(nonconforming: bool, conforming: bool, problem: bool, not_judged: bool) -> Conclusion:
    """Which item verdicts occur -> the sample's conclusion; the first that matches counts.

    Supervision items are 合格项 (conforming) or 不合格项 (nonconforming), risk items 问题项 (problem) or 不判定项 (not judged), on the same
    sample. One nonconforming item makes the sample nonconforming. A sample with risk items alone has no verdict under supervision:
    it is in no pass rate. Source: docs/domain.md, verdict algebra (nine conclusions of the national system).
    """
    if nonconforming and problem:
        return Conclusion("nonconforming", "problem", "抽检不合格样品并监测问题样品")
    if nonconforming and not_judged:
        return Conclusion("nonconforming", "not_judged", "抽检不合格样品并监测不判定样品")
    if conforming and problem and not nonconforming:
        return Conclusion("conforming", "problem", "抽检合格样品并监测问题样品")
    if conforming and not_judged and not nonconforming:
        return Conclusion("conforming", "not_judged", "抽检合格样品并监测不判定样品")
    if nonconforming:
        return Conclusion("nonconforming", None, "纯抽检不合格样品")
    if conforming:
        return Conclusion("conforming", None, "纯抽检合格样品")
    if problem:
        return Conclusion("not_tested", "problem", "纯监测问题样品")
    if not_judged:
        return Conclusion("not_tested", "not_judged", "纯监测不判定合格样品")
    return Conclusion("not_tested", None, "未检验样品")
