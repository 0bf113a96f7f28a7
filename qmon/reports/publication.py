"""The published tables of a release: public/ and internal/, each as workbook, page, Markdown and CSV, refused where they disagree."""

import datetime
import json
from pathlib import Path

from qmon.engine import connect
from qmon.indicators import Indicator
from qmon.reports.agreement import Disagreement, Printed, disagreements, printed
from qmon.reports.layout import FOLDER, layouts
from qmon.reports.model import Language, Table
from qmon.reports.rendering import csv_file, html, markdown, workbook
from qmon.reports.tables import tables

PRINTED = "printed.json"  # what the tables print, for the next release to be held against; internal
HEADINGS = {
    ("public", "zh"): "产品质量合格率统计表",
    ("public", "en"): "Statistical tables of product quality",
    ("internal", "zh"): "产品质量合格率统计表（内部）",
    ("internal", "en"): "Statistical tables of product quality (internal)",
}


def write(
    folder: Path, indicators: dict[str, Indicator], today: datetime.date, previous: Path | None, of: Path = FOLDER
) -> list[Disagreement]:
    """Write the tables of every layout in `of` from the qmon.duckdb in `folder` into folder/public and folder/internal.

    Nothing internal is written into public/. previous: the folder of the release before. Returns what disagrees (T01 to T06): a release
    with any is not to be made."""
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        made = {
            language: [
                table for layout in layouts(indicators, of).values() for table in tables(connection, layout, indicators, today, language)
            ]
            for language in _LANGUAGES
        }
    for audience in ("public", "internal"):
        place = folder / audience
        place.mkdir(exist_ok=True)
        for language, every in made.items():
            _render(place, [table for table in every if table.layout.audience == audience], HEADINGS[audience, language], language)
    content = json.dumps(printed(made["zh"]), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "internal" / PRINTED).write_text(content, encoding="utf-8")
    return [one for every in made.values() for one in disagreements(every, indicators, _printed_before(previous))]


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


def _printed_before(previous: Path | None) -> Printed | None:
    path = previous / "internal" / PRINTED if previous is not None else None
    if path is None or not path.exists():
        return None
    found: Printed = json.loads(path.read_text(encoding="utf-8"))
    return found
