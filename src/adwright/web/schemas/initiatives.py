"""Shapes of initiatives: one idea on both platforms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import Field

from adwright.campaigns.initiatives import (
    Initiative,
    InitiativeCampaign,
    Shared,
    SharedEdit,
    SharedField,
    shared_fields,
)
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.service import Begun
from adwright.insights.comparison import Compared
from adwright.insights.metrics import Better, Unit
from adwright.journeys.show_initiative import CampaignFigures, InitiativeFigures
from adwright.platforms.model import Platform, Purpose
from adwright.web.schemas.base import Input, Output
from adwright.web.schemas.campaign_trees import BudgetOut
from adwright.web.schemas.campaigns import BudgetIn, WallTime
from adwright.web.schemas.insights import OverviewOut, PeriodOut, exact

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["Spicy chips, November"])]


class InitiativeIn(Input):
    """Which draft becomes an initiative, and where its other campaign runs."""

    campaign_id: UUID
    ad_account_id: UUID = Field(description="On the other platform, of the same advertiser")
    name: Name | None = Field(default=None, description="The draft's when left out")
    budget: BudgetIn | None = Field(
        default=None,
        description="Of the other campaign, in its account's currency; never copied or converted",
    )


class InitiativePatch(Input):
    """What to write into both drafts; what is left out stays. Texts are those of each campaign's first ad."""

    name: Name | None = None
    purpose: Purpose | None = None
    start_local: WallTime | None = Field(default=None, description="By the clock of each account's zone")
    end_local: WallTime | None = Field(default=None, description="By the clock of each account's zone")
    countries: Annotated[list[str], Field(max_length=250)] | None = Field(
        default=None, description="ISO codes, of every ad group; what only one platform has is refused"
    )
    languages: Annotated[list[str], Field(max_length=100)] | None = Field(
        default=None, description="ISO 639-1 codes, of every ad group; empty: all"
    )
    headline: Annotated[str, Field(max_length=2000)] | None = None
    primary_text: Annotated[str, Field(max_length=10_000)] | None = Field(
        default=None, description="Meta's primary text, Google's first description"
    )
    destination_url: Annotated[str, Field(max_length=4000)] | None = None

    def to_edit(self) -> SharedEdit:
        """Return what was given; only a purpose and times can be taken away."""
        given: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        clearable = ("purpose", "start_local", "end_local")
        kept = {name: value for name, value in given.items() if value is not None or name in clearable}
        for name in ("countries", "languages"):
            if name in kept:
                kept[name] = tuple(kept[name])
        return cast(SharedEdit, kept)


class InitiativeCampaignOut(Output):
    """One of the two campaigns."""

    id: UUID
    name: str
    status: CampaignStatus
    platform: Platform
    ad_account_id: UUID
    ad_account_name: str
    currency: str
    zone: str
    budget: BudgetOut | None = Field(description="Null when the ad groups have the budgets, or none is set")

    @classmethod
    def of(cls, campaign: InitiativeCampaign) -> InitiativeCampaignOut:
        """Convert a campaign."""
        account = campaign.account
        return cls(
            id=campaign.id,
            name=campaign.name,
            status=campaign.status,
            platform=account.platform,
            ad_account_id=account.id,
            ad_account_name=account.name,
            currency=account.currency,
            zone=account.zone,
            budget=BudgetOut.of_stored(campaign.budget, account.currency),
        )


class InitiativeOut(Output):
    """An initiative with its two campaigns, Meta's first."""

    id: UUID
    advertiser_id: UUID
    name: str
    is_draft: bool = Field(description="Neither campaign was launched: what they share is written once")
    campaigns: Sequence[InitiativeCampaignOut]
    created_at: datetime
    created_by: str
    updated_at: datetime

    @classmethod
    def of(cls, initiative: Initiative) -> InitiativeOut:
        """Convert an initiative."""
        return cls(
            id=initiative.id,
            advertiser_id=initiative.advertiser_id,
            name=initiative.name,
            is_draft=initiative.is_draft,
            campaigns=[InitiativeCampaignOut.of(each) for each in initiative.campaigns],
            created_at=initiative.created_at,
            created_by=initiative.created_by,
            updated_at=initiative.updated_at,
        )


class SharedFieldValueOut(Output):
    """What one of the campaigns says; empty when it says nothing."""

    campaign_id: UUID
    value: str


class SharedFieldOut(Output):
    """One field that the campaigns have in common as long as both say the same."""

    field: SharedField
    agrees: bool
    values: Sequence[SharedFieldValueOut]

    @classmethod
    def of(cls, shared: Shared) -> SharedFieldOut:
        """Convert a field."""
        values = [SharedFieldValueOut(campaign_id=each, value=said) for each, said in shared.values.items()]
        return cls(field=shared.field, agrees=shared.agrees, values=values)


class InitiativeDetailOut(InitiativeOut):
    """An initiative with what its campaigns share and where they differ."""

    shared: Sequence[SharedFieldOut]

    @classmethod
    def of_all(cls, initiative: Initiative, records: Sequence[CampaignRecord]) -> InitiativeDetailOut:
        """Convert an initiative with its trees."""
        shared = [SharedFieldOut.of(each) for each in shared_fields(initiative, records)]
        return cls(**dict(InitiativeOut.of(initiative)), shared=shared)


class BegunInitiativeOut(InitiativeOut):
    """A new initiative."""

    not_carried: Sequence[str] = Field(description="What does not carry over, in plain words")

    @classmethod
    def of_begun(cls, begun: Begun) -> BegunInitiativeOut:
        """Convert a new initiative."""
        return cls(**dict(InitiativeOut.of(begun.initiative)), not_carried=begun.not_carried)


class ComparedOut(Output):
    """One metric of both campaigns; exact decimals, money in major units of each campaign's currency."""

    key: str
    label: str
    unit: Unit
    better: Better
    values: Sequence[str | None] = Field(description="One for each of `campaigns`, in their order")
    total: str | None
    no_total: str | None = Field(description="Why a sum is not added up; null for ratios, which never are")
    differences: Sequence[str] = Field(description="What is not the same in the platforms' definitions")

    @classmethod
    def of(cls, compared: Compared) -> ComparedOut:
        """Convert a metric."""
        metric = compared.metric
        return cls(
            key=metric.key,
            label=metric.label,
            unit=metric.unit,
            better=metric.better,
            values=[exact(value) for value in compared.values],
            total=exact(compared.total),
            no_total=compared.no_total,
            differences=compared.differences,
        )


class InitiativeFiguresOut(Output):
    """The figures of one of the campaigns."""

    campaign_id: UUID
    platform: Platform
    overview: OverviewOut

    @classmethod
    def of(cls, figures: CampaignFigures) -> InitiativeFiguresOut:
        """Convert figures."""
        overview = OverviewOut.of(figures.overview)
        return cls(campaign_id=figures.campaign_id, platform=figures.platform, overview=overview)


class InitiativePerformanceOut(Output):
    """Both campaigns over the same days, each by its own account's clock."""

    period: PeriodOut
    campaigns: Sequence[InitiativeFiguresOut]
    measures: Sequence[ComparedOut]

    @classmethod
    def of(cls, figures: InitiativeFigures) -> InitiativePerformanceOut:
        """Convert figures."""
        return cls(
            period=PeriodOut.of(figures.period),
            campaigns=[InitiativeFiguresOut.of(each) for each in figures.campaigns],
            measures=[ComparedOut.of(each) for each in figures.measures],
        )
