"""What `adwright doctor` looks at: each finding is a sentence, with what to do where needed."""

from __future__ import annotations

import contextlib
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from adwright.bootstrap import secret_keys
from adwright.bootstrap.database_urls import app_url
from adwright.bootstrap.home import Home
from adwright.bootstrap.local_database import embedded, owner_database
from adwright.bootstrap.migrate import present_revision, require_server
from adwright.bootstrap.role_check import ROLE_POWERS, powers_of
from adwright.bootstrap.schema_state import newest_revision
from adwright.bootstrap.settings import Settings
from adwright.core.clock import Clock, SystemClock
from adwright.core.errors import AdwrightError

_LOW_DISK_BYTES = 1_000_000_000
_WORKER_SILENT_SECONDS = 60
_EXPIRES_SOON = timedelta(days=10)


class Weight(StrEnum):
    """How much a finding matters."""

    GOOD = "good"
    NOTE = "note"
    PROBLEM = "problem"


_MARKS = {Weight.GOOD: "✓", Weight.NOTE: "·", Weight.PROBLEM: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    weight: Weight
    sentence: str

    @property
    def mark(self) -> str:
        """The sign before the sentence."""
        return _MARKS[self.weight]

    @property
    def is_problem(self) -> bool:
        """Whether something has to be done."""
        return self.weight is Weight.PROBLEM

    def as_dict(self) -> dict[str, str]:
        """Return the finding for programs."""
        return {"subject": self.subject, "weight": self.weight.value, "sentence": self.sentence}


def good(subject: str, sentence: str) -> Finding:
    """Make a finding that nothing is wrong."""
    return Finding(subject, Weight.GOOD, sentence)


def note(subject: str, sentence: str) -> Finding:
    """Make a finding that is worth knowing."""
    return Finding(subject, Weight.NOTE, sentence)


def problem(subject: str, sentence: str) -> Finding:
    """Make a finding that something has to be done."""
    return Finding(subject, Weight.PROBLEM, sentence)


def examine(settings: Settings, clock: Clock | None = None) -> list[Finding]:
    """Look at everything, from the machine up to the connections."""
    checks: tuple[Callable[[Settings], Finding], ...] = (python, home, disk, keys, web_app, running)
    findings = [check(settings) for check in checks]
    return findings + list(database(settings, clock or SystemClock()))


def python(settings: Settings) -> Finding:
    """Look at the interpreter."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < (3, 11):  # noqa: UP036 - it can be installed by force
        return problem("python", f"Python is {version}. Install Python 3.11 or newer.")
    return good("python", f"Python is {version}.")


def home(settings: Settings) -> Finding:
    """Look at the home directory."""
    try:
        Home(settings.home).make()
    except AdwrightError as error:
        return problem("home", error.message)
    return good("home", f"Data are kept in {settings.home}.")


def disk(settings: Settings) -> Finding:
    """Look at the room left on the disk of the home."""
    place = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(place).free
    said = f"{free / 1e9:.1f} GB are free on the disk of {place}"
    if free < _LOW_DISK_BYTES:
        return problem("disk", f"Only {said}. Make room: a full disk stops the database.")
    return good("disk", f"{said}.")


def keys(settings: Settings) -> Finding:
    """Look at the secret keys, without making any."""
    file = settings.home / secret_keys.FILE
    if not settings.secret_keys and not file.exists():
        return note("keys", "There are no secret keys yet; the first start makes them.")
    try:
        count = len(secret_keys.load(settings))
    except AdwrightError as error:
        return problem("keys", error.message)
    if not settings.secret_keys and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return problem("keys", f"Others may read {file}. Run `chmod 600 {file}`.")
    return good("keys", f"The key ring holds {count} key{'' if count == 1 else 's'}.")


def web_app(settings: Settings) -> Finding:
    """Look for the built web app."""
    found = find_spec("adwright")
    package = Path(next(iter(found.submodule_search_locations or []))) if found else Path()
    if not (package / "web" / "static" / "index.html").exists():
        return problem(
            "web app", "The web app is not built. Run `make ui`, or install Adwright from a wheel."
        )
    return good("web app", "The web app is built.")


def running(settings: Settings) -> Finding:
    """Look whether Adwright runs on this home, and else whether its port is free."""
    runner = Home(settings.home).runner()
    if runner is not None:
        return good("running", f"Adwright runs at {runner.url or 'an address not known yet'}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return problem(
                "running",
                f"Adwright does not run here, and {settings.host}:{settings.port} cannot be used "
                f"({error.strerror}). Set ADWRIGHT_PORT to another port.",
            )
    return note("running", "Adwright does not run here now. `adwright up` starts it.")


def database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at the database: server, schema, role, worker, connections."""
    try:
        if settings.owner is None and not embedded(settings).data.exists():
            yield note("database", "There is no database yet; the first start makes it.")
            return
        with owner_database(settings) as owner, _connected(owner) as connection:
            require_server(connection)
            version = (connection.dialect.server_version_info or (0,))[0]
            yield good("database", f"The database is PostgreSQL {version}.")
            yield from _content(settings, clock, owner, connection)
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield problem("database", f"The database does not answer: {said}. Check DATABASE_URL and the server.")
    except AdwrightError as error:
        yield problem("database", error.message)


def _content(settings: Settings, clock: Clock, owner: URL, connection: Connection) -> Iterator[Finding]:
    present, newest = present_revision(connection), newest_revision()
    if present != newest:
        yield problem(
            "migrations",
            f"The database is at {present or 'no revision'}, this version wants {newest}. "
            "Run `adwright migrate` (or `adwright up`, which does it).",
        )
        return
    yield good("migrations", f"The database is at {present}, the newest.")
    yield _role(settings.application or app_url(owner))
    yield _worker(settings, connection)
    yield from _connections(clock, connection)


def _role(application: URL) -> Finding:
    with _connected(application) as connection:
        row = connection.execute(ROLE_POWERS).one()
    powers = powers_of(row)
    if powers:
        return problem(
            "role",
            f"Web and worker log in as {row.name}, which {' and '.join(powers)}: nothing keeps organizations "
            "apart. Let ADWRIGHT_APP_DATABASE_URL name the role adwright_app.",
        )
    return good("role", f"Web and worker log in as {row.name}, which row-level security binds.")


def _worker(settings: Settings, connection: Connection) -> Finding:
    silent = connection.scalar(
        text(
            "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate.procrastinate_workers"
        )
    )
    jobs = "SELECT count(*) FROM procrastinate.procrastinate_jobs"
    waiting = connection.scalar(text(f"{jobs} WHERE status = 'todo' AND scheduled_at IS NULL"))
    runs_here = Home(settings.home).runner() is not None
    if silent is not None and silent < _WORKER_SILENT_SECONDS:
        return good("worker", f"A worker was heard {silent:.0f} s ago; {waiting} jobs wait.")
    if not runs_here and settings.owner is None:
        return note("worker", f"No worker runs now; {waiting} jobs wait for the next start.")
    return problem(
        "worker",
        f"No worker was heard in the last minute; {waiting} jobs wait. "
        f"Restart Adwright; if it happens again, {Home(settings.home).logs / 'worker.log'} says why.",
    )


def _connections(clock: Clock, connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        text("SELECT name, provider, status, trouble, expires_at FROM connections ORDER BY created_at")
    ).all()
    if not rows:
        yield note("connections", "No ad platform is connected yet. Connect one on the page Connections.")
    for row in rows:
        subject = f"connection {row.name}"
        where = f"The connection {row.name} ({row.provider})"
        if row.status == "reconnect_needed":
            yield problem(subject, f"{where} is no longer accepted: {row.trouble} Connect again on its page.")
        elif row.status == "disconnected":
            yield note(subject, f"{where} was disconnected.")
        elif row.expires_at is not None and row.expires_at - clock.now() < _EXPIRES_SOON:
            days = max(0, (row.expires_at - clock.now()).days)
            yield problem(subject, f"{where} ends in {days} days. Renew it on its page.")
        elif row.trouble:
            yield note(subject, f"{where} has passing trouble: {row.trouble}")
        else:
            yield good(subject, f"{where} works.")


@contextlib.contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
