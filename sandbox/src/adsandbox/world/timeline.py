"""The settings of an account through time, kept as changes, so that its past can be delivered again."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

import numpy as np

from adsandbox.market import season
from adsandbox.market.luck import Floats
from adsandbox.market.truth import Stretch
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.store import Store
from adsandbox.world.tree import NEVER, Tree, build_tree
from adsandbox.world.zones import day_start, zone_of

_USUAL_SCHEDULE_DAYS = 30.0
_EARLIEST = 1.0


class Timeline:
    """The trees that were in force, each from the instant of a change on.

    Raises:
        ValueError: the market was made before changes were kept.
    """

    def __init__(self, store: Store, account: Node) -> None:
        self._changes = store.changes(account.id)
        if not any(node.kind is Kind.ACCOUNT for _, node in self._changes):
            raise ValueError("This market was made by a version that kept no changes. Reset it first.")
        self.zone = zone_of(account)
        self.instants = sorted({instant for instant, _ in self._changes})
        self._trees: dict[int, Tree] = {}

    def at(self, instant: float) -> Tree:
        """The tree in force from this instant on."""
        index = max(bisect_right(self.instants, instant) - 1, 0)
        if index not in self._trees:
            self._trees[index] = self._built(self.instants[index])
        return self._trees[index]

    def next_change(self, instant: float) -> float:
        """The next instant after this one at which somebody changed something."""
        index = bisect_right(self.instants, instant)
        return self.instants[index] if index < len(self.instants) else NEVER

    def stretches(self, since: int, until: int) -> list[Stretch]:
        """The days `since` to `until`, both included, cut wherever delivery changes."""
        found = []
        for day in range(since, until + 1):
            begin, end = day_start(day, self.zone), day_start(day + 1, self.zone)
            cursor = begin
            while cursor < end:
                tree = self.at(cursor)
                stop = min(end, tree.next_event(cursor), self.next_change(cursor))
                share = season.share_of_day_until((stop - begin) / (end - begin))
                share -= season.share_of_day_until((cursor - begin) / (end - begin))
                if cursor >= self.instants[0]:
                    found.append(Stretch(day, share, tree.plan, tree.active_at(cursor), _budgets(tree)))
                cursor = stop
        return found

    def _built(self, instant: float) -> Tree:
        nodes: dict[str, Node] = {}
        for when, node in self._changes:
            if when > instant:
                break
            nodes[node.id] = node
        kinds: dict[Kind, list[Node]] = {Kind.ACCOUNT: [], Kind.CAMPAIGN: [], Kind.AD_SET: [], Kind.AD: []}
        for node in nodes.values():
            kinds[node.kind].append(node)
        return build_tree(kinds[Kind.ACCOUNT][0], kinds[Kind.CAMPAIGN], kinds[Kind.AD_SET], kinds[Kind.AD])


def with_budgets(tree: Tree, budgets: dict[int, float], by_campaign: bool) -> Tree:
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


def _running_groups(tree: Tree) -> Floats:
    running = tree.plan.ad_set_index[tree.switched_on & np.isfinite(tree.reviewed)]
    groups: Floats = np.unique(tree.plan.set_group_index[running])
    return groups


def _budgets(tree: Tree) -> Floats:
    """Daily budgets of the owners; a lifetime budget counts evenly over its schedule."""
    plan = tree.plan
    begins = np.full(len(plan.group_ids), NEVER)
    np.minimum.at(begins, plan.set_group_index[plan.ad_set_index], tree.begins)
    known = np.isfinite(tree.group_end) & np.isfinite(begins) & (begins > _EARLIEST)
    span = np.where(known, tree.group_end, 0.0) - np.where(known, begins, 0.0)
    days = np.where(known, np.maximum(span / season.DAY_SECONDS, 1.0), _USUAL_SCHEDULE_DAYS)
    lifetime = np.where(np.isnan(tree.group_lifetime), 0.0, tree.group_lifetime)
    return np.where(np.isnan(plan.group_daily), lifetime / days, plan.group_daily)
