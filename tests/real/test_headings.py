"""The 969 headings of real notices: each is a column, a part or an analyte, or is refused with a reason. `-s` prints where all went."""

from collections import Counter
from pathlib import Path

import pytest

from qmon.sources import sources
from qmon.sources.contract import heading_key
from qmon.sources.headings import find_headings

# What the file calls a heading's content -> the columns that may stand for it; anything else is a wrong assignment of the file, or ours.
SAME = {
    "adulterant": {"item_name"},
    "failing_results": {"item_name"},
    "announcement_date": {"published_on"},
    "food_name": {"product"},
    "inspection_results": {"verdict_reported"},
    "legal_limit": {"limit_text"},
    "manufacturer_name": {"producer_name"},
    "notice_number": {"issue_no"},
    "product_classification": {"category_text"},
    "production_date": {"produced_on"},
    "sampled_date": {"sampled_on"},
    "sampled_location_name": {"sampled_unit_name"},
    "sampled_location_province": {"sampled_province"},
    "specifications_model": {"specification"},
    "task_source_or_project_name": {"plan"},
    "test_outcome": {"value_text"},
    "testing_agency": {"lab"},
}


def fate(heading: str) -> str:
    """What becomes of a heading that stands beside the name of a product and the verdict."""
    notice = sources()["food_notice"]
    wide = find_headings(notice, [["样品名称", "检验结论", "铅(mg/kg)", heading]])
    plain = find_headings(notice, [["样品名称", "检验结论", heading]])
    assert plain is not None and wide is not None
    for found, position in ((plain, 2), (wide, 3)):
        if position in found.columns:
            return found.columns[position]
        if position in found.joined:
            return "parts of an item"
        if position in found.numbered:
            return "numbered part"
        if position in found.analytes:
            return "analyte"
    key = heading_key(heading)
    if key in notice.refusals:
        return f"refused: {notice.refusals[key]}"
    return "address or packing, not kept" if key in notice.ignored_keys else "unknown"


@pytest.fixture(scope="module")
def fates(real: Path) -> list[tuple[str, str, str]]:
    lines = (real / "real" / "cn_food_spotcheck" / "headings_known_columns_969.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t", 1) for line in lines if line.strip()]
    escapes = {"\\n": "\n", "\\r": "\r", "\\xa0": "\xa0", "\\u3000": "\u3000"}
    rows = []
    for content, written in cells:
        heading = written
        for escape, mark in escapes.items():
            heading = heading.replace(escape, mark)
        rows.append((content, written, fate(heading)))
    return rows


def test_every_heading_is_taken_or_refused_with_a_reason(fates: list[tuple[str, str, str]]) -> None:
    counted = Counter("refused" if outcome.startswith("refused") else outcome for _, _, outcome in fates)
    print("\n" + "\n".join(f"{outcome:32} {number}" for outcome, number in counted.most_common()))
    left = [(content, heading) for content, heading, outcome in fates if outcome == "unknown"]
    print("\nunknown:", left)
    assert len(left) == 15  # four are no headings, eleven are items that the table of items does not hold


def test_where_we_read_otherwise_than_the_file_it_is_listed(fates: list[tuple[str, str, str]]) -> None:
    wrong = [
        (heading, content, outcome)
        for content, heading, outcome in fates
        if outcome not in ("parts of an item", "numbered part", "analyte", "address or packing, not kept", "unknown")
        and outcome not in SAME.get(content, set())
    ]
    print("\n" + "\n".join("  ".join(row) for row in wrong))
    taken = [row for row in wrong if not row[2].startswith("refused")]
    assert (len(wrong) - len(taken), len(taken)) == (181, 60)
