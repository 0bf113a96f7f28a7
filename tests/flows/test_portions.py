"""A night's deliveries taken in by workers of a Prefect pool come to what they come to on one machine."""

import datetime
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows import portions
from qmon import night
from qmon.received import Receipt
from tests.conftest import Office
from tests.flows.test_nightly import AS_OF, ROOT, flow
from tests.hostile.test_survival import deliver, told, written


def receipt(name: str, size: int) -> Receipt:
    return Receipt(name, "food_sampling_system", f"{name}.csv", "0" * 64, size, "2026-01-15T00:00:00+00:00", 1)


def test_shares_have_about_as_many_bytes_each() -> None:
    shares = portions.even([receipt("a", 1), receipt("b", 5), receipt("c", 3), receipt("d", 2)], 2)
    assert [[one.delivery_id for one in share] for share in shares] == [["b", "a"], ["c", "d"]]
    assert len(portions.even([receipt("a", 1)], 5)) == 1


def refused(office: Office, deliveries: list[str], definitions: str) -> str:
    settings = {"raw": str(office.raw), "curated": str(office.curated), "sources": [], "as_of": AS_OF, "rest_seconds": 0}
    with pytest.raises(portions.PortionRefused) as why:
        portions.portion.fn(settings | {"spark_master": None}, deliveries, definitions)
    return str(why.value)


def test_a_machine_takes_nothing_in_by_other_definitions_after_the_night_or_in_another_folder(office: Office) -> None:
    same = office.settings.definitions_hash()
    assert "请更新" in refused(office, [], "those of another machine")
    assert "当夜已经结束" in refused(office, [], same)
    with night.locked(office.curated):
        assert "没有 1 件交付的接收单" in refused(office, ["of another folder"], same)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What `make serve` starts, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    environment = os.environ | {"QMON_PREFECT_PORT": str(port), "PREFECT_HOME": str(home)}
    serving = subprocess.Popen([sys.executable, "-m", "flows.serve"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    while "就绪" not in (line := serving.stdout.readline()):
        assert line or serving.poll() is None, "no server"
    yield f"http://127.0.0.1:{port}/api"
    serving.send_signal(signal.SIGTERM)
    serving.wait(60)


def test_workers_of_the_pool_take_in_what_one_machine_would(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = Office(tmp_path / "here"), Office(tmp_path / "there")
    for office in (here, there):
        deliver(office, 0)
    here.now = datetime.datetime.fromisoformat(AS_OF)
    assert here.night().exit_code == 0
    monkeypatch.setenv("PREFECT_API_URL", api)
    ended = flow(there, tmp_path / "prefect", "flows.nightly", "--rest", "0", "--as-of", AS_OF, "--workers", "2")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    ran = httpx.post(f"{api}/flow_runs/filter", json={"flows": {"name": {"any_": ["portion"]}}}).json()
    assert [run["state_type"] for run in ran] == ["COMPLETED", "COMPLETED"]
    assert told(there.curated) == told(here.curated)
    assert written(there.curated) == written(here.curated)
