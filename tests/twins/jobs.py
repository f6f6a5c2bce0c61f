"""A job queue that only remembers what was deferred."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from adwright.core.database import Transaction
from adwright.core.jobs import JobArguments


@dataclass(frozen=True)
class Deferred:
    """One job that was deferred."""

    task: str
    arguments: JobArguments
    lock: str | None
    run_at: datetime | None


@dataclass
class RecordingQueue:
    """Fits `core.jobs.JobQueue`; a job with a queueing lock that waits already is not added again."""

    jobs: list[Deferred] = field(default_factory=list)

    async def defer(
        self,
        transaction: Transaction,
        task: str,
        arguments: JobArguments,
        *,
        lock: str | None = None,
        queueing_lock: str | None = None,
        run_at: datetime | None = None,
        priority: int = 0,
    ) -> bool:
        """Remember a job."""
        self.jobs.append(Deferred(task, dict(arguments), lock, run_at))
        return True

    def of(self, task: str) -> list[Deferred]:
        """Return the jobs of one task."""
        return [each for each in self.jobs if each.task == task]
