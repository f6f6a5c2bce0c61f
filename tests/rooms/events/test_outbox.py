"""The outbox on a real database."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from adwright.bootstrap.database_urls import conninfo_of, read_url
from adwright.core.database import Database, SystemScope
from adwright.core.ids import new_id
from adwright.events import service as events
from adwright.events.model import CHANNEL, read_notification
from tests.factories import make_organization


async def test_event_is_announced_by_ids_only_and_only_when_committed(
    database: Database, application_url: str
) -> None:
    tenant, subject = await make_organization(database), new_id()

    async def fail() -> None:
        async with database.transaction(tenant.scope) as tx:
            await events.publish(tx, "change.updated", subject, {"state": "rolled back"})
            raise RuntimeError

    conninfo = conninfo_of(read_url(application_url))
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        with pytest.raises(RuntimeError):
            await fail()
        async with database.transaction(tenant.scope) as tx:
            event_id = await events.publish(tx, "change.updated", subject, {"state": "secret word"})
        heard = [each async for each in listener.notifies(timeout=5, stop_after=1)]
    assert [read_notification(each.payload) for each in heard] == [(tenant.organization_id, event_id)]
    assert "secret" not in heard[0].payload
    async with database.transaction(tenant.scope) as tx:
        [event] = await events.read_events(tx, [event_id])
    assert (event.kind, event.subject_id, event.data) == ("change.updated", subject, {"state": "secret word"})


async def test_missed_events_come_in_order_and_only_ones_own(database: Database) -> None:
    mine, theirs = await make_organization(database), await make_organization(database)
    ids = []
    for tenant in (mine, theirs, mine):
        async with database.transaction(tenant.scope) as tx:
            ids.append(await events.publish(tx, "facts.updated", None))
    async with database.transaction(mine.scope) as tx:
        missed = [each.id for each in await events.missed_events(tx, ids[0])]
        assert await events.read_events(tx, [ids[1]]) == []
    assert missed == [ids[2]]


async def test_event_that_commits_late_is_not_missed(database: Database) -> None:
    tenant = await make_organization(database)
    async with database.transaction(tenant.scope) as slow:
        late = await events.publish(slow, "sync.progress", None)
        async with database.transaction(tenant.scope) as quick:
            seen = await events.publish(quick, "sync.progress", None)
    assert late < seen
    async with database.transaction(tenant.scope) as tx:
        assert [each.id for each in await events.missed_events(tx, seen)] == [late]


async def test_old_events_are_trimmed(database: Database) -> None:
    tenant = await make_organization(database)
    async with database.transaction(tenant.scope) as tx:
        event_id = await events.publish(tx, "facts.updated", None)
        [event] = await events.read_events(tx, [event_id])
    tenant.clock.instant = event.at + timedelta(days=7, seconds=1)
    async with database.transaction(SystemScope()) as tx:
        assert await events.trim(tx, tenant.clock) >= 1
    async with database.transaction(tenant.scope) as tx:
        assert await events.read_events(tx, [event_id]) == []
