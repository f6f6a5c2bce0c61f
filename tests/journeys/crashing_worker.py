"""A real worker that kills itself with SIGKILL at one exact point of applying a change.

`CRASH_AT` names the point, such as `after_call:17`: the seventeenth time that this kind of point is reached.
The kinds: `before_call` (the intent is stored, the platform not called), `after_call` (the platform has done
it, the answer is not stored) and `after_commit` (a boundary between operations).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from adwright.accounts.ports import AccountAccess
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.campaigns.model import ObservedNode
from adwright.changes.ports import Answer, Call, Executor, ObjectKind, Tag
from adwright.core.database import Database, Scope, Transaction
from adwright.core.errors import Upstream
from adwright.journeys.apply_change import ApplyChange
from adwright.platforms.model import Level
from adwright.worker.__main__ import work

BEFORE_CALL = "before_call"
AFTER_CALL = "after_call"
AFTER_COMMIT = "after_commit"


@dataclass
class CrashPoint:
    """Counts how often one kind of point is reached, and dies at the nth."""

    kind: str
    remaining: int

    @classmethod
    def parse(cls, text: str) -> CrashPoint:
        """Read `kind:n`."""
        kind, number = text.split(":")
        return cls(kind, int(number))

    def reach(self, kind: str) -> None:
        """Die here when this is the point."""
        if kind != self.kind:
            return
        self.remaining -= 1
        if self.remaining == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class CrashingExecutor:
    """The platform, with a point before and one after each call that changes something."""

    def __init__(self, inner: Executor, point: CrashPoint) -> None:
        self._inner = inner
        self._point = point

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call."""
        self._point.reach(BEFORE_CALL)
        answer = await self._inner.perform(access, call)
        self._point.reach(AFTER_CALL)
        return answer

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Make several calls in one request."""
        self._point.reach(BEFORE_CALL)
        answers = await self._inner.perform_batch(access, calls)
        self._point.reach(AFTER_CALL)
        return answers

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes."""
        return await self._inner.read_batch(access, nodes)

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Find an object by its tag."""
        return await self._inner.look_up(access, kind, tag)

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node."""
        return await self._inner.read(access, level, external_id)


class CrashingDatabase(Database):
    """The database, with a point after each commit."""

    def __init__(self, inner: Database, point: CrashPoint) -> None:
        super().__init__(inner.engine)
        self._point = point

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        """Open a transaction."""
        async with super().transaction(scope) as transaction:
            yield transaction
        self._point.reach(AFTER_COMMIT)


def crashing(container: Container, point: CrashPoint) -> Container:
    """Let the container's worker die at the point while it applies a change, and only then."""
    container.apply_change = ApplyChange(
        CrashingDatabase(container.database, point),
        {
            provider: replace(ports, executor=CrashingExecutor(ports.executor, point))
            for provider, ports in container.platforms.items()
        },
        container.keyring,
        container.store,
        container.jobs,
        container.clock,
    )
    return container


def main() -> None:
    """Work until the point is reached."""
    point = CrashPoint.parse(os.environ["CRASH_AT"])
    asyncio.run(work(crashing(Container.build(Settings.load()), point)))


if __name__ == "__main__":
    main()
