"""One process of the tree that is kept alive: started again, with growing pauses, when it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from adwright.bootstrap.child import spawn, stop
from adwright.bootstrap.postgres import EmbeddedPostgres

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 15.0
_STEADY_SECONDS = 30.0
_LOG_LIMIT_BYTES = 10_000_000


class Runnable(Protocol):
    """Something that can be started and may end."""

    name: str

    def start(self) -> None:
        """Start it."""
        ...

    def alive(self) -> bool:
        """Say whether it runs."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


@dataclass
class Program:
    """A Python module run as a process, its output in a log file."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    pass_fds: Sequence[int] = ()
    grace_seconds: float = 8.0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process; the previous one must have ended."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = spawn(
                [sys.executable, *self.command],
                environment=self.environment,
                output=output,
                pass_fds=self.pass_fds,
            )

    def alive(self) -> bool:
        """Say whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask the process to end, without waiting."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """End the process: asked first, killed when it takes too long."""
        if self.process is not None:
            stop(self.process, (signal.SIGTERM, self.grace_seconds))


@dataclass
class PostgresService:
    """The embedded database as one of the tree."""

    server: EmbeddedPostgres
    name: str = "database"

    def start(self) -> None:
        """Start it, recovering what a kill left behind."""
        self.server.start()

    def alive(self) -> bool:
        """Say whether the server runs."""
        return self.server.process is not None and self.server.process.poll() is None

    def stop(self) -> None:
        """End it cleanly."""
        self.server.stop()


class Kept:
    """A runnable that is kept alive."""

    def __init__(self, runnable: Runnable) -> None:
        self.runnable = runnable
        self._started_at = 0.0
        self._pause = _FIRST_PAUSE_SECONDS
        self._start_again_at: float | None = None

    def start(self) -> None:
        """Start it now."""
        self._started_at = time.monotonic()
        self._start_again_at = None
        self.runnable.start()

    def look_after(self) -> bool:
        """Start it again when it has ended and its pause is over; say whether it was found ended just now."""
        if self.runnable.alive():
            return False
        now = time.monotonic()
        if self._start_again_at is None:
            if now - self._started_at > _STEADY_SECONDS:
                self._pause = _FIRST_PAUSE_SECONDS
            self._start_again_at = now + self._pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE_SECONDS)
            return True
        if now >= self._start_again_at:
            self.start()
        return False

    @property
    def wakes_in_seconds(self) -> float | None:
        """How long until it wants to be started again; None when it runs."""
        return None if self._start_again_at is None else max(0.0, self._start_again_at - time.monotonic())
