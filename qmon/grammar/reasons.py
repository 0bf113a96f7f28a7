"""The reason codes a reading can carry, each with its sentence in Chinese and in English."""

from __future__ import annotations

from typing import Final, Literal

Reason = Literal[
    "ambiguous",
    "broken_exponent",
    "empty",
    "excel_serial",
    "flattened_exponent",
    "limit_as_result",
    "limit_conflict",
    "month_only",
    "no_operator",
    "no_plan",
    "no_such_date",
    "out_of_range",
    "plan_count",
    "plan_incomplete",
    "plan_invalid",
    "range_reversed",
    "range_value",
    "truncated_exponent",
    "two_digit_year",
    "two_values",
    "unit_conflict",
    "unknown_role",
    "unknown_unit",
    "unreadable",
]

REASONS: Final[dict[str, tuple[str, str]]] = {
    "ambiguous": (
        "写法有两种以上的读法，不作猜测。",
        "The text can be read in more than one way.",
    ),
    "broken_exponent": (
        "10的幂次处有无法辨认或多余的字符。",
        "The power of ten holds an unreadable or a surplus character.",
    ),
    "empty": ("未填写。", "Nothing is stated."),
    "excel_serial": (
        "日期为电子表格的序列号，原日期已丢失，不作换算。",
        "The date is a spreadsheet serial number; it is not converted.",
    ),
    "flattened_exponent": (
        "上标丢失，10的幂次与数字连写（如10⁴写成104）。",
        "The superscript was flattened into the number (10⁴ became 104).",
    ),
    "limit_as_result": (
        "检验结果处写的是限量的写法（如≤0.01）。",
        "A limit stands where the result belongs (as ≤0.01).",
    ),
    "limit_conflict": (
        "限量值文字与最小、最大允许限不一致。",
        "The limit text and the minimum and maximum columns disagree.",
    ),
    "month_only": ("日期只写到月。", "The date states a month but no day."),
    "no_operator": (
        "限量值没有“≤”或“≥”等符号，不能推定为最大值。",
        "The limit has no sign such as ≤ or ≥; a maximum is not assumed.",
    ),
    "no_plan": ("没有采样方案，结果应有几个不明。", "There is no sampling plan; how many results there must be is not known."),
    "no_such_date": ("日历上没有这一天。", "The calendar has no such day."),
    "out_of_range": (
        "数值或年份超出可接受的范围。",
        "The number or the year lies outside the accepted range.",
    ),
    "plan_count": (
        "结果的个数与采样方案的n不符。",
        "The count of results differs from the n of the sampling plan.",
    ),
    "plan_incomplete": (
        "采样方案缺少n、c或m。",
        "The sampling plan lacks n, c or m.",
    ),
    "plan_invalid": (
        "采样方案自相矛盾（c不小于n，或m大于M）。",
        "The sampling plan contradicts itself (c not below n, or m above M).",
    ),
    "range_reversed": (
        "范围的下限大于上限。",
        "The lower end of the range lies above its upper end.",
    ),
    "range_value": (
        "检验结果写成了范围，不是一个数值。",
        "The result is a range, not one value.",
    ),
    "truncated_exponent": (
        "10的幂次及其后的文字已丢失。",
        "The power of ten and what followed it were cut off.",
    ),
    "two_digit_year": (
        "年份只有两位数字，世纪不明。",
        "The year has two digits; the century is not stated.",
    ),
    "two_values": (
        "一个单元格内有两个结果，只有一个判定。",
        "One cell holds two results under one verdict.",
    ),
    "unit_conflict": (
        "同一结果或限量值写有两个不同的单位。",
        "Two different units are given for one result or limit.",
    ),
    "unknown_role": (
        "企业名称前的身份（如“品牌商：”）不在身份表内。",
        "A role written in front of a firm is not in the table of roles.",
    ),
    "unknown_unit": ("单位不在单位表内。", "The unit is not in the table of units."),
    "unreadable": (
        "写法不在已知的范围之内。",
        "The text matches no form that is known.",
    ),
}
