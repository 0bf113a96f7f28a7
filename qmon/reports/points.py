"""Changes in percentage points (百分点) as printed, and whether they are the difference of the printed rates."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from qmon.indicators import Indicator


def printed(indicator: Indicator, row: dict[str, Any], change: dict[str, Any]) -> str:
    """The change of a row of the table rate against what `change` (of the table change) holds of the earlier period: rounded once from the
    exact difference of the fractions of counts, or from that of the two rates where they are no share of counts."""
    if indicator.aggregation == "pooled":
        counts = [(row["n"], row["n_fail"]), (change["compared_n"], change["compared_n_fail"])]
        now, then = (Fraction(n - n_fail if indicator.rate_of == "pass" else n_fail, n) for n, n_fail in counts)
        return indicator.rounded(100 * (now - then))
    return indicator.rounded(100 * Fraction(Decimal(change["difference"]).quantize(Decimal("1e-14"))))


def differ_from_printed_rates(indicator: Indicator, row: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether the change as printed is another number than the two printed rates make: a note then says so (T05)."""
    earlier = {"rate": change["compared_rate"], "n": change["compared_n"], "n_fail": change["compared_n_fail"]}
    earlier["n_pass"] = earlier["n"] - earlier["n_fail"]
    one, other = indicator.printed_rate(row), indicator.printed_rate(earlier)
    if one is None or other is None:
        return False
    return Decimal(one) - Decimal(other) != Decimal(printed(indicator, row, change))
