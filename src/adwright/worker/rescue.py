"""Jobs of workers that died go back into the queue: procrastinate leaves them as running."""

from __future__ import annotations

import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from psycopg.errors import RaiseException

HEARTBEAT_SECONDS = 5.0
STALLED_AFTER_SECONDS = 20.0

_log = logging.getLogger(__name__)


async def rescue(app: App, *, silent_for_seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Queue the jobs of silent workers again and return how many. Repeatable.

    Args:
        app: the opened job application.
        silent_for_seconds: how long a worker must have been silent; 0 when no other worker can be alive.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_for_seconds)
    rescued = sum([await _queue_again(app, job) for job in stalled])
    if rescued:
        _log.warning("Queued %d jobs of dead workers again.", rescued)
    return rescued


async def _queue_again(app: App, job: Job) -> bool:
    try:
        await app.job_manager.retry_job(job)
    except ConnectorException as error:
        if not isinstance(error.__cause__, RaiseException):
            raise
        # The job does not run any more: another worker's rescue was faster.
        return False
    return True
