"""A person decides about a change: approve, reject, try again; and what nobody decides in time expires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns.model import DesiredCampaign, ObservedNode
from adwright.changes.model.change import Change, LogKind, Verdict
from adwright.changes.model.giving_up import edits_to_come
from adwright.changes.model.life import ChangeStatus, require_step
from adwright.changes.model.patch import looked_at_again
from adwright.changes.model.policy import Approval, lifetime_days
from adwright.changes.model.steps import LEVEL_MADE
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.coding import (
    diff_json,
    patch_json,
    values_by_node_json,
)
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.service.approving import (
    approval_of,
    has_all_approvals,
    missing_approvals,
    require_helpful,
)
from adwright.changes.service.drift import reopen_drift_of
from adwright.changes.service.guarding import judge_patch, judged_anew, strike_out
from adwright.changes.service.reading import get_change, has_begun
from adwright.changes.service.settings import policies_for
from adwright.changes.service.telling import decided, note, tell
from adwright.changes.service.wording import diff_of
from adwright.changes.values import Values
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid


async def approve(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change_id: UUID,
    comment: str | None,
    *,
    leap_confirmed: bool = False,
) -> Change:
    """Add an approval to a proposal; with the last one that it needs, it is approved. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Denied: by policy the actor's approval does not count.
        Conflict: it does not wait for approval (any more), its time is over, the actor has approved it
            already, or a guardrail forbids it by now.
    """
    change = await lock_proposal(tx, clock, change_id)
    approval = approval_of(actor, leap_confirmed=leap_confirmed)
    return await accept(tx, actor, clock, change, approval, comment)


async def lock_proposal(tx: Transaction, clock: Clock, change_id: UUID) -> Change:
    """Lock a change that waits for approval, until the transaction ends. Repeatable.

    Raises:
        NotFound: there is no such change.
        Conflict: it does not wait for approval (any more), or its time is over.
    """
    change = await _locked(tx, change_id)
    require_step(change.status, ChangeStatus.APPROVED)
    if change.status is not ChangeStatus.PROPOSED:
        raise Conflict("This change failed. Try it again instead of approving it.", code="change_failed")
    if change.expires_at <= clock.now():
        raise Conflict("The time to approve this change is over. Propose it again.", code="change_expired")
    return change


async def accept(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    approval: Approval,
    comment: str | None,
    *,
    link_id: UUID | None = None,
) -> Change:
    """Add an approval to a locked proposal. Not repeatable.

    Raises:
        Denied: by policy it does not count.
        Conflict: it was given already, or a guardrail forbids the change by now.
    """
    change = await judged_anew(tx, clock, change)
    await require_helpful(tx, change, approval)
    await decided(tx, actor, clock, change, Verdict.APPROVED, comment, approval, link_id=link_id)
    if await has_all_approvals(tx, change):
        await ChangeRepository(tx).set(change.id, status=ChangeStatus.APPROVED.value)
    now = await get_change(tx, change.id)
    await tell(tx, now, now.status)
    return now


async def approve_if_nobody_is_needed(tx: Transaction, clock: Clock, change: Change) -> Change:
    """Approve a new proposal for which the policy asks for nobody. Repeatable."""
    if change.status is not ChangeStatus.PROPOSED or not await has_all_approvals(tx, change):
        return change
    actor = Actor.system(tx.organization_id, "Approval policy")
    approval = approval_of(actor, leap_confirmed=False)
    await decided(tx, actor, clock, change, Verdict.APPROVED, "It needs nobody.", approval)
    await ChangeRepository(tx).set(change.id, status=ChangeStatus.APPROVED.value)
    await tell(tx, change, ChangeStatus.APPROVED)
    return await get_change(tx, change.id)


async def reject(tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, reason: str) -> Change:
    """Reject a proposal, or what waits and has done nothing; or give a failed change up. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Invalid: there is no reason.
        Conflict: it is past rejecting, or a failed launch has left a campaign on the platform.
    """
    if not reason.strip():
        raise Invalid("Say why, so that the author knows what to do differently.", code="reason_missing")
    change = await _locked(tx, change_id)
    return await turn_down(tx, actor, clock, change, approval_of(actor, leap_confirmed=False), reason)


async def turn_down(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    approver: Approval,
    reason: str,
    *,
    link_id: UUID | None = None,
) -> Change:
    """Reject a locked change. Not repeatable.

    What is being applied is rejected only while it waits and has done nothing: then nobody works on it.

    Raises:
        Conflict: it is past rejecting, or a failed launch has left a campaign on the platform.
    """
    require_step(change.status, ChangeStatus.REJECTED)
    if change.status is ChangeStatus.FAILED and await _left_something(tx, change):
        raise Conflict(
            "Part of this is on the platform already. Try again, or give it up: what was made is archived.",
            code="change_half_made",
        )
    if change.status is ChangeStatus.APPLYING and (change.waiting is None or await has_begun(tx, change.id)):
        raise Conflict(
            "This change is being applied. To hold it where it is, stop all changes under Guardrails.",
            code="change_applying",
        )
    await ChangeRepository(tx).set(
        change.id,
        status=ChangeStatus.REJECTED.value,
        finished_at=clock.now(),
        waiting_until=None,
        waiting_reason=None,
    )
    await strike_out(tx, change.id)
    await reopen_drift_of(tx, change.id)
    await decided(tx, actor, clock, change, Verdict.REJECTED, reason, approver, link_id=link_id)
    await tell(tx, change, ChangeStatus.REJECTED)
    return await get_change(tx, change.id)


async def give_up(tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, reason: str) -> Change:
    """Give a failed change up: what it has made is to be archived, what it has edited stays. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Invalid: there is no reason.
        Conflict: it has not failed.
    """
    if not reason.strip():
        raise Invalid("Say why, so that the author knows what to do differently.", code="reason_missing")
    change = await _locked(tx, change_id)
    if change.status is not ChangeStatus.FAILED:
        raise Conflict("Only a change that failed is given up.", code=f"change_{change.status.value}")
    values = {"status": ChangeStatus.APPROVED.value, "giving_up": True, "failure": None, "finished_at": None}
    await ChangeRepository(tx).set(change_id, **values)
    await OperationRepository(tx).forget_failures(change_id)
    approval = approval_of(actor, leap_confirmed=False)
    await decided(tx, actor, clock, change, Verdict.GIVEN_UP, reason, approval)
    await tell(tx, change, ChangeStatus.APPROVED)
    return await get_change(tx, change_id)


async def retry(
    tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, *, leap_confirmed: bool = False
) -> Change:
    """Let a failed change go on where it stopped, or one that waits go on now. Repeatable while it waits.

    Trying again approves the change as it is now. That may not be enough: because it was put on other values
    than were approved, or because the policy asks for more by now. Then it is proposed anew; one that is half
    done stays failed, until enough people have tried it again.

    Raises:
        NotFound: there is no such change.
        Conflict: there is nothing to try again.
    """
    change = await _locked(tx, change_id)
    approval = approval_of(actor, leap_confirmed=leap_confirmed)
    repository = ChangeRepository(tx)
    await repository.set(change_id, waiting_until=None, waiting_reason=None)
    await OperationRepository(tx).forget_failures(change_id)
    if change.status is ChangeStatus.APPLYING:
        await decided(tx, actor, clock, change, Verdict.RETRIED, None, approval)
        await tell(tx, change, ChangeStatus.APPROVED)
        return await get_change(tx, change_id)
    require_step(change.status, ChangeStatus.APPROVED)
    if change.status is not ChangeStatus.FAILED:
        raise Conflict("This change has not been approved yet.", code="change_proposed")
    await _refuse_beside_another(tx, change)
    await decided(tx, actor, clock, change, Verdict.RETRIED, None, approval)
    missing = await missing_approvals(tx, change)
    if missing and await has_begun(tx, change_id):
        # What is half done goes on or is given up; it is never rejected or expires as if nothing were there.
        text = f"It goes on when it has what it needs by now: {'; '.join(missing)}"
        await note(tx, clock, actor, change_id, change.campaign_id, LogKind.WAITING, text)
        await tell(tx, change, ChangeStatus.FAILED)
        return await get_change(tx, change_id)
    if missing:
        await _propose_anew(tx, clock, change)
        return await get_change(tx, change_id)
    await repository.set(change_id, status=ChangeStatus.APPROVED.value, failure=None, finished_at=None)
    await tell(tx, change, ChangeStatus.APPROVED)
    return await get_change(tx, change_id)


async def back_to_approval(
    tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, reason: str
) -> Change:
    """Let a change that has lost an approval before it did anything wait for another. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Conflict: it is not being applied.
    """
    change = await _locked(tx, change_id)
    require_step(change.status, ChangeStatus.PROPOSED)
    await strike_out(tx, change_id)
    await _propose_anew(tx, clock, change)
    await audit.record(tx, actor, "change.back_to_approval", "change", change_id, why=reason)
    await note(tx, clock, actor, change_id, change.campaign_id, LogKind.WAITING, reason)
    return await get_change(tx, change_id)


async def _propose_anew(tx: Transaction, clock: Clock, change: Change) -> None:
    """Let a change wait for approval once more, for as long as a new one would."""
    await ChangeRepository(tx).set(
        change.id,
        status=ChangeStatus.PROPOSED.value,
        failure=None,
        finished_at=None,
        expires_at=await _expiry(tx, clock, change),
    )
    await tell(tx, change, ChangeStatus.PROPOSED)


async def _expiry(tx: Transaction, clock: Clock, change: Change) -> datetime:
    lifetime = timedelta(days=lifetime_days(await policies_for(tx, change.advertiser_id)))
    return max(change.expires_at, clock.now() + lifetime)


async def look_again(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    change: Change,
    campaign: DesiredCampaign,
    observed: Mapping[UUID, ObservedNode],
) -> None:
    """Put a change on the values observed now, because a person has seen that they moved. Repeatable.

    It is another version then, which earlier approvals do not count for.
    """
    operations = await OperationRepository(tx).of_change(change.id)
    patch = looked_at_again(change.patch, edits_to_come(change.patch.edits, operations), observed)
    lines = await diff_of(tx, patch, campaign)
    judged = await judge_patch(tx, clock, change.campaign_id, patch, change.id)
    await ChangeRepository(tx).set(
        change.id,
        patch=patch_json(patch),
        diff=diff_json(lines),
        **judged.columns(),
        expires_at=await _expiry(tx, clock, change),
    )
    before = {"diff": [f"{line.node}: {line.before} → {line.after}" for line in change.diff]}
    after = {"diff": [f"{line.node}: {line.before} → {line.after}" for line in lines]}
    await audit.record(tx, actor, "change.looked_again", "change", change.id, before=before, after=after)


async def keep_desired_before(
    tx: Transaction, change_id: UUID, values: Mapping[UUID, Values] | None
) -> None:
    """Keep what an approved change's nodes should have been before; None forgets it. Repeatable."""
    await ChangeRepository(tx).set(change_id, desired_before=values_by_node_json(values))


async def comment_on(tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, text: str) -> None:
    """Add a comment to a change. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Denied: the actor may neither build nor approve.
    """
    if not actor.may(Permission.BUILD):
        actor.require(Permission.APPROVE)
    change = await get_change(tx, change_id)
    await audit.record(tx, actor, "change.commented", "change", change_id, after={"comment": text})
    await note(tx, clock, actor, change_id, change.campaign_id, LogKind.COMMENTED, text)
    await tell(tx, change, change.status)


async def organizations_with_overdue(tx: Transaction, now: datetime) -> Sequence[UUID]:
    """Return the organizations that have proposals whose time is over; needs the system scope. Repeatable."""
    return await ChangeRepository(tx).organizations_with_overdue(now)


async def expire_overdue(tx: Transaction, actor: Actor, clock: Clock) -> int:
    """Close the organization's proposals whose time is over; return how many. Repeatable."""
    repository = ChangeRepository(tx)
    overdue = await repository.overdue(clock.now())
    for change_id in overdue:
        change = await _locked(tx, change_id)
        if change.status is not ChangeStatus.PROPOSED:
            continue
        await repository.set(change_id, status=ChangeStatus.EXPIRED.value, finished_at=clock.now())
        await reopen_drift_of(tx, change_id)
        await audit.record(tx, actor, "change.expired", "change", change_id)
        text = "Nobody approved it in time; it has expired."
        await note(tx, clock, actor, change_id, change.campaign_id, LogKind.EXPIRED, text)
        await tell(tx, change, ChangeStatus.EXPIRED)
    return len(overdue)


async def _locked(tx: Transaction, change_id: UUID) -> Change:
    await ChangeRepository(tx).lock(change_id)
    return await get_change(tx, change_id)


async def _left_something(tx: Transaction, change: Change) -> bool:
    """Say whether a change has made a node on the platform, or may have."""
    made = await OperationRepository(tx).outline(change.id)
    return any(
        each.action in LEVEL_MADE and (each.external_id is not None or each.asked_at is not None)
        for each in made
    )


async def _refuse_beside_another(tx: Transaction, change: Change) -> None:
    other = await ChangeRepository(tx).latest(change.campaign_id, kind=change.kind)
    if other is not None:
        raise Conflict(
            f"A newer change of the same kind is open: change {other.id}. Decide about that one.",
            code="change_open",
        )
