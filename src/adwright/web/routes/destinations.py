"""Whether the pages that a campaign's ads lead to answer."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.campaigns import service as campaigns
from adwright.web.dependencies import Approver, Builder, ContainerDep, Reader, Tx
from adwright.web.schemas.destinations import (
    AllowDestinationIn,
    DestinationCheckOut,
    DestinationChecksOut,
)

router = APIRouter(prefix="/campaigns/{campaign_id}/destinations", tags=["destinations"])


@router.get("")
async def show(campaign_id: UUID, _actor: Reader, tx: Tx) -> DestinationChecksOut:
    """Show what was found when the campaign's destinations were asked last."""
    urls = campaigns.destinations_of(await campaigns.get_campaign(tx, campaign_id))
    checks = await campaigns.destination_checks(tx, urls)
    return DestinationChecksOut(items=[DestinationCheckOut.of(each) for each in checks])


@router.post("/check")
async def check(campaign_id: UUID, actor: Builder, container: ContainerDep) -> DestinationChecksOut:
    """Ask the pages that the campaign's ads lead to."""
    checks = await container.check_destinations.check(actor, campaign_id)
    return DestinationChecksOut(items=[DestinationCheckOut.of(each) for each in checks])


@router.post("/allow")
async def allow(campaign_id: UUID, body: AllowDestinationIn, actor: Approver, tx: Tx) -> DestinationCheckOut:
    """Let a destination pass that did not answer."""
    record = await campaigns.get_campaign(tx, campaign_id)
    made = await campaigns.allow_destination(tx, actor, record, body.url, body.why)
    return DestinationCheckOut.of(made)
