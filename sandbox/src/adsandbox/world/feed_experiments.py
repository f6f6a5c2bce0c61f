"""What experiments need of a feed's account: its days as stretches, and its trees with other budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from adsandbox.market import season
from adsandbox.market.luck import Floats
from adsandbox.market.truth import Stretch
from adsandbox.world.feed_tree import FeedTree, as_feed
from adsandbox.world.ledger import Ledger
from adsandbox.world.nodes import Node
from adsandbox.world.timeline import Timeline
from adsandbox.world.zones import day_start

_USUAL_SCHEDULE_DAYS = 30.0
_EARLIEST = 1.0


def stretches(ledger: Ledger, account: Node, timeline: Timeline, since: int, until: int) -> list[Stretch]:
    """The days `since` to `until`, both included, cut wherever delivery changes, each with the conditions
    under which the settings of the timeline really meet it.
    """
    found = []
    for stage in ledger.walk(account, timeline, since, day_start(until + 1, timeline.zone)):
        day, cursor = stage.position.day, stage.position.cursor
        if day < since:
            continue
        tree = as_feed(stage.tree)
        begin, end = day_start(day, timeline.zone), day_start(day + 1, timeline.zone)
        start, stop = (cursor - begin) / (end - begin), (stage.until - begin) / (end - begin)
        state = tree.state_at(stage.position)
        found.append(
            Stretch(
                day=day,
                delivery_share=_passed(season.share_of_day_until, start, stop),
                click_share=_passed(season.share_of_clicks_until, start, stop),
                conversion_share=_passed(season.share_of_conversions_until, start, stop),
                plan=tree.plan,
                active=tree.active_at(cursor),
                group_budget=_budgets(tree),
                exposure=state.ads["exposure"],
                conditions=tree.conditions(ledger.around(account, tree), day, state),
            )
        )
    return found


def _passed(share_until: Callable[[float], Floats], start: float, stop: float) -> float:
    return float(share_until(stop) - share_until(start))


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
    known = np.isfinite(tree.group_end) & np.isfinite(tree.group_begin) & (tree.group_begin > _EARLIEST)
    span = np.where(known, tree.group_end, 0.0) - np.where(known, tree.group_begin, 0.0)
    days = np.where(known, np.maximum(span / season.DAY_SECONDS, 1.0), _USUAL_SCHEDULE_DAYS)
    lifetime = np.where(np.isnan(tree.group_lifetime), 0.0, tree.group_lifetime)
    return np.where(np.isnan(plan.group_daily), lifetime / days, plan.group_daily)
