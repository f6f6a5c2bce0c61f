"""Facts for tests, with figures that are easy to add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from adwright.core.database import Database
from adwright.insights import service as insights
from adwright.insights.model import Period
from adwright.insights.ports import DailyFact
from tests.factories import Tenant

FACT = DailyFact(
    date=date(2026, 11, 20),
    campaign_external_id="c1",
    campaign_name="Chips",
    ad_group_external_id="g1",
    ad_group_name="Snackers",
    ad_external_id="a1",
    ad_name="Jalapeño",
    impressions=1000,
    clicks=30,
    link_clicks=20,
    spend_micros=10_000_000,
    reach=800,
    landing_page_views=Decimal(15),
    purchases=Decimal(2),
    leads=Decimal(0),
    installs=Decimal(0),
    revenue_micros=50_000_000,
    video_views=0,
    attribution="7d_click_1d_view",
)


def make_facts(until: date, days: int, *, ads: int = 1, **values: object) -> list[DailyFact]:
    """Make the same ad-day for so many trailing days and ads `a1`, `a2`, …"""
    return [
        replace(FACT, date=until - timedelta(days=back), ad_external_id=f"a{number}", **values)  # type: ignore[arg-type]
        for back in range(days)
        for number in range(1, ads + 1)
    ]


async def store_facts(
    database: Database, tenant: Tenant, ad_account_id: UUID, period: Period, facts: Iterable[DailyFact]
) -> int:
    """Replace a slice in a transaction of its own, as a finished sync of the whole window."""
    async with database.transaction(tenant.scope) as tx:
        rows = await insights.replace_slice(tx, ad_account_id, period, facts)
        await insights.mark_complete(tx, ad_account_id, period)
    return rows
