"""Rates against a naive count: random samples go through cells and marts in SQL, and once more through plain Python."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmon import cells, marts
from qmon.dictionary import dictionary
from qmon.indicators import Indicator, indicators, page
from qmon.reference import regions
from qmon.sql import read_sql
from qmon.statistics import macros

JOINT = "2024年交通运输产品质量联动监督抽查"
FOOD, FIRMS = "food_pass_rate", "consumer_firm_pass_rate"
CHILDREN = {
    *("PG1", "PP060", "PP087", "PP088", "PP010", "PP024"),
    *(f"PP{number:03d}" for number in (*range(1, 8), *range(11, 23))),
}


def food(*kinds: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row["domain"] == "food" and row["inspection_type"] in kinds


def checked(domain: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row["domain"] == domain and row["inspection_type"] == "supervision"


def agri_input(letters: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: checked("agri_input")(row) and (row["category_code"] or "")[:2] == letters


def product(*codes: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: checked("consumer_goods")(row) and row["category_code"] in codes


# Whom each indicator speaks of, once more in Python: (population, strategies).
COUNTED: dict[str, tuple[Callable[[dict[str, Any]], bool], set[str]]] = {
    "agri_input_batch_pass_rate": (checked("agri_input"), {"selective"}),
    "agri_input_firm_pass_rate": (checked("agri_input"), {"selective"}),
    "agri_product_monitoring_pass_rate": (food("routine"), {"objective"}),
    "agricultural_film_pass_rate": (agri_input("AM"), {"selective"}),
    "childrens_goods_pass_rate": (product(*CHILDREN), {"selective"}),
    "consumer_batch_pass_rate": (checked("consumer_goods"), {"selective"}),
    "consumer_firm_pass_rate": (checked("consumer_goods"), {"selective"}),
    "consumer_follow_up_pass_rate": (
        lambda row: checked("consumer_goods")(row) and "跟踪" in (row["campaign"] or ""),
        {"suspect", "selective"},
    ),
    "consumer_specimen_pass_rate": (lambda row: checked("consumer_goods")(row) and row["n_specimens"] is not None, {"selective"}),
    "consumer_physical_pass_rate": (checked("consumer_goods"), {"selective"}),
    "consumer_online_pass_rate": (lambda row: checked("consumer_goods")(row) and row["channel"] == "online", {"selective"}),
    "feed_pass_rate": (agri_input("AD"), {"selective"}),
    "fertiliser_pass_rate": (agri_input("AF"), {"selective"}),
    "food_evaluation_pass_rate": (food("evaluation"), {"objective"}),
    "food_item_pass_rate": (
        lambda row: food("supervision", "combined", "evaluation")(row) and row["promises_items"],
        {"selective", "objective"},
    ),
    "food_problem_discovery_rate": (food("supervision", "combined"), {"selective"}),
    "food_risk_problem_rate": (food("risk_monitoring", "combined"), {"selective", "objective"}),
    "food_online_pass_rate": (lambda row: food("supervision", "combined")(row) and row["channel"] == "online", {"selective"}),
    "food_pass_rate": (food("supervision", "combined", "evaluation"), {"selective", "objective"}),
    "food_pass_rate_derived": (
        lambda row: row["domain"] == "food" and row["promises_items"] and (row["n_supervision"] or 0) > 0,
        {"selective", "objective"},
    ),
    "manufacturing_pass_rate": (
        lambda row: (
            row["domain"] == "consumer_goods"
            and row["inspection_type"] in ("supervision", "evaluation")
            and "C13" <= (row["industry"] or "") <= "C41"
            and (row["producer_region"] or "").startswith("37")
        ),
        {"selective", "objective"},
    ),
    "pesticide_fake_rate": (lambda row: agri_input("AP")(row) and row["channel"] != "online", {"selective"}),
    "pesticide_pass_rate": (lambda row: agri_input("AP")(row) and row["channel"] != "online", {"selective"}),
    "seed_firm_pass_rate": (agri_input("AS"), {"selective"}),
    "seed_pass_rate": (agri_input("AS"), {"selective"}),
    "transport_joint_pass_rate": (lambda row: checked("consumer_goods")(row) and row["campaign"] == JOINT, {"selective"}),
    "transport_joint_specimen_pass_rate": (
        lambda row: checked("consumer_goods")(row) and row["campaign"] == JOINT and row["n_specimens"] is not None,
        {"selective"},
    ),
    "vehicle_fuel_pass_rate": (product("PG2", "PP041", "PP042", "PP043"), {"selective"}),
    "veterinary_drug_pass_rate": (agri_input("AV"), {"selective"}),
    "wire_and_cable_pass_rate": (product("PP039"), {"selective"}),
}

# Laiwu's output value counts in Jinan, as its makers do.
OUTPUT = {("370100", "C13"): 300, ("371200", "C13"): 100, ("370600", "C13"): 50, ("370600", "C35"): 150}

_CATEGORIES = {
    "food": ["F01", "F24", None],
    "consumer_goods": ["PP001", "PP039", "PP041", "PP044", "PP060", None],
    "agri_input": ["AP01", "AP", "AV02", "AD01", "AF07", "AS01", "AM01", None],
}
_VERDICTS = ["conforming", "conforming", "nonconforming", "not_tested", "void", None]
# (track, reported verdict, kind, qualifier) of the items of a sample.
_ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["supervision", "supervision", "risk"]),
        st.sampled_from(["conforming", "nonconforming", "not_judged", "problem"]),
        st.sampled_from(["physical", "label", None]),
        st.sampled_from(["=", "nd", None]),
    ),
    max_size=3,
)


def _sample(domain: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "domain": st.just(domain),
            "inspection_type": st.sampled_from(
                ["supervision", "supervision", "risk_monitoring", "evaluation", "routine", "combined", None]
            ),
            "task_level": st.sampled_from(["national", "provincial", None]),
            "campaign": st.sampled_from([None, "2024年跟踪抽查", JOINT]),
            "strategy": st.sampled_from(["selective", "selective", "objective", "suspect", None]),
            "stage": st.sampled_from(["production", "circulation", None]),
            "channel": st.sampled_from(["online", "offline", None]),
            "category_code": st.sampled_from(_CATEGORIES[domain]),
            "sampled_region": st.sampled_from(["370102", "371202", "370600", None]),
            "sampled_on": st.sampled_from([datetime.date(2024, 1, 31), datetime.date(2024, 2, 1), datetime.date(2024, 12, 31), None]),
            "producer_scale": st.sampled_from(["large", "small", None]),
            "industry": st.sampled_from(["C13", "C35", None]),
            "risk_verdict_reported": st.sampled_from(["problem", "not_judged", None]),
            "items": _ITEMS,
            "producer_region": st.sampled_from(["370102", "371202", "370600", "110000", None]),
            "producer_name": st.sampled_from(["虚构甲厂", "虚构乙厂", None]),
            "counterfeit": st.sampled_from([False, False, True]),
            "listing": st.sampled_from([None, "all", "paired", "failures"]),
            "linked_sample_id": st.sampled_from([None, None, None, "s0"]),
            "verdict_reported": st.sampled_from(_VERDICTS),
            "verdict_text": st.sampled_from(["假农药", "劣质农药", None]),
            "n_specimens": st.sampled_from([None, 1, 20]),
            "n_specimens_failing": st.sampled_from([None, 0, 1]),
            "verdict_derived": st.sampled_from(_VERDICTS),
            "promises_items": st.booleans(),
            "n_supervision": st.sampled_from([0, 1, 2]),
            "void_reason": st.sampled_from([None, None, None, "备样破损"]),
            "held": st.sampled_from([False, False, False, True]),
        }
    )


samples = st.sampled_from(["food", "consumer_goods", "agri_input"]).flatmap(_sample)


def database(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """The samples with cells and marts of every indicator."""
    connection = known_samples(rows)
    cells.from_curated(connection, indicators())
    marts.from_cells(connection, indicators(), {}, datetime.date(2026, 1, 15))
    return connection


def known_samples(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """The samples as they are known."""
    connection = duckdb.connect()
    schema = dictionary().arrow_schema("sample_history")
    complete = [
        dict.fromkeys(schema.names)
        | {"sample_id": f"s{number}", "delivery_id": "d", "sheet": "", "row_no": number, "counterfeit": False}
        | {name: value for name, value in row.items() if name != "items"}
        for number, row in enumerate(rows)
    ]
    connection.register("known", pa.Table.from_pylist(complete, schema))
    result_schema = dictionary().arrow_schema("result_history")
    tested = [
        dict.fromkeys(result_schema.names)
        | {"sample_id": f"s{number}", "track": track, "item_verdict": verdict}
        | {"item_kind": kind, "qualifier": qualifier}
        for number, row in enumerate(rows)
        for track, verdict, kind, qualifier in row.get("items", [])
    ]
    connection.register("known_results", pa.Table.from_pylist(tested, result_schema))
    for name in ("sample_history", "sample_current"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM known")
    for name in ("result_history", "result_current"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM known_results")
    connection.execute(dictionary().ddl("output_value"))
    for (region, industry), value in OUTPUT.items():
        connection.execute(
            "INSERT INTO output_value BY NAME "
            "SELECT $region AS region_code, $industry AS industry, $value AS output_value, '2023' AS output_year",
            {"region": region, "industry": industry, "value": value},
        )
    for table in ("planned", "delivery", "finding", "decision", "event_history", "published"):
        connection.execute(dictionary().ddl(table))
    connection.execute(read_sql(Path("qmon/curated/as_of.sql")))
    return connection


def naive(
    rows: list[dict[str, Any]], indicator: Indicator, grouping: tuple[str, ...], kind: str
) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    """(n, n_fail, n_held) by period and dimensions, one sample at a time, as the definition reads."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    population, strategies = COUNTED[indicator.name]
    for row in rows:
        if not population(row) or row["strategy"] not in strategies:
            continue
        if row["verdict_reported"] == "void" or row["void_reason"] is not None:
            continue
        if row["listing"] == "failures" or row["linked_sample_id"] is not None:
            continue
        if row["counterfeit"] and indicator.firm == "producer_name":
            continue
        if sum(outcome(row, indicator)) == 0 and not row["held"]:
            continue
        day = row["sampled_on"]
        period = day and {"year": f"{day:%Y}", "month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-Q{(day.month + 2) // 3}"}[kind]
        place = row[indicator.place] and regions.prefecture_of(row[indicator.place])
        by = {
            "region": place,
            "category": row["category_code"],
            "stage": row["stage"],
            "channel": row["channel"],
            "producer_scale": row["producer_scale"],
            "industry": row["industry"],
            "task_level": row["task_level"],
        }
        key = (period, *(by[name] if name in grouping or name in indicator.never_pooled else "ALL" for name in by))
        groups[key].append(row)
    return {key: _count(found, indicator) for key, found in groups.items()}


def _count(rows: list[dict[str, Any]], indicator: Indicator) -> tuple[int, int, int]:
    counted = [row for row in rows if not row["held"]]
    held = len(rows) - len(counted)
    if indicator.unit != "firm":
        outcomes = [outcome(row, indicator) for row in counted]
        return sum(map(sum, outcomes)), sum(failing for _, failing in outcomes), held
    firms = {row["producer_name"] for row in counted} - {None}
    failing = {row["producer_name"] for row in counted if row[f"verdict_{indicator.verdict}"] == "nonconforming"} - {None}
    return len(firms), len(failing), held


def outcome(row: dict[str, Any], indicator: Indicator) -> tuple[int, int]:
    """What passes and what fails of one sample, as the definition reads."""
    items = [(verdict, kind, qualifier) for track, verdict, kind, qualifier in row.get("items", []) if track == "supervision"]
    failing = [(kind, qualifier) for verdict, kind, qualifier in items if verdict == "nonconforming"]
    if indicator.unit == "item":
        return sum(verdict == "conforming" for verdict, *_ in items), len(failing)
    passes, fails = (row["verdict_reported"] == word for word in ("conforming", "nonconforming"))
    if indicator.unit == "specimen":
        failed = 0 if passes and row["n_specimens_failing"] is None else row["n_specimens_failing"]
        return (0, 0) if failed is None else (row["n_specimens"] - failed, failed)
    if indicator.name == "consumer_physical_pass_rate":
        physical = any(kind != "label" for kind, _ in failing)
        return int(passes or (fails and bool(failing) and not physical)), int(fails and physical)
    if indicator.name == "pesticide_fake_rate":
        fake = row["verdict_text"] == "假农药" or any(qualifier == "nd" for _, qualifier in failing)
        return int(passes or (fails and bool(failing) and not fake)), int(fails and fake)
    if indicator.verdict == "risk":
        return int(row["risk_verdict_reported"] == "not_judged"), int(row["risk_verdict_reported"] == "problem")
    verdict = row[f"verdict_{indicator.verdict}"]
    return int(verdict == "conforming"), int(verdict == "nonconforming")


def share(rows: list[dict[str, Any]], indicator: Indicator, grouping: tuple[str, ...], kind: str) -> dict[tuple[Any, ...], float | None]:
    """The rate by period and dimensions: of a mean of rounds the mean of the quarters of the year that have one."""

    def of(counts: tuple[int, int, int]) -> Fraction | None:
        n, n_fail, _ = counts
        return Fraction(n - n_fail if indicator.rate_of == "pass" else n_fail, n) if n else None

    rates = {key: of(counts) for key, counts in naive(rows, indicator, grouping, kind).items()}
    if indicator.aggregation == "weighted":
        rates = {key: weighed(rows, indicator, kind, key) for key in rates}
    if indicator.aggregation == "mean_of_rounds" and kind == "year":
        rounds: dict[tuple[Any, ...], list[Fraction]] = defaultdict(list)
        for (period, *place), rate in share_exact(rows, indicator, grouping).items():
            if rate is not None and period is not None:
                rounds[period[:4], *place].append(rate)
        rates |= {key: sum(some, Fraction(0)) / len(some) for key, some in rounds.items()}
    return {key: None if rate is None else float(rate) for key, rate in rates.items()}


def weighed(rows: list[dict[str, Any]], indicator: Indicator, kind: str, key: tuple[Any, ...]) -> Fraction | None:
    """By output value over places and divisions; where one has no sample, the rate of its division in all places stands for it."""
    period, region, *_, industry, _ = key
    cells = naive(rows, indicator, ("region", "industry"), kind)
    counts = {(place, division): found[:2] for (when, place, *_, division, _), found in cells.items() if when == period and found[0]}
    places = {"370100": "370100", "371200": "370100", "370600": "370600"}
    parts = []
    for (place, division), value in OUTPUT.items():
        if period is None or region not in ("ALL", places[place]) or industry not in ("ALL", division):
            continue
        own = [counts[places[place], division]] if (places[place], division) in counts else []
        used = own or [found for (_, other), found in counts.items() if other == division]
        if used:
            parts.append((value, 1 - Fraction(sum(n_fail for _, n_fail in used), sum(n for n, _ in used))))
    return sum((value * rate for value, rate in parts), Fraction(0)) / sum(value for value, _ in parts) if parts else None


def close(found: dict[tuple[Any, ...], float | None], asked: dict[tuple[Any, ...], float | None]) -> bool:
    return set(found) == set(asked) and all(
        rate == asked[key] if rate is None or asked[key] is None else abs(rate - asked[key]) < 1e-14 for key, rate in found.items()
    )


def share_exact(rows: list[dict[str, Any]], indicator: Indicator, grouping: tuple[str, ...]) -> dict[tuple[Any, ...], Fraction | None]:
    return {key: Fraction(n - n_fail, n) if n else None for key, (n, n_fail, _) in naive(rows, indicator, grouping, "quarter").items()}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(samples, max_size=60))
def test_every_rate_of_every_indicator_equals_the_naive_count(rows: list[dict[str, Any]]) -> None:
    with database(rows) as connection:
        found: dict[tuple[str, str, str], dict[tuple[Any, ...], tuple[Any, ...]]] = defaultdict(dict)
        rates: dict[tuple[str, str, str], dict[tuple[Any, ...], float | None]] = defaultdict(dict)
        for name, kind, grouping, *row in connection.execute(
            "SELECT indicator, period_kind, grouping, period, region_code, category_code, stage, channel, producer_scale, industry, "
            "task_level, n, n_fail, n_held, n_pass, rate, ci_low, ci_high FROM rate"
        ).fetchall():
            n, n_fail, n_held, n_pass, rate, low, high = row[8:]
            found[name, kind, grouping][tuple(row[:8])] = (n, n_fail, n_held)
            rates[name, kind, grouping][tuple(row[:8])] = rate
            assert n_pass == n - n_fail
            assert rate is None or low - 1e-12 <= rate <= high + 1e-12
        for name, indicator in indicators().items():
            for kind in indicator.period_kinds:
                for grouping in indicator.groupings:
                    number = (name, kind, "+".join(grouping) or "total")
                    assert found[number] == naive(rows, indicator, grouping, kind)
                    assert close(rates[number], share(rows, indicator, grouping, kind))


def test_each_indicator_is_counted_twice() -> None:
    assert set(COUNTED) == set(indicators())


def test_the_page_of_indicators_is_current() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.to_markdown(indicators())


def test_a_firm_passes_when_all_its_samples_of_the_period_pass() -> None:
    base = {
        "domain": "consumer_goods",
        "inspection_type": "supervision",
        "task_level": "provincial",
        "strategy": "selective",
        "held": False,
    }
    rows = [
        base | {"producer_name": "甲", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 1, 1)},
        base | {"producer_name": "甲", "verdict_reported": "nonconforming", "sampled_on": datetime.date(2024, 2, 1)},
        base | {"producer_name": "乙", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 2, 1)},
    ]
    with database(rows) as connection:
        asked = "SELECT period, n, n_pass FROM pass_rate WHERE indicator = 'consumer_firm_pass_rate' AND grouping = 'total' ORDER BY period"
        assert connection.execute(asked).fetchall() == [("2024", 2, 1), ("2024-01", 1, 1), ("2024-02", 2, 1), ("2024-Q1", 2, 1)]


def test_an_unknown_dimension_is_empty_and_a_sum_is_all() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "task_level": "county",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
    }
    with database([row]) as connection:
        asked = (
            "SELECT grouping, region, category, period FROM pass_rate "
            "WHERE indicator = 'food_pass_rate' AND period_kind = 'year' AND grouping IN ('total', 'region')"
        )
        assert sorted(connection.execute(asked).fetchall()) == [("region", None, "ALL", None), ("total", "ALL", "ALL", None)]


def test_a_place_counts_within_todays_boundaries() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
        "sampled_region": "371202",
    }
    with database([row]) as connection:
        asked = "SELECT DISTINCT region FROM pass_rate WHERE grouping = 'region' AND indicator = 'food_pass_rate'"
        assert connection.execute(asked).fetchall() == [("济南市",)]


PRODUCT = {"domain": "consumer_goods", "inspection_type": "supervision", "strategy": "selective", "held": False}


def test_a_batch_of_specimens_counts_them_and_one_that_fails_without_a_number_is_left_out() -> None:
    said = [(20, None, "conforming"), (20, 2, "nonconforming"), (20, None, "nonconforming"), (None, None, "conforming")]
    rows = [PRODUCT | {"n_specimens": n, "n_specimens_failing": failing, "verdict_reported": verdict} for n, failing, verdict in said]
    with database(rows) as connection:
        asked = "SELECT indicator, n, n_pass FROM rate WHERE indicator = $1 AND grouping = 'total' AND period_kind = 'year'"
        assert connection.execute(asked, ["consumer_batch_pass_rate"]).fetchall() == [("consumer_batch_pass_rate", 4, 2)]
        assert connection.execute(asked, ["consumer_specimen_pass_rate"]).fetchall() == [("consumer_specimen_pass_rate", 40, 38)]


def test_a_failing_pesticide_is_a_fake_by_its_items_or_by_its_conclusion() -> None:
    base = {"domain": "agri_input", "inspection_type": "supervision", "strategy": "selective", "category_code": "AP", "held": False}
    lost, weak = ("supervision", "nonconforming", None, "nd"), ("supervision", "nonconforming", None, "=")
    said: list[tuple[str, str | None, list[Any]]] = [
        ("conforming", None, []),
        ("nonconforming", None, [lost]),
        ("nonconforming", None, [weak]),
        ("nonconforming", "假农药", []),
        ("nonconforming", None, []),  # of which nobody knows how it failed
    ]
    rows = [base | {"verdict_reported": verdict, "verdict_text": text, "items": items} for verdict, text, items in said]
    with database(rows) as connection:
        asked = "SELECT n, n_fail, rate FROM rate WHERE indicator = 'pesticide_fake_rate' AND grouping = 'total' AND period_kind = 'year'"
        assert connection.execute(asked).fetchall() == [(4, 2, 0.5)]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_units_that_are_alike_have_the_interval_of_their_clusters(said: list[tuple[int, int]]) -> None:
    """Against the residuals of each cluster, one by one; at the ends each cluster counts as one unit."""
    clusters = [(n, min(n, failing)) for n, failing in said]
    n, k = (sum(column) for column in zip(*clusters, strict=True))
    nn = sum(size * size for size, _ in clusters)
    nf, ff = sum(size * failing for size, failing in clusters), sum(failing * failing for _, failing in clusters)
    many = Fraction(n * n, nn)
    if nn == n:
        asked = Fraction(n)
    elif k in (0, n) or many == 1:
        asked = many
    else:
        share = Fraction(k, n)
        spread = sum((failing - share * size) ** 2 for size, failing in clusters) * many / (many - 1) / n**2
        asked = min(Fraction(n), share * (1 - share) / spread) if spread else Fraction(n)
    with duckdb.connect() as connection:
        connection.execute(macros())
        (found,) = connection.execute("SELECT effective_units(?, ?, ?, ?, ?)", [n, k, nn, nf, ff]).fetchall()
    assert abs(found[0] - float(asked)) < 1e-6 * n


def test_a_year_of_monitoring_is_the_mean_of_its_rounds() -> None:
    """100 % of 1 and 50 % of 4 are 75 %, not 60 %; the interval is that of 2 ^ 2 / (1 / 1 + 1 / 4) = 3.2 samples."""
    base = {"domain": "food", "inspection_type": "routine", "strategy": "objective", "held": False}
    winter, summer = datetime.date(2024, 1, 1), datetime.date(2024, 7, 1)
    verdicts = ["conforming", "conforming", "nonconforming", "nonconforming"]
    rows = [base | {"verdict_reported": "conforming", "sampled_on": winter}]
    rows += [base | {"verdict_reported": verdict, "sampled_on": summer} for verdict in verdicts]
    with database(rows) as connection:
        asked = (
            "SELECT period, n, n_rounds, rate, abs(ci_low - wilson_low(2.4e0, 3.2e0)) < 1e-12, note FROM pass_rate "
            "WHERE indicator = 'agri_product_monitoring_pass_rate' AND grouping = 'total' AND period_kind = 'year'"
        )
        assert connection.execute(asked).fetchall() == [("2024", 5, 2, 0.75, True, "样本量小于30，仅供参考；2轮监测合格率平均")]


def test_printed_rates_are_rounded_once_half_to_even() -> None:
    indicator = indicators()[FOOD]
    assert [indicator.printed(*counts) for counts in ((23348, 23852), (1, 8), (0, 0), (5, 5), (19999, 20000))] == [
        "97.89",
        "12.50",
        None,
        "100.00",
        "100.00",
    ]
    assert indicator.model_copy(update={"decimals": 1}).printed(1, 16) == "6.2"
    assert indicator.model_copy(update={"decimals": 1, "rounding": "half_up"}).printed(1, 16) == "6.3"
    assert indicator.model_copy(update={"decimals": 0}).printed(1, 8) == "12"
    assert indicator.model_copy(update={"decimals": 0, "rounding": "half_up"}).printed(1, 8) == "13"
