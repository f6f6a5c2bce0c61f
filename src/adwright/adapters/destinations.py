"""Asks web pages whether they are there, and never reaches what is not on the open internet.

A host is resolved once, every address it has is looked at, and the connection goes to the very address that
was looked at: a name that changes its mind between two look-ups gains nothing. Redirects are treated alike.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urljoin, urlsplit

import httpx2

from adwright.campaigns.destinations import Answer

_SECONDS = 10.0
_MOST_REDIRECTS = 5
_AGENT = "Adwright-Destination-Check/1"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Pages that keep programs out are there all the same.
_THERE = frozenset({401, 403, 405, 406, 429})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Refused(Exception):
    """The address must not be asked."""


class WebDestinations:
    """Fits `campaigns.ports.DestinationAsker`.

    Args:
        loopback: this machine's own pages may be asked too; for the demo and tests.
        transport: in the network's place, for tests.
    """

    def __init__(self, *, loopback: bool = False, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._loopback = loopback
        self._transport = transport

    async def ask(self, url: str) -> Answer:
        """Return whether a page answers within ten seconds, after at most five redirects."""
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._follow(url)
        except TimeoutError:
            return Answer(False, None, f"The link’s page did not answer within {_SECONDS:.0f} seconds.")
        except _Refused as refusal:
            return Answer(False, None, str(refusal))
        except socket.gaierror:
            return Answer(False, None, f"The link’s domain {urlsplit(url).hostname} does not exist.")
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
            said = "its certificate is not valid" if "CERTIFICATE" in str(error).upper() else "no connection"
            return Answer(False, None, f"The link’s page cannot be opened: {said}.")

    async def _follow(self, url: str) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            status, location = await self._get(url)
            if status in _REDIRECTS and location:
                url = urljoin(url, location)
                continue
            if 200 <= status < 400 or status in _THERE:
                return Answer(True, status, "The link’s page answers.")
            what = "was not found" if status in {404, 410} else f"answers with error {status}"
            return Answer(False, status, f"The link’s page {what}.")
        return Answer(False, None, f"The link is redirected more than {_MOST_REDIRECTS} times.")

    async def _get(self, url: str) -> tuple[int, str | None]:
        """Return status and redirect of one request; the body is not read."""
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme not in {"http", "https"} or not host:
            raise _Refused("The link leads to something that is no web page.")
        address = await self._address(host, parts.port or (443 if parts.scheme == "https" else 80))
        pinned = f"[{address}]" if address.version == 6 else str(address)
        target = httpx2.URL(url).copy_with(host=pinned)
        # Certificates are checked against the name, not against the address that is connected to.
        extensions = {"sni_hostname": host.encode("idna").decode()} if parts.scheme == "https" else {}
        headers = {"Host": parts.netloc.rsplit("@", 1)[-1], "User-Agent": _AGENT, "Accept": "text/html,*/*"}
        async with (
            httpx2.AsyncClient(
                follow_redirects=False, timeout=_SECONDS, trust_env=False, transport=self._transport
            ) as client,
            client.stream("GET", target, headers=headers, extensions=extensions) as response,
        ):
            return response.status_code, response.headers.get("location")

    async def _address(self, host: str, port: int) -> Address:
        """Resolve a host; every one of its addresses has to be allowed.

        Raises:
            _Refused: one of them is internal.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(each[4][0]) for each in found]
        for address in addresses:
            self._require_allowed(address)
        return addresses[0]

    def _require_allowed(self, address: Address) -> None:
        inner = getattr(address, "ipv4_mapped", None) or address
        if inner.is_loopback and self._loopback:
            return
        if not inner.is_global or inner.is_multicast:
            raise _Refused("The link leads into a private network, which nobody outside can open.")
