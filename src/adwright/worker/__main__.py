"""The worker process: `python -m adwright.worker`."""

from __future__ import annotations

import asyncio
import logging
import sys

from adwright.bootstrap.child import end_with_parent
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.errors import AdwrightError
from adwright.worker.application import make_application
from adwright.worker.rescue import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS, rescue

_GRACE_SECONDS = 5.0
_POLL_SECONDS = 1.0


async def work(container: Container) -> None:
    """Work until asked to stop. Unfinished jobs go back into the queue at the next start."""
    app = make_application(container)
    async with container.running(), app.open_async():
        await container.check_ready()
        if container.settings.only_worker:
            await rescue(app, silent_for_seconds=0)
        await app.run_worker_async(
            name="worker",
            concurrency=container.settings.worker_concurrency,
            # Notices wake the worker at once; the poll is for one that was lost.
            fetch_job_polling_interval=_POLL_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            shutdown_graceful_timeout=_GRACE_SECONDS,
        )


def main() -> None:
    """Run the worker; an expected error is one sentence."""
    if sys.platform != "linux":
        end_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    try:
        asyncio.run(work(Container.build(Settings.load())))
    except AdwrightError as error:
        sys.exit(error.message)


if __name__ == "__main__":
    main()
