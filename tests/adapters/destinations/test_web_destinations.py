"""Pages are asked over the network, and nothing inside is ever reached."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from adwright.adapters.destinations import WebDestinations

Reply = Callable[[str], tuple[int, str]]


@asynccontextmanager
async def page(reply: Reply) -> AsyncIterator[str]:
    """Serve status and location by path on this machine."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        status, location = reply(head.split(" ", 2)[1])
        extra = f"Location: {location}\r\n" if location else ""
        writer.write(f"HTTP/1.1 {status} X\r\n{extra}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    ("status", "answers", "said"),
    [
        (200, True, "answers"),
        (204, True, "answers"),
        (403, True, "answers"),
        (404, False, "was not found"),
        (500, False, "answers with error 500"),
    ],
)
async def test_page_when_asked_then_its_status_is_told(status: int, answers: bool, said: str) -> None:
    async with page(lambda path: (status, "")) as url:
        found = await WebDestinations(loopback=True).ask(f"{url}/spicy?x=1")

    assert (found.answers, found.status) == (answers, status)
    assert said in found.message


async def test_page_when_redirected_then_is_followed_and_not_for_ever() -> None:
    async with page(lambda path: (301, "/b") if path == "/a" else (200, "")) as url:
        assert (await WebDestinations(loopback=True).ask(f"{url}/a")).answers
    async with page(lambda path: (302, "/again")) as url:
        found = await WebDestinations(loopback=True).ask(url)
    assert "more than 5 times" in found.message


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f000001/",
    ],
)
async def test_address_when_internal_then_nothing_is_sent(url: str) -> None:
    def never(request: httpx2.Request) -> httpx2.Response:
        raise AssertionError(f"asked {request.url}")

    found = await WebDestinations(transport=httpx2.MockTransport(never)).ask(url)

    assert (found.answers, found.status) == (False, None)
    assert "private network" in found.message or "does not exist" in found.message


async def test_redirect_when_it_leads_inside_then_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def outside(request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.url.host} {request.headers['Host']}")
        return httpx2.Response(302, headers={"Location": "http://10.0.0.1/admin"})

    resolves_to(monkeypatch, "93.184.216.34")
    found = await WebDestinations(transport=httpx2.MockTransport(outside)).ask("http://chips.example/a")

    assert asked == ["93.184.216.34 chips.example"]
    assert "private network" in found.message


async def test_host_when_one_of_its_addresses_is_internal_then_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolves_to(monkeypatch, "93.184.216.34", "10.0.0.1")

    assert "private network" in (await WebDestinations().ask("https://chips.example/")).message


async def test_page_when_nobody_listens_then_says_that_it_cannot_be_opened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = await WebDestinations(loopback=True).ask(f"http://localhost:{port}/")

    assert "cannot be opened" in found.message


async def test_link_when_redirected_to_no_web_page_then_is_refused() -> None:
    async with page(lambda path: (302, "ftp://localhost/x")) as url:
        assert "no web page" in (await WebDestinations(loopback=True).ask(url)).message


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses; an address stays what it is."""

    async def resolve(host: str, port: int, **options: Any) -> list[Any]:
        found = [host] if host.replace(".", "").isdigit() else addresses
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
