"""Whoever looks is told: decisions, lines in the execution log, and events for open pages."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from adwright.audit import service as audit
from adwright.changes.model.change import Change, LogKind, Verdict
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.policy import Approval
from adwright.changes.repository.changes import ChangeRepository
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.events import service as events

_NOTHING: Mapping[str, object] = {}

_VERDICT_LOG = {
    Verdict.APPROVED: (LogKind.APPROVED, "Approved"),
    Verdict.REJECTED: (LogKind.REJECTED, "Rejected"),
    Verdict.RETRIED: (LogKind.RETRIED, "Tried again"),
    Verdict.GIVEN_UP: (LogKind.GIVEN_UP, "Given up"),
}


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


async def decided(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    verdict: Verdict,
    comment: str | None,
    approval: Approval,
    *,
    link_id: UUID | None = None,
) -> None:
    """Write a decision down: with the change, in the audit log and in the execution log."""
    await ChangeRepository(tx).add_decision(
        {
            "change_id": change.id,
            "verdict": verdict.value,
            "by": actor.name,
            "person_id": approval.person_id,
            "comment": comment,
            "at": clock.now(),
            "version": change.version,
            "role": None if approval.role is None else approval.role.value,
            "in_person": approval.in_person,
            "link_id": link_id,
            "link_made_by": approval.link_made_by,
            "leap_confirmed": approval.leap_confirmed,
        }
    )
    after = {"version": change.version, "link_id": link_id} if link_id else {"version": change.version}
    action = f"change.{verdict.value}"
    await audit.record(tx, actor, action, "change", change.id, after=after, why=comment)
    kind, word = _VERDICT_LOG[verdict]
    text = f"{word}: {comment}" if comment else word
    await note(tx, clock, actor, change.id, change.campaign_id, kind, text)
