"""Marts that look at many numbers at once: makers as clusters, places and laboratories, periods, small areas."""

import datetime
from typing import Any

import pyarrow as pa
import pytest

from qmon.statistics.survey import Design, mean
from tests.known_samples import database

BASE = {"domain": "food", "inspection_type": "supervision", "task_level": "provincial", "strategy": "selective", "held": False}
SUPERVISED = "indicator = 'food_pass_rate' AND task_level = 'provincial'"


def drawn(n: int, n_fail: int, **other: Any) -> list[dict[str, Any]]:
    day = datetime.date(2024, 3, 1)
    verdicts = ["nonconforming"] * n_fail + ["conforming"] * (n - n_fail)
    return [BASE | {"sampled_on": day, "verdict_reported": verdict} | other for verdict in verdicts]


def test_makers_as_clusters_are_those_of_svy() -> None:
    makers = {"甲": (10, 5), "乙": (4, 0), "丙": (6, 1), "丁": (1, 1)}
    rows = [row for maker, counts in makers.items() for row in drawn(*counts, producer_name=maker)]
    with database(rows) as connection:
        columns = "n, n_clusters, rate, standard_error, design_effect"
        (found,) = connection.execute(f"SELECT {columns} FROM clustered_rate WHERE {SUPERVISED}").fetchall()
    told = {"maker": [row["producer_name"] for row in rows], "passes": [float(row["verdict_reported"] == "conforming") for row in rows]}
    theirs = mean(pa.table(told), "passes", Design(cluster="maker"))
    assert found[:3] == (21, 4, 14 / 21)
    assert found[3] == pytest.approx(theirs.standard_error, rel=1e-9)
    assert found[4] == pytest.approx(21 * theirs.standard_error**2 / (14 / 21 * 7 / 21))


def test_independent_samples_keep_their_interval_and_clusters_widen_it() -> None:
    alone = drawn(40, 4)
    alike = [row | {"producer_name": f"厂{number // 4}"} for number, row in enumerate(alone)]
    found = {}
    for name, rows in (("alone", alone), ("alike", alike)):
        with database(rows) as connection:
            asked = f"SELECT n_clusters, n_effective, ci_high - ci_low FROM clustered_rate WHERE {SUPERVISED}"
            (found[name],) = connection.execute(asked).fetchall()
            (plain,) = connection.execute(
                f"SELECT ci_high - ci_low FROM pass_rate WHERE {SUPERVISED} AND grouping = 'total' AND period = '2024'"
            ).fetchall()
    assert found["alone"][:2] == (40, pytest.approx(39))  # g / (g - 1)
    assert found["alone"][2] == pytest.approx(plain[0], rel=0.02)
    assert found["alike"][0] == 10
    assert found["alike"][1] < 15 and found["alike"][2] > 1.5 * plain[0]


def test_places_and_laboratories_stand_in_a_funnel_from_three_on() -> None:
    places = {"370102": (200, 4), "370202": (200, 5), "370602": (200, 40)}
    rows = [
        row for place, counts in places.items() for row in drawn(*counts, sampled_region=place, lab="甲所" if place == "370102" else "乙所")
    ]
    with database(rows) as connection:
        asked = f"SELECT unit_kind, unit_name, n, round(rate, 3), position FROM funnel WHERE {SUPERVISED} ORDER BY ALL"
        found = connection.execute(asked).fetchall()
    assert [row[:4] for row in found] == [("region", "济南市", 200, 0.98), ("region", "烟台市", 200, 0.8), ("region", "青岛市", 200, 0.975)]
    assert {row[4] for row in found} <= {"within", "below_95", "below_998", "above_95", "above_998"}


def test_periods_stand_in_a_chart_from_eight_on() -> None:
    rows = []
    for month in range(1, 10):
        rows += drawn(100, 30 if month == 9 else 3, sampled_on=datetime.date(2024, month, 1))
    with database(rows) as connection:
        asked = f"SELECT period, signal FROM control_chart WHERE {SUPERVISED} AND period_kind = 'month' ORDER BY ALL"
        found = connection.execute(asked).fetchall()
        quarters = connection.execute(f"SELECT count(*) FROM control_chart WHERE {SUPERVISED} AND period_kind = 'quarter'").fetchone()
    assert found == [(f"2024-0{month}", "below" if month == 9 else None) for month in range(1, 10)]
    assert quarters == (0,)


def test_an_index_keeps_the_mix_of_the_base_year_and_links_what_two_periods_share() -> None:
    """2024: 90 of A pass all, 10 of B pass half; 2025 has the two half and half, and C: the rate falls, no category does."""
    now = datetime.date(2025, 3, 1)
    rows = drawn(90, 0, category_code="F01") + drawn(10, 5, category_code="F02")
    rows += drawn(50, 0, category_code="F01", sampled_on=now) + drawn(50, 25, category_code="F02", sampled_on=now)
    rows += drawn(20, 20, category_code="F24", sampled_on=now)
    with database(rows) as connection:
        columns = "period, n, round(rate, 4), fixed_mix_rate, mix_covered, chain_index"
        found = connection.execute(
            f"SELECT {columns} FROM rate_index WHERE {SUPERVISED} AND period_kind = 'year' ORDER BY period"
        ).fetchall()
    assert found == [("2024", 100, 0.95, 0.95, 1, 100), ("2025", 120, 0.625, 0.95, 1, 100)]


def test_a_small_area_stands_raw_and_shrunken() -> None:
    areas = {"F01": (300, 3), "F02": (300, 30), "F24": (300, 9), "F31": (2, 1)}
    rows = [row for category, counts in areas.items() for row in drawn(*counts, category_code=category)]
    with database(rows) as connection:
        asked = (
            f"SELECT area, n, rate, shrunk_rate, own_share FROM small_area WHERE {SUPERVISED} AND grouping = 'category' ORDER BY n, area"
        )
        few, *many = connection.execute(asked).fetchall()
    assert (few[1], few[2]) == (2, 0.5)
    assert few[3] > 0.9 and few[4] < 0.1
    assert all(abs(shrunk - raw) < 0.02 and own > 0.6 for _, _, raw, shrunk, own in many)
