"""Which columns an observed node fills: when new, each time it is seen, and when desired state follows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adwright.campaigns.documents import (
    content_document,
    declaration_document,
    observed_document,
    search_document,
    targeting_document,
)
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    BudgetLevel,
    CampaignFields,
    NodeFields,
    ObservedNode,
    SearchSettings,
)
from adwright.platforms.model import Level

Columns = dict[str, Any]


def columns_seen(node: ObservedNode, seen_at: datetime) -> Columns:
    """Return what is written each time a node is seen; `seen_at` is UTC."""
    columns: Columns = {"observed": observed_document(node), "observed_at": seen_at}
    if node.level is Level.AD:
        columns |= {"review": node.review.value, "review_reasons": list(node.review_reasons)}
    return columns


def columns_followed(node: ObservedNode, *, imported: bool) -> Columns:
    """Return the desired columns that follow what was seen.

    Of a campaign that was built here, what only its maker can say (its purpose, its audiences) stays.
    """
    fields = node.fields
    columns: Columns = {"name": _shown_name(fields), "state": fields.state.value}
    if isinstance(fields, CampaignFields):
        columns |= _campaign(fields)
        if imported:
            columns["purpose"] = fields.purpose.value if fields.purpose else None
            columns["special_ad_categories"] = [each.value for each in fields.special_ad_categories]
    if isinstance(fields, AdGroupFields):
        columns |= _ad_group(fields)
        if imported:
            columns |= _whom(fields)
    if isinstance(fields, AdFields) and imported:
        columns["content"] = content_document(fields.creative)
    return columns


def columns_when_new(node: ObservedNode, seen_at: datetime) -> Columns:
    """Return everything a node that is seen for the first time brings; `seen_at` is UTC."""
    columns = columns_followed(node, imported=True) | columns_seen(node, seen_at)
    return columns | {"external_id": node.external_id}


def _shown_name(fields: NodeFields) -> str:
    """Return what a node is called; an ad without a name of its own (on Search) by what it says."""
    return fields.creative.headline if isinstance(fields, AdFields) and not fields.name else fields.name


def _campaign(fields: CampaignFields) -> Columns:
    return {
        **_budget(fields.budget),
        **(_of_search(fields.search) if fields.search else {}),
        "budget_level": (BudgetLevel.CAMPAIGN if fields.budget else BudgetLevel.AD_GROUP).value,
        "spend_cap_micros": fields.spend_cap.micros if fields.spend_cap else None,
        "bid_strategy": fields.bid_strategy.value if fields.bid_strategy else None,
    }


def _of_search(search: SearchSettings) -> Columns:
    target = search.target_cost
    return {
        "search": search_document(search),
        "bid_amount_micros": target.micros if target else None,
    }


def _ad_group(fields: AdGroupFields) -> Columns:
    return {
        **_budget(fields.budget),
        "bid_amount_micros": fields.bid_amount.micros if fields.bid_amount else None,
        "start_at": fields.start_at,
        "end_at": fields.end_at,
        "declaration": declaration_document(fields.declaration),
    }


def _whom(fields: AdGroupFields) -> Columns:
    return {
        "targeting": targeting_document(fields.targeting),
        "page_external_id": fields.page_external_id,
        "pixel_external_id": fields.pixel_external_id,
        "conversion_event": fields.conversion_event,
    }


def _budget(budget: Budget | None) -> Columns:
    return {
        "budget_period": budget.period.value if budget else None,
        "budget_micros": budget.amount.micros if budget else None,
    }
