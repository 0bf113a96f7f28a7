"""One large item table with its sampling forms, for benchmarks: written block by block, values as distinct as in real tables."""

from pathlib import Path
from random import Random

from tests.facsimile.containers import as_csv
from tests.facsimile.figures import figures
from tests.facsimile.food_sample import tested_items
from tests.facsimile.food_system import ITEMS
from tests.facsimile.invented import LABS, PREFECTURES
from tests.facsimile.results import Limit, result, spelt

ITEMS_PER_SAMPLE = 8
TAILS = 20_000  # different item records; a year of one office has about as many
_BLOCK = 100_000
FORM = [
    "抽样单编号", "任务类别", "任务级别", "抽样环节", "食品大类", "样品名称", "抽样日期", "标称生产企业名称", "被抽样单位名称",
    "抽样地地市", "检验机构名称", "结论",
]  # fmt: skip


def write(folder: Path, rows: int, seed: int, files: int = 1, after: int = 0, year: int = 2024) -> int:
    """Write items_<rows>.csv and form_<rows>.csv below `folder`/food_sampling_system, or `files` of each that share the rows, each with
    samples of its own, numbered from `after` on and drawn in `year`; returns the bytes written."""
    target = folder / "food_sampling_system"
    target.mkdir(parents=True, exist_ok=True)
    draw = Random(f"{seed}/scale/{rows}")
    tails, failing = _tails(draw)
    conforming = [number for number in range(TAILS) if number not in failing]
    written, share = 0, rows // files
    samples = -(-share // ITEMS_PER_SAMPLE)
    for number in range(files):
        name = f"{rows}_{after + number + 1:02}" if files > 1 else f"{rows}"
        # About two samples in a hundred fail, by one item.
        fails = bytes(draw.random() < 0.02 for _ in range(samples))
        first = after + number * samples
        written += _items(target / f"items_{name}.csv", share, draw, tails, conforming, sorted(failing), fails, first)
        written += _forms(target / f"form_{name}.csv", samples, draw, fails, first, year)
    return written


def _tails(draw: Random) -> tuple[list[str], set[int]]:
    """Item records from the third column on, and the positions of those that fail."""
    known = [row for row in figures("food_items") if row["limit"] != "plan"]
    tails: list[str] = []
    failing: set[int] = set()
    for number in range(TAILS):
        row = draw.choice(known)
        limit = Limit.of(row)
        fails = number % 50 == 0
        value, unit = spelt(draw, result(draw, limit, not fails), limit)
        lod = (limit.lod, limit.unit) if limit.lod else ("/", "/")
        verdict = "不合格项" if fails else "合格项"
        method = f"{row['method']}《食品安全国家标准 食品中{row['item']}的测定》"
        basis = f"{row['basis'] or '产品明示标准'}《食品安全国家标准 食品限量》"
        cells = [
            row["item"],
            value,
            unit,
            verdict,
            method,
            basis,
            *limit.bounds(),
            *lod,
            "/",
            "/",
            "/",
            row["product"],
        ]
        tails.append(as_csv([cells]).decode().rstrip("\r\n"))
        failing.update({number} if fails else ())
    return tails, failing


def _items(
    path: Path,
    rows: int,
    draw: Random,
    tails: list[str],
    conforming: list[int],
    failing: list[int],
    fails: bytes,
    first: int,
) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(ITEMS) + "\r\n")
        for start in range(0, rows, _BLOCK):
            picked = draw.choices(conforming, k=min(_BLOCK, rows - start))
            lines = []
            for row_no, passing in enumerate(picked, start):
                sample, position = divmod(row_no, ITEMS_PER_SAMPLE)
                tail = failing[sample % len(failing)] if position == 0 and fails[sample] else passing
                lines.append(f"SC24370000{first + sample:09},虚构检测中心〔2024〕第{first + sample:09}号,{tails[tail]}\r\n")
            file.write("".join(lines))
    return path.stat().st_size


def _forms(path: Path, samples: int, draw: Random, fails: bytes, first: int, year: int) -> int:
    categories = [row["category"] for row in figures("food_categories_city_year")]
    products = {category: tested_items(category)[0][0] for category in categories}
    stages = ("生产环节", "流通环节", "餐饮环节")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(FORM) + "\r\n")
        for start in range(0, samples, _BLOCK):
            lines = []
            for sample in range(first + start, first + min(start + _BLOCK, samples)):
                category = categories[sample % len(categories)]
                day = sample * 7919 % 336
                lines.append(
                    f"SC24370000{sample:09},监督抽检,省抽,{stages[sample % 3]},{category},{products[category]},"
                    f"{year}-{day // 28 + 1:02}-{day % 28 + 1:02},虚构食品有限公司{sample % 5003:04},示例超市{sample:07},"
                    f"{PREFECTURES[sample % 16]},{LABS[sample % 6]},{'纯抽检不合格样品' if fails[sample - first] else '纯抽检合格样品'}\r\n"
                )
            file.write("".join(lines))
    return path.stat().st_size
