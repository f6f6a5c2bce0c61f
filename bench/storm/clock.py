"""Virtual time: one clock for the market and every process, moved by the bench alone.

While anything works it runs `SPEED` times as fast as the wall clock; when everything waits it leaps to the
next instant at which somebody is to wake up.
"""

from __future__ import annotations

import asyncio
import ctypes
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.context import ForkServerContext

from sqlalchemy import text

from adwright.core.database import Database, SystemScope, Transaction
from bench.storm.market import Market

# A Monday morning in New York, far ahead of the wall clock: no job is due by the database's own clock.
START = datetime(2036, 3, 3, 15, 0, tzinfo=UTC)
SPEED = 20
TICK_SECONDS = 0.2
_STILL_TICKS = 2

_RING = text(
    "UPDATE procrastinate_jobs SET scheduled_at = NULL "
    "WHERE status = 'todo' AND scheduled_at <= :now RETURNING id"
)
_CALL = text("SELECT pg_notify('procrastinate_any_queue_v1', :call)")
_JOBS = text(
    "SELECT count(*) FILTER (WHERE status = 'doing' OR scheduled_at IS NULL) AS busy, "
    "min(scheduled_at) AS next FROM procrastinate_jobs WHERE status IN ('doing', 'todo')"
)


@dataclass(frozen=True)
class StormClock:
    """Fits `core.clock.Clock`: an instant in memory that all processes share."""

    instant: ctypes.c_double

    @classmethod
    def make(cls, context: ForkServerContext) -> StormClock:
        """Make a clock that can be handed to processes of this context."""
        return cls(context.RawValue(ctypes.c_double, START.timestamp()))

    def now(self) -> datetime:
        """Return the virtual instant in UTC."""
        return datetime.fromtimestamp(self.instant.value, UTC)

    async def pause(self, seconds: float) -> None:
        """Wait for virtual seconds."""
        until = self.instant.value + seconds
        # The clock is moved by another process, which can set no event here.
        while self.instant.value < until:  # noqa: ASYNC110
            await asyncio.sleep(TICK_SECONDS / 4)


class TimeKeeper:
    """Moves the clock, the market's first, and wakes the jobs whose time has come."""

    def __init__(self, clock: StormClock, market: Market, database: Database) -> None:
        self._clock = clock
        self._market = market
        self._database = database
        self._still = 0
        self.leaps = 0

    async def run(self) -> None:
        """Keep time until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self._move_to(self._clock.instant.value + SPEED * TICK_SECONDS)
            async with self._database.transaction(SystemScope()) as tx:
                await self._wake(tx)

    async def _wake(self, tx: Transaction) -> None:
        await self._ring(tx)
        jobs = (await tx.execute(_JOBS)).one()
        self._still = 0 if jobs.busy or jobs.next is None else self._still + 1
        if self._still >= _STILL_TICKS:
            self._still = 0
            self.leaps += 1
            await self._move_to(jobs.next.timestamp())
            await self._ring(tx)

    async def _ring(self, tx: Transaction) -> None:
        woken = (await tx.execute(_RING, {"now": self._clock.now()})).scalars().all()
        for job_id in woken:
            await tx.execute(_CALL, {"call": f'{{"type": "job_inserted", "job_id": {job_id}}}'})

    async def _move_to(self, instant: float) -> None:
        await asyncio.to_thread(self._market.advance, max(instant - self._clock.instant.value, 0.0))
        self._clock.instant.value = instant
