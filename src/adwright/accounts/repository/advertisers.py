"""The queries of advertisers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, insert, select, update

from adwright.accounts.model import Advertiser
from adwright.accounts.tables import ad_accounts, advertisers
from adwright.core.database import Transaction
from adwright.core.tenant import owned, visible


class AdvertiserRepository:
    """Advertisers of the organization that the actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._mine = (owned(advertisers, tx), visible(advertisers.c.id, tx))

    async def add(self, advertiser: Advertiser) -> None:
        """Add an advertiser."""
        await self._tx.execute(
            insert(advertisers).values(
                organization_id=self._tx.organization_id,
                id=advertiser.id,
                name=advertiser.name,
                website_url=advertiser.website_url,
                created_at=advertiser.created_at,
            )
        )

    async def find(self, advertiser_id: UUID) -> Advertiser | None:
        """Return one advertiser."""
        statement = select(advertisers).where(*self._mine, advertisers.c.id == advertiser_id)
        row = (await self._tx.execute(statement)).mappings().first()
        return _advertiser(row) if row else None

    async def all(self) -> Sequence[Advertiser]:
        """Return every advertiser, by name."""
        statement = select(advertisers).where(*self._mine).order_by(func.lower(advertisers.c.name))
        return [_advertiser(row) for row in (await self._tx.execute(statement)).mappings()]

    async def change(self, advertiser_id: UUID, values: dict[str, Any]) -> None:
        """Change some fields."""
        await self._tx.execute(
            update(advertisers).where(*self._mine, advertisers.c.id == advertiser_id).values(**values)
        )

    async def remove(self, advertiser_id: UUID) -> None:
        """Remove an advertiser that owns no ad account."""
        await self._tx.execute(delete(advertisers).where(*self._mine, advertisers.c.id == advertiser_id))

    async def count_accounts(self, advertiser_id: UUID) -> int:
        """Return how many ad accounts an advertiser owns."""
        statement = (
            select(func.count())
            .select_from(ad_accounts)
            .where(owned(ad_accounts, self._tx), ad_accounts.c.advertiser_id == advertiser_id)
        )
        return int((await self._tx.execute(statement)).scalar_one())


def _advertiser(row: RowMapping) -> Advertiser:
    return Advertiser(
        id=row["id"], name=row["name"], website_url=row["website_url"], created_at=row["created_at"]
    )
