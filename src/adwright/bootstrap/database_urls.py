"""Two addresses of one database: the owner's, who migrates, and the application's, for web and worker.

The application's password is derived from the owner's, so that every machine that knows the one knows the
other and there is one secret to keep.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import URL, make_url

from adwright.core.database import APP_ROLE
from adwright.core.errors import Invalid

DRIVER = "postgresql+psycopg"
# Jobs live in their own schema and their functions name each other without it.
_OPTIONS = "-csearch_path=public,procrastinate"


def read_url(given: str) -> URL:
    """Read a DATABASE_URL (`postgresql://…`, `postgres://…`) as the address for our driver.

    Raises:
        Invalid: it is not the address of a PostgreSQL database.
    """
    address = given.replace("postgres://", "postgresql://", 1) if given.startswith("postgres://") else given
    try:
        url = make_url(address)
    except Exception as error:
        raise Invalid(
            "DATABASE_URL is not an address. Write it as postgresql://user:password@host/name."
        ) from error
    if url.get_backend_name() != "postgresql":
        raise Invalid(f"DATABASE_URL names {url.get_backend_name()}. Adwright needs PostgreSQL 15 or newer.")
    if not url.database:
        raise Invalid("DATABASE_URL names no database. Write it as postgresql://user:password@host/name.")
    return url.set(drivername=DRIVER)


def app_url(owner: URL) -> URL:
    """Return the address under the application's role, with the search path that the job queue needs."""
    query = {**owner.query, "options": _OPTIONS}
    return owner.set(username=APP_ROLE, password=app_password(owner), query=query)


def app_password(owner: URL) -> str:
    """Return the application role's password, derived from the owner's."""
    secret = str(owner.password or owner.username or "")
    return hmac.new(secret.encode(), APP_ROLE.encode(), hashlib.sha256).hexdigest()


def text_of(url: URL) -> str:
    """Return an address with its password, as drivers want it."""
    return url.render_as_string(hide_password=False)


def conninfo_of(url: URL) -> str:
    """Return an address as libpq wants it, without the name of SQLAlchemy's driver."""
    return text_of(url.set(drivername="postgresql"))
