"""Ad accounts with what their ads need."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.paging import page_of
from adwright.platforms.model import Platform
from adwright.web.dependencies import Builder, ClockDep, Paging, Reader, Tx
from adwright.web.filters import OfAdvertiser, OfConnection
from adwright.web.schemas.ad_accounts import (
    AdAccountOut,
    AdAccountPatch,
    InstagramAccountOut,
    LeadFormOut,
    PageOfAccountOut,
    PixelOut,
)
from adwright.web.schemas.base import PageOut

router = APIRouter(prefix="/ad-accounts", tags=["ad-accounts"])


@router.get("")
async def list_all(
    actor: Reader,
    tx: Tx,
    clock: ClockDep,
    paging: Paging,
    advertiser_id: OfAdvertiser,
    connection_id: OfConnection,
    platform: Platform | None = None,
) -> PageOut[AdAccountOut]:
    """List the ad accounts, by name."""
    found = await accounts.list_ad_accounts(tx, advertiser_id, platform=platform, connection_id=connection_id)
    return PageOut[AdAccountOut].of(page_of(found, paging), lambda each: AdAccountOut.of(each, clock))


@router.get("/{ad_account_id}")
async def show(ad_account_id: UUID, actor: Reader, tx: Tx, clock: ClockDep) -> AdAccountOut:
    """Return one ad account."""
    return AdAccountOut.of(await accounts.get_ad_account(tx, ad_account_id), clock)


@router.patch("/{ad_account_id}")
async def change(
    ad_account_id: UUID, body: AdAccountPatch, actor: Builder, tx: Tx, clock: ClockDep
) -> AdAccountOut:
    """Rename a file account; the platforms name their own."""
    return AdAccountOut.of(await accounts.rename_file_account(tx, actor, ad_account_id, body.name), clock)


@router.get("/{ad_account_id}/pages")
async def list_pages(ad_account_id: UUID, actor: Reader, tx: Tx, paging: Paging) -> PageOut[PageOfAccountOut]:
    """List the pages that the account's ads can come from."""
    found = await accounts.list_pages(tx, ad_account_id)
    return PageOut[PageOfAccountOut].of(page_of(found, paging), PageOfAccountOut.of)


@router.get("/{ad_account_id}/pixels")
async def list_pixels(ad_account_id: UUID, actor: Reader, tx: Tx, paging: Paging) -> PageOut[PixelOut]:
    """List the account's pixels."""
    return PageOut[PixelOut].of(page_of(await accounts.list_pixels(tx, ad_account_id), paging), PixelOut.of)


@router.get("/{ad_account_id}/instagram-accounts")
async def list_instagram_accounts(
    ad_account_id: UUID, actor: Reader, tx: Tx, paging: Paging
) -> PageOut[InstagramAccountOut]:
    """List the Instagram accounts that the account's ads can come from."""
    found = await accounts.list_instagram_accounts(tx, ad_account_id)
    return PageOut[InstagramAccountOut].of(page_of(found, paging), InstagramAccountOut.of)


@router.get("/{ad_account_id}/lead-forms")
async def list_lead_forms(ad_account_id: UUID, actor: Reader, tx: Tx, paging: Paging) -> PageOut[LeadFormOut]:
    """List the forms of the account's pages that ads can open."""
    found = await accounts.list_lead_forms(tx, ad_account_id)
    return PageOut[LeadFormOut].of(page_of(found, paging), LeadFormOut.of)
