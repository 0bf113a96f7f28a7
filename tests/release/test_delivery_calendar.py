"""Who delivers in time: every period that a source owes, with what came."""

from tests.conftest import Office
from tests.release.ten_samples import SAMPLE

ASKED = "SELECT period, due_on::VARCHAR, n_samples, calendar_status FROM delivery_calendar WHERE source = 'food_sampling_system' ORDER BY 1"


def sampled(day: str) -> str:
    return SAMPLE.format(n=day.replace("-", ""), level="省抽", stage="流通", verdict="合格").replace("2025-12-05", day)


def test_each_month_is_in_time_late_missing_or_not_due(office: Office) -> None:
    office.form(sampled("2025-09-05"), sampled("2025-12-05"))
    office.night()
    assert office.ask(ASKED) == [
        ("2025-09", "2025-10-31", 1, "late"),
        ("2025-10", "2025-12-01", 0, "missing"),
        ("2025-11", "2025-12-31", 0, "missing"),
        ("2025-12", "2026-01-31", 1, "on_time"),
        ("2026-01", "2026-03-03", 0, "not_due"),
    ]
