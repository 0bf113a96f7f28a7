"""Periods, counts and rates as bodies print them: read exactly, or not at all."""

from decimal import Decimal

import pytest

from qmon.grammar import find_period, read_count, read_period, read_rate


@pytest.mark.parametrize(
    ("text", "kind", "period"),
    [
        ("2024Q4", "quarter", "2024-Q4"),
        ("2024年第四季度", "quarter", "2024-Q4"),
        ("2024年1季度", "quarter", "2024-Q1"),
        ("2023H1", "half_year", "2023-H1"),
        ("2023年下半年", "half_year", "2023-H2"),
        ("2021", "year", "2021"),
        ("2021年度", "year", "2021"),
        ("2024-05", "month", "2024-05"),
        ("2016年1月", "month", "2016-01"),
        ("2024-05/06", "range", "2024-05/2024-06"),
        ("2017年5-10月", "range", "2017-05/2017-10"),
        ("2016-01-21", "day", "2016-01-21"),
        ("2021年第63期（总第335期）", "issue", "2021-63"),
        ("2020年第13期", "issue", "2020-13"),
        ("2014年第4批", "round", "2014-4"),
        ("2023年第二批", "round", "2023-2"),
        ("2021年第二十一批", "round", "2021-21"),
        ("2012春", None, None),
        ("上半年", None, None),
        ("2013-2014冬季", None, None),
        ("2022 电动自行车", None, None),
        ("2024-13", None, None),
        ("n/a", None, None),
        (None, None, None),
    ],
)
def test_a_period_is_read_whole_or_not(text: str | None, kind: str | None, period: str | None) -> None:
    assert read_period(text) == (kind, period)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("2025-09-12 山东省市场监督管理局2025年第20期", "2025年第20期"),
        ("food_25_categories_hubei_2016-01.tsv", "2016-01"),
        ("2024年食品抽检情况统计表", "2024年"),
        ("2024-04-02 公告", None),
        ("food_34_categories_23852.tsv", None),
        (None, None),
    ],
)
def test_a_title_names_its_period_and_the_day_of_the_notice_is_none(title: str | None, found: str | None) -> None:
    assert find_period(title) == found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("23852", 23852, None),
        ("5,029", 5029, None),
        ("2,023批次", 2023, "批次"),
        ("15 家企业", 15, "家企业"),
        ("692.0", 692, None),
        ("0", 0, None),
        ("1000000000000000", 10**15, None),
        ("1000000000000001", None, None),
        ("1.53万", None, None),
        ("2万批次", None, None),
        ("约300", None, None),
        ("-3", None, None),
        ("692.5", None, None),
        ("5,02", None, None),
        ("/", None, None),
        (None, None, None),
    ],
)
def test_a_count_is_exact_or_not_read(text: str | None, value: int | None, unit: str | None) -> None:
    assert read_count(text) == (value, unit if value is not None else None)


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("95.4%", "95.4", 1),
        ("3.9 %", "3.9", 1),
        ("2.11％", "2.11", 2),
        ("100%", "100", 0),
        ("0", "0", 0),
        ("0.00", "0.00", 2),
        ("0.0%", "0.0", 1),
        ("2.44", "2.44", 2),
        ("/", None, None),
        ("-1%", None, None),
        ("98%左右", None, None),
        ("2.1‰", None, None),
        (None, None, None),
    ],
)
def test_a_rate_keeps_its_printed_decimals(text: str | None, value: str | None, decimals: int | None) -> None:
    assert read_rate(text) == ((Decimal(value) if value else None), decimals)
