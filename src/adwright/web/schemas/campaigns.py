"""Shapes of campaigns going in: drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self, cast
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.model import BudgetLevel
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose, SpecialAdCategory
from adwright.web.schemas.audiences import TargetingIn
from adwright.web.schemas.base import Amount, Input
from adwright.web.schemas.meta import MetaIn
from adwright.web.schemas.search import SearchIn

# Far from where a shift of time zone leaves the calendar.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def _wall_time(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise ValueError(
            "Give the time in the ad account's own zone, without an offset, such as 2026-11-23T09:00."
        )
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"Give a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
    return value.replace(second=0, microsecond=0)


WallTime = Annotated[
    datetime,
    AfterValidator(_wall_time),
    Field(description="Wall time in the ad account's zone, without an offset", examples=["2026-11-23T09:00"]),
]
Name = Annotated[str, Field(max_length=200)]
ExternalId = Annotated[str, Field(min_length=1, max_length=100)]


class BudgetIn(Input):
    """A budget in the ad account's currency."""

    period: BudgetPeriod
    amount: Amount

    def to_budget(self) -> DraftBudget:
        """Convert to the room's words."""
        return DraftBudget(self.period, self.amount)


class AdIn(Input):
    """An ad of a draft; `id` keeps the one that is there."""

    id: UUID | None = None
    name: Name = "Ad"
    creative_version_id: UUID | None = None

    def to_ad(self) -> DraftAd:
        """Convert to the room's words."""
        return DraftAd(self.name, self.creative_version_id, self.id)


class AdGroupIn(Input):
    """An ad group of a draft; `id` keeps the one that is there."""

    id: UUID | None = None
    name: Name = "Ad group"
    audience_id: UUID | None = None
    targeting: TargetingIn | None = Field(
        default=None, description="Of its own, in an audience's place; keywords may still be wrong in a draft"
    )
    budget: BudgetIn | None = None
    bid_amount: Amount | None = None
    ads: list[AdIn] = Field(default=[], max_length=200)

    @model_validator(mode="after")
    def _one_whom(self) -> Self:
        if self.audience_id is not None and self.targeting is not None:
            raise ValueError("Give an audience or targeting of its own, not both.")
        return self

    def to_ad_group(self) -> DraftAdGroup:
        """Convert to the room's words."""
        return DraftAdGroup(
            name=self.name,
            audience_id=self.audience_id,
            targeting=self.targeting.to_targeting() if self.targeting else None,
            budget=self.budget.to_budget() if self.budget else None,
            bid_amount=self.bid_amount,
            ads=tuple(ad.to_ad() for ad in self.ads),
            id=self.id,
        )


class _DraftFields(Input):
    ad_account_id: UUID | None = None
    purpose: Purpose | None = None
    budget_level: BudgetLevel = BudgetLevel.CAMPAIGN
    budget: BudgetIn | None = None
    spend_cap: Amount | None = Field(default=None, description="The most the campaign may ever spend")
    bid_strategy: BidStrategy | None = None
    bid_amount: Amount | None = None
    start_local: WallTime | None = Field(default=None, description="Empty: as soon as it is approved")
    end_local: WallTime | None = Field(default=None, description="Empty: until it is paused")
    special_ad_categories: list[SpecialAdCategory] = Field(default=[], max_length=10)
    search: SearchIn | None = Field(default=None, description="For campaigns on Google Search")
    meta: MetaIn | None = Field(default=None, description="For campaigns on Meta")
    page_external_id: ExternalId | None = None
    pixel_external_id: ExternalId | None = None
    ad_groups: list[AdGroupIn] = Field(default=[], max_length=500)

    def to_edit(self) -> DraftEdit:
        """Return the fields that were given, in the room's words."""
        given: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if self.budget is not None:
            given["budget"] = self.budget.to_budget()
        if self.search is not None:
            given["search"] = self.search.to_settings()
        if self.meta is not None:
            given["meta"] = self.meta.to_settings()
        if "ad_groups" in given:
            given["ad_groups"] = tuple(group.to_ad_group() for group in self.ad_groups)
        if "special_ad_categories" in given:
            given["special_ad_categories"] = tuple(self.special_ad_categories)
        return cast(DraftEdit, given)


class CampaignIn(_DraftFields):
    """A new draft; whatever is not known yet is left out."""

    advertiser_id: UUID
    name: Name = Field(default="New campaign", min_length=1, examples=["Spicy chips, November"])


class CampaignPatch(_DraftFields):
    """What to set of a draft; what is left out stays. `ad_groups` replaces the whole tree below."""

    advertiser_id: UUID | None = None
    name: Name | None = None

    def to_edit(self) -> DraftEdit:
        """Return the fields that were given; an advertiser or a name cannot be taken away."""
        edit = super().to_edit()
        if edit.get("advertiser_id", "") is None:
            del edit["advertiser_id"]
        if edit.get("name", "") is None:
            del edit["name"]
        return edit


class DuplicateIn(Input):
    """How the copy is called; the original's name with “(copy)” when left out."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
