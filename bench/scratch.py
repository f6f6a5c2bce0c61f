"""A migrated database of its own for a benchmark, as careful as the product's."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from adwright.bootstrap.database_urls import read_url
from adwright.bootstrap.migrate import migrate
from adwright.bootstrap.postgres import EmbeddedPostgres


@contextmanager
def scratch_database() -> Iterator[tuple[URL, Path]]:
    """Run a server for the length of the block; gives the owner's address and a directory for files."""
    folder = Path(tempfile.mkdtemp(prefix="adwright-bench-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "pg")
    try:
        server.start()
        owner = read_url(server.url("postgres"))
        migrate(owner)
        yield owner, folder
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
