"""What creatives wants of the outside: a place for files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Store(Protocol):
    """Keeps files by key: local disk, or an S3-compatible service."""

    async def put(self, key: str, content: bytes, media_type: str) -> None:
        """Keep a file; replaces what was under the key. Repeatable.

        Raises:
            Upstream: the store does not take it.
        """
        ...

    async def get(self, key: str) -> bytes:
        """Return a file's content. Repeatable.

        Raises:
            NotFound: there is nothing under the key.
            Upstream: the store does not answer.
        """
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove files; one that is not there is no error. Repeatable.

        Raises:
            Upstream: the store does not answer.
        """
        ...
