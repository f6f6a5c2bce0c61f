"""What others do to an advertiser, at planned moments: outsiders, the platform, the ends of tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EVENTS: dict[str, frozenset[str]] = {
    "outsider_edit": frozenset({"node_id", "of", "values"}),
    "platform_setting": frozenset({"node_id", "of", "setting"}),
    "account_status": frozenset({"account_id", "account_status", "disable_reason"}),
    "object_issue": frozenset({
        "node_id", "of", "error_code", "error_summary", "error_message", "solved",
    }),
    "in_process": frozenset({"node_id", "of", "minutes"}),
    "webhook": frozenset({"account_id", "field", "value"}),
    "data_deletion": frozenset({"user_id"}),
    "token_end": frozenset({"access_token", "subcode", "platform"}),
}  # fmt: skip
Perform = Callable[["Event"], dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """Something to happen at an instant (seconds since 1970); `number` and `seed` fix what it picks."""

    instant: float
    do: str
    values: dict[str, Any]
    number: int
    seed: int


class Agenda:
    """Events that have not happened yet, in order."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._added = 0

    def add(self, document: dict[str, Any], instant: float, seed: int) -> Event:
        """Plan an event from its JSON form.

        Raises:
            ValueError: an unknown event or field.
        """
        event = self.read(document, instant, seed)
        self._added += 1
        self._events.append(event)
        self._events.sort(key=lambda planned: (planned.instant, planned.number))
        return event

    def read(self, document: dict[str, Any], instant: float, seed: int) -> Event:
        """An event from its JSON form, not planned yet.

        Raises:
            ValueError: as `add`.
        """
        values = {name: value for name, value in document.items() if name not in ("at", "do")}
        do = document.get("do")
        if do not in EVENTS:
            raise ValueError(f"do must be one of: {', '.join(EVENTS)}.")
        unknown = sorted(set(values) - EVENTS[do])
        if unknown:
            raise ValueError(f"Unknown field {unknown[0]!r} of {do}.")
        return Event(instant, do, values, self._added, seed)

    def next_instant(self) -> float | None:
        """When the next event is due, or None."""
        return self._events[0].instant if self._events else None

    def take_due(self, now: float) -> Event | None:
        """The next event if it is due."""
        return self._events.pop(0) if self._events and self._events[0].instant <= now else None

    def clear(self) -> None:
        """Plan nothing any more."""
        self._events.clear()

    def state(self) -> list[dict[str, Any]]:
        """What is planned."""
        return [{"epoch": event.instant, "do": event.do, **event.values} for event in self._events]
