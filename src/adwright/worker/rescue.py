"""Jobs of workers that died go back into the queue: procrastinate leaves them as running."""

from __future__ import annotations

import logging

from procrastinate import App

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
        await app.job_manager.retry_job(job)
    if stalled:
        _log.warning("Queued %d jobs of dead workers again.", len(stalled))
    return len(stalled)
