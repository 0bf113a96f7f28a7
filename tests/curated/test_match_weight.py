"""The match weight against an oracle that adds up the table's log2(m/u) by hand, over records that agree at drawn levels."""

import datetime
import math
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from qmon.curated import linkage
from qmon.definitions import DefinitionError, read_yaml
from qmon.sources import sources

DAY = datetime.date(2025, 6, 2)
LONG = "示例食品经营服务有限公司"
# Comparison -> level -> what the notice's record and the known one state; where unknown, one of them states nothing.
STATED: dict[str, dict[str, tuple[object, object]]] = {
    "product": {
        "same": ("（虚构）豇豆", "虚构 豇豆"),
        "similar": ("虚构香辣花生米", "虚构香辣花生仁"),
        "contained": ("豇豆", "长豇豆"),
        "other": ("豇豆", "酱油"),
    },
    "producer_name": {
        "same": (f"{LONG}(A)", f"{LONG}a"),
        "similar": (LONG, LONG.replace("服务", "服物")),
        "other": (f"{LONG}1", f"{LONG}2"),
        "unknown": (None, LONG),
    },
    "sampled_unit_name": {
        "same": ("示例商贸 有限责任公司", "示例商贸（有限责任公司）"),
        "similar": ("示例商贸有限责任公司", "示例商贸有限责任公斯"),
        "other": ("示例超市一店", "示例超市二店"),
        "unknown": ("示例超市", None),
    },
    "specification": {
        "same": ("100克／袋", "100g/袋"),
        "other": ("1.5L", "15L"),
        "unknown": (None, "15L"),
    },
    "brand": {"same": ("虚构牌", "虚构牌"), "other": ("虚构牌", "示例牌"), "unknown": ("虚构牌", None)},
    "produced_on": {
        "same": (DAY, DAY),
        "slip": (DAY, DAY.replace(day=3)),
        "other": (DAY, DAY.replace(month=4, day=30)),
        "unknown": (None, DAY),
    },
    "batch_no": {
        "same": ("A-17", "a17"),
        "other": ("A17", "A18"),
        "unknown": (None, "A18"),
    },
    "sampled_on": {
        "same": (DAY, DAY),
        "near": (DAY + datetime.timedelta(3), DAY),
        "other": (DAY + datetime.timedelta(4), DAY),
        "unknown": (None, DAY),
    },
    "published_on": {
        "plausible": (DAY.replace(year=2026), None),
        "other": (DAY, None),
        "unknown": (None, None),
    },
    "sampled_region": {
        "prefecture": ("370102", "370100"),
        "province": ("370100", "370200"),
        "other": ("370000", "130000"),
        "unknown": (None, "370000"),
    },
}
RECORD = pa.schema(
    [(name, pa.string()) for name in ("sample_id", "source", "sample_no", "domain", "verdict_reported", "task_level")]
    + [(name, pa.date32() if name.endswith("_on") else pa.string()) for name in STATED]
)
PATTERN = st.fixed_dictionaries({name: st.sampled_from(sorted(levels)) for name, levels in STATED.items()})


def oracle(pattern: dict[str, str]) -> float:
    """log2 of the prior odds and of m/u of each level reached, from the bare table."""
    table = read_yaml(linkage.HERE / "parameters.yml")
    weight = math.log2(table["prior"] / (1 - table["prior"]))
    for name, level in pattern.items():
        if level != "unknown":
            numbers = table["comparisons"][name]["levels"][level]
            weight += math.log2(numbers["m"]) - math.log2(numbers["u"])
    return weight


def records(patterns: list[dict[str, str]], side: int) -> list[dict[str, Any]]:
    """One record a pattern, each in a domain of its own, so that no two patterns are compared."""
    name = ("food_notice", "food_sampling_system")[side]
    return [
        {
            "sample_id": f"{name}:SC{number}" if side else f"{name}:{number}",
            "source": name,
            "sample_no": f"SC{number}" if side else None,
            "domain": str(number),
            **{column: STATED[column].get(level, (None, None))[side] for column, level in pattern.items()},
        }
        for number, pattern in enumerate(patterns)
    ]


def weighed(patterns: list[dict[str, str]]) -> dict[int, tuple[float, float]]:
    """Pattern's number -> match weight and probability, of the pairs that share a blocking key."""
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        everything = linkage.parameters().model_copy(update={"lower": -1000.0})
        patch.setattr(linkage, "parameters", lambda: everything)
        rows = records(patterns, 0) + records(patterns, 1)
        connection.register("rows", pa.Table.from_pylist(rows, RECORD))
        connection.execute(
            "CREATE TEMP VIEW known_sample AS SELECT *, 'd' AS delivery_id, '' AS sheet, 1 AS row_no, "
            "TIMESTAMP '2026-01-01' AS known_from, TIMESTAMP 'infinity' AS known_to, DATE 'infinity' AS valid_to FROM rows"
        )
        linkage.from_known(connection, sources())
        found = connection.execute("SELECT split_part(sample_id, ':', 2), match_weight, match_probability FROM candidate").fetchall()
    return {int(number): (weight, probability) for number, weight, probability in found}


def blocked(pattern: dict[str, str]) -> bool:
    """Whether the two share the day and the beginning of product or shop, or the shop, or the beginnings of product and shop."""
    day, unit = pattern["produced_on"] == "same", pattern["sampled_unit_name"]
    product = pattern["product"] in ("same", "similar")
    return unit == "same" or unit == "similar" and (day or product) or day and product


# Many pairs at once: one run of splink takes half a second, whatever it compares.
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(PATTERN, min_size=50, max_size=50))
def test_the_match_weight_is_the_sum_of_the_weights_of_the_levels(patterns: list[dict[str, str]]) -> None:
    found = weighed(patterns)
    assert set(found) == {number for number, pattern in enumerate(patterns) if blocked(pattern)}
    for number, (weight, probability) in found.items():
        expected = oracle(patterns[number])
        assert weight == pytest.approx(expected, abs=0.0001)
        assert probability == pytest.approx(1 / (1 + 2**-expected), rel=1e-6)


def test_a_batch_number_that_repeats_the_day_of_production_says_nothing_more() -> None:
    pattern = {name: "same" if "same" in levels else sorted(levels)[0] for name, levels in STATED.items()}
    (weight, _) = weighed([pattern])[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STATED["batch_no"], "same", ("20250602A", "250602A"))
        (without, _) = weighed([pattern])[0]
    same = linkage.parameters().comparisons["batch_no"].levels["same"].weight
    assert weight - without == pytest.approx(same, abs=0.0002)


def test_every_level_of_the_table_is_reached_by_some_record() -> None:
    table = linkage.parameters().comparisons
    assert {name: set(levels) - {"unknown"} for name, levels in STATED.items()} == {
        name: set(comparison.levels) for name, comparison in table.items()
    }


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("m: 0.85, u: 0.008", "m: 0.86, u: 0.008", "m of the levels does not add up to 1"),
        ("upper: 10.0", "upper: 3.0", "upper is less than lower and lead together"),
        ("where: product_l = product_r", "where: product_l = colour_r", "colour_r, which is not a column there"),
    ],
)
def test_a_wrong_table_of_parameters_is_said_with_its_place(tmp_path: object, wrong: str, right: str, said: str) -> None:
    folder = linkage.Path(str(tmp_path))
    text = (linkage.HERE / "parameters.yml").read_text(encoding="utf-8")
    (folder / "parameters.yml").write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        linkage.parameters(folder)
