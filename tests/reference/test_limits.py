"""The table of limits: well formed, no two limits at once, and found by item, product, standard and day, or why not."""

import datetime
from decimal import Decimal
from typing import get_args

import pytest

from qmon.grammar import clean, read_unit
from qmon.grammar.limit import Operator
from qmon.reference.categories import DOMAINS
from qmon.reference.items import items
from qmon.reference.limits import StandardEvidence, in_force, limits, number_of
from qmon.reference.tables import rows

DEHYDROACETIC, CLOTHIANIDIN, LEAD, SULPHUR = "I093", "I004", "I082", "I238"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_every_limit_has_a_known_item_a_unit_a_dated_standard_and_its_source() -> None:
    known = {(item.domain, item.code): item.name for domain in DOMAINS for item in items(domain)}
    for limit, row in zip(limits(), rows("limits"), strict=True):
        assert known[row["domain"], limit.item_code] == row["item"]
        assert limit.products and limit.standard and limit.source and limit.evidence
        assert limit.unit is None or read_unit(limit.unit) is not None
        assert limit.valid_to is None or limit.valid_from <= limit.valid_to
        assert limit.operator in get_args(Operator)
        assert limit.comparison in ("full_value", "rounded")
        assert limit.standard_evidence in get_args(StandardEvidence)
        assert all(clean(product) == product for product in limit.products)  # as deliveries are cleaned
        assert (limit.operator == "plan") == (limit.n is not None and limit.c is not None and limit.m is not None)
        assert limit.operator == "plan" or limit.high is not None or limit.low is not None


def test_no_standard_has_two_limits_of_one_item_and_product_on_one_day() -> None:
    for one in limits():
        for product in one.products:
            for moment in (one.valid_from, one.valid_to or day("2026-01-01")):
                assert in_force(one.item_code, product, one.standard, moment).limit == one


@pytest.mark.parametrize(
    ("product", "on", "operator"),
    [
        ("面包", "2015-05-23", None),
        ("面包", "2015-05-24", "<="),
        ("面包", "2025-02-07", "<="),
        ("面包", "2025-02-08", "not_permitted"),
        ("复合调味料", "2025-02-08", "<="),
    ],
)
def test_the_edition_in_force_on_the_day_decides(product: str, on: str, operator: str | None) -> None:
    found = in_force(DEHYDROACETIC, product, "GB 2760-2014", day(on))
    assert (found.limit.operator if found.limit else None) == operator
    assert found.missing == (None if operator else "not_in_force")


@pytest.mark.parametrize(
    ("item", "product", "cited", "on", "missing"),
    [
        (None, "姜", None, "2024-01-01", "no_item"),
        (CLOTHIANIDIN, "姜茶", None, "2024-01-01", "no_product"),
        (CLOTHIANIDIN, None, None, "2024-01-01", "no_product"),
        (CLOTHIANIDIN, "姜", "GB 2762-2022", "2024-01-01", "other_standard"),
        (CLOTHIANIDIN, "姜", "GB 2763-2019", None, "no_date"),
        (CLOTHIANIDIN, "姜", "GB 2763-2019", "2021-09-02", "not_in_force"),
        (CLOTHIANIDIN, "姜", "GB 2763-2019", "2021-09-03", None),
        (CLOTHIANIDIN, "姜", None, "2021-09-03", None),
    ],
)
def test_no_limit_is_found_where_one_thing_is_not_certain(
    item: str | None, product: str | None, cited: str | None, on: str | None, missing: str | None
) -> None:
    found = in_force(item, product, cited, None if on is None else day(on))
    assert found.missing == missing
    assert (found.limit is None) == (missing is not None)


@pytest.mark.parametrize(
    ("item", "product", "on", "high"),
    [
        (LEAD, "姜", "2023-06-29", "0.1"),
        (LEAD, "姜", "2023-06-30", None),  # the edition of 2022 excepts 生姜 from its class, and its value was not seen
        (LEAD, "芹菜", "2023-06-30", "0.1"),  # printed as a 茎类蔬菜, which is no exception
        (LEAD, "菠菜", "2023-06-30", None),  # perhaps a 叶菜蔬菜: no source prints its class
        (LEAD, "新鲜蔬菜", "2023-06-30", None),  # a class with exceptions is no name
        (SULPHUR, "车用汽油(IV)", "2016-12-31", "50"),
        (SULPHUR, "车用汽油(V)", "2017-01-01", "10"),
        (SULPHUR, "车用汽油", "2017-01-01", None),  # its stage is not named
        (SULPHUR, "普通柴油", "2017-12-31", "50"),
        (SULPHUR, "普通柴油", "2018-01-01", "10"),
    ],
)
def test_a_class_holds_only_for_names_that_certainly_belong_to_it(item: str, product: str, on: str, high: str | None) -> None:
    found = in_force(item, product, None, day(on))
    assert (found.limit.high if found.limit else None) == (None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GB 2760-2014《食品安全国家标准 食品添加剂使用标准》", "GB2760"),
        ("GB 31650.1-2022", "GB31650.1"),
        ("GB2763—2021", "GB2763"),
        ("GB/T 18186-2000", "GB/T18186"),
        ("卫生部公告2011年第4号", "卫生部公告2011年第4号"),
    ],
)
def test_a_standard_is_known_by_its_number_without_the_year(text: str, number: str) -> None:
    assert number_of(text) == number
