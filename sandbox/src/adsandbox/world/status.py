"""Effective statuses: what a node really does, given its own status, its parents, its review and the time."""

from __future__ import annotations

from adsandbox.world.nodes import Node

ACTIVE, PAUSED, ARCHIVED, DELETED = "ACTIVE", "PAUSED", "ARCHIVED", "DELETED"
GONE = (DELETED, ARCHIVED)
ACCOUNT_ACTIVE = 1


def campaign_status(campaign: Node, now: float) -> str:
    """A campaign has nobody above it that could stop it."""
    return _of_itself(campaign, now)


def ad_set_status(ad_set: Node, campaign: Node, now: float) -> str:
    """An ad set follows its campaign into the archive, and stands still while the campaign is paused."""
    if ad_set.status in GONE:
        return ad_set.status
    if campaign.status in GONE:
        return campaign.status
    if ad_set.status == PAUSED:
        return PAUSED
    return "CAMPAIGN_PAUSED" if campaign.status == PAUSED else _of_itself(ad_set, now)


def ad_status(ad: Node, ad_set: Node, campaign: Node, now: float) -> str:
    """An ad: its own end first, then its review, then its own pause, then those above it."""
    if ad.status in GONE:
        return ad.status
    above = ad_set_status(ad_set, campaign, now)
    if above in GONE:
        return above
    if is_declined(ad, now):
        return "DISAPPROVED"
    if ad.status == PAUSED:
        return PAUSED
    if in_review(ad, now):
        return "PENDING_REVIEW"
    if above == PAUSED:
        return "ADSET_PAUSED"
    return above if above == "CAMPAIGN_PAUSED" else _of_itself(ad, now)


def in_process(node: Node, now: float) -> bool:
    """Whether the platform is still working on the node's latest change."""
    return now < float(node.fields.get("in_process_until", 0.0))


def _of_itself(node: Node, now: float) -> str:
    """The status of a node that nothing above it stops."""
    if node.status != ACTIVE:
        return node.status
    if in_process(node, now):
        return "IN_PROCESS"
    return "WITH_ISSUES" if node.fields.get("issues") else ACTIVE


def in_review(ad: Node, now: float) -> bool:
    """Whether nobody has decided on the ad yet."""
    return now < float(ad.fields.get("review_due", 0.0))


def is_declined(ad: Node, now: float) -> bool:
    """Whether the ad was looked at and declined."""
    return bool(ad.fields.get("review_reasons")) and not in_review(ad, now)
