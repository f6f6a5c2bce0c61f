"""Syncs as jobs on the real queue: by wish, after a wait, and by the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from procrastinate import App
from pydantic import SecretStr
from sqlalchemy import URL, text

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.bootstrap.settings import Settings
from adwright.core.clock import SystemClock
from adwright.core.errors import Upstream
from adwright.core.paging import PageRequest
from adwright.insights import service as insights
from adwright.insights.model import SyncRun, SyncStatus
from adwright.journeys.platform import PlatformPorts
from adwright.journeys.schedule import SCHEDULES
from adwright.platforms.model import Provider
from adwright.worker import application
from adwright.worker.application import make_application
from adwright.worker.tasks import TASKS, Arguments
from tests.factories import Tenant, make_ad_account, make_organization
from tests.twins.facts import FactsTwin


@pytest.fixture(autouse=True)
def _no_time_of_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the worker from running what happens to be due at this time of the day."""
    monkeypatch.setattr(application, "SCHEDULES", ())


@pytest.fixture
def twin() -> FactsTwin:
    return FactsTwin(SystemClock())


@pytest.fixture
async def container(lone_owner_url: URL, tmp_path: Path, twin: FactsTwin) -> AsyncIterator[Container]:
    address = SecretStr(text_of(app_url(lone_owner_url)))
    built = Container.build(Settings(home=tmp_path, app_database_url=address))
    part = cast("Any", twin)
    ports = PlatformPorts(connector=twin, tree=part, facts=twin, executor=part)
    made = replace(built, platforms={Provider.META_SANDBOX: ports})
    async with made.running():
        yield made


async def work_off(app: App) -> None:
    """Run every job that may run now, then return."""
    await app.run_worker_async(wait=False, concurrency=4, listen_notify=False, install_signal_handlers=False)


async def make_shop(container: Container) -> Tenant:
    """Make an organization with a connected account, its token under the container's keys."""
    tenant = await make_organization(container.database, keyring=container.keyring)
    await make_ad_account(container.database, tenant)
    return tenant


async def runs_of(container: Container, tenant: Tenant) -> list[SyncRun]:
    async with container.database.transaction(tenant.scope) as tx:
        return list((await insights.list_sync_runs(tx, None, PageRequest())).items)


async def test_schedules_when_their_time_comes_then_connected_accounts_are_synced_once(
    container: Container,
) -> None:
    tenant = await make_shop(container)
    nothing = Arguments({})
    for task in ("insights.sync_restating", "insights.sync_today", "insights.sync_restating"):
        await TASKS[task](container, nothing)
    assert [run.status for run in await runs_of(container, tenant)] == [SyncStatus.WAITING]

    async with make_application(container).open_async() as app:
        await work_off(app)

    [run] = await runs_of(container, tenant)
    assert (run.status, run.days_done, run.error) == (SyncStatus.DONE, 90, None)


async def test_sync_when_it_waits_for_the_platform_then_a_wish_is_not_kept_waiting_by_it(
    container: Container, twin: FactsTwin
) -> None:
    tenant = await make_shop(container)
    twin.window_faults.append(Upstream("Busy.", retry_after_seconds=600))
    await TASKS["insights.sync_restating"](container, Arguments({}))
    async with make_application(container).open_async() as app:
        await work_off(app)
        [waiting] = await runs_of(container, tenant)
        assert (waiting.status, waiting.error) == (SyncStatus.WAITING, "Busy.")

        async with container.database.transaction(tenant.scope) as tx:
            await insights.request_sync(
                tx, container.jobs, container.clock, waiting.ad_account_id, reason="asked", days=2
            )
        await work_off(app)

    [done] = await runs_of(container, tenant)
    assert (done.id, done.status, done.attempts) == (waiting.id, SyncStatus.DONE, 2)


async def test_uploads_when_the_clean_up_runs_then_it_needs_no_tenant(container: Container) -> None:
    await TASKS["insights.expire_imports"](container, Arguments({}))

    async with container.database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT current_user"))).scalar_one() == "adwright_app"


def test_schedules_when_listed_then_the_worker_knows_every_task() -> None:
    assert {schedule.task for schedule in SCHEDULES} <= set(TASKS)
    assert {"insights.sync_today", "insights.sync_restating"} <= {schedule.task for schedule in SCHEDULES}
