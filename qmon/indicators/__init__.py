"""Indicators: each .yml here is the definition (口径) of one published number; the folder is the indicator system."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Literal

from qmon.definitions import Definition, DefinitionError, read_definition
from qmon.dictionary import Words, dictionary
from qmon.sql import predicate

FOLDER = Path(__file__).parent
DIMENSIONS = ("region", "category", "stage", "channel", "task_level")  # what a rate may be broken down by


class Indicator(Definition):
    """One number: what is counted, over which samples, by which verdict, into which period, broken down how, and how it is printed.

    unit: sample (批次) or firm (企业; `firm` names its role; a firm passes when all its samples of the period pass).
    population: the samples it speaks of; exclusions: those that never count, each with its reason.
    strategies: the sampling strategies that are pooled, by name; a sample of another one is not in the number.
    never_pooled: dimensions over which it is not added up (a national and a provincial sample are not one list).
    printed_as: the words for the domain under which bodies print this number (食品, 国家监督抽查): what a published figure is held against.
    """

    name: str
    title: str
    title_en: str
    domain: Literal["food", "consumer_goods", "agri_input"]
    unit: Literal["sample", "firm"] = "sample"
    firm: Literal["producer_name", "sampled_unit_name", "entrusting_name", "importer_name"] | None = None
    population: str
    exclusions: dict[str, str] = {}
    strategies: Words = ("selective",)
    verdict: Literal["reported", "derived"] = "reported"
    passes: Words = ("conforming",)
    fails: Words = ("nonconforming",)
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
        return f"企业（{dictionary().fields[self.firm].zh}）" if self.firm else "批次"

    def printed(self, n_pass: int, n: int) -> str | None:
        """The rate in per cent, rounded once from the exact fraction (GB/T 8170 half-even unless the definition says otherwise)."""
        if n == 0:
            return None
        with localcontext(prec=60):
            exact = Decimal(100 * n_pass) / Decimal(n)
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
        strange = {name for grouping in indicator.groupings for name in grouping} - set(DIMENSIONS)
        if strange:
            raise DefinitionError(f"{path}: groupings: {', '.join(sorted(strange))} is not one of {', '.join(DIMENSIONS)}")
        if (indicator.unit == "firm") != (indicator.firm is not None):
            raise DefinitionError(f"{path}: firm: names the role when, and only when, firms are counted")
        if set(indicator.period) - {field for field in columns if field.endswith("_on")}:
            raise DefinitionError(f"{path}: period: not a date of the sample")
        for other in found.values():
            if other.unit == indicator.unit and set(other.printed_as) & set(indicator.printed_as):
                raise DefinitionError(f"{path}: printed_as: {other.name} is printed under the same word")
        found[indicator.name] = indicator
    return found
