"""Jobs of workers that died go back into the queue: procrastinate leaves them as running."""

from __future__ import annotations

import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

HEARTBEAT_SECONDS = 5.0
STALLED_AFTER_SECONDS = 20.0

_log = logging.getLogger(__name__)


async def rescue(app: App, *, silent_for_seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Queue the jobs of silent workers again and return how many. Repeatable.

    Args:
        app: the opened job application.
        silent_for_seconds: how long a worker must have been silent; 0 when no other worker can be alive.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_for_seconds))
    for job in stalled:
        await _queue_again(app, job)
    if stalled:
        _log.warning("Queued %d jobs of dead workers again.", len(stalled))
    return len(stalled)


async def _queue_again(app: App, job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except ConnectorException:
        # A job with the same queueing lock waits already and will do the same work.
        await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)
