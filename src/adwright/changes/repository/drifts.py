"""Drifts: one open at most for each field of a node."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, exists, func, insert, select, update

from adwright.changes.fields import Part
from adwright.changes.model.drift import Drift, DriftStatus
from adwright.changes.tables import drifts
from adwright.core.database import Transaction
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned, visible
from adwright.platforms.model import Level

_PARTS = TypeAdapter(tuple[Part, ...])


class DriftRepository:
    """Drifts of one organization, and within it of the advertisers that the actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add drifts."""
        if rows:
            tenant = {"organization_id": self._tx.organization_id}
            await self._tx.execute(insert(drifts), [tenant | row for row in rows])

    async def get(self, drift_id: UUID) -> Drift | None:
        """Return one drift, locked until the transaction ends."""
        statement = select(drifts).where(self._mine(), drifts.c.id == drift_id).with_for_update()
        row = (await self._tx.execute(statement)).mappings().one_or_none()
        return None if row is None else _drift(row)

    async def open_of(self, campaign_id: UUID) -> Sequence[Drift]:
        """Return the open drifts of a campaign, in the order in which they were noticed."""
        statement = select(drifts).where(
            self._mine(), drifts.c.campaign_id == campaign_id, drifts.c.status == DriftStatus.OPEN
        )
        rows = await self._tx.execute(statement.order_by(drifts.c.id))
        return [_drift(row) for row in rows.mappings()]

    async def page(
        self, paging: PageRequest, *, statuses: Sequence[DriftStatus], campaign_id: UUID | None
    ) -> Page[Drift]:
        """Return some drifts, newest first."""
        conditions: list[ColumnElement[bool]] = [self._mine()]
        if statuses:
            conditions.append(drifts.c.status.in_(statuses))
        if campaign_id is not None:
            conditions.append(drifts.c.campaign_id == campaign_id)
        counted = await self._tx.execute(select(func.count()).select_from(drifts).where(*conditions))
        statement = select(drifts).where(*conditions).order_by(drifts.c.id.desc())
        rows = await self._tx.execute(statement.offset(paging.offset).limit(paging.limit))
        items = [_drift(row) for row in rows.mappings()]
        return Page(items, counted.scalar_one(), paging.offset, paging.limit)

    async def close(
        self,
        drift_ids: Sequence[UUID],
        status: DriftStatus,
        at: datetime,
        by: str | None,
        change_id: UUID | None = None,
    ) -> None:
        """Close drifts at an instant (UTC)."""
        statement = update(drifts).where(owned(drifts, self._tx), drifts.c.id.in_(drift_ids))
        await self._tx.execute(
            statement.values(status=status.value, decided_at=at, decided_by=by, change_id=change_id)
        )

    async def reopen(self, change_id: UUID) -> Sequence[Drift]:
        """Open the drifts again that a change was to put right, unless noticed anew; return them."""
        anew = drifts.alias("anew")
        noticed_anew = (
            exists()
            .where(anew.c.organization_id == drifts.c.organization_id, anew.c.status == DriftStatus.OPEN)
            .where(anew.c.node_id == drifts.c.node_id, anew.c.field == drifts.c.field)
        )
        statement = (
            update(drifts)
            .where(owned(drifts, self._tx), drifts.c.change_id == change_id)
            .where(drifts.c.status == DriftStatus.REVERTED, ~noticed_anew)
            .values(status=DriftStatus.OPEN.value, decided_at=None, decided_by=None, change_id=None)
            .returning(drifts)
        )
        return [_drift(row) for row in (await self._tx.execute(statement)).mappings()]

    async def set(self, drift_id: UUID, **values: Any) -> None:
        """Set columns of a drift."""
        statement = update(drifts).where(owned(drifts, self._tx), drifts.c.id == drift_id)
        await self._tx.execute(statement.values(**values))

    def _mine(self) -> ColumnElement[bool]:
        return owned(drifts, self._tx) & visible(drifts.c.advertiser_id, self._tx)


def parts_json(parts: tuple[Part, ...]) -> Any:
    """Return what differs as JSON."""
    return _PARTS.dump_python(parts, mode="json")


def _drift(row: RowMapping) -> Drift:
    return Drift(
        id=row["id"],
        ad_account_id=row["ad_account_id"],
        campaign_id=row["campaign_id"],
        level=Level(row["level"]),
        node_id=row["node_id"],
        node=row["node"],
        field=row["field"],
        parts=_PARTS.validate_python(row["parts"]),
        status=DriftStatus(row["status"]),
        seen_at=row["seen_at"],
        edited_at=row["edited_at"],
        edited_by=row["edited_by"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        change_id=row["change_id"],
    )
