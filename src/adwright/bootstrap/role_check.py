"""Refuses to start under a database role that row-level security would not bind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, text

from adwright.core.database import APP_ROLE, Database
from adwright.core.errors import AdwrightError

ROLE_POWERS = text(
    """
    SELECT rolname AS name, rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relowner = r.oid AND n.nspname = 'public') AS owns
    FROM pg_roles r WHERE r.rolname = current_user
    """
)


class UnboundRole(AdwrightError):
    """The database role could see every organization's rows."""

    default_code = "unbound_database_role"


async def require_bound_role(database: Database) -> None:
    """Let a role pass that is bound by row-level security.

    Raises:
        UnboundRole: it is a superuser, may bypass row-level security, or owns tables.
    """
    async with database.engine.connect() as connection:
        role = (await connection.execute(ROLE_POWERS)).one()
    powers = powers_of(role)
    if powers:
        raise UnboundRole(
            f"The database role {role.name} {' and '.join(powers)}, so nothing keeps organizations apart. "
            f"Let web and worker log in as {APP_ROLE}, which `adwright migrate` makes."
        )


def powers_of(role: Row[Any]) -> list[str]:
    """Return in words what lets a role past row-level security; empty when it is bound."""
    powers = {
        "is a superuser": role.rolsuper,
        "may bypass row-level security": role.rolbypassrls,
        "owns tables": role.owns,
    }
    return [power for power, has_it in powers.items() if has_it]
