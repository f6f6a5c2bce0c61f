"""Segments: from which column of what was measured each is read, and how its values are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.google.gaql.catalogue import Field
from adsandbox.google.gaql.dates import period
from adsandbox.google.gaql.entities import Account

Ints = NDArray[np.int64]
# The numbers of DayOfWeek and MonthOfYear begin with 2 for Monday and January.
_FIRST_CONSTANT = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """`column` names the measured column; `grouped` turns its numbers into coarser ones (by distinct
    number). What the message holds is `written` of the number, or `read` from the object of the resource
    `of` that has this number.
    """

    column: str
    grouped: Callable[[int], int] | None = None
    written: Callable[[int], Any] = int
    of: str = ""
    read: Callable[[Any], Any] | None = None

    def codes(self, column: Ints) -> Ints:
        """The segment's number of every measured row."""
        if self.grouped is None:
            return column
        distinct, inverse = np.unique(column, return_inverse=True)
        coarser = np.array([self.grouped(int(number)) for number in distinct], np.int64)
        return coarser[inverse] if len(distinct) else column

    def values(self, numbers: list[int], account: Account) -> list[Any]:
        """What the messages of rows with these numbers hold; None where there is no such object."""
        known = {number: self._value(number, account) for number in set(numbers)}
        return [known[number] for number in numbers]

    def _value(self, number: int, account: Account) -> Any:
        if self.read is None:
            return self.written(number)
        found = account.by_id(self.of).get(number)
        return None if found is None else self.read(found.message)


def _first_of(segment: str) -> Callable[[int], int]:
    def first(day: int) -> int:
        since = period(segment, date.fromordinal(day)).since
        return day if since is None else since.toordinal()

    return first


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


SEGMENTS: dict[str, Segment] = {
    "date": Segment("day", written=_iso),
    "week": Segment("day", _first_of("segments.week"), _iso),
    "month": Segment("day", _first_of("segments.month"), _iso),
    "quarter": Segment("day", _first_of("segments.quarter"), _iso),
    "year": Segment("day", lambda day: date.fromordinal(day).year),
    "day_of_week": Segment("day", lambda day: date.fromordinal(day).weekday() + _FIRST_CONSTANT),
    "month_of_year": Segment("day", lambda day: date.fromordinal(day).month - 1 + _FIRST_CONSTANT),
    "hour": Segment("hour"),
    "device": Segment("device"),
    "ad_network_type": Segment("network"),
    "conversion_action": Segment("action", of="conversion_action", read=lambda action: action.resource_name),
    "conversion_action_name": Segment("action", of="conversion_action", read=lambda action: action.name),
    "conversion_action_category": Segment(
        "action", of="conversion_action", read=lambda action: action.category
    ),
}


def segment_of(field: Field) -> Segment:
    """The segment that a field is."""
    return SEGMENTS[field.name.removeprefix("segments.")]


def is_covered(field: Field) -> bool:
    """Whether this market can split by a segment."""
    return field.name.removeprefix("segments.") in SEGMENTS
