"""What a campaign bids: by hand, or by the platform's strategies from its forecasts.

A strategy bids in proportion to what it values (a click, the expected conversions of a click, or their
value), which maximises the value for the money spent (every bid has the same ratio to value at the optimum:
Feldman et al. 2007, "Budget optimization in search-based advertising auctions"). Its one multiplier is so
high that the day's budget is just used up (`search_page.py`), a target CPA or ROAS is just met on average in
a usual week, or the highest sensible bid is reached, whichever comes first.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask
from adsandbox.market.luck import Floats, Luck
from adsandbox.market.search_auction import bid_for_share
from adsandbox.market.search_demand import HOUR_SHARE, usual_price, usual_searches
from adsandbox.market.search_page import LOWEST_MULTIPLIER, Demand, Offers, buy
from adsandbox.market.search_plan import (
    MICROS,
    Lasting,
    SearchPlan,
    Strategy,
    hour_bid,
    lasting,
    rivals_growth,
    rotation,
    taste,
)

BUDGET_USE = 0.97
LEARNING_DAYS = 7
_LEARNING_VARIATION = 0.6
_LEARNING_LEVEL = 0.85
_HIGHEST_MULTIPLIER = 4.0
_HALVINGS = 16
_FORECAST_LAG_DAYS = 14


def offers_of_day(
    plan: SearchPlan, luck: Luck, day: int, active: Mask, learning: Mask, chance: Luck
) -> Offers:
    """How every pair bids on a day; what a strategy knows is from `luck`, how it gropes is from `chance`."""
    week, free = _usual_week(plan, luck, day // 7, active.tobytes())
    campaign = week.traits.campaign
    fixed, slope = week.bids()
    modifiers = device_bids(plan, hour_bid(plan, day))[campaign]
    return Offers(
        fixed=fixed,
        slope=slope * _groping(plan, learning[campaign], chance, day),
        free=free[campaign],
        modifiers=modifiers,
        ceiling=np.where(plan.automatic, np.fmin(plan.campaign_ceiling, np.inf), np.inf)[campaign],
        wallet=plan.campaign_budget_index[campaign],
    )


def device_bids(plan: SearchPlan, day_bid: Floats) -> Floats:
    """Bid modifiers of every campaign by device (campaigns, 3). Strategies obey none but "never" (0)."""
    by_hand = plan.campaign_device_bid * (plan.campaign_place_bid * day_bid)[:, None]
    never = np.where(plan.campaign_device_bid > 0, 1.0, 0.0)
    modifiers: Floats = np.where(plan.automatic[:, None], never, by_hand)
    return modifiers


class Week:
    """A usual week as a strategy foresees it: searches a day, prices, and what a click is worth to it."""

    def __init__(self, plan: SearchPlan, luck: Luck, day: int, active: Mask) -> None:
        self.plan = plan
        self.traits = lasting(plan, luck)
        campaign = self.traits.campaign
        open_share = (plan.campaign_hours @ HOUR_SHARE).mean(axis=1)
        part = rotation(plan, self.traits, active, np.ones(len(campaign)))
        of_year = usual_searches(luck, self.traits.keys, day, plan.economics.season)
        rivals = usual_price(luck, self.traits.keys, day, plan.economics.rivals_variation)
        known = taste(plan, luck, day - _FORECAST_LAG_DAYS)
        self.demand = Demand(
            searches=self.traits.searches * of_year * part,
            price=self.traits.price * rivals * rivals_growth(plan, day),
            click_rate=self.traits.click_rate,
            conversion_rate=self.traits.forecast * known,
            open=open_share[campaign],
        )
        right = self.traits.conversion_rate * known
        self.demand = replace(self.demand, conversion_rate=self._calibrated(right))
        self.value = _value_of_click(plan, self.traits, self.demand.conversion_rate)
        self.unit = self._mean(self.demand.price) / np.maximum(self._mean(self.value), 1e-12)

    def bids(self) -> tuple[Floats, Floats]:
        """The bid of every pair (before modifiers): fixed, or per multiplier (1: the usual price for a usual
        click).
        """
        plan, campaign = self.plan, self.traits.campaign
        strategy = plan.campaign_strategy[campaign]
        by_hand = plan.keyword_bid[plan.pair_keyword_index]
        share, tier = np.nan_to_num(plan.campaign_target)[campaign], plan.campaign_tier[campaign]
        for_share = bid_for_share(share, self.demand.price, tier)
        fixed = np.where(strategy == Strategy.MANUAL_CPC, by_hand, for_share)
        is_fixed = np.isin(strategy, (Strategy.MANUAL_CPC, Strategy.TARGET_IMPRESSION_SHARE))
        slope = self.value * self.unit[campaign]
        return np.where(is_fixed, fixed, 0.0), np.where(is_fixed, 0.0, slope)

    def highest_multipliers(self) -> Floats:
        """How far each campaign's strategy would go if money did not matter: until its target CPA or ROAS is
        just met on average, or to the highest sensible bids.
        """
        plan = self.plan
        free = np.full(len(plan.campaign_ids), _HIGHEST_MULTIPLIER)
        targeted = np.isfinite(plan.campaign_target) & np.isin(
            plan.campaign_strategy, (Strategy.MAXIMIZE_CONVERSIONS, Strategy.MAXIMIZE_CONVERSION_VALUE)
        )
        if not np.any(targeted):
            return free
        low, high = np.full(len(free), np.log(LOWEST_MULTIPLIER)), np.log(free)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            met = self._meets_target(np.exp(middle))
            low, high = np.where(met, middle, low), np.where(met, high, middle)
        multipliers: Floats = np.where(targeted, np.exp(np.where(high >= np.log(free), high, low)), free)
        return multipliers

    def _meets_target(self, multiplier: Floats) -> Mask:
        """Which campaigns keep to their CPA or ROAS on average at this multiplier."""
        plan, campaign = self.plan, self.traits.campaign
        fixed, slope = self.bids()
        never = device_bids(plan, np.ones(len(plan.campaign_ids)))[campaign]
        got = buy(self.demand, (fixed + slope * multiplier[campaign])[:, None] * never)
        goals = plan.goals
        worth = goals.order_weight * self.traits.order_value + goals.fixed_value
        cost, count, value = (
            sum_by(campaign, column * self.demand.open, len(plan.campaign_ids))
            for column in (got.cost, got.conversions * goals.weight, got.conversions * worth)
        )
        by_value = plan.campaign_strategy == Strategy.MAXIMIZE_CONVERSION_VALUE
        target = np.where(np.isnan(plan.campaign_target), 1.0, plan.campaign_target)
        met: Mask = cost <= np.where(by_value, value * MICROS / np.maximum(target, 1e-6), count * target)
        return met

    def _mean(self, values: Floats) -> Floats:
        """The mean over the clicks that each campaign could have."""
        campaigns = len(self.plan.campaign_ids)
        weight = self.demand.searches * self.demand.click_rate
        whole = sum_by(self.traits.campaign, weight, campaigns)
        return sum_by(self.traits.campaign, weight * values, campaigns) / np.where(whole > 0, whole, 1.0)

    def _calibrated(self, right: Floats) -> Floats:
        """Forecasts that are wrong about single ads and keywords but right about each campaign."""
        forecast = self.demand.conversion_rate
        truth, stated = self._mean(right), self._mean(forecast)
        level = np.where(stated > 0, truth / np.where(stated > 0, stated, 1.0), 1.0)
        calibrated: Floats = forecast * level[self.traits.campaign]
        return calibrated


@lru_cache(maxsize=64)
def _usual_week(plan: SearchPlan, luck: Luck, week: int, active: bytes) -> tuple[Week, Floats]:
    foreseen = Week(plan, luck, week * 7 + 3, np.frombuffer(active, dtype=bool))
    return foreseen, foreseen.highest_multipliers()


def _groping(plan: SearchPlan, learning: Mask, chance: Luck, day: int) -> Floats:
    """Factor on each pair's bids: a strategy that was just set or changed does not know yet what is worth
    what.
    """
    if not np.any(learning):
        return np.ones(len(learning))
    ad, keyword = plan.ad_ids[plan.pair_ad_index], plan.keyword_ids[plan.pair_keyword_index]
    gropes = chance.lognormal("learning", _LEARNING_VARIATION, ad, keyword, day) * _LEARNING_LEVEL
    factor: Floats = np.where(learning, gropes, 1.0)
    return factor


def _value_of_click(plan: SearchPlan, traits: Lasting, forecast: Floats) -> Floats:
    """What a strategy pays for: clicks, conversions, or their value. Without conversions, clicks."""
    strategy, goals = plan.campaign_strategy[traits.campaign], plan.goals
    worth = goals.order_weight * traits.order_value + goals.fixed_value
    worth = np.where(strategy == Strategy.MAXIMIZE_CONVERSION_VALUE, worth, goals.weight)
    clicks = (strategy == Strategy.TARGET_SPEND) | (goals.weight == 0)
    return np.where(clicks, 1.0, forecast * worth)
