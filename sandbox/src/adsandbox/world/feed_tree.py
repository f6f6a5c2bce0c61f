"""Delivery of an account on a feed: budgets run down, limits hold, ads share what their owner spends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import ROW, Mask, Plan, Rows, delivery_rates, finish_rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.world.tree import NEVER, Position, Surroundings, Tables, Tree
from adsandbox.world.zones import day_start

_TODAY = np.dtype([("ad", "<i8"), ("spend", "<f8"), ("impressions", "<f8")])
_TOTAL = np.dtype([("ad", "<i8"), ("ad_set", "<i8"), ("campaign", "<i8"), ("spend", "<i8")])


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
    group_end: Floats
    campaign_cap: Floats
    account_cap: float
    events: Floats

    @property
    def row(self) -> np.dtype[Any]:
        """Delivered rows: one per day and ad."""
        return ROW

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
        begin, end = day_start(position.day, self.zone), day_start(position.day + 1, self.zone)
        share = season.share_of_day_until((until - begin) / (end - begin))
        share -= season.share_of_day_until((position.cursor - begin) / (end - begin))
        spend, shown = _aligned(position.today, plan.ad_ids)
        set_spent = self._set_spend(position, spend)
        group_rate, group_left = self._group_rates(around, position, set_spent)
        rates = delivery_rates(plan, around.luck, position.day, active, group_rate)
        shares = np.minimum(share, _allowed_share(self, rates.spend, set_spent, group_left))
        today = np.zeros(len(plan.ad_ids), _TODAY)
        today["ad"], today["spend"] = plan.ad_ids, spend + rates.spend * shares
        today["impressions"] = shown + rates.impressions * shares
        return replace(position, cursor=until, today={"ads": today})

    def finish(self, around: Surroundings, position: Position) -> Rows:
        """The rows of the position's day, or of its part so far; idle ads have none."""
        spend, shown = _aligned(position.today, self.plan.ad_ids)
        return finish_rows(self.plan, around.luck, position.day, spend, shown)

    def carry(self, around: Surroundings, position: Position, rows: Rows) -> Tables:
        """What goes on to the next day: each ad's spend so far."""
        return {"ads": _added(position.carried.get("ads", np.zeros(0, _TOTAL)), rows)}

    def spent(self, around: Surroundings, position: Position) -> Rows:
        """Total spend of every ad up to the position (minor units)."""
        return self.carry(around, position, self.finish(around, position))["ads"]

    def _group_rates(
        self, around: Surroundings, position: Position, set_spent: Floats
    ) -> tuple[Floats, Floats]:
        """Each budget owner's spend per whole day, and what it may still spend."""
        plan = self.plan
        factors = season.day_factors(around.luck, plan.group_ids, position.day)
        spent = sum_by(plan.set_group_index, set_spent, len(plan.group_ids))
        left = np.where(np.isnan(self.group_lifetime), np.inf, np.maximum(self.group_lifetime - spent, 0.0))
        days_left = np.maximum((self.group_end - position.cursor) / season.DAY_SECONDS, 1.0 / 24.0)
        lifetime = np.where(np.isfinite(left), left, 0.0) / np.where(np.isfinite(days_left), days_left, 30.0)
        rate = np.where(np.isnan(plan.group_daily), lifetime, plan.group_daily) * factors
        return np.where(np.isnan(rate), 0.0, rate), left

    def _set_spend(self, position: Position, today: Floats) -> Floats:
        """What every ad set has spent since its beginning, given what its ads spent today."""
        before = _lookup(position.carried.get("ads"), self.plan.ad_ids, "spend")
        return sum_by(self.plan.ad_set_index, before + today, len(self.plan.set_ids))


def as_feed(tree: Tree) -> FeedTree:
    """The tree of an account that is known to be a feed's.

    Raises:
        TypeError: it is another platform's.
    """
    if not isinstance(tree, FeedTree):
        raise TypeError(f"A feed's account is wanted, not one with a {type(tree).__name__}.")
    return tree


def _allowed_share(tree: FeedTree, ad_rate: Floats, set_spent: Floats, group_left: Floats) -> Floats:
    """The share of a day that each ad may still run before a budget or a spending limit is used up."""
    plan = tree.plan
    set_rate = sum_by(plan.ad_set_index, ad_rate, len(plan.set_ids))
    group_rate = sum_by(plan.set_group_index, set_rate, len(plan.group_ids))
    by_group = _quotient(group_left, group_rate)[plan.set_group_index]
    distinct, campaign = np.unique(plan.set_campaign_ids, return_inverse=True)
    campaign_rate = sum_by(campaign, set_rate, len(distinct))[campaign]
    campaign_spent = sum_by(campaign, set_spent, len(distinct))[campaign]
    by_campaign = _quotient(np.maximum(tree.campaign_cap - campaign_spent, 0.0), campaign_rate)
    left = max(tree.account_cap - float(set_spent.sum()), 0.0)
    by_account = _quotient(np.array([left]), np.array([set_rate.sum()]))
    shares: Floats = np.minimum(np.minimum(by_group, by_campaign), by_account)[plan.ad_set_index]
    return shares


def _quotient(amount: Floats, rate: Floats) -> Floats:
    return np.where(rate > 0, amount / np.where(rate > 0, rate, 1.0), np.inf)


def _aligned(today: Tables, ad_ids: Ints) -> tuple[Floats, Floats]:
    ads = today.get("ads")
    return _lookup(ads, ad_ids, "spend"), _lookup(ads, ad_ids, "impressions")


def _lookup(table: Rows | None, ad_ids: Ints, column: str) -> Floats:
    """A column of a table sorted by ad, for these ads; 0 where the table lacks one."""
    if table is None or not len(table):
        return np.zeros(len(ad_ids))
    index = np.minimum(np.searchsorted(table["ad"], ad_ids), len(table) - 1)
    found: Floats = np.where(table["ad"][index] == ad_ids, table[column][index], 0).astype(np.float64)
    return found


def _added(totals: Rows, rows: Rows) -> Rows:
    both = np.concatenate([totals, rows[["ad", "ad_set", "campaign", "spend"]].astype(_TOTAL)])
    ads, first, inverse = np.unique(both["ad"], return_index=True, return_inverse=True)
    summed = both[first].copy()
    spend = np.zeros(len(ads), np.int64)
    np.add.at(spend, inverse.ravel(), both["spend"])
    summed["spend"] = spend
    return summed
