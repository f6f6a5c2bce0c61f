"""A launch of 1 × 3 × 9 against a platform that takes 200 ms a call: what Adwright adds to the calls.

Overhead is all the time in which no call is under way, as a share of the time in which one is. Measured with
one call at a time and with four, on a platform in memory (exactly 200 ms, so that only Adwright's own work
counts) and on the sandbox over HTTP, through Meta's SDK.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import AccountAccess
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.adapters.meta import MetaPlatform
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.campaigns.model import ObservedNode
from adwright.changes.model.life import ChangeStatus
from adwright.changes.ports import Answer, Call, Executor, ObjectKind, Tag
from adwright.core.clock import SystemClock
from adwright.core.database import Database
from adwright.core.errors import Upstream
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.platform import PlatformPorts
from adwright.platforms.model import Level, Provider
from bench.report import Report
from bench.scratch import scratch_database
from tests.factories_changes import MemoryStore
from tests.journeys.sandbox_stand import Stand, make_stand
from tests.twins.platform import PlatformTwin

CALL_SECONDS = 0.2
ROUNDS = 5
AIM_PERCENT = 15

T = TypeVar("T")


@dataclass
class Timed:
    """An executor that notes when its calls were under way, and may make each last a while."""

    inner: Executor
    seconds: float = 0.0
    spans: list[tuple[float, float]] = field(default_factory=list)

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call."""
        return await self._noted(self.inner.perform(access, call))

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Make several calls in one request."""
        return await self._noted(self.inner.perform_batch(access, calls))

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes in one request."""
        return await self._noted(self.inner.read_batch(access, nodes))

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Find an object."""
        return await self._noted(self.inner.look_up(access, kind, tag))

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read a node."""
        return await self._noted(self.inner.read(access, level, external_id))

    async def _noted(self, call: Awaitable[T]) -> T:
        began = time.perf_counter()
        if self.seconds:
            await asyncio.sleep(self.seconds)
        answer = await call
        self.spans.append((began, time.perf_counter()))
        return answer

    def under_way(self) -> float:
        """Return for how long at least one call was under way."""
        total, reached = 0.0, 0.0
        for began, ended in sorted(self.spans):
            total += max(ended - max(began, reached), 0.0)
            reached = max(reached, ended)
        return total


@dataclass(frozen=True)
class Figures:
    """One launch."""

    wall: float
    calls: int
    under_way: float

    @property
    def overhead_percent(self) -> float:
        """What the launch takes beyond its calls."""
        return 100 * (self.wall - self.under_way) / self.under_way

    @property
    def per_call_ms(self) -> float:
        """The same, for each call."""
        return 1000 * (self.wall - self.under_way) / self.calls


async def launch(stand: Stand, executor: Executor, seconds: float, at_once: int) -> Figures:
    """Launch a fresh 1 × 3 × 9 tree and measure it."""
    store = MemoryStore()
    campaign_id = await stand.draft(store, groups=3, ads=3, creatives_made=9)
    change = await stand.approved_launch(campaign_id, ProcrastinateQueue())
    timed = Timed(executor, seconds)
    ports = PlatformPorts(connector=None, tree=None, facts=None, executor=timed)  # type: ignore[arg-type]
    apply = ApplyChange(
        stand.database,
        {Provider.META_SANDBOX: ports},
        stand.tenant.keyring,
        store,
        ProcrastinateQueue(),
        SystemClock(),
        at_once=at_once,
    )
    began = time.perf_counter()
    await apply.run(stand.tenant.organization_id, change.id)
    wall = time.perf_counter() - began
    await require_applied(stand, change.id)
    return Figures(wall, len(timed.spans), timed.under_way())


async def require_applied(stand: Stand, change_id: UUID) -> None:
    """End the benchmark when the launch did not work."""
    change = await stand.change(change_id)
    if change.status is not ChangeStatus.APPLIED:
        raise SystemExit(f"The launch is {change.status}: {change.failure}")


def add(report: Report, place: str, at_once: int, figures: list[Figures]) -> None:
    """Add the figures of one way to launch."""
    name = f"{place}, {'one call' if at_once == 1 else f'{at_once} calls'} at a time"
    report.add(f"{name}: launch", "s", [each.wall for each in figures], note=f"{figures[0].calls} calls")
    report.add(f"{name}: at least one call under way", "s", [each.under_way for each in figures])
    overheads = [each.overhead_percent for each in figures]
    report.add(f"{name}: overhead", "%", overheads, aim=f"< {AIM_PERCENT}")
    report.add(f"{name}: overhead per call", "ms", [each.per_call_ms for each in figures])


async def measure(report: Report, owner_url: str) -> None:
    """Measure every way to launch."""
    database = Database.connect(owner_url)
    try:
        with Sandbox(scenario="empty") as sandbox:
            keyring = KeyRing([b"k" * 32])
            stand = await make_stand(database, sandbox, keyring)
            await launch(stand, PlatformTwin(), 0, 4)
            for at_once in (1, 4):
                runs = [
                    await launch(
                        await make_stand(database, sandbox, keyring), PlatformTwin(), CALL_SECONDS, at_once
                    )
                    for _ in range(ROUNDS)
                ]
                add(report, "in memory", at_once, runs)
            sandbox.fault("delay_ms", delay_ms=round(1000 * CALL_SECONDS), count=10**9)
            meta = MetaPlatform(
                SystemClock(),
                graph_url=sandbox.meta_url,
                app_id=sandbox.meta_app_id,
                app_secret=sandbox.meta_app_secret,
            )
            for at_once in (1, 4):
                runs = [
                    await launch(await make_stand(database, sandbox, keyring), meta, 0, at_once)
                    for _ in range(ROUNDS)
                ]
                add(report, "sandbox over HTTP", at_once, runs)
    finally:
        await database.close()


def main() -> None:
    """Measure and report."""
    report = Report("launch", "Launch of 1 × 3 × 9, 200 ms a call", "python -m bench launch --record")
    with scratch_database() as (owner, _):
        asyncio.run(measure(report, text_of(app_url(owner))))
    report.say(
        "Calls are those that make and switch on, and the reads after; each of the former has its intent "
        "committed before it and its answer after it, with audit, log and live event."
    )
    report.publish()


if __name__ == "__main__":
    main()
