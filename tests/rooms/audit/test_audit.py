"""The audit log on a real database: append-only, chained, verifiable."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import ProgrammingError

from adwright.audit import service as audit
from adwright.audit.model import AuditFilter
from adwright.bootstrap.database_urls import conninfo_of
from adwright.core.actor import Role
from adwright.core.database import Database, SystemScope
from adwright.core.money import Money
from adwright.journeys.housekeeping import Housekeeping
from tests.factories import Tenant, make_organization


async def record(database: Database, tenant: Tenant, *actions: str) -> None:
    async with database.transaction(tenant.scope) as tx:
        for action in actions:
            await audit.record(tx, tenant.owner, action, "thing", "1", after={"action": action})


async def test_entry_keeps_who_what_before_after_and_why_exactly(database: Database) -> None:
    tenant = await make_organization(database)
    async with database.transaction(tenant.scope) as tx:
        await audit.record(
            tx,
            tenant.owner,
            "campaign.changed",
            "campaign",
            tenant.advertiser_id,
            before={"budget": Money.of("12.50", "USD"), "share": Decimal("0.10"), "role": Role.OWNER},
            after={"day": date(2026, 1, 2), "ids": frozenset({"b", "a"}), "nested": {"n": None}},
            why="Client asked for it",
        )
        [entry] = (await audit.list_entries(tx, AuditFilter(action="campaign."))).entries
    assert (entry.actor_name, entry.person_id) == ("Olive Owner", tenant.person.id)
    assert entry.before == {
        "budget": {"amount": "12.50", "currency": "USD"},
        "share": "0.10",
        "role": "owner",
    }
    assert entry.after == {"day": "2026-01-02", "ids": ["a", "b"], "nested": {"n": None}}
    assert entry.why == "Client asked for it"


async def test_entry_when_its_transaction_fails_is_not_there(database: Database) -> None:
    tenant = await make_organization(database)

    async def fail() -> None:
        async with database.transaction(tenant.scope) as tx:
            await audit.record(tx, tenant.owner, "thing.done", "thing", "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.transaction(tenant.scope) as tx:
        assert (await audit.list_entries(tx, AuditFilter(action="thing"))).entries == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET why = 'x'",
        "DELETE FROM audit_log",
        "UPDATE audit_seals SET hash = 'x'",
        "TRUNCATE audit_log",
    ],
)
async def test_entries_cannot_be_changed_or_removed_by_the_application(
    database: Database, statement: str
) -> None:
    tenant = await make_organization(database)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.transaction(tenant.scope) as tx:
            await tx.execute(text(statement))


async def test_pages_follow_each_other_newest_first(database: Database) -> None:
    tenant = await make_organization(database)
    await record(database, tenant, *(f"thing.{number}" for number in range(5)))
    seen, before_id = [], None
    while True:
        async with database.transaction(tenant.scope) as tx:
            page = await audit.list_entries(tx, AuditFilter(action="thing."), before_id=before_id, limit=2)
        seen += [entry.action for entry in page.entries]
        before_id = page.next_before_id
        if before_id is None:
            break
    assert seen == [f"thing.{number}" for number in (4, 3, 2, 1, 0)]


async def test_filters_narrow_by_actor_subject_and_time(database: Database) -> None:
    tenant = await make_organization(database)
    await record(database, tenant, "thing.done")
    far = datetime(2100, 1, 1, tzinfo=UTC)
    async with database.transaction(tenant.scope) as tx:
        for wanted, count in (
            (AuditFilter(actor="OLIVE"), 3),
            (AuditFilter(actor="100%"), 0),
            (AuditFilter(subject_type="thing", subject_id="1"), 1),
            (AuditFilter(since=far), 0),
            (AuditFilter(until=far, action="thing.done"), 1),
        ):
            assert len((await audit.list_entries(tx, wanted)).entries) == count
        assert [each.action for each in await audit.history(tx, ["1"])] == ["thing.done"]


async def test_seal_chains_committed_entries_of_every_organization(database: Database) -> None:
    tenant, other = await make_organization(database), await make_organization(database)
    await record(database, tenant, "thing.a", "thing.b")
    house = Housekeeping(database, tenant.keyring, tenant.clock)
    assert await house.seal_audit() >= 6
    assert await house.seal_audit() == 0
    await record(database, tenant, "thing.c")
    async with database.transaction(tenant.scope) as tx:
        found = await audit.verify(tx)
        assert (found.sealed, found.unsealed, found.broken_at) == (4, 1, None)
        assert await audit.seal(tx) == 1
        later = await audit.verify(tx)
    assert (later.sealed, later.unsealed, later.broken_at) == (5, 0, None)
    assert later.head != found.head
    async with database.transaction(other.scope) as tx:
        assert (await audit.verify(tx)).sealed == 2


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_log SET after = '{}' WHERE organization_id = %s AND action = 'thing.b'",
        "UPDATE audit_log SET actor_name = 'Somebody else' WHERE organization_id = %s AND action = 'thing.b'",
        "UPDATE audit_seals SET hash = repeat('0', 64) WHERE organization_id = %s AND sequence = 4",
        "DELETE FROM audit_seals WHERE organization_id = %s AND sequence = 4",
    ],
)
async def test_verify_when_somebody_with_the_owners_rights_tampered_says_where(
    database: Database, owner_url: URL, tampering: str
) -> None:
    tenant = await make_organization(database)
    await record(database, tenant, "thing.a", "thing.b", "thing.c")
    async with database.transaction(tenant.scope) as tx:
        await audit.seal(tx)
        assert (await audit.verify(tx)).broken_at is None
    async with await psycopg.AsyncConnection.connect(conninfo_of(owner_url), autocommit=True) as owner:
        await owner.execute(tampering.encode(), (tenant.organization_id,))
    async with database.transaction(tenant.scope) as tx:
        assert (await audit.verify(tx)).broken_at == 4


async def test_organizations_to_seal_need_the_system_scope_to_be_seen(database: Database) -> None:
    tenant = await make_organization(database)
    async with database.transaction(SystemScope()) as tx:
        assert tenant.organization_id in await audit.organizations_to_seal(tx)
