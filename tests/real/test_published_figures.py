"""Published counts and rates as they were printed: which of them do not agree with themselves, and what explains each."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.conftest import Office

STATEMENTS = "statements.tsv"
# Delivered name -> the file. Where no column states body and period, the name does.
FILES = {
    STATEMENTS: STATEMENTS,
    "food_34_categories_23852.tsv": "food_34_categories_23852.tsv",
    "2016年1月 湖北省食品药品监督管理局 food.tsv": "food_25_categories_hubei_2016-01.tsv",
}
# Row of statements.tsv -> what agrees with one way to round only, and what does not agree. Nothing else disagrees.
EXPLAINED = {
    26: ("平原县质监局 2012春, 合计: 17 of 21 = 80.952…, printed 80.9%", "truncated"),
    55: ("江苏省市场监管局 2021, 农用地膜: 5 of 80 = 6.25 exactly, printed 6.3%", "half_up"),
}


@pytest.fixture(scope="module")
def office(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("published"))
    for delivered, name in FILES.items():
        made.deliver(f"published_table/{delivered}", (real / "published" / name).read_bytes())
    made.deliver("food_notice/2016-02-01 湖北省食品药品监督管理局.csv", samples(rows(real, "food_25_categories_hubei_2016-01.tsv")))
    assert made.night().exit_code == 0
    yield made


def rows(real: Path, name: str) -> list[dict[str, str]]:
    with (real / "published" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def samples(categories: list[dict[str, str]]) -> str:
    """One invented sample for each batch that the table counts, its last row left out."""
    lines = ["样品名称,食品大类,被抽样单位名称,被抽样单位所在省份,抽样日期,检验结论"]
    for row in categories[:-1]:
        for number in range(int(row["n"])):
            verdict = "不合格" if number < int(row["n_fail"]) else "合格"
            lines.append(
                f'虚构{row["category"]}{number},"{row["category"]}",虚构超市{number % 40},湖北省,2016-01-{number % 28 + 1:02},{verdict}'
            )
    return "\n".join(lines)


def test_every_row_is_kept_as_printed(office: Office, real: Path) -> None:
    for delivered, name in FILES.items():
        asked = f"SELECT group_label, n_text, n_fail_text, printed_rate_text FROM published INNER JOIN delivery USING (delivery_id) \
            WHERE file = 'published_table/{delivered}' ORDER BY row_no"
        wanted = [
            (row.get("group") or row["category"], row["n"], row["n_fail"], row.get("printed_rate", row.get("printed_fail_rate")))
            for row in rows(real, name)
        ]
        assert office.ask(asked) == [tuple(cell or None for cell in row) for row in wanted]
    assert office.ask("SELECT count(*) FROM quarantine") == [(0,)]


def by_hand(row: dict[str, str]) -> str:
    """The agreement of a row by long division, without a rounding function."""
    counts = {name: int(row[name].replace(",", "")) for name in ("n", "n_pass", "n_fail") if row.get(name)}
    printed = row.get("printed_rate", row.get("printed_fail_rate", "")).rstrip("% ")
    own, other = ("n_pass", "n_fail") if row.get("rate_kind", "fail") == "pass" else ("n_fail", "n_pass")
    share = counts.get(own, counts["n"] - counts[other] if "n" in counts and other in counts else None)
    if not printed or share is None or "n" not in counts:
        return "not_computable"
    exact, step = Fraction(100 * share, counts["n"]), Fraction(1, 10 ** len(printed.partition(".")[2]))
    error = Fraction(printed) - exact
    if abs(error) < step / 2:
        return "both"
    if abs(error) == step / 2:
        even = (Fraction(printed) / step) % 2 == 0
        return "both" if even and error > 0 else "half_even" if even else "half_up" if error > 0 else "differs"
    return "truncated" if -step < error < 0 else "differs"


def test_which_rates_do_not_agree_and_why(office: Office, real: Path) -> None:
    for delivered, name in FILES.items():
        asked = f"SELECT row_no, agreement FROM reconciliation INNER JOIN delivery USING (delivery_id) \
            WHERE file = 'published_table/{delivered}' ORDER BY row_no"
        found = office.ask(asked)
        assert found == [(number, by_hand(row)) for number, row in enumerate(rows(real, name), start=2)]
        strange = {number: agreement for number, agreement in found if agreement not in ("both", "not_computable")}
        assert strange == ({number: agreement for number, (_, agreement) in EXPLAINED.items()} if name == STATEMENTS else {})
    counted = Counter(dict(office.ask("SELECT agreement, count(*) FROM reconciliation GROUP BY ALL")))
    assert counted == {"both": 150, "half_up": 1, "truncated": 1, "not_computable": 117}


def test_the_figures_add_up(office: Office) -> None:
    """Only the rate that was cut off is a finding of T02; the two tables by category add up to their totals (T01)."""
    assert office.ask("SELECT code, row_no FROM finding WHERE code IN ('T01', 'T02', 'C04')") == [("T02", 26)]
    asked = (
        "SELECT count(*) FILTER (partition IS NOT NULL AND row_role = 'group'), max(n) FROM published GROUP BY delivery_id, statement_no \
        HAVING count(partition) > 0 ORDER BY ALL"
    )
    assert office.ask(asked) == [(25, 5226), (34, 23852)]


def test_what_is_no_period_or_place_is_said(office: Office) -> None:
    asked = "SELECT DISTINCT found_text FROM finding WHERE code = '{}' ORDER BY ALL"
    assert [text for (text,) in office.ask(asked.format("C03"))] == [
        "28 provinces",
        "30 provinces + 兵团",
        "30省",
        "31省",
        "31省+5市 109城市",
    ]
    assert ("2012春",) in office.ask(asked.format("C01")) and ("2024Q4",) not in office.ask(asked.format("C01"))


def test_hubei_by_25_categories_reconciles_with_its_samples(office: Office) -> None:
    asked = "SELECT group_label, n, n_fail, own_n, own_n - own_n_pass, counts_agree, printed_rate, own_rate FROM reconciliation \
        WHERE period = '2016-01' AND statement_no IS NULL ORDER BY row_no"
    found = office.ask(asked)
    assert len(found) == 26 and all(row[1:3] == row[3:5] and row[5] and row[6] == row[7] for row in found), found
    assert found[-1] == ("合计", 5226, 43, 5226, 43, True, Decimal("0.82"), Decimal("0.82"))
