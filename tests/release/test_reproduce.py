"""A release is made once more from what is kept, or it is said why that cannot be."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon import reproduce
from qmon.cli import main
from qmon.release import NotThere
from qmon.settings import Settings
from tests.conftest import Office
from tests.once import once
from tests.release.ten_samples import ITEM, SAMPLE, deliver, first_night


@once
def three_nights(office: Office) -> list[str]:
    """A changed form and items that come later in the second night, a decision in the third; the releases, oldest first."""
    deliver(office)
    office.form(SAMPLE.format(n=50, level="省抽", stage="流通", verdict="合格"), name="late.csv")
    office.items(
        *(ITEM.format(n=5, value=value, verdict=verdict) for value, verdict in (("0.11", "合格"), ("0.61", "不合格"))), name="odd.csv"
    )
    names = [str(office.night().release)]
    office.form(*(SAMPLE.format(n=n, level="省抽", stage="流通", verdict="不合格" if n == 4 else "合格") for n in range(10)))
    office.items(ITEM.format(n=50, value="0.11", verdict="合格"), name="late_items.csv")
    names.append(str(office.night(days=1).release))
    ((finding_id,),) = office.ask("SELECT finding_id FROM finding WHERE acts_on = 'sample' AND finding_status = 'open' LIMIT 1")
    office.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{finding_id},采纳,已核,虚构人\n")
    names.append(str(office.night(days=1).release))
    return names


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_release_is_the_same_when_made_once_more(office: Office) -> None:
    names = three_nights(office)
    assert len(set(names)) == 3
    before = everything(office.curated)
    for name in names:
        found = reproduce.reproduce(office.settings, name)
        assert (found.same, found.differing, found.read_otherwise) == (True, [], []), found.sentence
        assert {"sample_history", "rate", "summary.xlsx"} <= set(found.compared)
    assert everything(office.curated) == before


def test_a_kept_file_that_is_gone_is_named(office: Office) -> None:
    first_night(office)
    (receipt,) = [one for one in office.store.receipts() if one.file.endswith("form.csv")]
    office.store.kept(receipt.sha256).unlink()
    found = reproduce.reproduce(office.settings, "latest")
    assert not found.same
    assert found.missing == [f"kept/{receipt.sha256}（food_sampling_system/form.csv）"]


def test_a_kept_file_that_is_damaged_and_a_receipt_that_is_gone_are_named(office: Office) -> None:
    first_night(office)
    first, second = office.store.receipts()
    office.store.kept(first.sha256).chmod(0o600)
    office.store.kept(first.sha256).write_bytes(b"x")
    (office.store.received / f"{second.delivery_id}.json").unlink()
    missing = reproduce.reproduce(office.settings, "latest").missing
    assert len(missing) == 2 and "已损坏" in "".join(missing) and f"received/{second.delivery_id}.json" in "".join(missing)


def test_other_definitions_are_said_and_nothing_is_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first_night(office)
    monkeypatch.setattr(Settings, "definitions_hash", lambda settings: "changed")
    found = reproduce.reproduce(office.settings, "latest")
    assert not found.same and not found.compared
    assert "此处为 changed" in found.sentence and "版本 0.1.0" in found.sentence


def test_a_delivery_that_the_history_holds_otherwise_is_named(office: Office) -> None:
    first_night(office)
    (receipt,) = [one for one in office.store.receipts() if one.file.endswith("items.csv")]
    (office.curated / "history" / receipt.delivery_id / "result.parquet").write_bytes(b"x")
    found = reproduce.reproduce(office.settings, "latest")
    assert found.same and found.read_otherwise == ["food_sampling_system/items.csv"]


def test_what_differs_is_named(office: Office) -> None:
    first_night(office)
    path = office.curated / "latest" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["content"]["rate"] = "another"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    found = reproduce.reproduce(office.settings, "latest")
    assert (found.same, found.differing) == (False, ["rate"])


def test_a_release_may_be_named_by_its_beginning_and_one_that_was_swept_is_said(office: Office) -> None:
    deliver(office)
    first = str(office.night().release)
    deliver(office, failing=(1, 2))
    second = str(office.night(days=1).release)
    assert reproduce.find(office.curated, second[:12]).folder.name == second
    with pytest.raises(NotThere, match="不止一个"):
        reproduce.find(office.curated, "2026")
    for path in sorted((office.curated / "releases" / first).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(NotThere, match="已按保留期限清除"):
        reproduce.find(office.curated, first)
    with pytest.raises(NotThere, match="没有发布 1999"):
        reproduce.find(office.curated, "1999")


def test_the_command_line_ends_with_0_or_1(office: Office) -> None:
    first_night(office)
    same = CliRunner().invoke(main, ["reproduce", "latest", "--curated", str(office.curated)])
    assert same.exit_code == 0 and "重做后相同：2 件交付" in same.output
    for path in (office.curated / "kept").iterdir():
        path.unlink()
    gone = CliRunner().invoke(main, ["reproduce", "latest", "--curated", str(office.curated)])
    assert gone.exit_code == 1 and "缺少 kept/" in gone.output
