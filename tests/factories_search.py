"""Campaigns on Google Search that are ready to launch."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftBudget, DraftEdit
from adwright.campaigns.model import SearchSettings, Targeting
from adwright.core.database import Database, Transaction
from adwright.creatives.model import CreativeText
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose
from tests.factories import Tenant
from tests.factories_changes import ad_groups_with, keep_version

SEARCHERS = Targeting(
    countries=("CA", "US"),
    languages=("en",),
    keywords=("[spicy chips]", '"organic chips"'),
    negative_keywords=("recipe",),
)


async def make_search_draft(
    database: Database,
    tenant: Tenant,
    account: AdAccount,
    *,
    name: str = "Spicy chips",
    groups: int = 1,
    ads: int = 1,
    creatives_made: int = 1,
) -> UUID:
    """Make a draft of `groups` ad groups with `ads` ads each, on so many creatives."""
    async with database.transaction(tenant.scope) as tx:
        audience = await campaigns.create_audience(
            tx,
            tenant.owner,
            tenant.clock,
            advertiser_id=tenant.advertiser_id,
            name=f"Searchers of {name}",
            targeting=SEARCHERS,
        )
        names = [f"{name} {number}" for number in range(creatives_made)]
        versions = [await make_search_version(tenant, tx, each) for each in names]
        edit = DraftEdit(
            name=name,
            advertiser_id=tenant.advertiser_id,
            ad_account_id=account.id,
            purpose=Purpose.TRAFFIC,
            budget=DraftBudget(BudgetPeriod.DAILY, Decimal("50")),
            bid_strategy=BidStrategy.MAXIMIZE_CLICKS,
            search=SearchSettings(),
            ad_groups=ad_groups_with(versions, audience.id, groups=groups, ads=ads),
        )
        return (await campaigns.create_draft(tx, tenant.owner, tenant.clock, edit)).id


async def make_search_version(tenant: Tenant, tx: Transaction, name: str) -> UUID:
    """Keep a creative version with the texts of a responsive search ad."""
    content = CreativeText(
        headline=f"New {name}"[:30],
        primary_text="Made with organic potatoes and real jalapeños.",
        description="Order today, eat on Friday.",
        destination_url="https://tastychips.co/spicy",
        more_headlines=("Crunch into the heat", "20% off this week"),
    )
    return await keep_version(tenant, tx, name, content)
