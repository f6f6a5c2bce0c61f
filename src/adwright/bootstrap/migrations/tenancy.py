"""Row-level security in the words of the house, for migrations.

The application's role sees only rows of the organization set for its transaction. The system role sees what
must be read before an organization is known; each such right is granted by name. The owner, who migrates, is
not bound.
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

from adwright.core.database import APP_ROLE, SYSTEM_ROLE

# After its first use in a session the setting is '' and not NULL.
_CURRENT = "nullif(current_setting('app.organization', true), '')::uuid"


def create_roles() -> None:
    """Make the roles, which belong to the whole server and may be there from another database."""
    for role, login in ((APP_ROLE, "LOGIN"), (SYSTEM_ROLE, "NOLOGIN")):
        op.execute(
            f"""
            DO $$ BEGIN
                CREATE ROLE {role} {login} NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """
        )
    # Newer servers keep inheritance with the grant, older ones with the role.
    server = op.get_bind().dialect.server_version_info
    inherit = " WITH INHERIT FALSE, SET TRUE" if server and server >= (16,) else ""
    op.execute(
        f"""
        DO $$ BEGIN
            IF NOT pg_has_role('{APP_ROLE}', '{SYSTEM_ROLE}', 'MEMBER') THEN
                GRANT {SYSTEM_ROLE} TO {APP_ROLE}{inherit};
            END IF;
        END $$
        """
    )


def protect(table: str, *, column: str = "organization_id") -> None:
    """Let the application read and write the rows of the current organization, and no others."""
    _bind_to_organization(table, column)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")


def append_only(table: str, *, column: str = "organization_id") -> None:
    """Let the application read and add rows of the current organization; never change or remove one."""
    _bind_to_organization(table, column)
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP_ROLE}")


def allow_system(table: str, privileges: str = "SELECT", *, columns: Sequence[str] | None = None) -> None:
    """Give the system role a right on rows of every organization.

    Args:
        table: the table; its row-level security is on already.
        privileges: such as `SELECT` or `SELECT, UPDATE`; each is narrowed to `columns` when they are given.
        columns: the only columns the right extends to.
    """
    op.execute(f"DROP POLICY IF EXISTS system ON {table}")
    op.execute(f"CREATE POLICY system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)")
    names = f" ({', '.join(columns)})" if columns else ""
    rights = ", ".join(f"{privilege.strip()}{names}" for privilege in privileges.split(","))
    op.execute(f"GRANT {rights} ON {table} TO {SYSTEM_ROLE}")


def without_tenant(table: str, privileges: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Give a table that belongs to no organization (such as rate buckets) to the system role only."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    allow_system(table, privileges)


def seal_partition(partition: str) -> None:
    """Close direct access to a partition: the policy of its parent does not protect it."""
    op.execute(f"ALTER TABLE {partition} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {partition} FORCE ROW LEVEL SECURITY")


def _bind_to_organization(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY tenant ON {table} TO {APP_ROLE} "
        f"USING ({column} = {_CURRENT}) WITH CHECK ({column} = {_CURRENT})"
    )
