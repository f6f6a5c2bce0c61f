"""Jobs ride on the business transaction, on the real database under the application's role."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from adwright.adapters.jobs import ProcrastinateQueue
from adwright.core.database import Database, Scope, SystemScope, TenantScope

TASK = "tests.nothing"


async def queued(database: Database, marker: str) -> list[tuple[str, str | None, int, datetime | None]]:
    """Return lock, queueing lock, priority and start of the jobs that carry a marker."""
    async with database.engine.connect() as connection:
        rows = await connection.execute(
            text(
                "SELECT lock, queueing_lock, priority, scheduled_at FROM procrastinate.procrastinate_jobs"
                " WHERE args ->> 'marker' = :marker ORDER BY id"
            ),
            {"marker": marker},
        )
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("scope", [TenantScope(uuid4()), SystemScope()])
async def test_job_when_transaction_commits_then_is_queued(database: Database, scope: Scope) -> None:
    marker, run_at = str(uuid4()), datetime(2030, 1, 2, tzinfo=UTC)
    async with database.transaction(scope) as transaction:
        queued_now = await ProcrastinateQueue().defer(
            transaction, TASK, {"marker": marker}, lock=f"apply:{marker}", run_at=run_at, priority=5
        )
    assert queued_now is True
    assert await queued(database, marker) == [(f"apply:{marker}", None, 5, run_at)]


async def test_job_when_transaction_rolls_back_then_is_gone(database: Database) -> None:
    marker = str(uuid4())

    async def defer_and_fail() -> None:
        async with database.transaction(TenantScope(uuid4())) as transaction:
            await ProcrastinateQueue().defer(transaction, TASK, {"marker": marker})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await defer_and_fail()
    assert await queued(database, marker) == []


async def test_job_when_one_waits_under_the_same_name_then_is_left_out_and_transaction_goes_on(
    database: Database,
) -> None:
    marker, queue = str(uuid4()), ProcrastinateQueue()
    async with database.transaction(TenantScope(uuid4())) as transaction:
        answers = [
            await queue.defer(transaction, TASK, {"marker": marker}, queueing_lock=marker) for _ in range(2)
        ]
        await queue.defer(transaction, TASK, {"marker": marker}, lock="after")
    assert answers == [True, False]
    assert [(lock, name) for lock, name, *_ in await queued(database, marker)] == [
        (None, marker),
        ("after", None),
    ]
