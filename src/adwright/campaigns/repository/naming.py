"""Naming rules as kept, one for the organization and one for each advertiser that has its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from adwright.campaigns.tables import naming_rules
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned, visible


class NamingRepository:
    """Rules that the transaction's actor may see: the organization's and those of own advertisers."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def get(self, scope_id: UUID) -> Mapping[str, Any] | None:
        """Return the rules of the organization or of an advertiser; None when it has none."""
        found = await self._tx.execute(
            select(naming_rules.c.rules).where(
                owned(naming_rules, self._tx),
                or_(naming_rules.c.advertiser_id.is_(None), visible(naming_rules.c.advertiser_id, self._tx)),
                naming_rules.c.scope_id == scope_id,
            )
        )
        rules: Mapping[str, Any] | None = found.scalar_one_or_none()
        return rules

    async def put(
        self, advertiser_id: UUID | None, rules: Mapping[str, Any], updated_at: datetime, updated_by: str
    ) -> None:
        """Write rules, in the place of those that are there."""
        values = {"rules": dict(rules), "updated_at": updated_at, "updated_by": updated_by}
        place = {
            "organization_id": self._tx.organization_id,
            "scope_id": advertiser_id or self._tx.organization_id,
            "advertiser_id": advertiser_id,
        }
        statement = insert(naming_rules).values(id=new_id(), **place, **values)
        await self._tx.execute(
            statement.on_conflict_do_update(index_elements=["organization_id", "scope_id"], set_=values)
        )

    async def remove(self, advertiser_id: UUID) -> None:
        """Remove an advertiser's own rules."""
        await self._tx.execute(
            delete(naming_rules).where(
                owned(naming_rules, self._tx), naming_rules.c.scope_id == advertiser_id
            )
        )
