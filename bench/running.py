"""A demo started for a benchmark in a home of its own, and ended again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Running:
    """A demo that runs.

    Attributes:
        pid: its supervisor.
        served_after_seconds: from the start of the command to the first page served.
        ready_after_seconds: from the start of the command until one can log in and see the agency.
        access: what `demo.json` says.
    """

    pid: int
    served_after_seconds: float
    ready_after_seconds: float
    access: dict[str, str]


@contextmanager
def demo(home: Path, *, python: Path | None = None) -> Iterator[Running]:
    """Run the demo on a free port for the length of the block.

    Args:
        home: where its data live; kept from one start to the next.
        python: the interpreter whose installation runs; this one when left out.
    """
    environment = {**os.environ, "ADWRIGHT_HOME": str(home), "ADWRIGHT_PORT": "0", "PYTHONUNBUFFERED": "1"}
    began = time.monotonic()
    command = [str(python or sys.executable), "-m", "adwright.cli.main", "demo"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        served = ready = 0.0
        for line in process.stdout or ():
            if line.startswith("Serving"):
                served = time.monotonic() - began
            if line.startswith("Addresses and keys"):
                ready = time.monotonic() - began
                break
        if not ready:
            raise SystemExit(f"The demo did not start; {home}/logs says why.")
        yield Running(process.pid, served, ready, json.loads((home / "demo.json").read_text()))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, new = [pid], [pid]
    while new:
        new = [child for parent in new for child in children.get(parent, [])]
        found += new
    return found
