"""How many people search for a keyword, what rivals bid for it, and how much such a search is worth.

All of it hangs on the keyword's text, so that every account meets the same market; nothing is measured.
Volumes are heavy-tailed (log-normal about a mean that halves with every further word), prices log-normal,
dearer where searches are worth more. Searches follow weekdays and the year, rivals come and go slowly: sums
of two waves of random phase and period (90 to 400 days) on the logarithm of the price.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.season import weekday_of
from adsandbox.market.slow import slow_wave

_US_PEOPLE = 190e6
_TWO_WORD_SEARCHES = 240.0
_PER_WORD = 0.55
_MATCH_VOLUME = np.array([1.0, 2.2, 4.0])
_VOLUME_SIGMA = 1.1
_PRICE_VARIATION = 0.40
_WORTH_VARIATION = 0.45
_ORDER_VARIATION = 0.30
_CLICK_VARIATION = 0.25
_MATCH_WORTH = np.array([1.15, 1.0, 0.85])
_DAY_SEARCH_VARIATION = 0.12
_DAY_PRICE_VARIATION = 0.08
_WEEKEND_SWING = 0.25
_YEAR_SWING = 0.25
_RIVALS_PERIOD_DAYS = 42
_YEAR = 365.25

# Shares of a day's searches by hour: low at night, a plateau by day, a second peak in the evening.
_HOURS = np.array([
    1.7, 1.1, 0.8, 0.7, 0.8, 1.3, 2.3, 3.6, 4.8, 5.5, 5.8, 5.8,
    5.6, 5.5, 5.4, 5.3, 5.2, 5.2, 5.4, 5.8, 6.1, 6.0, 4.9, 3.4,
])  # fmt: skip
HOUR_SHARE = _HOURS / _HOURS.sum()


@dataclass(frozen=True)
class Keywords:
    """What keywords are by nature, one element each: searches a day, price of a click relative to the
    market's, conversions per click and worth of an order and click rate relative to the usual.
    """

    searches: Floats
    price: Floats
    worth: Floats
    order: Floats
    clicks: Floats


def nature_of(luck: Luck, keys: Ints, words: Ints, match: Ints) -> Keywords:
    """The lasting traits of keywords, by `text_key`, words, match type (index of MATCH_TYPES)."""
    worth = luck.lognormal("keyword-worth", _WORTH_VARIATION, keys)
    mean = _TWO_WORD_SEARCHES * np.power(_PER_WORD, np.minimum(words, 8) - 2.0)
    spread = np.exp(_VOLUME_SIGMA * luck.normal("keyword-volume", keys) - 0.5 * _VOLUME_SIGMA**2)
    return Keywords(
        searches=mean * spread * _MATCH_VOLUME[match],
        price=luck.lognormal("keyword-price", _PRICE_VARIATION, keys) * np.sqrt(worth),
        worth=worth * _MATCH_WORTH[match],
        order=luck.lognormal("keyword-order", _ORDER_VARIATION, keys),
        clicks=luck.lognormal("keyword-clicks", _CLICK_VARIATION, keys),
    )


def people_factor(people: Floats) -> Floats:
    """How many searches come from so many people, relative to the United States."""
    return people / _US_PEOPLE


def usual_searches(luck: Luck, keys: Ints, day: int, season: float) -> Floats:
    """Factor on a keyword's searches by the time of the year; `season` 0 is a market without seasons."""
    swing = season * _YEAR_SWING * luck.uniform("year-swing", keys)
    peak = _YEAR * luck.uniform("year-peak", keys)
    factor: Floats = 1.0 + swing * np.cos(2.0 * np.pi * (day - peak) / _YEAR)
    return factor


def weekday_searches(luck: Luck, keys: Ints, day: int) -> Floats:
    """Factor on searches by weekday, with mean 1 over the week: some are made at work, some at leisure."""
    swing = _WEEKEND_SWING * (2.0 * luck.uniform("weekend", keys) - 1.0)
    free = 2.5 if weekday_of(day) >= 5 else -1.0
    factor: Floats = 1.0 + swing * free / 2.5
    return factor


def usual_price(luck: Luck, keys: Ints, day: int, variation: float) -> Floats:
    """Factor on a keyword's price as rivals come and go (with this coefficient of variation)."""
    return slow_wave(luck, "search-rivals", variation, _RIVALS_PERIOD_DAYS, day, keys)


def searches_of_day(luck: Luck, chance: Luck, keys: Ints, day: int, season: float) -> Floats:
    """Factor on searches by season, weekday and, from `chance`, the whims of this day."""
    whim = chance.lognormal("day-searches", _DAY_SEARCH_VARIATION, keys, day)
    factor: Floats = usual_searches(luck, keys, day, season) * weekday_searches(luck, keys, day) * whim
    return factor


def price_of_day(luck: Luck, chance: Luck, keys: Ints, day: int, variation: float) -> Floats:
    """Factor on prices by the slow coming and going of rivals and, from `chance`, the whims of this day."""
    whim = chance.lognormal("day-rivals", _DAY_PRICE_VARIATION, keys, day)
    factor: Floats = usual_price(luck, keys, day, variation) * whim
    return factor


def hours_between(begin: float, end: float) -> Floats:
    """How much of each hour's searches (24, together 1 for a day) falls between two fractions of a day."""
    edges = np.arange(24, dtype=np.float64)
    within = np.clip(end * 24.0 - edges, 0.0, 1.0) - np.clip(begin * 24.0 - edges, 0.0, 1.0)
    shares: Floats = within * HOUR_SHARE
    return shares
