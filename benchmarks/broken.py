"""Two small files in which each rule of the peers is broken by another number of rows (peers/broken.yml), and who finds them."""

import csv
import json
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measured import ROOT, ask, measure

# Nothing large is imported up here: see measured.measure.

TABLE = ROOT / "benchmarks" / "peers" / "broken.yml"
NUMBER = "抽样单编号"
# What the corridor says of a sample: a finding, or in the row of an item why its result or limit was not read.
SAID = """
    SELECT DISTINCT right(sample_id, 19)
    FROM (
        SELECT sample_id FROM finding
        UNION ALL
        SELECT sample_id FROM result_current WHERE coalesce(value_reason, limit_reason) IS NOT NULL
    )
"""
OF_EMPTY_CELLS = ("item_filled", "form_filled")  # which are no findings of the corridor, but empty in its tables


def deliver(raw: Path) -> dict[str, list[str]]:
    """Write items_broken.csv and form_broken.csv; returns the sampling numbers that break each rule."""
    table: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    rows: dict[str, list[dict[str, str]]] = {"form": [], "items": []}
    numbers: dict[str, list[str]] = {}
    drawn = 0
    for rule, broken in table["samples"].items():
        for _ in range(broken["samples"]):
            drawn += 1
            own = {NUMBER: f"SC24370000{drawn:09}"}
            names = {"标称生产企业名称": f"虚构食品有限公司{drawn}", "被抽样单位名称": f"示例超市{drawn}"}  # no quota is exceeded
            rows["form"] += [own | table["form"] | names | changed for changed in broken["forms"]]
            rows["items"] += [own | table["item"] | changed for changed in broken["items"]]
            numbers.setdefault(rule, []).append(own[NUMBER])
    (raw / "food_sampling_system").mkdir(parents=True)
    for name, of_file in rows.items():
        with (raw / "food_sampling_system" / f"{name}_broken.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(of_file[0]))
            writer.writeheader()
            writer.writerows(of_file)
    del numbers["sound"]
    return numbers


def disagreements(folder: Path, peers: dict[str, str], python: Path) -> list[str]:
    """Which of the `peers` (name -> script) find of a rule other than as many rows as break it, and of which samples that break one the
    corridor says nothing."""
    numbers = deliver(folder / "raw")
    wrong = []
    for name, script in peers.items():
        told = measure(ROOT / "benchmarks" / "peers" / f"{script}.py", folder / "raw", folder / script, python=python)
        found = json.loads(told.printed)["broken"]
        wrong += [
            f"{name}: {rule} is broken by {len(broken)} rows, {found[rule]} found"
            for rule, broken in numbers.items()
            if found[rule] != len(broken)
        ]
    measure("-m", "qmon.cli", "run", "--raw", folder / "raw", "--curated", folder / "curated", "--json")
    said = {number for (number,) in ask(folder / "curated" / "latest" / "qmon.duckdb", SAID)}
    silent = {rule: [one for one in broken if one not in said] for rule, broken in numbers.items() if rule not in OF_EMPTY_CELLS}
    return wrong + [f"corridor: says nothing of {', '.join(missed)}, which break {rule}" for rule, missed in silent.items() if missed]
