"""An approved change is carried out on its platform, exactly once, whatever happens in between.

Each operation's intent is stored before its call and its answer after, in short transactions;
none is open while the platform is called. What may have happened without its answer reaching us is looked up
before it is made again. Everything is made paused, and the campaign is switched on last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CampaignStatus, ObservedNode, RunState
from adwright.changes import service as changes
from adwright.changes.model.agenda import BATCH_FROM
from adwright.changes.model.change import MOVED, Change, Claimed, Failure, Operation
from adwright.changes.model.giving_up import archiving_of, edits_to_come
from adwright.changes.model.guardrails import Finding, passes_at
from adwright.changes.model.life import ChangeKind, OperationStatus
from adwright.changes.model.patch import NodeRef
from adwright.changes.model.read_back import Mismatch, ReadBack, is_as_proposed, why_not_as_proposed
from adwright.changes.model.steps import ImageStep
from adwright.changes.model.trouble import MOST_ATTEMPTS, as_upstream, may_pass, wait_seconds
from adwright.changes.ports import Executor
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, NotFound, ReconnectNeeded, Upstream
from adwright.core.jobs import JobQueue
from adwright.creatives.ports import Store
from adwright.insights import service as insights
from adwright.journeys.carry_out import Carrier, Made, Pause, Trouble, Work
from adwright.journeys.decide_change import queue_wake, take_back_desired
from adwright.journeys.platform import Platforms
from adwright.journeys.refused_token import remember_refusal
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Level, Provider

_LOOK_AGAIN_SECONDS = 1.5
_BESIDE_ANOTHER = timedelta(seconds=10)
_READS = 3

_STATUS_OF = {
    RunState.ACTIVE: CampaignStatus.LIVE,
    RunState.PAUSED: CampaignStatus.PAUSED,
    RunState.ARCHIVED: CampaignStatus.ARCHIVED,
}


class ApplyChange:
    """Applies one change per run; a run that dies or waits is continued by the next. Repeatable."""

    carrier = Carrier

    def __init__(
        self,
        database: Database,
        platforms: Platforms,
        keyring: KeyRing,
        store: Store,
        jobs: JobQueue,
        clock: Clock,
        *,
        at_once: int = 4,
        in_batches: bool = True,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._jobs = jobs
        self._clock = clock
        self._at_once = at_once
        self._pause = pause
        self._carrier = self.carrier(
            database, store, clock, at_once=at_once, in_batches=in_batches, pause=pause
        )

    async def run(self, organization_id: UUID, change_id: UUID) -> None:
        """Carry an approved change out, or go on with one that was begun. Does nothing for any other.

        Trouble with the platform does not raise: the change waits, or stops and says why. A worker that was
        taken for dead and still works on it is left alone; the change comes back later.
        """
        scope = TenantScope(organization_id)
        async with self._database.alone(f"change:{change_id}") as alone:
            if alone:
                await self._run_alone(scope, change_id)
                return
        async with self._database.transaction(scope) as tx:
            later = self._clock.now() + _BESIDE_ANOTHER
            await queue_wake(tx, self._jobs, await changes.get_change(tx, change_id), later)

    async def _run_alone(self, scope: TenantScope, change_id: UUID) -> None:
        actor = Actor.system(scope.organization_id, "Adwright")
        async with self._database.transaction(scope) as tx:
            change = await changes.start(tx, self._clock, change_id)
        if change is None or await self._lost_approval(scope, actor, change):
            return
        try:
            async with self._database.transaction(scope) as tx:
                access = await accounts.account_access(tx, change.ad_account_id, self._keyring)
                effect = None if change.giving_up else await changes.effect_of_change(tx, self._clock, change)
            executor = self._executor(access.provider)
        except AdwrightError as error:
            await self._stop(scope, actor, change, Failure(error.code, error.message, {}))
            return
        can = capabilities_of(access.provider.platform)
        work = Work(scope, actor, change, access, executor, can, effect)
        try:
            if change.giving_up:
                await self._give_up(work)
            elif await self._as_proposed(work) and await self._carried_out(work):
                await self._read_back(work)
        except AdwrightError as error:
            await self._reading_failed(work, as_upstream(error))

    async def _lost_approval(self, scope: TenantScope, actor: Actor, change: Change) -> bool:
        """Say whether a change lacks an approval by now; then it waits for one.

        Somebody who approved it may have left since, or the policy may ask for more. What is half done stays
        so until enough people have tried it again.
        """
        if change.giving_up:
            return False
        async with self._database.transaction(scope) as tx:
            missing = await changes.missing_approvals(tx, change)
            if not missing:
                return False
            reason = f"It waits for approval again. It needs: {'; '.join(missing)}."
            begun = await changes.has_begun(tx, change.id)
            if not begun:
                await changes.back_to_approval(tx, actor, self._clock, change.id, reason)
                await take_back_desired(tx, change, await changes.list_operations(tx, change.id))
        if begun:
            await self._stop(scope, actor, change, Failure(changes.APPROVAL_MISSING, reason, {}))
        return True

    def _executor(self, provider: Provider) -> Executor:
        try:
            return self._platforms[provider].executor
        except KeyError:
            raise NotFound(f"This installation has no {provider.value} platform set up.") from None

    async def _as_proposed(self, work: Work) -> bool:
        """Read what is about to be changed; when it moved since the proposal, stop for a person to look.

        What was done already has moved by our own hand; a change may have waited for hours for the rest.
        """
        async with self._database.transaction(work.scope) as tx:
            operations = await changes.list_operations(tx, work.change.id)
        edits = edits_to_come(work.change.patch.edits, operations)
        if not edits:
            return True
        seen_at = self._clock.now()
        found = await self._read(work, [edit.node for edit in edits])
        otherwise = [edit for edit in edits if not is_as_proposed(edit, found[edit.node.id])]
        if not otherwise:
            return True
        async with self._database.transaction(work.scope) as tx:
            await self._remember(tx, work, found, seen_at)
            desired = await campaigns.load_desired(tx, work.change.campaign_id)
            names = await changes.names_of(tx, desired, of_ads=work.change.patch.shows_ads)
        reason = why_not_as_proposed(otherwise, found, names)
        await self._stop(work.scope, work.actor, work.change, Failure(MOVED, reason, {}))
        return False

    async def _carried_out(self, work: Work, *, only: frozenset[str] | None = None) -> bool:
        """Carry the operations out; False when the change has to wait or to stop."""
        carried = await self._carrier.carry_out(work, only=only)
        if carried.troubles:
            await self._wait_or_stop(work, carried.troubles)
        elif carried.forbidden:
            await self._hold_back(work, carried.forbidden)
        return not carried.troubles and not carried.forbidden

    async def _hold_back(self, work: Work, forbidden: Sequence[Finding]) -> None:
        """Let what passes by time wait for its time; stop everything else for a person."""
        reason = " ".join(each.text for each in forbidden)
        passing = passes_at(forbidden)
        if passing is None:
            await self._stop(work.scope, work.actor, work.change, Failure(changes.GUARDRAIL, reason, {}))
            return
        async with self._database.transaction(work.scope) as tx:
            until = await changes.our_time(tx, work.change, passing)
            await changes.wait(tx, work.actor, self._clock, work.change, until, reason)
            await queue_wake(tx, self._jobs, work.change, until)

    async def _wait_or_stop(self, work: Work, troubles: Sequence[Trouble]) -> None:
        final = next((each for each in troubles if each.final), None)
        if final is None:
            longest = max(troubles, key=lambda each: wait_seconds(each.error, each.operation.attempts))
            attempts = longest.operation.attempts
            await self._wait(work, wait_seconds(longest.error, attempts), longest.error.message)
            return
        error = final.error
        if isinstance(error, ReconnectNeeded):
            await self._remember_refusal(work, error)
        message = f"{final.operation.title}: {error.message} {_what_stands(work.change)}"
        await self._stop(
            work.scope, work.actor, work.change, Failure(error.code, message, dict(error.details))
        )

    async def _remember_refusal(self, work: Work, error: ReconnectNeeded) -> None:
        await remember_refusal(self._database, work.scope, work.access.connection_id, error, self._clock)

    async def _wait(self, work: Work, seconds: float, reason: str) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._database.transaction(work.scope) as tx:
            await changes.wait(tx, work.actor, self._clock, work.change, until, reason)
            await queue_wake(tx, self._jobs, work.change, until)

    async def _stop(self, scope: TenantScope, actor: Actor, change: Change, failure: Failure) -> None:
        async with self._database.transaction(scope) as tx:
            await changes.stop(tx, actor, self._clock, change, failure)
            if change.kind is ChangeKind.LAUNCH:
                await campaigns.set_status(tx, change.campaign_id, CampaignStatus.ERROR, failure.message)

    async def _reading_failed(self, work: Work, error: Upstream) -> None:
        """The platform could not be read, before or after: wait; at last stop, or close without reading."""
        async with self._database.transaction(work.scope) as tx:
            tries = await changes.count_read(tx, work.change.id)
            done = (await changes.get_change(tx, work.change.id)).progress
        if may_pass(error) and tries < MOST_ATTEMPTS:
            await self._wait(work, wait_seconds(error, tries), error.message)
            return
        if isinstance(error, ReconnectNeeded):
            await self._remember_refusal(work, error)
        if done.done == done.total:
            unread = Mismatch(Level.CAMPAIGN, work.change.title, "read-back", "read", error.message)
            await self._finish(work, {}, (unread,), self._clock.now(), {})
            return
        failure = Failure(error.code, error.message, dict(error.details))
        await self._stop(work.scope, work.actor, work.change, failure)

    async def _read_back(self, work: Work) -> None:
        """Compare what the platform has now with what was asked, and close the change."""
        async with self._database.transaction(work.scope) as tx:
            campaign = await campaigns.load_desired(tx, work.change.campaign_id)
            operations = await changes.list_operations(tx, work.change.id)
            names = await changes.names_of(tx, campaign, of_ads=work.change.patch.shows_ads)
        images = {
            each.step.asset_id: each.external_id
            for each in operations
            if isinstance(each.step, ImageStep) and each.external_id is not None
        }
        judge = ReadBack(work.change.patch, campaign, images, names)
        nodes = judge.nodes()
        seen_at = self._clock.now()
        found = await self._read(work, nodes)
        for round_number in range(1, _READS):
            different = [node for node in nodes if judge.compare(node, found[node.id])]
            if not different:
                break
            # A read shortly after a write may show what was before it.
            await self._pause(_LOOK_AGAIN_SECONDS * round_number)
            found |= await self._read(work, different)
        mismatches = [each for node in nodes for each in judge.compare(node, found[node.id])]
        await self._finish(work, found, mismatches, seen_at, judge.images_of_ads())

    async def _read(self, work: Work, nodes: Sequence[NodeRef]) -> dict[UUID, ObservedNode | None]:
        """Read nodes, in batches where there are many and the platform has them."""
        size = work.can.batch_size if len(nodes) >= BATCH_FROM else 1
        places = asyncio.Semaphore(self._at_once)

        async def read(portion: Sequence[NodeRef]) -> Sequence[ObservedNode | None]:
            async with places:
                if len(portion) == 1:
                    [node] = portion
                    return [await work.executor.read(work.access, node.level, node.external_id or "")]
                wanted = [(node.level, node.external_id or "") for node in portion]
                return await work.executor.read_batch(work.access, wanted)

        portions = [nodes[start : start + size] for start in range(0, len(nodes), size)]
        observed = await asyncio.gather(*(read(portion) for portion in portions))
        return dict(zip([node.id for node in nodes], chain.from_iterable(observed), strict=True))

    async def _finish(
        self,
        work: Work,
        found: Mapping[UUID, ObservedNode | None],
        mismatches: Sequence[Mismatch],
        seen_at: datetime,
        images: Mapping[UUID, str],
    ) -> None:
        change = work.change
        async with self._database.transaction(work.scope) as tx:
            if change.kind is ChangeKind.LAUNCH:
                on = {"state": RunState.ACTIVE}
                await campaigns.set_desired(tx, Level.CAMPAIGN, change.campaign_id, on)
                await campaigns.set_status(tx, change.campaign_id, CampaignStatus.LIVE)
                await insights.request_sync(
                    tx, self._jobs, self._clock, change.ad_account_id, reason="launched", days=1
                )
            for edit in change.patch.edits:
                if edit.node.level is Level.CAMPAIGN and edit.wanted.state is not None:
                    await campaigns.set_status(tx, edit.node.id, _STATUS_OF[edit.wanted.state])
            await campaigns.set_images_of_ads(tx, images)
            await self._remember(tx, work, found, seen_at)
            await changes.finish(tx, work.actor, self._clock, change, mismatches)
            await self._close_drift(tx, change.campaign_id)
            await accounts.mark_connection_good(tx, work.access.connection_id, self._clock)

    async def _close_drift(self, tx: Transaction, campaign_id: UUID) -> None:
        """What was edited outside and has just been set by a change is no drift any more."""
        desired = await campaigns.load_desired(tx, campaign_id)
        observed = await campaigns.observed_of(tx, campaign_id)
        await changes.close_drift_that_is_over(tx, self._clock, desired, observed)

    async def _remember(
        self,
        tx: Transaction,
        work: Work,
        found: Mapping[UUID, ObservedNode | None],
        seen_at: datetime,
    ) -> None:
        nodes = [node for node in found.values() if node is not None]
        await campaigns.record_observed_nodes(tx, work.change.ad_account_id, nodes, seen_at=seen_at)

    async def _give_up(self, work: Work) -> None:
        """Archive what a failed change made, and let what it did not come to be as it was."""
        operations = await self._settled(work)
        archiving = archiving_of(work.change.id, operations)
        async with self._database.transaction(work.scope) as tx:
            await changes.add_operations(tx, work.change.id, archiving)
        if not await self._carried_out(work, only=frozenset(each.key for each in archiving)):
            return
        seen_at = self._clock.now()
        found = await self._read_if_it_can_be(work, [edit.node for edit in work.change.patch.edits])
        async with self._database.transaction(work.scope) as tx:
            await self._remember(tx, work, found, seen_at)
            await take_back_desired(tx, work.change, operations)
            if work.change.kind is ChangeKind.LAUNCH and archiving:
                campaign_id, archived = work.change.campaign_id, {"state": RunState.ARCHIVED}
                await campaigns.set_desired(tx, Level.CAMPAIGN, campaign_id, archived)
                await campaigns.set_status(tx, campaign_id, CampaignStatus.ARCHIVED)
            await changes.given_up(tx, work.actor, self._clock, work.change)

    async def _read_if_it_can_be(
        self, work: Work, nodes: Sequence[NodeRef]
    ) -> Mapping[UUID, ObservedNode | None]:
        """Read nodes; nothing when the platform cannot be read now, as the next import will."""
        try:
            return await self._read(work, nodes)
        except AdwrightError:
            return {}

    async def _settled(self, work: Work) -> Sequence[Operation]:
        """Find out what became of every call whose answer was lost; return the change's operations."""
        async with self._database.transaction(work.scope) as tx:
            operations = await changes.list_operations(tx, work.change.id)
        made = {each.key: each.external_id for each in operations if each.external_id is not None}
        for operation in operations:
            if operation.status is OperationStatus.DONE or operation.asked_at is None:
                continue
            found = await self._carrier.look_up(work, Claimed(operation, operation.asked_at), made)
            async with self._database.transaction(work.scope) as tx:
                if found is None:
                    await changes.surely_not_done(tx, operation)
                    continue
                cost = work.can.read_cost
                outcome = Made(found, found=True, cost=cost)
                await self._carrier.store(tx, work, operation, outcome, 0)
            made[operation.key] = found
        async with self._database.transaction(work.scope) as tx:
            return await changes.list_operations(tx, work.change.id)


def _what_stands(change: Change) -> str:
    if change.kind is ChangeKind.LAUNCH:
        return "Nothing runs: what was made so far is paused. Put it right, then try again; it goes on here."
    return "Put it right, then try again."
