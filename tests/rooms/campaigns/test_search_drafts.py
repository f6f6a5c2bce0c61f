"""Drafts for Google Search: settings of their own, places from the audiences, more texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.model import ScheduleSlot, SearchSettings, Targeting
from adwright.campaigns.records import CampaignRecord
from adwright.core.database import Database
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Provider, Purpose, Weekday
from tests.factories import Tenant, make_ad_account, make_connection, make_organization
from tests.factories_campaigns import CHIPS, make_audience, make_creative

SETTINGS = SearchSettings(
    partners=True,
    negative_keywords=("[free chips]",),
    schedule=(ScheduleSlot(Weekday.MONDAY, 540, 1080),),
    target_roas=Decimal("3.5"),
)
SEARCHERS = Targeting(countries=("US", "CA"), languages=("en",), keywords=("[spicy chips]",))


async def google_account(database: Database, tenant: Tenant) -> AdAccount:
    connection = await make_connection(database, tenant, provider=Provider.GOOGLE_SANDBOX)
    return await make_ad_account(database, tenant, connection=connection, external_id="1234567890")


async def make_search_draft(database: Database, tenant: Tenant, more: DraftEdit) -> CampaignRecord:
    account = await google_account(database, tenant)
    audience = await make_audience(database, tenant, targeting=SEARCHERS)
    text = replace(CHIPS, more_headlines=("Spicy", "Organic"), more_descriptions=("Order today.",))
    creative = await make_creative(database, tenant, text=text)
    edit = DraftEdit(
        name="Search",
        advertiser_id=tenant.advertiser_id,
        ad_account_id=account.id,
        purpose=Purpose.SALES,
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("25.00")),
        search=SETTINGS,
        ad_groups=(DraftAdGroup("Spicy", audience.id, ads=(DraftAd("RSA", creative.latest.id),)),),
    )
    async with database.transaction(tenant.scope) as tx:
        return await campaigns.create_draft(tx, tenant.owner, tenant.clock, {**edit, **more})


async def test_a_search_draft_is_desired_with_its_audiences_places(database: Database) -> None:
    tenant = await make_organization(database)
    begin = datetime.fromisoformat("2026-12-01T09:00")
    more = DraftEdit(bid_strategy=BidStrategy.TARGET_ROAS, start_local=begin)
    draft = await make_search_draft(database, tenant, more)
    async with database.transaction(tenant.scope) as tx:
        desired = await campaigns.load_desired(tx, draft.id)
    search = desired.fields.search
    assert search is not None
    assert (search.countries, search.languages) == (("CA", "US"), ("en",))
    assert search.target_roas == Decimal("3.5")
    assert search.negative_keywords == ("[free chips]",)
    assert search.schedule == SETTINGS.schedule
    assert search.start_at is not None
    [group] = desired.ad_groups
    assert group.fields.targeting.keywords == ("[spicy chips]",)
    assert group.fields.start_at is None
    content = group.ads[0].fields.creative
    assert content.headlines == (CHIPS.headline, "Spicy", "Organic")
    assert content.descriptions == (CHIPS.primary_text, "Order today.")


async def test_an_amount_is_the_campaigns_target_or_the_ad_groups_bid_by_strategy(database: Database) -> None:
    tenant = await make_organization(database)
    more = DraftEdit(bid_strategy=BidStrategy.TARGET_CPA, bid_amount=Decimal("7.50"))
    draft = await make_search_draft(database, tenant, more)
    async with database.transaction(tenant.scope) as tx:
        by_cost = await campaigns.load_desired(tx, draft.id)
        edit = DraftEdit(bid_strategy=BidStrategy.MANUAL_CPC)
        await campaigns.edit_draft(tx, tenant.owner, tenant.clock, draft.id, edit)
        by_hand = await campaigns.load_desired(tx, draft.id)
    assert by_cost.fields.search is not None
    assert by_cost.fields.search.target_cost == Money.of("7.50", "USD")
    assert by_cost.fields.search.target_roas is None
    assert by_cost.ad_groups[0].fields.bid_amount is None
    assert by_hand.fields.search is not None
    assert by_hand.fields.search.target_cost is None
    assert by_hand.ad_groups[0].fields.bid_amount == Money.of("7.50", "USD")
