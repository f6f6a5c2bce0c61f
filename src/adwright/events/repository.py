"""The queries of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, insert, or_, select

from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.events.model import CHANNEL, SEPARATOR, Event
from adwright.events.tables import outbox

# What NOTIFY carries is ids only. One statement, because every request of a change tells of itself.
_ADD_AND_ANNOUNCE = insert(outbox).returning(
    outbox.c.id,
    func.pg_notify(CHANNEL, func.concat(outbox.c.organization_id, SEPARATOR, outbox.c.id)),
)


class OutboxRepository:
    """Adds, reads and trims events."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(
        self, organization_id: UUID, kind: str, subject_id: UUID | None, data: Mapping[str, str | int | None]
    ) -> int:
        """Add an event and announce it; listeners hear of it when the transaction commits."""
        values = {
            "organization_id": organization_id,
            "kind": kind,
            "subject_id": subject_id,
            "data": dict(data),
        }
        return int((await self._tx.execute(_ADD_AND_ANNOUNCE, values)).scalar_one())

    async def by_ids(self, event_ids: Sequence[int]) -> Sequence[Event]:
        """Return events by number, in order."""
        statement = (
            select(outbox).where(owned(outbox, self._tx), outbox.c.id.in_(event_ids)).order_by(outbox.c.id)
        )
        return [_event(row) for row in (await self._tx.execute(statement)).mappings()]

    async def since(self, event_id: int, overlap: timedelta, limit: int) -> Sequence[Event]:
        """Return events after a number, and those shortly before it that may have committed later."""
        seen_at = (
            select(outbox.c.at).where(owned(outbox, self._tx), outbox.c.id == event_id).scalar_subquery()
        )
        late = (outbox.c.at > seen_at - overlap) & (outbox.c.id != event_id)
        statement = (
            select(outbox)
            .where(owned(outbox, self._tx), or_(outbox.c.id > event_id, late))
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [_event(row) for row in (await self._tx.execute(statement)).mappings()]

    async def trim(self, before: datetime) -> int:
        """Delete events older than an instant (system scope)."""
        return (await self._tx.execute(delete(outbox).where(outbox.c.at < before))).rowcount


def _event(row: RowMapping) -> Event:
    return Event(**row)
