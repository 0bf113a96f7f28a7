"""The command `qmon limits`: which cited limits the reference table has, which differ, which it does not have."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon.cli import main
from qmon.grammar import Limit, read_limit
from qmon.readings import limit_in
from qmon.verdict.standard import printed, same
from tests.conftest import Office

FORM = "抽样单编号,检验目的,抽样环节,食品大类,样品名称,抽样日期,结论"
ITEM = "抽样单编号,检验项目,检验结果,结果单位,结果判定,判定依据,标准值"


@pytest.mark.parametrize(
    ("delivered", "standard", "equal"),
    [
        ("≤0.2mg/kg", "≤0.20mg/kg", True),
        ("≤200μg/kg", "≤0.2mg/kg", True),
        ("≤0.3mg/kg", "≤0.2mg/kg", False),
        ("≥0.2mg/kg", "≤0.2mg/kg", False),
        ("＜0.2mg/kg", "≤0.2mg/kg", False),
        ("≤0.2mg/L", "≤0.2mg/kg", False),
        ("不得检出", "不得使用", True),
        ("≤0.2mg/kg", "不得使用", False),
        ("不得使用", "≤0.2mg/kg", False),
        ("n=5,c=2,m=10,M=100CFU/g", "n=5,c=2,m=10,M=100CFU/g", True),
        ("n=5,c=1,m=10,M=100CFU/g", "n=5,c=2,m=10,M=100CFU/g", False),
        ("n=5,c=2,m=10CFU/g", "n=5,c=2,m=10,M=100CFU/g", False),
        ("≤100CFU/g", "n=5,c=2,m=10,M=100CFU/g", False),
    ],
)
def test_limits_are_the_same_where_they_allow_the_same(delivered: str, standard: str, equal: bool) -> None:
    assert same(read_limit(delivered), read_limit(standard)) == equal


def test_limits_of_two_deliveries_are_the_same_where_they_allow_the_same() -> None:
    def delivered(high: str) -> Limit:
        empty = dict.fromkeys(("limit_low", "limit_basis", "limit_reason", "plan_n", "plan_c", "plan_m", "plan_upper_m"))
        return limit_in(empty | {"limit_operator": "<=", "limit_high": Decimal(high), "limit_unit": "mg/kg"})

    assert same(delivered("0.2"), delivered("0.20"))
    assert not same(delivered("0.2"), delivered("0.3"))


@pytest.mark.parametrize(
    "text", ["≤0.2 mg/kg", "≥2.5 g/100g", "6.5～8.5", "≤0 °C", "不得检出", "n=5,c=0,m=0 /25g", "n=5,c=2,m=10,M=100 CFU/g"]
)
def test_a_limit_is_printed_as_it_is_read(text: str) -> None:
    assert printed(read_limit(text)) == text


@pytest.fixture
def curated(office: Office) -> Path:
    """One release: 姜 as in the table, 姜 with another limit, an item that the table does not have."""
    office.form(*(f"SC{number},监督抽检,流通,食用农产品,姜,2025-03-05,纯抽检合格样品" for number in (1, 2)), heading=FORM)
    office.items(
        "SC1,噻虫胺,0.1,mg/kg,合格项,GB 2763-2021,≤0.2mg/kg",
        "SC2,噻虫胺,0.1,mg/kg,合格项,GB 2763-2021,≤0.3mg/kg",
        "SC2,镉(以Cd计),0.01,mg/kg,合格项,GB 2762-2022,≤0.1mg/kg",
        "SC2,噻虫嗪,0.1,mg/kg,合格项,GB 2763-2021,≤0.3mg/kg",
        heading=ITEM,
    )
    assert office.night().exit_code == 0
    return office.curated


def test_cited_limits_are_listed_with_what_the_table_says(curated: Path) -> None:
    done = CliRunner().invoke(main, ["limits", "--curated", str(curated), "--json"])
    assert done.exit_code == 0
    assert [
        (row["state"], row["item_name"], row["limit"], row["standard"], row["missing"], row["n_results"]) for row in json.loads(done.output)
    ] == [
        ("differs", "噻虫胺", "≤0.3mg/kg", "GB 2763-2021", None, 1),
        ("agrees", "噻虫嗪", "≤0.3mg/kg", "GB 2763-2021（推定）", None, 1),
        ("agrees", "噻虫胺", "≤0.2mg/kg", "GB 2763-2021", None, 1),
        ("not_covered", "镉(以Cd计)", "≤0.1mg/kg", None, "no_product", 1),
    ]
    done = CliRunner().invoke(main, ["limits", "--curated", str(curated), "--state", "differs"])
    assert "≤0.2 mg/kg" in done.output and "不同 1 项次" in done.output and "≤0.3mg/kg" in done.output and "镉" not in done.output
