"""Real notices of provincial spot checks as exported by two web sites: what comes of every row."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Office

# file: rows, exact duplicates, samples, items, failing samples
WITH_VERDICT = {
    "food_foodmate_2022H1_starch_soy_2297rows.csv": (2297, 51, 2246, 55, 55),
    "food_foodmate_2021H1_additives_contact_629rows.csv": (629, 32, 596, 41, 41),
    "food_foodmate_2022H1_frozen_drinks_36fail.csv": (36, 0, 35, 36, 35),
}
FAILURES_ALONE = {
    "food_eshian_2015_2021_sesame_oil.csv": (56, 1, 53, 55, 53),
    "food_foodmate_2015_2020_flour_benzoylperoxide.csv": (11, 0, 11, 11, 11),
}
FILES = WITH_VERDICT | FAILURES_ALONE
OF_LISTS_WITH_VERDICT = f"delivery_id IN (SELECT delivery_id FROM delivery WHERE split_part(file, '/', 2) IN {tuple(WITH_VERDICT)})"


@pytest.fixture(scope="module")
def office(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("real"))
    for name in FILES:
        made.deliver(f"food_notice_export/{name}", (real / "real" / "cn_food_spotcheck" / name).read_bytes())
    assert made.night().exit_code == 0
    yield made


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_a_duplicate_or_belongs_to_a_sample(office: Office, name: str) -> None:
    asked = (
        f"SELECT n_records, n_exact_duplicates, n_samples, n_results, n_quarantined, delivery_id FROM delivery WHERE file LIKE '%{name}'"
    )
    ((n_records, repeated, n_samples, n_results, quarantined, delivery_id),) = office.ask(asked)
    failing = office.ask(f"SELECT count(*) FROM sample_current WHERE delivery_id = '{delivery_id}' AND verdict_reported = 'nonconforming'")
    assert (n_records, repeated, n_samples, n_results, failing[0][0]) == FILES[name]
    assert quarantined == 0


def test_no_failing_row_is_lost(office: Office, real: Path) -> None:
    """Each failing row of the files, by its product and item, is a failing item of a failing sample."""
    wanted: Counter[tuple[str, str]] = Counter()
    for name in WITH_VERDICT:
        with (real / "real" / "cn_food_spotcheck" / name).open(encoding="utf-8-sig", newline="") as file:
            rows = {tuple(row.items()) for row in csv.DictReader(file) if row["判定"] == "不合格"}
        wanted.update((dict(row)["物料名称"].split("\n")[0][:2], dict(row)["发布日期"]) for row in rows)
    found = office.ask(
        "SELECT product, CAST(published_on AS VARCHAR) FROM result_current INNER JOIN sample_current USING (sample_id) "
        f"WHERE item_verdict = 'nonconforming' AND verdict_reported = 'nonconforming' AND sample_current.{OF_LISTS_WITH_VERDICT}"
    )
    assert Counter((str(product)[:2], day) for product, day in found) == wanted


def test_the_crawlers_date_is_no_production_date(office: Office) -> None:
    assert office.ask(f"SELECT count(*) FROM sample_current WHERE produced_on IS NOT NULL AND {OF_LISTS_WITH_VERDICT}") == [(0,)]


def test_how_the_results_of_the_frozen_drinks_were_read(office: Office) -> None:
    asked = (
        "SELECT coalesce(value_reason, qualifier), count(*) FROM result_current INNER JOIN delivery USING (delivery_id) "
        "WHERE file LIKE '%frozen_drinks%' GROUP BY ALL ORDER BY ALL"
    )
    assert office.ask(asked) == [("=", 5), ("no_plan", 1), ("truncated_exponent", 9), ("vector", 21)]


def test_near_duplicates_are_named(office: Office) -> None:
    twins = office.ask(
        "SELECT sample.product, result.value_text FROM finding INNER JOIN sample_current AS sample USING (sample_id) "
        "INNER JOIN result_current AS result USING (sample_id) WHERE finding.code = 'S13' ORDER BY ALL"
    )
    assert ("粉条粉丝(手擀粉)", "1072mg/kg") in twins


def test_failing_items_are_judged_again_or_have_their_reason(office: Office) -> None:
    """One row is wrong as printed: 红薯粉条, aluminium 61.1 mg/kg against ≤200 mg/kg."""
    asked = (
        "SELECT coalesce(item_verdict_derived, item_verdict_reason), count(*) FROM result_current "
        "WHERE item_verdict = 'nonconforming' GROUP BY ALL ORDER BY ALL"
    )
    assert office.ask(asked) == [
        ("basis", 1),
        ("conforming", 1),
        ("in_words", 1),
        ("no_result", 43),
        ("nonconforming", 117),
        ("unit_missing", 1),
        ("unread_limit", 17),
        ("unread_result", 17),
    ]
    differing = "SELECT value_text, limit_text FROM result_current WHERE item_verdict <> item_verdict_derived"
    assert office.ask(differing) == [("61.1mg/kg", "≤200mg/kg")]
