"""The sandbox as a process: ready line, signals, end with its parent, where it listens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from adsandbox.server.google import GooglePorts
from adsandbox.server.market import Market, Wish
from adsandbox.server.ports import Servers, ready_document

ADDRESS_FILE = "running.json"
_TICK_SECONDS = 0.5
_REMEMBER_EVERY = 10


def serve(
    home: Path,
    wish: Wish,
    meta_port: int,
    control_port: int,
    google_ports: GooglePorts,
    end_with_parent: bool,
    announce: Callable[[dict[str, str]], None],
) -> None:
    """Run until SIGTERM or SIGINT (or the parent's end); `announce` is called once when all ports answer.

    Raises:
        MarketError: the home is in use or holds another market.
        OSError: a port is taken.
    """
    parent = os.getppid()
    market = Market(home, wish)
    address = home / ADDRESS_FILE
    try:
        servers = Servers(market, meta_port, control_port)

        def ready(google: dict[str, str]) -> None:
            document = {**ready_document(market, servers), **google}
            _write_private(address, json.dumps(document))
            announce(document)

        asyncio.run(_run(market, servers, google_ports, parent if end_with_parent else None, ready))
    finally:
        address.unlink(missing_ok=True)
        market.close()


async def _run(
    market: Market,
    servers: Servers,
    google_ports: GooglePorts,
    parent: int | None,
    announce: Callable[[dict[str, str]], None],
) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, servers.stop)
    ready = asyncio.Event()
    running = asyncio.create_task(servers.run(ready))
    await ready.wait()
    announce(await servers.start_google(google_ports))
    watching = asyncio.create_task(_watch(market, servers, parent))
    await running
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def _watch(market: Market, servers: Servers, parent: int | None) -> None:
    """Remember the running clock now and then, and leave when the parent has gone."""
    ticks = 0
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        ticks += 1
        if ticks % _REMEMBER_EVERY == 0 and market.world.clock.pace.factor:
            market.world.remember_now()
        if parent is not None and os.getppid() != parent:
            servers.stop()
            return


def _write_private(file: Path, text: str) -> None:
    """Write a file for its owner alone; whoever reads it sees all of it or nothing."""
    draft = file.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    draft.replace(file)
