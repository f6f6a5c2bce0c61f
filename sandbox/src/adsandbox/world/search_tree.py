"""Delivery of a search account: budgets are paced, limits of days and months hold, strategies learn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask, Rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.search import (
    DAY_LIMIT,
    RUNNING,
    SEARCH_ROW,
    added,
    day_rates,
    finish_rows,
    month_limit,
    spend_targets,
    stretch,
)
from adsandbox.market.search_bids import LEARNING_DAYS
from adsandbox.market.search_demand import hours_between
from adsandbox.market.search_plan import SearchPlan, lasting
from adsandbox.market.season import DAY_SECONDS
from adsandbox.world.tree import NEVER, Position, Surroundings, Tables, Tree
from adsandbox.world.zones import day_start

_USUAL_PERIOD_DAYS = 30.0
# Budgets that paid on a day, with the highest daily amount that was set on it (micros; NaN for a total).
_PAYING = np.dtype([("budget", "<i8"), ("daily", "<f8")])
# What was charged to a budget: in the month of its last day, and ever (micros); the daily amounts of the
# month's days so far, added up.
_CHARGED = np.dtype([
    ("budget", "<i8"), ("month", "<i4"), ("month_days", "<f8"), ("month_cost", "<f8"), ("cost", "<f8"),
])  # fmt: skip
# The bid strategy of a campaign (a fingerprint of its settings) and the day since when it is in force.
_STRATEGY = np.dtype([("campaign", "<i8"), ("settings", "<i8"), ("since", "<i4")])


@dataclass(frozen=True)
class SearchTree:
    """What may deliver in one customer's account: its enabled pairs. Instants are seconds since 1970.

    `begins`, `ends` and `reviewed` are those of the pairs, `settings` are fingerprints of the campaigns'
    strategies.
    """

    zone: ZoneInfo
    plan: SearchPlan
    begins: Floats
    ends: Floats
    reviewed: Floats
    settings: Ints
    events: Floats

    @property
    def row(self) -> np.dtype[Any]:
        """Delivered rows: one per day, ad and keyword."""
        return SEARCH_ROW

    @property
    def arena(self) -> str:
        """Rivals of searches come from outside: their demand meets nobody's here."""
        return "search"

    def active_at(self, instant: float) -> Mask:
        """Which pairs deliver from this instant on, whatever their ad schedules say."""
        active: Mask = (self.begins <= instant) & (instant < self.ends) & (self.reviewed <= instant)
        return active

    def next_event(self, instant: float) -> float:
        """The next moment after `instant` at which a campaign begins or ends or a review is over."""
        index = int(np.searchsorted(self.events, instant, side="right"))
        return float(self.events[index]) if index < len(self.events) else NEVER

    def deliver(self, around: Surroundings, position: Position, until: float) -> Position:
        """Accumulate what is delivered between the cursor and `until` (same day, nothing changes between)."""
        active = self.active_at(position.cursor)
        if until <= position.cursor or not np.any(active):
            return replace(position, cursor=max(until, position.cursor))
        begin, end = day_start(position.day, self.zone), day_start(position.day + 1, self.zone)
        hours = hours_between((position.cursor - begin) / (end - begin), (until - begin) / (end - begin))
        paying = self._paying(position, active)
        targets = self._targets(around, position)
        rates = day_rates(self.plan, around.luck, position.day, active, self.learning(position), targets)
        part = stretch(self.plan, lasting(self.plan, around.luck), rates, position.day, hours)
        pairs = added(position.today.get("pairs"), part)
        return replace(position, cursor=until, today={"pairs": pairs, "paying": paying})

    def finish(self, around: Surroundings, position: Position) -> Rows:
        """The rows of the position's day, or of its part so far; pairs that nobody searched for have none."""
        running = position.today.get("pairs", np.zeros(0, RUNNING))
        paying = position.today.get("paying", np.zeros(0, _PAYING))
        limits = self._limits(position, paying["budget"], paying["daily"])
        by_budget = dict(zip(paying["budget"].tolist(), limits.tolist(), strict=True))
        return finish_rows(running, around.luck, position.day, by_budget)

    def carry(self, around: Surroundings, position: Position, rows: Rows) -> Tables:
        """What goes on to the next day: what budgets were charged, and since when strategies are in force."""
        return {
            "charged": self._charged(position, rows),
            "strategies": self._strategies(position),
        }

    def learning(self, position: Position) -> Mask:
        """Which campaigns' strategies still learn on the position's day."""
        learning: Mask = self._since(position) > position.day - LEARNING_DAYS
        return learning

    def daily_budgets(self, position: Position) -> Floats:
        """The daily amount of each budget of the plan (micros); what is left of a total counts evenly."""
        plan = self.plan
        charged = _of(position.carried.get("charged"), "budget", plan.budget_ids, "cost")
        begin = day_start(position.day, self.zone)
        days_left = np.maximum((plan.budget_end - begin) / DAY_SECONDS, 1.0)
        days_left = np.where(np.isfinite(days_left), days_left, _USUAL_PERIOD_DAYS)
        even = np.maximum(plan.budget_total - charged, 0.0) / days_left
        daily: Floats = np.nan_to_num(np.where(np.isnan(plan.budget_daily), even, plan.budget_daily))
        return daily

    def _paying(self, position: Position, active: Mask) -> Rows:
        """The budgets of today with their highest daily amounts, those of the active pairs added."""
        campaigns = _running_campaigns(self.plan, active)
        used = np.unique(self.plan.campaign_budget_index[campaigns])
        before = position.today.get("paying", np.zeros(0, _PAYING))
        now = np.zeros(len(used), _PAYING)
        now["budget"], now["daily"] = self.plan.budget_ids[used], self.plan.budget_daily[used]
        both = np.concatenate([before, now])
        ids, index = np.unique(both["budget"], return_inverse=True)
        paying = np.zeros(len(ids), _PAYING)
        paying["budget"], paying["daily"] = ids, np.nan
        np.fmax.at(paying["daily"], index.ravel(), both["daily"])
        return paying

    def _targets(self, around: Surroundings, position: Position) -> Floats:
        """What each budget of the plan is paced to spend today (micros)."""
        plan = self.plan
        paced = spend_targets(around.luck, plan.budget_ids, plan.budget_daily, position.day)
        target = np.where(np.isnan(plan.budget_daily), self.daily_budgets(position), paced)
        targets: Floats = np.minimum(target, self._limits(position, plan.budget_ids, plan.budget_daily))
        return targets

    def _limits(self, position: Position, budgets: Ints, daily: Floats) -> Floats:
        """What each budget may be charged for today (micros), by the day, the month and its total."""
        charged = position.carried.get("charged")
        this_month = _of(charged, "budget", budgets, "month") == _month(position.day)
        days = np.where(this_month, _of(charged, "budget", budgets, "month_days"), 0.0)
        spent = np.where(this_month, _of(charged, "budget", budgets, "month_cost"), 0.0)
        of_month = month_limit(daily, days, position.day) - spent
        total = _value(self.plan.budget_ids, self.plan.budget_total, budgets, np.nan)
        of_total = total - _of(charged, "budget", budgets, "cost")
        limits = np.where(np.isnan(daily), of_total, np.minimum(DAY_LIMIT * daily, of_month))
        allowed: Floats = np.maximum(np.nan_to_num(limits), 0.0)
        return allowed

    def _charged(self, position: Position, rows: Rows) -> Rows:
        before = position.carried.get("charged", np.zeros(0, _CHARGED))
        paying = position.today.get("paying", np.zeros(0, _PAYING))
        known = np.concatenate([before["budget"], self.plan.budget_ids, paying["budget"]])
        charged = np.zeros(len(np.unique(known)), _CHARGED)
        ids = charged["budget"] = np.unique(known)
        month = _month(position.day)
        same = _of(before, "budget", ids, "month") == month
        cost = sum_by(np.searchsorted(ids, rows["budget"]), rows["cost_micros"], len(ids))
        usual = _value(self.plan.budget_ids, self.plan.budget_daily, ids, 0.0)
        daily = np.nan_to_num(np.fmax(usual, _of(paying, "budget", ids, "daily")))
        charged["month"] = month
        charged["month_days"] = np.where(same, _of(before, "budget", ids, "month_days"), 0.0) + daily
        charged["month_cost"] = np.where(same, _of(before, "budget", ids, "month_cost"), 0.0) + cost
        charged["cost"] = _of(before, "budget", ids, "cost") + cost
        return charged

    def _since(self, position: Position) -> Ints:
        """The day since when each campaign's strategy is in force."""
        kept = position.carried.get("strategies")
        same = _of(kept, "campaign", self.plan.campaign_ids, "settings") == self.settings
        since = _of(kept, "campaign", self.plan.campaign_ids, "since")
        days: Ints = np.where(same, since, position.day).astype(np.int64)
        return days

    def _strategies(self, position: Position) -> Rows:
        before = position.carried.get("strategies", np.zeros(0, _STRATEGY))
        now = np.zeros(len(self.plan.campaign_ids), _STRATEGY)
        now["campaign"], now["settings"] = self.plan.campaign_ids, self.settings
        now["since"] = self._since(position)
        rest = before[~np.isin(before["campaign"], now["campaign"])]
        both = np.concatenate([rest, now])
        return both[np.argsort(both["campaign"], kind="stable")]


def as_search(tree: Tree) -> SearchTree:
    """The tree of an account that is known to be a search account.

    Raises:
        TypeError: it is another platform's.
    """
    if not isinstance(tree, SearchTree):
        raise TypeError(f"A search account is wanted, not one with a {type(tree).__name__}.")
    return tree


def _running_campaigns(plan: SearchPlan, active: Mask) -> Ints:
    """The campaigns (indices) with active pairs."""
    campaigns: Ints = np.unique(plan.pair_campaign_index[active])
    return campaigns


def _month(day: int) -> int:
    today = date.fromordinal(day)
    return today.year * 12 + today.month


def _of(table: Rows | None, key: str, ids: Ints, column: str) -> Floats:
    """A column of a table sorted by `key`, for these ids; 0 where the table lacks one."""
    if table is None:
        return np.zeros(len(ids))
    return _value(table[key], table[column].astype(np.float64), ids, 0.0)


def _value(known: Ints, values: Floats, ids: Ints, otherwise: float) -> Floats:
    """The values of ids among known ones in rising order."""
    if not len(known):
        return np.full(len(ids), otherwise)
    index = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    found: Floats = np.where(known[index] == ids, values[index], otherwise)
    return found
