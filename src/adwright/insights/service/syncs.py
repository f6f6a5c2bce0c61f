"""Sync runs: asked for, begun, advanced, ended; what a page shows of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Invalid, NotFound
from adwright.core.jobs import JobQueue
from adwright.core.paging import Page, PageRequest
from adwright.events import service as events
from adwright.insights.model import LONGEST_PERIOD_DAYS, Period, SyncRun, SyncStatus
from adwright.insights.repository.runs import RunRepository

SYNC_TASK = "insights.sync"
WAKE_TASK = "insights.wake"
TODAY_REASON = "today"
_BY_THE_CLOCK = frozenset({TODAY_REASON, "restating"})

# Runs of today's figures come every quarter of an hour; nobody reads old ones.
_KEEP_TODAY_RUNS = timedelta(days=3)


async def request_sync(
    tx: Transaction,
    jobs: JobQueue,
    clock: Clock,
    ad_account_id: UUID,
    *,
    reason: str,
    days: int,
    requested_by: str = "Adwright",
) -> SyncRun:
    """Queue a sync of an account's trailing days; a request that finds one waiting joins it. Repeatable.

    Args:
        tx: the transaction the request belongs to.
        jobs: where the job is deferred, in the same transaction.
        clock: the present.
        ad_account_id: whose facts.
        reason: why, one word: `connected`, `restating`, `today`, `asked`, `launched`.
        days: trailing days until the account's today.
        requested_by: name shown with the run.

    Raises:
        NotFound: the account does not exist.
        Invalid: the account is made of files, or the days are out of range.
    """
    account = await accounts.get_ad_account(tx, ad_account_id)
    if account.read_only:
        raise Invalid(
            f"{account.name} is made of an imported file: import a newer file instead.",
            code="read_only_account",
        )
    if not 1 <= days <= LONGEST_PERIOD_DAYS:
        raise Invalid(f"A sync takes 1 to {LONGEST_PERIOD_DAYS} days.", code="days_out_of_range")
    repository = RunRepository(tx)
    run = await repository.wait(
        ad_account_id, reason=reason, days=days, requested_by=requested_by, now=clock.now()
    )
    # By the clock, a run that waits for the platform goes on waiting; a person's wish begins it now.
    waits = run.next_attempt_at is not None and run.next_attempt_at > clock.now()
    if waits and reason in _BY_THE_CLOCK:
        return run
    if run.next_attempt_at is not None:
        run = await repository.change(run.id, next_attempt_at=None)
    await _defer(tx, jobs, run)
    await _tell(tx, run)
    return run


async def wake_run(tx: Transaction, jobs: JobQueue, run_id: UUID) -> None:
    """Queue a run whose time to try again has come; nothing for one that was begun meanwhile. Repeatable."""
    repository = RunRepository(tx)
    run = await repository.get(run_id, locked=True)
    if run is not None and run.status is SyncStatus.WAITING:
        await _defer(tx, jobs, await repository.change(run_id, next_attempt_at=None))


async def _defer(tx: Transaction, jobs: JobQueue, run: SyncRun) -> None:
    await jobs.defer(
        tx,
        SYNC_TASK,
        _arguments(run),
        lock=f"facts:{run.ad_account_id}",
        queueing_lock=f"facts:{run.id}",
    )


def _arguments(run: SyncRun) -> dict[str, str]:
    return {"organization_id": str(run.organization_id), "sync_run_id": str(run.id)}


async def begin_run(tx: Transaction, clock: Clock, run_id: UUID) -> SyncRun | None:
    """Mark a run as running and count the attempt; None when it has ended or waits for a later attempt.

    Repeatable: a run whose worker died is begun again.
    """
    repository = RunRepository(tx)
    run = await repository.get(run_id, locked=True)
    now = clock.now()
    if run is None or run.status in (SyncStatus.DONE, SyncStatus.FAILED):
        return None
    if run.next_attempt_at is not None and run.next_attempt_at > now:
        return None
    begun = await repository.change(
        run_id,
        status=SyncStatus.RUNNING.value,
        started_at=run.started_at or now,
        attempts=run.attempts + 1,
        next_attempt_at=None,
        days_done=0,
        fact_rows=0,
        error=None,
        error_code=None,
    )
    await _tell(tx, begun)
    return begun


async def set_window(tx: Transaction, run_id: UUID, window: Period) -> SyncRun:
    """Write down which days the run fetches. Repeatable."""
    run = await RunRepository(tx).change(
        run_id, since_date=window.since, until_date=window.until, days_total=window.days
    )
    await _tell(tx, run)
    return run


async def advance_run(tx: Transaction, run: SyncRun, *, days: int, fact_rows: int) -> SyncRun:
    """Count days and rows that are in. Not repeatable."""
    advanced = await RunRepository(tx).change(
        run.id, days_done=run.days_done + days, fact_rows=run.fact_rows + fact_rows
    )
    await _tell(tx, advanced)
    return advanced


async def finish_run(tx: Transaction, clock: Clock, run: SyncRun) -> SyncRun:
    """End a run well, and forget old runs of today's figures. Repeatable."""
    repository = RunRepository(tx)
    now = clock.now()
    done = await repository.change(run.id, status=SyncStatus.DONE.value, finished_at=now)
    await repository.forget_finished(run.ad_account_id, TODAY_REASON, now - _KEEP_TODAY_RUNS)
    await _tell(tx, done)
    await events.publish(tx, "facts.updated", run.ad_account_id)
    return done


async def fail_run(tx: Transaction, clock: Clock, run_id: UUID, *, error: str, code: str) -> SyncRun:
    """End a run badly, saying why in plain words. Repeatable."""
    failed = await RunRepository(tx).change(
        run_id, status=SyncStatus.FAILED.value, finished_at=clock.now(), error=error, error_code=code
    )
    await _tell(tx, failed)
    return failed


async def retry_run(
    tx: Transaction, jobs: JobQueue, clock: Clock, run: SyncRun, *, error: str, code: str, wait: timedelta
) -> SyncRun:
    """Let a run wait for its next attempt; when another one waits already, that one takes its place."""
    repository = RunRepository(tx)
    if await repository.waiting(run.ad_account_id) is not None:
        return await fail_run(tx, clock, run.id, error=error, code=code)
    next_attempt_at = clock.now() + wait
    waiting = await repository.change(
        run.id,
        status=SyncStatus.WAITING.value,
        next_attempt_at=next_attempt_at,
        error=error,
        error_code=code,
    )
    # The waiting job holds no lock: it must not keep other syncs of the account from running.
    await jobs.defer(tx, WAKE_TASK, _arguments(run), run_at=next_attempt_at)
    await _tell(tx, waiting)
    return waiting


async def get_sync_run(tx: Transaction, run_id: UUID) -> SyncRun:
    """Return one run.

    Raises:
        NotFound: there is none, or its account is not visible to the actor.
    """
    run = await RunRepository(tx).get(run_id)
    if run is None:
        raise NotFound("This sync does not exist.")
    await accounts.get_ad_account(tx, run.ad_account_id)
    return run


async def list_sync_runs(tx: Transaction, ad_account_id: UUID | None, paging: PageRequest) -> Page[SyncRun]:
    """Return runs of one account or of every account that the actor sees, newest first.

    Raises:
        NotFound: the account does not exist.
    """
    if ad_account_id is not None:
        ids = [(await accounts.get_ad_account(tx, ad_account_id)).id]
    else:
        ids = [account.id for account in await accounts.list_ad_accounts(tx)]
    return await RunRepository(tx).page(ids, paging)


async def _tell(tx: Transaction, run: SyncRun) -> None:
    await events.publish(
        tx,
        "sync.progress",
        run.id,
        {
            "ad_account_id": str(run.ad_account_id),
            "status": run.status.value,
            "days_done": run.days_done,
            "days_total": run.days_total,
        },
    )
