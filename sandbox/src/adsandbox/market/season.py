"""Rhythm of people: hours of a day, days of a week, and how a week's budget falls on its days.

Sources: the shape of the day follows published hourly shares of social-media use (low at night, two
evening peaks); legal overdelivery after the platforms' help pages: a day up to +75 %, a week (Sunday to
Saturday) never above 7 x the daily budget.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
_CUMULATIVE = np.concatenate([[0.0], np.cumsum(_HOURS / _HOURS.sum())])


def share_of_day_until(fraction: float) -> float:
    """The share of a whole day's delivery that falls before this fraction (0 to 1) of the day."""
    return float(np.interp(fraction * 24.0, np.arange(25), _CUMULATIVE))


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
