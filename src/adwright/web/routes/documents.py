"""Campaigns as code: campaigns go out as a file, and a file is planned and applied."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from adwright.campaigns.document.reading import LARGEST_BYTES, Trouble, read_document, refused
from adwright.campaigns.document.schema import SCHEMA_PATH, document_schema
from adwright.campaigns.document.writing import rewrite_document, write_document
from adwright.core.database import TenantScope
from adwright.core.errors import Invalid
from adwright.journeys.apply_document import Wanted
from adwright.journeys.export_campaigns import Selection, export_campaigns
from adwright.web.dependencies import Builder, ContainerDep, Reader, Tx
from adwright.web.filters import OfAdAccount, OfAdvertiser
from adwright.web.schemas.documents import DocumentOutcomeOut, ExportOut
from adwright.web.uploads import Upload, read_upload, upload_schema

router = APIRouter(prefix="/campaign-documents", tags=["campaign-documents"])

_MEDIA_TYPE = "application/yaml"
_PLAN_FORM = upload_schema({}, [])
_APPLY_FORM = upload_schema(
    {
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
) -> ExportOut:
    """Return campaigns as a YAML document: those chosen, or all that are not archived."""
    wanted = Selection(advertiser_id, ad_account_id, tuple(campaign_ids) if campaign_ids else None)
    exported = await export_campaigns(tx, wanted)
    schema_url = container.settings.base_url + SCHEMA_PATH
    text = await asyncio.to_thread(
        write_document, exported.document, schema_url=schema_url, remarks=exported.remarks
    )
    return ExportOut.of(exported, file_name="campaigns.yaml", media_type=_MEDIA_TYPE, text=text)


@router.post("/refresh", openapi_extra=_PLAN_FORM)
async def refresh(request: Request, actor: Reader, container: ContainerDep) -> ExportOut:
    """Write what is now onto a document that was kept: its comments and its order stay."""
    upload = await _read(request)
    read = await asyncio.to_thread(read_document, upload.content)
    keys = tuple(part.key for part in read.document.campaigns)
    async with container.database.transaction(TenantScope.of(actor)) as tx:
        exported = await export_campaigns(tx, Selection(keys=keys))
    text = await asyncio.to_thread(rewrite_document, upload.content.decode("utf-8-sig"), exported.document)
    name = upload.name or "campaigns.yaml"
    return ExportOut.of(exported, file_name=name, media_type=_MEDIA_TYPE, text=text)


@router.post("/plan", openapi_extra=_PLAN_FORM)
async def plan(request: Request, actor: Builder, container: ContainerDep) -> DocumentOutcomeOut:
    """Say what applying a file would do; nothing is changed."""
    wanted = await _wanted(await _read(request))
    outcome = await container.apply_document.plan(actor, wanted)
    return DocumentOutcomeOut.of(outcome, planned=True, file_format="yaml", remarks=())


@router.post("/apply", openapi_extra=_APPLY_FORM)
async def apply(request: Request, actor: Builder, container: ContainerDep) -> DocumentOutcomeOut:
    """Write a file's drafts and propose its changes, all or none; what runs changes once it is approved."""
    upload = await _read(request)
    why = (upload.fields.get("why") or "").strip()[:2000] or None
    outcome = await container.apply_document.apply(
        actor, await _wanted(upload), why=why, expected=upload.fields.get("expected") or None
    )
    return DocumentOutcomeOut.of(outcome, planned=False, file_format="yaml", remarks=())


async def _read(request: Request) -> Upload:
    return await read_upload(request, limit_bytes=LARGEST_BYTES, too_large=_too_large())


def _too_large() -> Invalid:
    return refused([Trouble(None, "", f"The file is larger than {LARGEST_BYTES // 1024**2} MB. Split it.")])


async def _wanted(upload: Upload) -> Wanted:
    read = await asyncio.to_thread(read_document, upload.content)
    places = {
        part.key: f"line {read.places['campaigns', index].line}"
        for index, part in enumerate(read.document.campaigns)
    }
    return Wanted(read.document.campaigns, places=places)
