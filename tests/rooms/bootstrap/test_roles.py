"""The application's role on the real database."""

from __future__ import annotations

import psycopg
from sqlalchemy import URL, text

from adwright.bootstrap.database_urls import conninfo_of
from adwright.bootstrap.migrate import check, migrate
from adwright.bootstrap.schema_state import is_current, newest_revision
from adwright.core.database import APP_ROLE, SYSTEM_ROLE, Database, SystemScope


async def test_app_role_when_logged_in_then_is_neither_superuser_nor_owner_nor_bypassing(
    database: Database,
) -> None:
    async with database.engine.connect() as connection:
        row = (
            await connection.execute(
                text(
                    "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
                    # A session's own temporary tables, through which facts are copied in, do not count.
                    " (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relpersistence <> 't')"
                    " FROM pg_roles r WHERE rolname = current_user"
                )
            )
        ).one()
    assert tuple(row) == (APP_ROLE, False, False, False, False, 0)


async def test_system_role_when_entered_then_is_left_again_at_the_end_of_the_transaction(
    database: Database,
) -> None:
    async with database.transaction(SystemScope()) as transaction:
        assert (await transaction.execute(text("SELECT current_user"))).scalar_one() == SYSTEM_ROLE
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT current_user"))).scalar_one() == APP_ROLE


async def test_app_role_when_not_in_system_role_then_has_none_of_its_rights(database: Database) -> None:
    async with database.engine.connect() as connection:
        usage, member = (
            await connection.execute(
                text("SELECT pg_has_role(:role, 'USAGE'), pg_has_role(:role, 'MEMBER')"),
                {"role": SYSTEM_ROLE},
            )
        ).one()
    assert (usage, member) == (False, True)


def test_migrate_when_run_again_then_changes_nothing(owner_url: URL) -> None:
    migrate(owner_url)
    check(owner_url)


def test_schema_when_migrated_then_is_known_as_current(lone_owner_url: URL) -> None:
    assert is_current(lone_owner_url)
    with psycopg.connect(conninfo_of(lone_owner_url), autocommit=True) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            newest_revision(),
        )
        connection.execute("UPDATE alembic_version SET version_num = '0001_foundation'")
    assert not is_current(lone_owner_url)


def test_schema_when_job_tables_are_older_then_is_not_current(lone_owner_url: URL) -> None:
    with psycopg.connect(conninfo_of(lone_owner_url), autocommit=True) as connection:
        connection.execute("COMMENT ON SCHEMA procrastinate IS '3.4.0'")
    assert not is_current(lone_owner_url)
    migrate(lone_owner_url)
    assert is_current(lone_owner_url)
