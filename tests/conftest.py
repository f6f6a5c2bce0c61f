"""One PostgreSQL server per test session, one migrated database per worker process.

The server is the embedded one, unless ADWRIGHT_TEST_DATABASE_URL names another (as an owner who may make
databases and roles). Under xdist the controlling process starts it and outlives every worker.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL

from adwright.bootstrap.database_urls import app_url, conninfo_of, read_url, text_of
from adwright.bootstrap.migrate import migrate
from adwright.bootstrap.postgres import EmbeddedPostgres, ServerOptions
from adwright.core.database import Database

# Tests without input or output, each file of which is done in a moment.
UNIT = Path(__file__).parent / "unit"
# Under this name each crash test records the objects it found twice and those it missed.
CRASH_PROOF = "crash_proof"
# Under this name each case of the contract of the platforms records the side that it was tried on.
CONTRACT = "contract"

# A property says what is true, not how fast a busy machine finds out; and every run tries the same examples.
hypothesis.settings.register_profile("adwright", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("adwright")


class Server:
    """The server of this session with one migrated template, started when first asked for."""

    def __init__(self) -> None:
        self._directory: Path | None = None
        self._embedded: EmbeddedPostgres | None = None
        self._template: URL | None = None

    def template(self) -> URL:
        """Return the owner's address of a migrated database that nobody is connected to."""
        if self._template is None:
            url = self._administration().set(database=f"adwright_template_{uuid.uuid4().hex[:8]}")
            execute(self._administration(), SQL("CREATE DATABASE {}").format(Identifier(str(url.database))))
            self._template = url
            migrate(url)
        return self._template

    def stop(self) -> None:
        """End what was started; an outside server only loses our template."""
        if self._embedded is not None:
            self._embedded.stop()
        elif self._template is not None:
            drop_database(self._template)
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)

    def _administration(self) -> URL:
        given = os.environ.get("ADWRIGHT_TEST_DATABASE_URL")
        if given:
            return read_url(given)
        if self._embedded is None:
            self._directory = Path(tempfile.mkdtemp(prefix="adwright-tests-"))
            self._directory.chmod(0o711)
            server = EmbeddedPostgres(self._directory / "pg", ServerOptions(durable=False, connections=200))
            server.start()
            self._embedded = server
        return read_url(self._embedded.url("postgres"))


SERVER = Server()


def execute(url: URL, statement: object) -> None:
    """Execute one statement outside any transaction."""
    with psycopg.connect(conninfo_of(url), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def drop_database(url: URL) -> None:
    """Drop a database whoever is connected to it."""
    statement = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(str(url.database)))
    execute(url.set(database="postgres"), statement)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Hand the template's address from xdist's controlling process to a worker."""
    node.workerinput["adwright_template"] = text_of(SERVER.template())  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test an id of its own, and put the quickest last.

    Processes that take a file at a time know tests by their ids, and would run one of several with the same;
    with the quickest files at the end they end together.
    """
    for item in items:
        # Schemathesis gives all operations of a document the same id.
        operation = getattr(item, "operation_label", None)
        if operation is not None:
            item._id = item.id.with_params(operation)
    if len({item.nodeid for item in items}) < len(items):
        raise pytest.UsageError("Two tests have one id, so that one of them would not be run.")
    items.sort(key=lambda item: item.path.is_relative_to(UNIT))


def pytest_unconfigure() -> None:
    """Stop the server when the session is over."""
    SERVER.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the crash proof found and how much the contract tried, all processes together."""
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    recorded = [each for report in reports for each in report.user_properties]
    found = [value for name, value in recorded if name == CRASH_PROOF]
    if found:
        duplicates, losses = (sum(column) for column in zip(*found, strict=True))
        terminalreporter.write_line(
            f"Crash proof: {len(found)} points tried, {duplicates} duplicates, {losses} losses"
        )
    sides = Counter(value for name, value in recorded if name == CONTRACT)
    if sides:
        cases = ", ".join(f"{count} on {side}" for side, count in sorted(sides.items()))
        terminalreporter.write_line(f"Contract of the platforms: {sides.total()} cases ({cases})")


@pytest.fixture(scope="session")
def template_url(request: pytest.FixtureRequest) -> URL:
    """The owner's address of the migrated template database; never connect to it."""
    handed: str | None = getattr(request.config, "workerinput", {}).get("adwright_template")
    return read_url(handed) if handed else SERVER.template()


@contextmanager
def copied_database(template_url: URL) -> Iterator[URL]:
    """Make a database as a copy of the migrated template, for the length of the block."""
    url = template_url.set(database=f"adwright_test_{uuid.uuid4().hex[:8]}")
    copy = SQL("CREATE DATABASE {} TEMPLATE {}")
    copied = copy.format(Identifier(str(url.database)), Identifier(str(template_url.database)))
    execute(template_url.set(database="postgres"), copied)
    yield url
    drop_database(url)


@pytest.fixture(scope="session")
def owner_url(template_url: URL) -> Iterator[URL]:
    """The owner's address of this process's own migrated database."""
    with copied_database(template_url) as url:
        yield url


@pytest.fixture
def lone_owner_url(template_url: URL) -> Iterator[URL]:
    """The owner's address of a migrated database for one test alone, such as one that runs every job."""
    with copied_database(template_url) as url:
        yield url


@pytest.fixture(scope="session")
def application_url(owner_url: URL) -> str:
    """The application's address of this process's own migrated database."""
    return text_of(app_url(owner_url))


@pytest.fixture(scope="session")
async def database(application_url: str) -> AsyncIterator[Database]:
    """A pool under the application's role, on this process's own migrated database."""
    pool = Database.connect(application_url)
    yield pool
    await pool.close()
