"""Whether published tables agree: each with its own numbers, with each other, and with what an earlier release printed (T01 to T07)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from qmon.indicators import Indicator
from qmon.reports import points
from qmon.reports.model import Row, Table


class Disagreement(NamedTuple):
    """One broken rule: the table, the row, what stands there and what would agree."""

    code: str
    table: str
    row: str
    found: str
    expected: str

    @property
    def sentence(self) -> str:
        return f"{self.code} {self.table} {self.row}：{self.found}，应为{self.expected}"


def disagreements(tables: list[Table], indicators: dict[str, Indicator]) -> list[Disagreement]:
    """Everything that keeps these tables from being released together."""
    found: list[Disagreement] = []
    for table in tables:
        found += [*_sums(table, indicators), *_rates(table, indicators), *_comparisons(table, indicators), *_units(table, indicators)]
        found += [*_differences(table, indicators), *_pooling(table), *_shares(table), *_restatements(table)]
    return [*found, *_partitions(tables)]


def _place(table: Table) -> str:
    return f"{table.title}（{table.layout.name}）"


def _value(table: Table, row: Row, column: str) -> Decimal | None:
    if column not in table.columns:
        return None
    value = row.cells[table.columns.index(column)].value
    return None if value is None else Decimal(value)


def _sums(table: Table, indicators: dict[str, Indicator]) -> Iterable[Disagreement]:
    """T01: what is tested passes or fails; the total is the sum of its rows, where units are samples or items and all rows are shown."""
    for row in table.rows:
        n, passing, failing = (_value(table, row, column) for column in ("n", "n_pass", "n_fail"))
        if n is not None and passing is not None and failing is not None and n != passing + failing:
            yield Disagreement("T01", _place(table), row.label, f"检验数{n}", f"合格数与不合格数之和{passing + failing}")
    totals = [row for row in table.rows if row.role == "total"]
    parts = [row for row in table.rows if row.role == "part"]
    if not parts or any(row.suppressed in ("one_or_two", "complementary") for row in parts):
        return
    for total in totals:
        for column in ("n", "n_pass", "n_fail", "n_failing_items"):
            whole = _value(table, total, column)
            rows = [_value(table, row, column) for row in parts]
            summed = sum((value for value in rows if value is not None), Decimal(0))
            # Firms do not add up: one may make several kinds.
            if whole is not None and indicators[total.numbers["indicator"]].unit != "firm" and whole != summed:
                yield Disagreement("T01", _place(table), total.label, f"{column} {whole}", f"各行之和{summed}")


def _rates(table: Table, indicators: dict[str, Indicator]) -> Iterable[Disagreement]:
    """T02: each rate is its printed counts divided and rounded once, and its complement comes from the counts, too."""
    for row in table.rows:
        indicator = indicators[row.numbers["indicator"]]
        if indicator.aggregation != "pooled":
            continue
        n, failing = _value(table, row, "n"), _value(table, row, "n_fail")
        if n is None or failing is None or n == 0:
            continue
        for column, k in (("rate", n - failing), ("fail_rate", failing)):
            found = _value(table, row, column)
            expected = indicator.rounded(Fraction(int(100 * k), int(n)))
            if found is not None and found != Decimal(expected):
                yield Disagreement("T02", _place(table), row.label, f"{column} {found}", expected)


def _comparisons(table: Table, indicators: dict[str, Indicator]) -> Iterable[Disagreement]:
    """T03: the compared period is the right earlier one, and a compared number that was restated since is said to be."""
    told = "\n".join(note for note in table.notes if "更正后" in note or "restated" in note)
    for row in table.rows:
        for which in ("year_on_year", "period_on_period"):
            change = row.numbers.get(which)
            if which not in table.columns or change is None:
                continue
            period = row.numbers["period"]
            expected = earlier_period(period, which)
            if change["compared_period"] != expected:
                yield Disagreement("T03", _place(table), row.label, f"{period}与{change['compared_period']}比较", f"与{expected}比较")
            if change.get("restatement_effect") and row.label not in told:
                yield Disagreement("T03", _place(table), row.label, "对比期比率已更正而没有说明", "加注说明")


def earlier_period(period: str, comparison: str) -> str:
    """The period that a number is compared with: 2024-Q1 -> 2023-Q1 (同比), 2023-Q4 (环比)."""
    year, _, rest = period.partition("-")
    before = str(int(year) - 1)
    if comparison == "year_on_year" or not rest:
        return f"{before}-{rest}" if rest else before
    if rest.startswith("Q"):
        return f"{year}-Q{int(rest[1]) - 1}" if rest != "Q1" else f"{before}-Q4"
    return f"{year}-{int(rest) - 1:02}" if rest != "01" else f"{before}-12"


def _units(table: Table, indicators: dict[str, Indicator]) -> Iterable[Disagreement]:
    """T04: the unit is stated: for the whole table where all rows count alike, in each row where they do not."""
    units = {indicators[name].unit_counted for name in table.layout.indicators}
    if len(units) > 1 and "unit" not in table.columns:
        yield Disagreement("T04", _place(table), "-", f"统计单位{'、'.join(sorted(units))}合于一表而未逐行注明", "逐行注明统计单位")
    if not table.unit_line.strip():
        yield Disagreement("T04", _place(table), "-", "没有单位行", "注明单位")


def _differences(table: Table, indicators: dict[str, Indicator]) -> Iterable[Disagreement]:
    """T05: where the change is not the difference of the printed rates, a note names the row."""
    told = "\n".join(note for note in table.notes if "未修约" in note or "unrounded" in note)
    for row in table.rows:
        indicator = indicators[row.numbers["indicator"]]
        for which in ("year_on_year", "period_on_period"):
            change = row.numbers.get(which)
            if which not in table.columns or change is None or change["refused_for"] is not None or row.suppressed is not None:
                continue
            if points.differ_from_printed_rates(indicator, row.numbers, change) and row.label not in told:
                yield Disagreement("T05", _place(table), row.label, "变动与表列比率之差不同而没有说明", "加注说明")


def _pooling(table: Table) -> Iterable[Disagreement]:
    """T06: strategies are pooled only where the definition lists them, and a note says so."""
    told = "\n".join(table.notes)
    for row in table.rows:
        if "+" in (row.numbers.get("strategies_counted") or "") and "抽样策略" not in told and "strategies" not in told:
            yield Disagreement("T06", _place(table), row.label, f"合并了{row.numbers['strategies_counted']}而没有说明", "加注说明")


def _restatements(table: Table) -> Iterable[Disagreement]:
    """T03: a number that was first published otherwise stands with its note."""
    told = "\n".join(table.notes)
    for row in table.rows:
        now = row.numbers
        if now.get("first_n") is None:
            continue
        same_rate = now["rate"] is None or now["first_rate"] is None or abs(now["rate"] - now["first_rate"]) < 1e-12
        if (now["n"], now["n_fail"]) == (now["first_n"], now["first_n_fail"]) and same_rate:
            continue
        if now["restated"] is None or now["restated"] not in told:
            found = f"检验数{now['n']}、不合格数{now['n_fail']}（首次发布{now['first_n']}、{now['first_n_fail']}）而没有更正说明"
            yield Disagreement("T03", _place(table), row.label, found, "附更正说明")


def _shares(table: Table) -> Iterable[Disagreement]:
    """T07: a table of shares says what they are shares of and whether they add up, and they do."""
    if "share" not in table.columns:
        return
    told = "\n".join(table.notes)
    if not ("基数" in told and "100%" in told) and not ("Shares of" in told and "100 %" in told):
        yield Disagreement("T07", _place(table), "-", "占比没有注明基数及是否合计100%", "注明基数")
    parts = [_value(table, row, "share") or Decimal(0) for row in table.rows if row.role == "part"]
    # Each printed share is at most half a unit of its last digit off.
    last = max((-int(part.as_tuple().exponent) for part in parts), default=0)
    if parts and abs(sum(parts) - 100) > Decimal(len(parts)) / 2 / 10**last:
        yield Disagreement("T07", _place(table), "-", f"各类占比之和{sum(parts)}", "100")


def _partitions(tables: list[Table]) -> Iterable[Disagreement]:
    """T01: two tables of one number print one total."""
    seen: dict[tuple[object, ...], tuple[str, str]] = {}
    for table in tables:
        for row in table.rows:
            if row.role != "total":
                continue
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column not in ("n", "n_pass", "n_fail", "rate", "fail_rate"):
                    continue
                key = (table.language, row.numbers["indicator"], row.numbers["period"], table.task_level, column)
                text, where = seen.setdefault(key, (cell.text, _place(table)))
                if text != cell.text:
                    yield Disagreement("T01", _place(table), row.label, f"{column} {cell.text}", f"{text}（{where}）")
