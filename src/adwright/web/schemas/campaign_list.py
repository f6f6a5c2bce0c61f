"""Shapes of the list of campaigns, with their performance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from adwright.campaigns.model import BudgetLevel, CampaignOrigin, CampaignStatus
from adwright.campaigns.records import StoredBudget
from adwright.insights.model import Figure
from adwright.journeys.list_campaigns import CampaignList, ListedCampaign
from adwright.platforms.model import Platform, Purpose
from adwright.web.schemas.base import Output
from adwright.web.schemas.campaign_trees import AmountOut, BudgetOut


class CampaignFiguresOut(Output):
    """Figures of the period as exact decimals, money in major units; null where there is none to give."""

    spend: str | None
    revenue: str | None
    impressions: str | None
    clicks: str | None
    link_clicks: str | None
    conversions: str | None
    purchases: str | None
    leads: str | None
    ctr: str | None
    cpc: str | None
    cpm: str | None
    cpa: str | None
    roas: str | None

    @classmethod
    def of(cls, figures: Mapping[str, Figure] | None) -> CampaignFiguresOut | None:
        """Convert figures, if there are facts."""
        if figures is None:
            return None
        values = {key: figures[key].value for key in cls.model_fields}
        return cls(**{key: None if value is None else format(value, "f") for key, value in values.items()})


class CampaignRowOut(Output):
    """One campaign of the list; `performance` is null without facts in the period."""

    id: UUID
    name: str
    advertiser_id: UUID
    advertiser_name: str
    initiative_id: UUID | None
    initiative_name: str | None
    ad_account_id: UUID | None
    ad_account_name: str | None
    platform: Platform | None
    zone: str | None
    external_id: str | None
    origin: CampaignOrigin
    status: CampaignStatus
    error_reason: str | None
    purpose: Purpose | None
    currency: str | None
    budget_level: BudgetLevel
    budget: BudgetOut | None
    daily_budget: AmountOut | None
    start_local: datetime | None
    end_local: datetime | None
    ad_group_count: int
    ad_count: int
    rejected_ad_count: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    performance: CampaignFiguresOut | None

    @classmethod
    def of(cls, row: ListedCampaign) -> CampaignRowOut:
        """Convert a row."""
        account = row.account
        budget = None
        if row.budget_period is not None and row.budget_micros is not None:
            budget = StoredBudget(row.budget_period, row.budget_micros)
        return cls(
            id=row.id,
            name=row.name,
            advertiser_id=row.advertiser_id,
            advertiser_name=row.advertiser_name,
            initiative_id=row.initiative_id,
            initiative_name=row.initiative_name,
            ad_account_id=account.id if account else None,
            ad_account_name=account.name if account else None,
            platform=account.platform if account else None,
            zone=account.zone if account else None,
            external_id=row.external_id,
            origin=row.origin,
            status=row.status,
            error_reason=row.error_reason,
            purpose=row.purpose,
            currency=row.currency,
            budget_level=row.budget_level,
            budget=BudgetOut.of_stored(budget, row.currency),
            daily_budget=AmountOut.maybe(row.daily_budget_micros, row.currency),
            start_local=row.start_local,
            end_local=row.end_local,
            ad_group_count=row.ad_group_count,
            ad_count=row.ad_count,
            rejected_ad_count=row.rejected_ad_count,
            created_at=row.created_at,
            created_by=row.created_by,
            updated_at=row.updated_at,
            performance=CampaignFiguresOut.of(row.figures),
        )


class CampaignListOut(Output):
    """A page of campaigns, with figures of the days from `since` to `until`, both inclusive."""

    items: Sequence[CampaignRowOut]
    total: int
    offset: int
    limit: int
    since: date
    until: date

    @classmethod
    def of(cls, found: CampaignList) -> CampaignListOut:
        """Convert a list."""
        page = found.page
        return cls(
            items=[CampaignRowOut.of(row) for row in page.items],
            total=page.total,
            offset=page.offset,
            limit=page.limit,
            since=found.period.since,
            until=found.period.until,
        )
