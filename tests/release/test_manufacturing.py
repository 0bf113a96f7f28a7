"""The pass rate of manufactured products over eight quarters of 16 places and 29 divisions, and what rules for empty strata change."""

import csv
import io
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner

from qmon.cli import main
from qmon.release import latest
from qmon.release.reading import headline
from qmon.weighted import weighted
from tests.conftest import Office
from tests.facsimile import manufacturing
from tests.facsimile.__main__ import SEED

NAME = "manufacturing_pass_rate"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    for folder, deliveries in ((manufacturing.FOLDER, manufacturing.deliveries), (manufacturing.WEIGHTS_FOLDER, manufacturing.weights)):
        for name, content in deliveries(SEED):
            office.deliver(f"{folder}/{name}", content)
    assert office.night().exit_code == 0
    return office


def test_every_quarter_has_all_strata_and_their_weights_are_a_whole(measured: Office) -> None:
    found = measured.ask(
        "SELECT period, count(*), count(DISTINCT region_code), count(DISTINCT industry), round(sum(weight), 12) FROM stratum "
        "WHERE period_kind = 'quarter' GROUP BY period ORDER BY period"
    )
    assert found == [(f"{year}-Q{quarter}", 464, 16, 29, 1.0) for year in (2024, 2025) for quarter in range(1, 5)]


def test_the_screen_shows_the_weighted_rate_and_not_the_share_of_the_counts(measured: Office) -> None:
    ((n_pass, n, rate),) = measured.ask(
        f"SELECT n_pass, n, rate FROM pass_rate WHERE indicator = '{NAME}' AND grouping = 'total' AND period = '2025'"
    )
    assert f"{100 * n_pass / n:.2f}" != f"{100 * rate:.2f}"
    (line,) = [line for line in headline(measured.curated) if line.startswith("制造业产品质量合格率")]
    assert f"（合计，2025年）：{100 * rate:.2f}%，n={n:,}，" in line


def test_the_rate_is_that_of_its_definition(measured: Office) -> None:
    """Once more from the delivered output values and the samples one by one."""
    ((_, content),) = [one for one in manufacturing.weights(SEED) if one[0] == "2023.csv"]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    samples = measured.ask(
        "SELECT place.region, industry, verdict_reported = 'conforming' FROM sample_current "
        "INNER JOIN place ON producer_region = place_code WHERE sampled_on BETWEEN DATE '2024-04-01' AND DATE '2024-06-30'"
    )
    outcomes: dict[Any, list[bool]] = defaultdict(list)
    for region, industry, passes in samples:
        outcomes[region, industry].append(passes)
        outcomes[industry].append(passes)
    total = Fraction(0)
    for row in rows:
        used = outcomes.get((row["地区"], row["行业大类"])) or outcomes[row["行业大类"]]
        total += Fraction(row["工业总产值（亿元）"]) * Fraction(sum(used), len(used))
    rate = total / sum(Fraction(row["工业总产值（亿元）"]) for row in rows)
    ((found, low, high, n),) = measured.ask(
        f"SELECT rate, ci_low, ci_high, n FROM pass_rate WHERE indicator = '{NAME}' AND grouping = 'total' AND period = '2024-Q2'"
    )
    assert found == pytest.approx(float(rate), abs=1e-12)
    assert low < found < high
    assert n == len(samples)


def test_what_the_divisions_add_is_the_rate(measured: Office) -> None:
    release = latest(measured.curated)
    assert release is not None
    _, rules, parts = weighted(release, NAME, "2025-Q3")
    (stated,) = measured.ask(f"SELECT rate FROM pass_rate WHERE indicator = '{NAME}' AND grouping = 'total' AND period = '2025-Q3'")
    assert len(parts) == 29
    assert sum(one.adds for one in parts) == pytest.approx(100 * stated[0], abs=1e-9)
    assert [one.rate for one in rules if one.in_force] == [f"{100 * stated[0]:.2f}"]


def test_the_rule_for_empty_strata_is_switched_and_its_effect_printed(measured: Office) -> None:
    shown = CliRunner().invoke(main, ["weighted", NAME, "2025-Q3", "--curated", str(measured.curated)])
    assert shown.exit_code == 0
    release = latest(measured.curated)
    assert release is not None
    _, rules, _ = weighted(release, NAME, "2025-Q3")
    assert [one.rule for one in rules] == ["collapse", "carry_forward", "shrink", "leave_out"]
    assert [round(one.covered) for one in rules] == [100, 100, 100, 83]
    assert len({one.rate for one in rules}) == 4
    for one in rules:
        assert f"{one.ci_low}～{one.ci_high}" in shown.output


def test_two_output_values_for_one_stratum_are_no_weight(measured: Office) -> None:
    heading = "年份,地区,行业大类,工业总产值（亿元）"
    measured.deliver(
        "industrial_output/2025.csv", f"{heading}\n2025,济南市,C13,10\n2025,济南市,C13,20\n2025,济南市,C14,30\n2025,济南市,C99,一百\n"
    )
    assert measured.night(days=1).exit_code == 0
    found = measured.ask("SELECT code, count(*) FROM finding WHERE file LIKE '%2025.csv' GROUP BY code ORDER BY code")
    assert found == [("C05", 1), ("C06", 1), ("P01", 2), ("P02", 1)]
    assert measured.ask("SELECT industry, output_value FROM output_value WHERE output_year = '2025'") == [("C14", 30)]


def test_half_a_list_of_output_values_weighs_nothing(measured: Office) -> None:
    """The one readable value of 2025 above does not become the whole weight of that year: 2024 counts on."""
    asked = "SELECT count(*), count(*) FILTER (weight > 0) FROM stratum WHERE period = '2025-Q4'"
    assert measured.ask(asked) == [(464, 464)]
