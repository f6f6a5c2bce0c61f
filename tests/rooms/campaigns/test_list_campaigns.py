"""The list of campaigns with what they brought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from adwright.campaigns.model import Budget, CampaignStatus, RunState
from adwright.core.actor import Role
from adwright.core.database import Database, TenantScope
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.core.paging import PageRequest
from adwright.insights.model import Period
from adwright.journeys.list_campaigns import CampaignList, CampaignQuery, CampaignSort, list_campaigns
from adwright.platforms.model import BudgetPeriod, Purpose
from tests.factories import Tenant, make_ad_account, make_file_account, make_organization
from tests.factories_campaigns import (
    make_campaign,
    observed_ad_group,
    observed_campaign,
    observed_tree,
    record,
)
from tests.factories_insights import make_facts, store_facts

TODAY = date(2026, 11, 21)
PERIOD = Period.ending(TODAY, 28)


async def listed(
    database: Database, tenant: Tenant, wanted: CampaignQuery | None = None, page: PageRequest | None = None
) -> CampaignList:
    async with database.transaction(tenant.scope) as tx:
        return await list_campaigns(tx, tenant.clock, wanted or CampaignQuery(), page or PageRequest())


async def with_three_campaigns(database: Database) -> Tenant:
    """Make campaigns c1 (cheap clicks), c2 (dear clicks), c3 (no facts), and a draft."""
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    weekly = Budget(BudgetPeriod.DAILY, Money.of("7", "USD"))
    await record(
        database,
        tenant,
        account,
        observed_tree(
            observed_campaign("c1", name="Chips for snackers"),
            observed_campaign("c2", name="100% organic", state=RunState.PAUSED, budget=None),
            observed_campaign("c3", name="Chips for gamers", state=RunState.ARCHIVED),
            observed_ad_group("g2", "c2", budget=weekly),
            observed_ad_group("g3", "c2", budget=weekly, state=RunState.PAUSED),
        ),
    )
    facts = [
        *make_facts(TODAY, 2),
        *make_facts(TODAY, 1, campaign_external_id="c2", ad_group_external_id="g2", link_clicks=1),
    ]
    numbered = [fact for fact in facts if fact.campaign_external_id == "c1"]
    dear = [
        fact.__class__(**{**_fields(fact), "ad_external_id": "b1"})
        for fact in facts
        if fact.campaign_external_id == "c2"
    ]
    await store_facts(database, tenant, account.id, PERIOD, [*numbered, *dear])
    await make_campaign(database, tenant, {"name": "Draft of chips", "purpose": Purpose.TRAFFIC})
    return tenant


def _fields(fact: object) -> dict[str, object]:
    return {name: getattr(fact, name) for name in fact.__slots__}  # type: ignore[attr-defined]


async def test_list_when_facts_are_there_then_rows_have_sums_and_ratios(database: Database) -> None:
    tenant = await with_three_campaigns(database)

    found = await listed(database, tenant, CampaignQuery(sort=CampaignSort.SPEND))

    assert found.period == PERIOD
    assert [row.name for row in found.page.items] == ["Chips for snackers", "100% organic", "Draft of chips"]
    first, second, draft = found.page.items
    assert first.figures is not None
    assert first.figures["spend"].value == Decimal(20)
    assert first.figures["conversions"].value == Decimal(4)
    assert first.figures["ctr"].value == Decimal("0.02")
    assert first.figures["cpa"].value == Decimal(5)
    assert first.figures["roas"].value == Decimal(5)
    assert first.daily_budget_micros == 40_000_000
    assert second.daily_budget_micros == 7_000_000  # the paused ad group's does not count
    assert (draft.figures, draft.account, draft.currency) == (None, None, None)


async def test_list_when_sorted_by_a_ratio_then_what_has_none_comes_last(database: Database) -> None:
    tenant = await with_three_campaigns(database)

    falling = await listed(database, tenant, CampaignQuery(sort=CampaignSort.CPC))
    rising = await listed(database, tenant, CampaignQuery(sort=CampaignSort.CPC, descending=False))

    dear, cheap, none = "100% organic", "Chips for snackers", "Draft of chips"
    assert [row.name for row in falling.page.items] == [dear, cheap, none]
    assert [row.name for row in rising.page.items] == [cheap, dear, none]


async def test_list_when_any_sort_is_asked_then_it_answers(database: Database) -> None:
    tenant = await with_three_campaigns(database)

    for sort in CampaignSort:
        assert (await listed(database, tenant, CampaignQuery(sort=sort))).page.total == 3


async def test_list_when_filtered_then_only_what_matches_is_counted(database: Database) -> None:
    tenant = await with_three_campaigns(database)
    every = tuple(CampaignStatus)
    wanted = [
        (CampaignQuery(search="chips"), {"Chips for snackers", "Draft of chips"}),
        (CampaignQuery(search="CHIPS snack"), {"Chips for snackers"}),
        (CampaignQuery(search="c2"), {"100% organic"}),
        (CampaignQuery(search="0% o"), {"100% organic"}),
        (CampaignQuery(search="%"), {"100% organic"}),
        (CampaignQuery(statuses=(CampaignStatus.ARCHIVED,)), {"Chips for gamers"}),
        (CampaignQuery(statuses=every, search="gamers"), {"Chips for gamers"}),
        (CampaignQuery(purpose=Purpose.TRAFFIC), {"Draft of chips"}),
        (CampaignQuery(advertiser_id=new_id()), set()),
    ]

    for query, names in wanted:
        page = (await listed(database, tenant, query)).page
        assert ({row.name for row in page.items}, page.total) == (names, len(names))


async def test_list_when_paged_then_every_row_comes_once(database: Database) -> None:
    tenant = await with_three_campaigns(database)

    pages = [(await listed(database, tenant, page=PageRequest(offset, 1))).page for offset in range(3)]

    assert len({row.id for page in pages for row in page.items}) == 3
    assert {page.total for page in pages} == {3}


async def test_list_when_all_accounts_are_files_then_the_period_ends_with_their_last_day(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    await make_file_account(database, tenant, last_day=date(2017, 8, 30))

    assert (await listed(database, tenant)).period == Period.ending(date(2017, 8, 30), 28)


async def test_list_when_somebody_else_asks_then_it_is_empty(database: Database) -> None:
    tenant, stranger = await with_three_campaigns(database), await make_organization(database)
    limited = tenant.actor(Role.ANALYST, advertiser_ids=frozenset({new_id()}))

    assert (await listed(database, stranger)).page.total == 0
    async with database.transaction(TenantScope(tenant.organization_id, limited.advertiser_ids)) as tx:
        assert (await list_campaigns(tx, tenant.clock, CampaignQuery(), PageRequest())).page.total == 0
