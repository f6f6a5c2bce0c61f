"""The application's role on the real database."""

from __future__ import annotations

from sqlalchemy import URL, text

from adwright.bootstrap.migrate import check, migrate
from adwright.core.database import APP_ROLE, SYSTEM_ROLE, Database, SystemScope


async def test_app_role_when_logged_in_then_is_neither_superuser_nor_owner_nor_bypassing(
    database: Database,
) -> None:
    async with database.engine.connect() as connection:
        row = (
            await connection.execute(
                text(
                    "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
                    " (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owned"
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
