"""Imports of performance exports: upload, look, choose, commit."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request

from adwright.insights import service as insights
from adwright.web.dependencies import Builder, ContainerDep, Paging, Reader, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.imports import ImportChangeIn, ImportOut
from adwright.web.streamed_upload import StreamedUpload
from adwright.web.uploads import upload_schema

router = APIRouter(prefix="/imports", tags=["imports"])


@router.post("", status_code=201, openapi_extra=upload_schema({}, []))
async def upload(request: Request, actor: Builder, container: ContainerDep) -> ImportOut:
    """Upload a CSV or XLSX export (at most 100 MB) and see what is understood; nothing is imported yet."""
    sent = StreamedUpload(request)
    try:
        await sent.begin()
        record = await container.import_export_file.receive(actor, sent.name, sent.chunks())
    finally:
        await sent.drain()
    return ImportOut.of(record)


@router.get("")
async def list_imports(_actor: Reader, tx: Tx, paging: Paging) -> PageOut[ImportOut]:
    """List imports, newest first."""
    return PageOut.of(await insights.list_imports(tx, paging), ImportOut.of)


@router.get("/{import_id}")
async def get(import_id: UUID, _actor: Reader, tx: Tx) -> ImportOut:
    """Show an import with its preview."""
    return ImportOut.of(await insights.get_import(tx, import_id))


@router.patch("/{import_id}")
async def change(import_id: UUID, body: ImportChangeIn, actor: Builder, container: ContainerDep) -> ImportOut:
    """Choose what columns mean, the day, currency, account; answers with the new preview."""
    record = await container.import_export_file.change(actor, import_id, body.applied_to)
    return ImportOut.of(record)


@router.post("/{import_id}/commit")
async def commit(import_id: UUID, actor: Builder, container: ContainerDep) -> ImportOut:
    """Write the file's account, tree and facts; its days replace what the account had on them."""
    return ImportOut.of(await container.import_export_file.commit(actor, import_id))


@router.delete("/{import_id}", status_code=204)
async def discard(import_id: UUID, actor: Builder, container: ContainerDep) -> None:
    """Forget a file that was not imported."""
    await container.import_export_file.discard(actor, import_id)
