"""Published tables as one page that opens without a network and prints on A4."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from qmon.reports.model import Language, Table
from qmon.reports.narrative import Narrative

_HERE = Path(__file__).parent


def to_html(tables: list[Table], heading: str, language: Language = "zh") -> str:
    """The page: contents, then each table. Every text is escaped."""
    return str(_template("tables.html").render(tables=tables, heading=heading, language=language))


def analysis_to_html(narrative: Narrative) -> str:
    """The narrative with its charts inside."""
    from qmon.reports.rendering import charts  # a second to import, and only where there is a chart
    from qmon.reports.rendering.document import ORDINALS

    return str(_template("analysis.html").render(narrative=narrative, svg=charts.to_svg, ordinals=ORDINALS))


@cache
def _template(name: str) -> Template:
    found = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return found.get_template(name)
