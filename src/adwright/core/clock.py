"""The clock is injected: nothing below the doors asks the operating system what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant in UTC."""

    def now(self) -> datetime:
        """Return the present instant, time-zone aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests and simulations."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant the clock was last set to."""
        return self.instant

    def advance(self, step: timedelta) -> None:
        """Move the clock forward (or back, with a negative step)."""
        self.instant += step
