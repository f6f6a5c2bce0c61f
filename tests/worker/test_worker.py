"""The worker on the real queue, under the application's role."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from procrastinate import App
from procrastinate.jobs import Job, Status
from psycopg import AsyncConnection
from pydantic import SecretStr
from sqlalchemy import URL, text

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import app_url, conninfo_of, text_of
from adwright.bootstrap.settings import Settings
from adwright.core.database import TenantScope
from adwright.core.errors import Invalid, Upstream
from adwright.worker.application import make_application
from adwright.worker.rescue import rescue
from adwright.worker.tasks import TASKS, Arguments

TASK = "tests.task"


@pytest.fixture
async def container(lone_owner_url: URL, tmp_path: Path) -> AsyncIterator[Container]:
    address = SecretStr(text_of(app_url(lone_owner_url)))
    made = Container.build(Settings(home=tmp_path, app_database_url=address))
    async with made.running():
        yield made


async def defer(
    container: Container, lock: str | None = None, queueing_lock: str | None = None, priority: int = 0
) -> UUID:
    """Queue one job of a new organization and return its organization."""
    organization_id = uuid4()
    async with container.database.transaction(TenantScope(organization_id)) as transaction:
        arguments = {"organization_id": str(organization_id)}
        await container.jobs.defer(
            transaction, TASK, arguments, lock=lock, queueing_lock=queueing_lock, priority=priority
        )
    return organization_id


async def statuses(container: Container) -> list[str]:
    """Return the status of every job of the test, oldest first."""
    async with container.database.engine.connect() as connection:
        question = text("SELECT status::text FROM procrastinate_jobs WHERE task_name = :name ORDER BY id")
        return list(await connection.scalars(question, {"name": TASK}))


async def work_off(app: App) -> None:
    """Run every job that may run now, then return."""
    await app.run_worker_async(wait=False, concurrency=4, listen_notify=False, install_signal_handlers=False)


async def test_job_when_due_then_runs_with_parsed_arguments(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[UUID] = []

    async def record(container: Container, arguments: Arguments) -> None:
        seen.append(arguments.organization_id)

    monkeypatch.setitem(TASKS, TASK, record)
    organization_id = await defer(container)
    async with make_application(container).open_async() as app:
        await work_off(app)
    assert seen == [organization_id]
    assert await statuses(container) == ["succeeded"]


@pytest.mark.parametrize(
    ("error", "left_as"),
    [(Upstream("Busy.", retry_after_seconds=600), "todo"), (Invalid("Never."), "failed")],
)
async def test_job_when_it_fails_then_waits_for_another_try_only_if_that_may_help(
    container: Container, monkeypatch: pytest.MonkeyPatch, error: Exception, left_as: str
) -> None:
    async def fail(container: Container, arguments: Arguments) -> None:
        raise error

    monkeypatch.setitem(TASKS, TASK, fail)
    await defer(container)
    async with make_application(container).open_async() as app:
        await work_off(app)
    assert await statuses(container) == [left_as]


async def test_job_when_it_fails_while_the_same_is_queued_then_joins_that_one(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left as running, it would keep its lock, and the other one waiting, for as long as the worker lives."""
    runs = 0

    async def fail_once(container: Container, arguments: Arguments) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            await defer(container, lock="tree:account", queueing_lock="tree:account")
            raise Upstream("Busy.", retry_after_seconds=0)

    monkeypatch.setitem(TASKS, TASK, fail_once)
    await defer(container, lock="tree:account", queueing_lock="tree:account")
    async with make_application(container).open_async() as app:
        for _ in range(2):  # a worker that does not wait takes one job of a lock each time
            await work_off(app)
    assert await statuses(container) == ["aborted", "succeeded"]


async def test_jobs_when_they_share_a_lock_then_never_run_side_by_side(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, most = 0, 0

    async def count(container: Container, arguments: Arguments) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(20):
            await asyncio.sleep(0)
        running -= 1

    monkeypatch.setitem(TASKS, TASK, count)
    for _ in range(4):
        await defer(container, lock="apply:account")
    async with make_application(container).open_async() as app:
        for _ in range(4):  # a worker that does not wait takes one job of a lock each time
            await work_off(app)
    assert most == 1
    assert await statuses(container) == ["succeeded"] * 4


async def test_job_when_its_worker_died_then_the_next_worker_runs_it_at_once(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[UUID] = []

    async def record(container: Container, arguments: Arguments) -> None:
        seen.append(arguments.organization_id)

    monkeypatch.setitem(TASKS, TASK, record)
    organization_id = await defer(container)
    async with make_application(container).open_async() as app:
        await take_and_die(app)
        assert await statuses(container) == ["doing"]
        assert await rescue(app, silent_for_seconds=0) == 1
        await work_off(app)
    assert seen == [organization_id]
    assert await statuses(container) == ["succeeded"]


async def test_rescue_when_the_other_worker_was_heard_just_now_then_leaves_its_job(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(container: Container, arguments: Arguments) -> None:
        raise AssertionError

    monkeypatch.setitem(TASKS, TASK, never)
    await defer(container)
    async with make_application(container).open_async() as app:
        await take_and_die(app)
        assert await rescue(app) == 0
    assert await statuses(container) == ["doing"]


async def test_rescue_when_another_was_faster_then_leaves_the_job_and_goes_on(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    await defer(container)
    await defer(container)
    async with make_application(container).open_async() as app:
        await take_and_die(app)
        await take_and_die(app)
        seen = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=0))

        async def as_seen_before(**_: float) -> list[Job]:
            return seen

        await app.job_manager.retry_job(seen[0])
        monkeypatch.setattr(app.job_manager, "get_stalled_jobs", as_seen_before)
        assert await rescue(app, silent_for_seconds=0) == 1
    assert await statuses(container) == ["todo", "todo"]


async def test_rescue_when_the_same_work_waits_again_then_the_old_job_is_given_up(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(container: Container, arguments: Arguments) -> None:
        return None

    monkeypatch.setitem(TASKS, TASK, nothing)
    await defer(container, queueing_lock="tree")
    async with make_application(container).open_async() as app:
        await take_and_die(app)
        await defer(container, queueing_lock="tree")
        assert await rescue(app, silent_for_seconds=0) == 1
        assert await statuses(container) == ["aborted", "todo"]


async def test_worker_when_a_job_is_queued_then_hears_of_it_without_polling(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = asyncio.Event()

    async def record(container: Container, arguments: Arguments) -> None:
        heard.set()

    monkeypatch.setitem(TASKS, TASK, record)
    async with working_without_polling(container):
        await defer(container)
        await asyncio.wait_for(heard.wait(), timeout=30)


async def test_workers_when_a_job_with_a_lock_ends_then_are_woken_for_the_next_one(
    container: Container, lone_owner_url: URL
) -> None:
    await defer(container, lock="apply:account")
    listener = await AsyncConnection.connect(conninfo_of(lone_owner_url), autocommit=True)
    async with listener, make_application(container).open_async() as app:
        worker_id = await app.job_manager.register_worker()
        job = await app.job_manager.fetch_job(queues=None, worker_id=worker_id)
        assert job is not None
        await listener.execute("LISTEN procrastinate_any_queue_v1")
        await app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=False)
        notices = [json.loads(notice.payload) async for notice in listener.notifies(timeout=30, stop_after=1)]
    assert notices == [{"type": "job_inserted", "job_id": job.id}]


async def test_worker_when_another_takes_a_job_of_the_same_lock_at_that_moment_then_finds_none_and_lives(
    container: Container,
) -> None:
    """A more urgent job came in meanwhile; the broken constraint would end the worker's process."""
    await defer(container, lock="apply:account")
    other = await AsyncConnection.connect(conninfo_of(container.app_url))
    async with other, make_application(container).open_async() as app:
        ours, theirs = await app.job_manager.register_worker(), await app.job_manager.register_worker()
        await other.execute("SELECT procrastinate_fetch_job_v2(NULL, %s::bigint)", [theirs])
        await defer(container, lock="apply:account", priority=5)
        looking = asyncio.create_task(app.job_manager.fetch_job(queues=None, worker_id=ours))
        await waiting_for_another(container)
        await other.commit()
        assert await looking is None
    assert await statuses(container) == ["doing", "todo"]


@asynccontextmanager
async def working_without_polling(container: Container) -> AsyncIterator[None]:
    """Run a worker that would poll an hour from now: only notifications bring jobs in time."""
    async with make_application(container).open_async() as app:
        worker = asyncio.create_task(
            app.run_worker_async(
                fetch_job_polling_interval=3600, concurrency=4, install_signal_handlers=False
            )
        )
        await listening(container)
        yield
        worker.cancel()
        with pytest.raises(asyncio.CancelledError):
            await worker


async def take_and_die(app: App) -> None:
    """Take the waiting job as a worker does, and never be heard of again."""
    worker_id = await app.job_manager.register_worker()
    assert await app.job_manager.fetch_job(queues=None, worker_id=worker_id) is not None


async def listening(container: Container) -> None:
    """Return once a session of this database listens for jobs."""
    question = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%'"
    )
    async with asyncio.timeout(30):
        while True:
            async with container.database.engine.connect() as connection:
                if await connection.scalar(question):
                    return


async def waiting_for_another(container: Container) -> None:
    """Return once a session of this database waits for another one's transaction."""
    question = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'transactionid'"
    )
    async with asyncio.timeout(30):
        while True:
            async with container.database.engine.connect() as connection:
                if await connection.scalar(question):
                    return
