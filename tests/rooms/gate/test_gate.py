"""Rate buckets and idempotency keys on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adwright.core.clock import FixedClock
from adwright.core.database import Database, SystemScope
from adwright.core.errors import Conflict, Invalid
from adwright.core.ids import new_id
from adwright.gate import service as gate
from adwright.gate.model import Claim, Limit, StoredAnswer
from tests.factories import NOW, Tenant, make_organization

THREE = Limit("test", 3, timedelta(minutes=1))


async def take(database: Database, clock: FixedClock, subject: str) -> int | None:
    async with database.transaction(SystemScope()) as tx:
        return await gate.take(tx, clock, THREE, subject)


async def test_bucket_when_empty_says_when_to_come_back_and_refills(database: Database) -> None:
    clock, subject = FixedClock(NOW), str(new_id())
    assert [await take(database, clock, subject) for _ in range(4)] == [None, None, None, 60]
    clock.advance(timedelta(seconds=45))
    assert await take(database, clock, subject) == 15
    clock.advance(timedelta(seconds=15))
    assert await take(database, clock, subject) is None
    assert await take(database, clock, str(new_id())) is None
    clock.advance(timedelta(days=2))
    async with database.transaction(SystemScope()) as tx:
        assert await gate.trim(tx, clock) >= 1


async def test_bucket_when_taken_side_by_side_gives_each_token_once(database: Database) -> None:
    clock, subject = FixedClock(NOW), str(new_id())
    waits = await asyncio.gather(*(take(database, clock, subject) for _ in range(8)))
    assert waits.count(None) == 3


async def test_bucket_when_given_back_is_never_fuller_than_full(database: Database) -> None:
    clock, subject = FixedClock(NOW), str(new_id())
    await take(database, clock, subject)
    async with database.transaction(SystemScope()) as tx:
        await gate.give_back(tx, THREE, subject)
        await gate.give_back(tx, THREE, subject)
    assert [await take(database, clock, subject) for _ in range(4)] == [None, None, None, 60]


async def claim(database: Database, tenant: Tenant, key: str, body: str = "same") -> Claim | StoredAnswer:
    async with database.transaction(tenant.scope) as tx:
        return await gate.claim(tx, tenant.clock, caller_id=tenant.person.id, key=key, fingerprint=body)


async def test_key_when_answered_gives_the_answer_again_but_not_for_another_body(database: Database) -> None:
    tenant = await make_organization(database)
    first = await claim(database, tenant, "a")
    assert isinstance(first, Claim)
    answer = StoredAnswer(201, "application/json", "encrypted")
    async with database.transaction(tenant.scope) as tx:
        await gate.store_answer(tx, first, answer)
    assert await claim(database, tenant, "a") == answer
    with pytest.raises(Invalid, match="another request"):
        await claim(database, tenant, "a", "other")
    tenant.clock.advance(timedelta(hours=25))
    assert isinstance(await claim(database, tenant, "a", "other"), Claim)


async def test_key_while_in_progress_conflicts_and_after_the_lease_may_be_taken(database: Database) -> None:
    tenant = await make_organization(database)
    first = await claim(database, tenant, "a")
    with pytest.raises(Conflict, match="under way"):
        await claim(database, tenant, "a")
    tenant.clock.advance(timedelta(minutes=11))
    taken = await claim(database, tenant, "a")
    assert isinstance(taken, Claim)
    assert taken != first


async def test_lapsed_key_when_many_take_it_over_at_once_goes_to_one_of_them(database: Database) -> None:
    tenant = await make_organization(database)
    await claim(database, tenant, "a")
    tenant.clock.advance(timedelta(minutes=11))
    takers = (claim(database, tenant, "a") for _ in range(5))
    outcomes = await asyncio.gather(*takers, return_exceptions=True)
    assert len([each for each in outcomes if isinstance(each, Claim)]) == 1
    assert len([each for each in outcomes if isinstance(each, Conflict)]) == 4


async def test_key_when_taken_over_lets_the_slow_first_request_neither_act_nor_release_nor_answer(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    slow = await claim(database, tenant, "a")
    tenant.clock.advance(timedelta(minutes=11))
    taken = await claim(database, tenant, "a")
    assert isinstance(slow, Claim)
    assert isinstance(taken, Claim)
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Conflict, match="carried out in its place"):
            await gate.mark_acted(tx, slow)
        await gate.release(tx, slow)
        await gate.store_answer(tx, slow, StoredAnswer(201, "application/json", "of the slow one"))
    with pytest.raises(Conflict, match="under way"):
        await claim(database, tenant, "a")
    async with database.transaction(tenant.scope) as tx:
        await gate.mark_acted(tx, taken)


async def test_key_when_acted_and_answer_lost_is_never_carried_out_again(database: Database) -> None:
    tenant = await make_organization(database)
    first = await claim(database, tenant, "a")
    assert isinstance(first, Claim)
    async with database.transaction(tenant.scope) as tx:
        await gate.mark_acted(tx, first)
    async with database.transaction(tenant.scope) as tx:
        await gate.release(tx, first)
    tenant.clock.advance(timedelta(minutes=11))
    with pytest.raises(Conflict, match="answer was lost"):
        await claim(database, tenant, "a")


async def test_key_when_released_may_be_used_again(database: Database) -> None:
    tenant = await make_organization(database)
    first = await claim(database, tenant, "a")
    assert isinstance(first, Claim)
    async with database.transaction(tenant.scope) as tx:
        await gate.release(tx, first)
    assert isinstance(await claim(database, tenant, "a", "other"), Claim)


async def test_key_of_another_organization_does_not_meet(database: Database) -> None:
    mine, theirs = await make_organization(database), await make_organization(database)
    assert isinstance(await claim(database, mine, "a"), Claim)
    assert isinstance(await claim(database, theirs, "a", "other"), Claim)
