"""The sandbox as a process of its own, and its control interface."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.storm.stuck import StuckError

_ANSWERS_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Market:
    """A running sandbox: its addresses and credentials, as its ready line names them."""

    ready: dict[str, str]

    def control(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Call the control interface."""
        request = urllib.request.Request(
            self.ready["control_url"] + path,
            method=method,
            headers={"Authorization": f"Bearer {self.ready['control_token']}"},
            # A body that nobody reads would let the server reset a connection in mid-answer.
            data=json.dumps(body).encode() if body else None,
        )
        with urllib.request.urlopen(request, timeout=_ANSWERS_WITHIN_SECONDS) as answer:
            document: dict[str, Any] = json.load(answer)
        return document

    def advance(self, seconds: float) -> None:
        """Move the market's clock."""
        self.control("POST", "/clock/advance", seconds=seconds)


@contextmanager
def running_market(home: Path, start: datetime, seed: int) -> Iterator[Market]:
    """Run a sandbox whose clock stands until it is moved, for the length of the block."""
    ports = [f"--{name}-port=0" for name in ("meta", "control", "google")]
    options = [
        "--json",
        "--parent-pid-exit",
        "--clock=manual",
        f"--start={start.isoformat()}",
        f"--seed={seed}",
    ]
    command = [sys.executable, "-m", "adsandbox", "serve", f"--home={home}", *ports, *options]
    home.mkdir(parents=True)
    with (home / "errors.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise StuckError(f"The sandbox did not start; {home}/errors.log says why.")
        yield Market(json.loads(line))
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
