"""The list of findings that wait for a person, as a workbook to be filled in and dropped into data/raw/decision/."""

from pathlib import Path
from typing import Any

from qmon import workbooks
from qmon.dictionary import dictionary
from qmon.findings import rules
from qmon.reports.summary import FIXED

ANSWERS = ("处理决定", "替换值", "理由", "文号", "决定人", "决定日期", "有效期至")
CARRIED = ("发现编号", "规则代码", "说明", "文件", "工作表", "记录号", "列", "原值", "样品标识", "补救")
MOST = 20_000  # findings that a person can still look through
_LISTS = "词表"


def write(path: Path, findings: list[dict[str, Any]]) -> int:
    """Write the list, one line a finding, and return how many; what is filled in stands to the right of what is told."""
    answers = list((dictionary().fields["answer"].allowed or {}).values())
    with workbooks.written(path) as book:
        book.set_properties({"title": "待处理的发现", "created": FIXED})
        told = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        asked = book.add_format({"bold": True, "bg_color": "#FFF2CC", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("待处理")
        hidden = book.add_worksheet(_LISTS)
        hidden.hide()
        hidden.write_column(0, 0, answers)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, CARRIED, told)
        sheet.write_row(0, len(CARRIED), ANSWERS, asked)
        sheet.write_comment(0, len(CARRIED), "采纳：数据属实；豁免：到期前不再提示；替换：改为“替换值”；作废：样品不计入")
        for column, width in enumerate((20, 9, 40, 30, 10, 8, 14, 24, 30, 40, 10, 14, 30, 14, 12, 12, 12)):
            sheet.set_column(column, column, width, text)
        for line, finding in enumerate(findings, start=1):
            label = dictionary().fields[finding["column_name"]].zh if finding["column_name"] in dictionary().fields else ""
            cells = (
                finding["finding_id"], finding["code"], finding["message"], finding["file"], finding["sheet"], finding["row_no"],
                label, finding["found_text"], finding["sample_id"], rules()[finding["code"]].remedy,
            )  # fmt: skip
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, "" if cell is None else str(cell), text)
        last = max(len(findings), 1)
        sheet.data_validation(1, len(CARRIED), last, len(CARRIED), {"validate": "list", "source": f"={_LISTS}!$A$1:$A${len(answers)}"})
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, last, len(CARRIED) + len(ANSWERS) - 1)
    return len(findings)
