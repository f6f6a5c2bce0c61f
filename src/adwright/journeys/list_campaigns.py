"""Campaigns with what they brought in a period: one query over campaigns and their rolled-up facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Subquery, case, func, select

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns.model import BudgetLevel, CampaignOrigin, CampaignStatus
from adwright.campaigns.schedules import shared_schedule
from adwright.campaigns.views import campaign_rows
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.paging import Page, PageRequest
from adwright.insights import figures
from adwright.insights.metrics import RATIOS, SUMS, Base, Metric
from adwright.insights.model import Figure, Period
from adwright.insights.views import campaign_period
from adwright.platforms.model import BudgetPeriod, Purpose


class CampaignSort(StrEnum):
    """What a list can be sorted by; figures that are not available come last."""

    NAME = "name"
    STATUS = "status"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    BUDGET = "budget"
    SPEND = "spend"
    REVENUE = "revenue"
    IMPRESSIONS = "impressions"
    LINK_CLICKS = "link_clicks"
    CONVERSIONS = "conversions"
    CTR = "ctr"
    CPC = "cpc"
    CPA = "cpa"
    ROAS = "roas"


@dataclass(frozen=True, slots=True)
class CampaignQuery:
    """Which campaigns, over which days.

    Attributes:
        statuses: any of these; empty means all but archived ones.
        in_initiative: only those that belong to an initiative, or only those that do not; None for all.
        search: words in the name, or an external id.
        since, until: days in the accounts' zones, inclusive; 28 days until the latest today when None.
    """

    advertiser_id: UUID | None = None
    ad_account_id: UUID | None = None
    statuses: tuple[CampaignStatus, ...] = ()
    purpose: Purpose | None = None
    in_initiative: bool | None = None
    search: str = ""
    since: date | None = None
    until: date | None = None
    sort: CampaignSort = CampaignSort.UPDATED_AT
    descending: bool = True


@dataclass(frozen=True, slots=True)
class ListedCampaign:
    """One row of the list.

    Attributes:
        currency: of money in `figures` and of the budget; None for a draft without an account.
        start_local, end_local: wall time in the account's zone, as `shared_schedule` says them.
        figures: by metric key, money in major units; None when the campaign has no facts in the period.
    """

    id: UUID
    advertiser_id: UUID
    advertiser_name: str
    initiative_id: UUID | None
    initiative_name: str | None
    account: AdAccount | None
    external_id: str | None
    name: str
    origin: CampaignOrigin
    status: CampaignStatus
    error_reason: str | None
    purpose: Purpose | None
    budget_level: BudgetLevel
    budget_period: BudgetPeriod | None
    budget_micros: int | None
    daily_budget_micros: int | None
    currency: str | None
    start_local: datetime | None
    end_local: datetime | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    ad_group_count: int
    ad_count: int
    rejected_ad_count: int
    figures: dict[str, Figure] | None


@dataclass(frozen=True, slots=True)
class CampaignList:
    """A page of campaigns and the period of its figures."""

    page: Page[ListedCampaign]
    period: Period


async def list_campaigns(
    tx: Transaction, clock: Clock, wanted: CampaignQuery, paging: PageRequest
) -> CampaignList:
    """Return campaigns with their performance in a period. Repeatable.

    Raises:
        Invalid: the period ends before it begins.
    """
    found = {account.id: account for account in await accounts.list_ad_accounts(tx)}
    names = {advertiser.id: advertiser.name for advertiser in await accounts.list_advertisers(tx)}
    period = _period(wanted, list(found.values()), clock)
    rows, facts = campaign_rows(tx), campaign_period(tx, period)
    joined = rows.outerjoin(
        facts,
        (facts.c.organization_id == rows.c.organization_id)
        & (facts.c.ad_account_id == rows.c.ad_account_id)
        & (facts.c.campaign_external_id == rows.c.external_id),
    )
    conditions = _conditions(rows, wanted)
    total = await tx.execute(select(func.count()).select_from(rows).where(*conditions))
    sums = [_sum(facts, metric).label(f"sum_{metric.key}") for metric in SUMS]
    seen = facts.c.campaign_external_id.is_not(None).label("has_facts")
    key = _sort_key(rows, facts, wanted.sort)
    ordered = (key.desc() if wanted.descending else key.asc()).nulls_last()
    result = await tx.execute(
        select(rows, *sums, seen)
        .select_from(joined)
        .where(*conditions)
        .order_by(ordered, rows.c.id.desc())
        .offset(paging.offset)
        .limit(paging.limit)
    )
    items = [_listed(row, found, names) for row in result.mappings()]
    return CampaignList(Page(items, total.scalar_one(), paging.offset, paging.limit), period)


def _period(wanted: CampaignQuery, found: list[AdAccount], clock: Clock) -> Period:
    chosen = [
        account
        for account in found
        if wanted.ad_account_id in (None, account.id)
        and wanted.advertiser_id in (None, account.advertiser_id)
    ]
    # Files end long ago; their days count only where nothing else is looked at.
    running = [account for account in chosen if not account.read_only] or chosen
    today = max((account.today(clock) for account in running), default=clock.now().date())
    until = wanted.until or max(today, wanted.since or today)
    return Period(wanted.since, until) if wanted.since else Period.ending(until, 28)


def _conditions(rows: Subquery, wanted: CampaignQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.advertiser_id is not None:
        conditions.append(rows.c.advertiser_id == wanted.advertiser_id)
    if wanted.ad_account_id is not None:
        conditions.append(rows.c.ad_account_id == wanted.ad_account_id)
    if wanted.purpose is not None:
        conditions.append(rows.c.purpose == wanted.purpose.value)
    if wanted.in_initiative is not None:
        has_none = rows.c.initiative_id.is_(None)
        conditions.append(~has_none if wanted.in_initiative else has_none)
    if wanted.statuses:
        conditions.append(rows.c.status.in_([status.value for status in wanted.statuses]))
    else:
        conditions.append(rows.c.status != CampaignStatus.ARCHIVED.value)
    conditions.extend(
        rows.c.name.icontains(word, autoescape=True) | (rows.c.external_id == word)
        for word in wanted.search.split()
    )
    return conditions


def _sum(facts: Subquery, metric: Metric) -> ColumnElement[Any]:
    base = metric.numerator
    if base is Base.SPEND:
        return facts.c.spend_micros
    if base is Base.REVENUE:
        return facts.c.revenue_micros
    if base is not Base.CONVERSIONS:
        return facts.c[metric.key]
    parts = [facts.c.purchases, facts.c.leads, facts.c.installs]
    none = parts[0].is_(None) & parts[1].is_(None) & parts[2].is_(None)
    return case((none, None), else_=sum((func.coalesce(part, 0) for part in parts), start=0))


def _sort_key(rows: Subquery, facts: Subquery, sort: CampaignSort) -> ColumnElement[Any]:
    if sort is CampaignSort.NAME:
        return func.lower(rows.c.name)
    if sort is CampaignSort.BUDGET:
        return func.coalesce(rows.c.daily_budget_micros, rows.c.budget_micros)
    if sort.value in rows.c:
        return rows.c[sort.value]
    by_key = {metric.key: metric for metric in (*SUMS, *RATIOS)}
    metric = by_key[sort.value]
    if metric.denominator is None:
        return _sum(facts, metric)
    return _sum(facts, by_key[_key(metric.numerator)]) * 1.0 / func.nullif(
        _sum(facts, by_key[_key(metric.denominator)]), 0
    )


def _key(base: Base | None) -> str:
    if base is None:
        raise ValueError("a ratio has two bases")
    return base.value


def _listed(row: RowMapping, found: dict[UUID, AdAccount], names: dict[UUID, str]) -> ListedCampaign:
    account = found.get(row["ad_account_id"])
    start, end = shared_schedule(
        (row["start_local"], row["end_local"]),
        (row["search_start_at"], row["search_end_at"]),
        row["group_starts"] or (),
        row["group_ends"] or (),
        account.zone if account else None,
    )
    return ListedCampaign(
        id=row["id"],
        advertiser_id=row["advertiser_id"],
        advertiser_name=names.get(row["advertiser_id"], ""),
        initiative_id=row["initiative_id"],
        initiative_name=row["initiative_name"],
        account=account,
        external_id=row["external_id"],
        name=row["name"],
        origin=CampaignOrigin(row["origin"]),
        status=CampaignStatus(row["status"]),
        error_reason=row["error_reason"],
        purpose=Purpose(row["purpose"]) if row["purpose"] else None,
        budget_level=BudgetLevel(row["budget_level"]),
        budget_period=BudgetPeriod(row["budget_period"]) if row["budget_period"] else None,
        budget_micros=row["budget_micros"],
        daily_budget_micros=_whole(row["daily_budget_micros"]),
        currency=account.currency if account else row["currency"],
        start_local=start,
        end_local=end,
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        ad_group_count=row["ad_group_count"],
        ad_count=row["ad_count"],
        rejected_ad_count=row["rejected_ad_count"],
        figures=_figures(row) if row["has_facts"] else None,
    )


def _whole(value: Decimal | int | None) -> int | None:
    return None if value is None else int(value)


def _figures(row: RowMapping) -> dict[str, Figure]:
    """Make a campaign's figures: within one account and campaign the source gives a measure or does not."""
    sums: dict[str, Decimal | None] = {}
    for metric in SUMS:
        value = row[f"sum_{metric.key}"]
        sums[metric.key] = None if value is None else Decimal(value)
    for metric in RATIOS:
        above, below = sums[_key(metric.numerator)], sums[_key(metric.denominator)]
        both = above is not None and below is not None
        sums[figures.above(metric)] = above if both else None
        sums[figures.below(metric)] = below if both else None
    return figures.figures(sums)
