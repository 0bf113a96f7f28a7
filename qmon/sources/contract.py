"""The model of a source.yml: what a supplier delivers, under which headings, and what it promises."""

from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field as PydanticField

from qmon.definitions import Definition
from qmon.dictionary import Words
from qmon.grammar import clean

CADENCES = {"day": "每日", "month": "每月", "quarter": "每季度", "year": "每年"}


class Derived(Definition):
    """A column that comes out of another one: by a lookup of words, by a reading of the reference tables, or as it is.

    unread: the rule that is broken where there is a text, but nothing could be read from it.
    """

    source: str = PydanticField(alias="from")
    lookup: dict[str, str | None] | None = None
    reading: (
        Literal["region_of_office", "level_of_office", "level_of_title", "issue_of_title", "date_of_title"]
        | Literal[
            "domain_of",
            "place_of",
            "period_of",
            "period_kind_of",
            "count_of",
            "counted_unit_of",
            "rate_of",
            "decimals_of_rate",
            "industry_of",
            "amount_of",
            "points_of",
        ]
        | None
    ) = None
    unread: str | None = None


class Record(Definition):
    """One kind of record of a source, recognised by its headings.

    gives: the tables that a record feeds; marks: headings that must stand in the sheet for it to be of this kind;
    required: columns without which the delivery is refused; columns: dictionary column -> headings, each spelled as seen;
    optional: columns whose absence is no finding; constants: columns that are the same in every record of a sheet without them;
    path: where the records are inside a JSON document, as keys with dots between them;
    without: columns that must not stand in the heading; titled: a pattern that must be found in the names of file and sheet or in the rows
    above the heading or in it; items_in: where several items of one record stand, in
    `cells` joined by bars (不合格项目║检验结果║标准值), or in `columns`, numbered or one an analyte;
    stated_units: unit -> headings that say it of the counts below them (抽检批次).
    """

    gives: Words
    marks: Words
    required: Words = ()
    optional: Words = ()
    columns: dict[str, Words]
    constants: dict[str, str] = {}
    derived: dict[str, Derived] = {}
    ignored: Words = ()
    path: str = ""
    without: Words = ()
    titled: str | None = None
    items_in: tuple[Literal["cells", "columns"], ...] = ()
    stated_units: dict[str, Words] = {}

    @cached_property
    def units_of_headings(self) -> dict[str, str]:
        """Heading as it is compared -> the unit that it states."""
        return {heading_key(heading): unit for unit, headings in self.stated_units.items() for heading in headings}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Heading as it is compared -> dictionary column."""
        return {heading_key(heading): column for column, headings in self.columns.items() for heading in headings}

    @cached_property
    def ignored_keys(self) -> frozenset[str]:
        """The headings passed over, as they are compared."""
        return frozenset(map(heading_key, self.ignored))


class Source(Definition):
    """One supplier's delivery: whose it is, what a sample's key is, when it is due, its kinds of records, and what it may come in
    beyond tables proper (allows).

    fallback_key: what a sample's key is where its number is not stated; refused: reason -> headings that are not taken for it;
    national_numbers: its sampling numbers are those of the national food sampling system (rule S02);
    sums_are_records: a row of 合计 is a record like the others, not a sum to be left out (H07);
    ignored_sheets: patterns (*_SUM) of the names of sheets in which no record stands.
    """

    name: str
    folder: Path
    title: str
    title_en: str
    supplier: str
    domain: Literal["food", "consumer_goods", "agri_input"] | None = None
    cadence: Literal["day", "month", "quarter", "year"] | None = None
    lag_days: int = 0
    key: Words = ()
    fallback_key: Words = ()
    promises_items: bool = False
    national_numbers: bool = False
    records_floor: int = 0
    floors: dict[str, float] = {}
    records: dict[str, Record]
    lookups: dict[str, dict[str, str | None]] = {}
    ignored: Words = ()
    personal: Words = ()
    refused: dict[str, Words] = {}
    allows: tuple[Literal["html"], ...] = ()
    sums_are_records: bool = False
    ignored_sheets: Words = ()

    @cached_property
    def ignored_keys(self) -> frozenset[str]:
        """The headings passed over in every kind of record, as they are compared."""
        return frozenset(map(heading_key, self.ignored))

    def ignores_sheet(self, name: str) -> bool:
        """Whether no record stands in a sheet of this name."""
        return any(fnmatchcase(name, pattern) for pattern in self.ignored_sheets)

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Headings that are not taken, as they are compared -> why."""
        return {heading_key(heading): reason for reason, headings in self.refused.items() for heading in headings}


def heading_key(heading: str | None) -> str:
    """A heading as it is compared: full-width forms folded, every space and line break out, upper case."""
    return "".join((clean(heading) or "").split()).upper()
