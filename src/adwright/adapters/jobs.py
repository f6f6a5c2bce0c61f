"""The job queue on procrastinate: a job is one more row of the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from adwright.core.database import Transaction
from adwright.core.jobs import JobArguments


class ProcrastinateQueue:
    """Fits `core.jobs.JobQueue`. It has no connection of its own: it writes through the caller's."""

    def __init__(self) -> None:
        self._app = App(connector=PsycopgConnector())

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
        """Queue a task by name in the caller's transaction; see the port."""
        raw = await transaction.connection.get_raw_connection()
        deferrer = self._app.configure_task(
            task,
            allow_unknown=True,
            lock=lock,
            queueing_lock=queueing_lock,
            schedule_at=run_at,
            priority=priority,
            connection=raw.driver_connection,
        )
        if queueing_lock is None:
            await deferrer.defer_async(**dict(arguments))
            return True
        try:
            # The broken uniqueness that says "waiting already" must not cost the caller's transaction.
            async with transaction.savepoint():
                await deferrer.defer_async(**dict(arguments))
        except AlreadyEnqueued:
            return False
        return True
