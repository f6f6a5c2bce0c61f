"""Names and tracking parameters by template."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.campaigns.naming.examples import example
from adwright.campaigns.naming.rules import checked_rules
from adwright.campaigns.naming.templates import ReadName, parse, read_template
from adwright.platforms.model import Platform
from adwright.web.dependencies import Admin, ClockDep, Reader, Tx
from adwright.web.filters import OfAdvertiser
from adwright.web.schemas.naming import (
    NamingExampleOut,
    NamingIn,
    NamingOut,
    NamingPreviewIn,
    NamingPreviewOut,
    ParsedNameOut,
    ParsedNamesOut,
    ParseIn,
)

router = APIRouter(prefix="/naming", tags=["naming"])


@router.get("")
async def show(_actor: Reader, tx: Tx, advertiser_id: OfAdvertiser) -> NamingOut:
    """Show the rules that count for an advertiser, or the organization's."""
    return NamingOut.of(await campaigns.naming_rules(tx, advertiser_id))


@router.put("")
async def change(
    body: NamingIn, actor: Admin, tx: Tx, clock: ClockDep, advertiser_id: OfAdvertiser
) -> NamingOut:
    """Set the rules of an advertiser, or the organization's."""
    return NamingOut.of(await campaigns.set_naming_rules(tx, actor, clock, advertiser_id, body.to_rules()))


@router.delete("/{advertiser_id}", status_code=204)
async def remove(advertiser_id: UUID, actor: Admin, tx: Tx) -> None:
    """Let the organization's rules count for an advertiser again."""
    await campaigns.remove_naming_rules(tx, actor, advertiser_id)


@router.post("/preview")
async def preview(body: NamingPreviewIn, _actor: Reader, tx: Tx, clock: ClockDep) -> NamingPreviewOut:
    """Show what templates make of an example campaign; nothing is kept."""
    rules = checked_rules(body.to_rules())
    advertiser = "Tasty Chips Co."
    if body.advertiser_id is not None:
        advertiser = (await accounts.get_advertiser(tx, body.advertiser_id)).name
    made = [
        NamingExampleOut.model_validate(
            example(rules, platform, advertiser, body.name, body.destination_url, clock.now().date())
        )
        for platform in (Platform.META, Platform.GOOGLE)
    ]
    return NamingPreviewOut(examples=made)


@router.post("/parse")
async def read_back(body: ParseIn, _actor: Reader, tx: Tx) -> ParsedNamesOut:
    """Read campaigns' names back into their parts."""
    rules = (await campaigns.naming_rules(tx, body.advertiser_id)).rules
    template = read_template(rules.campaign) if rules.campaign else None
    items = [
        ParsedNameOut.of(name, parse(template, name, rules.separator) if template else ReadName({}))
        for name in body.names
    ]
    return ParsedNamesOut(items=items)
