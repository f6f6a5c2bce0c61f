"""Google's three ports: gRPC over TLS, gRPC in the clear, and HTTP for OAuth, in the market's event loop."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

import grpc.aio

from adsandbox.google.certificate import certificate_of
from adsandbox.google.customers import customers, is_manager
from adsandbox.google.grpc_app import GoogleAdsApp
from adsandbox.google.oauth_app import OAuthApp
from adsandbox.google.quota import Quota
from adsandbox.server.listening import HOST, QuietServer, bound, quiet_server
from adsandbox.server.market import Market

_LARGEST_MESSAGE = 64 * 1024 * 1024
_GRACE_SECONDS = 0.2
_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", _LARGEST_MESSAGE),
    ("grpc.max_send_message_length", _LARGEST_MESSAGE),
)


@dataclass(frozen=True, slots=True)
class GooglePorts:
    """Which ports Google gets; 0 is any free one."""

    tls: int = 0
    insecure: int = 0
    oauth: int = 0


class GoogleServers:
    """They answer from `start` until `stop`."""

    def __init__(self, market: Market, ports: GooglePorts) -> None:
        self._market = market
        self._ports = ports
        self._grpc: list[grpc.aio.Server] = []
        self._oauth: QuietServer = quiet_server(OAuthApp(market.world))
        self._serving: asyncio.Task[None] | None = None
        self.document: dict[str, str] = {}

    async def start(self) -> None:
        """Bind the ports and answer; call it in the event loop.

        Raises:
            OSError: a port is taken.
        """
        market = self._market
        certificate = certificate_of(market.home)
        credentials = grpc.ssl_server_credentials([(certificate.key, certificate.certificate)])
        quota = Quota(market.world)
        secure = grpc.aio.server(handlers=[GoogleAdsApp(market.world, quota)], options=_OPTIONS)
        plain_app = GoogleAdsApp(market.world, quota, keyless=market.google_refresh_token)
        plain = grpc.aio.server(handlers=[plain_app], options=_OPTIONS)
        self._grpc = [secure, plain]
        try:
            tls_port = secure.add_secure_port(f"{HOST}:{self._ports.tls}", credentials)
            plain_port = plain.add_insecure_port(f"{HOST}:{self._ports.insecure}")
        except RuntimeError as error:
            raise OSError(f"A port for Google is taken: {error}") from None
        listening = bound(self._ports.oauth)
        await secure.start()
        await plain.start()
        self._serving = asyncio.create_task(self._oauth.serve(sockets=[listening]))
        await self._oauth.listening.wait()
        self.document = self._documented(tls_port, plain_port, listening, str(certificate.file))

    async def stop(self) -> None:
        """End all three; the ports are free again afterwards."""
        self._oauth.leave()
        for server in self._grpc:
            await server.stop(_GRACE_SECONDS)
        if self._serving is not None:
            await self._serving

    def _documented(
        self, tls_port: int, plain_port: int, listening: socket.socket, ca_file: str
    ) -> dict[str, str]:
        market = self._market
        oauth_url = f"http://{HOST}:{listening.getsockname()[1]}"
        present = customers(market.world)
        return {
            "google_endpoint": f"localhost:{tls_port}",
            "google_insecure_endpoint": f"localhost:{plain_port}",
            "google_oauth_url": oauth_url,
            "google_token_uri": f"{oauth_url}/token",
            "google_client_id": market.google_client_id,
            "google_client_secret": market.google_client_secret,
            "google_refresh_token": market.google_refresh_token,
            "google_manager_id": next((node.id for node in present if is_manager(node)), ""),
            "google_customer_id": next((node.id for node in present if not is_manager(node)), ""),
            "ca_file": ca_file,
        }
