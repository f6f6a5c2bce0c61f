"""The operations of a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update

from adwright.changes.model.agenda import Outline
from adwright.changes.model.change import Operation
from adwright.changes.model.life import OperationStatus
from adwright.changes.model.operations import PlannedOperation
from adwright.changes.model.steps import Action
from adwright.changes.repository.coding import operation_of, step_json
from adwright.changes.tables import changes, operations
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned


class OperationRepository:
    """Operations; reached only through a change that the actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(
        self, change_id: UUID, planned: Sequence[PlannedOperation], *, first_position: int = 0
    ) -> None:
        """Add a change's operations, all waiting."""
        if not planned:
            return
        rows = [
            {
                "organization_id": self._tx.organization_id,
                "id": new_id(),
                "change_id": change_id,
                "position": first_position + position,
                "stage": each.stage.value,
                "key": each.key,
                "action": each.action.value,
                "title": each.title,
                "node_id": each.node_id,
                "step": step_json(each.action, each.step),
                "depends_on": list(each.depends_on),
                "status": OperationStatus.WAITING.value,
                "attempts": 0,
                "found": False,
                "answer": {},
            }
            for position, each in enumerate(planned)
        ]
        await self._tx.execute(insert(operations), rows)

    async def of_change(self, change_id: UUID) -> Sequence[Operation]:
        """Return a change's operations in order."""
        statement = select(operations).where(self._of(change_id)).order_by(operations.c.position)
        return [operation_of(row) for row in (await self._tx.execute(statement)).mappings()]

    async def outline(self, change_id: UUID) -> Sequence[Outline]:
        """Return where each operation of a change stands, in order, without what it does."""
        statement = (
            select(
                operations.c.id,
                operations.c.key,
                operations.c.action,
                operations.c.stage,
                operations.c.status,
                operations.c.depends_on,
                operations.c.asked_at,
                operations.c.external_id,
            )
            .where(self._of(change_id))
            .order_by(operations.c.position)
        )
        return [
            Outline(
                id=row.id,
                key=row.key,
                action=Action(row.action),
                stage=row.stage,
                status=OperationStatus(row.status),
                depends_on=frozenset(row.depends_on),
                asked_at=row.asked_at,
                external_id=row.external_id,
            )
            for row in await self._tx.execute(statement)
        ]

    async def claim(self, operation_ids: Sequence[UUID], now: datetime) -> Sequence[Operation]:
        """Store the intent to call some operations, and return them in order."""
        chosen = owned(operations, self._tx) & operations.c.id.in_(operation_ids)
        statement = update(operations).where(chosen)
        statement = statement.values(
            status=OperationStatus.CALLING.value,
            attempts=operations.c.attempts + 1,
            intent_at=now,
            asked_at=now,
            failure=None,
        )
        rows = (await self._tx.execute(statement.returning(operations))).mappings()
        return sorted((operation_of(row) for row in rows), key=lambda operation: operation.position)

    async def finished_since(
        self, external_id: str, action: Action, ad_account_id: UUID, since: datetime
    ) -> Sequence[datetime]:
        """Return when operations of a kind on one node of an ad account were done since an instant (UTC)."""
        of_account = (
            (changes.c.organization_id == operations.c.organization_id)
            & (changes.c.id == operations.c.change_id)
            & (changes.c.ad_account_id == ad_account_id)
        )
        statement = (
            select(operations.c.finished_at)
            .join_from(operations, changes, of_account)
            .where(
                owned(operations, self._tx),
                operations.c.action == action.value,
                operations.c.external_id == external_id,
                operations.c.finished_at > since,
            )
            .order_by(operations.c.finished_at)
        )
        return (await self._tx.execute(statement)).scalars().all()

    async def set(self, operation_id: UUID, **values: Any) -> None:
        """Set columns of an operation."""
        statement = update(operations).where(owned(operations, self._tx), operations.c.id == operation_id)
        await self._tx.execute(statement.values(**values))

    async def forget_failures(self, change_id: UUID) -> None:
        """Let failed operations of a change be tried again, and every unfinished one from the first attempt.

        One without an answer stays as it is: it is looked up before it is made again.
        """
        unfinished = self._of(change_id) & (operations.c.status != OperationStatus.DONE)
        await self._tx.execute(update(operations).where(unfinished).values(attempts=0))
        failed = self._of(change_id) & (operations.c.status == OperationStatus.FAILED)
        await self._tx.execute(update(operations).where(failed).values(status=OperationStatus.WAITING.value))

    def _of(self, change_id: UUID) -> ColumnElement[bool]:
        return owned(operations, self._tx) & (operations.c.change_id == change_id)
