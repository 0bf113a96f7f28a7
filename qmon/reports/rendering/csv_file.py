"""A published table as CSV: headings and rows alone, numbers as printed, for machines and spreadsheets."""

import csv
from pathlib import Path

from qmon.reports.cells_of_text import for_csv
from qmon.reports.model import Table


def write(path: Path, table: Table) -> None:
    """UTF-8 with a mark, so that a spreadsheet reads the Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.headings)
        for row in table.rows:
            # A printed number is a number, also with a sign in front.
            cells = (cell.text.replace(",", "") if cell.value is not None else for_csv(cell.text) for cell in row.cells)
            writer.writerow((*map(for_csv, row.leading), *cells))
