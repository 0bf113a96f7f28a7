"""What is fuzzed: each target takes bytes, and raises only where qmon would have."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from qmon import files, grammar, readings
from qmon.files import Refused

_BREAK = "\x1f"


_OF_A_TEXT = (
    *(readings.date_of, readings.firms_of, readings.region_of_office, readings.level_of_office, readings.level_of_title),
    *(readings.issue_of_title, readings.date_of_title, readings.domain_of, readings.place_of, readings.industry_of, readings.amount_of),
    *(readings.points_of, readings.period_of, readings.period_kind_of, readings.count_of, readings.counted_unit_of, readings.rate_of),
    *(readings.decimals_of_rate, grammar.find_period, grammar.read_number, grammar.read_unit),
)


def of_grammar(content: bytes) -> None:
    """Up to three cells of a table, as result, limit and unit, and each as everything else that a cell can be."""
    cells = [grammar.clean(cell) for cell in content.decode("utf-8", "ignore").split(_BREAK)]
    one, two, three = (*cells, None, None, None)[:3]
    limit = readings.limit_of(two, None, None, three)
    result = readings.result_of(one, three, two if limit[readings.LIMIT.index("plan_n")] is not None else None)
    unit = result[readings.RESULT.index("unit")]
    lod = readings.lod_of(three, None, unit)
    readings.judged_of(result, limit, lod, readings.item_of("food", one, None), ("physical",), ("supervision",))
    readings.limit_of(None, one, two, three)
    if one is not None:
        for read in _OF_A_TEXT:
            read(one)
        readings.items_in("food", one)
        grammar.read_failing(one)
    grammar.items_in_columns(grammar.FailingItem(one, two, three, None))
    readings.region_of(one, two, three, None)
    readings.category_of("food", one, {})
    readings.item_of("consumer_goods", one, two)


def of_door(content: bytes) -> None:
    """A file: every cell of every table in it; Refused is what the door is for."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "file"
        path.write_bytes(content)
        for table in files.tables(path, files.recognise(path), folder, ("html",)):
            for _, _, cells in table.rows():
                if any(not isinstance(cell, str) for cell in cells):
                    raise TypeError(f"a cell that is no text: {cells!r}")
    except Refused:
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def of_delivery(content: bytes) -> None:
    """A file of the sampling system taken in whole, as far as the history."""
    from tests.conftest import Office

    folder = Path(tempfile.mkdtemp())
    try:
        office = Office(folder)
        office.deliver("food_sampling_system/a.csv", content)
        rows = office.take_in()
        if any(row["delivery_status"] not in ("accepted", "held", "refused") for row in rows):
            raise ValueError(f"a delivery of no status: {rows}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


TARGETS: dict[str, Callable[[bytes], None]] = {"grammar": of_grammar, "door": of_door, "delivery": of_delivery}
