"""A narrative as a Word document: headings, paragraphs, and charts that Word draws itself, with their numbers inside."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qmon import workbooks
from qmon.reports.narrative import Bars, Line, Narrative
from qmon.reports.summary import FIXED

ORDINALS = "一二三四五六七八九十"
_BLUE, _RED, _PALE = "#1F5C99", "#B3432B", "#9DB8D2"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" '
    'name="chart{number}" descr="{title}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def write(path: Path, narrative: Narrative) -> None:
    """A4, 仿宋 body and 黑体 headings as in official documents; the same narrative gives the same bytes."""
    document = docx.Document()
    document.core_properties.title = narrative.title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = FIXED
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, narrative.title, "黑体", 20, bold=True)
    number = 0
    for position, section in enumerate(narrative.sections):
        _run(document.add_heading(level=2), f"{ORDINALS[position]}、{section.heading}", "黑体", 15)
        for text in section.paragraphs:
            _body(document.add_paragraph(), text, 14)
        for chart in section.charts:
            number += 1
            _chart(document.add_paragraph(), chart, number)
    for text in narrative.closing:
        _body(document.add_paragraph(), text, 10.5)
    content = io.BytesIO()
    document.save(content)
    path.write_bytes(_undated(content.getvalue()))


def _body(paragraph: Paragraph, text: str, size: float) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    paragraph.paragraph_format.line_spacing = 1.5
    _run(paragraph, text, "仿宋", size)


def _run(paragraph: Paragraph, text: str, font: str, size: float, bold: bool = False) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = font, Pt(size), bold
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _chart(paragraph: Paragraph, chart: Line | Bars, number: int) -> None:
    """The chart and the workbook of its numbers as parts of the document: XlsxWriter writes both, Word and LibreOffice draw them."""
    book = _workbook(chart)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        drawn = archive.read("xl/charts/chart1.xml")
    package = paragraph.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, drawn, package)
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _SHEET, book, package)
    linked = part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    outside = f'<c:externalData r:id="{linked}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    part._blob = drawn.replace(b"</c:chartSpace>", outside.encode())
    relation = paragraph.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    title = chart.title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    height = Cm(6.5) if isinstance(chart, Line) else Cm(2.5 + 0.7 * len(chart.labels))
    paragraph.add_run()._element.append(
        parse_xml(_DRAWING.format(width=int(Cm(15.5)), height=int(height), number=number, title=title, relation=relation))
    )


def _workbook(chart: Line | Bars) -> bytes:
    """The numbers of a chart, and the chart."""
    content = io.BytesIO()
    with workbooks.written(content) as book:
        book.set_properties({"created": FIXED})
        sheet = book.add_worksheet("data")
        labels = chart.periods if isinstance(chart, Line) else chart.labels
        sheet.write_column(1, 0, labels)
        drawn = book.add_chart({"type": "line" if isinstance(chart, Line) else "bar"})
        for position, (name, column, look) in enumerate(_series(chart), 1):
            sheet.write_string(0, position, name)
            sheet.write_column(1, position, column)
            ranges = {"categories": ["data", 1, 0, len(labels), 0], "values": ["data", 1, position, len(labels), position]}
            drawn.add_series({"name": ["data", 0, position]} | ranges | look)
        drawn.set_title({"name": chart.title, "name_font": {"size": 11, "bold": True}, "overlay": False})
        if isinstance(chart, Line):
            drawn.set_legend({"position": "bottom"})
        else:
            drawn.set_legend({"none": True})
            drawn.set_y_axis({"reverse": True, "label_position": "low"})
        sheet.insert_chart("F2", drawn)
    return content.getvalue()


def _series(chart: Line | Bars) -> list[tuple[str, tuple[float | None, ...], dict[str, Any]]]:
    """Name, numbers and look of each series."""
    if isinstance(chart, Bars):
        look = {"fill": {"color": _BLUE}, "invert_if_negative": True, "invert_if_negative_color": _RED}
        return [("百分点", chart.points, look)]
    solid, dashed = {"color": _BLUE, "width": 2.25}, {"color": _PALE, "width": 1, "dash_type": "dash"}
    return [
        ("比率", chart.rates, {"line": solid, "smooth": False, "marker": {"type": "circle", "size": 5}}),  # a rate between gaps has no line
        ("置信下限", chart.lows, {"line": dashed, "smooth": False}),
        ("置信上限", chart.highs, {"line": dashed, "smooth": False}),
    ]  # fmt: skip


def _undated(content: bytes) -> bytes:
    """The archive with one date in every entry: python-docx writes the time of day."""
    made = io.BytesIO()
    day = (FIXED.year, FIXED.month, FIXED.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, day), old.read(entry.filename), zipfile.ZIP_DEFLATED)
    return made.getvalue()
