"""Whoever looks is told: a line in the execution log, and an event for open pages."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from adwright.changes.model.change import Change, LogKind
from adwright.changes.model.life import ChangeStatus
from adwright.changes.repository.changes import ChangeRepository
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.events import service as events

_NOTHING: Mapping[str, object] = {}


async def note(
    tx: Transaction,
    clock: Clock,
    actor: Actor,
    change_id: UUID,
    campaign_id: UUID,
    kind: LogKind,
    text: str,
    *,
    external_id: str | None = None,
    answer: Mapping[str, object] = _NOTHING,
    duration_ms: int | None = None,
    quota_cost: int | None = None,
) -> None:
    """Add a line to the execution log of a change and its campaign."""
    await ChangeRepository(tx).add_log(
        {
            "change_id": change_id,
            "campaign_id": campaign_id,
            "at": clock.now(),
            "kind": kind.value,
            "actor": actor.name,
            "text": text,
            "external_id": external_id,
            "answer": dict(answer),
            "duration_ms": duration_ms,
            "quota_cost": quota_cost,
        }
    )


async def tell(tx: Transaction, change: Change, status: ChangeStatus) -> None:
    """Tell open pages that a change is somewhere new."""
    data = {"status": status.value, "campaign_id": str(change.campaign_id)}
    await events.publish(tx, "change.updated", change.id, data)
