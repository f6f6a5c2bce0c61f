"""An approved change is carried out on its platform, exactly once, whatever happens in between.

Each operation's intent is stored before its call and its answer after, in short transactions of their own;
none is open while the platform is called. What may have happened without its answer reaching us is looked up
before it is made again. Everything is made paused, and the campaign is switched on last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import AccountAccess
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CampaignStatus, ObservedNode, RunState
from adwright.changes import service as changes
from adwright.changes.model.change import MOVED, Change, Claimed, Failure, Operation
from adwright.changes.model.life import ChangeKind, OperationStatus
from adwright.changes.model.patch import NodeRef
from adwright.changes.model.read_back import Mismatch, compare, nodes_to_read, why_not_as_proposed
from adwright.changes.model.steps import KIND_OF, ImageStep, call_of, tag_of
from adwright.changes.model.trouble import MOST_ATTEMPTS, as_upstream, may_pass, wait_seconds
from adwright.changes.ports import Executor
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, NotFound, ReconnectNeeded, Upstream
from adwright.core.jobs import JobQueue
from adwright.creatives import service as creatives
from adwright.creatives.ports import Store
from adwright.insights import service as insights
from adwright.journeys.decide_change import queue_wake
from adwright.journeys.platform import Platforms
from adwright.journeys.refused_token import remember_refusal
from adwright.platforms.model import Level, Provider

# A read shortly after a write may not see it yet: only after so long is "not there" believed.
SETTLED_AFTER = timedelta(seconds=5)
_LOOK_AGAIN_SECONDS = 1.5
_BESIDE_ANOTHER = timedelta(seconds=10)
_READS = 3

Pause = Callable[[float], Awaitable[None]]

_STATUS_OF = {
    RunState.ACTIVE: CampaignStatus.LIVE,
    RunState.PAUSED: CampaignStatus.PAUSED,
    RunState.ARCHIVED: CampaignStatus.ARCHIVED,
}


@dataclass(frozen=True, slots=True)
class _Work:
    """What one run works on."""

    scope: TenantScope
    actor: Actor
    change: Change
    access: AccountAccess
    executor: Executor


@dataclass(frozen=True, slots=True)
class _Trouble:
    """An operation that went wrong; `final` when only a person can help."""

    operation: Operation
    error: Upstream
    final: bool


class ApplyChange:
    """Applies one change per run; a run that dies or waits is continued by the next. Repeatable."""

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
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._at_once = at_once
        self._pause = pause

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
        if change is None:
            return
        try:
            async with self._database.transaction(scope) as tx:
                access = await accounts.account_access(tx, change.ad_account_id, self._keyring)
            executor = self._executor(access.provider)
        except AdwrightError as error:
            await self._stop(scope, actor, change, Failure(error.code, error.message, {}))
            return
        work = _Work(scope, actor, change, access, executor)
        try:
            if await self._as_proposed(work) and await self._carry_out(work):
                await self._read_back(work)
        except AdwrightError as error:
            await self._reading_failed(work, as_upstream(error))

    def _executor(self, provider: Provider) -> Executor:
        try:
            return self._platforms[provider].executor
        except KeyError:
            raise NotFound(f"This installation has no {provider.value} platform set up.") from None

    async def _as_proposed(self, work: _Work) -> bool:
        """Read what is about to be changed; when it moved since the proposal, stop for a person to look."""
        if not work.change.patch.edits or await self._begun(work):
            return True
        seen_at = self._clock.now()
        found = await self._read(work, [edit.node for edit in work.change.patch.edits])
        reasons = [
            reason
            for edit in work.change.patch.edits
            if (reason := why_not_as_proposed(edit, found[edit.node.id])) is not None
        ]
        if not reasons:
            return True
        async with self._database.transaction(work.scope) as tx:
            await self._remember(tx, work, found, seen_at)
        message = " ".join(reasons) + " Look at the values as they are now, then try again."
        await self._stop(work.scope, work.actor, work.change, Failure(MOVED, message, {}))
        return False

    async def _begun(self, work: _Work) -> bool:
        """Say whether any operation may have had an effect already: then the world moved by our own hand."""
        async with self._database.transaction(work.scope) as tx:
            operations = await changes.list_operations(tx, work.change.id)
        return any(each.status is OperationStatus.DONE or each.asked_at is not None for each in operations)

    async def _carry_out(self, work: _Work) -> bool:
        """Call whatever is ready, some at once, until all is done; False when it has to wait or to stop."""
        lanes: dict[asyncio.Task[_Trouble | None], UUID] = {}
        troubles: list[_Trouble] = []
        try:
            while True:
                if not troubles and len(lanes) < self._at_once:
                    await self._fill(work, lanes)
                if not lanes:
                    break
                done, _ = await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
                for lane in done:
                    del lanes[lane]
                    trouble = lane.result()
                    if trouble is not None:
                        troubles.append(trouble)
        except asyncio.CancelledError:
            # The worker is asked to stop: what is cut off here is looked up by the next run.
            for lane in lanes:
                lane.cancel()
            raise
        finally:
            await asyncio.gather(*lanes, return_exceptions=True)
        if troubles:
            await self._wait_or_stop(work, troubles)
        return not troubles

    async def _fill(self, work: _Work, lanes: dict[asyncio.Task[_Trouble | None], UUID]) -> None:
        """Store the intents of the next operations, then begin their calls."""
        async with self._database.transaction(work.scope) as tx:
            claimed, made = await changes.claim(
                tx,
                self._clock,
                work.change.id,
                at_most=self._at_once - len(lanes),
                under_way=frozenset(lanes.values()),
            )
        for each in claimed:
            lanes[asyncio.create_task(self._one(work, each, made))] = each.operation.id

    async def _one(self, work: _Work, claimed: Claimed, made: Mapping[str, str]) -> _Trouble | None:
        """Find again or make one object, and store what came of it."""
        operation = claimed.operation
        started_at = self._clock.now()
        try:
            external_id = await self._look_up(work, claimed, made)
        except AdwrightError as error:
            # It still may exist: the next attempt looks again before anything is made.
            return await self._went_wrong(work, operation, error, started_at, claimed.uncertain_since)
        found = external_id is not None
        try:
            if external_id is None:
                external_id = await self._perform(work, operation, made)
        except AdwrightError as error:
            unknown = isinstance(error, Upstream) and error.outcome_unknown
            asked_at = self._clock.now() if unknown else None
            return await self._went_wrong(work, operation, error, started_at, asked_at)
        async with self._database.transaction(work.scope) as tx:
            await changes.record_done(
                tx,
                work.actor,
                self._clock,
                work.change,
                operation,
                external_id,
                found=found,
                duration_ms=self._milliseconds_since(started_at),
            )
        return None

    async def _look_up(self, work: _Work, claimed: Claimed, made: Mapping[str, str]) -> str | None:
        """Return the id of what a call with a lost answer has made; None when there is nothing."""
        operation = claimed.operation
        tag = tag_of(operation.step, operation.key, made)
        if claimed.uncertain_since is None or tag is None:
            return None
        believed_from = claimed.uncertain_since + SETTLED_AFTER
        while True:
            asked_at = self._clock.now()
            found = await work.executor.look_up(work.access, KIND_OF[operation.action], tag)
            if found is not None or asked_at >= believed_from:
                return found
            await self._pause(min(_LOOK_AGAIN_SECONDS, (believed_from - asked_at).total_seconds()))

    async def _perform(self, work: _Work, operation: Operation, made: Mapping[str, str]) -> str:
        content = None
        if isinstance(operation.step, ImageStep):
            async with self._database.transaction(work.scope) as tx:
                asset = await creatives.get_asset(tx, operation.step.asset_id)
            content = await self._store.get(asset.content_key)
        call = call_of(operation.step, operation.key, made, content)
        return (await work.executor.perform(work.access, call)).external_id

    async def _went_wrong(
        self,
        work: _Work,
        operation: Operation,
        error: AdwrightError,
        started_at: datetime,
        asked_at: datetime | None,
    ) -> _Trouble:
        trouble = as_upstream(error)
        final = not may_pass(trouble) or operation.attempts >= MOST_ATTEMPTS
        async with self._database.transaction(work.scope) as tx:
            await changes.record_trouble(
                tx,
                work.actor,
                self._clock,
                work.change,
                operation,
                trouble,
                asked_at=asked_at,
                final=final,
                duration_ms=self._milliseconds_since(started_at),
            )
        return _Trouble(operation, trouble, final)

    async def _wait_or_stop(self, work: _Work, troubles: Sequence[_Trouble]) -> None:
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

    async def _remember_refusal(self, work: _Work, error: ReconnectNeeded) -> None:
        await remember_refusal(self._database, work.scope, work.access.connection_id, error, self._clock)

    async def _wait(self, work: _Work, seconds: float, reason: str) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._database.transaction(work.scope) as tx:
            await changes.wait(tx, work.actor, self._clock, work.change, until, reason)
            await queue_wake(tx, self._jobs, work.change, until)

    async def _stop(self, scope: TenantScope, actor: Actor, change: Change, failure: Failure) -> None:
        async with self._database.transaction(scope) as tx:
            await changes.stop(tx, actor, self._clock, change, failure)
            if change.kind is ChangeKind.LAUNCH:
                await campaigns.set_status(tx, change.campaign_id, CampaignStatus.ERROR, failure.message)

    async def _reading_failed(self, work: _Work, error: Upstream) -> None:
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
            await self._finish(work, {}, (unread,), self._clock.now())
            return
        failure = Failure(error.code, error.message, dict(error.details))
        await self._stop(work.scope, work.actor, work.change, failure)

    async def _read_back(self, work: _Work) -> None:
        """Compare what the platform has now with what was asked, and close the change."""
        async with self._database.transaction(work.scope) as tx:
            campaign = await campaigns.load_desired(tx, work.change.campaign_id)
        patch = work.change.patch
        nodes = nodes_to_read(patch, campaign)
        seen_at = self._clock.now()
        found = await self._read(work, nodes)
        for round_number in range(1, _READS):
            different = [node for node in nodes if compare(patch, campaign, node, found[node.id])]
            if not different:
                break
            # A read shortly after a write may show what was before it.
            await self._pause(_LOOK_AGAIN_SECONDS * round_number)
            found |= await self._read(work, different)
        mismatches = [each for node in nodes for each in compare(patch, campaign, node, found[node.id])]
        await self._finish(work, found, mismatches, seen_at)

    async def _read(self, work: _Work, nodes: Sequence[NodeRef]) -> dict[UUID, ObservedNode | None]:
        places = asyncio.Semaphore(self._at_once)

        async def read(node: NodeRef) -> ObservedNode | None:
            async with places:
                return await work.executor.read(work.access, node.level, node.external_id or "")

        observed = await asyncio.gather(*(read(node) for node in nodes))
        return {node.id: each for node, each in zip(nodes, observed, strict=True)}

    async def _finish(
        self,
        work: _Work,
        found: Mapping[UUID, ObservedNode | None],
        mismatches: Sequence[Mismatch],
        seen_at: datetime,
    ) -> None:
        change = work.change
        async with self._database.transaction(work.scope) as tx:
            if change.kind is ChangeKind.LAUNCH:
                await campaigns.apply_state(tx, Level.CAMPAIGN, change.campaign_id, RunState.ACTIVE)
                await campaigns.set_status(tx, change.campaign_id, CampaignStatus.LIVE)
                await insights.request_sync(
                    tx, self._jobs, self._clock, change.ad_account_id, reason="launched", days=1
                )
            for edit in change.patch.edits:
                if edit.node.level is Level.CAMPAIGN and edit.wanted.state is not None:
                    await campaigns.set_status(tx, edit.node.id, _STATUS_OF[edit.wanted.state])
            await self._remember(tx, work, found, seen_at)
            await changes.finish(tx, work.actor, self._clock, change, mismatches)
            await accounts.mark_connection_good(tx, work.access.connection_id, self._clock)

    async def _remember(
        self,
        tx: Transaction,
        work: _Work,
        found: Mapping[UUID, ObservedNode | None],
        seen_at: datetime,
    ) -> None:
        for node in found.values():
            if node is not None:
                await campaigns.record_observed_node(tx, work.change.ad_account_id, node, seen_at=seen_at)

    def _milliseconds_since(self, started_at: datetime) -> int:
        return round((self._clock.now() - started_at) / timedelta(milliseconds=1))


def _what_stands(change: Change) -> str:
    if change.kind is ChangeKind.LAUNCH:
        return "Nothing runs: what was made so far is paused. Put it right, then try again; it goes on here."
    return "Put it right, then try again."
