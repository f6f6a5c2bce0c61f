"""The library's job manager, mended where two jobs that share a lock meet and a constraint breaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager


class PatientJobManager(JobManager):
    """Gives way to the other job, whose lock or whose place in the queue it is."""

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take the next job, or None. Not repeatable.

        When another worker takes a job of the same lock at the same moment (a more urgent one has come in, or
        one of a dead worker is back in the queue), the next look sees that; the error would end this worker.
        """
        while True:
            try:
                return await super().fetch_job(queues, worker_id)
            except UniqueViolation:
                continue

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Queue a job again, or end it because its twin, which does the same, waits already. Not repeatable.

        Left as running, it would keep its lock, and whatever waits for that, for as long as its worker lives.
        """
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=False)
