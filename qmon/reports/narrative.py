"""The narrative of a 质量状况分析: sentences whose numbers come from the release, and the charts beside them."""

import datetime
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb

from qmon.definitions import Definition, DefinitionError, read_definition
from qmon.dictionary import Words
from qmon.engine import fetch_dicts
from qmon.indicators import Indicator
from qmon.reports import points
from qmon.reports.model import allowed
from qmon.reports.periods import every_period, period_name
from qmon.sql import read_sql

FOLDER = Path(__file__).parent / "narratives"
_NAMED = 3  # so many categories are named; the rest are in the tables


class SectionForm(Definition):
    """One section: the indicator it speaks of, the task levels, by what its change is told, by which periods it is drawn."""

    heading: str
    indicator: str
    task_levels: Words
    by: Literal["category", "industry"]
    chart: Literal["quarter", "year"] | None = None
    hazards: bool = False


class NarrativeForm(Definition):
    """One narrative: its title and sections."""

    name: str
    title: str
    title_en: str
    sections: tuple[SectionForm, ...]
    owner: str


class Line(NamedTuple):
    """A chart of one number over its periods: labels, rates and interval ends in per cent; a period without a rate is a gap in the line."""

    title: str
    periods: tuple[str, ...]
    rates: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]


class Bars(NamedTuple):
    """A chart of what categories add to a change, in points."""

    title: str
    labels: tuple[str, ...]
    points: tuple[float, ...]


class Section(NamedTuple):
    """A heading, paragraphs, and the charts below them."""

    heading: str
    paragraphs: tuple[str, ...]
    charts: tuple[Line | Bars, ...]


class Narrative(NamedTuple):
    """A whole text."""

    title: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]


def narratives(indicators: dict[str, Indicator], folder: Path = FOLDER) -> dict[str, NarrativeForm]:
    """Every narrative by name. Raises DefinitionError with file where one names an unknown indicator."""
    found = {path.stem: read_definition(path, NarrativeForm, name=path.stem) for path in sorted(folder.glob("*.yml"))}
    for form in found.values():
        for section in form.sections:
            if section.indicator not in indicators:
                raise DefinitionError(f"{folder / form.name}.yml: sections: there is no indicator {section.indicator}")
    return found


def written(
    connection: duckdb.DuckDBPyConnection,
    form: NarrativeForm,
    indicators: dict[str, Indicator],
    today: datetime.date,
    audience: Literal["internal", "public"],
) -> Narrative | None:
    """The narrative of the newest year that ended before `today`; None where no section has a number. A section on an internal number is
    written for internal readers alone."""
    sections, periods = [], set()
    for section in form.sections:
        indicator = indicators[section.indicator]
        if audience == "public" and indicator.audience != "public":
            continue
        found = _numbers(connection, indicator, today)
        paragraphs, charts = [], []
        for level in section.task_levels or ("ALL",):
            rows = [row for row in found if row["task_level"] == level and row["grouping"] == "total" and row["period_kind"] == "year"]
            if not rows or rows[-1]["n"] == 0:
                continue
            now = rows[-1]
            periods.add(now["period"])
            parts = _parts(connection, indicator, now, section)
            paragraphs.append("".join(_sentences(indicator, now, level, parts)))
            charts += list(_charts(indicator, section, found, level, parts))
            if section.hazards:
                paragraphs += _hazards(connection, indicator, now, level)
        if paragraphs:
            sections.append(Section(section.heading, tuple(paragraphs), tuple(charts)))
    if not sections:
        return None
    return Narrative(form.title.format(period=period_name(max(periods))), tuple(sections), _CLOSING)


_CLOSING = (
    "说明：监督抽检以问题为导向，合格率只反映所抽样品；置信区间为95%Wilson区间，加权的合格率按有效样本量计算。",
    "变动的“质量、抽样结构、类别增减”影响按类别分解（Kitagawa），三者之和等于变动；各自修约，相加可略有出入。",
    "上升、下降指变动的95%区间不含0；其余为无显著变化。",
)


def _numbers(connection: duckdb.DuckDBPyConnection, indicator: Indicator, today: datetime.date) -> list[dict[str, Any]]:
    return fetch_dicts(connection, read_sql(Path(__file__).with_name("narrative.sql")), {"indicator": indicator.name, "today": today})


def _sentences(indicator: Indicator, now: dict[str, Any], level: str, parts: list[dict[str, Any]]) -> Iterator[str]:
    share = "合格率" if indicator.rate_of == "pass" else "问题率"
    low, high = (indicator.rounded(100 * Fraction(now[end])) for end in ("ci_low", "ci_high"))
    where = "" if level == "ALL" else f"（{allowed('task_level', level, 'zh')}）"
    unit = indicator.unit_counted.partition("（")[0]
    counted = (
        f"检验{now['n']:,}{unit}，合格{now['n_pass']:,}{unit}，不合格{now['n_fail']:,}{unit}，"
        if indicator.rate_of == "pass" and indicator.aggregation == "pooled"
        else f"检验{now['n']:,}{unit}，"
        if indicator.rate_of == "pass"
        else f"监测{now['n']:,}{unit}，问题{now['n_fail']:,}{unit}，"
    )
    title = indicator.title.removesuffix("合格率").removesuffix("问题率").removesuffix(unit)  # the unit is told with the number
    yield f"{period_name(now['period'])}，{title}{where}{counted}{share}{indicator.printed_rate(now)}%（95%置信区间{low}%～{high}%）"
    if now["restated"]:
        yield f"，{now['restated']}"
    yield "。"
    if now["compared_period"] is None:
        return
    if now["refused_for"] is not None:
        yield f"与上年不可比：{now['refused_for']}。"
        return
    yield _change(indicator, now, share)
    yield from _causes(indicator, now, parts)


def _change(indicator: Indicator, now: dict[str, Any], share: str) -> str:
    text = points.printed(indicator, now, now)
    low, high = (indicator.rounded(100 * Fraction(now[end])) for end in ("difference_low", "difference_high"))
    way = "提高" if float(text) > 0 else "下降"
    moved = f"较上年{way}{text.lstrip('-')}个百分点" if float(text) else "与上年持平"
    word = {"rise": "显著上升", "fall": "显著下降"}.get(now["direction"], "变动不显著")
    return f"{share}{moved}（95%区间{low}～{high}个百分点，{word}）"


def _causes(indicator: Indicator, now: dict[str, Any], parts: list[dict[str, Any]]) -> Iterator[str]:
    if now["rate_effect"] is None:
        yield "。"
        return
    effects = [("质量", now["rate_effect"]), ("抽样结构", now["mix_effect"]), ("类别增减", now["coverage_effect"])]
    told = "、".join(f"{name}影响{_signed(indicator, effect)}" for name, effect in effects if _shows(indicator, effect))
    yield f"，其中{told}个百分点。" if told else "。"
    if now["restatement_effect"]:
        whole = _signed(indicator, now["difference"] + now["restatement_effect"])
        restated = _signed(indicator, now["restatement_effect"])
        yield f"上年数已更正：与首次公布的上年数相比变动{whole}个百分点，其中更正影响{restated}个百分点。"
    moved = [part for part in parts if _shows(indicator, part["points"])][:_NAMED]
    if moved:
        named = "、".join(f"{part['label']}（{_signed(indicator, part['points'])}）" for part in moved)
        yield f"按类别，影响最大的是{named}个百分点。"
    rates = [part for part in parts if part["compared_n"] and part["n"]]
    up, down = (sum(1 for part in rates if side * (part["rate"] - part["compared_rate"]) > 0) for side in (1, -1))
    if rates:
        yield f"两年均有样品的{len(rates)}类中，{up}类上升、{down}类下降、{len(rates) - up - down}类持平（多数类别样本少，升降未必显著）。"


def _shows(indicator: Indicator, effect: float) -> bool:
    """Whether the effect is more than 0 as printed."""
    return bool(indicator.rounded(100 * Fraction(effect)).strip("-0."))


def _signed(indicator: Indicator, effect: float) -> str:
    text = indicator.rounded(100 * Fraction(effect))
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def _parts(connection: duckdb.DuckDBPyConnection, indicator: Indicator, now: dict[str, Any], section: SectionForm) -> list[dict[str, Any]]:
    if section.by != "category" or now["refused_for"] is not None:
        return []
    given = {"indicator": indicator.name, "period": now["period"], "task_level": now["task_level"]}
    return fetch_dicts(connection, read_sql(Path(__file__).with_name("narrative_parts.sql")), given)


def _hazards(connection: duckdb.DuckDBPyConnection, indicator: Indicator, now: dict[str, Any], level: str) -> list[str]:
    given = {"domain": indicator.domain, "period": now["period"], "task_level": level}
    asked = (
        "SELECT hazard, n_failing_items, n_all_failing_items FROM hazard_share WHERE domain = $domain AND period = $period "
        "AND task_level = $task_level AND hazard IS NOT NULL ORDER BY n_failing_items DESC, hazard"
    )
    found = fetch_dicts(connection, asked, given)
    if not found:
        return []
    whole = found[0]["n_all_failing_items"]
    named = "、".join(
        f"{row['hazard']}（{row['n_failing_items']}项次，占{indicator.rounded(Fraction(100 * row['n_failing_items'], whole))}%）"
        for row in found[:_NAMED]
    )
    return [f"不合格项目共{whole}项次，主要是{named}。"]


def _charts(
    indicator: Indicator, section: SectionForm, found: list[dict[str, Any]], level: str, parts: list[dict[str, Any]]
) -> Iterator[Line | Bars]:
    where = "" if level == "ALL" else f"（{allowed('task_level', level, 'zh')}）"
    if section.chart is not None:
        rows = {
            row["period"]: row
            for row in found
            if row["period_kind"] == section.chart and row["task_level"] == level and row["grouping"] == "total" and row["rate"] is not None
        }
        if len(rows) > 1:
            periods = every_period(min(rows), max(rows))
            ends = [
                tuple(float(100 * rows[one][name]) if one in rows else None for one in periods) for name in ("rate", "ci_low", "ci_high")
            ]
            yield Line(f"{indicator.title}{where}，%", tuple(periods), *ends)
    moved = [part for part in parts if abs(part["points"]) > 1e-9][:10]
    if moved:
        title = f"{indicator.title}{where}较上年变动的类别构成，百分点"
        yield Bars(title, tuple(part["label"] for part in moved), tuple(100 * part["points"] for part in moved))
