"""Approval by link: handing links out, and the page behind one, which needs no account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from adwright.changes import service as changes
from adwright.changes.model.change import Verdict
from adwright.changes.model.links import SignedLink
from adwright.core.database import TenantScope, Transaction
from adwright.creatives.pictures import THUMBNAIL_MEDIA_TYPE
from adwright.gate.model import LINK_PER_ADDRESS
from adwright.journeys.show_by_link import image_by_link
from adwright.web import throttle
from adwright.web.dependencies import Approver, ContainerDep, Tx
from adwright.web.schemas.approval_links import (
    ApprovalLinkOut,
    ApproveByLinkIn,
    DecidedByLinkOut,
    LinksOut,
    NewLinkIn,
    RejectByLinkIn,
    SharedChangeOut,
)

router = APIRouter(tags=["approvals"])


@dataclass(frozen=True, slots=True)
class Followed:
    """A link whose signature is ours."""

    text: str
    signed: SignedLink


@dataclass(frozen=True, slots=True)
class Opened:
    """A link whose signature is ours, and a transaction in the organization that it names."""

    signed: SignedLink
    tx: Transaction


async def followed_link(
    request: Request, container: ContainerDep, token: Annotated[str, Path(max_length=400)]
) -> Followed:
    """Read a link's text; its signature says which organization's data may be looked at.

    Raises:
        NotFound: the text is not ours, or was altered.
        TooManyRequests: too many links were opened from this address.
    """
    await throttle.count(container, [(LINK_PER_ADDRESS, throttle.address_of(request))])
    return Followed(token, container.link_signer.read(token))


FollowedLink = Annotated[Followed, Depends(followed_link)]


async def opened_link(link: FollowedLink, container: ContainerDep) -> AsyncIterator[Opened]:
    """Open a transaction in the organization that a link names."""
    async with container.database.transaction(TenantScope(link.signed.organization_id)) as tx:
        yield Opened(link.signed, tx)


Link = Annotated[Opened, Depends(opened_link, scope="function")]


@router.get("/changes/{change_id}/links", name="links")
async def list_links(change_id: UUID, actor: Approver, tx: Tx, container: ContainerDep) -> LinksOut:
    """List the links that were handed out for a change."""
    found = await changes.list_links(tx, actor, container.clock, container.link_signer, change_id)
    base_url = container.settings.base_url
    return LinksOut(items=[ApprovalLinkOut.of(each, base_url) for each in found])


@router.post("/changes/{change_id}/links", status_code=201)
async def make_link(
    change_id: UUID, body: NewLinkIn, actor: Approver, tx: Tx, container: ContainerDep
) -> ApprovalLinkOut:
    """Hand out a link by which somebody without an account decides about this version of a change."""
    handout = await changes.make_link(
        tx,
        actor,
        container.clock,
        container.link_signer,
        change_id,
        recipient=body.recipient,
        days=body.days,
    )
    return ApprovalLinkOut.of(handout, container.settings.base_url)


@router.delete("/changes/{change_id}/links/{link_id}", status_code=204)
async def revoke_link(
    change_id: UUID, link_id: UUID, actor: Approver, tx: Tx, container: ContainerDep
) -> None:
    """Make a link useless."""
    await changes.revoke_link(tx, actor, container.clock, change_id, link_id)


@router.get("/approvals/{token}")
async def show(link: FollowedLink, container: ContainerDep) -> SharedChangeOut:
    """Show what a link asks to decide about."""
    return SharedChangeOut.of(await container.show_by_link(link.signed), link.text)


@router.get(
    "/approvals/{token}/images/{asset_id}",
    response_class=Response,
    responses={200: {"content": {THUMBNAIL_MEDIA_TYPE: {}}}},
)
async def image(asset_id: UUID, link: Link, container: ContainerDep) -> Response:
    """Send a picture that one of the link's ads shows, at most 640 pixels a side."""
    asset = await image_by_link(link.tx, container.clock, link.signed, asset_id)
    body = await container.store.get(asset.thumbnail_key)
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=THUMBNAIL_MEDIA_TYPE, headers=headers)


@router.post("/approvals/{token}/approve", status_code=202)
async def approve(body: ApproveByLinkIn, link: Link, container: ContainerDep) -> DecidedByLinkOut:
    """Approve by link; a link decides once."""
    change = await container.decide_change.decide_by_link(
        link.tx, link.signed, verdict=Verdict.APPROVED, name=body.name, comment=body.comment
    )
    return DecidedByLinkOut(title=change.title, status=change.status)


@router.post("/approvals/{token}/reject")
async def reject(body: RejectByLinkIn, link: Link, container: ContainerDep) -> DecidedByLinkOut:
    """Reject by link, saying why; a link decides once."""
    change = await container.decide_change.decide_by_link(
        link.tx, link.signed, verdict=Verdict.REJECTED, name=body.name, comment=body.reason
    )
    return DecidedByLinkOut(title=change.title, status=change.status)
