"""Effective statuses of nodes, with their parents looked up."""

from __future__ import annotations

import math
from typing import Any

from adsandbox.meta.call import Call
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import ad_set_status, ad_status, campaign_status, is_declined


def effective_status(call: Call, node: Node) -> str:
    """What the node really does now."""
    if node.kind is Kind.CAMPAIGN:
        return campaign_status(node, call.now)
    if node.kind is Kind.AD_SET:
        return ad_set_status(node, parent(call, node), call.now)
    if node.kind is Kind.AD:
        ad_set = parent(call, node)
        return ad_status(node, ad_set, parent(call, ad_set), call.now)
    if node.kind is Kind.CREATIVE and node.fields.get("issues"):
        return "WITH_ISSUES"
    return node.status


_DELIVERY = {
    "CAMPAIGN_PAUSED": "inactive",
    "ADSET_PAUSED": "inactive",
    "PAUSED": "inactive",
    "DISAPPROVED": "rejected",
    "WITH_ISSUES": "not_delivering",
    "IN_PROCESS": "pending_review",
}


def delivery_info(call: Call, node: Node) -> str:
    """The status in the words of Ads Manager's column "delivery"."""
    status = effective_status(call, node)
    if status == "ACTIVE" and node.kind is Kind.AD_SET:
        if float(node.fields.get("end_time") or math.inf) <= call.now:
            return "completed"
        if float(node.fields.get("start_time") or 0.0) > call.now:
            return "scheduled"
    return _DELIVERY.get(status, status.lower())


def issues_info(call: Call, node: Node) -> list[dict[str, Any]] | None:
    """What keeps the node from delivering, as the platform tells it; a declined ad is an issue too."""
    issues = list(node.fields.get("issues") or [])
    if node.kind is Kind.AD and is_declined(node, call.now):
        issues += [
            {
                "level": "AD",
                "error_code": 1815792,
                "error_type": "HARD_ERROR",
                "error_summary": title,
                "error_message": text,
            }
            for title, text in node.fields["review_reasons"].items()
        ]
    return issues or None


def parent(call: Call, node: Node) -> Node:
    """The node above; ad sets and ads always have one."""
    above = call.world.store.node(node.parent_id)
    if above is None:
        raise LookupError(node.parent_id)
    return above
