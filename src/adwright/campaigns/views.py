"""Published, read-only: what rooms above may join. Each carries the tenant's and the member's filter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, Select, Subquery, case, cast, distinct, func, select

from adwright.campaigns.model import BudgetLevel, ReviewStatus, RunState
from adwright.campaigns.tables import ad_groups, ads, campaigns, initiatives
from adwright.core.database import Transaction
from adwright.core.tenant import owned, visible
from adwright.platforms.model import BudgetPeriod

_IN_CAMPAIGN = (ad_groups.c.organization_id == campaigns.c.organization_id) & (
    ad_groups.c.campaign_id == campaigns.c.id
)

_SHOWN = (
    "organization_id",
    "id",
    "advertiser_id",
    "initiative_id",
    "ad_account_id",
    "external_id",
    "name",
    "origin",
    "status",
    "error_reason",
    "purpose",
    "budget_level",
    "budget_period",
    "budget_micros",
    "currency",
    "start_local",
    "end_local",
    "created_at",
    "created_by",
    "updated_at",
)


def campaign_rows(tx: Transaction) -> Subquery:
    """Return every campaign that the actor may see, for lists.

    Columns: those of `_SHOWN` (money in micros of `currency`), and `initiative_name`, `daily_budget_micros`
    (the campaign's, or the sum of its active ad groups'; NULL without a daily one), `ad_group_count`,
    `ad_count`, `rejected_ad_count`; and for `shared_schedule` `search_start_at`, `search_end_at` (UTC) and
    `group_starts`, `group_ends` (each time once; NULL without an ad group).
    """
    of_campaign = (ads.c.organization_id == campaigns.c.organization_id) & (
        ads.c.campaign_id == campaigns.c.id
    )
    groups = select(func.count()).where(_IN_CAMPAIGN).correlate(campaigns)
    counted = select(func.count()).where(of_campaign).correlate(campaigns)
    rejected = counted.where(ads.c.review == ReviewStatus.REJECTED.value)
    return (
        select(
            *(campaigns.c[name] for name in _SHOWN),
            initiatives.c.name.label("initiative_name"),
            _daily_budget().label("daily_budget_micros"),
            groups.scalar_subquery().label("ad_group_count"),
            counted.scalar_subquery().label("ad_count"),
            rejected.scalar_subquery().label("rejected_ad_count"),
            *(_search_time(name).label(f"search_{name}") for name in ("start_at", "end_at")),
            _times(ad_groups.c.start_at).label("group_starts"),
            _times(ad_groups.c.end_at).label("group_ends"),
        )
        .outerjoin(
            initiatives,
            (initiatives.c.organization_id == campaigns.c.organization_id)
            & (initiatives.c.id == campaigns.c.initiative_id),
        )
        .where(owned(campaigns, tx), visible(campaigns.c.advertiser_id, tx))
        .subquery("campaign_rows")
    )


def daily_budgets(tx: Transaction) -> Subquery:
    """Return the daily budget set now of every campaign that exists on a platform.

    Columns: organization_id, ad_account_id, external_id, daily_budget_micros (of the account's currency; NULL
    without a daily one).
    """
    return (
        select(
            campaigns.c.organization_id,
            campaigns.c.ad_account_id,
            campaigns.c.external_id,
            _daily_budget().label("daily_budget_micros"),
        )
        .where(
            owned(campaigns, tx),
            visible(campaigns.c.advertiser_id, tx),
            campaigns.c.external_id.is_not(None),
        )
        .subquery("daily_budgets")
    )


def _search_time(name: str) -> ColumnElement[datetime]:
    return cast(campaigns.c.search[name].astext, DateTime(timezone=True))


def _times(column: ColumnElement[datetime]) -> ColumnElement[list[datetime | None]]:
    """Return the different times of a campaign's ad groups that are not archived."""
    return (
        select(func.array_agg(distinct(column)))
        .where(_IN_CAMPAIGN, ad_groups.c.state != RunState.ARCHIVED.value)
        .correlate(campaigns)
        .scalar_subquery()
    )


def _daily_budget() -> ColumnElement[int]:
    daily = BudgetPeriod.DAILY.value
    of_groups: Select[tuple[int]] = (
        select(func.sum(ad_groups.c.budget_micros))
        .where(
            _IN_CAMPAIGN,
            ad_groups.c.budget_period == daily,
            ad_groups.c.state == RunState.ACTIVE.value,
        )
        .correlate(campaigns)
    )
    return case(
        (campaigns.c.budget_level == BudgetLevel.AD_GROUP.value, of_groups.scalar_subquery()),
        (campaigns.c.budget_period == daily, campaigns.c.budget_micros),
        else_=None,
    )
