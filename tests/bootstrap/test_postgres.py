"""The embedded server in a directory of its own: made, killed, recovered, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adwright.bootstrap.postgres import EmbeddedPostgres, PostgresFailed, ServerOptions


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(tmp_path / "pg", ServerOptions(durable=False))
    made.start()
    yield made
    made.stop()


def connect(server: EmbeddedPostgres) -> psycopg.Connection:
    return psycopg.connect(server.url("postgres", driver="postgresql"), autocommit=True)


def kill(server: EmbeddedPostgres) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()


def test_server_when_killed_then_keeps_what_was_committed_and_nothing_else(server: EmbeddedPostgres) -> None:
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    open_one = connect(server)
    open_one.execute("BEGIN")
    open_one.execute("INSERT INTO kept VALUES (2)")
    kill(server)
    open_one.close()
    server.start()
    with connect(server) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(1,)]


def test_server_when_stopped_and_started_then_keeps_its_data_and_its_port(server: EmbeddedPostgres) -> None:
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    port = server.port
    server.stop()
    server.start()
    assert server.port == port
    with connect(server) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_server_when_its_lock_names_an_unrelated_process_then_starts_all_the_same(
    server: EmbeddedPostgres,
) -> None:
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    kill(server)
    # After a reboot or in a container the old number may be anybody's: here it is this test's own.
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_server_when_killed_while_being_made_then_is_made_again(tmp_path: Path) -> None:
    unfinished = tmp_path / "pg" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(tmp_path / "pg", ServerOptions(durable=False))
    server.start()
    try:
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()


def test_server_when_asked_without_the_password_then_refuses(server: EmbeddedPostgres) -> None:
    wrong = f"postgresql://adwright:wrong@127.0.0.1:{server.port}/postgres"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_password_when_written_then_only_its_owner_may_read_it(server: EmbeddedPostgres) -> None:
    assert (server.directory / "password").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_server_when_started_by_root_then_runs_as_somebody_else(server: EmbeddedPostgres) -> None:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    user = next(line for line in status.splitlines() if line.startswith("Uid:"))
    assert "0" not in user.split()[1:]


def test_server_when_its_starter_dies_then_ends_too(tmp_path: Path) -> None:
    """A server whose starter is gone answers nobody and leaves no process."""
    program = (
        "import os, sys; from pathlib import Path;"
        "from adwright.bootstrap.postgres import EmbeddedPostgres, ServerOptions;"
        "server = EmbeddedPostgres(Path(sys.argv[1]), ServerOptions(durable=False)); server.start();"
        "print(server.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "pg")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    wait_until_gone(int(done.stdout))
    again = EmbeddedPostgres(tmp_path / "pg", ServerOptions(durable=False))
    again.start()
    again.stop()


def test_server_when_a_leftover_still_runs_then_ends_it_and_starts(tmp_path: Path) -> None:
    first = EmbeddedPostgres(tmp_path / "pg", ServerOptions(durable=False))
    first.start()
    second = EmbeddedPostgres(tmp_path / "pg", ServerOptions(durable=False))
    second.start()
    try:
        assert first.process is not None
        assert first.process.wait(timeout=30) is not None
        with connect(second) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        second.stop()


def test_running_url_when_nothing_runs_then_is_none(server: EmbeddedPostgres) -> None:
    other = EmbeddedPostgres(server.directory)
    assert other.running_url("postgres") == server.url("postgres")
    server.stop()
    assert other.running_url("postgres") is None


def test_start_when_data_are_broken_then_says_where_the_log_is(server: EmbeddedPostgres) -> None:
    server.stop()
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(PostgresFailed, match=r"could not .* The whole log is .*postgres\.log"):
        server.start()


def wait_until_gone(pid: int) -> None:
    """Return when a process has ended; a zombie has (its parent may take its time to notice)."""
    status = Path(f"/proc/{pid}/stat")
    for _ in range(10_000_000):
        try:
            if status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return
        except (FileNotFoundError, ProcessLookupError):
            return
    raise AssertionError(f"process {pid} is still there")
