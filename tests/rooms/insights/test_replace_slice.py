"""A slice is replaced whole or not at all, with its rollups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL, create_engine, text

from adwright.core.database import Database, TenantScope
from adwright.core.ids import new_id
from adwright.insights import service as insights
from adwright.insights.model import Period
from tests.factories import Tenant, make_ad_account, make_organization
from tests.factories_insights import FACT, make_facts, store_facts

TODAY = date(2026, 11, 21)
WEEK = Period.ending(TODAY, 7)


async def _rows(database: Database, tenant: Tenant, sql: str) -> list[Any]:
    async with database.transaction(tenant.scope) as tx:
        return list((await tx.execute(text(sql))).all())


async def test_slice_when_replaced_then_only_its_days_change(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, WEEK, make_facts(TODAY, 7, ads=2))

    two_days = Period.ending(TODAY, 2)
    stored = await store_facts(
        database, tenant, account.id, two_days, make_facts(TODAY, 2, ads=1, spend_micros=1_000_000)
    )

    assert stored == 2
    facts = await _rows(database, tenant, "SELECT count(*), sum(spend_micros) FROM facts_daily")
    assert facts == [(5 * 2 + 2, 5 * 2 * 10_000_000 + 2 * 1_000_000)]


async def test_slice_when_replaced_then_rollups_equal_the_facts(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    facts = make_facts(TODAY, 7, ads=3)
    facts += [replace(fact, campaign_external_id="c2", ad_external_id="b1") for fact in make_facts(TODAY, 3)]
    await store_facts(database, tenant, account.id, WEEK, make_facts(TODAY, 7, ads=9))
    await store_facts(database, tenant, account.id, WEEK, facts)

    sums = "sum(spend_micros), sum(impressions), sum(purchases), sum(link_clicks), sum(revenue_micros)"
    [of_facts] = await _rows(database, tenant, f"SELECT {sums} FROM facts_daily")
    [of_campaigns] = await _rows(database, tenant, f"SELECT {sums} FROM campaign_day")
    [of_account] = await _rows(database, tenant, f"SELECT {sums} FROM account_day")
    assert of_facts == of_campaigns == of_account
    assert of_facts[0] == (7 * 3 + 3) * 10_000_000
    [(campaign_days,)] = await _rows(database, tenant, "SELECT count(*) FROM campaign_day")
    assert campaign_days == 7 + 3


async def test_sum_when_some_rows_give_nothing_then_is_of_the_others_and_null_only_if_none_gives(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    facts = [
        replace(FACT, date=TODAY, ad_external_id="a1", purchases=None, revenue_micros=None),
        replace(FACT, date=TODAY, ad_external_id="a2", purchases=Decimal(2), revenue_micros=None),
    ]
    await store_facts(database, tenant, account.id, WEEK, facts)

    rows = await _rows(database, tenant, "SELECT purchases, revenue_micros, leads FROM account_day")

    assert rows == [(Decimal(2), None, Decimal(0))]


async def test_slice_when_its_transaction_fails_then_the_old_one_is_whole(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, WEEK, make_facts(TODAY, 7))

    async def fail() -> None:
        async with database.transaction(tenant.scope) as tx:
            await insights.replace_slice(tx, account.id, WEEK, make_facts(TODAY, 7, spend_micros=1))
            raise RuntimeError("the machine stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        await fail()

    for table in ("facts_daily", "campaign_day", "account_day"):
        assert await _rows(database, tenant, f"SELECT sum(spend_micros) FROM {table}") == [(70_000_000,)]


async def test_slice_when_an_ad_day_comes_twice_then_the_last_counts(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    twice = [replace(FACT, spend_micros=1), replace(FACT, spend_micros=2)]

    assert await store_facts(database, tenant, account.id, WEEK, twice) == 1

    assert await _rows(database, tenant, "SELECT spend_micros FROM facts_daily") == [(2,)]


async def test_slice_when_a_fact_lies_outside_then_nothing_is_written(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, WEEK, make_facts(TODAY, 7))
    stray = replace(FACT, date=WEEK.since.replace(day=1))

    with pytest.raises(ValueError, match="not of the slice"):
        await store_facts(database, tenant, account.id, WEEK, [stray])

    assert await _rows(database, tenant, "SELECT count(*) FROM facts_daily") == [(7,)]


async def test_slice_when_two_in_one_transaction_then_both_are_stored(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await insights.replace_slice(tx, account.id, Period.ending(TODAY, 1), make_facts(TODAY, 1))
        before = Period.ending(date(2026, 10, 31), 2)
        await insights.replace_slice(tx, account.id, before, make_facts(date(2026, 10, 31), 2))

    assert await _rows(database, tenant, "SELECT count(*) FROM facts_daily") == [(3,)]
    assert await _rows(database, tenant, "SELECT count(*) FROM account_day") == [(3,)]


async def test_slice_when_months_are_new_then_their_partitions_are_made_and_sealed(
    database: Database, owner_url: URL
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    span = Period(date(2031, 1, 30), date(2031, 3, 2))

    await store_facts(database, tenant, account.id, span, make_facts(date(2031, 3, 2), 32))

    engine = create_engine(owner_url)
    with engine.connect() as connection:
        counts = [
            connection.scalar(text(f"SELECT count(*) FROM facts_daily_2031_{month}"))
            for month in ("01", "02", "03")
        ]
        sealed = connection.scalar(
            text(
                "SELECT bool_and(relrowsecurity AND relforcerowsecurity) FROM pg_class"
                " WHERE relispartition AND relkind = 'r'"
            )
        )
        granted = connection.scalar(
            text("SELECT has_table_privilege('adwright_app', 'facts_daily_2031_02', 'SELECT')")
        )
    engine.dispose()
    assert counts == [2, 28, 2]
    assert (sealed, granted) == (True, False)


async def test_facts_when_another_organization_asks_then_it_sees_none(database: Database) -> None:
    tenant, other = await make_organization(database), await make_organization(database)
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, WEEK, make_facts(TODAY, 7))

    for table in ("facts_daily", "campaign_day", "account_day", "fact_coverage"):
        assert await _rows(database, other, f"SELECT count(*) FROM {table}") == [(0,)]
        async with database.transaction(TenantScope(new_id())) as tx:
            assert (await tx.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0


async def test_slice_when_the_account_is_somebody_elses_then_nothing_is_written(database: Database) -> None:
    tenant, other = await make_organization(database), await make_organization(database)
    account = await make_ad_account(database, tenant)

    with pytest.raises(Exception, match="foreign key"):
        await store_facts(database, other, UUID(str(account.id)), WEEK, make_facts(TODAY, 7))

    assert await _rows(database, other, "SELECT count(*) FROM facts_daily") == [(0,)]
