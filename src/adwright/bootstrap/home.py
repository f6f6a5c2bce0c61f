"""The home directory: where an installation keeps its data, and who runs on it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from adwright.core.errors import Conflict, Invalid

_LOCK = "running.json"


@dataclass(frozen=True, slots=True)
class Runner:
    """The supervisor that holds a home."""

    pid: int
    url: str


class Home:
    """One home directory, held by one supervisor at a time; the hold ends with its process."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._descriptor: int | None = None

    @property
    def logs(self) -> Path:
        """Where the processes write their logs."""
        return self.path / "logs"

    def make(self) -> None:
        """Make the directory if there is none.

        Raises:
            Invalid: it cannot be made or written to.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Invalid(
                f"{self.path} cannot be used ({error.strerror}). Set ADWRIGHT_HOME to another directory."
            ) from error
        if not os.access(self.path, os.W_OK):
            raise Invalid(f"{self.path} cannot be written to. Set ADWRIGHT_HOME to a directory of yours.")

    def hold(self) -> Self:
        """Take the home for this process.

        Raises:
            Conflict: another supervisor runs on it.
        """
        self.make()
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Conflict(self._taken(), code="already_running") from None
        self._descriptor = descriptor
        self.say(Runner(os.getpid(), ""))
        return self

    def say(self, runner: Runner) -> None:
        """Write down who holds the home, for those who ask."""
        if self._descriptor is not None:
            content = json.dumps({"pid": runner.pid, "url": runner.url}).encode()
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, content, 0)

    def release(self) -> None:
        """Give the home back."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def runner(self) -> Runner | None:
        """Return who runs on this home now; None when nobody does."""
        try:
            descriptor = os.open(self.path / _LOCK, os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._written()
        finally:
            os.close(descriptor)
        return None

    def _written(self) -> Runner:
        with contextlib.suppress(OSError, ValueError, KeyError):
            said = json.loads((self.path / _LOCK).read_text())
            return Runner(int(said["pid"]), str(said["url"]))
        return Runner(0, "")

    def _taken(self) -> str:
        runner = self._written()
        where = f" at {runner.url}" if runner.url else ""
        return (
            f"Adwright is running on {self.path} already{where} (process {runner.pid}). "
            "Stop it with Ctrl-C there, or set ADWRIGHT_HOME to another directory."
        )
