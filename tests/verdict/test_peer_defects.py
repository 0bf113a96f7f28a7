"""The known defects of the peer system [ZYD], each as the naive rule that errs, beside what qmon makes of the same case.

(e) is also in tests/statistics/test_rounding.py, (d) in tests/test_rates.py, (h) over a whole history in tests/curated/test_standing.py.
"""

import datetime
from fractions import Fraction

import duckdb
import pytest

from qmon import cells
from qmon.grammar import read_date, read_limit, read_result
from qmon.indicators import indicators
from qmon.statistics import macros
from qmon.verdict.algebra import conclude
from qmon.verdict.item import derive
from tests.known_samples import database

SAMPLE = {
    "domain": "food",
    "inspection_type": "supervision",
    "task_level": "provincial",
    "strategy": "selective",
    "held": False,
    "sampled_on": datetime.date(2024, 4, 30),
}


def counted(rows: list[dict[str, object]], period: str = "2024") -> tuple[int, int]:
    """n and n_fail of the food pass rate over samples as known."""
    with database([SAMPLE | row for row in rows]) as connection:
        found = connection.execute(
            "SELECT n, n_fail FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = ?", [period]
        ).fetchall()
    return found[0] if found else (0, 0)


@pytest.mark.parametrize(("item", "value", "limit"), [("总养分", "39.9%", "≥40.0%"), ("蛋白质", "2.28g/100g", "≥2.5g/100g")])
def test_a_minimum_without_maximum_can_be_failed(item: str, value: str, limit: str) -> None:
    def naive(found: Fraction, high: Fraction | None) -> bool:
        return high is None or found <= high

    result, bounds = read_result(value), read_limit(limit)
    assert result.value is not None
    assert naive(Fraction(result.value), None if bounds.high is None else Fraction(bounds.high))  # never fails
    assert derive(result, bounds, item_name=item).verdict == "nonconforming"


def test_b_a_conforming_sample_with_a_monitoring_problem_conforms() -> None:
    def naive(text: str) -> str:
        return "nonconforming" if "不合格" in text or "问题" in text else "conforming"

    conclusion = conclude(nonconforming=False, conforming=True, problem=True, not_judged=False)
    assert naive(conclusion.text) == "nonconforming"
    assert conclusion.verdict == "conforming"
    assert counted([{"verdict_reported": conclusion.verdict}]) == (1, 0)


def test_c_a_sample_of_monitoring_items_alone_is_in_no_pass_rate() -> None:
    def naive(text: str) -> bool:
        return "合格" in text and "不合格" not in text

    conclusion = conclude(nonconforming=False, conforming=False, problem=False, not_judged=True)
    assert conclusion.text == "纯监测不判定合格样品" and naive(conclusion.text)
    assert conclusion.verdict == "not_tested"
    assert counted([{"verdict_reported": "conforming"}, {"verdict_reported": conclusion.verdict}]) == (1, 0)


def test_d_an_untested_sample_is_in_no_denominator() -> None:
    verdicts = ["conforming", "nonconforming", conclude(False, False, False, False).verdict]
    naive = (len(verdicts), sum(verdict == "nonconforming" for verdict in verdicts))
    assert naive == (3, 1)
    assert counted([{"verdict_reported": verdict} for verdict in verdicts]) == (2, 1)


def test_e_a_percentage_is_rounded_and_never_cut_off() -> None:
    naive = int(17 / 21 * 1000) / 10
    with duckdb.connect() as connection:
        connection.execute(macros())
        assert naive == 80.9
        assert connection.execute("SELECT per_cent_half_even(17, 21, 1)").fetchall()[0][0] == 81


def test_f_or_in_a_population_does_not_let_other_samples_in() -> None:
    food = indicators()["food_pass_rate"]
    condition = "stage = 'production' OR stage = 'catering'"
    rows = [{"stage": "production", "verdict_reported": "conforming"}, {"stage": "catering", "verdict_reported": "conforming"}]
    rows += [{"stage": "catering", "verdict_reported": "conforming", "domain": "consumer_goods", "strategy": "suspect"}]
    with database([SAMPLE | row for row in rows]) as connection:
        naive = connection.execute(f"SELECT count(*) FROM sample_current WHERE domain = 'food' AND {condition}").fetchall()[0][0]
        members = cells.members([food.model_copy(update={"population": condition})])
        assert naive == 3  # AND binds before OR
        assert connection.execute(f"SELECT count(*) FROM ({members})").fetchall()[0][0] == 2


def test_g_a_month_ends_on_its_own_last_day() -> None:
    naive = "2024-04-31"
    assert read_date(naive).date is None
    may = {"verdict_reported": "nonconforming", "sampled_on": datetime.date(2024, 5, 1)}
    assert counted([{"verdict_reported": "conforming"}, may], "2024-04") == (1, 0)
    assert counted([{"verdict_reported": "conforming"}, may], "2024-05") == (1, 1)
    february = {"verdict_reported": "conforming", "sampled_on": datetime.date(2024, 2, 29)}
    assert counted([february], "2024-02") == (1, 0)


def test_h_a_passed_re_test_changes_the_conclusion() -> None:
    limit = read_limit("≤0.2mg/kg")
    cell = read_result("初检结果：0.24mg/kg；复检结果：0.19mg/kg")
    assert cell.first_value is not None and limit.high is not None
    naive = "不合格" if cell.first_value > limit.high else "合格"  # the conclusion of the first report stays
    derived = derive(cell, limit).verdict
    conclusion = conclude(derived == "nonconforming", derived == "conforming", False, False)
    assert naive == "不合格"
    assert (conclusion.verdict, conclusion.text) == ("conforming", "纯抽检合格样品")
