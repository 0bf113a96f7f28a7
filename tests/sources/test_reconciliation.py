"""Published figures beside our own: notices of food checks rebuilt from their published counts, and what the mart says of each figure."""

from decimal import Decimal

from tests.conftest import Office
from tests.facsimile import products
from tests.sources.test_notices import CONFORMING, FAILING

PRINTED = "公布条目,领域,发布单位,期间,地区,分组,单位,检验数,合格数,不合格数,比率种类,比率,出处"
PROVINCE = ",被抽样单位所在省份"
OWN = "SELECT recomputed_rate, own_rate, own_n, own_n_pass, counts_agree, agreement, note FROM reconciliation ORDER BY row_no"


def printed(office: Office, *rows: str) -> None:
    office.deliver("published_table/printed.csv", "\n".join((PRINTED, *rows)))


def two_lists(office: Office, notice: str, n_pass: int, n_fail: int, place: str = "") -> None:
    """The two tables of a notice, all samples invented; their province in a column of its own where `place` names one."""
    heading, cell = (PROVINCE, f",{place}") if place else ("", "")
    item = "呋虫胺║0.658mg/kg║≤0.5mg/kg"
    failing = [f"{n},虚构豇豆{n},/,/,虚构超市{n},虚构路,/,/,2022-08-01,{item},/{cell}" for n in range(n_fail)]
    conforming = [f"{n},虚构糕点{n},虚构食品厂,虚构路,虚构超市,虚构路,100g,/,2022-08-01,/{cell}" for n in range(n_pass)]
    office.deliver(f"food_notice/{notice}/不合格产品信息.csv", "\n".join((FAILING + heading, *failing)))
    office.deliver(f"food_notice/{notice}/合格产品信息.csv", "\n".join((CONFORMING + heading, *conforming)))


def test_shandong_2025_issue_20(office: Office) -> None:
    """2,023 batches = 1,999 + 24 [SD25]: held against the samples of the issue once they are there. No rate was printed."""
    row = "SD25,食品,山东省市场监管局,2025年第20期,山东,合计,批次,2023,1999,24,合格率,,http://www.hduv.net/news/inspection/162025.html"
    printed(office, row)
    assert office.night().exit_code == 0
    rate = Decimal("98.81")
    unknown = "未印比率；本库没有同一期间、地区、分组和任务级别的数"
    assert office.ask(OWN) == [(rate, None, None, None, None, "not_computable", unknown)]
    two_lists(office, "2025-09-12 山东省市场监督管理局2025年第20期", 1999, 24)
    assert office.night(days=1).exit_code == 0
    assert office.ask(OWN) == [(rate, rate, 2023, 1999, True, "not_computable", "未印比率")]


def test_shandong_2022(office: Office) -> None:
    """1,097 batches of twelve kinds = 1,078 + 19 [SD22], posted in October 2022: held against the samples of the month in the province."""
    two_lists(office, "2022-10-20 山东省市场监督管理局", 1078, 19, "山东省")
    printed(
        office, "SD22,食品,山东省市场监管局,2022年10月,山东,12类合计,批次,1097,1078,19,合格率,,http://jxyuer.com/news/jiaodian/279519.html"
    )
    assert office.night().exit_code == 0
    rate = Decimal("98.27")
    assert office.ask(OWN) == [(rate, rate, 1097, 1078, True, "not_computable", "未印比率")]


AGREEMENTS = [
    ("批次,80,75,5,合格率,93.8%", "both", None),
    ("批次,80,75,5,不合格率,6.2%", "half_even", "恰在两个末位数之间，按奇进偶舍修约"),
    ("批次,80,75,5,不合格率,6.3%", "half_up", "恰在两个末位数之间，按四舍五入修约"),
    ("批次,80,75,5,合格率,93.7%", "truncated", "印刷比率为截尾所得，未经修约"),
    ("批次,80,75,5,合格率,93.6%", "differs", "印刷比率与其数目不符"),
    ("批次,0,0,0,合格率,0", "not_computable", "检验数为0，没有比率"),
    ("批次,80,,,合格率,93.8%", "not_computable", "未印数目，无法重算"),
    ("批次,80,81,,不合格率,1%", "not_computable", "数目矛盾，无法重算"),
    ("批次,80,75,5,合格率,九成", "not_computable", "印刷比率无法读取"),
    (",80,75,5,合格率,93.8%", "both", "未注明统计单位"),
]


def test_every_agreement_has_its_word(office: Office) -> None:
    printed(office, *(f"{n},车用燃料,山东省市场监管局,2024年,山东,汽油,{cells}," for n, (cells, _, _) in enumerate(AGREEMENTS)))
    office.night()
    found = office.ask("SELECT agreement, note FROM reconciliation ORDER BY row_no")
    ours = "本库没有同一期间、地区、分组和任务级别的数"
    assert found == [(agreement, "；".join(part for part in (note, ours) if part)) for _, agreement, note in AGREEMENTS]


def test_a_domain_without_an_indicator_has_nothing_comparable(office: Office) -> None:
    printed(office, "1,进口工业品,济南海关,2024年,山东,合计,批次,80,75,5,合格率,93.8%,")
    office.night()
    assert office.ask("SELECT agreement, note FROM reconciliation") == [("both", "没有可比的指标")]


SAMPLE = "SC{n},监督抽检,{level},流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,{city},纯抽检{verdict}样品,"


# Period, place, group, body -> our own n and n_pass, none where we have no number of the kind.
OWN_NUMBERS = [
    ("2025年3月", "济南市", "糕点", "济南市市场监管局", None),  # another task level
    ("2025年3月", "济南市", "糕点", "山东省市场监管局", (2, 1)),
    ("2025年3月", "济南市", "合计", "山东省市场监管局", (3, 2)),
    ("2025年3月", "山东", "合计", "山东省市场监管局", (4, 3)),
    ("2025年3月", "江苏", "合计", "山东省市场监管局", None),
    ("2025年第一季度", "山东", "合计", "山东省市场监管局", (4, 3)),
    ("2025年第二季度", "山东", "合计", "山东省市场监管局", (1, 1)),
    ("2025年上半年", "山东", "合计", "山东省市场监管局", (5, 4)),
    ("2025年3-4月", "山东", "合计", "山东省市场监管局", (5, 4)),
    ("2025年", "山东", "合计", "山东省市场监管局", (6, 5)),
    ("2025年", "山东", "各类食品", "山东省市场监管局", None),  # no category that is known
    ("2025-03-05", "山东", "合计", "山东省市场监管局", None),
]


def test_our_own_number_is_of_the_same_period_place_group_and_level(office: Office) -> None:
    rows = [
        ("省抽", "糕点", "2025-03-05", "济南市", "不合格"), ("省抽", "糕点", "2025-03-06", "济南市", "合格"),
        ("省抽", "饮料", "2025-03-07", "济南市", "合格"), ("省抽", "糕点", "2025-03-08", "青岛市", "合格"),
        ("省抽", "糕点", "2025-04-05", "青岛市", "合格"), ("省抽", "糕点", "2025-07-05", "青岛市", "合格"),
        ("国抽", "糕点", "2025-03-05", "济南市", "不合格"),
    ]  # fmt: skip
    names = ("level", "category", "day", "city", "verdict")
    office.form(*(SAMPLE.format(n=n, **dict(zip(names, row, strict=True))) for n, row in enumerate(rows)))
    figures = [
        f"{n},食品,{body},{period},{place},{group},批次,10,9,1,合格率,90.00%,"
        for n, (period, place, group, body, _) in enumerate(OWN_NUMBERS)
    ]
    printed(office, *figures)
    office.night()
    found = office.ask("SELECT own_n, own_n_pass, note FROM reconciliation ORDER BY row_no")
    for (n, n_pass, note), (*about, own) in zip(found, OWN_NUMBERS, strict=True):
        assert (n, n_pass) == (own or (None, None)), about
        said = "本库没有同一期间" if own is None else f"本库检验 {own[0]}、合格 {own[1]}，与公布的数目不同"
        assert said in note


def test_shandong_2017_cables_by_batch_and_by_firm(office: Office) -> None:
    """248 batches, 234 pass, printed 94.4 %; of 238 firms 224 pass, by which it would be 94.1 % [SD17]: each unit against its own."""
    name, content = next(products.deliveries(1))
    office.deliver(f"product_spot_check/{name}", content)
    about = "SD17,产品质量监督抽查,山东省质监局,2017年,山东,电线电缆"
    printed(office, f"{about},批次,248,234,14,合格率,94.4%,", f"{about},家企业,238,224,14,合格率,94.1%,")
    office.night()
    assert office.ask(OWN) == [
        (Decimal("94.4"), Decimal("94.4"), 248, 234, True, "both", None),
        (Decimal("94.1"), Decimal("94.1"), 238, 224, True, "both", None),
    ]


def test_a_newer_delivery_of_a_file_takes_the_place_of_the_older(office: Office) -> None:
    for n in (100, 200):
        printed(office, f"1,食品,山东省市场监管局,2024年,山东,合计,批次,{n},{n},0,合格率,100%,")
        office.night(days=1)
    assert office.ask("SELECT n FROM reconciliation") == [(200,)]
    assert office.ask("SELECT n FROM published") == [(200,)]


def test_a_night_without_published_tables_writes_none(office: Office) -> None:
    office.form(SAMPLE.format(n=1, level="省抽", category="糕点", day="2025-03-05", city="济南市", verdict="合格"))
    office.night()
    assert office.ask("SELECT count(*) FROM published UNION ALL SELECT count(*) FROM reconciliation") == [(0,), (0,)]
    assert list((office.curated / "history").glob("*/published.parquet")) == []


def test_the_gap_is_split_into_definition_coverage_and_rounding(office: Office) -> None:
    """Ours: 3 of 4 pass under the definition, 4 of 5 with the suspect one it leaves out; printed 8 of 10 as 80.1 %."""
    sample = "SC{n},{kind},省抽,流通,糕点,虚构食品{n},2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检{verdict}样品,"
    rows = [("监督抽检", "合格"), ("监督抽检", "合格"), ("监督抽检", "合格"), ("监督抽检", "不合格"), ("未知任务", "合格")]
    office.form(*(sample.format(n=n, kind=kind, verdict=verdict) for n, (kind, verdict) in enumerate(rows)))
    printed(
        office,
        "1,食品,山东省市场监管局,2025年3月,山东,合计,批次,10,8,2,合格率,80.1%,",
        "2,食品,山东省市场监管局,2025年3月,山东,合计,批次,10,8,2,不合格率,20.0%,",
    )
    office.night()
    asked = (
        "SELECT round(gap, 6), round(gap_definition, 6), round(gap_coverage, 6), round(gap_rounding, 6) FROM reconciliation ORDER BY row_no"
    )
    assert office.ask(asked) == [(-5.1, -5.0, 0.0, -0.1), (5.0, 5.0, 0.0, 0.0)]


def test_the_compared_rate_is_held_against_what_was_published_then(office: Office) -> None:
    heading = PRINTED + ",对比期间,对比期比率"
    rows = [
        "1,食品,山东省市场监管局,2024年,山东,合计,批次,100,97,3,合格率,97.0%,,,",
        "2,食品,山东省市场监管局,2025年,山东,合计,批次,100,98,2,合格率,98.0%,,2024年,97.0%",
        "3,食品,山东省市场监管局,2025年,山东,合计,批次,100,98,2,合格率,98.0%,,2024年,96.5%",
    ]
    office.deliver("published_table/printed.csv", "\n".join((heading, *rows)))
    office.night()
    found = office.ask("SELECT CAST(compared_rate_published AS DOUBLE), note FROM reconciliation ORDER BY row_no")
    assert [rate for rate, _ in found] == [None, 97.0, 97.0]
    assert ["对比期比率96.5与该期公布的97.0不同" in (note or "") for _, note in found] == [False, False, True]
