"""One irregular record late in a large file, and other shapes that are rare: the careful reader takes over, and bounds hold."""

import io
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from qmon import landed
from qmon.distinct import Distinct
from tests.conftest import FORM, ITEM, Office

SAMPLE = "SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
RESULT = "SC{n},铅(以Pb计),0.11,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg"
LARGE = 120_000  # more than DuckDB has read when the first piece is asked for: its error comes in the midst of the stream


@pytest.mark.parametrize(
    ("late", "status", "codes"),
    [
        (RESULT.format(n="X").removesuffix(",mg/kg"), "accepted", {"H06"}),
        (RESULT.format(n="X") + ",1", "accepted", {"H06"}),
        (RESULT.format(n="X").replace("铅", '"铅'), "refused", {"F03"}),
    ],
)
def test_an_irregular_record_late_in_a_large_file_is_found_as_in_a_small_one(
    office: Office, late: str, status: str, codes: set[str]
) -> None:
    rows = [RESULT.format(n=n) for n in range(LARGE)]
    rows.insert(LARGE - 5, late)
    office.items(*rows)
    (delivery,) = office.take_in()
    assert delivery["delivery_status"] == status
    assert codes <= set(office.codes())
    if status == "accepted":
        assert (delivery["n_records"], delivery["n_results"]) == (LARGE + 1, LARGE)


def test_a_note_in_one_piece_and_none_in_the_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landed, "PIECE", 4)
    rows = [RESULT.format(n=n) for n in range(10)]
    office.items(*rows[:2], "注：以上为第一批" + "," * ITEM.count(","), *rows[2:])
    (delivery,) = office.take_in()
    assert (delivery["delivery_status"], delivery["n_results"], office.codes()) == ("accepted", 10, ["H07"])


def test_a_heading_of_very_many_columns_is_refused(office: Office) -> None:
    more = range(landed.MOST_COLUMNS)
    office.form(SAMPLE.format(n=1) + "," * len(more), heading=FORM + "".join(f",列{n}" for n in more))
    (delivery,) = office.take_in()
    assert (delivery["delivery_status"], office.codes()) == ("refused", ["F09"])


@pytest.mark.parametrize(("most", "status"), [(3, "held"), (2, "refused")])
def test_records_of_another_width_than_their_heading_are_kept_as_long_as_they_are_not_too_many(
    office: Office, monkeypatch: pytest.MonkeyPatch, most: int, status: str
) -> None:
    monkeypatch.setattr(landed, "MOST_RAGGED", most)
    office.form(SAMPLE.format(n=0), *(SAMPLE.format(n=n) + ",1" for n in range(1, 4)))
    (delivery,) = office.take_in()
    assert delivery["delivery_status"] == status


def form(*numbers: int) -> str:
    return "\n".join((FORM, *(SAMPLE.format(n=n) for n in numbers))) + "\n"


def tarred(*members: tuple[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, text in members:
            told = tarfile.TarInfo(name)
            told.size = len(text.encode())
            archive.addfile(told, io.BytesIO(text.encode()))
    return content.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def zipped(*members: tuple[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members:
            archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (tarred(("a.csv", form(1, 2)), ("a.csv", form(1, 2, 3))), "a.tar"),
        (tarred(("a.csv", form(1)), ("a.csv (2)", form(2)), ("a.csv", form(3))), "b.tar"),
        (zipped(("a.csv", form(1, 2)), ("a.csv", form(3, 1))), "a.zip"),
    ],
)
def test_members_of_one_name_are_members_apart(office: Office, content: bytes, file: str) -> None:
    office.deliver(f"food_sampling_system/{file}", content)
    office.take_in()
    assert {row["sample_no"] for row in office.history("sample")} == {"SC1", "SC2", "SC3"}


def test_a_row_may_have_the_number_nought(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    connection = sqlite3.connect(path)
    columns = FORM.split(",")
    connection.execute(f"CREATE TABLE form ({', '.join(columns)})")
    for number, sample in enumerate((1, 1, 2)):
        cells = [number, *SAMPLE.format(n=sample).split(",")]
        connection.execute(f"INSERT INTO form (rowid, {', '.join(columns)}) VALUES ({', '.join('?' * len(cells))})", cells)
    connection.commit()
    connection.close()
    office.deliver("food_sampling_system/a.sqlite", path.read_bytes())
    (delivery,) = office.take_in()
    assert (delivery["n_exact_duplicates"], delivery["n_samples"]) == (1, 2)


def test_combinations_may_be_more_than_64_bits_can_number() -> None:
    distinct, height = Distinct(), 70_000
    words = pa.array([str(n) for n in range(height)])
    parts = [distinct.coded(lambda word: (word,), [words], key=n) for n in range(4)]  # 70,000 ** 4 > 2 ** 64
    (told,) = distinct.together(lambda *answers: ("".join(answer[0] for answer in answers),), parts, [pa.string()])
    assert told.to_pylist() == [str(n) * 4 for n in range(height)]
