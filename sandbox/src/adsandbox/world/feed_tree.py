"""Delivery of an account on a feed: budgets run down, limits hold, ads share what their owner spends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import ROW, SUMS, Conditions, Mask, Plan, Rows, delivery_rates, finish_rows
from adsandbox.market.fatigue import freshness
from adsandbox.market.learning import intensity
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.rivals import rival_prices
from adsandbox.world.feed_state import FeedState, aligned, notice_edits, read_state, state_after_day
from adsandbox.world.tree import NEVER, Position, Surroundings, Tables, Tree
from adsandbox.world.zones import day_start

_USUAL_SCHEDULE_DAYS = 30.0


@dataclass(frozen=True)
class FeedTree:
    """What may deliver in one account. Instants are seconds since 1970, money is in minor units."""

    zone: ZoneInfo
    plan: Plan
    switched_on: Mask
    begins: Floats
    ends: Floats
    reviewed: Floats
    group_lifetime: Floats
    group_begin: Floats
    group_end: Floats
    campaign_cap: Floats
    account_cap: float
    events: Floats

    @property
    def row(self) -> np.dtype[Any]:
        """Delivered rows: one per day and ad."""
        return ROW

    @property
    def arena(self) -> str:
        """Where its demand meets that of other accounts."""
        return "feed"

    def active_at(self, instant: float) -> Mask:
        """Which ads deliver from this instant on."""
        return (
            self.switched_on & (self.begins <= instant) & (instant < self.ends) & (self.reviewed <= instant)
        )

    def next_event(self, instant: float) -> float:
        """The next moment after `instant` at which a schedule or a review changes what delivers."""
        index = int(np.searchsorted(self.events, instant, side="right"))
        return float(self.events[index]) if index < len(self.events) else NEVER

    def deliver(self, around: Surroundings, position: Position, until: float) -> Position:
        """Accumulate what is delivered between the cursor and `until` (same day, nothing changes between)."""
        plan = self.plan
        active = self.active_at(position.cursor)
        if until <= position.cursor or not np.any(active):
            return replace(position, cursor=max(until, position.cursor))
        state = self.state_at(position)
        sums = aligned(position.today.get("ads"), SUMS, "ad", plan.ad_ids).copy()
        set_spent = self._set_spend(state, sums["spend"])
        group_rate = self.group_rates(around, position.day, state)
        conditions = self.conditions(around, position.day, state)
        rates = delivery_rates(plan, around.luck, position.day, active, group_rate, conditions)
        begin, end = day_start(position.day, self.zone), day_start(position.day + 1, self.zone)
        start, stop = (position.cursor - begin) / (end - begin), (until - begin) / (end - begin)
        allowed = self._allowed_share(rates.spend, set_spent)
        stops = _stops(start, stop, allowed)
        share = season.share_of_day_until(stops) - season.share_of_day_until(start)
        sums["spend"] += rates.spend * share
        sums["impressions"] += rates.impressions * share
        share = season.share_of_clicks_until(stops) - season.share_of_clicks_until(start)
        sums["clicks"] += rates.clicks * share
        share = season.share_of_conversions_until(stops) - season.share_of_conversions_until(start)
        sums["conversions"] += rates.conversions * share
        sums["hours"] |= np.where(rates.spend > 0, _hours(start, stops), 0).astype(np.uint32)
        return replace(position, cursor=until, today={"ads": sums}, carried=state.tables())

    def finish(self, around: Surroundings, position: Position) -> Rows:
        """The rows of the position's day, or of its part so far; idle ads have none."""
        sums = aligned(position.today.get("ads"), SUMS, "ad", self.plan.ad_ids)
        return finish_rows(self.plan, around.luck, position.day, sums)

    def carry(self, around: Surroundings, position: Position, rows: Rows) -> Tables:
        """What goes on to the next day (`feed_state.py`)."""
        state = read_state(self.plan, position.carried)
        end = day_start(position.day + 1, self.zone)
        return state_after_day(state, self.plan, around.luck, rows, end).tables()

    def spent(self, around: Surroundings, position: Position) -> Rows:
        """Total spend of every ad up to the position (minor units)."""
        return self.carry(around, position, self.finish(around, position))["ads"]

    def state_at(self, position: Position) -> FeedState:
        """What was carried to the position, with the edits that delivery meets there."""
        plan = self.plan
        money = np.where(np.isnan(plan.group_daily), self.group_lifetime, plan.group_daily)
        budget = np.nan_to_num(money)[plan.set_group_index]
        state, active = read_state(plan, position.carried), self.active_at(position.cursor)
        step = plan.economics.large_budget_step
        return notice_edits(state, plan, active, budget, step, position.cursor)

    def conditions(self, around: Surroundings, day: int, state: FeedState) -> Conditions:
        """What the account finds on a day that it enters in this state."""
        economics = self.plan.economics
        return Conditions(
            freshness=freshness(state.ads["exposure"], economics.fatigue),
            learning=intensity(state.sets["stage"], state.events(), economics.learning_events),
            rivals=rival_prices(self.plan, around.luck, day, around.rivals(day)),
        )

    def group_rates(self, around: Surroundings, day: int, state: FeedState) -> Floats:
        """Each budget owner's spend per whole day; a lifetime budget's rest falls evenly on its days left."""
        plan = self.plan
        factors = season.day_factors(around.luck, plan.group_ids, day)
        left = self._lifetime_left(self._set_spend(state, np.zeros(len(plan.ad_ids))))
        begin = np.maximum(self.group_begin, day_start(day, self.zone))
        days = np.where(np.isfinite(self.group_end), self.group_end - begin, np.nan) / season.DAY_SECONDS
        days = np.where(np.isnan(days), _USUAL_SCHEDULE_DAYS, np.maximum(days, 1.0 / 24.0))
        lifetime = np.where(np.isfinite(left), left, 0.0) / days
        return np.where(np.isnan(plan.group_daily), lifetime, plan.group_daily) * factors

    def _lifetime_left(self, set_spent: Floats) -> Floats:
        spent = sum_by(self.plan.set_group_index, set_spent, len(self.plan.group_ids))
        left = np.maximum(self.group_lifetime - spent, 0.0)
        return np.where(np.isnan(self.group_lifetime), np.inf, left)

    def _set_spend(self, state: FeedState, today: Floats) -> Floats:
        """What every ad set has spent since its beginning, given what its ads spent today."""
        return sum_by(self.plan.ad_set_index, state.ads["spend"] + today, len(self.plan.set_ids))

    def _allowed_share(self, ad_rate: Floats, set_spent: Floats) -> Floats:
        """The share of a day that each ad may still run before a budget or a spending limit is used up."""
        plan = self.plan
        set_rate = sum_by(plan.ad_set_index, ad_rate, len(plan.set_ids))
        group_rate = sum_by(plan.set_group_index, set_rate, len(plan.group_ids))
        by_group = _quotient(self._lifetime_left(set_spent), group_rate)[plan.set_group_index]
        distinct, campaign = np.unique(plan.set_campaign_ids, return_inverse=True)
        campaign_rate = sum_by(campaign, set_rate, len(distinct))[campaign]
        campaign_spent = sum_by(campaign, set_spent, len(distinct))[campaign]
        by_campaign = _quotient(np.maximum(self.campaign_cap - campaign_spent, 0.0), campaign_rate)
        left = max(self.account_cap - float(set_spent.sum()), 0.0)
        by_account = _quotient(np.array([left]), np.array([set_rate.sum()]))
        shares: Floats = np.minimum(np.minimum(by_group, by_campaign), by_account)[plan.ad_set_index]
        return shares


def as_feed(tree: Tree) -> FeedTree:
    """The tree of an account that is known to be a feed's.

    Raises:
        TypeError: it is another platform's.
    """
    if not isinstance(tree, FeedTree):
        raise TypeError(f"A feed's account is wanted, not one with a {type(tree).__name__}.")
    return tree


def _stops(start: float, stop: float, allowed: Floats) -> Floats:
    """The fraction of the day at which each ad stops when it may run only so large a share of it more."""
    before = season.share_of_day_until(start)
    wanted = season.share_of_day_until(stop) - before
    runs_out = season.fraction_at_share(np.minimum(before + allowed, 1.0))
    return np.where(allowed < wanted, np.maximum(runs_out, start), stop)


def _hours(start: float, stops: Floats) -> Ints:
    """The hours of the day between two fractions of it, as a set of bits."""
    first, last = int(start * 24.0), np.ceil(stops * 24.0).astype(np.int64)
    hours: Ints = np.maximum((1 << last) - (1 << first), 0)
    return hours


def _quotient(amount: Floats, rate: Floats) -> Floats:
    return np.where(rate > 0, amount / np.where(rate > 0, rate, 1.0), np.inf)
