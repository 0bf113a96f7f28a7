"""Published tables as Markdown."""

from qmon.reports.cells_of_text import for_markdown
from qmon.reports.model import Table


def to_markdown(tables: list[Table]) -> str:
    """Each table with its title, unit line, rows, notes and source."""
    lines: list[str] = []
    for table in tables:
        right = ["---:" if numeric else "---" for numeric in _numeric(table)]
        lines += [f"## {for_markdown(table.title)}", "", for_markdown(table.unit_line), ""]
        lines += [_line(table.headings), f"|{'---|' * (len(table.headings) - len(table.columns))}{'|'.join(right)}|"]
        for row in table.rows:
            cells = (*map(for_markdown, row.leading), *(for_markdown(cell.text) for cell in row.cells))
            lines.append(_line(tuple(f"**{cell}**" if cell else "" for cell in cells) if row.role == "total" else cells))
        label = "注：" if table.language == "zh" else "Notes: "
        lines += ["", label, *(f"{number}. {for_markdown(note)}" for number, note in enumerate(table.notes, 1))]
        lines += ["", for_markdown(table.source_line), ""]
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _numeric(table: Table) -> list[bool]:
    return [any(row.cells[position].value is not None for row in table.rows) for position in range(len(table.columns))]
