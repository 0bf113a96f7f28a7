"""Two small files in which each rule of the peers is broken by another number of rows, and who finds them."""

import csv
import json
from pathlib import Path

from benchmarks.measured import ROOT, ask, measure

# Nothing large is imported up here: see measured.measure.

SOUND = 200  # samples that break nothing; each has two items
FORM = {
    "抽样单编号": "",
    "任务类别": "监督抽检",
    "任务级别": "省抽",
    "抽样环节": "流通环节",
    "食品大类": "糕点",
    "样品名称": "蛋糕",
    "抽样日期": "2024-03-05",
    "标称生产企业名称": "虚构食品有限公司",
    "被抽样单位名称": "示例超市",
    "抽样地地市": "济南市",
    "检验机构名称": "虚构检测中心",
    "结论": "纯抽检合格样品",
}
ITEM = {
    "抽样单编号": "",
    "报告书编号": "",
    "检验项目": "铅(以Pb计)",
    "检验结果": "0.10",
    "结果单位": "mg/kg",
    "结果判定": "合格项",
    "检验依据": "GB 5009.12-2017",
    "判定依据": "GB 2762-2017",
    "最小允许限": "/",
    "最大允许限": "0.5",
    "允许限单位": "mg/kg",
    "方法检出限": "0.02",
    "检出限单位": "mg/kg",
    "说明": "/",
    "监督备注": "/",
    "风险备注": "/",
    "样品名称": "蛋糕",
}
SECOND = {
    "检验项目": "霉菌",
    "检验结果": "符合",
    "结果单位": "/",
    "最大允许限": "/",
    "允许限单位": "/",
    "方法检出限": "/",
    "检出限单位": "/",
}
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
# rule -> how many samples break it, and what is changed in their form, or in their second item
BROKEN: dict[str, tuple[int, dict[str, str], dict[str, str]]] = {
    "item_filled": (1, {}, {"检验依据": ""}),
    "item_verdict_allowed": (2, {}, {"结果判定": "待定"}),
    "item_one_verdict": (3, {}, {}),
    "item_has_form": (4, {}, {}),
    "item_result_reads": (5, {}, {"检验结果": "约0.1"}),
    "item_limit_reads": (6, {}, {"最大允许限": "0.5或1"}),
    "item_verdict_follows": (
        7,
        {},
        {"检验项目": "镉(以Cd计)", "检验结果": "0.3", "结果单位": "mg/kg", "最大允许限": "0.1", "允许限单位": "mg/kg"},
    ),
    "form_filled": (8, {"样品名称": ""}, {}),
    "form_unique": (9, {}, {}),
    "form_allowed": (10, {"抽样环节": "田间"}, {}),
    "form_dated": (11, {"抽样日期": "2024-13-45"}, {}),
    "form_has_items": (12, {}, {}),
    "form_verdict_follows": (13, {"结论": "纯抽检不合格样品"}, {}),
}


def deliver(raw: Path) -> dict[str, list[str]]:
    """Write items_broken.csv and form_broken.csv; returns the sampling numbers that break each rule."""
    forms, items, numbers = [], [], dict[str, list[str]]()
    for rule, (n, form, item) in {"": (SOUND, {}, {}), **BROKEN}.items():
        for _ in range(n):
            number = f"SC24370000{len(forms) + 10_000:09}" if rule != "item_has_form" else f"SC24379999{len(items):09}"
            numbers.setdefault(rule, []).append(number)
            if rule != "item_has_form":
                names = {
                    "标称生产企业名称": f"虚构食品有限公司{len(forms)}",
                    "被抽样单位名称": f"示例超市{len(forms)}",
                }  # no quota is exceeded
                forms.append({**FORM, **names, "抽样单编号": number, **form})
            if rule == "form_unique":
                forms.append({**FORM, "抽样单编号": number, "被抽样单位名称": "示例商店"})
            if rule == "form_has_items":
                continue
            if rule != "item_has_form":
                items.append({**ITEM, "抽样单编号": number})
            items.append({**ITEM, **SECOND, "抽样单编号": number, **item})
            if rule == "item_one_verdict":
                items.append({**ITEM, **SECOND, "抽样单编号": number, "结果判定": "问题项"})
    for name, rows in (("form", forms), ("items", items)):
        path = raw / "food_sampling_system" / f"{name}_broken.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    del numbers[""]
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
