"""The operations of a change are called, some at once, each exactly once.

An operation's intent is stored before its call and its answer after. The answer of one request and the intent
of the next share a short transaction; none is open while the platform is called. What may have happened
without its answer reaching us is looked up before it is made again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adwright.accounts.ports import AccountAccess
from adwright.changes import service as changes
from adwright.changes.model.agenda import Agenda, Outline
from adwright.changes.model.change import Change, Claimed, Operation
from adwright.changes.model.effect import Effect
from adwright.changes.model.guardrails import Finding
from adwright.changes.model.steps import KIND_OF, ImageStep, call_of, tag_of
from adwright.changes.model.trouble import MOST_ATTEMPTS, as_upstream, may_pass
from adwright.changes.ports import Answer, Call, Executor, SetBudget
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, Upstream
from adwright.creatives import service as creatives
from adwright.creatives.ports import Store
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level

# A read shortly after a write may not see it yet: only after so long is "not there" believed.
SETTLED_AFTER = timedelta(seconds=5)
_LOOK_AGAIN_SECONDS = 1.5

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Work:
    """What one run works on.

    Attributes:
        effect: what guardrails judge before every request; None when it is not judged, because it only
            archives what the change itself has made.
    """

    scope: TenantScope
    actor: Actor
    change: Change
    access: AccountAccess
    executor: Executor
    can: Capabilities
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Made:
    """An operation is done; `found` when it was there already, `cost` in the platform's points."""

    external_id: str
    found: bool
    cost: int


@dataclass(frozen=True, slots=True)
class Failed:
    """An operation went wrong; `asked_at` when it may have happened all the same (UTC)."""

    error: Upstream
    asked_at: datetime | None
    cost: int


Outcome = Made | Failed


@dataclass(frozen=True, slots=True)
class Trouble:
    """An operation that went wrong; `final` when only a person can help."""

    operation: Operation
    error: Upstream
    final: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """What kept operations from being carried out; nothing when all is done."""

    troubles: Sequence[Trouble]
    forbidden: Sequence[Finding]


Request = Mapping[Outline, Claimed]


@dataclass(slots=True)
class _Run:
    """How far one run is; its requests share it."""

    work: Work
    agenda: Agenda
    troubles: list[Trouble] = field(default_factory=list)
    forbidden: Sequence[Finding] = ()

    @property
    def goes_on(self) -> bool:
        """Whether another request may begin."""
        return not self.troubles and not self.forbidden


class Carrier:
    """Calls operations and stores what came of them; knows nothing of a change's life."""

    def __init__(
        self,
        database: Database,
        files: Store,
        clock: Clock,
        *,
        at_once: int,
        in_batches: bool,
        pause: Pause,
    ) -> None:
        self._database = database
        self._files = files
        self._clock = clock
        self._at_once = at_once
        self._in_batches = in_batches
        self._pause = pause

    async def carry_out(self, work: Work, *, only: frozenset[str] | None = None) -> Carried:
        """Call whatever is ready, some at once, until all is done, something goes wrong or is forbidden.

        Args:
            work: what this run works on.
            only: keys of the operations that are meant; None for all.

        Returns:
            What went wrong or was forbidden; nothing when all is done.
        """
        async with self._database.transaction(work.scope) as tx:
            outlines = await changes.outline(tx, work.change.id)
        run = _Run(work, Agenda([each for each in outlines if only is None or each.key in only]))
        lanes: set[asyncio.Task[Request]] = set()
        try:
            while True:
                while len(lanes) < self._at_once and (request := await self._first(run)):
                    lanes.add(asyncio.create_task(self._make(run, request)))
                if not lanes:
                    break
                done, lanes = await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
                following = [lane.result() for lane in done]
                lanes |= {asyncio.create_task(self._make(run, request)) for request in following if request}
        except asyncio.CancelledError:
            # The worker is asked to stop: what is cut off here is looked up by the next run.
            for lane in lanes:
                lane.cancel()
            raise
        finally:
            await asyncio.gather(*lanes, return_exceptions=True)
        if run.goes_on and not run.agenda.is_done:
            raise RuntimeError("operations wait for one that failed")
        return Carried(run.troubles, run.forbidden)

    async def _first(self, run: _Run) -> Request:
        """Store the intents of a request beside those under way, and return it; empty when none may begin."""
        ready = self._ready(run)
        if not ready:
            return {}
        async with self._database.transaction(run.work.scope) as tx:
            return await self._claim(tx, run, ready)

    def _ready(self, run: _Run) -> Sequence[Outline]:
        """Return the operations of the next request; none when none may begin."""
        if not run.goes_on:
            return ()
        return run.agenda.take(self._at_once, run.work.can.batch_size if self._in_batches else 1)

    async def _claim(self, tx: Transaction, run: _Run, ready: Sequence[Outline]) -> Request:
        """Store the intents of the next request's operations; empty when something forbids it."""
        work = run.work
        if work.effect is not None:
            forbidden = await changes.let_through(tx, self._clock, work.change, work.effect)
            if forbidden:
                run.forbidden = forbidden
                return {}
        claimed = {each.operation.id: each for each in await changes.claim(tx, self._clock, ready)}
        return {each: claimed[each.id] for each in ready}

    async def _make(self, run: _Run, request: Request) -> Request:
        """Find again or make what one request is for, and store what came of each.

        Returns:
            The request that follows, its intents stored with these answers; empty when none may begin.
        """
        work = run.work
        started_at = self._clock.now()
        outcomes = await self._outcomes(work, request, run.agenda.made)
        duration_ms = self._milliseconds_since(started_at)
        async with self._database.transaction(work.scope) as tx:
            for outline, claimed in request.items():
                outcome = outcomes[outline]
                trouble = await self.store(tx, work, claimed.operation, outcome, duration_ms)
                if trouble is not None:
                    run.troubles.append(trouble)
                elif isinstance(outcome, Made):
                    run.agenda.finish(outline, outcome.external_id)
            await changes.tell_progress(tx, work.change)
            ready = self._ready(run)
            return await self._claim(tx, run, ready) if ready else {}

    async def _outcomes(
        self, work: Work, request: Request, made: Mapping[str, str]
    ) -> Mapping[Outline, Outcome]:
        """Look up what may have been made before, make the rest, and return what became of each."""
        outcomes: dict[Outline, Outcome] = {}
        calls: dict[Outline, Operation] = {}
        for outline, claimed in request.items():
            found = await self._look_up_or_fail(work, claimed, made)
            if found is None:
                calls[outline] = claimed.operation
            else:
                outcomes[outline] = found
        return outcomes | await self._perform(work, calls, made)

    async def _look_up_or_fail(self, work: Work, claimed: Claimed, made: Mapping[str, str]) -> Outcome | None:
        """Return what became of a call whose answer was lost; None when it has to be made."""
        try:
            external_id = await self.look_up(work, claimed, made)
        except AdwrightError as error:
            # It still may exist: the next attempt looks again before anything is made.
            return Failed(as_upstream(error), claimed.uncertain_since, work.can.read_cost)
        return None if external_id is None else Made(external_id, found=True, cost=work.can.read_cost)

    async def _perform(
        self, work: Work, items: Mapping[Outline, Operation], made: Mapping[str, str]
    ) -> dict[Outline, Outcome]:
        """Make the calls of one request, and return what became of each."""
        cost = work.can.write_cost
        outcomes: dict[Outline, Outcome] = {}
        calls: dict[Outline, Call] = {}
        for outline, operation in items.items():
            try:
                calls[outline] = await self._call_of(work, operation, made)
            except AdwrightError as error:
                outcomes[outline] = Failed(as_upstream(error), None, 0)
        try:
            answers = await self._answers(work, list(calls.values()))
        except AdwrightError as error:
            answers = [as_upstream(error)] * len(calls)
        now = self._clock.now()
        for outline, answer in zip(calls, answers, strict=True):
            if isinstance(answer, Answer):
                outcomes[outline] = Made(answer.external_id, found=False, cost=cost)
            else:
                outcomes[outline] = Failed(answer, now if answer.outcome_unknown else None, cost)
        return outcomes

    async def _answers(self, work: Work, calls: Sequence[Call]) -> Sequence[Answer | Upstream]:
        if len(calls) <= 1:
            return [await work.executor.perform(work.access, call) for call in calls]
        return await work.executor.perform_batch(work.access, calls)

    async def store(
        self, tx: Transaction, work: Work, operation: Operation, outcome: Outcome, duration_ms: int
    ) -> Trouble | None:
        """Store what came of one operation; return the trouble if there was one."""
        if isinstance(outcome, Made):
            await changes.record_done(
                tx,
                work.actor,
                self._clock,
                work.change,
                operation,
                outcome.external_id,
                found=outcome.found,
                duration_ms=duration_ms,
                quota_cost=outcome.cost,
            )
            return None
        final = not may_pass(outcome.error) or operation.attempts >= MOST_ATTEMPTS
        await changes.record_trouble(
            tx,
            work.actor,
            self._clock,
            work.change,
            operation,
            outcome.error,
            asked_at=outcome.asked_at,
            final=final,
            duration_ms=duration_ms,
            quota_cost=outcome.cost,
        )
        return Trouble(operation, outcome.error, final)

    async def look_up(self, work: Work, claimed: Claimed, made: Mapping[str, str]) -> str | None:
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

    async def _call_of(self, work: Work, operation: Operation, made: Mapping[str, str]) -> Call:
        """Return an operation's call.

        Raises:
            Upstream: the platform would not take it yet.
        """
        content = None
        if isinstance(operation.step, ImageStep):
            async with self._database.transaction(work.scope) as tx:
                asset = await creatives.get_asset(tx, operation.step.asset_id)
            content = await self._files.get(asset.content_key)
        call = call_of(operation.step, operation.key, made, content)
        if isinstance(call, SetBudget) and call.level is Level.AD_GROUP and work.can.budget_edits is not None:
            await self._require_budget_edit(work, call.external_id, work.can.budget_edits)
        return call

    async def _require_budget_edit(self, work: Work, external_id: str, most: int) -> None:
        """Let the budget be set unless the platform's number of edits in a while is used up."""
        within, now = work.can.budget_edits_within, self._clock.now()
        async with self._database.transaction(work.scope) as tx:
            edits = await changes.recent_budget_edits(
                tx, work.change.ad_account_id, external_id, now - within
            )
        if len(edits) >= most:
            raise Upstream(
                f"{work.can.name} takes {most} budget edits an hour for an ad group, and they are used up.",
                code="budget_changes_exhausted",
                retry_after_seconds=(edits[-most] + within - now).total_seconds(),
            )

    def _milliseconds_since(self, started_at: datetime) -> int:
        return round((self._clock.now() - started_at) / timedelta(milliseconds=1))
