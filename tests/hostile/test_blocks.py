"""How real tables are laid out: merged cells, titles, headings over two rows, blocks side by side, sums and notes."""

from collections.abc import Callable, Sequence

import pytest

from tests.conftest import FORM, ITEM, Office
from tests.hostile import containers as made
from tests.hostile.test_containers import HEADING, RECORDS, cells_of

ITEM_HEADING = ITEM.split(",")
WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": made.xlsx, "ods": made.ods, "xls": made.xls}
Rows = Sequence[Sequence[str]]


def as_csv(rows: Rows) -> str:
    return "\n".join(",".join(f'"{cell}"' if "\n" in cell or "," in cell else cell for cell in row) for row in rows) + "\n"


def samples(office: Office) -> list[tuple[str, str, int]]:
    """Number, sheet and row of each sample; what stands at that address must be the sample's own cells."""
    office.take_in()
    rows = office.history("sample")
    cells = cells_of(office)
    assert all(cells[row["sheet"], row["row_no"]]["抽样单编号"] == row["sample_no"] for row in rows)
    return sorted((row["sample_no"], row["sheet"], row["row_no"]) for row in rows)


def wide(*cells: str, width: int = len(HEADING)) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


# ── merged cells ──────────────────────────────────────────────────────────────────────────────────────────────────────

ITEMS = [
    ITEM_HEADING,
    ["SC1", "铅", "0.1", "mg/kg", "合格", "0.5", "mg/kg", "", ""],
    ["", "镉", "0.2", "mg/kg", "合格", "0.5", "mg/kg", "", ""],
    ["", "汞", "0.3", "mg/kg", "合格", "0.5", "mg/kg", "", ""],
    ["SC2", "铅", "0.4", "mg/kg", "合格", "0.5", "mg/kg", "", ""],
]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_cell_merged_downwards_stands_in_each_of_its_rows(office: Office, kind: str) -> None:
    office.deliver("food_sampling_system/a.dat", WRITERS[kind](ITEMS, merges=[(1, 0, 3, 0)]))
    office.take_in()
    found = sorted((row["row_no"], row["sample_id"][-3:], row["item_name"]) for row in office.history("result"))
    assert found == [(2, "SC1", "铅"), (3, "SC1", "镉"), (4, "SC1", "汞"), (5, "SC2", "铅")]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_blank_cell_that_is_not_merged_stays_blank(office: Office, kind: str) -> None:
    office.deliver("food_sampling_system/a.dat", WRITERS[kind](ITEMS, merges=[(1, 0, 2, 0)]))
    office.take_in()
    assert [(row["row_no"], row["code"]) for row in office.history("quarantine")] == [(4, "S01")]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_cell_merged_to_the_right_stands_in_the_first_column(office: Office, kind: str) -> None:
    rows = [HEADING, [*RECORDS[0][:1], "监督抽检", "", *RECORDS[0][3:]]]
    office.deliver("food_sampling_system/a.dat", WRITERS[kind](rows, merges=[(1, 1, 1, 2)]))
    office.take_in()
    (sample,) = office.history("sample")
    assert (sample["inspection_type"], sample["task_level"]) == ("supervision", None)


# ── headings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", WRITERS)
def test_a_title_merged_over_all_columns(office: Office, kind: str) -> None:
    rows = [wide("食品安全监督抽检信息"), wide("填报单位：虚构市"), HEADING, *RECORDS]
    office.deliver("food_sampling_system/a.dat", WRITERS[kind](rows, merges=[(0, 0, 0, 11), (1, 0, 1, 11)]))
    assert samples(office) == [("SC1", "抽样单", 4), ("SC2", "抽样单", 5)]
    assert office.codes() == []


@pytest.mark.parametrize(
    ("name", "delivered"),
    [
        ("食品大类", "食品\n大类"),
        ("食品大类", "食品\r大类"),
        ("样品名称", "样品\u3000名称"),
        ("抽样日期", "\xa0抽样日期"),
        ("结论", "结 论"),
    ],
)
def test_breaks_and_spaces_in_a_heading(office: Office, name: str, delivered: str) -> None:
    heading = [delivered if cell == name else cell for cell in HEADING]
    office.deliver("food_sampling_system/a.xlsx", made.xlsx([heading, *RECORDS]))
    assert [number for number, _, _ in samples(office)] == ["SC1", "SC2"]
    assert office.codes() == []


@pytest.mark.parametrize("delivered", ["食品大类1", "食品大类[1]", "食品大类（注1）", "食品大类²", "食品大类*"])
@pytest.mark.parametrize("write", [made.xlsx, as_csv])
def test_a_footnote_digit_at_a_heading(office: Office, write: Callable[[Rows], str | bytes], delivered: str) -> None:
    heading = [delivered if cell == "食品大类" else cell for cell in HEADING]
    office.deliver("food_sampling_system/a.dat", write([heading, *RECORDS]))
    office.take_in()
    assert [row["category_code"] for row in office.history("sample")] == ["F24", "F08"]
    assert office.codes() == []
    assert cells_of(office)["" if write is as_csv else "抽样单", 2][delivered.strip()] == "糕点"


def test_a_digit_that_tells_two_columns_apart_is_no_footnote(office: Office) -> None:
    heading = [{"食品大类": "食品大类1", "备注": "食品大类2"}.get(cell, cell) for cell in HEADING]
    office.deliver("food_sampling_system/a.csv", as_csv([heading, *RECORDS]))
    office.take_in()
    assert sorted(row["found_text"] for row in office.history("finding") if row["code"] == "H02") == ["食品大类1", "食品大类2"]


TWO_ROWS = [
    ["序号", "抽样单编号", "检验", "", "", "最大允许限", "允许限单位"],
    ["", "", "项目", "检验结果", "单位", "", ""],
    ["1", "SC1", "铅", "0.1", "mg/kg", "0.5", "mg/kg"],
]


@pytest.mark.parametrize("kind", [*WRITERS, "csv"])
def test_a_heading_over_two_rows(office: Office, kind: str) -> None:
    merges = [(0, 2, 0, 4), *((0, column, 1, column) for column in (0, 1, 5, 6))]
    rows = [[*row, verdict] for row, verdict in zip(TWO_ROWS, ("结果判定", "", "合格"), strict=True)]
    content = as_csv(rows) if kind == "csv" else WRITERS[kind](rows, merges=[*merges, (0, 7, 1, 7)])
    office.deliver("food_sampling_system/a.dat", content)
    office.take_in()
    (result,) = office.history("result")
    assert (result["row_no"], result["item_name"], str(result["value"]), result["unit"]) == (3, "铅", "0.100000000000000", "mg/kg")
    assert (result["item_verdict"], office.codes()) == ("conforming", [])


@pytest.mark.parametrize("write", [made.xlsx, as_csv])
@pytest.mark.parametrize("repeated", [HEADING, ["抽样单 编号", *HEADING[1:]]], ids=["as it was", "with a space"])
def test_a_heading_repeated_among_the_records_is_passed_over(
    office: Office, write: Callable[[Rows], str | bytes], repeated: list[str]
) -> None:
    office.deliver("food_sampling_system/a.dat", write([HEADING, RECORDS[0], repeated, RECORDS[1]]))
    sheet = "" if write is as_csv else "抽样单"
    assert samples(office) == [("SC1", sheet, 2), ("SC2", sheet, 4)]
    assert (office.codes(), office.history("delivery")[0]["n_records"]) == ([], 2)


# ── blocks side by side ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("gap", [[], [""]], ids=["close together", "a column between"])
@pytest.mark.parametrize("write", [made.xlsx, as_csv])
def test_blocks_side_by_side_are_read_one_below_the_other(office: Office, write: Callable[[Rows], str | bytes], gap: list[str]) -> None:
    third = ["SC3", *RECORDS[0][1:]]
    blank = [""] * len(HEADING)
    rows = [[*HEADING, *gap, *HEADING], [*RECORDS[0], *gap, *RECORDS[1]], [*third, *gap, *blank]]
    office.deliver("food_sampling_system/a.dat", write(rows))
    sheet = "" if write is as_csv else "抽样单"
    right = f"{sheet}!{'N:Y' if gap else 'M:X'}"
    assert samples(office) == [("SC1", sheet, 2), ("SC2", right, 2), ("SC3", sheet, 3)]
    assert office.codes() == []


def test_columns_that_stand_twice_but_not_as_a_block_are_refused(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", as_csv([[*HEADING, "抽样单编号"], [*RECORDS[0], "SC9"]]))
    office.take_in()
    assert office.codes() == ["H05"]


# ── sums and notes ────────────────────────────────────────────────────────────────────────────────────────────────────

LEFT_OUT = {
    "a sum": [wide("合计", "2 批次")],
    "a sum with spaces": [wide("合\u3000计", "", "2")],
    "sums of parts and of all": [wide("小计"), wide("总计：", "2")],
    "a note": [wide("注：以上数据截至2025年3月。")],
    "a note of several lines": [wide("备注：1.以上数据截至2025年3月。"), wide("2.联系电话13800005555。")],
}


@pytest.mark.parametrize("write", [made.xlsx, made.ods, as_csv])
@pytest.mark.parametrize("name", LEFT_OUT)
def test_sums_and_notes_are_no_samples_and_are_said(office: Office, write: Callable[[Rows], str | bytes], name: str) -> None:
    office.deliver("food_sampling_system/a.dat", write([HEADING, *RECORDS, *LEFT_OUT[name]]))
    assert [number for number, _, _ in samples(office)] == ["SC1", "SC2"]
    found = office.history("finding")
    assert sorted((row["code"], row["row_no"]) for row in found) == [("H07", 4 + n) for n in range(len(LEFT_OUT[name]))]
    assert "13800005555" not in str(found)
    assert office.history("delivery")[0]["n_records"] == 2


def test_a_note_shorter_than_the_heading_in_csv(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", "\n".join([FORM, ",".join(RECORDS[0]), "合计,1", "注：1.截至3月。", "2.另行通知。"]))
    assert samples(office) == [("SC1", "", 2)]
    assert office.codes() == ["H07", "H07", "H07"]


def test_a_word_of_a_sum_inside_a_record_is_only_a_word(office: Office) -> None:
    record = [*RECORDS[0][:5], "合计", *RECORDS[0][6:11], "注：见附件"]
    office.deliver("food_sampling_system/a.csv", as_csv([HEADING, record, ["注：不明", *record[1:]]]))
    assert samples(office) == [("SC1", "", 2)]
    assert [row["code"] for row in office.history("quarantine")] == ["S01"]
