"""PostgreSQL 15, the oldest server we promise: the whole chain, the job tables, and tenants kept apart."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import ProgrammingError

from adwright.adapters.jobs import ProcrastinateQueue
from adwright.bootstrap.database_urls import app_url, read_url, text_of
from adwright.bootstrap.migrate import check, migrate
from adwright.bootstrap.role_check import require_bound_role
from adwright.core.database import Database, SystemScope, TenantScope

BINARIES = Path("/usr/lib/postgresql/15/bin")

pytestmark = pytest.mark.skipif(not BINARIES.exists(), reason="PostgreSQL 15 is not installed here")


@pytest.fixture(scope="module")
def owner() -> Iterator[URL]:
    """The address of an owner who is no superuser, on a server of version 15."""
    with tempfile.TemporaryDirectory(prefix="adwright-pg15-") as folder:
        directory = Path(folder)
        directory.chmod(0o777)
        # Both refuse to run as root; `nobody` is everywhere.
        as_nobody = {"user": "nobody"} if directory.owner() == "root" else {}
        data, quiet = directory / "data", {"check": True, "capture_output": True, **as_nobody}
        subprocess.run(
            [BINARIES / "initdb", "-D", data, "-U", "root", "-A", "trust", "-N", "-E", "UTF8"], **quiet
        )
        options = f"-F -c listen_addresses= -k {directory} -c max_connections=30"
        subprocess.run(
            [BINARIES / "pg_ctl", "-D", data, "-w", "-l", directory / "log", "-o", options, "start"], **quiet
        )
        try:
            with psycopg.connect(host=folder, user="root", dbname="postgres", autocommit=True) as connection:
                connection.execute("CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'k'")
                connection.execute("CREATE DATABASE ads OWNER keeper")
            yield read_url(f"postgresql://keeper:k@/ads?host={folder}")
        finally:
            subprocess.run([BINARIES / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


async def test_oldest_server_when_migrated_then_equals_the_tables_and_keeps_tenants_apart(owner: URL) -> None:
    migrate(owner)
    migrate(owner)
    check(owner)
    database = Database.connect(text_of(app_url(owner)))
    try:
        await require_bound_role(database)
        one, other = uuid4(), uuid4()
        async with database.transaction(SystemScope()) as transaction:
            with pytest.raises(ProgrammingError, match="permission denied"):
                await transaction.execute(text("SELECT 1 FROM campaigns"))
        async with database.transaction(TenantScope(one)) as transaction:
            await transaction.execute(
                text("INSERT INTO organizations (id, name, created_at) VALUES (:id, 'One', now())"),
                {"id": one},
            )
            assert await ProcrastinateQueue().defer(
                transaction, "tests.nothing", {"organization_id": str(one)}
            )
        async with database.transaction(TenantScope(other)) as transaction:
            assert (await transaction.execute(text("SELECT count(*) FROM organizations"))).scalar_one() == 0
    finally:
        await database.close()
