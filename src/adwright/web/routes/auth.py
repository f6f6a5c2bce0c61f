"""Registering, logging in and out, sessions, passwords."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request, Response

from adwright.accounts import service as accounts
from adwright.accounts.credentials import ACCESS_TOKEN_LIFE
from adwright.accounts.model import Person
from adwright.accounts.ports import Mail
from adwright.accounts.service import Device, TokenPair
from adwright.bootstrap.container import Container
from adwright.core.actor import Actor, ActorKind
from adwright.core.database import SystemScope, Transaction
from adwright.core.errors import Denied, Unauthenticated
from adwright.core.paging import page_of
from adwright.gate.model import (
    LOG_IN_PER_ADDRESS,
    LOG_IN_PER_EMAIL,
    REGISTER_PER_ADDRESS,
    RESET_PER_ADDRESS,
    RESET_PER_EMAIL,
)
from adwright.web import throttle
from adwright.web.authentication import COOKIE, csrf_token, forget_cookie, set_cookie
from adwright.web.dependencies import ContainerDep, CurrentActor, Paging, SystemTx
from adwright.web.mails import password_link, send_in_background
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.people import (
    BrowserSessionOut,
    ChangePasswordIn,
    ForgotPasswordIn,
    LogInIn,
    MeOut,
    RefreshIn,
    RegisteredOut,
    RegisterIn,
    ResetPasswordIn,
    SessionOut,
    TokensOut,
)

router = APIRouter(prefix="/auth", tags=["auth"])

_AGENT_LENGTH = 300


@router.post("/register", status_code=201)
async def register(body: RegisterIn, request: Request, container: ContainerDep) -> RegisteredOut:
    """Register a person who founds an organization, and log in."""
    await throttle.count(container, [(REGISTER_PER_ADDRESS, throttle.address_of(request))])
    password_hash = await accounts.hash_password(body.password)
    async with container.database.transaction(SystemScope()) as tx:
        person = await accounts.add_person(
            tx,
            container.clock,
            email=body.email,
            password_hash=password_hash,
            first_name=body.first_name,
            last_name=body.last_name,
            company=body.company,
        )
        await accounts.found_organization(tx, container.clock, person, body.organization_name)
        pair = await accounts.open_api_session(
            tx, container.clock, person, _device(request), container.session_tokens
        )
        me = await me_of(tx, pair.actor)
    return RegisteredOut(**_tokens(pair).model_dump(), me=me)


@router.post("/login")
async def log_in(body: LogInIn, request: Request, container: ContainerDep) -> TokensOut:
    """Log in with e-mail and password; programs send the access token as a Bearer token."""
    person = await _who(body, request, container)
    async with container.database.transaction(SystemScope()) as tx:
        pair = await accounts.open_api_session(
            tx, container.clock, person, _device(request), container.session_tokens
        )
    return _tokens(pair)


@router.post("/refresh")
async def refresh(body: RefreshIn, container: ContainerDep) -> TokensOut:
    """Exchange a refresh token, which is good once, for the next pair."""
    # The transaction has to commit before we refuse: a token used twice ends its session.
    async with container.database.transaction(SystemScope()) as tx:
        pair = await accounts.refresh(tx, container.clock, body.refresh_token, container.session_tokens)
    if pair is None:
        raise Unauthenticated("This refresh token is not good any more. Log in again.")
    return _tokens(pair)


@router.post("/logout", status_code=204)
async def log_out(actor: CurrentActor, tx: SystemTx, container: ContainerDep) -> None:
    """End the session of the access token."""
    await accounts.end_session(tx, container.clock, actor, _session_id(actor))


@router.post("/session", status_code=201)
async def open_session(
    body: LogInIn, request: Request, response: Response, container: ContainerDep
) -> BrowserSessionOut:
    """Log a browser in: the answer sets the session cookie."""
    person = await _who(body, request, container)
    async with container.database.transaction(SystemScope()) as tx:
        log_in = await accounts.open_browser_session(tx, container.clock, person, _device(request))
        me = await me_of(tx, log_in.actor)
    set_cookie(response, container, log_in.token)
    return BrowserSessionOut(csrf_token=csrf_token(container, log_in.token), me=me)


@router.get("/session")
async def show_session(
    request: Request, actor: CurrentActor, tx: SystemTx, container: ContainerDep
) -> BrowserSessionOut:
    """Return who is logged in by the cookie, and the token for what changes something."""
    token = request.cookies.get(COOKIE)
    if token is None:
        raise Unauthenticated("There is no browser session. Programs ask for /me.")
    return BrowserSessionOut(csrf_token=csrf_token(container, token), me=await me_of(tx, actor))


@router.delete("/session", status_code=204)
async def close_session(
    response: Response, actor: CurrentActor, tx: SystemTx, container: ContainerDep
) -> None:
    """Log the browser out."""
    await accounts.end_session(tx, container.clock, actor, _session_id(actor))
    forget_cookie(response)


@router.get("/sessions")
async def list_sessions(
    actor: CurrentActor, tx: SystemTx, container: ContainerDep, paging: Paging
) -> PageOut[SessionOut]:
    """List where the person is logged in."""
    sessions = await accounts.list_sessions(tx, container.clock, _person_id(actor))
    return PageOut[SessionOut].of(page_of(sessions, paging), lambda each: SessionOut.of(each, actor))


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: UUID, actor: CurrentActor, tx: SystemTx, container: ContainerDep) -> None:
    """End one of the person's sessions."""
    _person_id(actor)
    await accounts.end_session(tx, container.clock, actor, session_id)


@router.post("/password/forgot", status_code=202)
async def forgot_password(
    body: ForgotPasswordIn, request: Request, container: ContainerDep, background: BackgroundTasks
) -> None:
    """Mail a link for a new password, if somebody has this address; the answer is the same either way."""
    email = body.email.strip().lower()
    await throttle.count(
        container, [(RESET_PER_ADDRESS, throttle.address_of(request)), (RESET_PER_EMAIL, email)]
    )
    async with container.database.transaction(SystemScope()) as tx:
        found = await accounts.forget_password(tx, container.clock, email)
    if found is not None:
        send_in_background(background, container, _password_mail(container, *found))


@router.post("/password/reset", status_code=204)
async def reset_password(body: ResetPasswordIn, request: Request, container: ContainerDep) -> None:
    """Set a new password with a mailed token; every session ends."""
    await throttle.count(container, [(RESET_PER_ADDRESS, throttle.address_of(request))])
    async with container.database.transaction(SystemScope()) as tx:
        await accounts.reset_password(tx, container.clock, token=body.token, new=body.new_password)


@router.post("/password/change", status_code=204)
async def change_password(body: ChangePasswordIn, actor: CurrentActor, container: ContainerDep) -> None:
    """Change the password; every other session ends."""
    person_id = _person_id(actor)
    attempts: Sequence[throttle.Attempt] = [(LOG_IN_PER_EMAIL, str(person_id))]
    await throttle.count(container, attempts)
    async with container.database.transaction(SystemScope()) as tx:
        await accounts.change_password(
            tx,
            container.clock,
            actor,
            person_id,
            present=body.current_password,
            new=body.new_password,
        )
    await throttle.forgive(container, attempts)


async def me_of(tx: Transaction, actor: Actor) -> MeOut:
    """Return who acts, with the organizations to choose from (system scope)."""
    if actor.person_id is None:
        raise Denied("Nobody in person is behind this credential.", code="person_needed")
    person = await accounts.get_person(tx, actor.person_id)
    return MeOut.of(person, actor, await accounts.organizations_of(tx, person.id))


async def _who(body: LogInIn, request: Request, container: Container) -> Person:
    """Check e-mail and password; wrong attempts are counted for the address and for the e-mail."""
    attempts: Sequence[throttle.Attempt] = [
        (LOG_IN_PER_ADDRESS, throttle.address_of(request)),
        (LOG_IN_PER_EMAIL, body.email.strip().lower()),
    ]
    await throttle.count(container, attempts)
    async with container.database.transaction(SystemScope()) as tx:
        person = await accounts.check_password(tx, body.email, body.password)
    if person is None:
        raise Unauthenticated("E-mail or password is not right.", code="wrong_credentials")
    await throttle.forgive(container, attempts)
    return person


def _password_mail(container: Container, person: Person, token: str) -> Mail:
    return Mail(
        to=person.email,
        subject="A new password for Adwright",
        text=(
            f"Hello {person.first_name},\n\n"
            "somebody asked for a new password for your Adwright account. To choose one, open this link "
            f"within an hour:\n\n{password_link(container, token)}\n\n"
            "If it was not you, do nothing: your password stays as it is.\n"
        ),
    )


def _device(request: Request) -> Device:
    agent = request.headers.get("User-Agent", "")[:_AGENT_LENGTH]
    return Device(agent=agent, address=throttle.address_of(request))


def _tokens(pair: TokenPair) -> TokensOut:
    return TokensOut(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        token_type="Bearer",  # noqa: S106 - the name of a scheme
        expires_in=int(ACCESS_TOKEN_LIFE.total_seconds()),
    )


def _session_id(actor: Actor) -> UUID:
    _person_id(actor)
    if actor.credential_id is None:
        raise Unauthenticated("There is no session to end.")
    return actor.credential_id


def _person_id(actor: Actor) -> UUID:
    if actor.kind is not ActorKind.PERSON or actor.person_id is None:
        raise Denied("An API key cannot do this. Log in as a person.", code="person_needed")
    return actor.person_id
