"""Figures of a scope and period: derived, compared, settled, and honest about what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from adwright.accounts.model import AdAccount
from adwright.core.database import Database, TenantScope
from adwright.core.errors import Invalid, NotFound
from adwright.core.ids import new_id
from adwright.insights import service as insights
from adwright.insights.model import Measure, Overview, OverviewScope, Period
from adwright.insights.ports import PeriodReach
from adwright.platforms.model import Level
from tests.factories import Tenant, make_ad_account, make_organization
from tests.factories_insights import FACT, make_facts, store_facts

TODAY = date(2026, 11, 21)
SCOPE = OverviewScope.ORGANIZATION


async def _overview(
    database: Database,
    tenant: Tenant,
    scope: OverviewScope = SCOPE,
    subject_id: UUID | None = None,
    *,
    days: int | None = None,
    currency: str | None = None,
) -> Overview:
    since = Period.ending(TODAY, days).since if days else None
    async with database.transaction(tenant.scope) as tx:
        return await insights.overview(
            tx,
            tenant.clock,
            scope=scope,
            subject_id=subject_id,
            since=since,
            until=TODAY if days else None,
            currency=currency,
        )


def _measure(overview: Overview, key: str) -> Measure:
    return next(measure for measure in overview.measures if measure.metric.key == key)


def _values(overview: Overview, *keys: str) -> tuple[Decimal | None, ...]:
    return tuple(_measure(overview, key).value for key in keys)


async def _account_with_90_days(database: Database, tenant: Tenant) -> AdAccount:
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))
    return account


async def test_overview_when_nothing_is_asked_then_shows_28_days_exactly(database: Database) -> None:
    tenant = await make_organization(database)
    await _account_with_90_days(database, tenant)

    shown = await _overview(database, tenant)

    assert shown.period == Period.ending(TODAY, 28)
    assert (shown.currency, shown.zones, shown.attributions) == (
        "USD",
        ["America/New_York"],
        ["7d_click_1d_view"],
    )
    assert _values(shown, "spend", "revenue", "roas", "conversions", "cpa") == (280, 1400, 5, 56, 5)
    assert _values(shown, "ctr", "ctr_all", "cpc", "cpm", "conversion_rate") == (
        Decimal("0.02"),
        Decimal("0.03"),
        Decimal("0.5"),
        10,
        Decimal("0.1"),
    )
    assert [day.values["spend"] for day in shown.daily] == [10] * 28


async def test_overview_when_the_period_before_differs_then_says_by_how_much(database: Database) -> None:
    tenant = await make_organization(database)
    account = await _account_with_90_days(database, tenant)
    week = Period.ending(TODAY, 7)
    await store_facts(database, tenant, account.id, week, make_facts(TODAY, 7, spend_micros=15_000_000))

    spend = _measure(await _overview(database, tenant, days=7), "spend")

    assert (spend.value, spend.before, spend.delta) == (105, 70, 0.5)


async def test_overview_when_the_period_before_was_not_fetched_whole_then_compares_nothing(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    await _account_with_90_days(database, tenant)

    shown = await _overview(database, tenant, days=60)

    assert shown.before_complete is False
    assert all(measure.before is None and measure.delta is None for measure in shown.measures)


async def test_overview_when_the_period_begins_before_the_first_fetched_day_then_says_so(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    await _account_with_90_days(database, tenant)

    whole, beyond = await _overview(database, tenant, days=60), await _overview(database, tenant, days=100)

    assert whole.fetched.complete is True
    assert beyond.fetched.complete is False
    assert beyond.fetched.since_date == TODAY - timedelta(days=89)
    assert beyond.fetched.until_date == TODAY


async def test_overview_when_a_denominator_is_zero_then_the_ratio_is_missing(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    facts = make_facts(TODAY, 7, purchases=Decimal(0), link_clicks=0)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 7), facts)

    shown = await _overview(database, tenant, days=7)

    assert _values(shown, "conversions", "cpa", "cpc") == (0, None, None)
    assert _measure(shown, "cpa").reason == "There were no conversions."


async def test_overview_when_the_source_gives_no_purchases_then_they_are_not_available_rather_than_zero(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    facts = make_facts(TODAY, 7, purchases=None, revenue_micros=None)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 7), facts)

    shown = await _overview(database, tenant, days=7)

    assert _values(shown, "purchases", "revenue", "roas", "leads") == (None, None, None, 0)
    assert _measure(shown, "roas").reason == "The source does not give revenue."
    assert shown.daily[0].values["revenue"] is None


async def test_overview_when_one_account_gives_no_revenue_then_its_spend_is_not_in_the_roas(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    first = await make_ad_account(database, tenant)
    second = await make_ad_account(database, tenant, external_id="act_2", name="Other")
    week = Period.ending(TODAY, 7)
    await store_facts(database, tenant, first.id, week, make_facts(TODAY, 7))
    await store_facts(database, tenant, second.id, week, make_facts(TODAY, 7, revenue_micros=None))

    shown = await _overview(database, tenant, days=7)

    assert _values(shown, "spend", "revenue", "roas") == (140, 350, 5)
    assert _measure(shown, "roas").reason == "Made from what gives both revenue and spend."
    assert _measure(shown, "revenue").reason == "Days or accounts without revenue are not in it."


async def test_overview_when_a_fetched_day_has_no_rows_then_it_is_zero_and_an_unfetched_one_is_unknown(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 3), make_facts(TODAY, 1))

    shown = await _overview(database, tenant, days=7)

    assert [day.values["spend"] for day in shown.daily] == [None, None, None, None, 0, 0, 10]


async def test_overview_when_nothing_ran_in_a_fetched_period_then_spend_is_zero(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 90), [])

    shown = await _overview(database, tenant)

    assert _values(shown, "spend", "ctr") == (0, None)


async def test_overview_when_nothing_was_fetched_then_nothing_is_available_and_says_why(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    await make_ad_account(database, tenant)

    shown = await _overview(database, tenant)

    assert all(measure.value is None for measure in shown.measures)
    assert _measure(shown, "spend").reason == "No facts have been fetched for 2026-10-25 to 2026-11-21."


async def test_overview_when_there_is_no_account_then_says_to_connect_one(database: Database) -> None:
    tenant = await make_organization(database)

    shown = await _overview(database, tenant)

    assert shown.currency is None
    assert "Connect one, or import a file" in str(_measure(shown, "spend").reason)


async def test_overview_when_currencies_differ_then_they_are_never_mixed(database: Database) -> None:
    tenant = await make_organization(database)
    week = Period.ending(TODAY, 7)
    for external_id, currency in (("act_1", "USD"), ("act_2", "USD"), ("act_3", "EUR")):
        account = await make_ad_account(
            database, tenant, external_id=external_id, name=external_id, currency=currency
        )
        await store_facts(database, tenant, account.id, week, make_facts(TODAY, 7))

    usual = await _overview(database, tenant, days=7)
    euros = await _overview(database, tenant, days=7, currency="EUR")

    assert (usual.currency, usual.other_currencies, _values(usual, "spend")) == ("USD", ["EUR"], (140,))
    assert (euros.currency, euros.other_currencies, _values(euros, "spend")) == ("EUR", ["USD"], (70,))
    with pytest.raises(Invalid, match="No ad account here is billed in JPY"):
        await _overview(database, tenant, days=7, currency="JPY")


async def test_reach_when_given_for_the_period_and_level_then_frequency_is_impressions_over_it(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await _account_with_90_days(database, tenant)
    periods = [Period.ending(TODAY, 7), Period.ending(TODAY, 7).before()]
    reach = [
        PeriodReach(Level.ACCOUNT, account.external_id, period.since, period.until, people, 7000)
        for period, people in zip(periods, (3500, 2800), strict=True)
    ]
    async with database.transaction(tenant.scope) as tx:
        await insights.replace_reach(tx, account.id, reach)

    week, other = await _overview(database, tenant, days=7), await _overview(database, tenant, days=8)

    assert (_measure(week, "reach").value, _measure(week, "reach").before) == (3500, 2800)
    assert (_measure(week, "frequency").value, _measure(week, "frequency").before) == (2, Decimal("2.5"))
    assert _measure(week, "frequency").series == ()
    assert _measure(other, "frequency").value is None
    assert "7, 14, 28 or 90 days until today" in str(_measure(other, "reach").reason)


async def test_reach_when_several_accounts_are_shown_then_is_not_available(database: Database) -> None:
    tenant = await make_organization(database)
    first = await _account_with_90_days(database, tenant)
    second = await make_ad_account(database, tenant, external_id="act_2", name="Other")
    await store_facts(database, tenant, second.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))
    period = Period.ending(TODAY, 28)
    async with database.transaction(tenant.scope) as tx:
        reach = PeriodReach(Level.ACCOUNT, first.external_id, period.since, period.until, 3500, 7000)
        await insights.replace_reach(tx, first.id, [reach])

    both = await _overview(database, tenant)
    one = await _overview(database, tenant, OverviewScope.ACCOUNT, first.id)

    assert "counted twice" in str(_measure(both, "frequency").reason)
    assert _measure(one, "reach").value == 3500


async def test_settled_when_days_are_older_than_28_then_their_spend_is(database: Database) -> None:
    tenant = await make_organization(database)
    await _account_with_90_days(database, tenant)

    recent, long = await _overview(database, tenant), await _overview(database, tenant, days=56)
    async with database.transaction(tenant.scope) as tx:
        old = await insights.overview(
            tx, tenant.clock, scope=SCOPE, since=date(2026, 9, 1), until=date(2026, 9, 30)
        )

    assert (recent.settled.share, recent.settled.until) == (0.0, date(2026, 10, 24))
    assert long.settled.share == 0.5
    assert old.settled.share == 1.0
    assert (_measure(old, "spend").settled, _measure(long, "spend").settled) == (True, False)


async def test_settled_when_an_outage_kept_old_days_from_being_fetched_again_then_they_are_provisional(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    last_seen = date(2026, 10, 1)
    await store_facts(database, tenant, account.id, Period.ending(last_seen, 90), make_facts(last_seen, 90))

    async with database.transaction(tenant.scope) as tx:
        shown = await insights.overview(
            tx, tenant.clock, scope=SCOPE, since=date(2026, 9, 10), until=date(2026, 9, 20)
        )

    assert shown.settled.until == date(2026, 9, 3)
    assert shown.settled.share == 0.0


async def test_overview_when_of_an_advertiser_or_account_then_holds_only_theirs(database: Database) -> None:
    tenant = await make_organization(database)
    account = await _account_with_90_days(database, tenant)
    other = await make_ad_account(database, tenant, external_id="act_2", name="Other")
    await store_facts(database, tenant, other.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))

    of_account = await _overview(database, tenant, OverviewScope.ACCOUNT, account.id)
    of_advertiser = await _overview(database, tenant, OverviewScope.ADVERTISER, tenant.advertiser_id)

    assert _values(of_account, "spend") == (280,)
    assert _values(of_advertiser, "spend") == (560,)
    assert [each.name for each in of_account.accounts] == [account.name]


async def test_overview_when_the_subject_is_foreign_or_unseen_then_is_not_found(database: Database) -> None:
    tenant, other = await make_organization(database), await make_organization(database)
    account = await _account_with_90_days(database, tenant)

    for scope in (OverviewScope.ADVERTISER, OverviewScope.ACCOUNT, OverviewScope.CAMPAIGN):
        with pytest.raises(NotFound):
            await _overview(database, other, scope, account.id)
    with pytest.raises(Invalid, match="Say which account"):
        await _overview(database, tenant, OverviewScope.ACCOUNT)


async def test_overview_when_the_member_is_limited_to_another_advertiser_then_shows_nothing(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    await _account_with_90_days(database, tenant)

    async with database.transaction(TenantScope(tenant.organization_id, frozenset({new_id()}))) as tx:
        shown = await insights.overview(tx, tenant.clock, scope=SCOPE)

    assert shown.accounts == []
    assert _values(shown, "spend") == (None,)


async def test_overview_when_the_period_is_reversed_or_endless_then_says_so(database: Database) -> None:
    tenant = await make_organization(database)
    async with database.transaction(tenant.scope) as tx:
        for since, until, words in (
            (date(2026, 2, 2), date(2026, 2, 1), "before it begins"),
            (date(2010, 1, 1), date(2026, 1, 1), "37 months"),
        ):
            with pytest.raises(Invalid, match=words):
                await insights.overview(tx, tenant.clock, scope=SCOPE, since=since, until=until)


async def test_facts_when_their_ad_is_unknown_to_the_tree_then_count_all_the_same(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    deleted = replace(FACT, date=TODAY, campaign_external_id="gone", ad_external_id="gone")
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 7), [deleted])

    assert _values(await _overview(database, tenant, days=7), "spend") == (10,)
