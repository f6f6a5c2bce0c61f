"""A person decides about a proposal; an approved one is queued for the worker in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import RunState
from adwright.changes import service as changes
from adwright.changes.model.change import Change, Operation, Verdict
from adwright.changes.model.giving_up import left_undone, still_wanted
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.links import SignedLink
from adwright.changes.model.patch import nodes_of, values_of
from adwright.changes.model.steps import LEVEL_MADE
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope, Transaction
from adwright.core.errors import AdwrightError
from adwright.core.jobs import JobQueue

APPLY_TASK = "changes.apply"
WAKE_TASK = "changes.wake"
EXPIRE_TASK = "changes.expire"

# A person waits for this; a back-fill does not mind.
_PRIORITY = 10


async def queue_apply(tx: Transaction, jobs: JobQueue, change: Change) -> None:
    """Queue a change for the worker; changes of one ad account are applied one after another. Repeatable."""
    await jobs.defer(
        tx,
        APPLY_TASK,
        _arguments(tx, change),
        lock=f"apply:{change.ad_account_id}",
        queueing_lock=f"change:{change.id}",
        priority=_PRIORITY,
    )


async def queue_wake(tx: Transaction, jobs: JobQueue, change: Change, at: datetime) -> None:
    """Queue a change again at an instant (UTC). The waiting job holds no lock, so that it blocks nobody."""
    await jobs.defer(tx, WAKE_TASK, _arguments(tx, change), run_at=at, priority=_PRIORITY)


def _arguments(tx: Transaction, change: Change) -> dict[str, str]:
    return {"organization_id": str(tx.organization_id), "change_id": str(change.id)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change when several were decided; `refused` says why nothing did."""

    change: Change
    refused: AdwrightError | None


class DecideChange:
    """Decisions, each in the transaction of the request. No platform is called."""

    def __init__(self, database: Database, jobs: JobQueue, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock

    async def approve(
        self,
        tx: Transaction,
        actor: Actor,
        change_id: UUID,
        comment: str | None,
        *,
        leap_confirmed: bool = False,
    ) -> Change:
        """Approve a proposal. With the last approval it needs, its edits are desired, and it is applied.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not approve, or the approval does not count.
            Conflict: it does not wait for approval (any more), or a guardrail forbids it.
        """
        actor.require(Permission.APPROVE)
        change = await changes.approve(
            tx, actor, self._clock, change_id, comment, leap_confirmed=leap_confirmed
        )
        return await self._go_on(tx, change)

    async def pass_on(self, tx: Transaction, change: Change) -> Change:
        """Approve a new proposal for which the policy asks for nobody, and queue it. Repeatable."""
        return await self._go_on(tx, await changes.approve_if_nobody_is_needed(tx, self._clock, change))

    async def _go_on(self, tx: Transaction, change: Change) -> Change:
        if change.status is ChangeStatus.APPROVED:
            await _desire(tx, change)
            await queue_apply(tx, self._jobs, change)
        return change

    async def reject(self, tx: Transaction, actor: Actor, change_id: UUID, reason: str) -> Change:
        """Reject a proposal, or what waits and has done nothing, or failed and left nothing behind.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not approve.
            Invalid: there is no reason.
            Conflict: it is past rejecting.
        """
        actor.require(Permission.APPROVE)
        before = await changes.get_change(tx, change_id)
        change = await changes.reject(tx, actor, self._clock, change_id, reason)
        if before.status is not ChangeStatus.PROPOSED:
            await take_back_desired(tx, change, await changes.list_operations(tx, change.id))
        return change

    async def give_up(self, tx: Transaction, actor: Actor, change_id: UUID, reason: str) -> Change:
        """Give a failed change up in one step: the worker archives what it has made.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not approve.
            Invalid: there is no reason.
            Conflict: it has not failed.
        """
        actor.require(Permission.APPROVE)
        change = await changes.give_up(tx, actor, self._clock, change_id, reason)
        await queue_apply(tx, self._jobs, change)
        return change

    async def decide_by_link(
        self, tx: Transaction, signed: SignedLink, *, verdict: Verdict, name: str, comment: str | None
    ) -> Change:
        """Approve or reject by link; with the last approval it needs, the change is applied. Not repeatable.

        Raises:
            NotFound: the link does not exist (any more).
            Denied: by policy it does not count.
            Conflict: the link cannot be used (any more), or a guardrail forbids the change.
        """
        change = await changes.decide_by_link(
            tx, self._clock, signed, verdict=verdict, name=name, comment=comment
        )
        return await self._go_on(tx, change)

    async def decide_many(
        self,
        tx: Transaction,
        actor: Actor,
        change_ids: Sequence[UUID],
        *,
        verdict: Verdict,
        comment: str | None,
    ) -> Sequence[Outcome]:
        """Approve or reject several changes, each judged by itself: one refused does not keep the others.

        Raises:
            NotFound: one of the changes does not exist; then none is decided.
            Denied: the actor may not approve.
        """
        actor.require(Permission.APPROVE)
        for change_id in change_ids:
            await changes.get_change(tx, change_id)
        outcomes = {}
        # Always in the same order, so that two people who decide at once do not wait for each other.
        for change_id in sorted(change_ids):
            try:
                async with tx.savepoint():
                    if verdict is Verdict.APPROVED:
                        await self.approve(tx, actor, change_id, comment)
                    else:
                        await self.reject(tx, actor, change_id, comment or "")
                error = None
            except AdwrightError as refused:
                error = refused
            outcomes[change_id] = Outcome(await changes.get_change(tx, change_id), error)
        return [outcomes[change_id] for change_id in dict.fromkeys(change_ids)]

    async def retry(
        self, tx: Transaction, actor: Actor, change_id: UUID, *, leap_confirmed: bool = False
    ) -> Change:
        """Let a failed change go on where it stopped.

        One that stopped because the world had moved is put on the values as they are now, which the person
        has seen; it needs its approvals anew, of which this is one.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not approve.
            Conflict: there is nothing to try again.
        """
        actor.require(Permission.APPROVE)
        before = await changes.get_change(tx, change_id)
        if before.needs_a_look:
            campaign = await campaigns.load_desired(tx, before.campaign_id)
            observed = await campaigns.observed_of(tx, before.campaign_id)
            await changes.look_again(tx, actor, self._clock, before, campaign, observed)
        change = await changes.retry(tx, actor, self._clock, change_id, leap_confirmed=leap_confirmed)
        if change.status is ChangeStatus.PROPOSED:
            await take_back_desired(tx, change, await changes.list_operations(tx, change.id))
        elif change.status is not ChangeStatus.FAILED:
            await _desire(tx, change)
            await queue_apply(tx, self._jobs, change)
        return change

    async def wake(self, organization_id: UUID, change_id: UUID) -> None:
        """Queue a change that has waited for the platform. Repeatable."""
        async with self._database.transaction(TenantScope(organization_id)) as tx:
            change = await changes.get_change(tx, change_id)
            if change.status in (ChangeStatus.APPROVED, ChangeStatus.APPLYING):
                await queue_apply(tx, self._jobs, change)

    async def expire(self) -> int:
        """Close every proposal whose time is over, in all organizations; return how many. Repeatable."""
        async with self._database.transaction(SystemScope()) as tx:
            organizations = await changes.organizations_with_overdue(tx, self._clock.now())
        closed = 0
        for organization_id in organizations:
            actor = Actor.system(organization_id, "Expiry of proposals")
            async with self._database.transaction(TenantScope(organization_id)) as tx:
                closed += await changes.expire_overdue(tx, actor, self._clock)
        return closed


async def take_back_desired(tx: Transaction, change: Change, operations: Sequence[Operation]) -> None:
    """Let everything that a closed change did not come to be desired as it was before. Repeatable."""
    made = {each.node_id for each in operations if each.action in LEVEL_MADE and each.external_id is not None}
    if change.kind is ChangeKind.LAUNCH:
        if not made:
            await campaigns.back_to_draft(tx, change.campaign_id)
        return
    await _take_back_edits(tx, change, operations)
    archived = {"state": RunState.ARCHIVED}
    for level, node_id in reversed(change.patch.new_nodes()):
        if node_id in made:
            await campaigns.set_desired(tx, level, node_id, archived)
        else:
            await campaigns.remove_unmade(tx, level, node_id)


async def _take_back_edits(tx: Transaction, change: Change, operations: Sequence[Operation]) -> None:
    """Let what was not edited be desired as before, unless a newer change has set it since."""
    before = await changes.desired_before(tx, change.id)
    if before is None:
        return
    desired = await campaigns.load_desired(tx, change.campaign_id)
    observed = await campaigns.observed_of(tx, change.campaign_id)
    for edit, values in left_undone(change.patch.edits, operations):
        stale = still_wanted(edit, values, desired, observed)
        was = before[edit.node.id].only(stale)
        await campaigns.set_desired(tx, edit.node.level, edit.node.id, was.as_fields())
    await changes.keep_desired_before(tx, change.id, None)


async def _desire(tx: Transaction, change: Change) -> None:
    """Let what an approved change edits and adds be desired from now on. Repeatable."""
    patch = change.patch
    if patch.edits and await changes.desired_before(tx, change.id) is None:
        campaign = await campaigns.load_desired(tx, change.campaign_id)
        nodes = {node.id: node for _, node in nodes_of(campaign)}
        before = {edit.node.id: values_of(nodes[edit.node.id].fields, edit.wanted) for edit in patch.edits}
        await changes.keep_desired_before(tx, change.id, before)
    for edit in patch.edits:
        await campaigns.set_desired(tx, edit.node.level, edit.node.id, edit.wanted.as_fields())
    if patch.new_ad_groups:
        await campaigns.add_ad_groups(tx, change.campaign_id, patch.new_ad_groups)
    if patch.new_ads:
        await campaigns.add_ads(tx, change.campaign_id, [(new.ad_group_id, new.ad) for new in patch.new_ads])
