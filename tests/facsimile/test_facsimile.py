"""The facsimile repeats to the byte, stays small, and its files hold exactly the printed counts."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from qmon import files
from tests.facsimile import agri_inputs, food_city_year, food_system, manufacturing, notices, products, scale, transport
from tests.facsimile.__main__ import write
from tests.facsimile.figures import PUBLISHED, figures

MOST_BYTES = 4_000_000
Records = list[dict[str, str]]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All deliveries, written once."""
    folder = tmp_path_factory.mktemp("raw")
    write(folder)
    return folder


def records(path: Path, sheet: str) -> Records:
    """The records of one sheet by heading."""
    (table,) = (table for table in files.tables(path, files.recognise(path), path.parent) if table.name == sheet)
    heading, *rows = (cells for _, _, cells in table.rows())
    return [dict(zip(heading, row, strict=True)) for row in rows]


def first_deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """Some of every source, each container among them."""
    for make in (
        food_system.deliveries,
        products.deliveries,
        agri_inputs.deliveries,
        notices.deliveries,
        manufacturing.deliveries,
        manufacturing.weights,
    ):
        yield from islice(make(seed), 5)


def test_same_seed_gives_the_same_bytes() -> None:
    assert list(first_deliveries(7)) == list(first_deliveries(7))


def test_another_seed_gives_other_bytes() -> None:
    assert all(content != other for (_, content), (_, other) in zip(first_deliveries(7), first_deliveries(8), strict=True))


def test_the_whole_is_small(raw: Path) -> None:
    assert 1_000_000 < sum(path.stat().st_size for path in raw.rglob("*") if path.is_file()) <= MOST_BYTES


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.csv")), ids=lambda path: path.stem)
def test_every_figure_names_its_source(path: Path) -> None:
    assert all(row["source"] for row in figures(path.stem))


def test_city_year_has_the_printed_counts_of_every_category(raw: Path) -> None:
    paths = sorted((raw / food_system.FOLDER).glob(f"{food_city_year.YEAR}Q*"))
    forms = [record for path in paths for record in records(path, "抽样单")]
    items = [record for path in paths for record in records(path, "检验项目")]
    found = Counter(record["食品大类"] for record in forms)
    failing = Counter(record["食品大类"] for record in forms if record["结论"] == "纯抽检不合格样品")
    printed = figures("food_categories_city_year")
    assert {row["category"]: (int(row["n"]), int(row["n_fail"])) for row in printed} == {
        category: (n, failing[category]) for category, n in found.items()
    }
    total = figures("food_city_year_total")[0]
    assert (len(forms), failing.total()) == (int(total["n"]), int(total["n_fail"]))
    assert all(int(row["n_pass"]) + int(row["n_fail"]) == int(row["n"]) for row in (*printed, total))
    assert {record["抽样单编号"] for record in forms} == {record["抽样单编号"] for record in items}
    assert sum(record["结果判定"] == "不合格项" for record in items) == failing.total()


def test_cables_have_the_printed_counts_of_batches_and_firms(raw: Path) -> None:
    rows = records(raw / products.FOLDER / "2017_cables.xlsx", "电线电缆")
    failing = [row["生产单位"] for row in rows if row["抽查结果"] == "不合格"]
    firms = {row["生产单位"] for row in rows}
    printed = {row["what"]: (int(row["n"]), int(row["n_pass"])) for row in figures("cables_2017")}
    assert printed == {
        "批次": (len(rows), len(rows) - len(failing)),
        "企业": (len(firms), len(firms - set(failing))),
    }


def test_the_joint_check_has_the_printed_counts_of_batches_and_specimens(raw: Path) -> None:
    rows = records(raw / products.FOLDER / transport.FILE, "联动监督抽查")
    failing = [row for row in rows if row["抽查结果"] == "不合格"]
    specimens, bad = (sum(int(float(row[name])) for row in rows) for name in ("组数", "不合格组数"))
    printed = {row["what"]: (int(row["n"]), int(row["n_fail"])) for row in figures("transport_2021")}
    assert printed == {"批次": (len(rows), len(failing)), "组": (specimens, bad)}


@pytest.mark.parametrize(("part", "heading"), [("stage", "抽样环节"), ("kind", "类别")])
def test_veterinary_drugs_have_the_printed_counts(raw: Path, part: str, heading: str) -> None:
    rows = records(raw / agri_inputs.FOLDER / "2018Q4_veterinary.ods", "2018年第四期")
    found = Counter(row[heading] for row in rows)
    failing = Counter(row[heading] for row in rows if row["检验结论"] == "不合格")
    printed = {row["name"]: (int(row["n"]), int(row["n_fail"])) for row in figures("veterinary_2018q4") if row["part"] == part}
    assert printed == {name: (n, failing[name]) for name, n in found.items()}
    total = next(row for row in figures("veterinary_2018q4") if row["part"] == "total")
    assert (len(rows), failing.total()) == (int(total["n"]), int(total["n_fail"]))


def test_scale_writes_the_rows_that_were_asked_for(tmp_path: Path) -> None:
    size = scale.write(tmp_path, 1_000, 7)
    items, form = (sorted((tmp_path / food_system.FOLDER).glob(f"{name}_*.csv"))[0] for name in ("items", "form"))
    assert size == items.stat().st_size + form.stat().st_size
    assert len(items.read_text(encoding="utf-8").splitlines()) == 1_001
    assert len(form.read_text(encoding="utf-8").splitlines()) == 126
    failing = {line.split(",")[0] for line in items.read_text(encoding="utf-8").splitlines() if "不合格项" in line}
    assert failing == {line.split(",")[0] for line in form.read_text(encoding="utf-8").splitlines() if "不合格样品" in line}
