"""Output-only fields that follow from the market's state: statuses with reasons, reviews, strengths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adsandbox.google.gaql.standing import Quality
from adsandbox.google.messages import enum_name, from_document, set_enum
from adsandbox.world.nodes import Node
from adsandbox.world.status import in_review, is_declined
from adsandbox.world.zones import zone_of

ENABLED, PAUSED, REMOVED = "ENABLED", "PAUSED", "REMOVED"
Verdict = tuple[str, list[str]]
# Fields (of the first level) that are set here, of whatever resource.
DERIVED = frozenset({
    "primary_status", "primary_status_reasons", "serving_status", "policy_summary", "ad_strength",
    "missing_eu_political_advertising_declaration", "labels", "quality_info", "approval_status",
    "system_serving_status", "effective_cpc_bid_micros", "effective_cpc_bid_source", "negative",
})  # fmt: skip
_ELIGIBLE: Verdict = ("ELIGIBLE", [])
# What stops a whole campaign, and the status of everything in it then.
_STOPPED_BY_CAMPAIGN = {
    "CAMPAIGN_REMOVED": "NOT_ELIGIBLE",
    "CAMPAIGN_ENDED": "NOT_ELIGIBLE",
    "CAMPAIGN_PAUSED": "PAUSED",
    "CAMPAIGN_PENDING": "PENDING",
}


@dataclass(frozen=True, slots=True)
class Group:
    """An ad group with its ads and criteria."""

    node: Node
    ads: list[Node]
    criteria: list[Node]

    @property
    def keywords(self) -> list[Node]:
        """Its keywords that let ads show."""
        return [
            node
            for node in self.criteria
            if "keyword" in node.fields["resource"] and not node.fields["resource"].get("negative")
        ]


def customer_client(manager: Node, node: Node, level: int) -> Any:
    """How a manager (or an account itself) sees an account below it."""
    resource = node.fields["resource"]
    kept = ("descriptive_name", "currency_code", "time_zone", "test_account", "manager", "status", "id")
    return from_document(
        "resources.CustomerClient",
        {
            **{name: resource[name] for name in kept if name in resource},
            "resource_name": f"customers/{manager.id}/customerClients/{node.id}",
            "client_customer": f"customers/{node.id}",
            "hidden": False,
            "level": str(level),
        },
    )


# --- campaigns and ad groups


def complete_campaign(
    message: Any, customer: Node, now: float, groups: list[Group], limited_by_budget: bool
) -> None:
    """Set a campaign's statuses and what its own fields imply."""
    when = _when(message, customer, now)
    set_enum(
        message, "serving_status", "NONE" if enum_name(message, "status") == REMOVED else when or "SERVING"
    )
    status, reasons = _campaign_verdict(message, when, groups, now)
    if limited_by_budget and status in ("ELIGIBLE", "LIMITED"):
        status, reasons = "LIMITED", [*reasons, "BUDGET_CONSTRAINED"]
    set_enum(message, "primary_status", status)
    _add(message, "primary_status_reasons", reasons)
    declared = enum_name(message, "contains_eu_political_advertising")
    message.missing_eu_political_advertising_declaration = declared in ("", "UNKNOWN")


def _campaign_verdict(message: Any, when: str, groups: list[Group], now: float) -> Verdict:
    above = _stopped_by_campaign(enum_name(message, "status"), when)
    if above is not None:
        return above
    alive = [group for group in groups if group.node.status != REMOVED]
    running = [group for group in alive if group.node.status == ENABLED]
    if not running:
        return "NOT_ELIGIBLE", ["AD_GROUPS_PAUSED" if alive else "NO_AD_GROUPS"]
    return _contents_verdict(
        [ad for group in running for ad in group.ads],
        [one for group in running for one in group.keywords],
        now,
    )


def _stopped_by_campaign(status: str, when: str) -> Verdict | None:
    if status == REMOVED:
        return "REMOVED", ["CAMPAIGN_REMOVED"]
    if when == "ENDED":
        return "ENDED", ["CAMPAIGN_ENDED"]
    if status == PAUSED:
        return "PAUSED", ["CAMPAIGN_PAUSED"]
    if when == "PENDING":
        return "PENDING", ["CAMPAIGN_PENDING"]
    return None


def complete_ad_group(message: Any, campaign: Any, now: float, group: Group) -> None:
    """Set an ad group's status as its campaign, its ads and its keywords leave it."""
    status, reasons = _group_verdict(message, campaign, group, now)
    set_enum(message, "primary_status", status)
    _add(message, "primary_status_reasons", reasons)


def _group_verdict(message: Any, campaign: Any, group: Group, now: float) -> Verdict:
    if enum_name(message, "status") == REMOVED:
        return "REMOVED", ["AD_GROUP_REMOVED"]
    above = _above_group(campaign)
    if enum_name(message, "status") == PAUSED:
        return "PAUSED", ["AD_GROUP_PAUSED", *(above[1] if above else [])]
    return above or _contents_verdict(group.ads, group.keywords, now)


def _above_group(message: Any) -> Verdict | None:
    """What stops everything in a campaign, as those below it say it (an ad group passes it on)."""
    for reason in _reasons(message):
        if reason in _STOPPED_BY_CAMPAIGN:
            return _STOPPED_BY_CAMPAIGN[reason], [reason]
    return None


def _contents_verdict(ads: list[Node], keywords: list[Node], now: float) -> Verdict:
    """Whether ads and keywords let something show."""
    reasons = [
        *_lack([ad.status for ad in ads], "NO_AD_GROUP_ADS", "AD_GROUP_ADS_PAUSED"),
        *_lack([keyword.status for keyword in keywords], "NO_KEYWORDS", "KEYWORDS_PAUSED"),
    ]
    if reasons:
        return "NOT_ELIGIBLE", reasons
    running = [ad for ad in ads if ad.status == ENABLED]
    declined = [ad for ad in running if is_declined(ad, now)]
    waiting = [ad for ad in running if in_review(ad, now)]
    if len(declined) == len(running):
        return "NOT_ELIGIBLE", ["HAS_ADS_DISAPPROVED"]
    if len(waiting) + len(declined) == len(running):
        return "PENDING", ["MOST_ADS_UNDER_REVIEW"]
    return ("LIMITED", ["HAS_ADS_DISAPPROVED"]) if declined else _ELIGIBLE


def _lack(statuses: list[str], none: str, paused: str) -> list[str]:
    alive = [status for status in statuses if status != REMOVED]
    if ENABLED in alive:
        return []
    return [paused if alive else none]


# --- ads and criteria


def complete_ad(message: Any, node: Node, group: Any, now: float, criteria: list[Node]) -> None:
    """Set an ad's review, status and strength."""
    if in_review(node, now):
        review, approval = "REVIEW_IN_PROGRESS", "UNKNOWN"
    else:
        review, approval = "REVIEWED", "DISAPPROVED" if is_declined(node, now) else "APPROVED"
        for topic in node.fields.get("review_reasons") or () if approval == "DISAPPROVED" else ():
            set_enum(message.policy_summary.policy_topic_entries.add(topic=topic), "type_", "PROHIBITED")
    set_enum(message.policy_summary, "review_status", review)
    set_enum(message.policy_summary, "approval_status", approval)
    status, reasons = _ad_verdict(message, group, review, approval)
    set_enum(message, "primary_status", status)
    _add(message, "primary_status_reasons", reasons)
    if message.ad.HasField("responsive_search_ad"):
        set_enum(message, "ad_strength", ad_strength(message.ad, criteria))


def _ad_verdict(message: Any, group: Any, review: str, approval: str) -> Verdict:
    own = enum_name(message, "status")
    if own == REMOVED:
        return "REMOVED", ["AD_GROUP_AD_REMOVED"]
    if own == PAUSED:
        return "PAUSED", ["AD_GROUP_AD_PAUSED"]
    above = _above_child(group)
    if above is not None:
        return above
    if approval == "DISAPPROVED":
        return "NOT_ELIGIBLE", ["AD_GROUP_AD_DISAPPROVED"]
    return ("PENDING", ["AD_GROUP_AD_UNDER_REVIEW"]) if review == "REVIEW_IN_PROGRESS" else _ELIGIBLE


def _above_child(group: Any) -> Verdict | None:
    """What stops an ad or a keyword from above: its campaign first, then its ad group."""
    above = _above_group(group)
    if above is not None:
        return above
    own = enum_name(group, "status")
    if own == REMOVED:
        return "NOT_ELIGIBLE", ["AD_GROUP_REMOVED"]
    return ("PAUSED", ["AD_GROUP_PAUSED"]) if own == PAUSED else None


def ad_strength(ad: Any, criteria: list[Node]) -> str:
    """How well a responsive search ad is filled: many different texts that speak of the keywords.

    The platform does not publish its rule; this one counts what its advice asks for.
    """
    headlines = {asset.text.casefold() for asset in ad.responsive_search_ad.headlines}
    descriptions = {asset.text.casefold() for asset in ad.responsive_search_ad.descriptions}
    keywords = [
        str(node.fields["resource"]["keyword"].get("text", "")).casefold()
        for node in criteria
        if "keyword" in node.fields["resource"]
    ]
    speaks = any(keyword and keyword in text for keyword in keywords for text in headlines)
    points = sum(len(headlines) >= wanted for wanted in (5, 8, 11)) + (len(descriptions) >= 3) + speaks
    return ("POOR", "AVERAGE", "AVERAGE", "GOOD", "GOOD", "EXCELLENT")[points]


def complete_criterion(message: Any, node: Node, group: Any, now: float) -> None:
    """Set a criterion's status, and for keywords their review and the bid that holds."""
    message.negative = message.negative
    status, reasons = _criterion_verdict(message, node, group, now)
    set_enum(message, "primary_status", status)
    _add(message, "primary_status_reasons", reasons)
    if not message.HasField("keyword") or message.negative:
        return
    waiting = "UNDER_REVIEW" if in_review(node, now) else "APPROVED"
    set_enum(message, "approval_status", "DISAPPROVED" if is_declined(node, now) else waiting)
    set_enum(message, "system_serving_status", "ELIGIBLE")
    own = message.cpc_bid_micros
    if own or group.cpc_bid_micros:
        message.effective_cpc_bid_micros = own or group.cpc_bid_micros
        set_enum(message, "effective_cpc_bid_source", "AD_GROUP_CRITERION" if own else "AD_GROUP")


def add_quality(info: Any, quality: Quality) -> None:
    """Set a keyword's quality."""
    info.quality_score = quality.score
    set_enum(info, "search_predicted_ctr", quality.click_rate)
    set_enum(info, "creative_quality_score", quality.words)


def _criterion_verdict(message: Any, node: Node, group: Any, now: float) -> Verdict:
    own = enum_name(message, "status")
    if own == REMOVED:
        return "REMOVED", ["AD_GROUP_CRITERION_REMOVED"]
    if message.negative:
        return "NOT_ELIGIBLE", ["AD_GROUP_CRITERION_NEGATIVE"]
    if own == PAUSED:
        return "PAUSED", ["AD_GROUP_CRITERION_PAUSED"]
    above = _above_child(group)
    if above is not None:
        return above
    if is_declined(node, now):
        return "NOT_ELIGIBLE", ["AD_GROUP_CRITERION_DISAPPROVED"]
    return ("PENDING", ["AD_GROUP_CRITERION_UNDER_REVIEW"]) if in_review(node, now) else _ELIGIBLE


# --- messages


def _when(message: Any, customer: Node, now: float) -> str:
    """PENDING before a campaign's begin, ENDED after its end, else empty. Dates are in the account's zone."""
    local = datetime.fromtimestamp(now, zone_of(customer)).strftime("%Y-%m-%d %H:%M:%S")
    if message.end_date_time and local > message.end_date_time:
        return "ENDED"
    return "PENDING" if message.start_date_time and local < message.start_date_time else ""


def _reasons(message: Any) -> list[str]:
    constants = message.DESCRIPTOR.fields_by_name["primary_status_reasons"].enum_type.values_by_number
    return [constants[number].name for number in message.primary_status_reasons]


def _add(message: Any, field: str, constants: Iterable[str]) -> None:
    described = message.DESCRIPTOR.fields_by_name[field]
    getattr(message, field).extend(described.enum_type.values_by_name[name].number for name in constants)
