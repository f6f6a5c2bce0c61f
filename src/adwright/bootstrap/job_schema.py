"""The job queue's own tables, made once in the schema `procrastinate`, then kept up to date by its scripts.

They are not part of the Alembic chain, because the library owns them and ships the steps from each of its
versions to the next. A comment on the schema remembers which version's tables it holds.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from adwright.core.database import APP_ROLE, SYSTEM_ROLE

SCHEMA = "procrastinate"

_GRANTS = """
GRANT USAGE ON SCHEMA procrastinate TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA procrastinate TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA procrastinate TO {role};
"""

# The library tells workers of new jobs only. A job that waited for another one's lock, or goes back into the
# queue, would lie until the next poll; the library's own notice wakes the workers for it too.
_WAKE_WHEN_FREED = """
CREATE OR REPLACE TRIGGER adwright_wake_when_freed
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (old.status = 'doing' AND new.status <> 'doing'
                       AND (new.lock IS NOT NULL OR new.status = 'todo'))
    EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1()
"""


def bring_up_to_date(connection: Connection) -> None:
    """Make or update the job tables and let the application's roles use them. Repeatable."""
    present = connection.scalar(
        text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"),
        {"name": SCHEMA},
    )
    wanted = version("procrastinate")
    if present == wanted:
        return
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
    for script in [SchemaManager.get_schema()] if present is None else _scripts_after(present):
        # The bare cursor, without parameters, sends a script as it is: many statements, percent signs and
        # all.
        connection.connection.cursor().execute(script)
    connection.exec_driver_sql(_WAKE_WHEN_FREED)
    connection.exec_driver_sql("SET LOCAL search_path = public")
    for role in (APP_ROLE, SYSTEM_ROLE):
        connection.exec_driver_sql(_GRANTS.format(role=role))
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{wanted}'")


def _scripts_after(present: str) -> list[str]:
    """Return the library's update scripts newer than a version, oldest first."""
    folder = Path(SchemaManager.get_migrations_path())
    newer = [
        path for path in sorted(folder.glob("*.sql")) if _numbers(path.name.split("_")[0]) > _numbers(present)
    ]
    return [path.read_text(encoding="utf-8") for path in newer]


def _numbers(dotted: str) -> tuple[int, ...]:
    return tuple(int(part) for part in dotted.split("."))
