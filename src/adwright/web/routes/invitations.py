"""Invitations by mail or by link."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request

from adwright.accounts import service as accounts
from adwright.accounts.model import Invitation, Person
from adwright.accounts.ports import Mail
from adwright.bootstrap.container import Container
from adwright.core.actor import Actor
from adwright.core.database import SystemScope, Transaction
from adwright.core.errors import Denied, FieldProblem, Invalid, Unauthenticated
from adwright.core.paging import page_of
from adwright.gate.model import LOG_IN_PER_ADDRESS
from adwright.web import throttle
from adwright.web.authentication import COOKIE, authenticate
from adwright.web.dependencies import Admin, ClockDep, ContainerDep, Paging, Tx
from adwright.web.mails import invitation_link, send_in_background
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.organizations import (
    AcceptedOut,
    AcceptInvitationIn,
    InvitationIn,
    InvitationOut,
    NewInvitationOut,
    invitation_fields,
)

router = APIRouter(prefix="/invitations", tags=["invitations"])


@router.get("")
async def list_open(actor: Admin, tx: Tx, clock: ClockDep, paging: Paging) -> PageOut[InvitationOut]:
    """List the invitations that can still be accepted, newest first."""
    found = await accounts.list_invitations(tx, clock)
    return PageOut[InvitationOut].of(page_of(found, paging), InvitationOut.of)


@router.post("", status_code=201)
async def invite(
    body: InvitationIn, actor: Admin, tx: Tx, container: ContainerDep, background: BackgroundTasks
) -> NewInvitationOut:
    """Invite somebody by mail; the answer has the link too, to be passed on otherwise."""
    made = await accounts.invite(
        tx,
        actor,
        container.clock,
        email=body.email,
        role=body.role,
        advertiser_ids=body.advertiser_ids,
    )
    organization = await accounts.get_organization(tx)
    link = invitation_link(container, made.token)
    send_in_background(background, container, _mail(actor, organization.name, made.invitation, link))
    return NewInvitationOut.model_validate({**invitation_fields(made.invitation), "link": link})


@router.delete("/{invitation_id}", status_code=204)
async def withdraw(invitation_id: UUID, actor: Admin, tx: Tx, clock: ClockDep) -> None:
    """Withdraw an invitation."""
    await accounts.withdraw_invitation(tx, actor, clock, invitation_id)


@router.post("/accept", status_code=201)
async def accept(body: AcceptInvitationIn, request: Request, container: ContainerDep) -> AcceptedOut:
    """Accept an invitation: as who is logged in, or with name and password as a new person."""
    await throttle.count(container, [(LOG_IN_PER_ADDRESS, throttle.address_of(request))])
    actor = await _logged_in(request, container)
    password_hash = await accounts.hash_password(body.password) if body.password else None
    async with container.database.transaction(SystemScope()) as tx:
        organization_id, invitation = await accounts.take_invitation(tx, container.clock, body.token)
        if actor is not None and actor.person_id is not None:
            person = await accounts.get_person(tx, actor.person_id)
        else:
            person = await _new_person(tx, container, body, invitation, password_hash)
        await accounts.join(tx, container.clock, person, organization_id, invitation)
        if actor is not None:
            await accounts.switch_organization(tx, container.clock, actor, organization_id)
    return AcceptedOut(organization_id=organization_id, email=person.email, role=invitation.role)


async def _logged_in(request: Request, container: Container) -> Actor | None:
    """Return who is logged in; None when nobody is."""
    if COOKIE not in request.cookies and "Authorization" not in request.headers:
        return None
    try:
        actor = await authenticate(request, container)
    except Unauthenticated:
        return None
    if actor.key_scopes is not None:
        raise Denied("An API key cannot accept an invitation. Log in as a person.", code="person_needed")
    return actor


async def _new_person(
    tx: Transaction,
    container: Container,
    body: AcceptInvitationIn,
    invitation: Invitation,
    password_hash: str | None,
) -> Person:
    if body.first_name is None or body.last_name is None or password_hash is None:
        missing = [name for name in ("first_name", "last_name", "password") if getattr(body, name) is None]
        raise Invalid(
            "You are not logged in. Log in first, or give your name and a password to register.",
            code="person_needed",
            fields=tuple(FieldProblem(name, "This field is required.") for name in missing),
        )
    return await accounts.add_person(
        tx,
        container.clock,
        email=invitation.email,
        password_hash=password_hash,
        first_name=body.first_name,
        last_name=body.last_name,
        company=None,
    )


def _mail(actor: Actor, organization: str, invitation: Invitation, link: str) -> Mail:
    return Mail(
        to=invitation.email,
        subject=f"{actor.name} invites you to {organization} on Adwright",
        text=(
            f"Hello,\n\n{actor.name} invites you to work in {organization} on Adwright "
            f"as {invitation.role.value}. To accept, open this link within a week:\n\n{link}\n"
        ),
    )
