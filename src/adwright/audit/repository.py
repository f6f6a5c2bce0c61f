"""The queries of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, func, insert, select

from adwright.audit.model import GENESIS, AuditEntry, AuditFilter
from adwright.audit.tables import audit_log, audit_seals
from adwright.core.database import Transaction
from adwright.core.tenant import owned

_FIELDS = [column.name for column in audit_log.columns]


class AuditRepository:
    """Adds and reads entries and seals; nothing is ever changed or removed."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add one entry."""
        await self._tx.execute(insert(audit_log).values(**values))

    async def entries(
        self, wanted: AuditFilter, *, before_id: UUID | None, limit: int
    ) -> Sequence[AuditEntry]:
        """Return entries, newest first, older than an id."""
        statement = (
            select(audit_log)
            .where(owned(audit_log, self._tx), *_conditions(wanted))
            .order_by(audit_log.c.id.desc())
            .limit(limit)
        )
        if before_id is not None:
            statement = statement.where(audit_log.c.id < before_id)
        return [_entry(row) for row in (await self._tx.execute(statement)).mappings()]

    async def exists(self, condition_on: str, value: UUID | str) -> bool:
        """Say whether an entry has this `id` or `subject_id`."""
        statement = select(audit_log.c.id).where(
            owned(audit_log, self._tx), audit_log.c[condition_on] == value
        )
        return (await self._tx.execute(statement.limit(1))).first() is not None

    async def of_subjects(self, subject_ids: Sequence[str], limit: int) -> Sequence[AuditEntry]:
        """Return what was done to some subjects, newest first."""
        statement = (
            select(audit_log)
            .where(owned(audit_log, self._tx), audit_log.c.subject_id.in_(subject_ids))
            .order_by(audit_log.c.id.desc())
            .limit(limit)
        )
        return [_entry(row) for row in (await self._tx.execute(statement)).mappings()]

    async def unsealed(self, limit: int) -> Sequence[AuditEntry]:
        """Return committed entries that no seal covers yet, oldest first."""
        statement = (
            select(audit_log)
            .outerjoin(audit_seals, _same_entry())
            .where(owned(audit_log, self._tx), audit_seals.c.sequence.is_(None))
            .order_by(audit_log.c.id)
            .limit(limit)
        )
        return [_entry(row) for row in (await self._tx.execute(statement)).mappings()]

    async def count_unsealed(self) -> int:
        """Return how many entries no seal covers yet."""
        statement = (
            select(func.count())
            .select_from(audit_log.outerjoin(audit_seals, _same_entry()))
            .where(owned(audit_log, self._tx), audit_seals.c.sequence.is_(None))
        )
        return int((await self._tx.execute(statement)).scalar_one())

    async def last_seal(self) -> tuple[int, str]:
        """Return sequence and hash of the newest seal; 0 and the genesis hash before the first."""
        statement = (
            select(audit_seals.c.sequence, audit_seals.c.hash)
            .where(owned(audit_seals, self._tx))
            .order_by(audit_seals.c.sequence.desc())
            .limit(1)
        )
        row = (await self._tx.execute(statement)).first()
        return (row.sequence, row.hash) if row else (0, GENESIS)

    async def add_seals(self, seals: Sequence[dict[str, Any]]) -> None:
        """Add seals."""
        await self._tx.execute(insert(audit_seals), list(seals))

    async def sealed(self, after_sequence: int, limit: int) -> Sequence[tuple[int, str, AuditEntry | None]]:
        """Return seals in order with their entries; a seal whose entry is gone comes with None."""
        statement = (
            select(audit_seals.c.sequence, audit_seals.c.hash, audit_log)
            .outerjoin(audit_log, _same_entry())
            .where(owned(audit_seals, self._tx), audit_seals.c.sequence > after_sequence)
            .order_by(audit_seals.c.sequence)
            .limit(limit)
        )
        rows = (await self._tx.execute(statement)).mappings()
        return [(row["sequence"], row["hash"], _entry(row) if row["id"] else None) for row in rows]

    async def organizations_to_seal(self) -> Sequence[UUID]:
        """Return the organizations that have unsealed entries (system scope)."""
        statement = (
            select(audit_log.c.organization_id)
            .distinct()
            .outerjoin(audit_seals, _same_entry())
            .where(audit_seals.c.sequence.is_(None))
        )
        return list((await self._tx.execute(statement)).scalars())


def _same_entry() -> ColumnElement[bool]:
    return and_(
        audit_seals.c.organization_id == audit_log.c.organization_id, audit_seals.c.audit_id == audit_log.c.id
    )


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.action is not None:
        conditions.append(audit_log.c.action.startswith(wanted.action, autoescape=True))
    if wanted.actor is not None:
        conditions.append(audit_log.c.actor_name.icontains(wanted.actor, autoescape=True))
    for name in ("subject_type", "subject_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(audit_log.c[name] == value)
    if wanted.since is not None:
        conditions.append(audit_log.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(audit_log.c.at < wanted.until)
    return conditions


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(**{name: row[name] for name in _FIELDS})
