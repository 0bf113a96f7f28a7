"""Four bodies that qmon was not made for, each described by a source folder beside this file: their figures, and nothing guessed."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qmon import explain, files
from qmon.release import latest
from qmon.sources import sources
from tests.conftest import Office

FOLDER = Path(__file__).parent / "sources"
DELIVERED = {"uk_prif": "*.ods", "us_nyc_metals": "*.csv", "us_wsda_fertilizer": "*.tar.gz", "eu_rasff": "*.db"}

# Sheets in which the samples listed and the sum of "N samples analysed" differ.
#   (file, food): listed, sum of the lines, samples that the sheet's own second table speaks of, why
EXCEPTIONS = {
    ("Q2_2019_quarterly_data.ods", "cabbage"): (30, 16, 30, "the line of UK samples says 1, its country list says 15"),
    ("Q2_2019_quarterly_data.ods", "okra"): (30, 9, 30, "the line of fresh samples says 1, a sentence below says 22"),
    ("Q2_Q3_2020_Data.ods", "avocado"): (37, 6, 37, "the line says 6, its country list says 37"),
    ("Q2_Q3_2020_Data.ods", "beans"): (24, 21, 24, "the lines of UK dwarf beans say 1, a sentence below says 4"),
    ("Q2_Q3_2020_Data.ods", "carrots"): (27, 30, 30, "three UK samples are counted, but not listed"),
    ("Q3_2018_quarterly_data.ods", "mushroom"): (18, 17, 17, "a sample from Northern Ireland is listed, but not counted"),
    ("Q4_2020_Data.ods", "driedfruitsgrapesq4"): (36, 21, 36, "the line of raisins says 2, a sentence below says 17"),
}


@pytest.fixture(scope="module")
def office(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One night over all four and a sample of our own: the gate asks that not every verdict of a night is empty, and theirs are."""
    made = Office(tmp_path_factory.mktemp("foreign"))
    made.folders = (FOLDER,)
    for source, pattern in DELIVERED.items():
        for path in sorted((real / "real" / source).glob(pattern)):
            made.deliver(f"{source}/{path.name}", path.read_bytes())
    made.form("SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    made.items("SC1,铅,0.1,mg/kg,合格项,0.5,mg/kg,,")
    outcome = made.night()
    assert outcome.exit_code == 0, outcome
    yield made


def test_every_delivery_is_accepted_whole(office: Office) -> None:
    sums = "count(*), sum(n_records), sum(n_samples), sum(n_results), sum(n_quarantined)"
    asked = f"SELECT source, {sums} FROM delivery WHERE source <> 'food_sampling_system' GROUP BY source ORDER BY source"
    assert [tuple(map(str, row)) for row in office.ask(asked)] == [
        ("eu_rasff", "1", "8413", "8386", "6249", "0"),
        ("uk_prif", "11", "16399", "9166", "10950", "0"),
        ("us_nyc_metals", "1", "7528", "7528", "7528", "0"),
        ("us_wsda_fertilizer", "1", "81336", "9056", "81315", "0"),
    ]


def test_no_foreign_sample_enters_a_rate(office: Office) -> None:
    """They say no kind of inspection, and notices have no denominator."""
    assert office.ask("SELECT max(n), max(n_fail) FROM pass_rate") == [(1, 0)]
    assert office.ask("SELECT DISTINCT domain FROM cells") == [("food",)]


# ── UK ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def food_of(sheet: str) -> str:
    """Beans_with_pods_BNA, Beans_with_pods_(SUM) -> beanswithpods."""
    return re.sub("[^a-z0-9]", "", re.sub(r"[_ ()]+(BNA|SUM)[_ ()]*$", "", sheet, flags=re.IGNORECASE).lower())


def stated(real: Path, scratch: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """By file and food, out of the agency's own sheets of totals: the sum of "N samples analysed", and N of "of the N samples"."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for path in sorted((real / "real" / "uk_prif").glob("*.ods")):
        for table in files.tables(path, files.recognise(path), scratch):
            if "SUM" in table.name.upper():
                text = "\n".join(cell for _, _, cells in table.rows() for cell in cells if cell)
                lines = sum(int(number) for number in re.findall(r"(\d+) samples? analysed", text))
                whole = re.search(r"of the (\d+) samples", text)
                found[path.name, food_of(table.name)] = (lines, int(whole[1]) if whole else lines)
    return found


def test_uk_samples_of_each_food_are_as_many_as_the_agency_says(office: Office, real: Path, tmp_path: Path) -> None:
    listed = Counter(
        (str(row["file"]).split("/")[1], food_of(row["sheet"])) for row in _with_file(office) if row["delivery_id"].startswith("uk_prif")
    )
    said = stated(real, tmp_path)
    assert listed.keys() == said.keys()
    assert len(said) == 283
    differing = {key: (listed[key], *said[key]) for key in said if listed[key] != said[key][0]}
    assert differing == {key: numbers for key, (*numbers, _) in EXCEPTIONS.items() for numbers in [tuple(numbers)]}
    assert (sum(listed.values()), sum(lines for lines, _ in said.values())) == (9166, 9084)


def _with_file(office: Office) -> list[dict[str, str]]:
    names = {row["delivery_id"]: row["file"] for row in office.history("delivery")}
    return [
        {"file": names[row["delivery_id"]], "sheet": row["sheet"], "delivery_id": row["delivery_id"]} for row in office.history("sample")
    ]


def test_uk_samples_over_the_limit(office: Office, real: Path, tmp_path: Path) -> None:
    """As qmon reads value and limit, and once more from the cells by a reading of our own."""
    over = {row["sample_id"] for row in office.history("result") if row["limit_high"] is not None and row["value"] > row["limit_high"]}
    again = set()
    for path in sorted((real / "real" / "uk_prif").glob("*.ods")):
        for table in files.tables(path, files.recognise(path), tmp_path):
            for _, _, cells in table.rows():
                found = re.search(r" ([0-9.]+) \(MRL =? ?([0-9.]+)", cells[8]) if len(cells) > 8 else None
                if found and Decimal(found[1]) > Decimal(found[2]):
                    again.add(f"uk_prif:{cells[0].split()[0]}")
    assert over == again
    assert len(over) == 528


def test_uk_what_is_held_and_what_came_twice(office: Office) -> None:
    assert office.ask("SELECT DISTINCT sample_id FROM finding WHERE code = 'S01' ORDER BY ALL") == [
        ("uk_prif:2521/2019",),
        ("uk_prif:4251/2019",),
    ]
    assert office.ask("SELECT count(*) FROM sample_current WHERE source = 'uk_prif'") == [(9142,)]  # 24 stand in two quarters
    asked = "SELECT limit_reason, value_reason, count(*) FROM result_current WHERE sample_id LIKE 'uk_prif:%' GROUP BY ALL"
    assert [row[:2] for row in office.ask(asked)] == [(None, None)]


# ── US ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

# Over its limit, within it, or neither can be said: no limit, no value, or a limit of detection above the limit.
THREE_STATES = """CASE WHEN value > limit_high THEN 'fail' WHEN coalesce(value, bound) <= limit_high THEN 'pass' ELSE 'undecided' END"""

# item: unit, qualifier or why it was not read, results. No limit is delivered, so nothing is decided.
NEW_YORK = {
    ("Arsenic", "mg/L", "nd"): 2,
    ("Arsenic", "ppm", "="): 113,
    ("Arsenic", "ppm", "nd"): 324,
    ("Cadmium", "ppm", "="): 13,
    ("Cadmium", "ppm", "nd"): 166,
    ("Chromium", "ppm", "="): 2,
    ("Chromium", "ppm", "nd"): 1,
    ("Lead", "mg/L", "="): 51,
    ("Lead", "mg/L", "nd"): 37,
    ("Lead", "ppm", "="): 2570,
    ("Lead", "ppm", "nd"): 3139,
    ("Lead", "mg/cm²", "="): 309,  # a surface and dry matter are not to be pooled with the others
    ("Lead", "mg/cm²", "nd"): 131,
    ("Lead", "mg/kg-dry", "="): 12,
    ("Lead", "mg/kg-dry", "nd"): 3,
    ("Lead", None, "nd"): 1,
    ("Mercury", "mg/L", "nd"): 2,
    ("Mercury", "ppm", "="): 203,
    ("Mercury", "ppm", "nd"): 449,
}

# metal: below a limit of detection, measured. 87 products report none of their metals.
WASHINGTON = {
    "Arsenic": (3120, 5828),
    "Cadmium": (3141, 5807),
    "Cobalt": (2614, 6333),
    "Lead": (3212, 5736),
    "Mercury": (4095, 4853),
    "Molybdenum": (2234, 6714),
    "Nickel": (1698, 7250),
    "Selenium": (3846, 5102),
    "Zinc": (675, 8273),
}


def counts(office: Office, source: str) -> dict[tuple[object, ...], int]:
    asked = "SELECT item_name, unit, coalesce(value_reason, qualifier), count(*) FROM result_current"
    return {tuple(key): number for *key, number in office.ask(f"{asked} WHERE sample_id LIKE '{source}:%' GROUP BY ALL")}


def states(office: Office, source: str) -> dict[str, int]:
    return dict(office.ask(f"SELECT {THREE_STATES}, count(*) FROM result_current WHERE sample_id LIKE '{source}:%' GROUP BY ALL"))  # type: ignore[arg-type]


def test_new_york_counts_by_item_unit_and_qualifier(office: Office, real: Path) -> None:
    assert counts(office, "us_nyc_metals") == NEW_YORK
    (path,) = (real / "real" / "us_nyc_metals").glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(number for (*_, how), number in NEW_YORK.items() if how == "nd") == sum(row["CONCENTRATION"] == "-1" for row in rows) == 4255


def test_washington_counts_by_item_unit_and_qualifier(office: Office) -> None:
    found = counts(office, "us_wsda_fertilizer")
    assert found.pop(("Cobalt", None, "unreadable")) == 1
    for metal, (below, measured) in WASHINGTON.items():
        assert [found.pop((metal, unit, how)) for unit, how in (("ppm", "<"), ("ppm", "="), (None, None))] == [below, measured, 87]
    assert found == {}


def test_three_states_of_every_body(office: Office) -> None:
    assert {source: states(office, source) for source in DELIVERED} == {
        "uk_prif": {"fail": 679, "pass": 10081, "undecided": 171},
        "us_nyc_metals": {"undecided": 7528},
        "us_wsda_fertilizer": {"undecided": 81315},
        "eu_rasff": {"undecided": 6249},
    }


def test_derived_verdicts_are_the_same_three_states(office: Office) -> None:
    asked = "SELECT split_part(sample_id, ':', 1), item_verdict_derived, item_verdict_reason, count(*) FROM result_current"
    foreign = f"{asked} WHERE sample_id NOT LIKE 'food%' GROUP BY ALL ORDER BY ALL"
    assert office.ask(foreign) == [
        ("eu_rasff", None, "no_result", 6249),
        ("uk_prif", "conforming", None, 10081),
        ("uk_prif", "nonconforming", None, 679),
        ("uk_prif", None, "no_limit", 171),
        ("us_nyc_metals", None, "no_limit", 7528),
        ("us_wsda_fertilizer", None, "no_limit", 80531),
        ("us_wsda_fertilizer", None, "no_result", 783),
        ("us_wsda_fertilizer", None, "unread_result", 1),
    ]


def test_new_york_dates_are_read_in_both_forms(office: Office) -> None:
    days = "count(*), count(sampled_on), min(sampled_on)::VARCHAR, max(sampled_on)::VARCHAR"
    assert office.ask(f"SELECT {days} FROM sample_current WHERE source = 'us_nyc_metals'") == [(7528, 7528, "2011-01-04", "2023-12-28")]


def test_washington_the_sentinel_is_unread_and_said(office: Office) -> None:
    asked = "SELECT found_text, sheet FROM finding WHERE code = 'I02' AND sample_id LIKE 'us_wsda%'"
    ((text, member),) = office.ask(asked)
    assert (text, member.rsplit("/", 1)[1]) == ("=999999.0000", "F49B59.json")


def test_washington_a_product_leads_back_to_its_member_and_key(office: Office) -> None:
    release = latest(office.curated)
    assert release is not None
    ((number,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'I02' AND sample_id LIKE 'us_wsda%'")
    _, (record,) = explain.finding(release, office.curated, sources(office.folders), number)
    place = "metadata.legacy.wsda_record.reported_metals"
    assert (record.cells[f"{place}.key"], record.cells[f"{place}.value"]) == ("Cobalt", "=999999.0000")


# ── EU ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_notice_delivered_twice_is_one(office: Office) -> None:
    counted = "count(*), count(DISTINCT sample_no), min(length(sample_no)), max(length(sample_no))"
    assert office.ask(f"SELECT {counted} FROM sample_current WHERE source = 'eu_rasff'") == [(8386, 8386, 9, 9)]
    assert office.ask("SELECT count(*) FROM sample_current WHERE sample_no = '2024.9650'") == [(1,)]
