"""What a campaign bids: by hand, or by the platform's strategies from its forecasts.

A strategy knows the usual week, not the day to come. It bids in proportion to what it values (a click, the
expected conversions of a click, or their value), which maximises the value for the money spent (every bid has
the same ratio to value at the optimum: Feldman et al. 2007, "Budget optimization in search-based advertising
auctions"), and sets the one multiplier so that the budget is just used up, a target CPA or ROAS is just met
on average, or the highest sensible bid is reached, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask
from adsandbox.market.luck import Floats, Luck
from adsandbox.market.search_auction import bid_for_share, compete
from adsandbox.market.search_demand import HOUR_SHARE, usual_price, usual_searches
from adsandbox.market.search_plan import (
    DEVICE_CLICKS,
    DEVICE_PRICE,
    DEVICE_SHARE,
    DEVICE_WORTH,
    DEVICES,
    MICROS,
    Lasting,
    SearchPlan,
    Strategy,
    lasting,
    rivals_growth,
    rotation,
)

BUDGET_USE = 0.97
LEARNING_DAYS = 7
_LEARNING_VARIATION = 0.35
_LEARNING_LEVEL = 0.9
_LOWEST, _HIGHEST = 1.0 / 64.0, 4.0
_HALVINGS = 16
# Bidding for a little more than the budget, so that days with few searches use it too.
_AIM = 1.06


def device_bids(plan: SearchPlan, day_bid: Floats) -> Floats:
    """Bid modifiers of every campaign by device (campaigns, 3). Strategies obey none but "never" (0)."""
    by_hand = plan.campaign_device_bid * (plan.campaign_place_bid * day_bid)[:, None]
    never = np.where(plan.campaign_device_bid > 0, 1.0, 0.0)
    modifiers: Floats = np.where(plan.automatic[:, None], never, by_hand)
    return modifiers


def learning_bids(luck: Luck, plan: SearchPlan, learning: Mask, day: int) -> Floats:
    """Factor on each campaign's bids: a strategy that was just set or changed gropes about."""
    grope = luck.lognormal("learning", _LEARNING_VARIATION, plan.campaign_ids, day) * _LEARNING_LEVEL
    factor: Floats = np.where(learning & plan.automatic, grope, 1.0)
    return factor


def usual_bids(plan: SearchPlan, luck: Luck, day: int, active: Mask) -> Floats:
    """Every pair's bid (micros, before modifiers) in the week of `day`, given which pairs may be shown."""
    return _bids_of_week(plan, luck, day // 7, active.tobytes())


@lru_cache(maxsize=64)
def _bids_of_week(plan: SearchPlan, luck: Luck, week: int, active: bytes) -> Floats:
    on = np.frombuffer(active, dtype=bool)
    return solve_bids(Week(plan, luck, week * 7 + 3, on), plan.budget_daily * _AIM)


class Week:
    """A usual week as a strategy foresees it: searches a day, prices, and what a click is worth to it."""

    def __init__(self, plan: SearchPlan, luck: Luck, day: int, active: Mask) -> None:
        self.plan = plan
        self.traits = lasting(plan, luck)
        campaign = self.traits.campaign
        open_share = (plan.campaign_hours @ HOUR_SHARE).mean(axis=1)
        part = rotation(plan, self.traits, active, np.ones(len(campaign)))
        of_year = usual_searches(luck, self.traits.keys, day, plan.economics.season)
        self.searches = self.traits.searches * of_year * part * open_share[campaign]
        rivals = usual_price(luck, self.traits.keys, day, plan.economics.rivals_variation)
        self.price = self.traits.price * rivals * rivals_growth(plan, day)
        self.forecast = self._calibrated(self.traits.forecast)
        self.value = _value_of_click(plan, self.traits, self.forecast)
        self.unit = self._mean(self.price) / np.maximum(self._mean(self.value), 1e-12)

    def outcome(self, bid: Floats) -> tuple[Floats, Floats, Floats]:
        """Expected cost (micros), conversions and their value a day of every pair at these bids."""
        traits, modifier = self.traits, device_bids(self.plan, np.ones(len(self.plan.campaign_ids)))
        cost, conversions = np.zeros(len(bid)), np.zeros(len(bid))
        for device in range(len(DEVICES)):
            won = compete(bid * modifier[traits.campaign, device], self.price * DEVICE_PRICE[device])
            chance = self.searches * traits.click_rate * (DEVICE_SHARE[device] * DEVICE_CLICKS[device])
            cost += chance * won.cost
            conversions += chance * won.clicks * self.forecast * DEVICE_WORTH[device]
        goals = self.plan.goals
        worth = goals.order_weight * traits.order_value + goals.fixed_value
        return cost, conversions * goals.weight, conversions * worth

    def bids(self, multiplier: Floats) -> Floats:
        """The bid of every pair at each campaign's multiplier (1: the usual price for a usual click)."""
        plan, campaign = self.plan, self.traits.campaign
        by_value = self.value * (self.unit * multiplier)[campaign]
        tier = plan.campaign_tier[campaign]
        share = np.nan_to_num(plan.campaign_target)[campaign]
        wanted = bid_for_share(share, self.price, tier)
        strategy = plan.campaign_strategy[campaign]
        automatic = np.where(strategy == Strategy.TARGET_IMPRESSION_SHARE, wanted, by_value)
        by_hand = plan.keyword_bid[plan.pair_keyword_index]
        bid = np.where(strategy == Strategy.MANUAL_CPC, by_hand, automatic)
        capped: Floats = np.where(
            strategy == Strategy.MANUAL_CPC, bid, np.fmin(bid, plan.campaign_ceiling[campaign])
        )
        return capped

    def _mean(self, values: Floats) -> Floats:
        campaigns = len(self.plan.campaign_ids)
        weight = self.searches * self.traits.click_rate
        whole = sum_by(self.traits.campaign, weight, campaigns)
        return sum_by(self.traits.campaign, weight * values, campaigns) / np.where(whole > 0, whole, 1.0)

    def _calibrated(self, forecast: Floats) -> Floats:
        """Forecasts that are wrong about single ads and keywords but right about each campaign."""
        right, stated = self._mean(self.traits.conversion_rate), self._mean(forecast)
        level = np.where(stated > 0, right / np.where(stated > 0, stated, 1.0), 1.0)
        calibrated: Floats = forecast * level[self.traits.campaign]
        return calibrated


def solve_bids(week: Week, daily: Floats) -> Floats:
    """The bids of a week when each budget may spend `daily` (micros a day; NaN: no limit)."""
    plan = week.plan
    free = np.full(len(plan.campaign_ids), _HIGHEST)
    targeted = np.isfinite(plan.campaign_target) & (
        (plan.campaign_strategy == Strategy.MAXIMIZE_CONVERSIONS)
        | (plan.campaign_strategy == Strategy.MAXIMIZE_CONVERSION_VALUE)
    )
    if np.any(targeted):
        free = np.where(targeted, _bisect(lambda tried: _meets_target(week, tried), free), free)
    limit = np.where(np.isnan(daily), np.inf, daily)
    affordable = _bisect(lambda tried: _affords(week, np.minimum(tried, free), limit), free)
    return week.bids(np.minimum(affordable, free))


def _value_of_click(plan: SearchPlan, traits: Lasting, forecast: Floats) -> Floats:
    """What a strategy pays for: clicks, conversions, or their value. Without conversions, clicks."""
    strategy, goals = plan.campaign_strategy[traits.campaign], plan.goals
    worth = goals.order_weight * traits.order_value + goals.fixed_value
    worth = np.where(strategy == Strategy.MAXIMIZE_CONVERSION_VALUE, worth, goals.weight)
    by_value = forecast * worth
    clicks = (strategy == Strategy.TARGET_SPEND) | (goals.weight == 0)
    return np.where(clicks, 1.0, by_value)


def _meets_target(week: Week, multiplier: Floats) -> Mask:
    """Which campaigns keep to their CPA or ROAS on average at this multiplier."""
    plan, campaigns = week.plan, len(week.plan.campaign_ids)
    cost, conversions, value = (
        sum_by(week.traits.campaign, column, campaigns) for column in week.outcome(week.bids(multiplier))
    )
    by_value = plan.campaign_strategy == Strategy.MAXIMIZE_CONVERSION_VALUE
    target = np.where(np.isnan(plan.campaign_target), 1.0, plan.campaign_target)
    allowed = np.where(by_value, value * MICROS / np.maximum(target, 1e-6), conversions * target)
    return cost <= allowed


def _affords(week: Week, multiplier: Floats, limit: Floats) -> Mask:
    """Which campaigns have a budget that pays for everything at this multiplier."""
    plan = week.plan
    cost, _, _ = week.outcome(week.bids(multiplier))
    spent = sum_by(plan.campaign_budget_index[week.traits.campaign], cost, len(plan.budget_ids))
    return (spent <= limit)[plan.campaign_budget_index]


def _bisect(holds: Callable[[Floats], Mask], highest: Floats) -> Floats:
    """The greatest multiplier between the lowest and the highest for which something holds, per campaign."""
    low, high = np.full(len(highest), np.log(_LOWEST)), np.log(highest)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        good = holds(np.exp(middle))
        low, high = np.where(good, middle, low), np.where(good, high, middle)
    multiplier: Floats = np.exp(np.where(high >= np.log(highest), high, low))
    return multiplier
