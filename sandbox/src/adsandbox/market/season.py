"""Rhythm of people: hours of a day, days of a week, months of a year, and how a week's budget falls on its
days.

Sources: the shape of the day follows published hourly shares of social-media use (low at night, two
evening peaks), that of the year what agencies publish of prices (dear before Christmas, cheap in January);
legal overdelivery after the platforms' help pages: a day up to +75 %, a week (Sunday to Saturday) never above
7 x the daily budget.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from adsandbox.market.luck import Floats, Ints, Luck

DAY_SECONDS = 86_400.0
MAX_DAY_FACTOR = 1.75
WEEK_USE = 0.985
PACING_VARIATION = 0.12

# Monday first.
PRICE_BY_WEEKDAY = np.array([0.97, 0.96, 0.98, 1.00, 1.04, 1.06, 1.02])
CLICKS_BY_WEEKDAY = np.array([1.01, 1.00, 0.99, 0.98, 0.97, 1.01, 1.04])
CONVERSIONS_BY_WEEKDAY = np.array([1.08, 1.06, 1.02, 0.98, 0.91, 0.90, 1.05])
OPPORTUNITY_BY_WEEKDAY = np.array([1.00, 0.98, 0.97, 0.98, 1.00, 1.05, 1.08])

_HOURS = np.array([
    2.2, 1.5, 1.1, 0.9, 0.9, 1.3, 2.3, 3.4, 4.1, 4.4, 4.5, 4.8,
    5.3, 5.1, 4.8, 4.7, 4.9, 5.4, 6.0, 6.6, 7.2, 7.4, 6.3, 4.9,
])  # fmt: skip
HOUR_SHARE = _HOURS / _HOURS.sum()
# Response of those who are online at an hour, relative to the day's mean.
CLICKS_BY_HOUR = np.array([
    0.86, 0.84, 0.84, 0.88, 0.94, 1.00, 1.04, 1.02, 0.98, 0.97, 0.98, 1.00,
    1.03, 1.01, 0.98, 0.98, 0.99, 1.00, 1.01, 1.03, 1.05, 1.05, 1.01, 0.92,
])  # fmt: skip
CONVERSIONS_BY_HOUR = np.array([
    0.72, 0.66, 0.64, 0.66, 0.74, 0.82, 0.90, 0.98, 1.05, 1.10, 1.12, 1.10,
    1.06, 1.05, 1.05, 1.04, 1.00, 0.96, 0.95, 0.99, 1.06, 1.08, 1.00, 0.86,
])  # fmt: skip

# The middle of each month, January first.
_PRICE_BY_MONTH = np.array([0.85, 0.89, 0.94, 0.97, 0.99, 1.00, 0.98, 0.98, 1.00, 1.04, 1.19, 1.17])
_CLICKS_BY_MONTH = np.array([1.02, 1.01, 1.00, 1.00, 0.99, 0.98, 0.98, 0.99, 1.00, 1.00, 1.02, 1.01])
_SALES_BY_MONTH = np.array([0.95, 0.94, 0.97, 0.98, 0.99, 0.96, 0.95, 0.95, 0.98, 1.00, 1.19, 1.14])
_LEADS_BY_MONTH = np.array([1.08, 1.05, 1.03, 1.01, 0.99, 0.96, 0.93, 0.96, 1.05, 1.03, 0.99, 0.92])
_MONTH_MIDDLES = (np.arange(12) + 0.5) / 12.0


def _running(weights: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(weights / weights.sum())])


_DELIVERED = _running(HOUR_SHARE)
_CLICKED = _running(HOUR_SHARE * CLICKS_BY_HOUR)
_CONVERTED = _running(HOUR_SHARE * CLICKS_BY_HOUR * CONVERSIONS_BY_HOUR)
_HOUR_MARKS = np.arange(25)


def share_of_day_until(fraction: ArrayLike) -> Floats:
    """The share of a whole day's delivery that falls before this fraction (0 to 1) of the day."""
    return np.asarray(np.interp(np.asarray(fraction) * 24.0, _HOUR_MARKS, _DELIVERED))


def share_of_clicks_until(fraction: ArrayLike) -> Floats:
    """The same for link clicks: those who are online at some hours respond more."""
    return np.asarray(np.interp(np.asarray(fraction) * 24.0, _HOUR_MARKS, _CLICKED))


def share_of_conversions_until(fraction: ArrayLike) -> Floats:
    """The same for conversions."""
    return np.asarray(np.interp(np.asarray(fraction) * 24.0, _HOUR_MARKS, _CONVERTED))


def fraction_at_share(share: ArrayLike) -> Floats:
    """The fraction of the day by which this share of its delivery has happened."""
    return np.asarray(np.interp(np.asarray(share), _DELIVERED, _HOUR_MARKS)) / 24.0


def price_of_year(day: int, strength: float) -> float:
    """How dear the time of the year is; `strength` 0 is a market without seasons, 1 the usual one."""
    return float(_of_year(_PRICE_BY_MONTH, day) ** strength)


def clicks_of_year(day: int, strength: float) -> float:
    """How willingly people click at this time of the year."""
    return float(_of_year(_CLICKS_BY_MONTH, day) ** strength)


def conversions_of_year(day: int, strength: float) -> tuple[float, float]:
    """How willingly people buy, and how willingly they leave their address, at this time of the year."""
    sales, leads = _of_year(_SALES_BY_MONTH, day), _of_year(_LEADS_BY_MONTH, day)
    return float(sales**strength), float(leads**strength)


def _of_year(by_month: Floats, day: int) -> float:
    place = (date.fromordinal(day).timetuple().tm_yday - 0.5) / 365.25
    return float(np.interp(place, _MONTH_MIDDLES, by_month, period=1.0))


def weekday_of(day: int) -> int:
    """Monday is 0. `day` is a proleptic Gregorian ordinal (`date.toordinal`)."""
    return (day + 6) % 7


def day_factors(luck: Luck, owner_ids: Ints, day: int) -> Floats:
    """What share of its daily budget each budget owner may spend on `day`: at most 1.75, over a week at most
    7.
    """
    noise = luck.lognormal("pacing", PACING_VARIATION, owner_ids[:, None], week_of(day)[None, :])
    return spread_over_week(noise, day)


def week_of(day: int) -> Ints:
    """The days of the week, Sunday to Saturday, that `day` falls in."""
    sunday = day - day % 7
    days: NDArray[np.int64] = np.arange(sunday, sunday + 7, dtype=np.int64)
    return days


def spread_over_week(noise: Floats, day: int) -> Floats:
    """What share of its daily budget falls on `day`, given seven positive whims (last axis) per owner."""
    raw = OPPORTUNITY_BY_WEEKDAY[(week_of(day) + 6) % 7] * noise
    factors = raw * (7.0 * WEEK_USE / raw.sum(axis=-1, keepdims=True))
    chosen: Floats = np.minimum(factors[..., day % 7], MAX_DAY_FACTOR)
    return chosen
