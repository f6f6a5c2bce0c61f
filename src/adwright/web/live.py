"""Live pages: one LISTEN connection per process, fanned out to the streams of each organization.

NOTIFY carries ids only; the hub reads the event once and hands it to every stream of its organization. A
stream holds no database connection. What a broken connection missed is read again from the outbox.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import psycopg

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import conninfo_of
from adwright.core.database import TenantScope
from adwright.events import service as events
from adwright.events.model import CHANNEL, Event, read_notification

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
# A stream ends after a while, so that a revoked session stops hearing; the browser comes back by itself.
LIFETIME_SECONDS = 15 * 60.0
RECONNECT_SECONDS = 1.0
QUEUE_LENGTH = 1000

_END = None


class Stream:
    """What one open page has still to hear."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Event | None] = asyncio.Queue(QUEUE_LENGTH)

    def offer(self, event: Event | None) -> None:
        """Add an event; a page that does not read ends and asks again from its last event."""
        try:
            self._waiting.put_nowait(event)
        except asyncio.QueueFull:
            self._waiting = asyncio.Queue(QUEUE_LENGTH)
            self._waiting.put_nowait(_END)

    async def next(self, timeout_seconds: float) -> Event | None:
        """Return the next event, or None when the stream has to end.

        Raises:
            TimeoutError: nothing came in time.
        """
        async with asyncio.timeout(timeout_seconds):
            return await self._waiting.get()


class LiveHub:
    """Hears what commits and tells the streams of that organization."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._streams: dict[UUID, set[Stream]] = defaultdict(set)
        self._last_seen: dict[UUID, int] = {}
        self.connected = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def listening(cls, container: Container) -> AsyncIterator[LiveHub]:
        """Run a hub for as long as the application runs."""
        hub = cls(container)
        task = asyncio.create_task(hub._listen_for_ever(), name="live-hub")
        try:
            yield hub
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            hub._end_all()

    @asynccontextmanager
    async def stream(self, organization_id: UUID) -> AsyncIterator[Stream]:
        """Subscribe to an organization's events while the block runs."""
        stream = Stream()
        self._streams[organization_id].add(stream)
        try:
            yield stream
        finally:
            self._streams[organization_id].discard(stream)
            if not self._streams[organization_id]:
                del self._streams[organization_id]
                self._last_seen.pop(organization_id, None)

    async def missed(self, organization_id: UUID, last_event_id: int) -> Sequence[Event]:
        """Return what a page that saw this event last may have missed."""
        async with self._container.database.transaction(TenantScope(organization_id)) as transaction:
            return await events.missed_events(transaction, last_event_id)

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                logger.warning(
                    "live events: the connection was lost, trying again (%s)", type(error).__name__
                )
            self.connected.clear()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        conninfo = conninfo_of(self._container.app_url)
        async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self.connected.set()
            await self._catch_up()
            async for notification in connection.notifies():
                organization_id, event_id = read_notification(notification.payload)
                if organization_id in self._streams:
                    await self._tell(organization_id, [event_id])

    async def _catch_up(self) -> None:
        for organization_id, last_seen in list(self._last_seen.items()):
            self._fan_out(organization_id, await self.missed(organization_id, last_seen))

    async def _tell(self, organization_id: UUID, event_ids: Sequence[int]) -> None:
        async with self._container.database.transaction(TenantScope(organization_id)) as transaction:
            found = await events.read_events(transaction, event_ids)
        self._fan_out(organization_id, found)

    def _fan_out(self, organization_id: UUID, found: Sequence[Event]) -> None:
        for event in found:
            self._last_seen[organization_id] = max(self._last_seen.get(organization_id, 0), event.id)
            for stream in self._streams.get(organization_id, ()):
                stream.offer(event)

    def _end_all(self) -> None:
        for streams in self._streams.values():
            for stream in streams:
                stream.offer(_END)


def as_server_sent(event: Event, *, bare: bool) -> str:
    """Write an event in the form of server-sent events; bare, it says only what kind of thing happened."""
    told = event.subject_id is not None and not bare
    data = {
        "kind": event.kind,
        "subject_id": str(event.subject_id) if told else None,
        **({} if bare else event.data),
    }
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(data)}\n\n"


async def server_sent_events(
    hub: LiveHub, organization_id: UUID, last_event_id: int | None, *, bare: bool
) -> AsyncIterator[str]:
    """Yield an organization's events as they commit, after those missed since `last_event_id`.

    For a member limited to some advertisers they are bare: what it was, and of whom, the page finds out by
    asking for what the member may see.
    """
    async with hub.stream(organization_id) as stream:
        yield "retry: 2000\n\n"
        if last_event_id is not None:
            for event in await hub.missed(organization_id, last_event_id):
                yield as_server_sent(event, bare=bare)
        ends_at = asyncio.get_running_loop().time() + LIFETIME_SECONDS
        while asyncio.get_running_loop().time() < ends_at:
            try:
                event_or_end = await stream.next(HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event_or_end is None:
                return
            yield as_server_sent(event_or_end, bare=bare)
