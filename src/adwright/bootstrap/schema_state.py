"""Whether a database is at this version's schema: a short question, so that a warm start need not migrate."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import URL

from adwright.bootstrap.database_urls import app_url, conninfo_of

VERSIONS = Path(__file__).parent / "migrations" / "versions"
_QUESTION = """
    SELECT (SELECT version_num FROM public.alembic_version),
           (SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'procrastinate')
"""


def newest_revision() -> str:
    """Return the revision that this version of the program wants: files are named after theirs, in order."""
    return max(path.stem for path in VERSIONS.glob("[0-9]*.py"))


def is_current(owner: URL) -> bool:
    """Say whether tables, job tables and the application's log-in are as this version wants them.

    A False may have any reason, also a server that does not answer; migrating finds out and says it.
    """
    try:
        with psycopg.connect(conninfo_of(owner)) as connection:
            if connection.execute(_QUESTION).fetchone() != (newest_revision(), version("procrastinate")):
                return False
        with psycopg.connect(conninfo_of(app_url(owner))):
            return True
    except psycopg.Error:
        return False
