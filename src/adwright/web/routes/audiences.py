"""Audiences: reusable, versioned."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.campaigns import service as campaigns
from adwright.changes import service as changes
from adwright.web.dependencies import Builder, ClockDep, ContainerDep, Paging, Reader, Tx
from adwright.web.filters import OfAdvertiser
from adwright.web.schemas.audiences import (
    AudienceIn,
    AudienceOut,
    AudiencePatch,
    AudienceSizeIn,
    AudienceSizeOut,
)
from adwright.web.schemas.base import PageOut

router = APIRouter(prefix="/audiences", tags=["audiences"])


@router.get("")
async def list_audiences(
    _actor: Reader, tx: Tx, paging: Paging, advertiser_id: OfAdvertiser
) -> PageOut[AudienceOut]:
    """List audiences by name."""
    return PageOut.of(await campaigns.list_audiences(tx, advertiser_id, paging), AudienceOut.of)


@router.post("", status_code=201)
async def create(body: AudienceIn, actor: Builder, tx: Tx, clock: ClockDep) -> AudienceOut:
    """Make an audience."""
    made = await campaigns.create_audience(
        tx,
        actor,
        clock,
        advertiser_id=body.advertiser_id,
        name=body.name,
        targeting=body.targeting.to_targeting(),
    )
    return AudienceOut.of(made)


@router.post("/size")
async def estimate(body: AudienceSizeIn, actor: Reader, container: ContainerDep) -> AudienceSizeOut:
    """Ask an ad account's platform how many people an audience is; nothing is kept."""
    found = await container.estimate_audience(actor, body.ad_account_id, body.targeting.to_targeting())
    return AudienceSizeOut.of(found)


@router.get("/{audience_id}")
async def get(audience_id: UUID, _actor: Reader, tx: Tx) -> AudienceOut:
    """Show an audience in its newest version."""
    return AudienceOut.of(await campaigns.get_audience(tx, audience_id))


@router.patch("/{audience_id}")
async def edit(
    audience_id: UUID, body: AudiencePatch, actor: Builder, tx: Tx, clock: ClockDep
) -> AudienceOut:
    """Rename an audience or give it a new version; what is live or proposed to be keeps the one it has."""
    edited = await campaigns.edit_audience(
        tx,
        actor,
        clock,
        audience_id,
        name=body.name,
        targeting=body.targeting.to_targeting() if body.targeting else None,
        held_campaign_ids=await changes.campaigns_with_open_change(tx),
    )
    return AudienceOut.of(edited)


@router.delete("/{audience_id}", status_code=204)
async def delete(audience_id: UUID, actor: Builder, tx: Tx) -> None:
    """Delete an audience that no campaign uses; otherwise say where it is used."""
    await campaigns.remove_audience(tx, actor, audience_id)
