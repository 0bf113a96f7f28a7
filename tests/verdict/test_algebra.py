"""The algebra of verdicts: all sixteen cases, held against the substring tests of the system it comes from."""

from itertools import product

import pytest

from qmon.verdict.algebra import conclude


@pytest.mark.parametrize(
    ("items", "verdict", "risk", "text"),
    [
        ("不合格项 问题项", "nonconforming", "problem", "抽检不合格样品并监测问题样品"),
        ("不合格项 不判定项", "nonconforming", "not_judged", "抽检不合格样品并监测不判定样品"),
        ("合格项 问题项", "conforming", "problem", "抽检合格样品并监测问题样品"),
        ("合格项 不判定项", "conforming", "not_judged", "抽检合格样品并监测不判定样品"),
        ("不合格项 合格项", "nonconforming", None, "纯抽检不合格样品"),
        ("合格项", "conforming", None, "纯抽检合格样品"),
        ("问题项 不判定项", "not_tested", "problem", "纯监测问题样品"),
        ("不判定项", "not_tested", "not_judged", "纯监测不判定合格样品"),
        ("", "not_tested", None, "未检验样品"),
    ],
)
def test_nine_conclusions(items: str, verdict: str, risk: str | None, text: str) -> None:
    words = set(items.split())
    assert conclude("不合格项" in words, "合格项" in words, "问题项" in words, "不判定项" in words) == (verdict, risk, text)


@pytest.mark.parametrize("case", list(product((False, True), repeat=4)))
def test_first_match_wins_as_in_the_national_system(case: tuple[bool, bool, bool, bool]) -> None:
    nonconforming, conforming, problem, not_judged = case
    pairs = [
        (nonconforming and problem, "抽检不合格样品并监测问题样品"),
        (nonconforming and not_judged, "抽检不合格样品并监测不判定样品"),
        (conforming and problem, "抽检合格样品并监测问题样品"),
        (conforming and not_judged, "抽检合格样品并监测不判定样品"),
        (nonconforming, "纯抽检不合格样品"),
        (conforming, "纯抽检合格样品"),
        (problem, "纯监测问题样品"),
        (not_judged, "纯监测不判定合格样品"),
        (True, "未检验样品"),
    ]
    assert conclude(*case).text == next(text for holds, text in pairs if holds)


@pytest.mark.parametrize("case", list(product((False, True), repeat=4)))
def test_one_failing_supervision_item_fails_the_sample_and_risk_items_never_do(case: tuple[bool, bool, bool, bool]) -> None:
    assert (conclude(*case).verdict == "nonconforming") == case[0]
