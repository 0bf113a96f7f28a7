"""Reads words of published figures: what is counted (批次, 家企业, 组, 加油站) and what domain the figures are about (食品, 农药)."""

from functools import cache

from qmon.reference.tables import rows


def counted_unit(text: str) -> str | None:
    """The canonical word for a printed one, None for an unknown one: 家企业 -> 企业. Blanks are passed over."""
    return _words("counted_units", "unit").get("".join(text.split()))


def domain(text: str) -> str | None:
    """The domain that a printed word belongs to, None for an unknown one: 兽药 -> agri_input."""
    return _words("domains", "domain").get("".join(text.split()))


@cache
def _words(table: str, meaning: str) -> dict[str, str]:
    return {row["word"]: row[meaning] for row in rows(table)}
