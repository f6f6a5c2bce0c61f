"""Paging: `{items, total, offset, limit}` for lists, an opaque cursor for logs and facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is wanted."""

    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One part of a list, and how long the whole is."""

    items: Sequence[T]
    total: int
    offset: int
    limit: int

    def map(self, convert: Callable[[T], U]) -> Page[U]:
        """Return the same page with each item converted."""
        return Page([convert(item) for item in self.items], self.total, self.offset, self.limit)


def page_of(items: Sequence[T], wanted: PageRequest) -> Page[T]:
    """Return the wanted part of a list that is short enough to be read whole."""
    shown = items[wanted.offset : wanted.offset + wanted.limit]
    return Page(shown, len(items), wanted.offset, wanted.limit)
