"""A job that would go back into the queue beside its twin, which does the same work, joins it instead."""

from __future__ import annotations

from datetime import datetime

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager


class JoiningJobManager(JobManager):
    """Ends a job whose queueing lock was taken by another one while it ran.

    The library lets the error through and leaves such a job as running: while its worker lives, nobody takes
    it up again, and whatever waits for its lock waits with it.
    """

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Queue a job again, or end it because the same work is queued already. Not repeatable."""
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=False)
