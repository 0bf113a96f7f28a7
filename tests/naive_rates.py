"""The naive count of every indicator: in plain Python, one sample at a time, as the definition reads."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from qmon.indicators import Indicator
from qmon.reference import regions
from tests.known_samples import JOINT, OUTPUT

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
