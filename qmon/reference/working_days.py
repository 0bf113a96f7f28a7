"""Working days (工作日) of the People's Republic: the days in which periods of the law are counted."""

import datetime
from functools import cache


@cache
def working_days(start: datetime.date | None, end: datetime.date | None) -> int | None:
    """How many working days lie after `start` up to and including `end`; None where a date is missing or the year's holidays are not known
    to the calendar (its package holds the official arrangement from 2004 on), or where the span is no window (over a year)."""
    if start is None or end is None or not 0 <= (end - start).days <= 366:
        return None
    import chinese_calendar  # only where there are days to count

    try:
        return len(chinese_calendar.get_workdays(start + datetime.timedelta(days=1), end)) if end > start else 0
    except NotImplementedError:
        return None
