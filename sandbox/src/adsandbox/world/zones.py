"""The calendar of an ad account: its time zone, its days, and the instants at which they begin."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from adsandbox.world.nodes import Node


def zone_of(account: Node) -> ZoneInfo:
    """The account's time zone."""
    return ZoneInfo(account.fields["timezone_name"])


def local_day(instant: float, zone: ZoneInfo) -> int:
    """The ordinal of the calendar day of an instant."""
    return datetime.fromtimestamp(instant, zone).toordinal()


def day_start(day: int, zone: ZoneInfo) -> float:
    """The instant at which a calendar day begins."""
    start = date.fromordinal(day)
    return datetime(start.year, start.month, start.day, tzinfo=zone).timestamp()
