"""Indicators: each .yml here is the definition (口径) of one published number; the folder is the indicator system."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from qmon.definitions import Definition, DefinitionError, read_definition
from qmon.dictionary import Words, dictionary
from qmon.sql import predicate

FOLDER = Path(__file__).parent
DIMENSIONS = ("region", "category", "stage", "channel", "producer_scale", "industry", "task_level")  # what a rate may be broken down by
_GROUPINGS = {
    "total": "合计",
    "region": "地区",
    "category": "产品类别",
    "stage": "环节",
    "channel": "渠道",
    "producer_scale": "企业规模",
    "industry": "行业",
    "task_level": "任务级别",
}


class Weights(Definition):
    """By what a weighted rate is weighed: the output value (产值) of each stratum, place and division of industry; and what stands for one
    with fewer than `least_n` units (qmon/statistics/weighting.py says what each rule is)."""

    by: Literal["output_value"]
    empty: Literal["collapse", "carry_forward", "shrink", "leave_out"]
    least_n: int = 1


def grouping_in_words(grouping: str) -> str:
    """By which dimensions the rates of a grouping are broken down, in Chinese."""
    return "、".join(_GROUPINGS[part] for part in grouping.split("+"))


class Indicator(Definition):
    """One number: what is counted, over which samples, by which verdict, into which period, broken down how, and how it is printed.

    unit: sample (批次), firm (企业; `firm` names its role; a firm passes when all its samples of the period pass), item (项次: the
    supervision items of its samples by their reported verdict) or specimen (组: those that a sample states as tested in its batch).
    verdict: reported (the legal fact), derived or risk (of the risk-monitoring track).
    failing_items: which failing items make a sample fail in this number (实物质量: those that are not of the label); a failing sample with
    other failing items only passes, one without listed items counts only where its conclusion is one of failing_words (假农药).
    rate_of: what the rate is the share of: pass, or fail for a problem rate (问题率).
    index_base: the year whose mix of categories its fixed-mix rate keeps, and from which on it is chain-linked too (table rate_index).
    aggregation: pooled, or mean_of_rounds: the rate of a year is the mean of the rates of its quarters, each a round (轮次) of monitoring.
    or weighted by `weights`, strata being the places and divisions of industry.
    place: which place of the sample a region is: where it was taken, or where its named producer is.
    designs: from which month on the samples were drawn by another design, and what changed; rates of two designs are not compared.
    population: the samples it speaks of; exclusions: those that never count, each with its reason.
    strategies: the sampling strategies that are pooled, by name; a sample of another one is not in the number.
    never_pooled: dimensions over which it is not added up (a national and a provincial sample are not one list).
    printed_as: the words for the domain under which bodies print this number (食品, 国家监督抽查): what a published figure is held against.
    """

    name: str
    title: str
    title_en: str
    domain: Literal["food", "consumer_goods", "agri_input"]
    unit: Literal["sample", "firm", "item", "specimen"] = "sample"
    firm: Literal["producer_name", "sampled_unit_name", "entrusting_name", "importer_name"] | None = None
    population: str
    exclusions: dict[str, str] = {}
    strategies: Words = ("selective",)
    verdict: Literal["reported", "derived", "risk"] = "reported"
    failing_items: str | None = None
    failing_words: Words = ()
    passes: Words = ("conforming",)
    fails: Words = ("nonconforming",)
    rate_of: Literal["pass", "fail"] = "pass"
    aggregation: Literal["pooled", "mean_of_rounds", "weighted"] = "pooled"
    weights: Weights | None = None
    index_base: str | None = None
    designs: dict[str, str] = {}
    place: Literal["sampled_region", "producer_region"] = "sampled_region"
    period: Words = ("sampled_on",)
    period_kinds: Words = ("month", "quarter", "year")
    groupings: tuple[Words, ...]
    never_pooled: Words = ("task_level",)
    decimals: int = 2
    printed_as: Words = ()
    rounding: Literal["half_even", "half_up"] = "half_even"
    audience: Literal["internal", "public"] = "public"
    owner: str
    version: str
    origin: str

    @property
    def unit_counted(self) -> str:
        if self.firm:
            return f"企业（{dictionary().fields[self.firm].zh}）"
        return {"sample": "批次", "item": "项次", "specimen": "组"}[self.unit]

    @property
    def verdict_column(self) -> str:
        """The column of the sample that decides."""
        return "risk_verdict_reported" if self.verdict == "risk" else f"verdict_{self.verdict}"

    def printed(self, k: int, n: int) -> str | None:
        """The share of k in n in per cent, rounded once from the exact fraction (GB/T 8170 half-even unless defined otherwise)."""
        return None if n == 0 else self.rounded(Fraction(100 * k, n))

    def printed_rate(self, row: Mapping[str, Any]) -> str | None:
        """The rate of a row of the table rate in per cent, rounded once: from its counts, or from `rate` where it is no share of counts."""
        if row["rate"] is None:
            return None
        if self.aggregation == "pooled":
            return self.printed(row["n_pass"] if self.rate_of == "pass" else row["n_fail"], row["n"])
        # A double near an exact tie is the tie: twelve decimals are beyond any rate of real counts.
        return self.rounded(Fraction(Decimal(row["rate"]).quantize(Decimal("1e-14"))) * 100)

    def rounded(self, percent: Fraction) -> str:
        """An exact number of per cent or points as it is printed."""
        with localcontext(prec=60):
            exact = Decimal(percent.numerator) / Decimal(percent.denominator)
            mode = ROUND_HALF_EVEN if self.rounding == "half_even" else ROUND_HALF_UP
            return str(exact.quantize(Decimal(1).scaleb(-self.decimals), rounding=mode))


@cache
def indicators(folder: Path = FOLDER) -> dict[str, Indicator]:
    """Every indicator by name. Raises DefinitionError (exit 10) with file where one contradicts itself or the dictionary."""
    found: dict[str, Indicator] = {}
    for path in sorted(folder.glob("*.yml")):
        indicator = read_definition(path, Indicator, name=path.stem)
        columns = frozenset(dictionary().tables["sample_history"].columns)
        for text in (indicator.population, *indicator.exclusions):
            predicate(text, columns, str(path))
        if indicator.failing_items is not None:
            predicate(indicator.failing_items, frozenset(dictionary().tables["result"].columns), str(path))
        elif indicator.failing_words:
            raise DefinitionError(f"{path}: failing_words: stand beside failing_items only")
        strange = {name for grouping in indicator.groupings for name in grouping} - set(DIMENSIONS)
        if strange:
            raise DefinitionError(f"{path}: groupings: {', '.join(sorted(strange))} is not one of {', '.join(DIMENSIONS)}")
        if (indicator.unit == "firm") != (indicator.firm is not None):
            raise DefinitionError(f"{path}: firm: names the role when, and only when, firms are counted")
        if (indicator.aggregation == "weighted") != (indicator.weights is not None):
            raise DefinitionError(f"{path}: weights: stand where, and only where, aggregation is weighted")
        if indicator.weights is not None and set(chain(*indicator.groupings)) - {"region", "industry"} | set(indicator.never_pooled):
            raise DefinitionError(f"{path}: groupings: a weighted rate is broken down by region and industry alone, and pools the rest")
        if indicator.aggregation == "mean_of_rounds" and "quarter" not in indicator.period_kinds:
            raise DefinitionError(f"{path}: aggregation: the rounds of mean_of_rounds are quarters, which period_kinds lacks")
        by_category = indicator.aggregation == "pooled" and indicator.unit != "firm" and ("category",) in indicator.groupings
        if indicator.index_base is not None and not (by_category and "year" in indicator.period_kinds):
            raise DefinitionError(f"{path}: index_base: stands where a pooled rate of no firms is broken down by category and year")
        if indicator.verdict == "risk" and indicator.audience != "internal":
            raise DefinitionError(f"{path}: audience: results of risk monitoring are internal")
        if set(indicator.period) - {field for field in columns if field.endswith("_on")}:
            raise DefinitionError(f"{path}: period: not a date of the sample")
        for other in found.values():
            if other.unit == indicator.unit and set(other.printed_as) & set(indicator.printed_as):
                raise DefinitionError(f"{path}: printed_as: {other.name} is printed under the same word")
        found[indicator.name] = indicator
    return found
