"""The sandbox's own time: an instant that runs with the wall clock, faster than it, or only when told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """How virtual time runs. `factor` virtual seconds pass per second of the wall clock."""

    name: str
    factor: float

    @staticmethod
    def parse(text: str) -> Pace:
        """Read `real`, `manual` or `xN` (for instance `x60`: a minute passes in a second)."""
        if text == "real":
            return Pace("real", 1.0)
        if text == "manual":
            return Pace("manual", 0.0)
        if text.startswith("x"):
            try:
                factor = float(text[1:])
            except ValueError:
                factor = 0.0
            if factor > 0:
                return Pace(text, factor)
        raise ValueError(f"Unknown clock {text!r}: use real, manual, or xN such as x60.")


class VirtualClock:
    """A clock anchored at one pair of virtual and wall instants. Instants are seconds since 1970, UTC."""

    def __init__(self, pace: Pace, start: float, wall: Callable[[], float] = time.time) -> None:
        self.pace = pace
        self._wall = wall
        self._anchor_virtual = start
        self._anchor_wall = wall()

    def now(self) -> float:
        """The virtual instant, in seconds since 1970 UTC."""
        return self._anchor_virtual + self.pace.factor * (self._wall() - self._anchor_wall)

    def advance(self, seconds: float) -> float:
        """Move forward by `seconds` (never back) and give the new instant. Works at every pace."""
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self.set(self.now() + seconds)
        return self.now()

    def run_at(self, pace: Pace) -> None:
        """Go on from now at another pace."""
        self.set(self.now())
        self.pace = pace

    def set(self, instant: float) -> None:
        """Put the clock to `instant`; used when a market is made or loaded."""
        self._anchor_virtual = instant
        self._anchor_wall = self._wall()


def parse_instant(text: str) -> float:
    """Read an ISO 8601 date or date-time; without an offset it is UTC. Gives seconds since 1970."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def iso_utc(instant: float) -> str:
    """An instant as `2026-11-21T07:00:00Z`."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
