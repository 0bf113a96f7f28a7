"""Writes tables as CSV, xlsx and ods so that the same cells give the same bytes: fixed dates of creation, fixed times in the zip."""

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import xlsxwriter

Cell = str | int | datetime.date
Rows = Sequence[Sequence[Cell]]
CREATED = datetime.datetime(2014, 12, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def as_csv(rows: Rows, encoding: str = "utf-8") -> bytes:
    """CSV as spreadsheets write it: quotes where needed, CR LF. Encodings: utf-8, utf-8-sig, gb18030."""
    text = io.StringIO()
    csv.writer(text).writerows([[_text(cell) for cell in row] for row in rows])
    return text.getvalue().encode(encoding)


def as_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """An Excel workbook. Dates are date cells, numbers are numbers, text that begins with "=" stays text."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": CREATED})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, column, datetime.datetime.combine(cell, datetime.time()), day)
                    elif isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    else:
                        sheet.write_number(number, column, cell)
    return content.getvalue()


def as_ods(sheets: Mapping[str, Rows]) -> bytes:
    """An OpenDocument spreadsheet with the least that a reader asks for: mimetype, manifest, content."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest_namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{manifest_namespace}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # The mimetype comes first and uncompressed, so that the kind of file shows in its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _ZIP_TIME), _ODS, zipfile.ZIP_STORED)
        for name, text in (("META-INF/manifest.xml", manifest), ("content.xml", document)):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, datetime.date):
        value = f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int):
        value = f' office:value-type="float" office:value="{cell}"'
    else:
        value = ' office:value-type="string"'
    return f"<table:table-cell{value}><text:p>{escape(_text(cell))}</text:p></table:table-cell>"


def _text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)
