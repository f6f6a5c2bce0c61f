"""The web process: `python -m adwright.web`."""

from __future__ import annotations

import logging
import os
import socket
import sys

import uvicorn

from adwright.bootstrap.child import end_with_parent
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.errors import AdwrightError
from adwright.web.app import create_app

# Live pages hold their streams open; they come back by themselves, so nobody waits for them.
_GRACE_SECONDS = 3


def main() -> None:
    """Serve on the socket that the supervisor holds, or on the address of the settings."""
    if sys.platform != "linux":
        end_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s web %(levelname)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    try:
        settings = Settings.load()
        app = create_app(Container.build(settings))
    except AdwrightError as error:
        sys.exit(error.message)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    inherited = os.environ.get("ADWRIGHT_LISTEN_FD")
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(inherited))] if inherited else None)


if __name__ == "__main__":
    main()
