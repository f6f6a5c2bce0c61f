"""The door of events: publish in the transaction of what happened; read what was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.events.model import Event
from adwright.events.repository import OutboxRepository

KEPT = timedelta(days=7)
REPLAY_LIMIT = 1000

# A transaction that began earlier may commit later; none of ours takes nearly as long as this.
_OVERLAP = timedelta(minutes=1)

_NOTHING: Mapping[str, str | int | None] = {}


async def publish(
    tx: Transaction,
    kind: str,
    subject_id: UUID | None,
    data: Mapping[str, str | int | None] = _NOTHING,
) -> int:
    """Tell the organization's open pages that something happened, once the transaction commits.

    Args:
        tx: the transaction of what happened, in the organization's scope.
        kind: e.g. `facts.updated`.
        subject_id: what it happened to; None for the organization as a whole.
        data: a few ids, words and counts; pages ask for the rest.

    Returns:
        The event's number.
    """
    return await OutboxRepository(tx).add(tx.organization_id, kind, subject_id, data)


async def read_events(tx: Transaction, event_ids: Sequence[int]) -> Sequence[Event]:
    """Return the organization's events with these numbers, in order. Repeatable."""
    return await OutboxRepository(tx).by_ids(event_ids)


async def missed_events(tx: Transaction, last_event_id: int) -> Sequence[Event]:
    """Return what a page that saw this event last may have missed; some it may get twice. Repeatable."""
    return await OutboxRepository(tx).since(last_event_id, _OVERLAP, REPLAY_LIMIT)


async def trim(tx: Transaction, clock: Clock) -> int:
    """Delete events older than a week; needs the system scope. Returns how many. Repeatable."""
    return await OutboxRepository(tx).trim(clock.now() - KEPT)
