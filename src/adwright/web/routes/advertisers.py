"""Advertisers: the brands or clients whose ads these are."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.paging import page_of
from adwright.web.dependencies import Admin, ClockDep, Paging, Reader, Tx, WholeAdmin
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.organizations import AdvertiserIn, AdvertiserOut, AdvertiserPatch

router = APIRouter(prefix="/advertisers", tags=["advertisers"])


@router.get("")
async def list_all(actor: Reader, tx: Tx, paging: Paging) -> PageOut[AdvertiserOut]:
    """List the advertisers, by name."""
    return PageOut[AdvertiserOut].of(page_of(await accounts.list_advertisers(tx), paging), AdvertiserOut.of)


@router.post("", status_code=201)
async def create(body: AdvertiserIn, actor: WholeAdmin, tx: Tx, clock: ClockDep) -> AdvertiserOut:
    """Make an advertiser."""
    advertiser = await accounts.create_advertiser(
        tx, actor, clock, name=body.name, website_url=body.website_url
    )
    return AdvertiserOut.of(advertiser)


@router.get("/{advertiser_id}")
async def show(advertiser_id: UUID, actor: Reader, tx: Tx) -> AdvertiserOut:
    """Return one advertiser."""
    return AdvertiserOut.of(await accounts.get_advertiser(tx, advertiser_id))


@router.patch("/{advertiser_id}")
async def change(advertiser_id: UUID, body: AdvertiserPatch, actor: Admin, tx: Tx) -> AdvertiserOut:
    """Change an advertiser's name and website."""
    before = await accounts.get_advertiser(tx, advertiser_id)
    website_url = body.website_url if "website_url" in body.model_fields_set else before.website_url
    after = await accounts.change_advertiser(
        tx, actor, advertiser_id, name=body.name or before.name, website_url=website_url
    )
    return AdvertiserOut.of(after)


@router.delete("/{advertiser_id}", status_code=204)
async def remove(advertiser_id: UUID, actor: Admin, tx: Tx) -> None:
    """Remove an advertiser that owns no ad account, with its audiences and pictures."""
    await accounts.remove_advertiser(tx, actor, advertiser_id)
