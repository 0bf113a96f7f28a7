"""The screen: tables and progress for people at the command line; what they print is data, never markup."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from qmon.dictionary import dictionary
from qmon.intake import FAILED
from qmon.night import Outcome
from qmon.release.reading import headline

_COUNTS = ("n_records", "n_exact_duplicates", "n_quarantined", "n_samples", "n_results", "n_fail_reported")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None, right: Iterable[int] = ()) -> None:
    """Print an aligned table; columns in `right` are numbers."""
    numbers = set(right)
    shown = Table(title=title, title_justify="left", show_edge=False, pad_edge=False, header_style="bold")
    for position, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if position in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row))
    console = Console()
    # Without a terminal there is no width to fit: a log keeps every word on its line.
    (console if console.is_terminal else Console(width=200)).print(shown)


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, nothing elsewhere: call it with what is done, of how much, and what comes now."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None)
        yield lambda done, of, what: bar.update(task, completed=done, total=of, description=what)


def show(outcome: Outcome, curated: Path) -> None:
    """What a night came to: each delivery, what was said about files, each indicator's newest year, and one closing sentence."""
    labels = (dictionary().fields["delivery_status"].allowed or {}) | {FAILED: "出错待重试"}
    if outcome.deliveries:
        table(
            ("交付文件", "状态", "记录", "完全重复", "隔离", "样品批次", "检验结果", "不合格批次"),
            [(row["file"], labels[row["delivery_status"]], *(row.get(name) for name in _COUNTS)) for row in outcome.deliveries],
            right=range(2, 8),
        )
    for row in outcome.deliveries:
        if row["delivery_status"] == FAILED:
            click.echo(f"{row['file']}：{row['message']}")
    for note in outcome.notes:
        click.echo(f"{note['code']} {note['file']}：{note['message']}")
    if outcome.release:
        for line in headline(curated):
            click.echo(line)
    click.echo(outcome.summary)
