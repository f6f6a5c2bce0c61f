"""A draft's fields to columns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from adwright.campaigns.documents import (
    declaration_document,
    meta_document,
    search_document,
    targeting_document,
)
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit, micros_of
from adwright.campaigns.model import ReviewStatus, Targeting
from adwright.campaigns.on_search import normalized_search
from adwright.campaigns.records import AdGroupRecord
from adwright.campaigns.targeting import normalized_draft

Columns = dict[str, Any]

# Meta takes this many, and nobody has needed more yet.
MOST_AD_GROUPS = 200
MOST_ADS_PER_GROUP = 50

_PLAIN = (
    "name",
    "advertiser_id",
    "ad_account_id",
    "start_local",
    "end_local",
    "page_external_id",
    "pixel_external_id",
)
_WORDS = ("purpose", "budget_level", "bid_strategy")


def campaign_columns(edit: DraftEdit, currency: str | None) -> Columns:
    """Return the columns that an edit sets; `currency` is the account's, None before one is chosen.

    Raises:
        Invalid: an amount has more decimals than the currency.
    """
    given: Columns = dict(edit)
    columns: Columns = {name: given[name] for name in _PLAIN if name in given}
    columns |= {name: given[name].value if given[name] else None for name in _WORDS if name in given}
    if "budget" in edit:
        columns |= _budget(edit["budget"], currency, "budget")
    if "spend_cap" in edit:
        columns["spend_cap_micros"] = micros_of(edit["spend_cap"], currency, "spend_cap")
    if "bid_amount" in edit:
        columns["bid_amount_micros"] = micros_of(edit["bid_amount"], currency, "bid_amount")
    if "special_ad_categories" in edit:
        columns["special_ad_categories"] = [each.value for each in edit["special_ad_categories"]]
    if "search" in edit:
        columns["search"] = search_document(edit["search"] and normalized_search(edit["search"]))
    if "meta" in edit:
        columns["meta"] = meta_document(edit["meta"])
    return columns | {"currency": currency}


def ad_group_columns(
    group: DraftAdGroup,
    position: int,
    audience_version_id: UUID | None,
    kept: AdGroupRecord | None,
    currency: str | None,
) -> Columns:
    """Return an ad group's columns; what it brought from a platform stays while no audience replaces it.

    Raises:
        Invalid: an amount has more decimals than the currency, or targeting names what does not exist.
    """
    own = _own_targeting(group, kept, audience_version_id)
    place = f"ad_groups.{position}"
    return {
        "position": position,
        "name": group.name,
        "state": group.state.value,
        "audience_version_id": audience_version_id,
        "targeting": targeting_document(own) if own else None,
        **_budget(group.budget, currency, f"{place}.budget"),
        "bid_amount_micros": micros_of(group.bid_amount, currency, f"{place}.bid_amount"),
        "page_external_id": kept.page_external_id if kept else None,
        "pixel_external_id": kept.pixel_external_id if kept else None,
        "conversion_event": kept.conversion_event if kept else None,
        "declaration": declaration_document(kept.declaration) if kept else None,
    }


def _own_targeting(
    group: DraftAdGroup, kept: AdGroupRecord | None, audience_version_id: UUID | None
) -> Targeting | None:
    """Return targeting of its own; what is there stays, also where only a platform knows its codes."""
    present = kept.targeting if kept else None
    if group.targeting is not None:
        return present if group.targeting == present else normalized_draft(group.targeting)
    return present if audience_version_id is None else None


def ad_columns(ad: DraftAd, position: int) -> Columns:
    """Return an ad's columns."""
    return {
        "position": position,
        "name": ad.name,
        "state": ad.state.value,
        "creative_version_id": ad.creative_version_id,
        "review": ReviewStatus.NONE.value,
        "review_reasons": [],
    }


def _budget(budget: DraftBudget | None, currency: str | None, field: str) -> Columns:
    return {
        "budget_period": budget.period.value if budget else None,
        "budget_micros": micros_of(budget.amount, currency, f"{field}.amount") if budget else None,
    }
