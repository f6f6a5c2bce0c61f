"""What experiments need of a search account: its days as stretches, and its trees with other budgets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adsandbox.market.search_demand import hours_between
from adsandbox.market.search_truth import SearchStretch
from adsandbox.world.ledger import Ledger
from adsandbox.world.nodes import Node
from adsandbox.world.search_tree import SearchTree, as_search
from adsandbox.world.timeline import Timeline
from adsandbox.world.zones import day_start


def search_stretches(
    ledger: Ledger, account: Node, timeline: Timeline, since: int, until: int
) -> list[SearchStretch]:
    """The days `since` to `until`, both included, cut wherever delivery changes."""
    found = []
    for stage in ledger.walk(account, timeline, since, day_start(until + 1, timeline.zone)):
        day, cursor = stage.position.day, stage.position.cursor
        if day < since:
            continue
        tree = as_search(stage.tree)
        begin, end = day_start(day, timeline.zone), day_start(day + 1, timeline.zone)
        found.append(
            SearchStretch(
                day=day,
                hours=hours_between((cursor - begin) / (end - begin), (stage.until - begin) / (end - begin)),
                plan=tree.plan,
                active=tree.active_at(cursor),
                learning=tree.learning(stage.position),
                daily=tree.daily_budgets(stage.position),
            )
        )
    return found


def with_daily(tree: SearchTree, daily: dict[int, float]) -> SearchTree:
    """The tree with other daily amounts (micros) of budgets, by a budget's id or that of a campaign which
    alone has it.
    """
    plan = tree.plan
    amounts, totals = plan.budget_daily.copy(), plan.budget_total.copy()
    for lever, amount in daily.items():
        of_campaign = plan.campaign_budget_index[plan.campaign_ids == lever]
        chosen = np.concatenate([np.flatnonzero(plan.budget_ids == lever), of_campaign])
        amounts[chosen], totals[chosen] = amount, np.nan
    return replace(tree, plan=replace(plan, budget_daily=amounts, budget_total=totals))
