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
from adsandbox.market.search_places import LEAVES, Leaf
from adsandbox.market.search_plan import DEVICES
from adsandbox.market.search_split import CLICK_TYPES, NETWORKS, SLOTS

Ints = NDArray[np.int64]
# How a search term met its keyword, by the numbers of the measured column `match`.
TERM_MATCHES = ("EXACT", "NEAR_EXACT", "PHRASE", "NEAR_PHRASE", "BROAD")
# The numbers of DayOfWeek and MonthOfYear begin with 2 for Monday and January.
_FIRST_CONSTANT = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """`column` names the measured column; `grouped` turns its numbers into coarser ones (by distinct
    number). What messages hold is one of: the number itself or what is `written` of it, the constant of that
    place in `constants`, what is `read` from the object of the resource `of` that has this number.
    """

    column: str
    grouped: Callable[[int], int] | None = None
    written: Callable[[int], Any] = int
    constants: tuple[str, ...] = ()
    of: str = ""
    read: Callable[[Any], Any] | None = None

    def codes(self, column: Ints) -> Ints:
        """The segment's number of every measured row."""
        if self.grouped is None or not len(column):
            return column
        distinct, inverse = np.unique(column, return_inverse=True)
        return np.array([self.grouped(int(number)) for number in distinct], np.int64)[inverse]

    def values(self, field: Field, numbers: list[int], account: Account) -> list[Any]:
        """What the messages of rows with these numbers hold; None where there is no such object."""
        known = {number: self._value(field, number, account) for number in set(numbers)}
        return [known[number] for number in numbers]

    def _value(self, field: Field, number: int, account: Account) -> Any:
        if self.constants:
            wanted = self.constants[number]
            return next(code for code, name in (field.constants or {}).items() if name == wanted)
        if self.read is None:
            return self.written(number)
        found = account.by_id(self.of).get(number)
        return None if found is None else self.read(found.message)


def segment_of(field: Field) -> Segment:
    """The segment that a field is."""
    return SEGMENTS[field.name.removeprefix("segments.")]


def is_covered(field: Field) -> bool:
    """Whether this market can split by a segment."""
    return field.name.removeprefix("segments.") in SEGMENTS


def _first_of(segment: str) -> Callable[[int], int]:
    def first(day: int) -> int:
        since = period(segment, date.fromordinal(day)).since
        return day if since is None else since.toordinal()

    return first


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _of_leaf(part: Callable[[Leaf], int]) -> Segment:
    """A part of the place that a search came from; without value where the place has no such part."""
    return Segment(
        "place",
        lambda leaf: part(LEAVES[leaf]),
        lambda place: f"geoTargetConstants/{place}" if place else None,
    )


def _of_action(read: Callable[[Any], Any]) -> Segment:
    return Segment("action", of="conversion_action", read=read)


def _of_keyword(read: Callable[[Any], Any]) -> Segment:
    return Segment("criterion", of="ad_group_criterion", read=read)


_KEYWORD_MATCH = {2: 3, 3: 4, 4: 2}  # EXACT, PHRASE, BROAD as segments.match_type numbers them
SEGMENTS: dict[str, Segment] = {
    "date": Segment("day", written=_iso),
    "week": Segment("day", _first_of("segments.week"), _iso),
    "month": Segment("day", _first_of("segments.month"), _iso),
    "quarter": Segment("day", _first_of("segments.quarter"), _iso),
    "year": Segment("day", lambda day: date.fromordinal(day).year),
    "day_of_week": Segment("day", lambda day: date.fromordinal(day).weekday() + _FIRST_CONSTANT),
    "month_of_year": Segment("day", lambda day: date.fromordinal(day).month - 1 + _FIRST_CONSTANT),
    "hour": Segment("hour"),
    "device": Segment("device", constants=DEVICES),
    "ad_network_type": Segment("network", constants=NETWORKS),
    "slot": Segment("slot", constants=SLOTS),
    "click_type": Segment("click_type", constants=CLICK_TYPES),
    "conversion_action": _of_action(lambda action: action.resource_name),
    "conversion_action_name": _of_action(lambda action: action.name),
    "conversion_action_category": _of_action(lambda action: action.category),
    "keyword.ad_group_criterion": _of_keyword(lambda keyword: keyword.resource_name),
    "keyword.info.text": _of_keyword(lambda keyword: keyword.keyword.text),
    "keyword.info.match_type": _of_keyword(lambda keyword: keyword.keyword.match_type),
    "match_type": _of_keyword(lambda keyword: _KEYWORD_MATCH.get(keyword.keyword.match_type)),
    "search_term_match_type": Segment("match", constants=TERM_MATCHES),
    "geo_target_region": _of_leaf(lambda leaf: leaf.region_id),
    "geo_target_city": _of_leaf(lambda leaf: leaf.city_id),
    "geo_target_most_specific_location": _of_leaf(
        lambda leaf: leaf.city_id or leaf.region_id or leaf.country_id
    ),
}
