"""The product as a person starts it: a command, its processes, its answers."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE_SECONDS = 90.0
PARTS = {
    "database": "/bin/postgres",
    "web": "adwright.web",
    "worker": "adwright.worker",
    "sandbox": "adsandbox serve",
}


class Product:
    """`adwright up` on a home."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = ""

    @property
    def pid(self) -> int:
        """The supervisor."""
        return self.process.pid

    def part(self, name: str) -> int:
        """Return the process that is a part of the tree right under the supervisor."""
        return next(pid for pid in children_of(self.pid) if PARTS[name] in command_of(pid))

    def answers(self) -> bool:
        """Say whether the product answers and its database too."""
        host = urlsplit(self.url)
        connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the supervisor and return how it ended."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(
    home: Path,
    environment: Mapping[str, str] | None = None,
    *,
    command: str = "up",
    sign: str = "Adwright runs at",
) -> Iterator[Product]:
    """Run the product for the length of the block; it is ended however the block ends.

    Args:
        home: where its data live.
        environment: variables to set.
        command: `up` or `demo`.
        sign: how the line begins that says the block may begin; its last word is taken as the address.
    """
    process = start(home, environment, command)
    product = Product(process)
    try:
        for line in process.stdout or ():
            if line.strip().startswith(sign):
                product.url = line.split()[-1]
                break
        assert product.url, f"it did not start: {process.stderr.read() if process.stderr else ''}"
        yield product
    finally:
        if process.poll() is None:
            product.end(signal.SIGTERM)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def start(
    home: Path, environment: Mapping[str, str] | None = None, command: str = "up"
) -> subprocess.Popen[str]:
    """Start the product on a free port, unless the environment names one."""
    return subprocess.Popen(
        [sys.executable, "-m", "adwright.cli.main", command],
        env=surroundings(home) | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "adwright.cli.main", *arguments],
        env=surroundings(home) | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def surroundings(home: Path) -> dict[str, str]:
    """Return the environment of a command: ours without any setting of the product."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ADWRIGHT_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"ADWRIGHT_HOME": str(home), "ADWRIGHT_PORT": "0", "PYTHONUNBUFFERED": "1"}


def until(condition: Callable[[], bool], what: str) -> None:
    """Return when a condition holds; fail when it does not come true."""
    deadline, pause = time.monotonic() + PATIENCE_SECONDS, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        pause.wait(0.02)


def family_of(pid: int) -> list[int]:
    """Return all descendants of a process."""
    found, new = [], [pid]
    while new:
        new = [child for parent in new for child in children_of(parent)]
        found += new
    return found


def children_of(pid: int) -> list[int]:
    """Return the children of a process that live."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in listed if alive(int(child))]


def alive(pid: int) -> bool:
    """Say whether a process lives; one that waits only to be counted (a zombie) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def command_of(pid: int) -> str:
    """Return a process's command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
