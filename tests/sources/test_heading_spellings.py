"""Headings as they were seen: with breaks, blanks and full-width signs within; a footnote glued on makes another heading."""

import pytest

from qmon.sources.contract import heading_key


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("分类(食品\r一类)", "分类（食品一类）"),
        ("被抽样单位所\n在省份", "被抽样单位所在省份"),
        ("检验结\r果", "检验结果"),
        ("\xa0检验依据", "检验依据"),
        ("检验项目\u3000", "检验项目"),
        ("抽查 結果", "抽查結果"),
        ("序 号", "序号"),
        ("合 计", "合计"),
        ("公告号（隐藏栏）", "公告号(隐藏栏)"),
    ],
)
def test_break_and_blank_within_a_heading(seen: str, meant: str) -> None:
    assert heading_key(seen) == heading_key(meant)


@pytest.mark.parametrize(("seen", "other"), [("食品类别1", "食品类别"), ("总量2(批次)", "总量(批次)"), ("产品名称.1", "产品名称")])
def test_footnote_glued_on_is_not_guessed_away(seen: str, other: str) -> None:
    assert heading_key(seen) != heading_key(other)
