"""The settings of an account through time, kept as changes, so that its past can be delivered again."""

from __future__ import annotations

from bisect import bisect_right

from adsandbox.world.nodes import Node
from adsandbox.world.platforms import tree_of
from adsandbox.world.store import Store
from adsandbox.world.tree import NEVER, Tree
from adsandbox.world.zones import zone_of


class Timeline:
    """The trees that were in force, each from the instant of a change on.

    Raises:
        ValueError: the market was made before changes were kept.
    """

    def __init__(self, store: Store, account: Node) -> None:
        self._changes = store.changes(account.id)
        if not any(node.kind is account.kind for _, node in self._changes):
            raise ValueError("This market was made by a version that kept no changes. Reset it first.")
        self._account_kind = account.kind
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

    def _built(self, instant: float) -> Tree:
        nodes: dict[str, Node] = {}
        for when, node in self._changes:
            if when > instant:
                break
            nodes[node.id] = node
        return tree_of(self._account_kind, list(nodes.values()))
