"""Limits of standards beside limits as delivered: whether the two allow the same, and both as one text."""

from decimal import Decimal
from fractions import Fraction
from typing import cast

from qmon.grammar import Limit, Plan, UnitMismatch, convert
from qmon.grammar.limit import Operator
from qmon.reference.limits import StandardLimit
from qmon.verdict.item import allowed


def same(delivered: Limit, standard: Limit) -> bool:
    """Whether two limits allow the same: 100 μg/kg and 0.1 mg/kg do, and so do 不得检出 and 不得使用."""
    if (delivered.operator == "plan") != (standard.operator == "plan"):
        return False
    factor = Fraction(1)
    if delivered.unit != standard.unit and allowed(standard).high != 0:
        try:
            factor = convert(Decimal(1), delivered.unit or "", standard.unit or "")
        except UnitMismatch:
            return False
    if standard.operator == "plan":
        return _plan_in(delivered, factor) == _plan_in(standard, Fraction(1))
    return allowed(delivered).times(factor) == allowed(standard)


def _plan_in(limit: Limit, factor: Fraction) -> tuple[int | None, int | None, list[Fraction | None]]:
    plan = limit.plan or Plan()
    return plan.n, plan.c, [None if bound is None else Fraction(bound) * factor for bound in (plan.m, plan.upper_m)]


def standard_limit(limit: StandardLimit) -> Limit:
    """A limit of the table as the grammar has limits."""
    plan = Plan(limit.n, limit.c, limit.m, limit.upper_m, limit.unit) if limit.operator == "plan" else None
    return Limit(cast(Operator, limit.operator), limit.low, limit.high, limit.unit, plan=plan)  # the table's own words, held by a test


def printed(limit: Limit) -> str:
    """A limit as one text: ≤0.2 mg/kg, n=5,c=0,m=0 /25g, 不得检出."""
    if limit.operator == "plan" and limit.plan is not None:
        upper = "" if limit.plan.upper_m is None else f",M={_plain(limit.plan.upper_m)}"
        return f"n={limit.plan.n},c={limit.plan.c},m={_plain(limit.plan.m)}{upper} {limit.unit or ''}".rstrip()
    words = {"not_detected": "不得检出", "not_permitted": "不得使用"}
    if limit.operator in words:
        return words[limit.operator]
    sign = {"<=": "≤", ">=": "≥"}.get(limit.operator or "", limit.operator)
    body = f"{sign}{_plain(limit.low if limit.high is None else limit.high)}"
    if limit.operator == "range":
        body = f"{_plain(limit.low)}～{_plain(limit.high)}"
    return f"{body} {limit.unit or ''}".rstrip()


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
