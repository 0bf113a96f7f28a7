"""Charts of periods, of places, and rates of small areas."""

import math
from random import Random

import pytest

from qmon.statistics.control import laney_chart, p_chart
from qmon.statistics.funnel import funnel
from qmon.statistics.shrinkage import shrink


def test_a_period_beyond_three_sigma_is_a_signal() -> None:
    chart = p_chart([(2, 100)] * 9 + [(12, 100)])
    assert chart.centre == 0.03
    assert [point.signal for point in chart.points] == [None] * 9 + ["above"]
    assert chart.points[0].high == pytest.approx(0.03 + 3 * math.sqrt(0.03 * 0.97 / 100))
    assert chart.points[0].low == 0


def test_large_periods_that_differ_a_little_cry_wolf_on_p_and_not_on_laney() -> None:
    """24 months of 10,000 whose rates differ a little more than chance lets them (docs/domain.md, control charts)."""
    draw = Random(3)
    counts = [(round(10_000 * draw.uniform(0.016, 0.025)), 10_000) for _ in range(24)]
    plain, laney = p_chart(counts), laney_chart(counts)
    assert any(point.signal for point in plain.points)
    assert laney.sigma_z > 1.2
    assert sum(point.signal is not None for point in laney.points) < sum(point.signal is not None for point in plain.points)


def test_laney_by_hand() -> None:
    chart = laney_chart([(1, 10), (3, 10), (2, 10)])
    spread = math.sqrt(0.2 * 0.8 / 10)
    moved = (0.2 / spread + 0.1 / spread) / 2
    assert chart.sigma_z == pytest.approx(moved / 1.128)


def test_one_period_has_no_moving_range() -> None:
    with pytest.raises(ValueError, match="two periods"):
        laney_chart([(1, 10)])


def test_limits_of_a_funnel_are_wider_for_fewer_samples() -> None:
    found = funnel({"甲": (10, 100), "乙": (100, 1000), "丙": (9, 100)})
    assert found.between == 0
    assert found.units["甲"].low_95 < found.units["乙"].low_95 < 0.1 < found.units["乙"].high_95 < found.units["甲"].high_95
    assert {unit.position for unit in found.units.values()} == {"within"}


def test_a_place_far_from_the_others_lies_outside_and_a_few_samples_do_not() -> None:
    places = {str(number): (20 + number % 3, 1000) for number in range(14)}
    found = funnel(places | {"远": (60, 1000), "少": (1, 10)})
    assert found.units["远"].position == "above_998"
    assert found.units["少"].position == "within"


def test_places_that_all_vary_more_than_chance_are_not_all_outside() -> None:
    draw = Random(5)
    places = {str(number): (round(2000 * draw.uniform(0.01, 0.05)), 2000) for number in range(16)}
    found = funnel(places)
    assert found.between > 0
    assert sum(unit.position != "within" for unit in found.units.values()) <= 2


def test_a_small_area_is_drawn_to_the_mean_and_a_large_one_keeps_its_own() -> None:
    draw = Random(2)
    areas = {str(number): (round(500 * draw.uniform(0.9, 0.99)), 500) for number in range(12)}
    found = shrink(areas | {"小": (1, 2), "无": (0, 0)})
    mean = found.alpha / (found.alpha + found.beta)
    assert abs(found.areas["小"].share - mean) < 0.03
    assert found.areas["无"].raw is None
    assert found.areas["无"].share == pytest.approx(mean)
    large = found.areas["0"]
    assert large.raw is not None and abs(large.share - large.raw) < abs(large.raw - mean)
    assert large.own > 0.7 > found.areas["小"].own
    assert large.low < large.share < large.high


def test_areas_that_differ_by_chance_alone_have_one_rate() -> None:
    found = shrink({str(number): (90, 100) for number in range(5)})
    assert {round(area.share, 3) for area in found.areas.values()} == {0.9}
    with pytest.raises(ValueError, match="three areas"):
        shrink({"甲": (1, 2), "乙": (1, 2)})
