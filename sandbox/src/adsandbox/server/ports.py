"""All ports of a market in one event loop: Meta's and the control's at once, Google's when wanted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from adsandbox.control.app import ControlApp
from adsandbox.meta.app import MetaApp
from adsandbox.server.commands import ALL_COMMANDS
from adsandbox.server.listening import HOST, bound, quiet_server
from adsandbox.server.market import Market

if TYPE_CHECKING:
    from adsandbox.server.google import GooglePorts, GoogleServers


class Servers:
    """The listening ports of a market. Meta's and the control's are bound when made, and answer while `run`
    runs; Google's from `start_google` on.
    """

    def __init__(self, market: Market, meta_port: int = 0, control_port: int = 0) -> None:
        self._market = market
        control = ControlApp(market.world, market.control_token, market.reset, ALL_COMMANDS)
        self._sockets = [bound(meta_port), bound(control_port)]
        meta = MetaApp(market.world)
        self._courier = meta.courier
        self._servers = [quiet_server(meta), quiet_server(control)]
        self._google: GoogleServers | None = None
        self.meta_url, self.control_url = (f"http://{HOST}:{s.getsockname()[1]}" for s in self._sockets)

    async def run(self, ready: asyncio.Event) -> None:
        """Answer until `stop` is called; `ready` is set once both ports answer."""
        tasks = [
            asyncio.create_task(server.serve(sockets=[sock]))
            for server, sock in zip(self._servers, self._sockets, strict=True)
        ]
        for server in self._servers:
            await server.listening.wait()
        sending = asyncio.create_task(self._courier.run())
        ready.set()
        await asyncio.gather(*tasks)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        if self._google is not None:
            await self._google.stop()

    async def start_google(self, ports: GooglePorts | None = None) -> dict[str, str]:
        """Answer on Google's ports too, and give their addresses and credentials.

        The first time in a process this loads protobuf's classes, which takes about a second.

        Raises:
            OSError: a port is taken.
        """
        from adsandbox.server.google import GooglePorts, GoogleServers

        if self._google is None:
            self._google = GoogleServers(self._market, ports or GooglePorts())
            await self._google.start()
        return self._google.document

    def stop(self) -> None:
        """End all servers soon; call it in the event loop."""
        for server in self._servers:
            server.leave()


def ready_document(market: Market, servers: Servers) -> dict[str, str]:
    """What a caller of Meta and of the control needs: addresses and credentials."""
    return {
        "meta_url": servers.meta_url,
        "meta_access_token": market.access_token,
        "meta_account_id": market.first_account_id(),
        "meta_app_id": market.world.app_id,
        "meta_app_secret": market.world.app_secret,
        "control_url": servers.control_url,
        "control_token": market.control_token,
    }
