"""One child process that cannot outlive its parent."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class UnprivilegedUser:
    """Whom a child becomes when we are root.

    Attributes:
        number: user and group number.
        reach_all: whether it must pass directories that are closed to it.
    """

    number: int
    reach_all: bool


def spawn(
    program: Sequence[str],
    *,
    dies_by: signal.Signals = signal.SIGKILL,
    user: UnprivilegedUser | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own; the kernel sends it `dies_by` when this process dies.

    Call it on the main thread: Linux ties the child to the thread that made it.
    """
    options = [f"parent={os.getpid()}", f"signal={dies_by.name}"]
    if user is not None:
        options += [f"user={user.number}", f"reach={'all' if user.reach_all else 'own'}"]
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, "-I", "-S", str(_LAUNCH), *options, "--", *program],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(environment) if environment is not None else None,
        pass_fds=pass_fds,
        # Ctrl-C in a terminal goes to the whole foreground group; only the supervisor shall hear it.
        process_group=0,
    )


def end_with_parent(*, every_seconds: float = 1.0) -> None:
    """End this process soon after its parent, where no kernel does it: Linux does, through `spawn`."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def stop(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Ask a process to end, step by step (signal, seconds to wait); kill it when nothing helps."""
    for number, seconds in steps:
        if process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if process.poll() is None:
        process.kill()
        process.wait()
