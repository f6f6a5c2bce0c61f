"""The port to the job queue: a job is deferred inside the business transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from adwright.core.database import Transaction

JobArguments = Mapping[str, str | int | bool | None]


class JobQueue(Protocol):
    """Defers jobs on the caller's own transaction, so that both commit or neither does."""

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
        """Queue a task by name.

        Args:
            transaction: the open transaction the job belongs to.
            task: name of a task the worker knows, e.g. `changes.apply`.
            arguments: plain JSON values; ids as strings. `organization_id` is always among them.
            lock: jobs with the same lock run one after another, never side by side.
            queueing_lock: at most one job with this name waits at a time.
            run_at: earliest start (UTC); None for at once.
            priority: higher runs first.

        Returns:
            False when a job with the same queueing lock was waiting already, True otherwise.
        """
        ...
