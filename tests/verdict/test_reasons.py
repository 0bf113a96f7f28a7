"""Reasons why no item verdict is derived: every code has its sentences."""

from typing import get_args

from qmon.verdict.reasons import REASONS, Reason


def test_every_reason_has_a_sentence_in_chinese_and_in_english() -> None:
    assert set(REASONS) == set(get_args(Reason))
    for chinese, english in REASONS.values():
        assert chinese.endswith("。") and english.endswith(".")
