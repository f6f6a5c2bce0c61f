"""The database for a local command: an outside one, or the embedded one, started for a moment if needed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL

from adwright.bootstrap.database_urls import read_url
from adwright.bootstrap.home import Home
from adwright.bootstrap.postgres import EmbeddedPostgres, make_database
from adwright.bootstrap.settings import Settings


def embedded(settings: Settings) -> EmbeddedPostgres:
    """Return the embedded server of the home, started or not."""
    return EmbeddedPostgres(Home(settings.home).path / "postgres")


@contextmanager
def owner_database(settings: Settings) -> Iterator[URL]:
    """Give the owner's address of the database for the length of the block.

    Raises:
        Conflict: the home is held by a supervisor whose database does not run.
        PostgresFailed: the embedded database does not start.
    """
    if settings.owner is not None:
        yield settings.owner
        return
    server = embedded(settings)
    running = server.running_url()
    if running is not None:
        yield read_url(running)
        return
    home = Home(settings.home).hold()
    try:
        server.start()
        make_database(server)
        yield read_url(server.url())
    finally:
        with contextlib.suppress(Exception):
            server.stop()
        home.release()
