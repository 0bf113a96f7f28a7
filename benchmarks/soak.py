"""Many nights of one office, one after the other: what each costs, and whether all of the past is still known. `python -m benchmarks.soak`.

Every night delivers a form and its items; most nights something more: a late correction, a file that came before, one that is broken, a
re-inspection, a decision. Nights are carried on from the one before, as those of a large history are. After each what is known is noted;
every so often all that was noted is asked again by the day, and the release is made anew and compared.
"""

import argparse
import datetime
import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measured import ask, measure

FIRST = datetime.datetime(2025, 1, 1, 17, 30, tzinfo=datetime.UTC)
FORM = "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,抽样日期,签发日期,生产企业名称,被抽样单位名称,抽样地地市,结论,备注"
ITEM = "抽样单编号,检验项目,检验结果,结果单位,结果判定,最大允许限,允许限单位,方法检出限,检出限单位"
EVENT = "抽样单编号,事件种类,申请时间,完成时间,复检结论,复检机构,文号"
DECISION = "发现编号,处理决定,理由,决定人"
PLACES = ("济南市", "青岛市", "烟台市", "潍坊市")
ASKED_EVERY = 20
CARRIED = "from qmon.release import building; building.LEAST_ROWS = 0; from qmon.cli import main; main()"
YEARS = "indicator = 'food_pass_rate' AND period_kind = 'year'"
TOTALS = f"SELECT period, task_level, n, n_fail FROM pass_rate_as_of({{day}}, NULL) WHERE {YEARS} ORDER BY ALL"


class Office:
    """What the office has delivered so far; a seed makes it the same every time."""

    def __init__(self, raw: Path, samples: int, seed: int = 2014) -> None:
        self.raw, self.samples, self.chance = raw, samples, random.Random(seed)
        self.failing: list[int] = []
        self.n = 0

    def deliver(self, night: int, day: datetime.date, open_findings: list[str]) -> None:
        first, self.n = self.n, self.n + self.samples
        self._samples(f"{night:04}", range(first, self.n), day)
        if night and self.chance.random() < 0.3:  # corrected late: some of an earlier night, with other verdicts
            early = self.chance.randrange(first)
            self._samples(f"{night:04}_again", range(early, min(early + 8, first)), day)
        if night and self.chance.random() < 0.2:  # what came before, under another name
            before = next(iter(sorted((self.raw / "food_sampling_system").glob("*_items.csv"))))
            self._write("food_sampling_system", f"{night:04}_twice.csv", before.read_text(encoding="utf-8"))
        if self.chance.random() < 0.1:
            self._write("food_sampling_system", f"{night:04}_broken.csv", self.chance.choice(("", "\0\0\0", "甲,乙\n1,2,3\n", "<html>")))
        if self.failing and self.chance.random() < 0.4:
            number = self.chance.choice(self.failing)
            row = f"SC{number},复检,{day},{day},复检合格,虚构复检中心,鲁复检{night}号"
            self._write("reinspection", f"{night:04}.csv", f"{EVENT}\n{row}\n")
        if open_findings and self.chance.random() < 0.3:
            answer = self.chance.choice(("采纳", "作废", "不予处理"))
            self._write("decision", f"{night:04}.csv", f"{DECISION}\n{self.chance.choice(open_findings)},{answer},核实,虚构人\n")

    def _samples(self, name: str, numbers: range, day: datetime.date) -> None:
        forms, items = [FORM], [ITEM]
        for n in numbers:
            fails = self.chance.random() < 0.03
            if fails:
                self.failing.append(n)
            sampled = day - datetime.timedelta(days=20 + n % 5)
            verdict, place = ("不合格" if fails else "合格"), PLACES[n % 4]
            who = f"虚构{n % 97}厂,虚构{n % 389}店,{place},纯抽检{verdict}样品"
            forms.append(f"SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕{n % 53},{sampled},{day - datetime.timedelta(days=1)},{who},")
            items.append(f"SC{n},铅（以Pb计）,{0.9 if fails else 0.1 + n % 7 / 100},mg/kg,{verdict}项,0.5,mg/kg,0.02,mg/kg")
            items.append(f"SC{n},甜蜜素,未检出,g/kg,合格项,不得使用,g/kg,0.01,g/kg")
        self._write("food_sampling_system", f"{name}_form.csv", "\n".join(forms) + "\n")
        self._write("food_sampling_system", f"{name}_items.csv", "\n".join(items) + "\n")

    def _write(self, source: str, name: str, text: str) -> None:
        (self.raw / source).mkdir(parents=True, exist_ok=True)
        (self.raw / source / name).write_text(text, encoding="utf-8")


def totals(curated: Path, day: str = "NULL") -> list[list[Any]]:
    """The pass rate of each year as known by the end of `day`, or now."""
    return ask(curated / "latest" / "qmon.duckdb", TOTALS.format(day=day))


def nights(office: Office, curated: Path, count: int) -> list[dict[str, Any]]:
    """Run the nights; what each cost, and how many of the days that were asked again answered otherwise than they did then."""
    rows: list[dict[str, Any]] = []
    known: dict[str, list[list[Any]]] = {}
    waiting: list[str] = []
    for number in range(count):
        now = FIRST + datetime.timedelta(days=number)
        office.deliver(number, now.date(), waiting)
        ran = measure("-c", CARRIED, "run", "--raw", office.raw, "--curated", curated, "--as-of", f"{now:%Y-%m-%dT%H:%M:%S}", "--json")
        if ran.exit_code not in (0, 11):
            sys.exit(f"night {number} ended with {ran.exit_code}: {ran.printed[-2000:]}")
        # "Known on a day" is by its end in Shanghai, eight hours ahead.
        known[f"DATE '{(now + datetime.timedelta(hours=8)).date()}'"] = totals(curated)
        listed = measure("-m", "qmon.cli", "findings", "--open", "--json", "--curated", curated)
        waiting = [row["finding_id"] for row in json.loads(listed.printed) if row["acts_on"] in ("sample", "delivery")]
        row = {"night": number, "seconds": ran.wall, "peak_mb": ran.peak_mb, "disk_mb": size(curated) / 1e6, "samples": office.n}
        if number % ASKED_EVERY == ASKED_EVERY - 1 or number == count - 1:
            row["asked"] = len(known)
            row["otherwise"] = [day for day, answer in known.items() if totals(curated, day) != answer]
            manifest = json.loads((curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
            row["anew"] = manifest["anew"]
            row["reproduced"] = measure("-m", "qmon.cli", "reproduce", manifest["release"], "--curated", curated).exit_code == 0
            print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
        rows.append(row)
    return rows


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Seconds, memory and disk by night, one below the other."""
    import altair
    import pandas
    import vl_convert

    titles = {"seconds": "一夜用时（秒）", "peak_mb": "内存峰值（MB）", "disk_mb": "磁盘（MB）"}
    frame = pandas.DataFrame(rows)
    charts = [
        altair.Chart(frame)
        .mark_line()
        .encode(x=altair.X("night:Q", title="夜"), y=altair.Y(f"{name}:Q", title=title))
        .properties(width=560, height=140)
        for name, title in titles.items()
    ]
    path.write_text(str(vl_convert.vegalite_to_svg(altair.vconcat(*charts).to_dict())), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--nights", type=int, default=400)
    parser.add_argument("--samples", type=int, default=40, help="new samples a night")
    parser.add_argument("--to", type=Path, help="a folder for soak.json and soak.svg")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="qmon-soak-") as folder:
        rows = nights(Office(Path(folder) / "raw", asked.samples), Path(folder) / "curated", asked.nights)
    if asked.to is not None:
        asked.to.mkdir(parents=True, exist_ok=True)
        (asked.to / "soak.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        plot(rows, asked.to / "soak.svg")
    otherwise = sum(len(row.get("otherwise", ())) for row in rows)
    unlike = sum(not row.get("reproduced", True) for row in rows)
    tenth = max(1, len(rows) // 10)
    first, last = rows[:tenth], rows[-tenth:]
    for name in ("seconds", "peak_mb", "disk_mb"):
        before, after = (sum(row[name] for row in some) / len(some) for some in (first, last))
        print(f"{name:8} first tenth {before:8.1f}, last tenth {after:8.1f}, × {after / before:.2f}")
    print(f"{len(rows)} nights, {rows[-1]['samples']} samples")
    print(f"answers of the past that changed: {otherwise}; releases unlike those made anew: {unlike}")
    sys.exit(1 if otherwise or unlike else 0)


if __name__ == "__main__":
    main()
