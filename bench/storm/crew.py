"""The workers: several at a time, killed at moments that a seed draws, each replaced by the next."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from random import Random

from procrastinate import App
from sqlalchemy import text

from adwright.bootstrap.container import Container
from adwright.core.database import Database, SystemScope
from adwright.worker.application import make_application
from adwright.worker.rescue import STALLED_AFTER_SECONDS, rescue
from bench.storm.clock import SPEED, TICK_SECONDS, StormClock
from bench.storm.stuck import StuckError
from bench.storm.worker import Doom, run_worker

WORKERS = 3
_STARTS_WITHIN_SECONDS = 60.0

_NEWEST = text("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
# A dead worker falls silent in virtual time, too; its heartbeat is kept by the database's clock.
_FALL_SILENT = text(
    "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => :seconds) WHERE id = :id"
)


@dataclass
class Hand:
    """One worker process, and what the job queue calls it."""

    process: ForkServerProcess
    worker_id: int


class Crew:
    """Keeps `WORKERS` workers going; every one of the first `kills` dies by its doom."""

    def __init__(
        self,
        context: ForkServerContext,
        container: Container,
        clock: StormClock,
        random: Random,
        kills: int,
        log: Path,
    ) -> None:
        self._context = context
        self._database: Database = container.database
        self._app: App = make_application(container)
        self._settings = container.settings
        self._clock = clock
        self._dooms = [Doom.draw(random) for _ in range(kills)]
        self._log = log
        self._hands: list[Hand] = []
        self.killed = 0

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[Crew]:
        """Have the job queue open for the length of the block; at its end all workers end."""
        async with self._app.open_async():
            try:
                yield self
            finally:
                await self._end()

    async def run(self) -> None:
        """Keep the workers going until cancelled."""
        while True:
            while len(self._hands) < WORKERS:
                self._hands.append(await self._start())
            for hand in [each for each in self._hands if not each.process.is_alive()]:
                self._hands.remove(hand)
                await self._bury(hand)
            await asyncio.sleep(TICK_SECONDS)

    async def _start(self) -> Hand:
        doom = self._dooms.pop(0) if self._dooms else None
        before = await self._newest()
        arguments = (self._settings, self._clock, doom, self._log)
        process = self._context.Process(target=run_worker, args=arguments, daemon=True)
        process.start()
        for _ in range(round(_STARTS_WITHIN_SECONDS / TICK_SECONDS)):
            if (newest := await self._newest()) > before:
                return Hand(process, newest)
            await asyncio.sleep(TICK_SECONDS)
        raise StuckError(f"A worker did not start; {self._log} says why.")

    async def _newest(self) -> int:
        async with self._database.transaction(SystemScope()) as tx:
            return int((await tx.execute(_NEWEST)).scalar_one())

    async def _bury(self, hand: Hand) -> None:
        """After the time that a worker may be silent, let its jobs be queued again, as the product does."""
        if hand.process.exitcode != -signal.SIGKILL:
            raise StuckError(f"A worker ended by itself ({hand.process.exitcode}); {self._log} says why.")
        self.killed += 1
        await asyncio.sleep(STALLED_AFTER_SECONDS / SPEED)
        async with self._database.transaction(SystemScope()) as tx:
            silent = {"id": hand.worker_id, "seconds": 2 * STALLED_AFTER_SECONDS}
            await tx.execute(_FALL_SILENT, silent)
        await rescue(self._app)

    async def _end(self) -> None:
        for hand in self._hands:
            hand.process.terminate()
        for hand in self._hands:
            await asyncio.to_thread(hand.process.join, 10)
            hand.process.kill()
