"""dbt-duckdb: four models and thirteen tests, one `dbt build`. `python by_dbt.py RAW OUT` prints JSON."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

PROJECT = Path(__file__).parent / "dbt"


def main() -> None:
    raw, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(PROJECT, out)
    environment = {**os.environ, "PEER_RAW": str(raw), "PEER_DATABASE": str(out / "peer.duckdb"), "DO_NOT_TRACK": "1"}
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet", "build", "--profiles-dir", str(out), "--project-dir", str(out)]
    subprocess.run(dbt, env=environment, cwd=out, check=True, stdout=sys.stderr)
    results = json.loads((out / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    broken = {one["unique_id"].split(".")[2]: one["failures"] for one in results if one["unique_id"].startswith("test.")}
    with duckdb.connect(str(out / "peer.duckdb"), read_only=True) as connection:
        rates = connection.execute("FROM pass_rate ORDER BY month").fetchall()
    print(json.dumps({"broken": broken, "rates": {month: [n, n_fail] for month, n, n_fail in rates}}))


if __name__ == "__main__":
    main()
