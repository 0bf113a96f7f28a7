"""What is untidy in some deliveries and must still be accepted: titles, totals, repeated and ragged records, strange words and dates."""

from tests.facsimile.containers import Cell

TITLED = "2023-11"
REPEATED = "2024-02"
STRANGE_WORDS = "2024-04"
TWINS = "2024-09"
SENT_TWICE = "2024-08"
RAGGED = "2024-05"
TOTALLED = "2025-02"
_CATEGORY, _PRODUCT, _PRODUCED, _SAMPLED, _REMARK = 8, 9, 11, 12, 26


def of_food(month: str, form: list[list[Cell]]) -> list[list[Cell]]:
    """The sampling form of a month with what is untidy in it: a title row, two repeated records, a row of totals, strange cells."""
    width = len(form[0])
    if month == TITLED:
        return [[f"{month}食品安全抽检样品信息表", *[""] * (width - 1)], *form]
    if month == REPEATED:
        return [*form, form[3], form[17]]
    if month == TOTALLED:
        return [*form, ["合计", *[""] * (width - 2), f"{len(form) - 1}批次"]]
    if month == STRANGE_WORDS:
        form[5][_CATEGORY] = "烘焙食品"
        form[9][_CATEGORY] = "2024-03-01"
        form[12][_SAMPLED] = "4月上旬"
        form[20][_PRODUCED] = "24-1-2"
        form[23][_REMARK] = "店主电话13800000000"
        form[30][_PRODUCT] = "=SUM饼"
    return form


def ragged(month: str, content: bytes, encoding: str) -> bytes:
    """The file with its last record cut off after three fields, as a broken export leaves it."""
    if month != RAGGED:
        return content
    lines = content.decode(encoding).splitlines()
    lines[-1] = ",".join(lines[-1].split(",")[:3])
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)
