"""Changes on the real database: read as written, one open at a time, one organization's, the log kept."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from adwright.campaigns import service as campaigns
from adwright.changes import service as changes
from adwright.changes.model.agenda import Agenda
from adwright.changes.model.change import Change
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.operations import Plan
from adwright.changes.model.patch import Patch
from adwright.changes.model.plan import plan
from adwright.core.database import Database, TenantScope
from adwright.core.errors import NotFound
from adwright.core.ids import new_id
from adwright.core.paging import PageRequest
from adwright.core.tenant import switch_filter
from adwright.platforms.capabilities import META
from tests.factories import Tenant, make_ad_account, make_organization
from tests.factories_changes import MemoryStore, make_draft


async def propose(database: Database, tenant: Tenant) -> Change:
    account = await make_ad_account(database, tenant)
    campaign_id = await make_draft(
        database, tenant, account, MemoryStore(), groups=2, ads=2, creatives_made=2
    )
    async with database.transaction(tenant.scope) as tx:
        campaign = await campaigns.load_desired(tx, campaign_id)
        return await changes.propose(
            tx,
            tenant.owner,
            tenant.clock,
            campaign,
            Patch(ChangeKind.LAUNCH),
            currency="USD",
            can=META,
            why="x",
        )


async def test_operations_when_read_again_then_are_the_plan(database: Database) -> None:
    tenant = await make_organization(database)
    change = await propose(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        campaign = await campaigns.load_desired(tx, change.campaign_id)
        stored = await changes.list_operations(tx, change.id)
    planned = plan(change.id, change.patch, campaign, META)
    assert isinstance(planned, Plan)
    assert [
        (each.key, each.action, each.title, each.step, each.node_id, each.depends_on) for each in stored
    ] == [
        (each.key, each.action, each.title, each.step, each.node_id, each.depends_on)
        for each in planned.operations
    ]


async def test_claim_when_operations_are_ready_then_gives_them_in_order_and_once(database: Database) -> None:
    tenant = await make_organization(database)
    change = await propose(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await changes.approve(tx, tenant.owner, tenant.clock, change.id, None)
        await changes.start(tx, tenant.clock, change.id)
        agenda = Agenda(await changes.outline(tx, change.id))
        ready = [each for _ in range(2) for each in agenda.take(4, 1)]
        first = await changes.claim(tx, tenant.clock, ready)
        more = await changes.claim(tx, tenant.clock, agenda.take(4, 1))
        left = Agenda(await changes.outline(tx, change.id))
        again = await changes.claim(tx, tenant.clock, [each for _ in range(2) for each in left.take(4, 1)])
    assert agenda.made == {}
    assert [each.operation.title for each in first] == [
        "Make the change's label",
        "Upload the image of “New Spicy chips 0”",
    ]
    assert [each.uncertain_since for each in first] == [None, None]
    assert [each.operation.title for each in more] == ["Upload the image of “New Spicy chips 1”"]
    assert [each.operation.id for each in again] == [each.operation.id for each in first]
    assert [each.uncertain_since for each in again] == [tenant.clock.now()] * 2
    assert [each.operation.attempts for each in again] == [2, 2]


async def test_change_when_the_filter_is_off_then_row_level_security_alone_hides_it(
    database: Database,
) -> None:
    tenant, stranger = await make_organization(database), await make_organization(database)
    change = await propose(database, tenant)
    switch_filter(enabled=False)
    try:
        async with database.transaction(stranger.scope) as tx:
            with pytest.raises(NotFound):
                await changes.get_change(tx, change.id)
            assert (await changes.list_reviewed(tx, tenant.owner, ChangeFilter(), PageRequest())).total == 0
            assert (await changes.log_of_campaign(tx, change.campaign_id, PageRequest())).total == 0
    finally:
        switch_filter(enabled=True)


async def test_change_when_the_member_may_not_see_the_advertiser_then_is_not_found(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    change = await propose(database, tenant)
    limited = TenantScope(tenant.organization_id, frozenset({new_id()}))
    async with database.transaction(limited) as tx:
        with pytest.raises(NotFound):
            await changes.get_change(tx, change.id)
        with pytest.raises(NotFound):
            await changes.list_operations(tx, change.id)
        assert (await changes.list_reviewed(tx, tenant.owner, ChangeFilter(), PageRequest())).total == 0
    seen = TenantScope(tenant.organization_id, frozenset({tenant.advertiser_id}))
    async with database.transaction(seen) as tx:
        assert (await changes.get_change(tx, change.id)).id == change.id


@pytest.mark.parametrize("table", ["change_log", "change_decisions"])
async def test_log_when_somebody_would_rewrite_it_then_the_database_refuses(
    database: Database, table: str
) -> None:
    tenant = await make_organization(database)
    await propose(database, tenant)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET change_id = change_id"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.transaction(tenant.scope) as tx:
                await tx.execute(text(statement))


async def test_list_when_filtered_then_newest_first_with_total(database: Database) -> None:
    tenant = await make_organization(database)
    first = await propose(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await changes.reject(tx, tenant.owner, tenant.clock, first.id, "no")
        campaign = await campaigns.load_desired(tx, first.campaign_id)
        second = await changes.propose(
            tx,
            tenant.owner,
            tenant.clock,
            campaign,
            Patch(ChangeKind.LAUNCH),
            currency="USD",
            can=META,
            why=None,
        )
        every = await changes.list_reviewed(tx, tenant.owner, ChangeFilter(), PageRequest(limit=1))
        wanted = ChangeFilter(statuses=(ChangeStatus.REJECTED,))
        rejected = await changes.list_reviewed(tx, tenant.owner, wanted, PageRequest())
    assert (every.total, [each.change.id for each in every.items]) == (2, [second.id])
    assert [each.change.id for each in rejected.items] == [first.id]
    assert (second.progress.done, second.progress.total) == (0, 19)
