"""The process tree of one machine: supervisor → database, web, worker, and for the demo the sandbox.

The supervisor holds the home and the listening socket, starts the others in order, starts again whatever
dies, and ends everything when it is asked to. Each child dies with it, however it dies, so nothing is ever
left behind.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

from sqlalchemy import URL

from adwright.bootstrap.child import spawn
from adwright.bootstrap.database_urls import app_url, read_url, text_of
from adwright.bootstrap.home import Home, Runner
from adwright.bootstrap.postgres import EmbeddedPostgres, make_database
from adwright.bootstrap.program import Kept, PostgresService, Program
from adwright.bootstrap.schema_state import is_current
from adwright.bootstrap.settings import Settings
from adwright.core.errors import AdwrightError, Conflict, Invalid

Answer = TypeVar("Answer")

_READY_SECONDS = 90.0
_QUIET_SECONDS = 5.0
_BACKLOG = 512


class StartFailed(AdwrightError):
    """A process of the tree did not come up."""

    default_code = "start_failed"


@dataclass(frozen=True, slots=True)
class Companion:
    """One more process beside the product's own, such as the sandbox, and what the others must know of it.

    Attributes:
        name: for logs. command: arguments for the Python interpreter. product_environment: asked again and
        again: the variables that web and worker get; None until it is ready.
    """

    name: str
    command: Sequence[str]
    product_environment: Callable[[], Mapping[str, str] | None]


class _AskedToStop(Exception):
    """Somebody asked to stop while things were still starting."""


class ProcessTree:
    """Everything that runs for one home.

    Args:
        settings: the configuration.
        companions: further processes to start before web and worker.
        say: shows one line to the person who watches.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        companions: Sequence[Companion] = (),
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._settings = settings
        self._companions = companions
        self._say = say
        self._home = Home(settings.home)
        self._kept: list[Kept] = []
        self._stop_requests = 0
        self.url = ""

    def run(self, when_ready: Callable[[str], None]) -> None:
        """Start everything, call `when_ready` with the address, stay until asked to stop (SIGINT, SIGTERM).

        Raises:
            Conflict: the home or the port is taken.
            AdwrightError: something did not start; all that did is ended again.
        """
        self._home.hold()
        reader = self._hear_signals()
        try:
            with _listen(self._settings) as listener, contextlib.suppress(_AskedToStop):
                self.url = _address(self._settings, listener)
                self._start(listener)
                self._home.say(Runner(os.getpid(), self.url))
                when_ready(self.url)
                self._look_after_all(reader)
        finally:
            self._stop_all()
            self._home.release()

    def _start(self, listener: socket.socket) -> None:
        beside = [
            (companion, self._keep(companion.name, companion.command, dict(os.environ)))
            for companion in self._companions
        ]
        owner = self._settings.owner or self._start_database()
        if not is_current(owner):
            self._migrate(owner)
        environment = self._product_environment(owner, listener)
        for companion, program in beside:
            environment |= self._await(program, companion.product_environment)
        listening = environment | {"ADWRIGHT_LISTEN_FD": str(listener.fileno())}
        web = self._keep("web", ["-m", "adwright.web"], listening, pass_fds=[listener.fileno()])
        host, port = listener.getsockname()[:2]
        host = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
        self._await(web, lambda: _answers(host, port) or None)
        # Last, so that the first page need not share the processor with it.
        self._keep("worker", ["-m", "adwright.worker"], environment)

    def _start_database(self) -> URL:
        directory = self._home.path / "postgres"
        if not (directory / "data").exists():
            self._say("Making the database …")
        server = EmbeddedPostgres(directory)
        kept = Kept(PostgresService(server))
        self._kept.append(kept)
        kept.start()
        make_database(server)
        return read_url(server.url())

    def _migrate(self, owner: URL) -> None:
        """Migrate in a process of its own, so that the supervisor stays small."""
        environment = dict(os.environ) | {"DATABASE_URL": text_of(owner)}
        log = self._home.logs / "migrate.log"
        with log.open("wb") as output:
            command = [sys.executable, "-m", "adwright.bootstrap.migrate"]
            process = spawn(command, environment=environment, output=output)
            code = process.wait()
        if code != 0:
            raise StartFailed(_last_words(log) or "The database could not be migrated.")

    def _product_environment(self, owner: URL, listener: socket.socket) -> dict[str, str]:
        """Web and worker learn the application's address of the database only, never the owner's."""
        kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        kept |= {
            "ADWRIGHT_HOME": str(self._home.path),
            "ADWRIGHT_PORT": str(listener.getsockname()[1]),
            "ADWRIGHT_APP_DATABASE_URL": text_of(app_url(owner)),
            "ADWRIGHT_ONLY_WORKER": str(self._settings.owner is None),
        }
        return kept

    def _keep(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        pass_fds: Sequence[int] = (),
    ) -> Program:
        program = Program(name, command, environment, self._home.logs / f"{name}.log", pass_fds)
        kept = Kept(program)
        self._kept.append(kept)
        kept.start()
        return program

    def _await(self, program: Program, question: Callable[[], Answer | None]) -> Answer:
        """Ask until there is an answer, as long as the program lives and nobody asks to stop."""
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if self._stop_requests:
                raise _AskedToStop
            if not program.alive():
                raise StartFailed(f"The {program.name} process ended: {_last_words(program.log)}")
            answer = question()
            if answer is not None:
                return answer
            time.sleep(0.05)
        raise StartFailed(f"The {program.name} process does not answer. Its log is {program.log}.")

    def _hear_signals(self) -> socket.socket:
        """Turn signals into bytes on a socket, so that waiting for them needs no polling."""
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        self._writer = writer
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGUSR1, self._on_renew)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        return reader

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_requests += 1
        if self._stop_requests > 1:
            # Asked again while ending: no more patience.
            for kept in self._kept:
                if isinstance(kept.runnable, Program) and kept.runnable.process is not None:
                    kept.runnable.process.kill()

    def _on_renew(self, number: int, frame: FrameType | None) -> None:
        """End web and worker, to be started again with what is on the disk now."""
        for kept in self._kept:
            if isinstance(kept.runnable, Program) and kept.runnable.name in ("web", "worker"):
                kept.runnable.ask_to_stop()

    def _look_after_all(self, reader: socket.socket) -> None:
        while not self._stop_requests:
            for kept in self._kept:
                if kept.look_after():
                    self._say(f"The {kept.runnable.name} process ended; starting it again.")
            pauses = [kept.wakes_in_seconds for kept in self._kept]
            wait = min([pause for pause in pauses if pause is not None], default=_QUIET_SECONDS)
            select.select([reader], [], [], wait)
            while select.select([reader], [], [], 0)[0]:
                reader.recv(4096)

    def _stop_all(self) -> None:
        """End web, worker and companions together, then the database."""
        for kept in self._kept:
            if isinstance(kept.runnable, Program):
                kept.runnable.ask_to_stop()
        for kept in reversed(self._kept):
            kept.runnable.stop()


def _listen(settings: Settings) -> socket.socket:
    """Take the port. The supervisor holds it, so that nobody is turned away while web restarts."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except PermissionError as error:
        listener.close()
        raise Invalid(f"Port {settings.port} needs more rights. Set ADWRIGHT_PORT above 1023.") from error
    except OSError as error:
        listener.close()
        raise Conflict(
            f"{settings.host}:{settings.port} cannot be used ({error.strerror}). "
            "Stop the program that uses it, or set ADWRIGHT_PORT to another port.",
            code="port_taken",
        ) from error
    listener.listen(_BACKLOG)
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    return settings.model_copy(update={"port": listener.getsockname()[1]}).base_url


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f"{lines[-1]} (The whole log is {log}.)" if lines else ""
