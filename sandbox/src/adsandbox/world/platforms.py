"""Which kinds of objects make an account deliver, and how they become its tree: one entry per platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adsandbox.world.feed_build import build_feed_tree, feed_idle_until
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_build import build_search_tree
from adsandbox.world.store import Store
from adsandbox.world.tree import NEVER, Tree

NodesByKind = dict[Kind, list[Node]]


def _never_idle(node: Node, now: float) -> float:
    return now


@dataclass(frozen=True, slots=True)
class Platform:
    """The kinds that delivery depends on, and the builder that takes all nodes of each, in the order of
    making. `idle_until` says of a node that is about to be made until when nothing delivers otherwise for
    it, so that the running stretch need not end there nor the tree be built anew before.
    """

    account: Kind
    parts: tuple[Kind, ...]
    build: Callable[[NodesByKind], Tree]
    idle_until: Callable[[Node, float], float] = _never_idle

    def kinds(self) -> tuple[Kind, ...]:
        """The account's own kind and those of its parts."""
        return (self.account, *self.parts)


PLATFORMS = {
    Kind.ACCOUNT: Platform(
        Kind.ACCOUNT, (Kind.CAMPAIGN, Kind.AD_SET, Kind.AD), build_feed_tree, feed_idle_until
    ),
    Kind.CUSTOMER: Platform(
        Kind.CUSTOMER,
        (
            Kind.BUDGET,
            Kind.SEARCH_CAMPAIGN,
            Kind.CAMPAIGN_CRITERION,
            Kind.AD_GROUP,
            Kind.AD_GROUP_AD,
            Kind.CRITERION,
            Kind.CONVERSION_ACTION,
        ),
        build_search_tree,
    ),
}
_PLATFORM_OF = {kind: platform for platform in PLATFORMS.values() for kind in platform.kinds()}
DELIVERING = frozenset(_PLATFORM_OF)


def idle_until(node: Node, now: float) -> float:
    """Until when a node that is made now changes nothing in what delivers; `now` if it does at once."""
    return _PLATFORM_OF[node.kind].idle_until(node, now) if node.kind in DELIVERING else NEVER


def load_tree(store: Store, account: Node) -> Tree:
    """Build the tree of an account from its stored nodes."""
    platform = PLATFORMS[account.kind]
    nodes = {kind: store.nodes(kind, account.id) for kind in platform.parts}
    return platform.build({account.kind: [account], **nodes})


def tree_of(account_kind: Kind, nodes: list[Node]) -> Tree:
    """Build the tree of an account of this kind from some nodes, its account among them."""
    platform = PLATFORMS[account_kind]
    by_kind: NodesByKind = {kind: [] for kind in platform.kinds()}
    for node in nodes:
        by_kind[node.kind].append(node)
    return platform.build(by_kind)
