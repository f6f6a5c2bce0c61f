"""How a market listens: sockets on this machine only, and HTTP servers that leave signals to their owner."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn

HOST = "127.0.0.1"
_GRACE_SECONDS = 1


class QuietServer(uvicorn.Server):
    """A server that leaves signals to whoever runs it, and tells when it has begun to listen."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    def leave(self) -> None:
        """End soon; call it in the event loop."""
        self.should_exit = True
        self.leaving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it, but without its fixed pause: tests start and stop many sandboxes."""
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        connections, tasks = self.server_state.connections, self.server_state.tasks
        for connection in list(connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while connections or tasks:  # noqa: ASYNC110 - uvicorn has no event for this
                    await asyncio.sleep(0.002)
        for task in list(tasks):
            task.cancel()


def bound(port: int) -> socket.socket:
    """A socket on a port of this machine; 0 is any free one.

    Raises:
        OSError: the port is taken.
    """
    # With the protocol named, asyncio switches Nagle's algorithm off; otherwise each answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    return listening


def quiet_server(app: Any) -> QuietServer:
    """A server of an ASGI application."""
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return QuietServer(config)
