"""Links by which somebody without an account decides about one version of a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from adwright.changes.model.change import Verdict
from adwright.changes.model.links import ApprovalLink
from adwright.changes.tables import approval_links as links
from adwright.core.database import Transaction
from adwright.core.tenant import owned


class LinkRepository:
    """Approval links of one organization; reached through a change that may be seen, or through the link."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add a link."""
        await self._tx.execute(insert(links).values(organization_id=self._tx.organization_id, **values))

    async def get(self, link_id: UUID, *, lock: bool = False) -> ApprovalLink | None:
        """Return a link; locked until the transaction ends when asked for."""
        statement = select(links).where(owned(links, self._tx), links.c.id == link_id)
        statement = statement.with_for_update() if lock else statement
        row = (await self._tx.execute(statement)).mappings().one_or_none()
        return None if row is None else _link_of(row)

    async def of_change(self, change_id: UUID) -> Sequence[ApprovalLink]:
        """Return a change's links, oldest first."""
        statement = select(links).where(owned(links, self._tx), links.c.change_id == change_id)
        return [_link_of(row) for row in (await self._tx.execute(statement.order_by(links.c.id))).mappings()]

    async def set(self, link_id: UUID, **values: object) -> None:
        """Set columns of a link."""
        await self._tx.execute(
            update(links).where(owned(links, self._tx), links.c.id == link_id).values(**values)
        )


def _link_of(row: Any) -> ApprovalLink:
    return ApprovalLink(
        id=row["id"],
        change_id=row["change_id"],
        version=row["version"],
        recipient=row["recipient"],
        made_by=row["made_by"],
        made_by_id=row["made_by_id"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
    )
