"""Changes, the decisions about them, and the execution log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, any_, cast, func, insert, or_, select, update

from adwright.changes.model.change import Change, Decision, LogEntry
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import OPEN, ChangeKind, ChangeStatus, OperationStatus
from adwright.changes.repository.coding import change_of, decision_of, log_entry_of, values_by_node_of
from adwright.changes.tables import change_decisions, change_log, changes, operations
from adwright.changes.values import Values
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned, visible


class ChangeRepository:
    """Changes of one organization, and within it of the advertisers that the actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add a change."""
        await self._tx.execute(insert(changes).values(organization_id=self._tx.organization_id, **values))

    async def get(self, change_id: UUID) -> Change | None:
        """Return one change."""
        rows = await self._tx.execute(self._select().where(changes.c.id == change_id))
        row = rows.mappings().one_or_none()
        return None if row is None else change_of(row)

    async def lock(self, change_id: UUID) -> bool:
        """Lock a change until the transaction ends; False when there is none."""
        statement = select(changes.c.id).where(self._mine(), changes.c.id == change_id).with_for_update()
        return (await self._tx.execute(statement)).first() is not None

    async def page(self, paging: PageRequest, wanted: ChangeFilter) -> Page[Change]:
        """Return some changes, newest first."""
        conditions = self._conditions(wanted)
        counted = await self._tx.execute(select(func.count()).select_from(changes).where(*conditions))
        statement = self._select().where(*conditions).order_by(changes.c.id.desc())
        rows = await self._tx.execute(statement.offset(paging.offset).limit(paging.limit))
        items = [change_of(row) for row in rows.mappings()]
        return Page(items, counted.scalar_one(), paging.offset, paging.limit)

    async def every(self, wanted: ChangeFilter) -> Sequence[Change]:
        """Return all changes of a kind that there are few of, newest first."""
        statement = self._select().where(*self._conditions(wanted)).order_by(changes.c.id.desc())
        return [change_of(row) for row in (await self._tx.execute(statement)).mappings()]

    def _conditions(self, wanted: ChangeFilter) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = [self._mine()]
        for column, values in (
            (changes.c.status, wanted.statuses),
            (changes.c.kind, wanted.kinds),
            (changes.c.author_kind, wanted.author_kinds),
        ):
            if values:
                conditions.append(column.in_(values))
        for column, one in (
            (changes.c.advertiser_id, wanted.advertiser_id),
            (changes.c.ad_account_id, wanted.ad_account_id),
            (changes.c.campaign_id, wanted.campaign_id),
        ):
            if one is not None:
                conditions.append(column == one)
        texts = (changes.c.title, changes.c.author, changes.c.why)
        conditions += [
            or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in wanted.search.split()
        ]
        return conditions

    async def latest(
        self,
        campaign_id: UUID,
        *,
        statuses: frozenset[ChangeStatus] = OPEN,
        kind: ChangeKind | None = None,
        subject: str | None = None,
    ) -> Change | None:
        """Return a campaign's newest change in one of some statuses."""
        statement = self._select().where(changes.c.campaign_id == campaign_id, changes.c.status.in_(statuses))
        if subject is not None:
            statement = statement.where(changes.c.subject == subject)
        if kind is not None:
            statement = statement.where(changes.c.kind == kind)
        row = (await self._tx.execute(statement.order_by(changes.c.id.desc()).limit(1))).mappings().first()
        return None if row is None else change_of(row)

    async def campaigns_with_open(self, ad_account_id: UUID | None) -> frozenset[UUID]:
        """Return the campaigns of one or every ad account that have an open change."""
        statement = select(changes.c.campaign_id).where(self._mine(), changes.c.status.in_(OPEN))
        if ad_account_id is not None:
            statement = statement.where(changes.c.ad_account_id == ad_account_id)
        return frozenset((await self._tx.execute(statement)).scalars().all())

    async def set(self, change_id: UUID, **values: object) -> None:
        """Set columns of a change."""
        await self._tx.execute(
            update(changes).where(self._mine(), changes.c.id == change_id).values(**values)
        )

    async def desired_before(self, change_id: UUID) -> Mapping[UUID, Values] | None:
        """Return what a change's nodes should have been before it was approved; None when it is not."""
        statement = select(changes.c.desired_before).where(self._mine(), changes.c.id == change_id)
        found = (await self._tx.execute(statement)).scalar_one_or_none()
        return None if found is None else values_by_node_of(found)

    async def count_read(self, change_id: UUID) -> int:
        """Count one more try to read a finished change back, and return which it is."""
        statement = update(changes).where(self._mine(), changes.c.id == change_id)
        result = await self._tx.execute(
            statement.values(reads=changes.c.reads + 1).returning(cast(changes.c.reads, Integer))
        )
        return int(result.scalar_one())

    async def add_decision(self, values: dict[str, Any]) -> None:
        """Add a decision."""
        await self._tx.execute(
            insert(change_decisions).values(organization_id=self._tx.organization_id, id=new_id(), **values)
        )

    async def decisions(self, change_id: UUID) -> Sequence[Decision]:
        """Return the decisions about a change, oldest first."""
        return (await self.decisions_of([change_id])).get(change_id, ())

    async def decisions_of(self, change_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Decision]]:
        """Return the decisions about some changes, oldest first."""
        statement = (
            select(change_decisions)
            .where(owned(change_decisions, self._tx), change_decisions.c.change_id.in_(change_ids))
            .order_by(change_decisions.c.id)
        )
        found: dict[UUID, list[Decision]] = {}
        for row in (await self._tx.execute(statement)).mappings():
            found.setdefault(row["change_id"], []).append(decision_of(row))
        return found

    async def add_log(self, values: dict[str, Any]) -> None:
        """Add a line to the execution log."""
        await self._tx.execute(
            insert(change_log).values(organization_id=self._tx.organization_id, id=new_id(), **values)
        )

    async def log_of_change(self, change_id: UUID) -> Sequence[LogEntry]:
        """Return a change's log, oldest first."""
        statement = (
            select(change_log)
            .where(owned(change_log, self._tx), change_log.c.change_id == change_id)
            .order_by(change_log.c.sequence)
        )
        return [log_entry_of(row) for row in (await self._tx.execute(statement)).mappings()]

    async def log_of_campaign(self, campaign_id: UUID, paging: PageRequest) -> Page[LogEntry]:
        """Return a campaign's log, newest first."""
        mine = (owned(change_log, self._tx), change_log.c.campaign_id == campaign_id)
        counted = await self._tx.execute(select(func.count()).select_from(change_log).where(*mine))
        statement = select(change_log).where(*mine).order_by(change_log.c.sequence.desc())
        rows = await self._tx.execute(statement.offset(paging.offset).limit(paging.limit))
        items = [log_entry_of(row) for row in rows.mappings()]
        return Page(items, counted.scalar_one(), paging.offset, paging.limit)

    async def overdue(self, now: datetime) -> Sequence[UUID]:
        """Return proposals of the organization whose time is over."""
        statement = select(changes.c.id).where(
            self._mine(), changes.c.status == ChangeStatus.PROPOSED, changes.c.expires_at <= now
        )
        return (await self._tx.execute(statement)).scalars().all()

    async def organizations_with_overdue(self, now: datetime) -> Sequence[UUID]:
        """Return the organizations that have such proposals; needs the system scope."""
        statement = (
            select(changes.c.organization_id)
            .distinct()
            .where(changes.c.status == ChangeStatus.PROPOSED, changes.c.expires_at <= now)
        )
        return (await self._tx.execute(statement)).scalars().all()

    def _mine(self) -> ColumnElement[bool]:
        return owned(changes, self._tx) & visible(changes.c.advertiser_id, self._tx)

    def _select(self) -> Select[Any]:
        same = (operations.c.organization_id == changes.c.organization_id) & (
            operations.c.change_id == changes.c.id
        )
        total = select(func.count()).select_from(operations).where(same).scalar_subquery()
        done = (
            select(func.count())
            .select_from(operations)
            .where(same, operations.c.status == OperationStatus.DONE)
            .scalar_subquery()
        )
        later = changes.alias("later")
        undone_by = (
            select(later.c.id)
            .where(
                later.c.organization_id == changes.c.organization_id,
                later.c.campaign_id == changes.c.campaign_id,
                changes.c.id == any_(later.c.undoes),
            )
            .order_by(later.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        return select(
            changes,
            total.label("operations_total"),
            done.label("operations_done"),
            undone_by.label("undone_by"),
        ).where(self._mine())
