"""Two HTTP servers in one event loop: the platform's port and the control's."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn

from adsandbox.control.app import ControlApp
from adsandbox.meta.app import MetaApp
from adsandbox.server.market import Market

HOST = "127.0.0.1"
_GRACE_SECONDS = 1


class _QuietServer(uvicorn.Server):
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


class Servers:
    """The listening ports of a market. They are bound when made, and answer while `run` runs."""

    def __init__(self, market: Market, meta_port: int = 0, control_port: int = 0) -> None:
        self._market = market
        control = ControlApp(market.world, market.control_token, market.reset)
        self._sockets = [_bound(meta_port), _bound(control_port)]
        self._servers = [_server(MetaApp(market.world)), _server(control)]
        self.meta_url, self.control_url = (f"http://{HOST}:{s.getsockname()[1]}" for s in self._sockets)

    async def run(self, ready: asyncio.Event) -> None:
        """Answer until `stop` is called; `ready` is set once both ports answer."""
        tasks = [
            asyncio.create_task(server.serve(sockets=[sock]))
            for server, sock in zip(self._servers, self._sockets, strict=True)
        ]
        for server in self._servers:
            await server.listening.wait()
        ready.set()
        await asyncio.gather(*tasks)

    def stop(self) -> None:
        """End both servers soon; call it in the event loop."""
        for server in self._servers:
            server.should_exit = True
            server.leaving.set()


def _bound(port: int) -> socket.socket:
    # With the protocol named, asyncio switches Nagle's algorithm off; otherwise each answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    return listening


def _server(app: Any) -> _QuietServer:
    config = uvicorn.Config(
        app,
        http="h11",
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
    return _QuietServer(config)


def ready_document(market: Market, servers: Servers) -> dict[str, str]:
    """What a caller needs to use the sandbox: addresses and credentials."""
    return {
        "meta_url": servers.meta_url,
        "meta_access_token": market.access_token,
        "meta_account_id": market.first_account_id(),
        "meta_app_id": market.world.app_id,
        "meta_app_secret": market.world.app_secret,
        "control_url": servers.control_url,
        "control_token": market.control_token,
    }
