"""The published tables of a release: what each holds, for whom, in every form, and that they agree."""

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import load_workbook

from qmon.definitions import DefinitionError
from qmon.engine import connect
from qmon.indicators import indicators
from qmon.release import latest
from qmon.reports import notes, publication
from qmon.reports.agreement import disagreements, earlier_period
from qmon.reports.layout import Layout, layouts
from qmon.reports.model import Table
from qmon.reports.tables import numbers, tables
from tests.conftest import Office

SAMPLE = "SC{n},{kind},省抽,流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,济南市,{verdict},"
KINDS = {"糕点": (40, 2), "饮料": (36, 0), "食糖": (3, 1)}
LAYOUT = """title: "{period}测试表（{level}）"
title_en: "Test, {period} ({level})"
indicators: [food_pass_rate]
rows: category
heading: [食品种类, Food category]
period_kind: year
columns: {n: null, n_pass: null, n_fail: null, rate: null, year_on_year: null}
source: 测试
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office"))
    rows = []
    for year, worse in ((2024, 1), (2025, 0)):
        for category, (n, n_fail) in KINDS.items():
            for number in range(n):
                verdict = "纯抽检不合格样品" if number < n_fail + worse else "纯抽检合格样品"
                rows.append(SAMPLE.format(n=len(rows), kind="监督抽检", category=category, day=f"{year}-03-05", verdict=verdict))
    for category, verdict in (("糕点", "纯监测问题样品"), ("饮料", "纯监测不判定合格样品")):
        rows.append(SAMPLE.format(n=len(rows), kind="风险监测", category=category, day="2025-03-05", verdict=verdict))
    made.form(*rows)
    failing = "{sample},{item},0.9,mg/kg,不合格项,0.5,mg/kg,,"
    shown = [("铅（以Pb计）", 79 + 2), ("铅（以Pb计）", 79 + 40), ("毒死蜱", 79 + 3)]
    made.items(*(failing.format(sample=f"SC{number}", item=item) for item, number in shown))
    assert made.night().exit_code == 0
    return made


@pytest.fixture
def folder(office: Office) -> Path:
    release = latest(office.curated)
    assert release is not None
    return release.folder


def filled(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Table:
    (table,) = tables(numbers(connection, layout, indicators(), datetime.date(2026, 1, 16)), layout, indicators())
    return table


@pytest.fixture
def by_category(folder: Path) -> Table:
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        return filled(connection, layouts(indicators())["food_by_category"])


def test_a_table_has_its_rows_in_official_order_and_a_total(by_category: Table) -> None:
    assert by_category.title == "2025年食品安全监督抽检结果（省级，按食品类别）"
    assert by_category.unit_line == "单位：批次、%"
    assert by_category.headings[:4] == ("序号", "食品种类", "样品抽检数量/批次", "合格样品数量/批次")
    found = [(*row.leading, *(cell.text for cell in row.cells)) for row in by_category.rows]
    assert found == [
        ("1", "饮料", "36", "36", "0", "0.00", "100.00"),
        ("2", "食糖", "3", "2", "1", "33.33", "66.67"),
        ("3", "糕点", "40", "38", "2", "5.00", "95.00"),
        ("", "合计", "79", "76", "3", "3.80", "96.20"),
    ]


def test_the_notes_say_what_a_reader_must_know(by_category: Table) -> None:
    assert list(by_category.notes) == [
        "统计单位为批次；口径见《指标体系》“食品安全监督抽检合格率”（food_pass_rate，第1版）。",
        "检验样品中没有不合格的，不合格率的95%置信上限：饮料 9.6%。",
        "样本量小于30，仅供参考：食糖。",
        "比率按GB/T 8170修约至2位小数。",
    ]


def test_of_risk_monitoring_no_note_speaks_of_failing(folder: Path) -> None:
    told = (folder / "internal" / "tables.md").read_text(encoding="utf-8")
    assert "监测样品中没有问题样品的，问题率的95%置信上限" in told
    assert "不合格率" not in told


def test_every_form_holds_the_same_numbers(folder: Path, by_category: Table) -> None:
    name = by_category.key
    with (folder / "public" / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        in_csv = list(csv.reader(file))
    texts = [[*row.leading, *(cell.text for cell in row.cells)] for row in by_category.rows]
    assert in_csv == [list(by_category.headings), *texts]
    book = load_workbook(str(folder / "public" / "tables.xlsx"))
    (sheet,) = [one for one in book.sheet_names if "按食品类别" in one]
    cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    assert [cells[0][0], cells[1][0]] == [by_category.title, by_category.unit_line]
    assert [cells[3][2:], cells[6][1:]] == [[36.0, 36.0, 0.0, 0.0, 100.0], ["合计", 79.0, 76.0, 3.0, 3.8, 96.2]]
    page = (folder / "public" / "tables.html").read_text(encoding="utf-8")
    assert f'<section id="{name}">' in page
    assert re.search(r'<th scope="row">合计</th><td class="number">79</td>', page)
    assert "http" not in page.replace("http-equiv", "")
    text = (folder / "public" / "tables.md").read_text(encoding="utf-8")
    assert "| 3 | 糕点 | 40 | 38 | 2 | 5.00 | 95.00 |" in text


def test_english_is_there_on_request(folder: Path) -> None:
    text = (folder / "public" / "tables_en.md").read_text(encoding="utf-8")
    assert "## Food supervision by food category, 2025 (provincial)" in text
    assert "Failure rate (%)" in text


def test_risk_monitoring_is_in_no_public_file(folder: Path) -> None:
    assert "风险监测问题率" in (folder / "internal" / "tables.md").read_text(encoding="utf-8")
    for path in (folder / "public").rglob("*"):
        if path.suffix in (".md", ".html", ".csv"):
            assert "风险监测" not in path.read_text(encoding="utf-8-sig")
    for name in load_workbook(str(folder / "public" / "tables.xlsx")).sheet_names:
        assert "风险" not in name


def test_a_change_has_its_sign_and_its_word(folder: Path) -> None:
    text = (folder / "public" / "tables.md").read_text(encoding="utf-8")
    # 76 of 79 against 73 of 79: 3.80 points, which are less than the interval.
    assert "| **合计** | **79** | **3** | **96.20** | **89.42～98.70** | **+3.80** | **无显著变化** |" in text


def _without(layout: str, *lines: str) -> str:
    return "\n".join(line for line in layout.splitlines() if not line.startswith(lines))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LAYOUT.replace("food_pass_rate", "no_such"), "no indicator no_such"),
        (
            LAYOUT.replace("food_pass_rate", "food_risk_problem_rate").replace(", rate: null", ""),
            "is internal, and so is every table of it",
        ),
        (LAYOUT.replace("rows: category", "rows: industry"), "not broken down by industry"),
        (LAYOUT.replace("n: null,", "n: null, median: null,"), "median is not one of"),
        (LAYOUT.replace("[food_pass_rate]", "[food_pass_rate, feed_pass_rate]"), "has one in each row"),
        (_without(LAYOUT, "source"), "source"),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused_with_its_file(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "mine.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError, match=says) as error:
        layouts(indicators(), tmp_path)
    assert "mine.yml" in str(error.value)


def test_a_new_table_is_one_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "mine.yml").write_text(LAYOUT, encoding="utf-8")
    (tmp_path / "qmon.duckdb").write_bytes((folder / "qmon.duckdb").read_bytes())
    assert publication.write(tmp_path, indicators(), datetime.date(2026, 1, 16), tmp_path / "layouts") == []
    assert sorted(path.name for path in (tmp_path / "public").rglob("*") if path.is_file()) == [
        "mine_2025_provincial.csv", "quality_situation.docx", "quality_situation.html",
        "tables.html", "tables.md", "tables.xlsx", "tables_en.html", "tables_en.md", "tables_en.xlsx",
    ]  # fmt: skip
    assert "## 2025年测试表（省级）" in (tmp_path / "public" / "tables.md").read_text(encoding="utf-8")


# ── agreement ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def table(folder: Path, tmp_path: Path) -> Table:
    (tmp_path / "mine.yml").write_text(LAYOUT, encoding="utf-8")
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        made = filled(connection, layouts(indicators(), tmp_path)["mine"])
    assert disagreements([made], indicators()) == []
    return made


def broken(table: Table, row: int, **cells: str) -> Table:
    """The table with other cells in one row."""
    old = table.rows[row]
    new = list(old.cells)
    for column, text in cells.items():
        position = table.columns.index(column)
        new[position] = new[position]._replace(value=Decimal(text.removesuffix(" r")), text=text)
    rows = [*table.rows]
    rows[row] = old._replace(cells=tuple(new))
    return table._replace(rows=tuple(rows))


def numbered(table: Table, row: int, **numbers: Any) -> Table:
    rows = [*table.rows]
    rows[row] = rows[row]._replace(numbers=rows[row].numbers | numbers)
    return table._replace(rows=tuple(rows))


def codes(table: Table, *others: Table) -> list[str]:
    return [one.code for one in disagreements([table, *others], indicators())]


def test_t01_what_is_tested_passes_or_fails(table: Table) -> None:
    assert codes(broken(table, 0, n_pass="35")) == ["T01", "T01"]  # in the row, and against the total


def test_t01_the_total_is_the_sum_of_its_rows(table: Table) -> None:
    (found,) = disagreements([broken(table, 3, n="80", n_pass="77", rate="96.25")], indicators())[:1]
    assert (found.code, found.row, found.found, found.expected) == ("T01", "合计", "n 80", "各行之和79")


def test_t01_two_tables_print_one_total(table: Table) -> None:
    other = broken(table, 3, rate="96.2")
    assert codes(table, other._replace(rows=other.rows[3:])) == ["T01"]


def test_t02_a_rate_is_its_counts(table: Table) -> None:
    assert codes(broken(table, 2, rate="95.01")) == ["T02"]
    assert codes(broken(table, 2, rate="95.00")) == []


def test_t03_a_quarter_is_not_compared_with_itself(table: Table) -> None:
    """The misprint of 2018: the second quarter "比2018年第二季度" (docs/domain.md)."""
    change = table.rows[2].numbers["year_on_year"]
    assert codes(numbered(table, 2, year_on_year=change | {"compared_period": "2025"})) == ["T03"]
    assert earlier_period("2018-Q2", "year_on_year") == "2017-Q2"
    assert earlier_period("2018-Q1", "period_on_period") == "2017-Q4"
    assert earlier_period("2018-01", "period_on_period") == "2017-12"


def test_t03_a_number_first_published_otherwise_has_its_note(table: Table) -> None:
    other = numbered(table, 2, first_n=40, first_n_fail=3, first_rate=0.925)
    assert codes(other) == ["T03"]
    note = "较首次发布上调2.50个百分点：复检改判1批次"
    assert codes(numbered(other, 2, restated=note)._replace(notes=(*table.notes, f"r 表示更正数：糕点{note}。"))) == []
    assert codes(numbered(table, 2, first_n=40, first_n_fail=2, first_rate=0.95)) == []
    assert codes(numbered(table, 2, first_n=40, first_n_fail=2, first_rate=0.94)) == ["T03"]  # other weights


def test_t03_a_compared_number_that_was_restated_is_said_to_be(table: Table) -> None:
    change = table.rows[2].numbers["year_on_year"] | {"restatement_effect": 0.002}
    other = numbered(table, 2, year_on_year=change)
    assert codes(other) == ["T03"]
    assert codes(other._replace(notes=notes.of(other.layout, indicators(), other.rows, "zh"))) == []
    assert "对比期比率为更正后的数：糕点。" in notes.of(other.layout, indicators(), other.rows, "zh")


def test_t04_rows_of_several_units_name_them(table: Table) -> None:
    several = table.layout.model_copy(update={"indicators": ("consumer_batch_pass_rate", "consumer_firm_pass_rate")})
    assert codes(table._replace(layout=several)) == ["T04"]
    assert codes(table._replace(unit_line=" ")) == ["T04"]


def test_t05_a_change_that_is_not_the_difference_of_the_printed_rates_has_a_note(table: Table) -> None:
    """1 of 3 failing against 2 of 3: 66.67 - 33.33 = 33.34, and the change is 33.33 points."""
    assert table.notes[-1].endswith("与表列比率之差不同的有：合计、食糖。")
    assert codes(table._replace(notes=table.notes[:-1])) == ["T05", "T05"]


def test_t06_pooled_strategies_are_named(table: Table) -> None:
    pooled = numbered(table, 0, strategies_counted="objective+selective")
    assert codes(pooled) == ["T06"]
    assert codes(pooled._replace(notes=(*table.notes, "按口径合并了不同抽样策略的样品：随机、选择性。"))) == []


@pytest.fixture
def hazards(folder: Path) -> Table:
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        made = filled(connection, layouts(indicators())["food_hazards"])
    assert disagreements([made], indicators()) == []
    return made


def test_a_table_of_shares_says_what_they_are_shares_of(hazards: Table) -> None:
    found = [(*row.leading, *(cell.text for cell in row.cells)) for row in hazards.rows]
    assert found == [("1", "重金属等元素污染", "2", "66.67"), ("2", "农药残留超标", "1", "33.33"), ("", "合计", "3", "100.00")]
    assert hazards.notes == ("占比的基数为不合格项次（3项次），一个样品可有几个不合格项目；各类之和为100%，因修约可略有出入。",)


def test_t07_shares_have_their_base_and_add_up(hazards: Table) -> None:
    assert codes(hazards._replace(notes=())) == ["T07"]
    assert codes(broken(hazards, 0, share="66.68")) == []
    assert codes(broken(hazards, 0, share="66.69")) == ["T07"]


def test_a_release_whose_tables_disagree_is_not_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = latest(office.curated)
    monkeypatch.setattr(notes, "_rounding", lambda *given: [])
    office.form(SAMPLE.format(n=9999, kind="监督抽检", category="糕点", day="2026-01-05", verdict="纯抽检合格样品"), name="later.csv")
    outcome = office.night(days=1)
    assert outcome.exit_code == 12
    assert (
        "T05 2025年食品安全监督抽检结果（省级，按环节）（food_by_stage） 合计：变动与表列比率之差不同而没有说明，应为加注说明"
        in outcome.summary
    )
    assert latest(office.curated) == kept
