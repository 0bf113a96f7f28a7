"""Dates with their batch numbers, and the dates that are not read."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.grammar import read_date


@pytest.mark.parametrize(
    ("text", "date", "batch"),
    [
        ("2019/1/4", "2019-01-04", None),
        ("2018-6-21", "2018-06-21", None),
        ("2014.8.1", "2014-08-01", None),
        ("20200609", "2020-06-09", None),
        ("２０２２－３－９", "2022-03-09", None),
        ("2018年04月20日", "2018-04-20", None),
        ("2022 年 2 月 18 日", "2022-02-18", None),
        ("2018.3.13JJS-A9A18001", "2018-03-13", "JJS-A9A18001"),
        ("2018年04月20日180420001", "2018-04-20", "180420001"),
        ("2017-12-23SY9011171201000062", "2017-12-23", "SY9011171201000062"),
        ("2017年09月0217090050", "2017-09-02", "17090050"),
        ("2019-07-02/公格尔20190702", "2019-07-02", "公格尔20190702"),
        ("20200609/A01", "2020-06-09", "A01"),
        ("2017-09-26，批号：17090050", "2017-09-26", "17090050"),
        ("20年1月2日", "2020-01-02", None),
        ("2022-08-08/--", "2022-08-08", None),
        ("2022.8.4/--", "2022-08-04", None),
        ("2024-03-05T00:00:00", "2024-03-05", None),
        ("2024-03-05 00:00:00", "2024-03-05", None),
        ("2024-03-05T08:30:00.000+08:00", "2024-03-05", None),
    ],
)
def test_date_and_batch(text: str, date: str, batch: str | None) -> None:
    read = read_date(text)
    assert (read.date, read.batch, read.kind, read.reason) == (
        datetime.date.fromisoformat(date),
        batch,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2021-05-07（购进日期）", "purchase"),
        ("2021-05-07购进", "purchase"),
        ("进货日期:2021年5月7日", "purchase"),
        ("生产日期：2021-05-07", "production"),
        ("2021-05-07(检疫日期)", "quarantine"),
        ("消毒日期：2021.5.7", "disinfection"),
    ],
)
def test_stated_event_is_kept(text: str, kind: str) -> None:
    read = read_date(text)
    assert (read.date, read.kind, read.batch) == (datetime.date(2021, 5, 7), kind, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/", "empty"),
        ("99年1月2日", "two_digit_year"),
        ("20-1-2", "two_digit_year"),
        ("231011", "ambiguous"),
        ("202006090001", "ambiguous"),
        ("20200609A", "ambiguous"),
        ("09/03/2022", "ambiguous"),
        ("2018.3.131234", "ambiguous"),
        ("2021-05-077", "ambiguous"),
        ("2021-01-01至2021-02-01", "ambiguous"),
        ("45123", "excel_serial"),
        ("45123.5", "excel_serial"),
        ("19010102", "out_of_range"),
        ("2101-01-01", "out_of_range"),
        ("2021-02-30", "no_such_date"),
        ("20211332", "no_such_date"),
        ("2024年3月", "month_only"),
        ("2024-03", "month_only"),
        ("6月第1期", "unreadable"),
        ("2024", "unreadable"),
    ],
)
def test_unread_date_has_its_reason(text: str, reason: str) -> None:
    read = read_date(text)
    assert (read.date, read.reason) == (None, reason)


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)),
    st.sampled_from(["{0.year}-{0.month}-{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}", "{0:%Y/%m/%d}"]),
)
def test_printed_date_reads_back(date: datetime.date, form: str) -> None:
    assert read_date(form.format(date)).date == date
