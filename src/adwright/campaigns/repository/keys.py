"""The keys that people gave nodes in their documents. A row's id is the node's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from adwright.campaigns.tables import node_keys
from adwright.core.database import Transaction
from adwright.core.tenant import owned, visible


class KeyRepository:
    """Keys of the campaigns that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def of_campaigns(self, campaign_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the keys given in these campaigns, by node id."""
        found = await self._tx.execute(
            select(node_keys.c.id, node_keys.c.key).where(
                owned(node_keys, self._tx),
                visible(node_keys.c.advertiser_id, self._tx),
                node_keys.c.campaign_id.in_(campaign_ids),
            )
        )
        return {row.id: row.key for row in found}

    async def campaigns(self, keys: Sequence[str]) -> Mapping[str, UUID]:
        """Return the campaigns that have one of these keys."""
        found = await self._tx.execute(
            select(node_keys.c.key, node_keys.c.id).where(
                owned(node_keys, self._tx),
                visible(node_keys.c.advertiser_id, self._tx),
                node_keys.c.id == node_keys.c.campaign_id,
                node_keys.c.key.in_(keys),
            )
        )
        return {row.key: row.id for row in found}

    async def forget_others(self, campaign_id: UUID, node_ids: Sequence[UUID]) -> None:
        """Remove the keys of a campaign's nodes that are gone."""
        await self._tx.execute(
            delete(node_keys).where(
                owned(node_keys, self._tx),
                node_keys.c.campaign_id == campaign_id,
                node_keys.c.id.not_in(node_ids),
            )
        )

    async def free(self, parent_id: UUID, key: str) -> None:
        """Take a key from whichever node has it."""
        await self._tx.execute(
            delete(node_keys).where(
                owned(node_keys, self._tx), node_keys.c.parent_id == parent_id, node_keys.c.key == key
            )
        )

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write keys; a node that has one keeps it."""
        if rows:
            written = [{"organization_id": self._tx.organization_id, **row} for row in rows]
            await self._tx.execute(
                insert(node_keys).on_conflict_do_nothing(index_elements=["organization_id", "id"]), written
            )
