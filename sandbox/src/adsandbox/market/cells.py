"""Breakdowns: the cells into which an ad's delivery falls, and what each clicks and converts.

The axes are taken as independent of each other; within an axis the shares and responses are those that made
the ad's own rates (`appeal.py`), so a breakdown tells the truth about them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.appeal import Leaning, by_device, by_people, by_placement
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.people import (
    DEVICES,
    PEOPLE,
    PLACEMENTS,
    Targeting,
    countries_of,
    device_mix,
    people_mix,
    placement_mix,
)
from adsandbox.market.regions import regions_of
from adsandbox.market.season import CLICKS_BY_HOUR, CONVERSIONS_BY_HOUR, HOUR_SHARE

HOURLY = "hourly_stats_aggregated_by_advertiser_time_zone"
# In the order in which cells are labelled.
BREAKDOWNS = (
    "age",
    "gender",
    "country",
    "region",
    "publisher_platform",
    "platform_position",
    "device_platform",
    "impression_device",
    HOURLY,
)
_HOURS = tuple((f"{hour:02d}:00:00 - {hour:02d}:59:59",) for hour in range(24))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one breakdown for some ads (rows): labels, shares of impressions, and click and conversion
    rates relative to each other. `hour` is each cell's hour of the day, or -1.
    """

    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    share: Floats
    click: Floats
    conversion: Floats
    hour: Ints


def cells_of(
    targeting: Targeting, breakdowns: tuple[str, ...], luck: Luck, ads: Ints, variation: float
) -> Cells:
    """The cells of the ads of one ad set; `variation` is that of the account's people (Economics)."""
    names: tuple[str, ...] = ()
    labels: list[tuple[str, ...]] = [()]
    whole = Leaning(*(np.ones((len(ads), 1)) for _ in range(3)))
    for axis_names, axis_labels, leaning in _axes(targeting, breakdowns, luck, ads, variation):
        names += axis_names
        labels = [left + right for left in labels for right in axis_labels]
        whole = Leaning(
            _product(whole.share, leaning.share),
            _product(whole.click, leaning.click),
            _product(whole.conversion, leaning.conversion),
        )
    hours = [_HOURS.index(label[-1:]) if HOURLY in names else -1 for label in labels]
    met = np.any(whole.share > 0, axis=0).reshape(-1)
    return Cells(
        names,
        tuple(label for label, kept in zip(labels, met.tolist(), strict=True) if kept),
        whole.share[:, met],
        whole.click[:, met],
        whole.conversion[:, met],
        np.array(hours, dtype=np.int64)[met],
    )


_Axis = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], Leaning]


def _axes(
    targeting: Targeting, breakdowns: tuple[str, ...], luck: Luck, ads: Ints, variation: float
) -> list[_Axis]:
    """The wanted axes, each merged to the breakdowns asked for, in the order of BREAKDOWNS."""
    found: list[_Axis] = []
    people = _wanted(("age", "gender"), breakdowns)
    if people:
        leaning = by_people(luck, ads, _repeated(people_mix(targeting), ads), variation)
        found.append(_merged(("age", "gender"), people, PEOPLE, leaning))
    if "country" in breakdowns or "region" in breakdowns:
        found.append(_geography(targeting, breakdowns, len(ads)))
    places = _wanted(("publisher_platform", "platform_position"), breakdowns)
    if places:
        leaning = by_placement(luck, ads, _repeated(placement_mix(targeting), ads), variation)
        found.append(_merged(("publisher_platform", "platform_position"), places, PLACEMENTS, leaning))
    devices = _wanted(("device_platform", "impression_device"), breakdowns)
    if devices:
        leaning = by_device(_repeated(device_mix(targeting), ads))
        found.append(_merged(("device_platform", "impression_device"), devices, DEVICES, leaning))
    if HOURLY in breakdowns:
        hours = (HOUR_SHARE, CLICKS_BY_HOUR, CONVERSIONS_BY_HOUR)
        found.append(((HOURLY,), _HOURS, Leaning(*(_repeated(column, ads) for column in hours))))
    return found


def _wanted(axis: tuple[str, ...], breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in axis if name in breakdowns)


def _geography(targeting: Targeting, breakdowns: tuple[str, ...], height: int) -> _Axis:
    """Countries or their regions: all respond alike."""
    countries = countries_of(targeting)
    places = countries if "country" in breakdowns else regions_of(countries)
    share = np.tile(np.array([people for _, people in places]), (height, 1))
    alike = np.ones(share.shape)
    name = "country" if "country" in breakdowns else "region"
    leaning = Leaning(share / share.sum(axis=1)[:, None], alike, alike)
    return (name,), tuple((place,) for place, _ in places), leaning


def _merged(
    axis: tuple[str, ...], wanted: tuple[str, ...], cells: tuple[tuple[str, ...], ...], leaning: Leaning
) -> _Axis:
    """An axis with its cells joined to what is wanted of it."""
    kept = [axis.index(name) for name in wanted]
    labels = [tuple(cell[place] for place in kept) for cell in cells]
    distinct = tuple(dict.fromkeys(labels))
    member = np.array([[label == one for one in distinct] for label in labels], dtype=np.float64)
    share = leaning.share @ member
    clicked = (leaning.share * leaning.click) @ member
    converted = (leaning.share * leaning.click * leaning.conversion) @ member
    return wanted, distinct, Leaning(share, _ratio(clicked, share), _ratio(converted, clicked))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _product(left: Floats, right: Floats) -> Floats:
    return (left[:, :, None] * right[:, None, :]).reshape(len(left), -1)


def _repeated(row: Floats, ads: Ints) -> Floats:
    return np.tile(row, (len(ads), 1))
