"""A campaign's figures, with the tree beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    ObservedNode,
    ObservedTree,
    RunState,
    Targeting,
)
from adwright.core.database import Database
from adwright.core.money import Money
from adwright.insights import service as insights
from adwright.insights.model import Overview, OverviewScope, Period
from adwright.insights.ports import PeriodReach
from adwright.insights.views import campaign_period
from adwright.platforms.model import BudgetPeriod, Level
from tests.factories import Tenant, make_ad_account, make_organization
from tests.factories_changes import MemoryStore, make_draft
from tests.factories_insights import FACT, make_facts, store_facts

TODAY = date(2026, 11, 21)
WEEK = Period.ending(TODAY, 7)


def _budget(amount: str) -> Budget:
    return Budget(BudgetPeriod.DAILY, Money.of(amount, "USD"))


def _campaign(external_id: str, budget: Budget | None) -> ObservedNode:
    fields = CampaignFields("Chips", RunState.ACTIVE, None, budget, None)
    return ObservedNode(Level.CAMPAIGN, external_id, None, fields, "ACTIVE")


def _ad_group(external_id: str, campaign: str, budget: Budget | None) -> ObservedNode:
    fields = AdGroupFields("Snackers", RunState.ACTIVE, budget, Targeting())
    return ObservedNode(Level.AD_GROUP, external_id, campaign, fields, "ACTIVE")


def _ad(external_id: str, ad_group: str) -> ObservedNode:
    fields = AdFields("Jalapeño", RunState.ACTIVE, CreativeContent("", "", "", "", ""))
    return ObservedNode(Level.AD, external_id, ad_group, fields, "ACTIVE")


async def _shop(
    database: Database, *, budget: str | None, group_budgets: tuple[str, ...] = ()
) -> tuple[Tenant, AdAccount, UUID]:
    """Make a campaign `c1` with facts of $10 on each of 90 days; ad group `g1`, ad `a1`."""
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    groups = [
        _ad_group(f"g{number}", "c1", _budget(amount))
        for number, amount in enumerate(group_budgets or ("0",), start=1)
    ]
    if not group_budgets:
        groups = [_ad_group("g1", "c1", None)]
    nodes = (_campaign("c1", _budget(budget) if budget else None), *groups, _ad("a1", "g1"))
    async with database.transaction(tenant.scope) as tx:
        await campaigns.record_observed(tx, account, ObservedTree(tenant.clock.now(), nodes))
        [campaign_id] = (await tx.connection.exec_driver_sql("SELECT id FROM campaigns")).scalars()
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))
    return tenant, account, campaign_id


async def _overview(database: Database, tenant: Tenant, campaign_id: UUID | None = None) -> Overview:
    scope = OverviewScope.ORGANIZATION if campaign_id is None else OverviewScope.CAMPAIGN
    async with database.transaction(tenant.scope) as tx:
        return await insights.overview(
            tx, tenant.clock, scope=scope, subject_id=campaign_id, since=WEEK.since, until=WEEK.until
        )


def _value(overview: Overview, key: str) -> Decimal | None:
    return next(measure.value for measure in overview.measures if measure.metric.key == key)


def _reason(overview: Overview, key: str) -> str:
    return str(next(measure.reason for measure in overview.measures if measure.metric.key == key))


@pytest.mark.parametrize(
    ("budget", "group_budgets"), [("20.00", ()), (None, ("15.00", "5.00"))], ids=["campaign", "ad groups"]
)
async def test_budget_use_when_daily_budgets_are_set_then_is_spend_over_them(
    database: Database, budget: str | None, group_budgets: tuple[str, ...]
) -> None:
    tenant, _, campaign_id = await _shop(database, budget=budget, group_budgets=group_budgets)

    assert _value(await _overview(database, tenant), "budget_use") == Decimal("0.5")
    assert _value(await _overview(database, tenant, campaign_id), "budget_use") == Decimal("0.5")


async def test_budget_use_when_no_daily_budget_is_set_then_is_not_available(database: Database) -> None:
    tenant, _, _ = await _shop(database, budget=None)

    shown = await _overview(database, tenant)

    assert _value(shown, "budget_use") is None
    assert "No campaign that spent" in _reason(shown, "budget_use")


async def test_campaign_when_shown_then_has_its_own_sums_reach_and_frequency(database: Database) -> None:
    tenant, account, campaign_id = await _shop(database, budget="20.00")
    other = [replace(FACT, date=TODAY, campaign_external_id="c2", ad_external_id="b1")]
    reach = PeriodReach(Level.CAMPAIGN, "c1", WEEK.since, WEEK.until, 3500, 7000)
    async with database.transaction(tenant.scope) as tx:
        await insights.replace_slice(tx, account.id, WEEK, [*make_facts(TODAY, 7), *other])
        await insights.replace_reach(tx, account.id, [reach])

    of_campaign, of_all = await _overview(database, tenant, campaign_id), await _overview(database, tenant)

    assert (_value(of_campaign, "spend"), _value(of_all, "spend")) == (70, 80)
    assert (_value(of_campaign, "reach"), _value(of_campaign, "frequency")) == (3500, 2)
    assert _value(of_all, "reach") is None


async def test_performance_when_an_ad_was_renamed_or_is_unknown_then_shows_the_newest_name_and_no_id(
    database: Database,
) -> None:
    tenant, account, campaign_id = await _shop(database, budget="20.00")
    facts = [
        replace(FACT, date=WEEK.since, ad_name="Old name"),
        replace(FACT, date=TODAY, ad_name="New name"),
        replace(FACT, date=TODAY, ad_external_id="gone", ad_name="Deleted", purchases=None),
    ]
    await store_facts(database, tenant, account.id, WEEK, facts)

    async with database.transaction(tenant.scope) as tx:
        shown = await insights.performance(
            tx, tenant.clock, campaign_id, since=WEEK.since, until=WEEK.until
        )

    ads = {ad.name: ad for ad in shown.ads}
    assert set(ads) == {"New name", "Deleted"}
    assert ads["New name"].id is not None
    assert (ads["Deleted"].id, ads["Deleted"].values["purchases"].value) == (None, None)
    assert [(group.external_id, group.values["spend"].value) for group in shown.ad_groups] == [("g1", 30)]
    assert _value(shown.overview, "spend") == 30


async def test_draft_when_shown_then_says_that_it_was_not_launched(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))
    campaign_id = await make_draft(database, tenant, account, MemoryStore())

    async with database.transaction(tenant.scope) as tx:
        shown = await insights.performance(tx, tenant.clock, campaign_id)

    assert (_value(shown.overview, "spend"), shown.ads, shown.ad_groups) == (None, (), ())
    assert "has not been launched" in _reason(shown.overview, "spend")


async def test_campaign_period_when_joined_then_has_each_campaigns_sums_of_those_days(
    database: Database,
) -> None:
    tenant, account, _ = await _shop(database, budget="20.00")
    stranger, _, _ = await _shop(database, budget="20.00")

    async with database.transaction(tenant.scope) as tx:
        view = campaign_period(tx, WEEK)
        rows = (await tx.execute(select(view))).mappings().all()

    [row] = rows
    assert stranger.organization_id != tenant.organization_id
    assert (row["ad_account_id"], row["campaign_external_id"]) == (account.id, "c1")
    assert (row["spend_micros"], row["purchases"]) == (70_000_000, 14)
