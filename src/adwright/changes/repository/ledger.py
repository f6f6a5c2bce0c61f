"""The ledger of the guardrails: what they have let through, per change, day of the account, and node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, delete, func, insert, literal, select

from adwright.changes.tables import guardrail_ledger as ledger
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """What the ledger holds of one day of an ad account.

    Attributes:
        raised_micros: by how much all changes but one have raised the account's daily cost; None when that
            cannot be said of one of them.
        has_change: whether that one change is written down already.
        own_micros: by how much that one has raised it; None when that cannot be said.
    """

    raised_micros: int | None
    has_change: bool
    own_micros: int | None

    def covers(self, rise_micros: int | None) -> bool:
        """Say whether what is written down of that one change is as much as it does; None: unknown."""
        if not self.has_change or self.own_micros is None:
            return self.has_change
        return rise_micros is not None and rise_micros <= self.own_micros


class LedgerRepository:
    """The ledger of one organization."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def day(self, ad_account_id: UUID, day: date, *, besides: UUID) -> LedgerDay:
        """Return what all changes but one have done to an account on a day, and whether that one is there."""
        own = ledger.c.change_id == besides
        statement = (
            select(
                own.label("own"),
                func.coalesce(func.sum(ledger.c.rise_micros), 0).label("total"),
                func.count().filter(ledger.c.rise_micros.is_(None)).label("unknown"),
            )
            .where(owned(ledger, self._tx), ledger.c.ad_account_id == ad_account_id, ledger.c.day == day)
            .group_by(own)
        )
        sums = {
            row.own: None if row.unknown else int(row.total) for row in await self._tx.execute(statement)
        }
        return LedgerDay(sums.get(False, 0), has_change=True in sums, own_micros=sums.get(True, 0))

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
