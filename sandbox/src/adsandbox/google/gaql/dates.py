"""Days that a query speaks of: DURING literals, periods of core date segments, bounds of conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsandbox.google.gaql.errors import QueryError

_DAY = timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")
GRANULAR_MONTHS = 37


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days from `since` to `until`, both included; None is open on that side."""

    since: date | None = None
    until: date | None = None

    @property
    def is_finite(self) -> bool:
        """Whether both ends are given."""
        return self.since is not None and self.until is not None

    @property
    def is_empty(self) -> bool:
        """Whether it begins after its end."""
        return self.since is not None and self.until is not None and self.since > self.until

    def within(self, other: Days) -> Days:
        """The days of both."""
        since = [day for day in (self.since, other.since) if day is not None]
        until = [day for day in (self.until, other.until) if day is not None]
        return Days(max(since, default=None), min(until, default=None))


def during(literal: str, today: date) -> Days | None:
    """The days that a literal of DURING names, or None if there is no such literal."""
    yesterday = today - _DAY
    monday = today - today.weekday() * _DAY
    sunday = today - (today.weekday() + 1) % 7 * _DAY
    first = today.replace(day=1)
    last_month_end = first - _DAY
    return {
        "TODAY": Days(today, today),
        "YESTERDAY": Days(yesterday, yesterday),
        "LAST_7_DAYS": Days(today - 7 * _DAY, yesterday),
        "LAST_14_DAYS": Days(today - 14 * _DAY, yesterday),
        "LAST_30_DAYS": Days(today - 30 * _DAY, yesterday),
        "LAST_BUSINESS_WEEK": Days(monday - 7 * _DAY, monday - 3 * _DAY),
        "THIS_MONTH": Days(first, today),
        "LAST_MONTH": Days(last_month_end.replace(day=1), last_month_end),
        "THIS_WEEK_SUN_TODAY": Days(sunday, today),
        "THIS_WEEK_MON_TODAY": Days(monday, today),
        "LAST_WEEK_SUN_SAT": Days(sunday - 7 * _DAY, sunday - _DAY),
        "LAST_WEEK_MON_SUN": Days(monday - 7 * _DAY, monday - _DAY),
    }.get(literal.upper())


def period(segment: str, day: date) -> Days:
    """The day, week, month, quarter or year that a day lies in."""
    if segment == "segments.date":
        return Days(day, day)
    if segment == "segments.week":
        monday = day - day.weekday() * _DAY
        return Days(monday, _plus(monday, 6))
    if segment == "segments.month":
        return _months(day.year, day.month, 1)
    if segment == "segments.quarter":
        return _months(day.year, day.month - (day.month - 1) % 3, 3)
    return _months(day.year, 1, 12)


def day_of(text: str) -> date:
    """A date written YYYY-MM-DD.

    Raises:
        QueryError: it is no date.
    """
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise QueryError("INVALID_DATE_FORMAT", f"{text} is no date; it must be like 2026-11-30.", text)


def is_instant(text: str) -> bool:
    """Whether a text is a date, or a date with a time."""
    for form in _INSTANT_FORMATS:
        try:
            datetime.strptime(text, form)  # noqa: DTZ007 - only its form matters
        except ValueError:
            continue
        return True
    return False


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def next_day(day: date) -> date:
    """The day after; the last day there is has none but itself."""
    return _plus(day, 1)


def day_before(day: date) -> date:
    """The day before; the first day there is has none but itself."""
    return day if day == date.min else day - _DAY


def _months(year: int, month: int, count: int) -> Days:
    first = date(year, month, 1)
    number = year * 12 + month - 1 + count
    if number // 12 > date.max.year:
        return Days(first, date.max)
    return Days(first, date(number // 12, number % 12 + 1, 1) - _DAY)


def _plus(day: date, days: int) -> date:
    return date.max if date.max - day < days * _DAY else day + days * _DAY
