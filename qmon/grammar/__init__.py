"""The grammar of delivered cells: every text becomes a typed, exact value or a reason why it was not read.

Results, limits, sampling plans, units, numbers, dates and item names each have one pure function from text
to a frozen dataclass. Numbers are exact decimals. Nothing is guessed: what cannot be read exactly has the
value None and one of the reason codes in ``REASONS``.
"""

from qmon.grammar.date import ReadDate, read_date
from qmon.grammar.failing import FailingItem, items_in_columns, read_failing
from qmon.grammar.firm import Firm, ReadFirms, read_firms
from qmon.grammar.item import ReadItem, read_item
from qmon.grammar.limit import Limit, read_limit
from qmon.grammar.number import Number, read_number
from qmon.grammar.period import Period, find_period, read_period
from qmon.grammar.plan import Plan, read_plan
from qmon.grammar.printed import Count, Rate, read_count, read_rate
from qmon.grammar.reasons import REASONS, Reason
from qmon.grammar.result import Result, read_result
from qmon.grammar.text import UNCLEAN, clean
from qmon.grammar.unit import Unit, UnitMismatch, convert, read_unit

__all__ = [
    "REASONS",
    "UNCLEAN",
    "FailingItem",
    "Count",
    "Firm",
    "Limit",
    "Number",
    "Period",
    "Plan",
    "Rate",
    "ReadDate",
    "ReadFirms",
    "ReadItem",
    "Reason",
    "Result",
    "Unit",
    "UnitMismatch",
    "clean",
    "convert",
    "find_period",
    "items_in_columns",
    "read_count",
    "read_date",
    "read_failing",
    "read_firms",
    "read_item",
    "read_limit",
    "read_number",
    "read_period",
    "read_plan",
    "read_rate",
    "read_result",
    "read_unit",
]
