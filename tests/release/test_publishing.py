"""Signing a release off: who, by which document; what was signed stays and is proved."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon.cli import main
from qmon.release import NotThere, ReleaseError, latest, published_releases, sha256_of, sweep
from qmon.release.publishing import publish
from tests.conftest import Office

SAMPLE = "SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕,2024-03-05,虚构食品厂,虚构超市,济南市,纯抽检{verdict}样品,"
ROWS = [SAMPLE.format(n=n, verdict="不合格" if n == 0 else "合格") for n in range(40)]
MOMENT = datetime.datetime(2026, 1, 16, 2, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    office.form(*ROWS)
    assert office.night().exit_code == 0
    return office


@pytest.fixture
def released(made: Office, tmp_path: Path) -> Office:
    """A copy of the office after its first night."""
    shutil.copytree(made.curated.parent, tmp_path / "copy", symlinks=True)
    (tmp_path / "office").mkdir()
    office = Office(tmp_path / "office")
    office.raw, office.curated = tmp_path / "copy" / "raw", tmp_path / "copy" / "curated"
    return office


def test_a_release_is_signed_off_by_a_person_and_a_document(released: Office) -> None:
    entry = publish(released.curated, "latest", "张三", "鲁质监〔2026〕1号", MOMENT)
    release = latest(released.curated)
    assert release is not None
    assert (entry["release"], entry["signed_by"], entry["document"]) == (release.folder.name, "张三", "鲁质监〔2026〕1号")
    assert entry["files"]["tables.xlsx"] == sha256_of(release.folder / "public" / "tables.xlsx")
    assert published_releases(released.curated) == [entry]
    assert (released.curated / "published").resolve() == release.folder / "public"
    assert (released.curated / "published" / "quality_situation.docx").exists()


@pytest.mark.parametrize(("signed_by", "document"), [("", "1号"), ("张三", " ")])
def test_nobody_signs_nothing(released: Office, signed_by: str, document: str) -> None:
    with pytest.raises(NotThere, match="签发须有签发人和文号"):
        publish(released.curated, "latest", signed_by, document, MOMENT)
    assert published_releases(released.curated) == []


def test_what_was_changed_since_it_was_made_is_not_signed(released: Office) -> None:
    release = latest(released.curated)
    assert release is not None
    (release.folder / "public" / "tables.md").write_text("97.80", encoding="utf-8")
    with pytest.raises(ReleaseError, match="public/tables.md"):
        publish(released.curated, "latest", "张三", "1号", MOMENT)


def test_what_was_signed_stays_beyond_retention(released: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = publish(released.curated, "latest", "张三", "1号", MOMENT)["release"]
    released.form(*ROWS[:-1], name="more.csv")
    released.night(days=1)
    monkeypatch.setattr("qmon.release.KEEP", 1)
    (released.curated / "releases" / signed).rename(released.curated / "releases" / "20250101T000000Z-00000000")
    line = json.loads((released.curated / "published.jsonl").read_text(encoding="utf-8"))
    (released.curated / "published.jsonl").write_text(json.dumps(line | {"release": "20250101T000000Z-00000000"}) + "\n", encoding="utf-8")
    (released.curated / "releases" / "20250101T000001Z-00000000").mkdir()
    (released.curated / "releases" / "20250101T000002Z-00000000").mkdir()
    sweep(released.curated)
    there = {path.name for path in (released.curated / "releases").iterdir()}
    assert "20250101T000000Z-00000000" in there and "20250101T000001Z-00000000" not in there


def test_at_the_command_line(released: Office) -> None:
    def call(*arguments: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["publish", *arguments, "--curated", str(released.curated)])
        return found.exit_code, found.output

    assert call("latest", "--by", "张三")[0] == 1
    code, said = call("1999", "--by", "张三", "--document", "1号")
    assert (code, said.startswith("Error: 没有发布 1999")) == (1, True)
    code, said = call("latest", "--by", "张三", "--document", "鲁质监〔2026〕1号")
    assert (code, "张三，鲁质监〔2026〕1号" in said) == (0, True)
    assert "鲁质监〔2026〕1号" in call()[1]
