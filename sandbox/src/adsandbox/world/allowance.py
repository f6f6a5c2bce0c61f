"""What an account has leave to spend, followed from write to write, whatever platform it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_nodes import ENABLED, budget_id, resource_of
from adsandbox.world.status import ACTIVE, GONE


@dataclass(frozen=True, slots=True)
class Levels:
    """The kinds of a platform's tree, and what its statuses are called."""

    campaign: Kind
    group: Kind
    ad: Kind
    on: str
    gone: tuple[str, ...]


_LEVELS = {
    Kind.ACCOUNT: Levels(Kind.CAMPAIGN, Kind.AD_SET, Kind.AD, ACTIVE, GONE),
    Kind.CUSTOMER: Levels(Kind.SEARCH_CAMPAIGN, Kind.AD_GROUP, Kind.AD_GROUP_AD, ENABLED, ("REMOVED",)),
}


class Allowance:
    """The nodes of one account as they are after the writes followed so far.

    Amounts are daily budgets in the platform's own unit: minor units of the currency for a feed's account,
    micros for a search account. Budgets for a whole life are left out.
    """

    def __init__(self, account_kind: Kind) -> None:
        self._levels = _LEVELS[account_kind]
        self._nodes: dict[str, Node] = {}

    def follow(self, node: Node) -> Node | None:
        """Take a node as it was written, and give it as it was before; None if it is new."""
        before = self._nodes.get(node.id)
        self._nodes[node.id] = node
        return before

    def is_switch(self, node: Node) -> bool:
        """Whether a node is a part of the tree that can be switched on and off."""
        return node.kind in (self._levels.campaign, self._levels.group, self._levels.ad)

    def is_on(self, node: Node) -> bool:
        """Whether a node itself is switched on, whatever is above it."""
        return node.status == self._levels.on

    def daily(self, node: Node) -> int:
        """The daily budget that a node has itself; 0 without one."""
        if node.kind is Kind.BUDGET:
            return int(resource_of(node).get("amount_micros", 0))
        return int(node.fields.get("daily_budget") or 0)

    def total(self) -> int:
        """The sum of all daily budgets of what is switched on."""
        running = {node.id: _payer(node) for node in self._of(self._levels.campaign) if self.is_on(node)}
        groups = (node for node in self._of(self._levels.group) if self.is_on(node))
        paying = {*running.values(), *(node.id for node in groups if node.parent_id in running)}
        return sum(self.daily(self._nodes[node_id]) for node_id in paying if node_id in self._nodes)

    def spender(self, node: Node) -> str:
        """The id by which people know whose budget it is: a budget of one campaign goes by the campaign's."""
        if node.kind is not Kind.BUDGET:
            return node.id
        users = [campaign for campaign in self._of(self._levels.campaign) if _payer(campaign) == node.id]
        return users[0].id if len(users) == 1 else node.id

    def is_complete(self, node: Node) -> bool:
        """Whether something in a campaign or an ad group could run: each ad group in it has an ad. An ad is
        complete by itself.
        """
        if node.kind is self._levels.ad:
            return True
        groups = [node] if node.kind is self._levels.group else self._within(node, self._levels.group)
        return bool(groups) and all(self._within(group, self._levels.ad) for group in groups)

    def _within(self, parent: Node, kind: Kind) -> list[Node]:
        gone = self._levels.gone
        return [node for node in self._of(kind) if node.parent_id == parent.id and node.status not in gone]

    def _of(self, kind: Kind) -> list[Node]:
        return [node for node in self._nodes.values() if node.kind is kind]


def _payer(campaign: Node) -> str:
    """The id of the node that has a campaign's own budget."""
    return budget_id(campaign) if campaign.kind is Kind.SEARCH_CAMPAIGN else campaign.id
