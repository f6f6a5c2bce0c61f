"""What has been delivered: each account is settled up to a cursor, finished days are kept, today grows.

Delivery is cut only where something changes: at local midnights, at moments of schedules and reviews, and
where an object is edited. How the clock gets there does not matter, so every step pattern makes the same
history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import ROW, Rows, delivery_rates, finish_rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.world.nodes import Node
from adsandbox.world.store import Store
from adsandbox.world.timeline import Timeline
from adsandbox.world.tree import Tree
from adsandbox.world.zones import day_start, local_day

_TODAY = np.dtype([("ad", "<i8"), ("spend", "<f8"), ("impressions", "<f8")])
_TOTAL = np.dtype([("ad", "<i8"), ("ad_set", "<i8"), ("campaign", "<i8"), ("spend", "<i8")])


@dataclass(frozen=True)
class Position:
    """How far an account is settled. `today` is what the running day has accumulated, `totals` all days
    before.
    """

    cursor: float
    day: int
    today: Rows
    totals: Rows


class Ledger:
    """Delivery of all accounts, computed as the clock moves and asked for by day."""

    def __init__(self, store: Store, luck: Luck) -> None:
        self._store = store
        self._luck = luck

    def is_settled(self, account: Node, now: float) -> bool:
        """Whether the account's history already reaches `now`, so that an edit needs no cut."""
        kept = self._store.ledger(account.id)
        return kept is not None and kept[0] >= now

    def settle(self, account: Node, tree: Tree, now: float, stop_here: bool = False) -> Position:
        """Bring an account's history up to `now` and keep it; `stop_here` also cuts it at `now` (before an
        edit).
        """
        stored = self._position(account, tree)
        position = stored
        finished: list[Rows] = []
        while position.cursor < now:
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor))
            if stop > now and not stop_here:
                break
            position = self._deliver(position, tree, min(stop, now))
            if position.cursor >= midnight:
                rows = self._finished(position, tree)
                finished.append(rows)
                totals = _add(position.totals, rows)
                position = Position(midnight, position.day + 1, _none(_TODAY), totals)
        if position is not stored:
            self._keep(account, position, finished)
        return position

    def rows(self, account: Node, tree: Tree, since: int, until: int, now: float) -> Rows:
        """Delivered rows of the days `since` to `until`, both included, as known at `now`."""
        position = self.settle(account, tree, now)
        kept = [np.frombuffer(part, ROW) for part in self._store.delivered(account.id, since, until)]
        if since <= position.day <= until and position.cursor <= now:
            kept.append(self._finished(self._deliver(position, tree, now), tree))
        return np.concatenate(kept) if kept else np.zeros(0, ROW)

    def spent(self, account: Node, tree: Tree, now: float) -> Rows:
        """Total spend of every ad so far, today included."""
        position = self._deliver(self.settle(account, tree, now), tree, now)
        return _add(position.totals, self._finished(position, tree))

    def replay(
        self, account: Node, timeline: Timeline, until: int, now: float, adjust: Callable[[Tree, int], Tree]
    ) -> Rows:
        """What would have been delivered up to the end of day `until` (or up to now), had the settings of
        each day been as `adjust` makes them; from the same chance. Nothing is kept.
        """
        end = min(day_start(until + 1, timeline.zone), now)
        position = Position(
            account.created, local_day(account.created, timeline.zone), _none(_TODAY), _none(_TOTAL)
        )
        finished: list[Rows] = []
        tree = adjust(timeline.at(position.cursor), position.day)
        while position.cursor < end:
            tree = adjust(timeline.at(position.cursor), position.day)
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor), timeline.next_change(position.cursor), end)
            position = self._deliver(position, tree, stop)
            if position.cursor >= midnight:
                finished.append(self._finished(position, tree))
                totals = _add(position.totals, finished[-1])
                position = Position(midnight, position.day + 1, _none(_TODAY), totals)
        finished.append(self._finished(position, tree))
        return np.concatenate(finished)

    def _position(self, account: Node, tree: Tree) -> Position:
        kept = self._store.ledger(account.id)
        if kept is None:
            day = local_day(account.created, tree.zone)
            return Position(account.created, day, _none(_TODAY), _none(_TOTAL))
        cursor, day, today, totals = kept
        return Position(cursor, day, np.frombuffer(today, _TODAY), np.frombuffer(totals, _TOTAL))

    def _keep(self, account: Node, position: Position, finished: list[Rows]) -> None:
        with self._store.writing():
            for rows in finished:
                if len(rows):
                    self._store.add_delivered(account.id, int(rows["day"][0]), rows.tobytes())
            self._store.save_ledger(
                account.id, position.cursor, position.day, position.today.tobytes(), position.totals.tobytes()
            )

    def _deliver(self, position: Position, tree: Tree, until: float) -> Position:
        """Accumulate what is delivered between the cursor and `until` (same day, nothing changes between)."""
        plan = tree.plan
        active = tree.active_at(position.cursor)
        if until <= position.cursor or not np.any(active):
            return replace(position, cursor=max(until, position.cursor))
        begin, end = day_start(position.day, tree.zone), day_start(position.day + 1, tree.zone)
        share = season.share_of_day_until((until - begin) / (end - begin))
        share -= season.share_of_day_until((position.cursor - begin) / (end - begin))
        spend, shown = _aligned(position.today, plan.ad_ids)
        set_spent = _set_spend(position, tree, spend)
        group_rate, group_left = self._group_rates(position, tree, set_spent)
        rates = delivery_rates(plan, self._luck, position.day, active, group_rate)
        shares = np.minimum(share, _allowed_share(tree, rates.spend, set_spent, group_left))
        today = np.zeros(len(plan.ad_ids), _TODAY)
        today["ad"], today["spend"] = plan.ad_ids, spend + rates.spend * shares
        today["impressions"] = shown + rates.impressions * shares
        return replace(position, cursor=until, today=today)

    def _group_rates(self, position: Position, tree: Tree, set_spent: Floats) -> tuple[Floats, Floats]:
        """Each budget owner's spend per whole day, and what it may still spend."""
        plan = tree.plan
        factors = season.day_factors(self._luck, plan.group_ids, position.day)
        spent = sum_by(plan.set_group_index, set_spent, len(plan.group_ids))
        left = np.where(np.isnan(tree.group_lifetime), np.inf, np.maximum(tree.group_lifetime - spent, 0.0))
        days_left = np.maximum((tree.group_end - position.cursor) / season.DAY_SECONDS, 1.0 / 24.0)
        lifetime = np.where(np.isfinite(left), left, 0.0) / np.where(np.isfinite(days_left), days_left, 30.0)
        rate = np.where(np.isnan(plan.group_daily), lifetime, plan.group_daily) * factors
        return np.where(np.isnan(rate), 0.0, rate), left

    def _finished(self, position: Position, tree: Tree) -> Rows:
        spend, shown = _aligned(position.today, tree.plan.ad_ids)
        return finish_rows(tree.plan, self._luck, position.day, spend, shown)


def _none(kind: np.dtype[np.void]) -> Rows:
    return np.zeros(0, kind)


def _allowed_share(tree: Tree, ad_rate: Floats, set_spent: Floats, group_left: Floats) -> Floats:
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


def _set_spend(position: Position, tree: Tree, today: Floats) -> Floats:
    plan = tree.plan
    before = _lookup(position.totals, plan.ad_ids, "spend")
    return sum_by(plan.ad_set_index, before + today, len(plan.set_ids))


def _aligned(today: Rows, ad_ids: Ints) -> tuple[Floats, Floats]:
    return _lookup(today, ad_ids, "spend"), _lookup(today, ad_ids, "impressions")


def _lookup(table: Rows, ad_ids: Ints, column: str) -> Floats:
    """A column of a table sorted by ad, for these ads; 0 where the table lacks one."""
    if not len(table):
        return np.zeros(len(ad_ids))
    index = np.minimum(np.searchsorted(table["ad"], ad_ids), len(table) - 1)
    found: Floats = np.where(table["ad"][index] == ad_ids, table[column][index], 0).astype(np.float64)
    return found


def _add(totals: Rows, rows: Rows) -> Rows:
    both = np.concatenate([totals, rows[["ad", "ad_set", "campaign", "spend"]].astype(_TOTAL)])
    ads, first, inverse = np.unique(both["ad"], return_index=True, return_inverse=True)
    summed = both[first].copy()
    spend = np.zeros(len(ads), np.int64)
    np.add.at(spend, inverse.ravel(), both["spend"])
    summed["spend"] = spend
    return summed
