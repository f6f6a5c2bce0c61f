"""Imports in preparation and done, and the mappings people taught us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned, visible
from adwright.insights.files.documents import choices_from
from adwright.insights.files.imports import ImportRecord, ImportStatus
from adwright.insights.tables import import_mappings, imports

_COLUMNS = [imports.c[name] for name in ImportRecord.__dataclass_fields__]


class ImportRepository:
    """Reads and writes imports."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: Mapping[str, Any]) -> ImportRecord:
        """Write a new import."""
        result = await self._tx.execute(
            insert(imports)
            .values(organization_id=self._tx.organization_id, **values)
            .returning(*_COLUMNS)
        )
        return _record(result.one())

    async def get(self, import_id: UUID, *, locked: bool = False) -> ImportRecord | None:
        """Return one import that the actor may see; `locked` keeps others from changing it."""
        query = select(*_COLUMNS).where(*self._seen(), imports.c.id == import_id)
        row = (await self._tx.execute(query.with_for_update() if locked else query)).one_or_none()
        return _record(row) if row is not None else None

    async def change(self, import_id: UUID, values: Mapping[str, Any]) -> ImportRecord:
        """Set columns of an import."""
        result = await self._tx.execute(
            update(imports)
            .where(owned(imports, self._tx), imports.c.id == import_id)
            .values(**values)
            .returning(*_COLUMNS)
        )
        return _record(result.one())

    async def remove(self, import_id: UUID) -> None:
        """Delete an import."""
        await self._tx.execute(delete(imports).where(owned(imports, self._tx), imports.c.id == import_id))

    async def page(self, paging: PageRequest) -> Page[ImportRecord]:
        """Return imports, newest first."""
        total = (
            await self._tx.execute(select(func.count()).select_from(imports).where(*self._seen()))
        ).scalar_one()
        result = await self._tx.execute(
            select(*_COLUMNS)
            .where(*self._seen())
            .order_by(imports.c.created_at.desc(), imports.c.id.desc())
            .offset(paging.offset)
            .limit(paging.limit)
        )
        return Page([_record(row) for row in result], total, paging.offset, paging.limit)

    async def forget_previews(self, before: datetime) -> int:
        """Delete previews made before an instant, of every organization; needs the system scope."""
        result = await self._tx.execute(
            delete(imports).where(
                imports.c.status == ImportStatus.PREVIEW.value, imports.c.created_at < before
            )
        )
        return result.rowcount

    async def mapping(self, signature: str) -> Mapping[str, str] | None:
        """Return what was said of files with these headers."""
        found: Mapping[str, str] | None = (
            await self._tx.execute(
                select(import_mappings.c.mapping).where(
                    owned(import_mappings, self._tx), import_mappings.c.signature == signature
                )
            )
        ).scalar_one_or_none()
        return found

    async def keep_mapping(self, signature: str, mapping: Mapping[str, str], now: datetime) -> None:
        """Remember what is said of files with these headers."""
        new = insert(import_mappings).values(
            organization_id=self._tx.organization_id,
            id=new_id(),
            signature=signature,
            mapping=dict(mapping),
            updated_at=now,
        )
        await self._tx.execute(
            new.on_conflict_do_update(
                index_elements=[import_mappings.c.organization_id, import_mappings.c.signature],
                set_={"mapping": new.excluded.mapping, "updated_at": new.excluded.updated_at},
            )
        )

    def _seen(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        seen = visible(imports.c.advertiser_id, self._tx)
        if self._tx.tenant.advertiser_ids is None:
            seen |= imports.c.advertiser_id.is_(None)
        return owned(imports, self._tx), seen


def _record(row: Row[Any]) -> ImportRecord:
    values = dict(row._mapping)
    return ImportRecord(
        **{
            **values,
            "status": ImportStatus(values["status"]),
            "choices": choices_from(values["choices"]),
        }
    )
