"""The reasons why no verdict of an item can be derived, each with its sentence in Chinese and in English."""

from typing import Final, Literal

Reason = Literal[
    "basis",
    "censored",
    "component",
    "component_missing",
    "in_words",
    "label",
    "lod_missing",
    "lod_over_limit",
    "loq_missing",
    "loq_over_limit",
    "no_limit",
    "no_plan",
    "no_result",
    "plan_count",
    "sum_undecided",
    "unit_mismatch",
    "unit_missing",
    "unread_limit",
    "unread_result",
]

REASONS: Final[dict[Reason, tuple[str, str]]] = {
    "basis": (
        "标准值附有条件（如干样品、脱水率折算），检验结果是否按此条件不明。",
        "The limit names a basis (dry matter, a rate of dehydration); whether the result is on it is not stated.",
    ),
    "censored": (
        "检验结果只说明小于、大于或检出，标准值在其可能的范围之内。",
        "The result is only known to be below, above or detected, and the limit lies among what it may be.",
    ),
    "component": (
        "以之和计的项目的组分，不以总和的标准值单独判定。",
        "A component of an item that is a sum: it is not judged alone against the limit of the sum.",
    ),
    "component_missing": (
        "以之和计的项目，其组分的检验结果不全或未能读取，总和不明。",
        "The item is a sum, and not all its components have one readable result.",
    ),
    "in_words": ("检验结果或标准值是文字，不是数值。", "The result or the limit is in words."),
    "label": ("标签标识项目，不以数值判定。", "A label is not judged by a number."),
    "lod_missing": ("未检出而未注明检出限。", "Not detected, and no limit of detection is stated."),
    "lod_over_limit": (
        "未检出，但检出限高于标准值，不足以判定。",
        "Not detected, but the limit of detection lies above the limit.",
    ),
    "loq_missing": ("未定量而未注明定量限。", "Not quantified, and no limit of quantification is stated."),
    "loq_over_limit": (
        "未定量，但定量限高于标准值，不足以判定。",
        "Not quantified, but the limit of quantification lies above the limit.",
    ),
    "no_limit": ("没有标准值。", "No limit is stated."),
    "no_plan": ("有多个检验结果，标准值却不是采样方案。", "Several results stand against a limit that is no sampling plan."),
    "no_result": ("没有检验结果。", "No result is stated."),
    "plan_count": ("检验结果的个数与采样方案的n不符。", "The count of results differs from the n of the sampling plan."),
    "sum_undecided": (
        "以之和计的项目，组分之和只知其范围，标准值在此范围之内。",
        "The item is a sum of which only a range is known, and the limit lies within it.",
    ),
    "unit_mismatch": (
        "检验结果与标准值的单位不属同一量，不作换算。",
        "Result and limit are in units of different quantities, or of different test portions.",
    ),
    "unit_missing": ("检验结果与标准值只有一方有单位。", "Only one of result and limit has a unit."),
    "unread_limit": ("标准值未能读取。", "The limit could not be read."),
    "unread_result": ("检验结果未能读取。", "The result could not be read."),
}
