"""Organizations: the one acted in, and new ones."""

from __future__ import annotations

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.errors import Denied
from adwright.core.paging import page_of
from adwright.web.dependencies import ClockDep, CurrentActor, Paging, Reader, SystemTx, Tx, WholeAdmin
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.organizations import OrganizationIn, OrganizationOut
from adwright.web.schemas.people import BelongingOut

router = APIRouter(tags=["organizations"])


@router.get("/organizations")
async def list_mine(actor: CurrentActor, tx: SystemTx, paging: Paging) -> PageOut[BelongingOut]:
    """List the organizations that the person belongs to; an API key sees its own."""
    if actor.person_id is None:
        raise Denied("Nobody in person is behind this credential.", code="person_needed")
    belongings = await accounts.organizations_of(tx, actor.person_id)
    if actor.key_scopes is not None:
        belongings = [each for each in belongings if each.organization.id == actor.organization_id]
    return PageOut[BelongingOut].of(
        page_of(belongings, paging),
        lambda each: BelongingOut(id=each.organization.id, name=each.organization.name, role=each.role),
    )


@router.post("/organizations", status_code=201)
async def found(body: OrganizationIn, actor: CurrentActor, tx: SystemTx, clock: ClockDep) -> OrganizationOut:
    """Found another organization; switch to it to act in it."""
    if actor.person_id is None or actor.key_scopes is not None:
        raise Denied("An API key cannot found an organization. Log in as a person.", code="person_needed")
    person = await accounts.get_person(tx, actor.person_id)
    return OrganizationOut.of(await accounts.found_organization(tx, clock, person, body.name))


@router.get("/organization")
async def show(actor: Reader, tx: Tx) -> OrganizationOut:
    """Return the organization acted in."""
    return OrganizationOut.of(await accounts.get_organization(tx))


@router.patch("/organization")
async def change(body: OrganizationIn, actor: WholeAdmin, tx: Tx) -> OrganizationOut:
    """Rename the organization acted in."""
    return OrganizationOut.of(await accounts.rename_organization(tx, actor, body.name))
