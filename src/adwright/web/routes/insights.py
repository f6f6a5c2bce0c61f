"""Figures: what metrics mean, the overview, a campaign's performance."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from adwright.core.errors import NotFound
from adwright.insights import service as insights
from adwright.insights.metrics import METRICS
from adwright.insights.model import OverviewScope
from adwright.web.dependencies import ClockDep, Reader, Tx
from adwright.web.schemas.insights import MetricOut, MetricsOut, OverviewOut, PerformanceOut

router = APIRouter(tags=["insights"])

Day = Annotated[date | None, Query(description="A day in the ad account's zone, inclusive")]


@router.get("/metrics")
async def metrics(_actor: Reader) -> MetricsOut:
    """Say what each metric means and where it comes from."""
    return MetricsOut(items=[MetricOut.of(metric) for metric in METRICS])


@router.get("/overview")
async def overview(
    actor: Reader,
    tx: Tx,
    clock: ClockDep,
    scope: OverviewScope = OverviewScope.ORGANIZATION,
    id: Annotated[UUID | None, Query(description="The advertiser, account or campaign")] = None,
    since: Day = None,
    until: Day = None,
    currency: Annotated[str | None, Query(min_length=3, max_length=3)] = None,
) -> OverviewOut:
    """Show the figures of a scope against the period before; 28 days until the account's today by default."""
    if scope is OverviewScope.ORGANIZATION and id not in (None, actor.organization_id):
        raise NotFound("There is no such organization.")
    return OverviewOut.of(
        await insights.overview(
            tx, clock, scope=scope, subject_id=id, since=since, until=until, currency=currency
        )
    )


@router.get("/campaigns/{campaign_id}/performance")
async def performance(
    campaign_id: UUID, _actor: Reader, tx: Tx, clock: ClockDep, since: Day = None, until: Day = None
) -> PerformanceOut:
    """Show a campaign's figures by day, by ad group and by ad."""
    return PerformanceOut.of(await insights.performance(tx, clock, campaign_id, since=since, until=until))
