"""Reading the latest release: what a person wants to see first, and what is wrong."""

from pathlib import Path
from typing import Any

from qmon.dictionary import dictionary
from qmon.engine import connect, fetch_dicts, fetch_one
from qmon.findings import rules
from qmon.indicators import indicators
from qmon.release import NotThere, latest
from qmon.sql import read_sql

HERE = Path(__file__).parent


def list_findings(curated_folder: Path, only_open: bool, code: str | None, most: int | None = None) -> tuple[list[dict[str, Any]], int]:
    """The findings of the latest release, those that hold something first, at most so many; and how many there are.
    Raises NotThere where there is no release."""
    made = latest(curated_folder)
    if made is None:
        raise NotThere(f"{curated_folder} 中还没有发布")
    query = read_sql(HERE.joinpath("findings.sql"))
    asked = {"only_open": only_open, "code": code, "asking": [rule.code for rule in rules().values() if rule.asks]}
    with connect(made.database, read_only=True) as connection:
        (total,) = fetch_one(connection, f"SELECT count(*) FROM ({query})", asked)
        return fetch_dicts(connection, f"{query} LIMIT $most", asked | {"most": most}), total


def headline(curated_folder: Path) -> list[str]:
    """What a person wants to read first: each indicator's newest year, with n and interval."""
    made = latest(curated_folder)
    if made is None:
        return []
    levels = dictionary().fields["task_level"].allowed or {}
    with connect(made.database, read_only=True) as connection:
        rows = fetch_dicts(connection, read_sql(HERE.joinpath("headline.sql")), {"levels": list(levels)})
    known = indicators()
    lines = []
    for row in rows:
        indicator = known[row["indicator"]]
        level = "合计" if row["task_level"] == "ALL" else levels.get(row["task_level"], "级别不详")
        interval = f"{100 * row['ci_low']:.2f}～{100 * row['ci_high']:.2f}"
        rate = indicator.printed_rate(row) or "/"
        lines.append(f"{indicator.title}（{level}，{row['period']}年）：{rate}%，n={row['n']:,}，95%置信区间 {interval}")
    return lines
