"""The ledger of the guardrails: what they have let through, per change, day of the account, and node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, delete, exists, func, insert, literal, select

from adwright.changes.tables import guardrail_ledger as ledger
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned


class LedgerRepository:
    """The ledger of one organization."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def raised(self, ad_account_id: UUID, day: date, *, besides: UUID) -> int | None:
        """Return by how many micros all changes but one have raised an account's daily cost on a day.

        None when that cannot be said of one of them.
        """
        total = func.coalesce(func.sum(ledger.c.rise_micros), 0)
        unknown = func.count().filter(ledger.c.rise_micros.is_(None))
        statement = select(total.label("total"), unknown.label("unknown")).where(
            owned(ledger, self._tx),
            ledger.c.ad_account_id == ad_account_id,
            ledger.c.day == day,
            ledger.c.change_id != besides,
        )
        found = (await self._tx.execute(statement)).one()
        return None if found.unknown else int(found.total)

    async def last_touched(self, node_ids: Sequence[UUID], *, besides: UUID) -> Mapping[UUID, datetime]:
        """Return when changes but one touched each of some nodes last (UTC, by the platform's clock)."""
        # One array and not a parameter for each node: asked before each request of a change with a thousand.
        nodes = literal(list(node_ids), ARRAY(Uuid))
        statement = (
            select(ledger.c.node_id, func.max(ledger.c.at).label("last"))
            .where(owned(ledger, self._tx), ledger.c.node_id == any_(nodes), ledger.c.change_id != besides)
            .group_by(ledger.c.node_id)
        )
        return {row.node_id: row.last for row in await self._tx.execute(statement)}

    async def has(self, change_id: UUID, day: date) -> bool:
        """Say whether a change is in the ledger for a day."""
        found = exists().where(owned(ledger, self._tx), ledger.c.change_id == change_id, ledger.c.day == day)
        return bool((await self._tx.execute(select(found))).scalar_one())

    async def add(
        self, ad_account_id: UUID, change_id: UUID, day: date, at: datetime, rises: Mapping[UUID, int | None]
    ) -> None:
        """Write down what a change does on a day: each node, and by how many micros its daily cost rises.

        None stands for a rise that cannot be said.
        """
        rows = [
            {
                "organization_id": self._tx.organization_id,
                "id": new_id(),
                "ad_account_id": ad_account_id,
                "change_id": change_id,
                "day": day,
                "node_id": node_id,
                "rise_micros": rise,
                "at": at,
            }
            for node_id, rise in rises.items()
        ]
        if rows:
            await self._tx.execute(insert(ledger), rows)

    async def remove(self, change_id: UUID) -> None:
        """Strike a change out, because nothing of it has happened."""
        await self._tx.execute(delete(ledger).where(owned(ledger, self._tx), ledger.c.change_id == change_id))
