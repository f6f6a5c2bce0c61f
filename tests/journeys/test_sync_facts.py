"""A sync: whole windows, visible progress, troubles in plain words, and another try where it may help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, ConnectionStatus
from adwright.core.database import Database
from adwright.core.errors import Invalid, NotFound, ReconnectNeeded, Upstream
from adwright.core.paging import PageRequest
from adwright.insights import service as insights
from adwright.insights.model import Overview, OverviewScope, SyncRun, SyncStatus
from adwright.journeys.platform import PlatformPorts
from adwright.journeys.sync_facts import SyncFacts
from adwright.platforms.model import Level, Provider
from tests.factories import Tenant, make_ad_account, make_file_account, make_organization
from tests.factories_insights import FACT
from tests.twins.facts import FactsTwin
from tests.twins.jobs import RecordingQueue

TODAY = date(2026, 11, 21)


@dataclass
class Desk:
    """One ad account, its platform, and the journey between them."""

    database: Database
    tenant: Tenant
    account: AdAccount
    twin: FactsTwin
    jobs: RecordingQueue
    journey: SyncFacts

    async def ask(self, days: int = 28, reason: str = "asked") -> SyncRun:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await insights.request_sync(
                tx, self.jobs, self.tenant.clock, self.account.id, reason=reason, days=days
            )

    async def run(self, run: SyncRun) -> SyncRun:
        await self.journey.run(self.tenant.organization_id, run.id)
        async with self.database.transaction(self.tenant.scope) as tx:
            return await insights.get_sync_run(tx, run.id)

    async def sync(self, days: int = 28) -> SyncRun:
        return await self.run(await self.ask(days))

    async def overview(self) -> Overview:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await insights.overview(tx, self.tenant.clock, scope=OverviewScope.ORGANIZATION)

    async def rows(self, sql: str) -> list[Any]:
        async with self.database.transaction(self.tenant.scope) as tx:
            return list((await tx.execute(text(sql))).all())

    async def connection_status(self) -> tuple[ConnectionStatus, str | None]:
        async with self.database.transaction(self.tenant.scope) as tx:
            [connection] = await accounts.list_connections(tx)
        return connection.status, connection.trouble


@pytest.fixture
async def desk(database: Database) -> Desk:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    twin, jobs = FactsTwin(tenant.clock), RecordingQueue()
    part = cast("Any", twin)
    ports = PlatformPorts(connector=twin, tree=part, facts=twin, executor=part)
    journey = SyncFacts(database, {Provider.META_SANDBOX: ports}, tenant.keyring, jobs, tenant.clock)
    return Desk(database, tenant, account, twin, jobs, journey)


async def test_sync_when_run_then_fetches_windows_newest_first_and_counts_days(desk: Desk) -> None:
    done = await desk.sync(days=90)

    assert (done.status, done.days_done, done.days_total, done.fact_rows) == (SyncStatus.DONE, 90, 90, 90)
    assert (done.since_date, done.until_date) == (date(2026, 8, 24), TODAY)
    assert desk.twin.asked[0] == (date(2026, 11, 15), TODAY)
    assert desk.twin.asked[-1][0] == date(2026, 8, 24)
    assert await desk.rows("SELECT count(*), min(date), max(date) FROM facts_daily") == [
        (90, date(2026, 8, 24), TODAY)
    ]


async def test_sync_when_done_then_the_overview_has_figures_reach_and_settled_days(desk: Desk) -> None:
    await desk.sync(days=90)

    shown = await desk.overview()

    values = {measure.metric.key: measure.value for measure in shown.measures}
    assert (values["spend"], values["reach"], values["frequency"]) == (280, 2800, 10)
    assert (shown.before_complete, shown.settled.until) == (True, TODAY - timedelta(days=28))


async def test_reach_when_fetched_then_is_for_every_preset_and_the_period_before_at_both_levels(
    desk: Desk,
) -> None:
    await desk.sync()

    lengths = {(level, (until - since).days + 1) for level, since, until in desk.twin.reached}
    assert lengths == {(level, days) for level in (Level.ACCOUNT, Level.CAMPAIGN) for days in (7, 14, 28, 90)}
    assert {until for _, _, until in desk.twin.reached} == {
        TODAY,
        *(TODAY - timedelta(days=days) for days in (7, 14, 28, 90)),
    }


async def test_today_when_synced_again_then_reach_is_asked_once_a_day(desk: Desk) -> None:
    await desk.sync()
    desk.twin.reached.clear()

    await desk.sync(days=2)
    assert desk.twin.reached == []

    desk.tenant.clock.advance(timedelta(days=1))
    await desk.sync(days=2)
    assert (Level.ACCOUNT, date(2026, 11, 16), date(2026, 11, 22)) in desk.twin.reached


async def test_today_when_the_platforms_clock_runs_ahead_then_is_its_today(desk: Desk) -> None:
    desk.twin.ahead = timedelta(days=7)

    done = await desk.sync(days=1)

    assert done.until_date == date(2026, 11, 28)
    assert (await desk.overview()).today == date(2026, 11, 28)


async def test_window_when_an_outage_left_days_open_then_they_are_fetched_too(desk: Desk) -> None:
    await desk.sync(days=28)
    desk.tenant.clock.advance(timedelta(days=40))

    await desk.sync(days=2)
    assert desk.twin.asked[-1][0] == TODAY

    done = await desk.sync(days=28)
    assert done.since_date == TODAY - timedelta(days=27)


async def test_facts_when_restated_then_the_newest_picture_counts(desk: Desk) -> None:
    await desk.sync()
    desk.twin.fact = replace(FACT, spend_micros=11_000_000)

    await desk.sync()

    assert await desk.rows("SELECT sum(spend_micros) FROM account_day") == [(28 * 11_000_000,)]


async def test_platform_when_asked_then_no_transaction_is_open(desk: Desk) -> None:
    pool = cast("Any", desk.database.engine.pool)
    held: list[int] = []
    desk.twin.watch = lambda: held.append(pool.checkedout())

    await desk.sync()

    assert held
    assert set(held) == {0}


async def test_window_when_it_breaks_half_way_then_nothing_of_it_is_written_and_the_run_waits(
    desk: Desk,
) -> None:
    await desk.sync()
    desk.twin.fact = replace(FACT, spend_micros=1)
    busy = Upstream("Meta is busy. Adwright tries again.", retry_after_seconds=5)
    desk.twin.window_faults.extend([None, busy])

    run = await desk.sync()

    assert (run.status, run.error, run.attempts) == (
        SyncStatus.WAITING,
        "Meta is busy. Adwright tries again.",
        1,
    )
    assert run.next_attempt_at == desk.tenant.clock.now() + timedelta(seconds=30)
    # The first window is new, the second wholly old.
    assert await desk.rows("SELECT sum(spend_micros) FROM account_day") == [(7 * 1 + 21 * 10_000_000,)]
    assert (await desk.connection_status())[1] == "Meta is busy. Adwright tries again."


async def test_run_when_it_waits_then_the_wake_job_queues_it_and_it_ends_well(desk: Desk) -> None:
    desk.twin.window_faults.append(Upstream("Busy.", retry_after_seconds=600))
    waiting = await desk.sync()
    [wake] = desk.jobs.of(insights.WAKE_TASK)
    assert (wake.run_at, wake.lock) == (desk.tenant.clock.now() + timedelta(seconds=600), None)
    assert (await desk.run(waiting)).status is SyncStatus.WAITING

    desk.tenant.clock.advance(timedelta(seconds=600))
    await desk.journey.wake(desk.tenant.organization_id, waiting.id)
    done = await desk.run(waiting)

    assert (done.status, done.attempts, done.error) == (SyncStatus.DONE, 2, None)
    assert (await desk.connection_status()) == (ConnectionStatus.GOOD, None)


async def test_run_when_somebody_asks_while_it_waits_then_it_begins_now(desk: Desk) -> None:
    desk.twin.window_faults.append(Upstream("Busy.", retry_after_seconds=600))
    waiting = await desk.sync(days=2)

    by_the_clock = await desk.ask(days=2, reason="today")
    assert by_the_clock.next_attempt_at is not None
    asked = await desk.ask(days=28)

    assert (asked.id, asked.days, asked.next_attempt_at) == (waiting.id, 28, None)
    assert (await desk.run(asked)).status is SyncStatus.DONE


async def test_run_when_trouble_stays_then_fails_after_five_tries_and_says_why(desk: Desk) -> None:
    desk.twin.window_faults.extend([Upstream("Busy.", retry_after_seconds=1) for _ in range(5)])
    run = await desk.sync()
    waits = []
    while run.next_attempt_at is not None:
        waits.append((run.next_attempt_at - desk.tenant.clock.now()).total_seconds())
        desk.tenant.clock.advance(run.next_attempt_at - desk.tenant.clock.now())
        run = await desk.run(run)

    assert (run.status, run.error, run.attempts) == (SyncStatus.FAILED, "Busy.", 5)
    assert waits == [30, 120, 480, 1920]


async def test_run_when_the_platform_says_no_for_good_then_fails_at_once(desk: Desk) -> None:
    desk.twin.window_faults.append(Upstream("This account may not be read.", code="permission"))

    run = await desk.sync()

    assert (run.status, run.error_code, run.attempts) == (SyncStatus.FAILED, "permission", 1)


async def test_token_when_refused_then_the_connection_and_the_run_say_so(desk: Desk) -> None:
    desk.twin.window_faults.append(ReconnectNeeded("Meta no longer accepts the token. Connect again."))

    run = await desk.sync()
    again = await desk.sync()

    assert (run.status, run.error_code) == (SyncStatus.FAILED, "reconnect_needed")
    assert (await desk.connection_status())[0] is ConnectionStatus.RECONNECT_NEEDED
    assert again.status is SyncStatus.FAILED
    assert len(desk.twin.asked) == 1


async def test_run_when_our_own_code_breaks_then_it_says_so_and_the_job_fails(desk: Desk) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    desk.twin.watch = broken
    run = await desk.ask()

    with pytest.raises(ZeroDivisionError):
        await desk.run(run)

    async with desk.database.transaction(desk.tenant.scope) as tx:
        failed = await insights.get_sync_run(tx, run.id)
    assert failed.status is SyncStatus.FAILED
    assert "on our side" in str(failed.error)


async def test_requests_when_two_come_then_they_join_and_the_wider_counts(desk: Desk) -> None:
    first = await desk.ask(days=2)
    second = await desk.ask(days=28)
    third = await desk.ask(days=7)

    assert first.id == second.id == third.id
    assert third.days == 28
    assert {job.lock for job in desk.jobs.of(insights.SYNC_TASK)} == {f"facts:{desk.account.id}"}


async def test_run_when_its_worker_died_then_begins_again_and_ended_runs_do_not(desk: Desk) -> None:
    run = await desk.ask()
    async with desk.database.transaction(desk.tenant.scope) as tx:
        await insights.begin_run(tx, desk.tenant.clock, run.id)  # and the worker dies

    done = await desk.run(run)
    again = await desk.run(run)

    assert (done.status, done.days_done) == (SyncStatus.DONE, 28)
    assert again == done


async def test_schedule_when_due_then_every_connected_account_is_asked_for(desk: Desk) -> None:
    await desk.journey.request_restating()

    async with desk.database.transaction(desk.tenant.scope) as tx:
        [run] = (await insights.list_sync_runs(tx, desk.account.id, PageRequest())).items
    # Nothing was ever fetched whole, so the back-fill is taken up.
    assert (run.reason, run.days) == ("restating", 90)

    await desk.run(run)
    await desk.journey.request_today()
    async with desk.database.transaction(desk.tenant.scope) as tx:
        newest = (await insights.list_sync_runs(tx, desk.account.id, PageRequest())).items[0]
    assert (newest.reason, newest.days) == ("today", 2)


async def test_progress_when_days_come_in_then_open_pages_are_told(desk: Desk) -> None:
    await desk.sync()

    told = await desk.rows("SELECT data->>'days_done' FROM outbox WHERE kind = 'sync.progress' ORDER BY id")
    assert [row[0] for row in told if row[0] != "0"] == ["7", "14", "21", "28", "28"]
    assert await desk.rows("SELECT count(*) FROM outbox WHERE kind = 'facts.updated'") == [(1,)]


async def test_sync_when_asked_of_a_file_account_or_a_foreign_one_then_is_refused(
    desk: Desk, database: Database
) -> None:
    other = await make_organization(database)
    made = await make_file_account(database, other)
    async with database.transaction(other.scope) as tx:
        with pytest.raises(NotFound):
            await insights.request_sync(tx, desk.jobs, other.clock, desk.account.id, reason="asked", days=28)
        with pytest.raises(Invalid, match="import a newer file"):
            await insights.request_sync(tx, desk.jobs, other.clock, made.id, reason="asked", days=28)
