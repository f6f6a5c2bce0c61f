"""A change is carried out: claims before calls, results after, each in a short transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns import service as campaigns
from adwright.changes.model.agenda import Outline
from adwright.changes.model.change import Change, Claimed, Failure, LogKind, Operation
from adwright.changes.model.life import ChangeStatus, OperationStatus, may_become, require_step
from adwright.changes.model.operations import PlannedOperation
from adwright.changes.model.read_back import Mismatch
from adwright.changes.model.steps import LEVEL_MADE, Action
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.coding import failure_json, mismatches_json
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.service.drift import reopen_drift_of
from adwright.changes.service.guarding import strike_out
from adwright.changes.service.reading import get_change
from adwright.changes.service.telling import note, tell
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Upstream
from adwright.events import service as events


async def start(tx: Transaction, clock: Clock, change_id: UUID) -> Change | None:
    """Begin to apply an approved change, or go on with one; None when there is nothing to do. Repeatable.

    Raises:
        NotFound: there is no such change.
    """
    repository = ChangeRepository(tx)
    await repository.lock(change_id)
    change = await get_change(tx, change_id)
    if change.status not in (ChangeStatus.APPROVED, ChangeStatus.APPLYING):
        return None
    started_at = change.started_at or clock.now()
    await repository.set(
        change_id,
        status=ChangeStatus.APPLYING.value,
        started_at=started_at,
        waiting_until=None,
        waiting_reason=None,
    )
    await tell(tx, change, ChangeStatus.APPLYING)
    return await get_change(tx, change_id)


async def outline(tx: Transaction, change_id: UUID) -> Sequence[Outline]:
    """Return where each operation of a change stands, in order. Repeatable."""
    return await OperationRepository(tx).outline(change_id)


async def claim(tx: Transaction, clock: Clock, ready: Sequence[Outline]) -> Sequence[Claimed]:
    """Store the intent to carry out some operations, and return them in order.

    Only one worker applies a change at a time: what was found as `calling` was left by one that died, or its
    answer was lost.
    """
    uncertain = {each.id: each.asked_at for each in ready if each.status is OperationStatus.CALLING}
    claimed = await OperationRepository(tx).claim([each.id for each in ready], clock.now())
    return [Claimed(operation, uncertain.get(operation.id)) for operation in claimed]


async def recent_budget_edits(
    tx: Transaction, ad_account_id: UUID, external_id: str, since: datetime
) -> Sequence[datetime]:
    """Return when the budget of a node was set since an instant, oldest first (UTC). Repeatable."""
    repository = OperationRepository(tx)
    return await repository.finished_since(external_id, Action.BUDGET, ad_account_id, since)


async def add_operations(tx: Transaction, change_id: UUID, planned: Sequence[PlannedOperation]) -> None:
    """Add operations to a change; those that it has already stay. Repeatable."""
    repository = OperationRepository(tx)
    present = await repository.outline(change_id)
    known = {each.key for each in present}
    new = [each for each in planned if each.key not in known]
    await repository.add(change_id, new, first_position=len(present))


async def surely_not_done(tx: Transaction, operation: Operation) -> None:
    """Note that an operation whose answer was lost has had no effect. Repeatable."""
    values = {"status": OperationStatus.WAITING.value, "asked_at": None}
    await OperationRepository(tx).set(operation.id, **values)


async def record_done(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    operation: Operation,
    external_id: str,
    *,
    found: bool,
    duration_ms: int,
    quota_cost: int,
) -> None:
    """Store the answer of an operation, and the id of what it made in the campaign tree. Repeatable.

    Args:
        tx: a transaction of its own, after the call.
        actor: in whose name the change is applied.
        clock: gives the present instant.
        change: whose operation it is.
        operation: what was carried out.
        external_id: what the platform calls what was made or touched.
        found: it was there already, from a call whose answer was lost.
        duration_ms: how long the platform took.
        quota_cost: what the calls took from the quota, in the platform's points.
    """
    await OperationRepository(tx).set(
        operation.id,
        status=OperationStatus.DONE.value,
        external_id=external_id,
        found=found,
        finished_at=clock.now(),
        duration_ms=duration_ms,
        failure=None,
        answer={},
    )
    level = LEVEL_MADE.get(operation.action)
    if level is not None and operation.node_id is not None:
        await campaigns.set_external_id(tx, level, change.ad_account_id, operation.node_id, external_id)
    after = {"operation": operation.title, "external_id": external_id, "found": found}
    await audit.record(tx, actor, "operation.done", "change", change.id, after=after)
    text = operation.title
    if found:
        text += ": it was there already, from a call whose answer was lost"
    await note(
        tx,
        clock,
        actor,
        change.id,
        change.campaign_id,
        LogKind.FOUND if found else LogKind.CALLED,
        text,
        external_id=external_id,
        duration_ms=duration_ms,
        quota_cost=quota_cost,
    )


async def tell_progress(tx: Transaction, change: Change) -> None:
    """Tell open pages that an applying change has come further; once for all calls of a request."""
    await tell(tx, change, ChangeStatus.APPLYING)


async def record_trouble(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    operation: Operation,
    error: Upstream,
    *,
    asked_at: datetime | None,
    final: bool,
    duration_ms: int,
    quota_cost: int,
) -> None:
    """Store that an operation went wrong. When it may have happened all the same, it stays `calling`.

    Args:
        tx: a transaction of its own, after the call.
        actor: in whose name the change is applied.
        clock: gives the present instant.
        change: whose operation it is.
        operation: what was tried.
        error: what the platform said.
        asked_at: when the platform may have carried it out all the same (UTC); None when it surely has not.
        final: a person has to do something before it is tried again.
        duration_ms: how long the platform took.
        quota_cost: what the call took from the quota, in the platform's points.
    """
    refused = OperationStatus.FAILED if final else OperationStatus.WAITING
    status = refused if asked_at is None else OperationStatus.CALLING
    await OperationRepository(tx).set(
        operation.id,
        status=status.value,
        asked_at=asked_at,
        duration_ms=duration_ms,
        failure=error.message,
        answer=dict(error.details),
    )
    text = f"{operation.title}: {error.message}"
    await note(
        tx,
        clock,
        actor,
        change.id,
        change.campaign_id,
        LogKind.REFUSED,
        text,
        answer=error.details,
        duration_ms=duration_ms,
        quota_cost=quota_cost,
    )


async def wait(
    tx: Transaction, actor: Actor, clock: Clock, change: Change, until: datetime, reason: str
) -> None:
    """Say that an applying change waits until an instant (UTC), and for what. Repeatable."""
    await ChangeRepository(tx).set(change.id, waiting_until=until, waiting_reason=reason)
    text = f"Waits until {until:%H:%M:%S} UTC: {reason}"
    await note(tx, clock, actor, change.id, change.campaign_id, LogKind.WAITING, text)
    await tell(tx, change, ChangeStatus.APPLYING)


async def stop(tx: Transaction, actor: Actor, clock: Clock, change: Change, failure: Failure) -> None:
    """Stop a change that cannot go on without a person; what is done stays done, everything else paused.

    Raises:
        Conflict: the change is not being applied.
    """
    now = await get_change(tx, change.id)
    require_step(now.status, ChangeStatus.FAILED)
    await ChangeRepository(tx).set(
        change.id,
        status=ChangeStatus.FAILED.value,
        failure=failure_json(failure),
        finished_at=clock.now(),
        waiting_until=None,
        waiting_reason=None,
    )
    await strike_out(tx, change.id)
    after = {"code": failure.code, "reason": failure.message}
    await audit.record(tx, actor, "change.failed", "change", change.id, after=after)
    kind = LogKind.STOPPED
    await note(tx, clock, actor, change.id, change.campaign_id, kind, failure.message, answer=failure.answer)
    await tell(tx, change, ChangeStatus.FAILED)


async def count_read(tx: Transaction, change_id: UUID) -> int:
    """Count one more try to read a finished change back; return which it is."""
    return await ChangeRepository(tx).count_read(change_id)


async def finish(
    tx: Transaction, actor: Actor, clock: Clock, change: Change, mismatches: Sequence[Mismatch]
) -> None:
    """Close a change that is applied, with what the read-back found different.

    Raises:
        Conflict: the change is not being applied.
    """
    now = await get_change(tx, change.id)
    require_step(now.status, ChangeStatus.APPLIED)
    await ChangeRepository(tx).set(
        change.id,
        status=ChangeStatus.APPLIED.value,
        finished_at=clock.now(),
        waiting_until=None,
        waiting_reason=None,
        mismatches=mismatches_json(tuple(mismatches)),
    )
    differences = [f"{each.node}: {each.field} is {each.found}, not {each.wanted}" for each in mismatches]
    after = {"title": change.title, "differences": differences}
    await audit.record(tx, actor, "change.applied", "change", change.id, after=after)
    text = "Applied and read back: all as asked"
    if differences:
        text = f"Applied; read back, the platform differs: {'; '.join(differences)}"
    await note(tx, clock, actor, change.id, change.campaign_id, LogKind.APPLIED, text)
    await tell(tx, change, ChangeStatus.APPLIED)
    await _mark_undone(tx, actor, clock, change)
    await events.publish(tx, "campaign.updated", change.campaign_id)


async def _mark_undone(tx: Transaction, actor: Actor, clock: Clock, undo: Change) -> None:
    """Note on each change that the applied one takes back that it is undone."""
    repository = ChangeRepository(tx)
    for change_id in undo.undoes:
        change = await get_change(tx, change_id)
        if not may_become(change.status, ChangeStatus.UNDONE) or undo.patch.partial:
            continue
        await repository.set(change_id, status=ChangeStatus.UNDONE.value)
        await audit.record(tx, actor, "change.undone", "change", change_id, after={"by": undo.id})
        text = f"Undone by: {undo.title}"
        await note(tx, clock, actor, change_id, change.campaign_id, LogKind.UNDONE, text)
        await tell(tx, change, ChangeStatus.UNDONE)


async def given_up(tx: Transaction, actor: Actor, clock: Clock, change: Change) -> None:
    """Close a change that was given up, after what it had made is archived.

    Raises:
        Conflict: the change is not being applied.
    """
    now = await get_change(tx, change.id)
    require_step(now.status, ChangeStatus.REJECTED)
    await ChangeRepository(tx).set(
        change.id,
        status=ChangeStatus.REJECTED.value,
        giving_up=False,
        finished_at=clock.now(),
        waiting_until=None,
        waiting_reason=None,
    )
    await reopen_drift_of(tx, change.id)
    await audit.record(tx, actor, "change.given_up", "change", change.id)
    text = "Given up: what it had made on the platform is archived"
    await note(tx, clock, actor, change.id, change.campaign_id, LogKind.GIVEN_UP, text)
    await tell(tx, change, ChangeStatus.REJECTED)
    await events.publish(tx, "campaign.updated", change.campaign_id)
