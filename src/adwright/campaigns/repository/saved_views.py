"""Saved views that somebody may use: their own, and those that others share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, or_, select, update

from adwright.campaigns.saved_views import SavedView
from adwright.campaigns.tables import saved_views
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned


class SavedViewRepository:
    """Views of one person."""

    def __init__(self, tx: Transaction, person_id: UUID) -> None:
        self._tx = tx
        self._person_id = person_id

    async def all(self) -> Sequence[SavedView]:
        """Return the person's own views and those that others share, by name."""
        statement = (
            select(saved_views)
            .where(owned(saved_views, self._tx), self._usable())
            .order_by(func.lower(saved_views.c.name), saved_views.c.id)
        )
        return [_view(row) for row in (await self._tx.execute(statement)).mappings()]

    async def find(self, view_id: UUID) -> SavedView | None:
        """Return a view that the person may use."""
        statement = select(saved_views).where(
            owned(saved_views, self._tx), self._usable(), saved_views.c.id == view_id
        )
        row = (await self._tx.execute(statement)).mappings().first()
        return _view(row) if row else None

    async def add(self, values: Mapping[str, Any]) -> SavedView:
        """Keep a new view of the person's."""
        place = {"organization_id": self._tx.organization_id, "id": new_id(), "person_id": self._person_id}
        statement = insert(saved_views).values(**place, **values).returning(saved_views)
        return _view((await self._tx.execute(statement)).mappings().one())

    async def change(self, view_id: UUID, values: Mapping[str, Any]) -> SavedView:
        """Change some of a view and return it as it is then."""
        statement = (
            update(saved_views)
            .where(owned(saved_views, self._tx), saved_views.c.id == view_id)
            .values(**values)
            .returning(saved_views)
        )
        return _view((await self._tx.execute(statement)).mappings().one())

    async def remove(self, view_id: UUID) -> None:
        """Remove a view."""
        await self._tx.execute(
            delete(saved_views).where(owned(saved_views, self._tx), saved_views.c.id == view_id)
        )

    def _usable(self) -> ColumnElement[bool]:
        return or_(saved_views.c.person_id == self._person_id, saved_views.c.shared)


def _view(row: RowMapping) -> SavedView:
    values = {name: value for name, value in row.items() if name != "organization_id"}
    columns = None if row["columns"] is None else tuple(row["columns"])
    return SavedView(**values | {"columns": columns})
