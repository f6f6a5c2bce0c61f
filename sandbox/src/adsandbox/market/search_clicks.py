"""The clicks of search rows one by one: their prices, when they came, and whether they were real.

Rows keep sums only; each click of a row has a number, and all that is to be known about it is a draw by
(seed, measure, ad, keyword, day, number). So whatever is asked about clicks agrees with everything else that
is asked, however late and in whatever combination.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints, Luck, poisson_quantile

_PRICE_SPREAD = 0.35
_HALVINGS = 45


@dataclass(frozen=True)
class Clicks:
    """Clicks, one element each: the row it belongs to, and its number within the row."""

    row: Ints
    number: Ints


def numbered(rows: Rows) -> Clicks:
    """All clicks of some rows, as delivered."""
    counts = rows["clicks"].astype(np.int64)
    row = np.repeat(np.arange(len(rows), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    return Clicks(row, np.arange(len(row), dtype=np.int64) - np.repeat(first, counts))


def drawn(rows: Rows, clicks: Clicks, luck: Luck, measure: str, *more: int) -> Floats:
    """A number in (0, 1) for every click, for one of several if `more` says which."""
    states = luck.states(measure, *more, rows["ad"], rows["criterion"], rows["day"])
    return luck.uniform_after(states[clicks.row], clicks.number)


def click_prices(rows: Rows, clicks: Clicks, luck: Luck) -> Ints:
    """What each click cost (micros): about the row's mean, never above its bid."""
    cpc, bid = rows["cpc_micros"].astype(np.float64), rows["bid_micros"].astype(np.float64)
    spread = np.minimum(_PRICE_SPREAD, bid / np.maximum(cpc, 1.0) - 1.0)[clicks.row]
    unit = drawn(rows, clicks, luck, "click-price")
    price = cpc[clicks.row] * (1.0 + spread * (2.0 * unit - 1.0))
    return np.minimum(np.rint(price), bid[clicks.row]).astype(np.int64)


def arrival_means(unit: Floats, number: Ints) -> Floats:
    """How large the mean of a Poisson count has to be for the count at quantile `unit` to exceed `number`.

    As a day's expectation grows from 0, this is when the click of this number comes.
    """
    low, high = np.zeros(len(unit)), np.full(len(unit), 1.0)
    while np.any(short := poisson_quantile(high, unit) <= number):
        high = np.where(short, high * 2.0, high)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        reached = poisson_quantile(middle, unit) > number
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high
