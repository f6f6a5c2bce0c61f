"""Refuses to start under a database role that row-level security would not bind."""

from __future__ import annotations

from sqlalchemy import text

from adwright.core.database import APP_ROLE, Database
from adwright.core.errors import AdwrightError

_QUESTION = text(
    """
    SELECT current_user AS name, rolsuper, rolbypassrls,
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
        role = (await connection.execute(_QUESTION)).one()
    powers = {
        "is a superuser": role.rolsuper,
        "may bypass row-level security": role.rolbypassrls,
        "owns tables": role.owns,
    }
    reasons = [what for what, true in powers.items() if true]
    if reasons:
        raise UnboundRole(
            f"The database role {role.name} {' and '.join(reasons)}, so nothing keeps organizations apart. "
            f"Let web and worker log in as {APP_ROLE}, which `adwright migrate` makes."
        )
