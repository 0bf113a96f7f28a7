"""A weighted rate at the command line: what each division adds to it, and what another rule for empty strata would make of it."""

import json
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click
import duckdb

from qmon.engine import connect, fetch, fetch_one
from qmon.explain import definition_of
from qmon.indicators import Indicator, Weights
from qmon.reference.industries import industry_names
from qmon.release import NotThere, Release, latest
from qmon.statistics.counts import Counts
from qmon.statistics.weighting import Stratum, weighted_rate
from qmon.tracing import CURATED, JSON

RULES = get_args(Weights.model_fields["empty"].annotation)
_RULES = {"collapse": "用本行业全省", "carry_forward": "沿用上期", "shrink": "向本行业收缩", "leave_out": "不计"}


class ByRule(NamedTuple):
    """The rate under one rule for empty strata in per cent as printed, its interval, and the per cent of the weight that has a rate."""

    rule: str
    in_force: bool
    rate: str
    ci_low: str
    ci_high: str
    n_effective: float
    covered: float


class Part(NamedTuple):
    """One division: its per cent of the weight, its samples, its rate and what that adds to the whole, in per cent, and how many of its
    strata have a rate that is not their own."""

    industry: str
    weight: float
    n: int
    rate: float | None
    adds: float
    borrowed: int


def weighted(release: Release, name: str, period: str) -> tuple[Indicator, list[ByRule], list[Part]]:
    """The rate of indicator `name` in `period` (2025-Q4, 2025) under every rule, and its parts under its own. Raises NotThere."""
    with connect(release.database, read_only=True) as connection:
        definition = definition_of(connection, name)
        if definition.weights is None:
            raise NotThere(f"{name} 不是加权指标")
        strata = _strata(connection, name)
        if period not in strata:
            raise NotThere(f"{name} 在 {period} 没有加权合格率；现有：{'、'.join(sorted(strata))}")
        now = {stratum: counts for stratum, (counts, _) in strata[period].items()}
        weights = {stratum: Fraction(value) for stratum, (_, value) in strata[period].items()}
        earlier = _earlier(strata, period)
        rules = [_by_rule(connection, definition, rule, now, weights, earlier) for rule in RULES]
        found = weighted_rate(now, weights, definition.weights.empty, definition.weights.least_n, earlier)
    assert found is not None
    parts: dict[str, list[Any]] = defaultdict(list)
    for (_, industry), term in found.terms.items():
        parts[industry].append(term)
    shown = [_part(industry, terms, found.covered) for industry, terms in sorted(parts.items())]
    return definition, [one for one in rules if one is not None], [one for one in shown if one.weight > 0]


def _strata(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, dict[Stratum, tuple[Counts, Any]]]:
    strata: dict[str, dict[Stratum, tuple[Counts, Any]]] = defaultdict(dict)
    asked = "SELECT period, region_code, industry, n, n_pass, output_value FROM stratum WHERE indicator = $name"
    for period, region, industry, n, n_pass, value in fetch(connection, asked, {"name": name}):
        strata[period][region, industry] = ((n, n_pass), value)
    return strata


def _earlier(strata: dict[str, dict[Stratum, tuple[Counts, Any]]], period: str) -> dict[Stratum, Counts]:
    """The newest counts of each stratum in the year before: its four quarters, or itself."""
    found: dict[Stratum, Counts] = {}
    for earlier in sorted(one for one in strata if len(one) == len(period) and one < period)[-4 if "Q" in period else -1 :]:
        found |= {stratum: counts for stratum, (counts, _) in strata[earlier].items() if counts[0]}
    return found


def _by_rule(
    connection: duckdb.DuckDBPyConnection,
    definition: Indicator,
    rule: Any,
    now: dict[Stratum, Counts],
    weights: dict[Stratum, Fraction],
    earlier: dict[Stratum, Counts],
) -> ByRule | None:
    assert definition.weights is not None
    found = weighted_rate(now, weights, rule, definition.weights.least_n, earlier)
    if found is None:
        return None
    k = float(found.rate) * found.n_effective
    ends = fetch_one(connection, "SELECT wilson_low($k, $n), wilson_high($k, $n)", {"k": k, "n": found.n_effective})
    rate, low, high = (definition.rounded(100 * Fraction(one)) for one in (found.rate, *ends))
    return ByRule(rule, rule == definition.weights.empty, rate, low, high, found.n_effective, 100 * float(found.covered))


def _part(industry: str, terms: list[Any], covered: Fraction) -> Part:
    weight = sum(term.weight for term in terms)
    rated = [term for term in terms if term.rate is not None and term.weight]
    adds = sum((term.weight * term.rate for term in rated), Fraction(0)) / covered
    within = sum(term.weight for term in rated)
    rate = float(adds * covered / within) if within else None
    borrowed = sum(term.rate_from != "own" and term.weight > 0 for term in terms)
    return Part(
        industry, 100 * float(weight), sum(term.n for term in terms), None if rate is None else 100 * rate, 100 * float(adds), borrowed
    )


@click.command("weighted")
@click.argument("indicator")
@click.argument("period")
@CURATED
@JSON
def command(indicator: str, period: str, curated: Path, as_json: bool) -> None:
    """The weighted rate of INDICATOR in PERIOD (2025-Q4, 2025): by rule for empty strata, and what each division adds to it."""
    release = latest(curated)
    if release is None:
        raise click.ClickException(f"{curated} 中还没有发布")
    try:
        definition, rules, parts = weighted(release, indicator, period)
    except NotThere as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        content = {"rules": [one._asdict() for one in rules], "parts": [one._asdict() for one in parts]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    from qmon.screen import table

    base = next(one for one in rules if one.in_force)
    click.echo(f"{definition.title} {period}：{base.rate}%")
    table(
        ("样本不足的层", "合格率(%)", "95%置信区间(%)", "有效样本量", "有合格率的产值(%)", "与现行规则之差(百分点)"),
        [
            (
                _RULES[one.rule] + ("（现行）" if one.in_force else ""),
                one.rate,
                f"{one.ci_low}～{one.ci_high}",
                f"{one.n_effective:.0f}",
                f"{one.covered:.1f}",
                f"{Decimal(one.rate) - Decimal(base.rate):+.{definition.decimals}f}",
            )
            for one in rules
        ],
        right=range(1, 6),
    )
    click.echo("")
    table(
        ("行业", "产值占比(%)", "检验数", "合格率(%)", "对合格率的贡献(百分点)", "非本层合格率的层"),
        [
            (
                f"{one.industry} {industry_names().get(one.industry, '')}",
                f"{one.weight:.2f}",
                one.n,
                "/" if one.rate is None else f"{one.rate:.2f}",
                f"{one.adds:.3f}",
                one.borrowed,
            )
            for one in sorted(parts, key=lambda one: -one.weight)
        ],
        right=range(1, 6),
    )
