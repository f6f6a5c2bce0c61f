"""What the platforms said of their limits; needs the system scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from adwright.accounts.model import KnownUsage
from adwright.accounts.ports import Usage
from adwright.accounts.tables import platform_quota
from adwright.core.database import Transaction


class QuotaRepository:
    """One row for each limit."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def blocked_until(self, subjects: Sequence[str]) -> datetime | None:
        """Return until when (UTC) the last of some limits is used up."""
        statement = select(func.max(platform_quota.c.blocked_until)).where(
            platform_quota.c.subject.in_(subjects)
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def known(self, subjects: Sequence[str], now: datetime) -> Mapping[str, KnownUsage]:
        """Return what was said last of some limits, as it stands at an instant (UTC)."""
        statement = select(platform_quota).where(platform_quota.c.subject.in_(subjects))
        return {
            row["subject"]: KnownUsage(
                used_percent=row["used_percent"],
                waits_until=until if (until := row["blocked_until"]) is not None and until > now else None,
                tier=row["tier"],
                told_at=row["seen_at"],
            )
            for row in (await self._tx.execute(statement)).mappings()
        }

    async def note(self, usages: Sequence[Usage], now: datetime) -> None:
        """Remember what was said at an instant (UTC); a block holds until it is over, whatever is said."""
        rows = [
            {
                "subject": usage.subject,
                "used_percent": usage.used_percent,
                "blocked_until": _until(usage, now),
                "tier": usage.tier,
                "seen_at": now,
            }
            # In one order everywhere, so that two processes never wait for each other.
            for usage in sorted(usages, key=lambda each: each.subject)
        ]
        statement = insert(platform_quota)
        said = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=["subject"],
            set_={
                "used_percent": said.used_percent,
                "blocked_until": func.greatest(said.blocked_until, platform_quota.c.blocked_until),
                "tier": func.coalesce(said.tier, platform_quota.c.tier),
                "seen_at": said.seen_at,
            },
        )
        await self._tx.execute(statement, rows)


def _until(usage: Usage, now: datetime) -> datetime | None:
    return now + timedelta(seconds=usage.blocked_seconds) if usage.blocked_seconds > 0 else None
