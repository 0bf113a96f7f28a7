"""Periods as they are written in titles and rows: 2024年, 2024年第一季度, 2024年3月; and those that follow each other."""

from typing import Literal

_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def period_name(period: str, language: Literal["zh", "en"] = "zh") -> str:
    """2024-Q1 -> 2024年第一季度, first quarter of 2024 -> Q1 2024."""
    year, _, rest = period.partition("-")
    if not rest:
        return f"{year}年" if language == "zh" else year
    if rest.startswith("Q"):
        return f"{year}年{_QUARTERS[int(rest[1]) - 1]}" if language == "zh" else f"{rest} {year}"
    return f"{year}年{int(rest)}月" if language == "zh" else f"{_MONTHS[int(rest) - 1]} {year}"


def every_period(first: str, last: str) -> list[str]:
    """All years, quarters or months between two, both among them: 2024-Q3, 2025-Q1 -> 2024-Q3, 2024-Q4, 2025-Q1."""
    import pandas as pd  # slow to import, and most who name a period need no others

    freq, written = ("Q", "%Y-Q%q") if "Q" in first else ("M", "%Y-%m") if "-" in first else ("Y", "%Y")
    return list(pd.period_range(first, last, freq=freq).strftime(written))
