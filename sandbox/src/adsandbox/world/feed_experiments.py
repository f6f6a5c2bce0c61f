"""What experiments need of a feed's account: its days as stretches, and its trees with other budgets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adsandbox.market import season
from adsandbox.market.luck import Floats
from adsandbox.market.truth import Stretch
from adsandbox.world.feed_tree import FeedTree, as_feed
from adsandbox.world.timeline import Timeline
from adsandbox.world.tree import NEVER
from adsandbox.world.zones import day_start

_USUAL_SCHEDULE_DAYS = 30.0
_EARLIEST = 1.0


def stretches(timeline: Timeline, since: int, until: int) -> list[Stretch]:
    """The days `since` to `until`, both included, cut wherever delivery changes."""
    found = []
    for day in range(since, until + 1):
        begin, end = day_start(day, timeline.zone), day_start(day + 1, timeline.zone)
        cursor = begin
        while cursor < end:
            tree = as_feed(timeline.at(cursor))
            stop = min(end, tree.next_event(cursor), timeline.next_change(cursor))
            share = season.share_of_day_until((stop - begin) / (end - begin))
            share -= season.share_of_day_until((cursor - begin) / (end - begin))
            if cursor >= timeline.instants[0]:
                found.append(Stretch(day, share, tree.plan, tree.active_at(cursor), _budgets(tree)))
            cursor = stop
    return found


def with_budgets(tree: FeedTree, budgets: dict[int, float], by_campaign: bool) -> FeedTree:
    """The tree with other daily budgets: of budget owners, or of campaigns (shared out as before)."""
    plan = tree.plan
    daily, lifetime = plan.group_daily.copy(), tree.group_lifetime.copy()
    usual = _budgets(tree)
    campaign_of_group = np.zeros(len(plan.group_ids), np.int64)
    campaign_of_group[plan.set_group_index] = plan.set_campaign_ids
    for lever, amount in budgets.items():
        mine = campaign_of_group == lever if by_campaign else plan.group_ids == lever
        switched = np.isin(np.arange(len(mine)), _running_groups(tree)) & mine
        chosen = switched if switched.any() else mine
        whole = usual[chosen].sum()
        daily[chosen] = amount * (usual[chosen] / whole if whole > 0 else 1.0 / max(chosen.sum(), 1))
        lifetime[mine] = np.nan
    return replace(tree, plan=replace(plan, group_daily=daily), group_lifetime=lifetime)


def _running_groups(tree: FeedTree) -> Floats:
    running = tree.plan.ad_set_index[tree.switched_on & np.isfinite(tree.reviewed)]
    groups: Floats = np.unique(tree.plan.set_group_index[running])
    return groups


def _budgets(tree: FeedTree) -> Floats:
    """Daily budgets of the owners; a lifetime budget counts evenly over its schedule."""
    plan = tree.plan
    begins = np.full(len(plan.group_ids), NEVER)
    np.minimum.at(begins, plan.set_group_index[plan.ad_set_index], tree.begins)
    known = np.isfinite(tree.group_end) & np.isfinite(begins) & (begins > _EARLIEST)
    span = np.where(known, tree.group_end, 0.0) - np.where(known, begins, 0.0)
    days = np.where(known, np.maximum(span / season.DAY_SECONDS, 1.0), _USUAL_SCHEDULE_DAYS)
    lifetime = np.where(np.isnan(tree.group_lifetime), 0.0, tree.group_lifetime)
    return np.where(np.isnan(plan.group_daily), lifetime / days, plan.group_daily)
