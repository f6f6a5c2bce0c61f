"""The audit log: read, exported, verified."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from adwright.audit import service as audit
from adwright.audit.model import AuditEntry, AuditFilter
from adwright.audit.service import AuditPage
from adwright.bootstrap.container import Container
from adwright.core.database import TenantScope
from adwright.core.paging import MAX_LIMIT
from adwright.web.dependencies import ContainerDep, Tx, WholeAdmin
from adwright.web.schemas.audit import AuditEntryOut, AuditPageOut, VerificationOut

router = APIRouter(prefix="/audit", tags=["audit"])

_COLUMNS = (
    "id",
    "at",
    "actor_kind",
    "actor_name",
    "person_id",
    "credential_id",
    "action",
    "subject_type",
    "subject_id",
    "before",
    "after",
    "why",
)
_EXPORT_STEP = 500
# A cell that begins so would be a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_Text = Annotated[str | None, Query(max_length=200)]


def wanted_entries(
    action: _Text = None,
    actor: _Text = None,
    subject_type: _Text = None,
    subject_id: _Text = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
) -> AuditFilter:
    """Read which entries are wanted."""
    return AuditFilter(
        action=action,
        actor=actor,
        subject_type=subject_type,
        subject_id=subject_id,
        since=since,
        until=until,
    )


Wanted = Annotated[AuditFilter, Depends(wanted_entries)]


@router.get("")
async def list_entries(
    actor: WholeAdmin,
    tx: Tx,
    wanted: Wanted,
    cursor: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> AuditPageOut:
    """List what was done, newest first; `next_cursor` continues."""
    page = await audit.list_entries(tx, wanted, before_id=cursor, limit=limit)
    return AuditPageOut(
        items=[AuditEntryOut.of(each) for each in page.entries],
        next_cursor=str(page.next_before_id) if page.next_before_id else None,
    )


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export(actor: WholeAdmin, container: ContainerDep, wanted: Wanted) -> StreamingResponse:
    """Export what was done as CSV, newest first."""
    scope = TenantScope(actor.organization_id)
    # The first step is read here: what cannot be found has to be said before the stream begins.
    first = await _step(container, scope, wanted, None)
    return StreamingResponse(
        _csv(container, scope, wanted, first),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@router.get("/verification")
async def verify(actor: WholeAdmin, tx: Tx) -> VerificationOut:
    """Recompute the chain of seals; a changed or removed entry shows as a broken link."""
    return VerificationOut.of(await audit.verify(tx))


async def _step(
    container: Container, scope: TenantScope, wanted: AuditFilter, before_id: UUID | None
) -> AuditPage:
    async with container.database.transaction(scope) as tx:
        return await audit.list_entries(tx, wanted, before_id=before_id, limit=_EXPORT_STEP)


async def _csv(
    container: Container, scope: TenantScope, wanted: AuditFilter, page: AuditPage
) -> AsyncIterator[str]:
    """Yield the file in steps; no transaction is open while the reader is slow."""
    yield _line(_COLUMNS)
    while True:
        for entry in page.entries:
            yield _line([_cell(value) for value in _values(entry)])
        if page.next_before_id is None:
            return
        page = await _step(container, scope, wanted, page.next_before_id)


def _values(entry: AuditEntry) -> list[Any]:
    return [getattr(entry, name) for name in _COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: tuple[str, ...] | list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
