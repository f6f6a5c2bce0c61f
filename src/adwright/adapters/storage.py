"""Files by key through obstore: a directory by default, any S3-compatible service by its address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from adwright.core.errors import NotFound, Upstream


class FileStore:
    """Fits `creatives.ports.Store`. The place is opened, or the directory made, when it is first used.

    Args:
        directory: keep files here.
        url: keep them there instead, such as `s3://bucket/prefix`; keys and endpoint come from the usual
            `AWS_…` variables of the environment.
    """

    def __init__(self, *, directory: Path, url: str | None = None) -> None:
        self._directory = directory
        self._url = url

    @classmethod
    def at(cls, url: str | None, *, home: Path) -> Self:
        """Open the store that the settings name; without an address the directory `assets` of the home."""
        return cls(directory=home / "assets", url=url)

    @cached_property
    def _store(self) -> ObjectStore:
        if self._url is None or urlsplit(self._url).scheme == "file":
            path = Path(urlsplit(self._url).path) if self._url else self._directory
            return LocalStore(prefix=path, mkdir=True, automatic_cleanup=True)
        return from_url(self._url)

    async def put(self, key: str, content: bytes, media_type: str) -> None:
        """Keep a file; replaces what was under the key."""
        try:
            # A directory keeps no media types; ours are in the database anyway.
            attributes = None if isinstance(self._store, LocalStore) else {"Content-Type": media_type}
            await obstore.put_async(self._store, key, content, attributes=attributes)
        except (BaseError, OSError) as error:
            raise _trouble("kept", error) from error

    async def get(self, key: str) -> bytes:
        """Return a file's content."""
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            raise NotFound("The file is not in the store any more. Upload it again.") from None
        except (BaseError, OSError) as error:
            raise _trouble("read", error) from error

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove files; one that is not there is no error."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except (NotFoundError, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise _trouble("removed", error) from error


def _trouble(what: str, error: Exception) -> Upstream:
    return Upstream(
        f"The file could not be {what}: the store did not answer as it should. Try again; "
        "if it stays, tell the operator to look at its disk or at ADWRIGHT_ASSETS_URL.",
        code="store_unavailable",
        details={"error": type(error).__name__},
    )
