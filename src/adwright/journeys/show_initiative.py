"""The two campaigns of an initiative are compared: over the same days, each by its own account's clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.insights import service as insights
from adwright.insights.comparison import Compared, compare
from adwright.insights.model import Overview, OverviewScope, Period
from adwright.platforms.model import Platform


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """The figures of one of the campaigns, with all that is to be known of them."""

    campaign_id: UUID
    platform: Platform
    overview: Overview


@dataclass(frozen=True, slots=True)
class InitiativeFigures:
    """Both campaigns over the same days, side by side."""

    period: Period
    campaigns: Sequence[CampaignFigures]
    measures: Sequence[Compared]


async def compare_initiative(
    tx: Transaction, clock: Clock, initiative_id: UUID, *, since: date | None, until: date | None
) -> InitiativeFigures:
    """Return the figures of both campaigns; 28 days until the later today of both by default. Repeatable.

    Raises:
        NotFound: there is no such initiative.
        Invalid: the period is reversed, too long or too early.
    """
    initiative = await campaigns.get_initiative(tx, initiative_id)
    accounts = [each.account for each in initiative.campaigns]
    period = insights.period_of(accounts, clock, since, until)
    figures = [
        CampaignFigures(
            each.id,
            each.platform,
            await insights.overview(
                tx,
                clock,
                scope=OverviewScope.CAMPAIGN,
                subject_id=each.id,
                since=period.since,
                until=period.until,
            ),
        )
        for each in initiative.campaigns
    ]
    return InitiativeFigures(period, figures, compare([each.overview for each in figures]))
