"""Published tables as one page that opens without a network and prints on A4."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from qmon.reports.model import Language, Table

_HERE = Path(__file__).parent


def to_html(tables: list[Table], heading: str, language: Language = "zh") -> str:
    """The page: contents, then each table. Every text is escaped."""
    return str(_template().render(tables=tables, heading=heading, language=language))


@cache
def _template() -> Template:
    found = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return found.get_template("tables.html")
