"""A way to look at the campaign list, kept under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters, sort and columns of the campaign list.

    Attributes:
        person_id, made_by: whose it is; only they change it.
        shared: everybody in the organization may use it.
        search: filters, period and sort, as they stand in the page's address.
        columns: the keys of the columns in their order; None: the usual ones.
    """

    id: UUID
    person_id: UUID
    made_by: str
    name: str
    shared: bool
    search: Mapping[str, str]
    columns: tuple[str, ...] | None
    created_at: datetime
    updated_at: datetime


class ViewEdit(TypedDict, total=False):
    """Fields of a view to set; those that are left out stay."""

    name: str
    shared: bool
    search: Mapping[str, str]
    columns: tuple[str, ...] | None
