"""Values that other programs print for published data: every one is reproduced to the digits printed."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from qmon.statistics.censored import mle, robust_ros, ros
from qmon.statistics.censored_sample import Sample
from qmon.statistics.control import p_chart, u_chart
from qmon.statistics.intervals import Interval, agresti_coull, clopper_pearson, jeffreys, newcombe, wilson
from qmon.statistics.survey import Design, mean, total
from qmon.statistics.trend import cochran_armitage


@pytest.fixture
def data(real: Path) -> Path:
    return real / "real" / "reference"


def printed(interval: Interval, decimals: int) -> tuple[float, float]:
    return round(100 * interval.low, decimals), round(100 * interval.high, decimals)


def test_four_intervals_of_18_in_20() -> None:
    """R binom: binom.confint(18, 20)."""
    ten = [tuple(round(end, 10) for end in method(18, 20)) for method in (wilson, clopper_pearson, agresti_coull, jeffreys)]
    assert ten == [
        (0.6989663548, 0.9721335188), (0.6830172860, 0.9876514728), (0.6867561126, 0.9843437610), (0.7161467427, 0.9786275120),
    ]  # fmt: skip


@pytest.mark.parametrize(("k", "n", "low", "high"), [(7, 390, 0.87, 3.66), (3476, 28265, 11.92, 12.69), (2009, 98839, 1.95, 2.12)])
def test_wilson_of_published_counts(k: int, n: int, low: float, high: float) -> None:
    assert printed(wilson(k, n), 2) == (low, high)


@pytest.mark.parametrize(("n", "high"), [(434, 0.88), (39, 8.97), (30, 11.35)])
def test_none_failing_is_no_certainty(n: int, high: float) -> None:
    assert printed(wilson(0, n), 2) == (0.0, high)
    assert printed(clopper_pearson(0, 30), 2) == (0.0, 11.57)


def test_newcombe_of_the_national_food_rates() -> None:
    """不合格率 2023 less 2022: -0.130 points."""
    now, then = (190_872, 6_997_389), (187_572, 6_563_388)
    assert round(100 * (now[0] / now[1] - then[0] / then[1]), 3) == -0.130
    assert printed(newcombe(now, then), 3) == (-0.148, -0.113)


def test_newcombe_of_the_pesticides() -> None:
    """合格率 2022 less 2021: +0.9 points, and barely without 0."""
    now, then = (3_370, 3_501), (4_640, 4_865)
    assert round(100 * (now[0] / now[1] - then[0] / then[1]), 1) == 0.9
    assert printed(newcombe(now, then), 3) == (0.004, 1.737)


def test_cochran_armitage_of_the_veterinary_drugs() -> None:
    """Failing from production over trade to use, fourth quarter of 2018."""
    found = cochran_armitage([7, 101, 4], [1_055, 4_025, 160])
    assert (round(found.z, 2), round(found.p_value, 4)) == (3.42, 0.0006)


def test_stratified_mean_and_total(data: Path) -> None:
    """R survey, apistrat."""
    rows = pa.csv.read_csv(data / "survey_apistrat.csv")
    design = Design(stratum="stype", weight="pw", clusters_in_population="fpc")
    assert (round(mean(rows, "api00", design).value, 2), round(mean(rows, "api00", design).standard_error, 4)) == (662.29, 9.4089)
    assert (round(total(rows, "enroll", design).value), round(total(rows, "enroll", design).standard_error)) == (3_687_178, 114_642)


def test_one_stage_cluster_mean(data: Path) -> None:
    """R survey, apiclus1: 15 of 757 districts."""
    found = mean(pa.csv.read_csv(data / "survey_apiclus1.csv"), "api00", Design(cluster="dnum", weight="pw", clusters_in_population="fpc"))
    assert (round(found.value, 2), round(found.standard_error, 3)) == (644.17, 23.542)


def test_two_stage_cluster_mean(data: Path) -> None:
    """R survey, apiclus2."""
    design = Design(cluster="dnum", unit="snum", weight="pw", clusters_in_population="fpc1", units_in_cluster="fpc2")
    found = mean(pa.csv.read_csv(data / "survey_apiclus2.csv"), "api00", design)
    assert (round(found.value, 2), round(found.standard_error, 3)) == (670.81, 30.099)


@pytest.fixture
def manganese(data: Path) -> Sample:
    """EnvStats, EPA 09 example 15.1: 25 results, 6 below 2 or 5 ppb."""
    with (data / "EnvStats_EPA.09.Ex.15.1.manganese.df.csv").open(encoding="utf-8") as file:
        rows = [(float(row["Manganese.ppb"]), row["Censored"] == "True") for row in csv.DictReader(file)]
    return Sample.of([value for value, censored in rows if not censored], [value for value, censored in rows if censored])


def test_lognormal_by_maximum_likelihood(manganese: Sample) -> None:
    assert tuple(round(one, 6) for one in mle(manganese)) == (2.215905, 1.356291)


def test_lognormal_by_regression_on_order_statistics(manganese: Sample) -> None:
    assert tuple(round(one, 6) for one in ros(manganese, 0.375)) == (2.293742, 1.283635)


@pytest.mark.parametrize(("constant", "log_mean", "log_sd"), [(0.375, 2.298656, 1.238104), (0, 2.277175, 1.261431)])
def test_robust_regression_on_order_statistics(manganese: Sample, constant: float, log_mean: float, log_sd: float) -> None:
    logs = np.log(np.repeat(*robust_ros(manganese, constant).whole))
    assert (round(float(logs.mean()), 6), round(float(logs.std(ddof=1)), 6)) == (log_mean, log_sd)


def test_p_chart(data: Path) -> None:
    """qicharts2: 20 periods of 50 with 74 defects, printed with the limits of defects a unit: 0.074 + 3 sqrt(0.074 / 50) = 0.1894123.
    Those of a share are narrower, 0.074 + 3 sqrt(0.074 * 0.926 / 50) = 0.1850600, and those are a p chart's."""
    with (data / "qicharts2_fixture_ex_7.4_1.csv").open(encoding="utf-8") as file:
        counts = [(int(float(row["y.sum"])), int(float(row["n"]))) for row in csv.DictReader(file)]
    chart = u_chart(counts)
    assert round(chart.centre, 3) == 0.074
    assert {(round(point.high, 7), point.low) for point in chart.points} == {(0.1894123, 0.0)}
    assert {(round(point.high, 7), point.low) for point in p_chart(counts).points} == {(0.18506, 0.0)}
