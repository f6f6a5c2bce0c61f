"""Periods, windows of a sync, settled days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from adwright.insights.model import (
    LONGEST_PERIOD_DAYS,
    Coverage,
    Period,
    chunks,
    reach_periods,
    sync_window,
)
from adwright.platforms.model import Platform

TODAY = date(2026, 11, 21)


def covered(since: date, until: date, complete: date | None) -> Coverage:
    return Coverage(uuid4(), since, until, complete)


def test_period_before_when_asked_then_is_as_long_and_ends_the_day_before() -> None:
    assert Period.ending(TODAY, 28).before() == Period(date(2026, 9, 27), date(2026, 10, 24))


def test_window_when_nothing_was_fetched_then_is_the_trailing_days() -> None:
    assert sync_window(TODAY, 90, None) == Period.ending(TODAY, 90)


def test_window_when_the_last_whole_sync_is_ten_days_old_then_reaches_back_before_it() -> None:
    last = TODAY - timedelta(days=10)
    before = covered(TODAY - timedelta(days=90), TODAY, last)
    assert sync_window(TODAY, 28, before) == Period.ending(TODAY, 38)


def test_window_of_today_when_days_are_missing_then_begins_where_the_facts_end() -> None:
    last = TODAY - timedelta(days=5)
    assert sync_window(TODAY, 2, covered(last, last, last)).since == last


def test_window_when_the_outage_was_endless_then_stops_at_what_platforms_keep() -> None:
    long_ago = date(2015, 1, 1)
    assert sync_window(TODAY, 28, covered(long_ago, long_ago, long_ago)).days == LONGEST_PERIOD_DAYS


@given(st.integers(min_value=1, max_value=200), st.integers(min_value=1, max_value=40))
def test_chunks_when_cut_then_cover_every_day_once_newest_first(days: int, size: int) -> None:
    pieces = chunks(Period.ending(TODAY, days), size)

    assert all(piece.days <= size for piece in pieces)
    assert pieces[0].until == TODAY
    every = [day for piece in reversed(pieces) for day in piece.dates()]
    assert every == Period.ending(TODAY, days).dates()


def test_reach_periods_when_listed_then_are_the_presets_and_the_period_before_each() -> None:
    found = reach_periods(TODAY)

    assert [period.days for period in found] == [7, 14, 28, 90] * 2
    assert {period.until for period in found[:4]} == {TODAY}
    assert found[4:] == [period.before() for period in found[:4]]


def test_settled_when_fetched_whole_today_then_is_all_older_than_28_days() -> None:
    whole = covered(TODAY - timedelta(days=90), TODAY, TODAY)
    stale = covered(TODAY - timedelta(days=90), TODAY, TODAY - timedelta(days=40))
    never = covered(TODAY - timedelta(days=3), TODAY, None)

    assert whole.settled_until(TODAY, Platform.META) == TODAY - timedelta(days=28)
    assert stale.settled_until(TODAY, Platform.META) == TODAY - timedelta(days=68)
    assert never.settled_until(TODAY, Platform.META) < never.since_date
