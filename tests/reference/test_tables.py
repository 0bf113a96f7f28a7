"""The reference tables are well formed: keys, parents, successors, intervals, sources, form of codes."""

import re
from collections import Counter
from datetime import date

import pytest

from qmon.reference.categories import DOMAINS, categories, normal_category
from qmon.reference.items import hazard_classes, items, normal_item
from qmon.reference.region_table import LEVELS, known_regions, today_of
from qmon.reference.tables import rows, several

FORMS = {
    "food_categories": r"[FO]\d{2}",
    "food_subcategories": r"[FO]\d{2}\.\d{2}",
    "product_categories": r"P[CG]\d|PP\d{3}",
    "agri_input_categories": r"A[A-Z](\d{2})?",
    "hazard_classes": r"[HXY]\d{1,2}M?",
    "items": r"I\d{3}",
    "regions": r"\d{6}",
}


@pytest.mark.parametrize("table", FORMS)
def test_codes_are_text_of_the_right_form(table: str) -> None:
    assert rows(table)
    assert [row["code"] for row in rows(table) if not re.fullmatch(FORMS[table], row["code"])] == []


@pytest.mark.parametrize("table", [*FORMS, "food_crosswalk"])
def test_every_row_has_a_source_and_no_loose_blanks(table: str) -> None:
    assert [row for row in rows(table) if not row["source"].strip()] == []
    assert [row for row in rows(table) if any(cell != cell.strip() for cell in row.values())] == []


@pytest.mark.parametrize("table", [table for table in FORMS if table != "regions"])
def test_codes_are_unique(table: str) -> None:
    assert [code for code, n in Counter(row["code"] for row in rows(table)).items() if n > 1] == []


@pytest.mark.parametrize("table", ["product_categories", "agri_input_categories"])
def test_parents_exist_and_are_classes(table: str) -> None:
    classes = {row["code"] for row in rows(table) if row["level"] == "class"}
    assert {row["parent"] for row in rows(table)} - {""} <= classes


def test_food_subcategories_and_crosswalk_point_at_categories() -> None:
    known = {row["code"] for row in rows("food_categories")}
    for row in rows("food_subcategories"):
        assert row["parent"] in known
        assert row["successor"] in known | {""}
        assert bool(row["successor"]) == row["code"].startswith("O"), row
    for row in rows("food_crosswalk"):
        assert {row["old_code"], row["new_code"]} <= known
        assert row["relation"] in {"equal", "broader", "narrower", "partial"}
    old = {code for code in known if code.startswith("O")}
    assert {row["old_code"] for row in rows("food_crosswalk")} == old
    equal = Counter(row["old_code"] for row in rows("food_crosswalk") if row["relation"] == "equal")
    assert set(equal.values()) == {1}


@pytest.mark.parametrize("table", ["product_categories", "agri_input_categories"])
def test_no_spelling_leads_to_two_categories(table: str) -> None:
    spellings = Counter(
        spelling for row in rows(table) for spelling in {normal_category(name) for name in (row["name"], *several(row["aliases"]))}
    )
    assert [spelling for spelling, n in spellings.items() if n > 1] == []


def test_no_spelling_leads_to_two_categories_of_one_food_list() -> None:
    for letter in "FO":
        spellings = Counter(
            spelling
            for row in rows("food_categories")
            if row["code"].startswith(letter)
            for spelling in {normal_category(name) for name in (row["name"], *several(row["aliases"]))}
        )
        assert [spelling for spelling, n in spellings.items() if n > 1] == []


def test_items_have_known_domains_classes_scopes_and_distinct_names() -> None:
    known = {each.code for each in hazard_classes()}
    codes = {each.code for domain in DOMAINS for each in categories(domain)}
    assert sum(len(items(domain)) for domain in DOMAINS) == len(rows("items"))
    for domain in DOMAINS:
        assert {item.hazard_class for item in items(domain)} <= known
        assert {code for item in items(domain) for code in item.scope} <= codes
        names = Counter(normal_item(item.name) for item in items(domain))
        assert [name for name, n in names.items() if n > 1] == []
    assert {row["class_basis"] for row in rows("items")} == {"stated", "assigned"}


def test_regions_have_known_levels_parents_and_successors() -> None:
    regions = known_regions()
    codes = {region.code for region in regions}
    for region in regions:
        assert region.level in LEVELS
        assert (region.parent is None) == (region.level == "province")
        assert region.parent is None or region.parent in codes
        assert set(region.successors) <= codes
        assert bool(region.successors) == (region.valid_to is not None), region
        assert today_of(region.code), region


def test_intervals_of_one_code_are_half_open_and_do_not_overlap() -> None:
    regions = known_regions()
    assert len({(region.code, region.valid_from) for region in regions}) == len(regions)
    last: dict[str, date] = {}
    for region in regions:
        if region.is_aggregate:
            assert region.valid_from is None and region.valid_to is None
            continue
        assert region.valid_from is not None
        assert region.valid_to is None or region.valid_from < region.valid_to, region
        assert last.get(region.code, date.min) <= region.valid_from, region
        last[region.code] = region.valid_to or date.max


def test_a_successor_is_in_force_when_the_old_code_ends() -> None:
    by_code: dict[str, list[tuple[date, date]]] = {}
    for region in known_regions():
        by_code.setdefault(region.code, []).append((region.valid_from or date.min, region.valid_to or date.max))
    missing = [
        (region.code, successor)
        for region in known_regions()
        if region.valid_to is not None
        for successor in region.successors
        if not any(start <= region.valid_to < end for start, end in by_code[successor])
    ]
    assert missing == []
