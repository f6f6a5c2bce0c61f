"""Sync runs: at most one waits per ad account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned
from adwright.insights.model import SyncRun, SyncStatus
from adwright.insights.tables import sync_runs

_COLUMNS = [sync_runs.c[name] for name in SyncRun.__dataclass_fields__]


class RunRepository:
    """Reads and writes sync runs."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def wait(
        self, ad_account_id: UUID, *, reason: str, days: int, requested_by: str, now: datetime
    ) -> SyncRun:
        """Add a waiting run, or widen the one that waits already. Returns it."""
        new = insert(sync_runs).values(
            organization_id=self._tx.organization_id,
            id=new_id(),
            ad_account_id=ad_account_id,
            reason=reason,
            status=SyncStatus.WAITING.value,
            days=days,
            requested_by=requested_by,
            created_at=now,
        )
        result = await self._tx.execute(
            new.on_conflict_do_update(
                index_elements=[sync_runs.c.organization_id, sync_runs.c.ad_account_id],
                # In words of SQL: a prepared statement with a parameter here does not match the index.
                index_where=text("status = 'waiting'"),
                set_={"days": func.greatest(sync_runs.c.days, new.excluded.days)},
            ).returning(*_COLUMNS)
        )
        return _run(result.one())

    async def get(self, run_id: UUID, *, locked: bool = False) -> SyncRun | None:
        """Return one run; `locked` keeps others from changing it until the transaction ends."""
        query = select(*_COLUMNS).where(owned(sync_runs, self._tx), sync_runs.c.id == run_id)
        row = (await self._tx.execute(query.with_for_update() if locked else query)).one_or_none()
        return _run(row) if row is not None else None

    async def waiting(self, ad_account_id: UUID) -> SyncRun | None:
        """Return the run of an account that waits."""
        result = await self._tx.execute(
            select(*_COLUMNS).where(
                owned(sync_runs, self._tx),
                sync_runs.c.ad_account_id == ad_account_id,
                sync_runs.c.status == SyncStatus.WAITING.value,
            )
        )
        row = result.one_or_none()
        return _run(row) if row is not None else None

    async def change(self, run_id: UUID, **values: object) -> SyncRun:
        """Set columns of a run and return it."""
        result = await self._tx.execute(
            update(sync_runs)
            .where(owned(sync_runs, self._tx), sync_runs.c.id == run_id)
            .values(values)
            .returning(*_COLUMNS)
        )
        return _run(result.one())

    async def page(self, ad_account_ids: Sequence[UUID], paging: PageRequest) -> Page[SyncRun]:
        """Return runs of these accounts, newest first."""
        conditions = [owned(sync_runs, self._tx), sync_runs.c.ad_account_id.in_(ad_account_ids)]
        total = (
            await self._tx.execute(select(func.count()).select_from(sync_runs).where(*conditions))
        ).scalar_one()
        result = await self._tx.execute(
            select(*_COLUMNS)
            .where(*conditions)
            .order_by(sync_runs.c.created_at.desc(), sync_runs.c.id.desc())
            .offset(paging.offset)
            .limit(paging.limit)
        )
        return Page([_run(row) for row in result], total, paging.offset, paging.limit)

    async def forget_finished(self, ad_account_id: UUID, reason: str, before: datetime) -> None:
        """Delete finished runs of one reason that ended before an instant."""
        await self._tx.execute(
            delete(sync_runs).where(
                owned(sync_runs, self._tx),
                sync_runs.c.ad_account_id == ad_account_id,
                sync_runs.c.reason == reason,
                sync_runs.c.finished_at < before,
            )
        )


def _run(row: Row[Any]) -> SyncRun:
    values = dict(row._mapping)
    return SyncRun(**{**values, "status": SyncStatus(values["status"])})
