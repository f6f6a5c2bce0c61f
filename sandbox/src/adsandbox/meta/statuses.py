"""Effective statuses of nodes, with their parents looked up."""

from __future__ import annotations

from adsandbox.meta.call import Call
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import ad_set_status, ad_status, campaign_status


def effective_status(call: Call, node: Node) -> str:
    """What the node really does now."""
    if node.kind is Kind.CAMPAIGN:
        return campaign_status(node)
    if node.kind is Kind.AD_SET:
        return ad_set_status(node, parent(call, node))
    if node.kind is Kind.AD:
        ad_set = parent(call, node)
        return ad_status(node, ad_set, parent(call, ad_set), call.now)
    return node.status


def parent(call: Call, node: Node) -> Node:
    """The node above; ad sets and ads always have one."""
    above = call.world.store.node(node.parent_id)
    if above is None:
        raise LookupError(node.parent_id)
    return above
