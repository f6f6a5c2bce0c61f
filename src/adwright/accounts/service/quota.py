"""The platforms' limits, shared by all processes through the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adwright.accounts.model import KnownUsage
from adwright.accounts.ports import Usage
from adwright.accounts.repository.quota import QuotaRepository
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, Transaction

# So long a process trusts what it read last; another one's news reach it within that time.
_TRUSTED = timedelta(seconds=1)
# A move that is smaller is not worth a write.
_WORTH_A_WRITE = 5


async def known_usage(
    tx: Transaction, clock: Clock, subjects: Sequence[str]
) -> Mapping[str, KnownUsage]:
    """Return what the platforms said last of some limits, by subject. System scope; repeatable."""
    return await QuotaRepository(tx).known(subjects, clock.now())


class SharedQuota:
    """Fits `accounts.ports.Quota`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._read: dict[tuple[str, ...], tuple[datetime, datetime | None]] = {}
        self._written: dict[str, int] = {}

    async def blocked_seconds(self, subjects: Sequence[str]) -> float:
        """Return how long the platform lets nothing through for any of the subjects; 0 when it does."""
        key, now = tuple(subjects), self._clock.now()
        read_at, until = self._read.get(key, (None, None))
        if read_at is None or now - read_at > _TRUSTED:
            async with self._database.transaction(SystemScope()) as tx:
                until = await QuotaRepository(tx).blocked_until(subjects)
            self._read[key] = (now, until)
        return max(0.0, (until - now).total_seconds()) if until is not None else 0.0

    async def note(self, usages: Sequence[Usage]) -> None:
        """Remember what the platform said, where it moved."""
        moved = [usage for usage in usages if self._has_moved(usage)]
        if not moved:
            return
        async with self._database.transaction(SystemScope()) as tx:
            await QuotaRepository(tx).note(moved, self._clock.now())
        self._written |= {usage.subject: usage.used_percent for usage in moved}
        if any(usage.blocked_seconds > 0 for usage in moved):
            self._read.clear()

    def _has_moved(self, usage: Usage) -> bool:
        before = self._written.get(usage.subject)
        far = before is None or abs(before - usage.used_percent) >= _WORTH_A_WRITE
        return far or usage.blocked_seconds > 0
