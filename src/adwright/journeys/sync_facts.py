"""An ad account's facts come in: window by window, each replaced whole in a transaction of its own.

No transaction is open while the platform is asked. What goes wrong stands on the run in plain words; what may
pass is tried again later; a token refused for good is noted on the connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import AccountAccess
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope
from adwright.core.errors import AdwrightError, NotFound, ReconnectNeeded, Upstream
from adwright.core.jobs import JobQueue
from adwright.insights import service as insights
from adwright.insights.model import (
    RESTATING_DAYS,
    Period,
    SyncRun,
    chunks,
    reach_periods,
    sync_window,
)
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.journeys.platform import PlatformPorts, Platforms
from adwright.journeys.refused_token import remember_refusal
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Level

# A window is one transaction: small enough to show progress, large enough to spare calls.
WINDOW_DAYS = 7
TODAY_DAYS = 2  # yesterday too: its last hours arrive after midnight
FIRST_SYNC_DAYS = 90

MOST_ATTEMPTS = 5
_FIRST_WAIT = timedelta(seconds=30)
_OUR_FAULT = "Something went wrong on our side; nothing is half written. The next sync tries again."


@dataclass(frozen=True, slots=True)
class _Work:
    """A run that has begun, and what it needs to ask the platform."""

    scope: TenantScope
    run: SyncRun
    access: AccountAccess
    ports: PlatformPorts


class SyncFacts:
    """Fetches facts of ad accounts. Repeatable: a run that was interrupted begins again."""

    def __init__(
        self, database: Database, platforms: Platforms, keyring: KeyRing, jobs: JobQueue, clock: Clock
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._jobs = jobs
        self._clock = clock

    async def run(self, organization_id: UUID, sync_run_id: UUID) -> None:
        """Carry out one run; does nothing when it has ended or waits for a later attempt.

        Expected trouble ends the run or lets it wait, and is not raised. One run per account at a time: the
        job carries the account's lock.
        """
        scope = TenantScope(organization_id)
        async with self._database.transaction(scope) as tx:
            run = await insights.begin_run(tx, self._clock, sync_run_id)
        if run is None:
            return
        try:
            work = await self._open(scope, run)
        except AdwrightError as error:
            await self._fail(scope, run, error)
            return
        try:
            await self._fetch(work)
        except ReconnectNeeded as error:
            await remember_refusal(self._database, scope, work.access.connection_id, error, self._clock)
            await self._fail(scope, run, error)
        except Upstream as error:
            await self._retry(work, error)
        except AdwrightError as error:
            await self._fail(scope, run, error)
        except Exception:
            async with self._database.transaction(scope) as tx:
                await insights.fail_run(tx, self._clock, run.id, error=_OUR_FAULT, code="unexpected")
            raise

    async def wake(self, organization_id: UUID, sync_run_id: UUID) -> None:
        """Queue a run whose time to try again has come. Repeatable."""
        async with self._database.transaction(TenantScope(organization_id)) as tx:
            await insights.wake_run(tx, self._jobs, sync_run_id)

    async def request_today(self) -> None:
        """Queue a sync of today's figures for every connected account. Repeatable."""
        await self._request_all(insights.TODAY_REASON, TODAY_DAYS)

    async def request_restating(self) -> None:
        """Queue a sync of the days that platforms still change, for every connected account. Repeatable."""
        await self._request_all("restating", RESTATING_DAYS)

    async def _request_all(self, reason: str, days: int) -> None:
        async with self._database.transaction(SystemScope()) as tx:
            connected = await accounts.connected_accounts(tx)
        for organization_id, ad_account_id in connected:
            async with self._database.transaction(TenantScope(organization_id)) as tx:
                coverage = await insights.coverage_of(tx, ad_account_id)
                # A back-fill that failed for good is taken up again here.
                never_complete = coverage is None or coverage.complete_until is None
                wanted = FIRST_SYNC_DAYS if never_complete and days == RESTATING_DAYS else days
                await insights.request_sync(
                    tx, self._jobs, self._clock, ad_account_id, reason=reason, days=wanted
                )

    async def _open(self, scope: TenantScope, run: SyncRun) -> _Work:
        async with self._database.transaction(scope) as tx:
            access = await accounts.account_access(tx, run.ad_account_id, self._keyring)
        ports = self._platforms.get(access.provider)
        if ports is None:
            raise NotFound(f"This installation has no {access.provider.value} platform set up.")
        return _Work(scope, run, access, ports)

    async def _fetch(self, work: _Work) -> None:
        today, window, reach_is_due = await self._plan(work)
        run = work.run
        for part in chunks(window, WINDOW_DAYS):
            facts = await _facts(work, part)
            async with self._database.transaction(work.scope) as tx:
                rows = await insights.replace_slice(tx, run.ad_account_id, part, facts)
                run = await insights.advance_run(tx, run, days=part.days, fact_rows=rows)
        reach = await _reach(work, today) if reach_is_due else None
        async with self._database.transaction(work.scope) as tx:
            if run.days >= RESTATING_DAYS:
                await insights.mark_complete(tx, run.ad_account_id, window)
            if reach is not None:
                await insights.replace_reach(tx, run.ad_account_id, reach)
            await accounts.mark_connection_good(tx, work.access.connection_id, self._clock)
            await insights.finish_run(tx, self._clock, run)

    async def _plan(self, work: _Work) -> tuple[date, Period, bool]:
        """Ask the platform what time it is, and find the days to fetch and whether reach is due."""
        offset = await work.ports.connector.platform_now(work.access.token) - self._clock.now()
        ad_account_id = work.run.ad_account_id
        async with self._database.transaction(work.scope) as tx:
            await accounts.set_clock_offset(tx, ad_account_id, offset)
            today = (await accounts.get_ad_account(tx, ad_account_id)).today(self._clock)
            window = sync_window(today, work.run.days, await insights.coverage_of(tx, ad_account_id))
            # Reach is for periods until today, so a new day needs it too.
            reach_until = await insights.reach_until(tx, ad_account_id)
            await insights.set_window(tx, work.run.id, window)
        return today, window, work.run.days >= RESTATING_DAYS or reach_until != today

    async def _retry(self, work: _Work, error: Upstream) -> None:
        passing = error.retry_after_seconds is not None or error.outcome_unknown
        if not passing or work.run.attempts >= MOST_ATTEMPTS:
            await self._fail(work.scope, work.run, error)
            return
        asked = timedelta(seconds=error.retry_after_seconds or 0)
        wait = max(_FIRST_WAIT * 4 ** (work.run.attempts - 1), asked)
        async with self._database.transaction(work.scope) as tx:
            await accounts.mark_connection_trouble(
                tx, work.access.connection_id, error.message, self._clock
            )
            await insights.retry_run(
                tx, self._jobs, self._clock, work.run, error=error.message, code=error.code, wait=wait
            )

    async def _fail(self, scope: TenantScope, run: SyncRun, error: AdwrightError) -> None:
        async with self._database.transaction(scope) as tx:
            await insights.fail_run(tx, self._clock, run.id, error=error.message, code=error.code)


async def _facts(work: _Work, part: Period) -> list[DailyFact]:
    """Return every ad-day of a window; it is stored only once all of it is here."""
    source = work.ports.facts.daily_facts(work.access, since_date=part.since, until_date=part.until)
    return [fact async for batch in source for fact in batch]


async def _reach(work: _Work, today: date) -> Sequence[PeriodReach]:
    """Return the reach of the account and of each campaign, for every period that people look at.

    None where the platform does not count people.
    """
    found: list[PeriodReach] = []
    if not capabilities_of(work.access.provider.platform).reach:
        return found
    for period in reach_periods(today):
        for level in (Level.ACCOUNT, Level.CAMPAIGN):
            found += await work.ports.facts.period_reach(
                work.access, level=level, since_date=period.since, until_date=period.until
            )
    return found
