"""What every test may ask for: a raw folder to fill, a night over it, and one delivery taken as far as judged."""

import atexit
import datetime
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow.parquet as pq
import pytest

from qmon import dictionary, gate, intake, night, side_by_side
from qmon.curated import History
from qmon.night import Outcome
from qmon.received import Store
from qmon.release import Release
from qmon.reports import publication
from qmon.settings import Settings

NOW = datetime.datetime(2026, 1, 15, 17, 30, tzinfo=datetime.UTC)
REAL = Path(__file__).parents[2] / "shared" / "data"

FORM = "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,抽样日期,生产企业名称,被抽样单位名称,抽样地地市,结论,备注"
ITEM = "抽样单编号,检验项目,检验结果,结果单位,结果判定,最大允许限,允许限单位,方法检出限,检出限单位"

_connect = duckdb.connect


def connect_with_one_thread(
    database: str = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    """Two workers share two cores: statements of a few rows that are shared out once more wait for each other."""
    return _connect(database, read_only=read_only, config={"threads": "1", **(config or {})})


duckdb.connect = connect_with_one_thread

_ended: list[int] = []


def _end() -> None:
    if _ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended[-1])


# Called last of all: DuckDB's bindings would else report what Great Expectations and Prefect hold as leaked, below the last line.
atexit.register(_end)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # the collector need not look again and again at what was imported


def pytest_sessionfinish(exitstatus: int) -> None:
    _ended.append(int(exitstatus))


class Office:
    """A small office in a folder: files are delivered into it, nights are run, the latest release is asked."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.curated = folder / "raw", folder / "curated"
        self.raw.mkdir()
        self.now = NOW
        self.folders: tuple[Path, ...] = ()

    @property
    def settings(self) -> Settings:
        return Settings(self.raw, self.curated, self.folders, self.now)

    def deliver(self, file: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        """Put a file below the raw folder: source/name."""
        path = self.raw / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def form(self, *rows: str, name: str = "form.csv", heading: str = FORM) -> Path:
        return self.deliver(f"food_sampling_system/{name}", "\n".join((heading, *rows)) + "\n")

    def items(self, *rows: str, name: str = "items.csv", heading: str = ITEM) -> Path:
        return self.deliver(f"food_sampling_system/{name}", "\n".join((heading, *rows)) + "\n")

    @property
    def moment(self) -> datetime.datetime:
        """The moment of a release made now, UTC."""
        return intake.known(self.settings).replace(tzinfo=None)

    def night(self, days: int = 0) -> Outcome:
        """Run a night, `days` after the last one."""
        self.now += datetime.timedelta(days=days)
        return side_by_side.run(self.settings)

    def take_in(self) -> list[dict[str, Any]]:
        """Survey and take in what waits, without gate or release; the rows of the table delivery."""
        with night.locked(self.curated):
            intake.survey(self.settings)
            return [intake.ingest(self.settings, receipt) for receipt in intake.waiting(self.settings)]

    def history(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table over all deliveries in the history."""
        rows: list[dict[str, Any]] = []
        for path in History(self.curated).files(table):
            rows += pq.read_table(path).to_pylist()
        return rows

    def codes(self) -> list[str]:
        """The codes of all stored findings, sorted."""
        return sorted(row["code"] for row in self.history("finding"))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query to the latest release."""
        with duckdb.connect(str(self.curated / "latest" / "qmon.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    @property
    def latest(self) -> str:
        return (self.curated / "latest").resolve().name

    @property
    def release(self) -> Release:
        """The latest release."""
        return Release((self.curated / "latest").resolve())

    @property
    def store(self) -> Store:
        return Store(self.curated)


GATED = ("gate", "hostile", "real", "test_nights.py", "test_reconciliation.py", "test_linked_night.py")


@pytest.fixture(autouse=True)
def gate_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights of tests validate here, and only where validation may matter: to start Great Expectations for each of them, and to let it
    look at ten rows each time, would take most of the time of all tests."""
    validates = any(part in GATED for part in request.path.parts)

    class Here:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def validate(self, database: Path, counts: dict[str, int]) -> list[gate.Outcome]:
            return [outcome for table, n_rows in counts.items() for outcome in gate.validate(database, table, n_rows)] if validates else []

    if "gate_apart" not in request.fixturenames:
        monkeypatch.setattr(gate, "Keeper", Here)


PUBLISHED = (
    "reports",
    "flows",
    "test_personal.py",
    "test_release.py",
    "test_reproduce.py",
    "test_publishing.py",
    "test_manufacturing.py",
    "test_cookbook.py",
)


@pytest.fixture(autouse=True)
def published_only_where_it_matters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """To write the published tables, the analysis and a thousand comments on a few samples would take a fifth of the time of all tests."""
    if not any(part in PUBLISHED for part in request.path.parts):
        monkeypatch.setattr(publication, "write", lambda *given: [])
        monkeypatch.setattr(dictionary, "write_comments", lambda *given: None)


@pytest.fixture
def gate_apart() -> None:
    """The gate runs in a process of its own, as it does in every real night."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real deliveries beside the checkout; a test that asks for it is skipped where it is absent."""
    if not REAL.is_dir():
        pytest.skip("real deliveries (../shared/data) are not beside this checkout")
    return REAL


@pytest.fixture
def judge_one(office: Office) -> Iterator[Callable[..., Office]]:
    """Deliver rows of a form and of items and take them in: judge_one(form=[…], items=[…])."""

    def judge(form: list[str] | None = None, items: list[str] | None = None) -> Office:
        if form is not None:
            office.form(*form)
        if items is not None:
            office.items(*items)
        office.take_in()
        return office

    yield judge
