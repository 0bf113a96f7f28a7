"""As-of questions on many samples, opened and attached, beside the plain count of what stands: `python -m benchmarks.as_of`."""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.measured import measure

FORM = (
    "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,抽样日期,签发日期,标称生产企业名称,被抽样单位名称,抽样地地市,检验机构名称,结论"
)
EVENT = "抽样单编号,事件种类,申请时间,完成时间,复检结论,复检机构,文号"
FAILS_EVERY = 50  # one sample in fifty fails; every other of those is cleared by a re-inspection
KNOWN, IN_FORCE = "TIMESTAMP '2099-01-01 16:00'", "DATE '2026-03-20'"
COUNTED = "SELECT count(*), count(*) FILTER (verdict_reported = 'nonconforming') FROM {} WHERE verdict_reported <> 'void'"
BY_FILTER = "(SELECT * FROM sample_history WHERE known_from < {k} AND known_to >= {k} AND valid_from <= {f} AND valid_to > {f}) AS sample"


def deliver(raw: Path, samples: int) -> None:
    """Write a form of so many samples, and the events of some of them."""
    for name in ("food_sampling_system", "reinspection"):
        (raw / name).mkdir(parents=True)
    with (raw / "food_sampling_system" / "form.csv").open("w", encoding="utf-8") as file:
        file.write(FORM + "\n")
        file.writelines(_sample(number) for number in range(samples))
    with (raw / "reinspection" / "events.csv").open("w", encoding="utf-8") as file:
        file.write(EVENT + "\n")
        for number in range(0, samples, 2 * FAILS_EVERY):
            file.write(f"S{number},复检,2026-03-24,2026-04-0{1 + number % 9},复检合格,虚构复检中心,鲁复检{number}号\n")


def _sample(number: int) -> str:
    month, day = 1 + number % 2, 1 + number % 28
    verdict = "不合格" if number % FAILS_EVERY == 0 else "合格"
    places = ("济南市", "青岛市", "烟台市", "潍坊市")
    return (
        f"S{number},监督抽检,省抽,流通,糕点,虚构蛋糕{number % 997},2026-0{month}-{day:02},2026-03-{1 + number % 28:02},"
        f"虚构{number % 5003}厂,虚构{number % 20011}店,{places[number % 4]},虚构检测中心,纯抽检{verdict}样品\n"
    )


def questions(database: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each question by name, as a call from Python."""
    opened = duckdb.connect(str(database), read_only=True)
    attached = duckdb.connect()
    attached.execute(f"ATTACH '{database}' AS q (READ_ONLY)")
    axes = {
        "as it stands": ("TIMESTAMP 'infinity'", "DATE '9999-12-31'"),
        "as known on a day": (KNOWN, "DATE '9999-12-31'"),
        "as in force on a day": ("TIMESTAMP 'infinity'", IN_FORCE),
        "as known and as in force": (KNOWN, IN_FORCE),
    }
    yield "baseline: count of sample_current", lambda: opened.execute(COUNTED.format("sample_current")).fetchall()
    for name, (known, in_force) in axes.items():
        query = COUNTED.format(BY_FILTER.format(k=known, f=in_force))
        yield f"{name}, opened", lambda query=query: opened.execute(query).fetchall()
        there = query.replace("sample_history", "q.sample_history")
        yield f"{name}, attached", lambda there=there: attached.execute(there).fetchall()
    rate = (
        "SELECT n, n_fail FROM pass_rate_as_of(DATE '2099-01-01', DATE '2026-03-20') WHERE indicator = 'food_pass_rate' AND period = '2026'"
    )
    yield "pass_rate_as_of, one indicator", lambda: opened.execute(rate).fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.as_of", description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="samples (default: a million)")
    parser.add_argument("--repeat", type=int, default=15, help="how often each question is asked; the median counts")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        raw, curated = Path(folder) / "raw", Path(folder) / "curated"
        deliver(raw, asked.samples)
        made = measure("-m", "qmon.cli", "run", "--raw", raw, "--curated", curated, "--json")
        if made.exit_code != 0:
            sys.exit(made.printed)
        baseline = None
        for name, ask in questions(curated / "latest" / "qmon.duckdb"):
            answer = ask()
            taken = []
            for _ in range(asked.repeat):
                begun = time.perf_counter()
                ask()
                taken.append(time.perf_counter() - begun)
            median = statistics.median(taken)
            baseline = baseline or median
            print(f"{name:40} {1000 * median:7.1f} ms  × {median / baseline:5.1f}  {answer}")


if __name__ == "__main__":
    main()
