"""The worker's job application: our tasks and schedules, registered with procrastinate."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.periodic import PeriodicTask

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import conninfo_of
from adwright.core.errors import AdwrightError
from adwright.core.jobs import JobArguments
from adwright.journeys.schedule import SCHEDULES, Schedule
from adwright.worker.job_manager import PatientJobManager
from adwright.worker.rescue import rescue
from adwright.worker.retries import RetryWhenItMayHelp
from adwright.worker.tasks import TASKS, Arguments, Task

RESCUE_TASK = "worker.rescue"
CLEAN_TASK = "worker.clean"
_EVERY_MINUTE = "* * * * *"
_EVERY_NIGHT = "17 3 * * *"
_KEEP_DONE_HOURS = 72
_KEEP_FAILED_HOURS = 24 * 30

_log = logging.getLogger(__name__)


def make_application(container: Container) -> App:
    """Return the application with every task and schedule; open it before use."""
    # One connection is kept for notifications; fetching and finishing jobs share the others.
    connector = PsycopgConnector(conninfo=conninfo_of(container.app_url), min_size=1, max_size=4)
    app = App(connector=connector)
    app.job_manager = PatientJobManager(connector)
    for name, task in TASKS.items():
        app.task(name=name, retry=RetryWhenItMayHelp())(_runner(container, name, task))
    for schedule in SCHEDULES:
        _register(app, schedule)
    _register_housekeeping(app)
    return app


def _runner(container: Container, name: str, task: Task) -> Callable[..., Awaitable[None]]:
    async def run(**values: str | int | bool | None) -> None:
        given: JobArguments = {key: value for key, value in values.items() if key != "timestamp"}
        try:
            await task(container, Arguments(given))
        except AdwrightError as error:
            # Expected trouble is one line; a fault of ours is shown whole. The library tells neither when it
            # tries again.
            _log.warning("%s: %s", name, error.message)
            raise
        except Exception:
            _log.exception("%s broke", name)
            raise

    return run


def _register(app: App, schedule: Schedule) -> None:
    registered: PeriodicTask[..., object, ...] = PeriodicTask(
        task=app.tasks[schedule.task],
        cron=schedule.cron,
        periodic_id=schedule.task,
        configure_kwargs={"queueing_lock": f"schedule:{schedule.task}"},
    )
    app.periodic_registry.periodic_tasks[(schedule.task, schedule.task)] = registered


def _register_housekeeping(app: App) -> None:
    @app.periodic(cron=_EVERY_MINUTE)
    @app.task(name=RESCUE_TASK, queueing_lock=RESCUE_TASK, pass_context=True)
    async def rescue_stalled(context: JobContext, timestamp: int) -> None:
        await rescue(context.app)

    @app.periodic(cron=_EVERY_NIGHT)
    @app.task(name=CLEAN_TASK, queueing_lock=CLEAN_TASK, pass_context=True)
    async def clean(context: JobContext, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(nb_hours=_KEEP_DONE_HOURS)
        await context.app.job_manager.delete_old_jobs(
            nb_hours=_KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
