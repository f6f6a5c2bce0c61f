"""Initiatives, and which campaigns belong to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, delete, func, insert, select, update

from adwright.campaigns.tables import campaigns, initiatives
from adwright.core.database import Transaction
from adwright.core.paging import PageRequest
from adwright.core.tenant import owned, visible

Rows = Sequence[RowMapping]
Values = Mapping[str, Any]


class InitiativeRepository:
    """Initiatives that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def row(self, initiative_id: UUID, *, lock: bool = False) -> RowMapping | None:
        """Return one initiative's row; `lock` holds it against others until the transaction ends."""
        statement = self._visible().where(initiatives.c.id == initiative_id)
        if lock:
            statement = statement.with_for_update()
        return (await self._tx.execute(statement)).mappings().first()

    async def page(self, advertiser_id: UUID | None, search: str, wanted: PageRequest) -> tuple[Rows, int]:
        """Return initiatives, the newest first, and how many there are."""
        found = self._visible()
        if advertiser_id is not None:
            found = found.where(initiatives.c.advertiser_id == advertiser_id)
        for word in search.split():
            found = found.where(initiatives.c.name.icontains(word, autoescape=True))
        total = await self._tx.execute(select(func.count()).select_from(found.subquery()))
        rows = await self._tx.execute(
            found.order_by(initiatives.c.created_at.desc(), initiatives.c.id)
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        return rows.mappings().all(), total.scalar_one()

    async def campaigns_of(self, initiative_ids: Collection[UUID]) -> Rows:
        """Return the rows of the campaigns of these initiatives, the oldest first."""
        rows = await self._tx.execute(
            select(campaigns)
            .where(
                owned(campaigns, self._tx),
                visible(campaigns.c.advertiser_id, self._tx),
                campaigns.c.initiative_id.in_(initiative_ids),
            )
            .order_by(campaigns.c.created_at, campaigns.c.id)
        )
        return rows.mappings().all()

    async def add(self, values: Values, campaign_ids: Collection[UUID]) -> None:
        """Write a new initiative with its campaigns."""
        await self._tx.execute(
            insert(initiatives).values({"organization_id": self._tx.organization_id, **values})
        )
        await self._tx.execute(
            update(campaigns)
            .where(owned(campaigns, self._tx), campaigns.c.id.in_(campaign_ids))
            .values(initiative_id=values["id"])
        )

    async def set_values(self, initiative_id: UUID, values: Values) -> None:
        """Set columns of an initiative."""
        await self._tx.execute(
            update(initiatives)
            .where(owned(initiatives, self._tx), initiatives.c.id == initiative_id)
            .values(**values)
        )

    async def remove(self, initiative_id: UUID) -> None:
        """Remove an initiative; its campaigns stay, each by itself."""
        await self._tx.execute(
            update(campaigns)
            .where(owned(campaigns, self._tx), campaigns.c.initiative_id == initiative_id)
            .values(initiative_id=None)
        )
        await self._tx.execute(
            delete(initiatives).where(owned(initiatives, self._tx), initiatives.c.id == initiative_id)
        )

    def _visible(self) -> Select[Any]:
        return select(initiatives).where(
            owned(initiatives, self._tx), visible(initiatives.c.advertiser_id, self._tx)
        )
