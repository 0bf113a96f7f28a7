"""The nightly flow as Prefect runs it: once for real, and its schedule as it is written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

from qmon.side_by_side import FEWEST, KILLED
from tests.conftest import Office
from tests.release.test_nights import TOTAL, deliver
from tests.test_side_by_side import deadly_source

AS_OF = "2026-01-15T17:30:00+00:00"
ROOT = Path(__file__).parents[2]


def flow(office: Office, home: Path, module: str = "flows.nightly", *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, "--raw", str(office.raw), "--curated", str(office.curated), *arguments]
    environment = os.environ | {"PREFECT_HOME": str(home), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False)


def test_a_night_under_prefect_and_a_backfill(office: Office, tmp_path: Path) -> None:
    deliver(office)
    for number in range(FEWEST):  # so many that they are taken in by processes
        office.deliver(f"food_sampling_system/bad_{number}.csv", b"\0" * number)
    deadly = deadly_source(office, tmp_path)
    first = flow(office, tmp_path / "prefect", "flows.nightly", "--rest", "0", "--as-of", AS_OF, "--sources", str(deadly))
    assert first.returncode == 11, first.stdout + first.stderr
    assert KILLED[:8] in first.stdout
    assert office.ask(TOTAL) == [("provincial", 10, 9, 1, 0)]
    assert "拒收" in first.stdout and "leaked" not in first.stderr
    before = json.loads((office.curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
    again = flow(office, tmp_path / "prefect", "flows.backfill", "--source", "food_sampling_system", "--as-of", AS_OF)
    assert again.returncode == 11, again.stdout + again.stderr
    after = json.loads((office.curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert after["content"] == before["content"]


def test_the_schedule_is_half_past_one_in_shandong() -> None:
    deployments = {one["name"]: one for one in yaml.safe_load((ROOT / "flows" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]}
    assert deployments["nightly"]["schedules"] == [{"cron": "30 1 * * *", "timezone": "Asia/Shanghai"}]
    assert deployments["nightly"]["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
