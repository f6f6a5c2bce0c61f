"""Campaigns as code: campaigns go out as a file, and a file is planned and applied."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from adwright.bootstrap.container import Container
from adwright.campaigns.document.reading import LARGEST_BYTES, Trouble, read_document, refused
from adwright.campaigns.document.schema import SCHEMA_PATH, document_schema
from adwright.campaigns.document.writing import rewrite_document, write_document
from adwright.core.actor import Actor
from adwright.core.database import TenantScope
from adwright.journeys.campaign_files import CampaignFile, FileFormat, read_campaign_file, write_sheet
from adwright.journeys.export_campaigns import Selection, export_campaigns
from adwright.web.dependencies import Builder, ContainerDep, Reader, Tx
from adwright.web.filters import OfAdAccount, OfAdvertiser
from adwright.web.schemas.documents import DocumentOutcomeOut, ExportOut
from adwright.web.uploads import Upload, form_id, read_upload, upload_schema

router = APIRouter(prefix="/campaign-documents", tags=["campaign-documents"])

_YAML = "application/yaml"
_CSV = "text/csv"
_FILE_NAMES = {
    FileFormat.YAML: "campaigns.yaml",
    FileFormat.GOOGLE_EDITOR: "google-ads-editor.csv",
    FileFormat.META_BULK: "meta-bulk-sheet.csv",
}
_ACCOUNT = {
    "type": "string",
    "format": "uuid",
    "description": "Whose campaigns a table is about; a document names its accounts itself",
}
_FORM = upload_schema({}, [])
_PLAN_FORM = upload_schema({"ad_account_id": _ACCOUNT}, [])
_APPLY_FORM = upload_schema(
    {
        "ad_account_id": _ACCOUNT,
        "expected": {"type": "string", "description": "The fingerprint of the plan that was looked at"},
        "why": {"type": "string", "maxLength": 2000},
    },
    [],
)

Campaigns = Annotated[
    list[UUID] | None, Query(alias="campaign_id", max_length=1000, description="Only these campaigns")
]


@router.get("/schema.json")
async def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, for editors; it is the same for everybody."""
    return document_schema()


@router.get("/export")
async def export(
    _actor: Reader,
    tx: Tx,
    container: ContainerDep,
    advertiser_id: OfAdvertiser,
    ad_account_id: OfAdAccount,
    campaign_ids: Campaigns = None,
    file_format: Annotated[FileFormat, Query(alias="format")] = FileFormat.YAML,
) -> ExportOut:
    """Return campaigns as a file: those chosen, or all that are not archived."""
    wanted = Selection(advertiser_id, ad_account_id, tuple(campaign_ids) if campaign_ids else None)
    name = _FILE_NAMES[file_format]
    if file_format is not FileFormat.YAML:
        sheet, count, left = await write_sheet(tx, wanted, file_format)
        return ExportOut.of_sheet(sheet, count, left, file_name=name, media_type=_CSV)
    exported = await export_campaigns(tx, wanted)
    schema_url = container.settings.base_url + SCHEMA_PATH
    text = await asyncio.to_thread(
        write_document, exported.document, schema_url=schema_url, remarks=exported.remarks
    )
    return ExportOut.of(exported, file_name=name, media_type=_YAML, text=text)


@router.post("/refresh", openapi_extra=_FORM)
async def refresh(request: Request, actor: Reader, container: ContainerDep) -> ExportOut:
    """Write what is now onto a document that was kept: its comments and its order stay."""
    upload = await _read(request)
    read = await asyncio.to_thread(read_document, upload.content)
    keys = tuple(part.key for part in read.document.campaigns)
    async with container.database.transaction(TenantScope.of(actor)) as tx:
        exported = await export_campaigns(tx, Selection(keys=keys))
    text = await asyncio.to_thread(rewrite_document, upload.content.decode("utf-8-sig"), exported.document)
    name = upload.name or _FILE_NAMES[FileFormat.YAML]
    return ExportOut.of(exported, file_name=name, media_type=_YAML, text=text)


@router.post("/plan", openapi_extra=_PLAN_FORM)
async def plan(request: Request, actor: Builder, container: ContainerDep) -> DocumentOutcomeOut:
    """Say what applying a document, an Editor CSV or a bulk sheet would do; nothing is changed."""
    file = await _file(await _read(request), actor, container)
    outcome = await container.apply_document.plan(actor, file.wanted)
    return DocumentOutcomeOut.of(outcome, file, planned=True)


@router.post("/apply", openapi_extra=_APPLY_FORM)
async def apply(request: Request, actor: Builder, container: ContainerDep) -> DocumentOutcomeOut:
    """Write a file's drafts and propose its changes, all or none; what runs changes once it is approved."""
    upload = await _read(request)
    file = await _file(upload, actor, container)
    why = (upload.fields.get("why") or "").strip()[:2000] or None
    expected = upload.fields.get("expected") or None
    outcome = await container.apply_document.apply(actor, file.wanted, why=why, expected=expected)
    return DocumentOutcomeOut.of(outcome, file, planned=False)


async def _read(request: Request) -> Upload:
    message = f"The file is larger than {LARGEST_BYTES // 1024**2} MB. Split it."
    too_large = refused([Trouble(None, "", message)])
    return await read_upload(request, limit_bytes=LARGEST_BYTES, too_large=too_large)


async def _file(upload: Upload, actor: Actor, container: Container) -> CampaignFile:
    account_id = form_id(upload.fields.get("ad_account_id"), "ad_account_id")
    return await read_campaign_file(container.database, actor, upload.content, upload.name, account_id)
