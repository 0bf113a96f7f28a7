"""One sample is one however it is written, and not when its records contradict each other."""

import pytest

from tests.conftest import Office

SAMPLE = "{no},{purpose},省抽,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,{city},纯抽检合格样品,"
NOTICE = "物料名称,产品分类,生产商,供应商,生产日期,批号,检测项目,检测结果,限量值,判定,发布单位,发布日期"
PRINTED = "虚构冰淇淋,冷冻饮品,虚构冷饮厂,示例商店,2024-01-12,,菌落总数,100,1000,合格,山东市场监管局,{published}"


def samples(office: Office) -> list[str]:
    office.take_in()
    return sorted({row["sample_id"] for row in office.history("sample")})


def sample(no: str = "SC1", purpose: str = "监督抽检", city: str = "济南市") -> str:
    return SAMPLE.format(no=no, purpose=purpose, city=city)


@pytest.mark.parametrize("written", ["SC20250 001", "SC20250\n001", "SC20250\u3000001", " sc20250001 ", "SC2025\t0001"])
def test_a_number_broken_in_its_cell_is_the_same_number(office: Office, written: str) -> None:
    office.form(sample("SC20250001"), sample(f'"{written}"'))
    assert samples(office) == ["food_sampling_system:SC20250001"]
    assert {row["sample_no"] for row in office.history("sample")} == {"SC20250001"}


@pytest.mark.parametrize("published", ["2024/2/25", "2024.02.25", "2024年2月25日", "20240225"])
def test_a_day_that_is_part_of_a_key_is_the_same_day_however_it_is_written(office: Office, published: str) -> None:
    rows = [PRINTED.format(published="2024-02-25"), PRINTED.format(published=published)]
    for number, row in enumerate(rows):
        office.deliver(f"food_notice_export/{number}.csv", f"{NOTICE}\n{row}\n")
    assert len(samples(office)) == 1


def test_another_day_makes_another_sample(office: Office) -> None:
    rows = [PRINTED.format(published=day) for day in ("2024-02-25", "2024-02-26", "见公告", "第3期")]
    office.deliver("food_notice_export/a.csv", "\n".join((NOTICE, *rows)) + "\n")
    assert len(samples(office)) == 4


@pytest.mark.parametrize("other", [sample(city="青岛市"), sample(purpose="风险监测"), sample(purpose="评价性抽检")])
@pytest.mark.parametrize("backwards", [False, True])
def test_two_places_or_two_kinds_of_inspection_contradict_each_other(office: Office, other: str, backwards: bool) -> None:
    rows = [sample(), other]
    office.form(*(reversed(rows) if backwards else rows))
    office.take_in()
    assert [row["n_variants"] > 1 for row in office.history("sample")] == [True]
    assert "S01" in office.codes()


def test_the_name_of_a_firm_does_not_depend_on_the_other_rows(office: Office) -> None:
    broken = sample().replace("虚构食品厂", '"虚构食品\n厂"')
    office.form(broken, name="alone.csv")
    office.form(broken.replace("SC1", "SC2"), sample("SC3").replace("虚构食品厂", "生产者:虚构乙厂"), name="beside.csv")
    office.take_in()
    assert {row["sample_no"]: row["producer_name"] for row in office.history("sample")} == {
        "SC1": "虚构食品厂",
        "SC2": "虚构食品厂",
        "SC3": "虚构乙厂",
    }
