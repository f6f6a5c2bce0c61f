"""What the platform sends to others by itself: kept until it was taken, tried again when it was not."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from adsandbox.clock import iso_utc
from adsandbox.world.store import Store

# Virtual seconds after a failed attempt until the next one: at once, then ever later, for 36 hours.
RETRY_SECONDS = (0.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 21_600.0, 36_000.0, 64_800.0)
_SETTING = "outbox"
_KEPT_DONE = 1000


def is_near(url: str) -> bool:
    """Whether an address is on this machine; the sandbox sends nothing anywhere else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and loopback


@dataclass(slots=True)
class Delivery:
    """One message to a callback address. `due` is the virtual instant of the next attempt."""

    number: int
    kind: str
    url: str
    headers: dict[str, str]
    body: str
    due: float
    attempts: list[dict[str, Any]] = field(default_factory=list)
    state: str = "pending"
    answer: str = ""


class Outbox:
    """Messages in the order of their making; those that wait are kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        waiting = json.loads(store.setting(_SETTING) or "[]")
        self._deliveries = [Delivery(**document) for document in waiting]

    def add(self, kind: str, url: str, headers: dict[str, str], body: str, due: float) -> Delivery:
        """Put a message in."""
        with self._store.writing():
            number = self._store.next_number("delivery")
            delivery = Delivery(number, kind, url, headers, body, due)
            self._deliveries.append(delivery)
            self._keep()
        return delivery

    def add_again(self, delivery: Delivery) -> None:
        """Put the same message in once more."""
        self.add(delivery.kind, delivery.url, delivery.headers, delivery.body, delivery.due)

    def next_due(self) -> Delivery | None:
        """The message whose attempt comes next, or None."""
        waiting = [delivery for delivery in self._deliveries if delivery.state == "pending"]
        return min(waiting, key=lambda delivery: (delivery.due, delivery.number), default=None)

    def swap_last_two(self) -> None:
        """Let the last message that waits go before the one in front of it."""
        waiting = [delivery for delivery in self._deliveries if delivery.state == "pending"]
        if len(waiting) >= 2:
            last, other = waiting[-1], waiting[-2]
            last.number, other.number = other.number, last.number
            last.due = other.due = min(last.due, other.due)

    def note(self, delivery: Delivery, began: float, status: int | None, answer: str) -> None:
        """Write down an attempt that began at an instant: taken with a status of 2xx, else to be tried again
        or given up.
        """
        delivery.attempts.append({"time": iso_utc(began), "status": status})
        delivery.answer = answer
        if status is not None and 200 <= status < 300:
            delivery.state = "delivered"
        elif len(delivery.attempts) > len(RETRY_SECONDS):
            delivery.state = "given up"
        else:
            delivery.due = began + RETRY_SECONDS[len(delivery.attempts) - 1]
        with self._store.writing():
            self._keep()

    def clear(self) -> None:
        """Forget all messages."""
        self._deliveries.clear()
        with self._store.writing():
            self._keep()

    def state(self) -> list[dict[str, Any]]:
        """All messages with their attempts, the oldest first."""
        return [{**asdict(delivery), "due": iso_utc(delivery.due)} for delivery in self._deliveries]

    def _keep(self) -> None:
        done = [delivery for delivery in self._deliveries if delivery.state != "pending"]
        for delivery in done[:-_KEPT_DONE]:
            self._deliveries.remove(delivery)
        waiting = [asdict(delivery) for delivery in self._deliveries if delivery.state == "pending"]
        self._store.set_setting(_SETTING, json.dumps(waiting))
