"""A day's searches and the bids on them: what is bought, and the multiplier that makes a budget last.

Elements are pairs of an account on one day (or, where an expectation is wanted, pairs on many possible days).
A *wallet* is a budget on such a day. Money is in micros.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.search_auction import compete, paid, shown
from adsandbox.market.search_plan import DEVICE_CLICKS, DEVICE_PRICE, DEVICE_SHARE, DEVICE_WORTH, DEVICES

LOWEST_MULTIPLIER = 1.0 / 64.0
_ROUNDS = 9
_FIRST_SLOPE = 1.2
_FLATTEST, _STEEPEST = 0.1, 3.5


@dataclass(frozen=True)
class Demand:
    """Searches a day that each element may answer, the price for its quality, and its rates.

    `open` is the share of the day that its ad schedule leaves.
    """

    searches: Floats
    price: Floats
    click_rate: Floats
    conversion_rate: Floats
    open: Floats


@dataclass(frozen=True)
class Offers:
    """How each element bids: `fixed`, or `slope` times its wallet's multiplier (up to `free`); by device
    `modifiers` (n, 3) apply, and never more than `ceiling` is bid.
    """

    fixed: Floats
    slope: Floats
    free: Floats
    modifiers: Floats
    ceiling: Floats
    wallet: Ints

    def bids(self, multiplier: Floats) -> Floats:
        """The bids by device (n, 3) at each wallet's multiplier."""
        return self._bids(np.minimum(multiplier[self.wallet], self.free))

    def bids_without_budget(self) -> Floats:
        """The bids by device (n, 3) if wallets were never empty."""
        return self._bids(self.free)

    def _bids(self, multiplier: Floats) -> Floats:
        scaled = self.fixed + self.slope * multiplier
        bids: Floats = np.minimum(scaled[:, None] * self.modifiers, self.ceiling[:, None])
        return bids


@dataclass(frozen=True)
class Bought:
    """What elements get on a whole day without any budget or schedule; `by_device` are impressions (n, 3)."""

    eligible: Floats
    top: Floats
    absolute_top: Floats
    clicks: Floats
    cost: Floats
    conversions: Floats
    by_device: Floats


def buy(demand: Demand, bids: Floats) -> Bought:
    """What these bids (n, 3) get."""
    size = len(demand.searches)
    eligible, top, first, clicks, cost, conversions = (np.zeros(size) for _ in range(6))
    by_device = np.zeros((size, len(DEVICES)))
    for device in range(len(DEVICES)):
        bid = bids[:, device]
        won = compete(bid, demand.price * DEVICE_PRICE[device])
        met = demand.searches * DEVICE_SHARE[device] * (bid > 0)
        chance = met * demand.click_rate * DEVICE_CLICKS[device]
        eligible += met
        by_device[:, device] = met * won.shown
        top += met * won.top
        first += met * won.absolute_top
        clicks += chance * won.clicks
        cost += chance * won.cost
        conversions += chance * won.clicks * demand.conversion_rate * DEVICE_WORTH[device]
    return Bought(eligible, top, first, clicks, cost, conversions, by_device)


def shown_at(demand: Demand, bids: Floats) -> Floats:
    """The impressions of `buy` alone."""
    impressions = np.zeros(len(demand.searches))
    for device in range(len(DEVICES)):
        chance = shown(bids[:, device], demand.price * DEVICE_PRICE[device])
        impressions += demand.searches * DEVICE_SHARE[device] * chance
    return impressions


def cost_of(demand: Demand, bids: Floats) -> Floats:
    """What `buy` would cost within the ad schedules."""
    cost = np.zeros(len(demand.searches))
    for device in range(len(DEVICES)):
        chance = demand.searches * (DEVICE_SHARE[device] * DEVICE_CLICKS[device])
        cost += chance * paid(bids[:, device], demand.price * DEVICE_PRICE[device])
    whole: Floats = cost * demand.click_rate * demand.open
    return whole


def pacing_multipliers(demand: Demand, offers: Offers, target: Floats) -> Floats:
    """The multiplier of every wallet that uses up its target without exceeding it, as a strategy finds it by
    turning its bids up and down through the day; the lowest if even that costs more.

    A secant search on logarithms within a bracket: cost rises with the multiplier.
    """
    low = np.full(len(target), np.log(LOWEST_MULTIPLIER))
    highest = np.full(len(target), LOWEST_MULTIPLIER)
    scaled = offers.slope > 0
    np.maximum.at(highest, offers.wallet[scaled], offers.free[scaled])
    high = np.log(highest)
    best, x = low.copy(), (low + high) / 2.0
    before_x, before_y = x, np.zeros(len(x))
    goal = np.log(np.maximum(target, 1e-9))
    for step in range(_ROUNDS if np.any(scaled) else 0):
        cost = sum_by(offers.wallet, cost_of(demand, offers.bids(np.exp(x))), len(target))
        y = np.log(np.maximum(cost, 1e-9)) - goal
        fits = y <= 0
        best = np.where(fits, np.maximum(best, x), best)
        low, high = np.where(fits, x, low), np.where(fits, high, x)
        moved = x - before_x
        slope = np.where(moved != 0, (y - before_y) / np.where(moved != 0, moved, 1.0), _FIRST_SLOPE)
        slope = np.clip(slope, _FLATTEST, _STEEPEST) if step else np.full(len(x), _FIRST_SLOPE)
        before_x, before_y = x, y
        tried = x - y / slope
        tried = np.where(tried >= high, np.where(np.exp(high) >= highest, high, (low + high) / 2.0), tried)
        x = np.where(tried <= low, (low + high) / 2.0, tried)
    multipliers: Floats = np.exp(best)
    return multipliers
