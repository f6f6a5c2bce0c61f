"""The process tree against kill -9 of every part, second starts, ends of every kind: real processes."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from adwright.bootstrap.database_urls import text_of
from adwright.bootstrap.postgres import EmbeddedPostgres
from tests.bootstrap.product import alive, command_of, family_of, run, running, start, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def owner(home: Path) -> psycopg.Connection:
    """Connect to the embedded database of a running home as its owner."""
    url = EmbeddedPostgres(home / "postgres").running_url()
    assert url is not None
    return psycopg.connect(
        url.replace("+psycopg", ""), autocommit=True, options="-csearch_path=public,procrastinate"
    )


def remember(home: Path) -> None:
    with owner(home) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")


def remembered(home: Path) -> bool:
    try:
        with owner(home) as connection:
            return connection.execute("SELECT n FROM kept").fetchall() == [(42,)]
    except (psycopg.OperationalError, AssertionError):
        return False


def queue_trim(home: Path) -> int:
    """Queue a job that needs nothing, and return its number."""
    with owner(home) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate.procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('default', 'house.trim', '{}') RETURNING id"
        ).fetchone()
    assert row is not None
    return int(row[0])


def status_of(home: Path, job: int) -> str:
    try:
        with owner(home) as connection:
            row = connection.execute(
                "SELECT status::text FROM procrastinate.procrastinate_jobs WHERE id = %s", [job]
            ).fetchone()
    except psycopg.OperationalError:
        return "the database is away"
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("part", ["database", "web", "worker"])
def test_part_when_killed_then_is_started_again_and_nothing_is_lost(home: Path, part: str) -> None:
    with running(home) as product:
        remember(home)
        victim = product.part(part)
        os.kill(victim, signal.SIGKILL)
        until(lambda: not alive(victim), f"the {part} is gone")

        def replaced() -> bool:
            try:
                return product.part(part) != victim
            except StopIteration:
                return False

        until(replaced, f"another {part} runs")
        until(product.answers, "the product answers again")
        until(lambda: remembered(home), "the committed row is there")
        job = queue_trim(home)
        until(lambda: status_of(home, job) == "succeeded", "a job queued after the kill is done")
        assert product.process.poll() is None


def test_supervisor_when_killed_then_leaves_no_process_and_the_next_start_has_everything(home: Path) -> None:
    with running(home) as product:
        remember(home)
        family = family_of(product.pid)
        assert len(family) > 5
        product.end(signal.SIGKILL)
        until(lambda: not any(alive(pid) for pid in family), "every process is gone")
    with running(home) as product:
        assert product.answers()
        assert remembered(home)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_when_asked_to_stop_then_ends_everything_cleanly(
    home: Path, number: signal.Signals
) -> None:
    with running(home) as product:
        family = family_of(product.pid)
        assert product.end(number) == 0
        assert not any(alive(pid) for pid in family)
    log = (home / "postgres" / "postgres.log").read_text()
    assert "database system is shut down" in log
    assert "was not properly shut down" not in log


@pytest.mark.parametrize("part", ["bin/postgres", "bin/initdb", "adwright.bootstrap.migrate", "adwright.web"])
def test_supervisor_when_killed_while_starting_then_the_next_start_works(home: Path, part: str) -> None:
    process = start(home)
    until(lambda: any(part in command_of(pid) for pid in family_of(process.pid)), f"{part} runs")
    family = family_of(process.pid)
    process.kill()
    process.communicate()
    until(lambda: not any(alive(pid) for pid in family), "every process is gone")
    with running(home) as product:
        assert product.answers()


def test_second_start_when_one_runs_then_says_so_in_a_sentence(home: Path) -> None:
    with running(home) as product:
        second = run(home, "up")
        assert second.returncode == 1
        assert second.stdout == ""
        assert f"already at {product.url} (process {product.pid})" in second.stderr
        assert "Traceback" not in second.stderr
        assert product.answers()


def test_start_when_port_is_taken_then_says_so_and_leaves_nothing(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(home, "up", ADWRIGHT_PORT=str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert "ADWRIGHT_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert EmbeddedPostgres(home / "postgres").running_url() is None


def test_start_when_an_outside_database_is_named_then_uses_it_alone(home: Path, lone_owner_url: URL) -> None:
    with running(home, {"DATABASE_URL": text_of(lone_owner_url.set(drivername="postgresql"))}) as product:
        assert product.answers()
        assert not (home / "postgres").exists()
        with pytest.raises(StopIteration):
            product.part("database")


def test_start_when_the_outside_database_is_not_there_then_says_so_in_a_sentence(home: Path) -> None:
    done = run(home, "up", DATABASE_URL="postgresql://me:hidden-word@127.0.0.1:1/ads")
    assert done.returncode == 1
    assert "could not be used" in done.stderr
    assert "Check DATABASE_URL" in done.stderr
    assert "hidden-word" not in done.stderr
    assert "Traceback" not in done.stderr


def test_web_when_it_runs_then_does_not_know_the_owners_address(home: Path) -> None:
    with running(home) as product:
        for part in ("web", "worker"):
            environment = Path(f"/proc/{product.part(part)}/environ").read_bytes().decode()
            assert "adwright_app" in environment
            assert (home / "postgres" / "password").read_text() not in environment
