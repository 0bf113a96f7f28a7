"""The narrative: sentences with their numbers, what they leave out, and the same text in every form."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from qmon.release import latest
from qmon.reports.narrative import Bars, Line, Narrative, Section
from qmon.reports.periods import every_period
from qmon.reports.rendering import document, html
from qmon.reports.rendering.charts import to_svg
from tests.conftest import Office

SAMPLE = "SC{n},{kind},省抽,流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,济南市,{verdict},"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("office"))
    rows = []
    for year, mix in ((2024, {"糕点": (400, 80), "饮料": (400, 0)}), (2025, {"糕点": (200, 20), "饮料": (600, 0)})):
        for category, (n, n_fail) in mix.items():
            for number in range(n):
                verdict = "纯抽检不合格样品" if number < n_fail else "纯抽检合格样品"
                rows.append(SAMPLE.format(n=len(rows), kind="监督抽检", category=category, day=f"{year}-03-05", verdict=verdict))
    rows.append(SAMPLE.format(n=len(rows), kind="风险监测", category="糕点", day="2025-03-05", verdict="纯监测问题样品"))
    office.form(*rows)
    office.items("SC800,铅（以Pb计）,0.9,mg/kg,不合格项,0.5,mg/kg,,")
    assert office.night().exit_code == 0
    release = latest(office.curated)
    assert release is not None
    return release.folder


def text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_each_sentence_has_its_numbers(folder: Path) -> None:
    """90 % and then 97.5 %: 10 % of a half fewer fail, and the half became a quarter."""
    found = text(folder / "public" / "quality_situation.docx")
    assert found.startswith("2025年全省产品质量状况分析\n一、食品安全监督抽检\n")
    assert "2025年，食品安全监督抽检（省级）检验800批次，合格780批次，不合格20批次，合格率97.50%（95%置信区间96.17%～98.38%）。" in found
    assert "合格率较上年提高7.50个百分点（95%区间5.19～9.94个百分点，显著上升），其中质量影响+3.75、抽样结构影响+3.75个百分点。" in found
    assert "两年均有样品的2类中，1类上升、0类下降、1类持平" in found
    assert "不合格项目共1项次，主要是重金属等元素污染（1项次，占100.00%）。" in found


def test_what_is_internal_is_written_for_internal_readers_alone(folder: Path) -> None:
    assert "风险监测问题" not in text(folder / "public" / "quality_situation.docx")
    assert "风险监测" not in (folder / "public" / "quality_situation.html").read_text(encoding="utf-8")
    assert "2025年，食品安全风险监测（省级）监测1批次，问题1批次，问题率100.00%" in text(folder / "internal" / "quality_situation.docx")


def test_the_page_says_what_the_document_says(folder: Path) -> None:
    page = (folder / "public" / "quality_situation.html").read_text(encoding="utf-8")
    for paragraph in text(folder / "public" / "quality_situation.docx").splitlines():
        assert paragraph in page
    assert "<svg" in page
    assert not re.search(r'(src|href)="http', page)


LINE = Line("线 & 率", ("2024", "2025"), (1.0, 2.0), (0.0, 1.0), (2.0, 3.0))
BARS = Bars("条", ("甲", "乙"), (1.0, -1.0))
NARRATIVE = Narrative("题", (Section("节", ("<b>文</b>",), (LINE, BARS)),), ("完",))


def test_charts_are_drawn_by_word_with_their_numbers_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document.write(path, NARRATIVE)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert {"word/charts/chart1.xml", "word/charts/chart2.xml", "word/embeddings/chart1.xlsx"} <= set(names)
        assert b"lineChart" in archive.read("word/charts/chart1.xml")
        assert zipfile.ZipFile(io.BytesIO(archive.read("word/embeddings/chart2.xlsx"))).testzip() is None


@pytest.mark.parametrize(
    ("first", "last", "every"),
    [
        ("2024-Q3", "2025-Q1", ["2024-Q3", "2024-Q4", "2025-Q1"]),
        ("2024-12", "2025-01", ["2024-12", "2025-01"]),
        ("2023", "2025", ["2023", "2024", "2025"]),
    ],
)
def test_no_period_between_two_is_left_out(first: str, last: str, every: list[str]) -> None:
    assert every_period(first, last) == every


def test_a_period_without_a_rate_is_a_gap_in_the_line(folder: Path, tmp_path: Path) -> None:
    page = (folder / "public" / "quality_situation.html").read_text(encoding="utf-8")
    assert {"2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"} <= set(re.findall(r"2\d{3}-Q\d", page))
    gap = Line("线", ("2023", "2024", "2025"), (1.0, None, 2.0), (0.0, None, 1.0), (2.0, None, 3.0))
    assert to_svg(gap).count('aria-roledescription="point"') == 2  # and none for what is not there
    path = tmp_path / "a.docx"
    document.write(path, Narrative("题", (Section("节", ("文",), (gap,)),), ("完",)))
    with zipfile.ZipFile(path) as archive:
        (rates, *_) = re.findall(r"<c:val>.*?</c:val>", archive.read("word/charts/chart1.xml").decode())
        assert re.findall(r'<c:pt idx="(\d)"><c:v>', rates) == ["0", "2"]


def test_the_same_narrative_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        document.write(tmp_path / f"{name}.docx", NARRATIVE)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_text_is_never_markup() -> None:
    page = html.analysis_to_html(NARRATIVE)
    assert "&lt;b&gt;文&lt;/b&gt;" in page and "<b>文" not in page
