"""Creatives with their versions."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.creatives import service as creatives
from adwright.web.dependencies import Builder, ClockDep, Paging, Reader, Tx
from adwright.web.filters import OfAdvertiser
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.creatives import CreativeIn, CreativeOut, CreativeVersionIn

router = APIRouter(prefix="/creatives", tags=["creatives"])


@router.get("")
async def list_creatives(
    _actor: Reader, tx: Tx, paging: Paging, advertiser_id: OfAdvertiser
) -> PageOut[CreativeOut]:
    """List creatives with their versions, newest first."""
    return PageOut.of(await creatives.list_creatives(tx, advertiser_id, paging), CreativeOut.of)


@router.post("", status_code=201)
async def create(body: CreativeIn, actor: Builder, tx: Tx, clock: ClockDep) -> CreativeOut:
    """Make a creative with its first version."""
    made = await creatives.create_creative(
        tx, actor, clock, advertiser_id=body.advertiser_id, name=body.name, content=body.to_text()
    )
    return CreativeOut.of(made)


@router.get("/{creative_id}")
async def get(creative_id: UUID, _actor: Reader, tx: Tx) -> CreativeOut:
    """Show a creative, its versions and what changed between them."""
    return CreativeOut.of(await creatives.get_creative(tx, creative_id))


@router.post("/{creative_id}/versions", status_code=201)
async def add_version(
    creative_id: UUID, body: CreativeVersionIn, actor: Builder, tx: Tx, clock: ClockDep
) -> CreativeOut:
    """Edit a creative: make its next version. Content equal to the newest makes none."""
    edited = await creatives.add_version(
        tx, actor, clock, creative_id, body.to_text(), parent_id=body.parent_id
    )
    return CreativeOut.of(edited)
