"""Live events over a real socket: in order, one's own only, resumable, without a held connection."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
import uvicorn
from sqlalchemy import URL

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import conninfo_of
from adwright.bootstrap.settings import Settings
from adwright.core.clock import FixedClock
from adwright.core.database import TenantScope
from adwright.core.ids import new_id
from adwright.events import service as events
from adwright.web.app import create_app
from adwright.web.live import LiveHub, server_sent_events
from tests.factories import NOW, PASSWORD


@dataclass
class Server:
    """The web application on a port of its own."""

    address: str
    container: Container
    hub: LiveHub

    async def register(self) -> tuple[UUID, dict[str, str]]:
        body = {
            "email": f"{new_id()}@example.com",
            "password": PASSWORD,
            "first_name": "Olive",
            "last_name": "Owner",
            "organization_name": "Harbour",
        }
        async with httpx2.AsyncClient(base_url=self.address) as client:
            made = (await client.post("/api/v1/auth/register", json=body)).json()
        return UUID(made["me"]["organization"]["id"]), {"Authorization": f"Bearer {made['access_token']}"}

    async def publish(self, organization_id: UUID, *words: str) -> list[int]:
        ids = []
        for word in words:
            async with self.container.database.transaction(TenantScope(organization_id)) as tx:
                ids.append(await events.publish(tx, "change.updated", None, {"word": word}))
        return ids

    @asynccontextmanager
    async def stream(self, headers: dict[str, str]) -> AsyncIterator[Listener]:
        async with (
            httpx2.AsyncClient(base_url=self.address, timeout=20) as client,
            client.stream("GET", "/api/v1/events", headers=headers) as response,
        ):
            assert response.status_code == 200
            assert response.headers["Content-Type"].startswith("text/event-stream")
            listener = Listener(response.aiter_lines())
            assert await anext(listener.lines) == "retry: 2000"
            yield listener


@dataclass
class Listener:
    """What an open page hears."""

    lines: AsyncIterator[str]

    async def next(self) -> dict[str, Any]:
        """Return the next event."""
        event: dict[str, Any] = {}
        async with asyncio.timeout(10):
            async for line in self.lines:
                name, _, value = line.partition(": ")
                if name in ("id", "event", "data"):
                    event[name] = json.loads(value) if name == "data" else value
                elif not line and event:
                    return event
        raise AssertionError("the stream ended")

    async def words(self, count: int) -> list[str]:
        """Return the words of the next events."""
        return [(await self.next())["data"]["word"] for _ in range(count)]


@pytest.fixture
async def server(application_url: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A running web process's inside: uvicorn on a free port, in this loop."""
    settings = Settings(home=tmp_path, app_database_url=application_url, pool_size=2, pool_overflow=1)
    container = Container.build(settings, clock=FixedClock(NOW))
    app = create_app(container)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listening]))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx2.AsyncClient(base_url=address) as client:
        assert (await client.get("/readyz")).json() == {"status": "ready"}
    hub: LiveHub = app.state.live
    async with asyncio.timeout(10):
        await hub.connected.wait()
    yield Server(address, container, hub)
    running.should_exit = True
    await task
    listening.close()


async def test_events_arrive_in_order_and_only_ones_own(server: Server) -> None:
    (mine, credentials), (theirs, _) = await server.register(), await server.register()
    async with server.stream(credentials) as listener:
        await server.publish(theirs, "foreign")
        ids = await server.publish(mine, "one", "two", "three")
        first = await listener.next()
        assert first == {
            "id": str(ids[0]),
            "event": "change.updated",
            "data": {"kind": "change.updated", "subject_id": None, "word": "one"},
        }
        assert await listener.words(2) == ["two", "three"]


async def test_events_are_bare_for_who_is_limited_to_some_advertisers(server: Server) -> None:
    mine, _ = await server.register()
    ids = await server.publish(mine, "one")
    heard = server_sent_events(server.hub, mine, ids[0] - 1, bare=True)
    assert await anext(heard) == "retry: 2000\n\n"
    data = {"kind": "change.updated", "subject_id": None}
    assert await anext(heard) == f"id: {ids[0]}\nevent: change.updated\ndata: {json.dumps(data)}\n\n"
    assert isinstance(heard, AsyncGenerator)
    await heard.aclose()


async def test_stream_resumes_after_the_last_event_seen(server: Server) -> None:
    mine, credentials = await server.register()
    ids = await server.publish(mine, "one", "two", "three")
    async with server.stream({**credentials, "Last-Event-ID": str(ids[-1] + 1000)}) as listener:
        await server.publish(mine, "four")
        assert await listener.words(1) == ["four"]
    async with server.stream({**credentials, "Last-Event-ID": str(ids[0])}) as listener:
        # At least what came after it; what may have committed late comes again.
        assert await listener.words(3) == ["two", "three", "four"]


async def test_open_streams_hold_no_connection(server: Server) -> None:
    mine, credentials = await server.register()
    async with AsyncExitStack() as stack:
        listeners = [await stack.enter_async_context(server.stream(credentials)) for _ in range(8)]
        assert server.container.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        await server.publish(mine, "heard by all")
        heard = await asyncio.gather(*(each.words(1) for each in listeners))
    assert heard == [["heard by all"]] * 8


async def test_events_while_the_listening_connection_was_killed_arrive_when_it_is_back(
    server: Server, owner_url: URL
) -> None:
    mine, credentials = await server.register()
    async with server.stream(credentials) as listener:
        await server.publish(mine, "before")
        assert await listener.words(1) == ["before"]
        async with await psycopg.AsyncConnection.connect(conninfo_of(owner_url), autocommit=True) as owner:
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN %' AND datname = current_database()"
            )
        await server.publish(mine, "meanwhile")
        heard = await listener.words(1)
    assert heard == ["meanwhile"]


async def test_stream_needs_somebody_logged_in(server: Server) -> None:
    async with httpx2.AsyncClient(base_url=server.address) as client:
        answer = await client.get("/api/v1/events")
    assert answer.status_code == 401
