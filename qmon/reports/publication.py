"""The published tables of a release: public/ and internal/, each as workbook, page, Markdown and CSV, refused where they disagree."""

import datetime
from pathlib import Path
from typing import Literal

from qmon.engine import connect, fetch
from qmon.indicators import Indicator
from qmon.reports.agreement import Disagreement, disagreements
from qmon.reports.layout import FOLDER, layouts
from qmon.reports.model import Language, Table
from qmon.reports.narrative import Line, narratives, written
from qmon.reports.rendering import csv_file, document, html, markdown, workbook
from qmon.reports.tables import numbers, tables

HEADINGS = {
    ("public", "zh"): "产品质量合格率统计表",
    ("public", "en"): "Statistical tables of product quality",
    ("internal", "zh"): "产品质量合格率统计表（内部）",
    ("internal", "en"): "Statistical tables of product quality (internal)",
}


def write(folder: Path, indicators: dict[str, Indicator], today: datetime.date, of: Path = FOLDER) -> list[Disagreement]:
    """Write the tables of every layout in `of` from the qmon.duckdb in `folder` into folder/public and folder/internal.

    Nothing internal is written into public/. Returns what disagrees (T01 to T07): a release with any is not to be made."""
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        counted = {name for (name,) in fetch(connection, "SELECT DISTINCT indicator FROM rate WHERE n > 0")}
        filled = [
            (layout, numbers(connection, layout, indicators, today))
            for layout in layouts(indicators, of).values()
            if counted & set(layout.indicators)
        ]
        analyses = {
            audience: [
                (form.name, text)
                for form in narratives(indicators).values()
                if (text := written(connection, form, indicators, today, audience)) is not None
            ]
            for audience in _AUDIENCES
        }
    made = {language: [one for layout, found in filled for one in tables(found, layout, indicators, language)] for language in _LANGUAGES}
    for audience in _AUDIENCES:
        place = folder / audience
        place.mkdir(exist_ok=True)
        for name, text in analyses[audience]:
            document.write(place / f"{name}.docx", text)
            (place / f"{name}.html").write_text(html.analysis_to_html(text), encoding="utf-8")
        for language, every in made.items():
            _render(place, [table for table in every if table.layout.audience == audience], HEADINGS[audience, language], language)
    return [one for every in made.values() for one in disagreements(every, indicators)]


def make_ready() -> None:
    """Draw a first chart: what takes a second, whatever is drawn, is done then."""
    from qmon.reports.rendering.charts import to_svg

    to_svg(Line("", (), (), (), ()))


_AUDIENCES: tuple[Literal["public", "internal"], ...] = ("public", "internal")
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _render(place: Path, shown: list[Table], heading: str, language: Language) -> None:
    if not shown:
        return
    suffix = "" if language == "zh" else "_en"
    workbook.write(place / f"tables{suffix}.xlsx", shown, heading)
    (place / f"tables{suffix}.html").write_text(html.to_html(shown, heading, language), encoding="utf-8")
    (place / f"tables{suffix}.md").write_text(markdown.to_markdown(shown), encoding="utf-8")
    if language == "zh":
        (place / "csv").mkdir(exist_ok=True)
        for table in shown:
            csv_file.write(place / "csv" / f"{table.key}.csv", table)
