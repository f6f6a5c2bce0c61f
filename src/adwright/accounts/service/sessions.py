"""Log-ins: by cookie in a browser, by tokens for programs, by API key. All of it needs the system scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from adwright.accounts.credentials import SessionTokens, check_hash, new_token, token_hash
from adwright.accounts.model import Person, Session, SessionKind
from adwright.accounts.repository.organizations import OrganizationRepository
from adwright.accounts.repository.people import LoggedIn, PersonRepository, SessionRepository
from adwright.accounts.service.organizations import person_actor
from adwright.audit import service as audit
from adwright.core.actor import Actor, ActorKind
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Denied, NotFound, Unauthenticated
from adwright.core.ids import new_id

SESSION_LIFE = timedelta(days=30)
# How stale "last seen" may be; saves a write with every request.
_TOUCH_AFTER = timedelta(minutes=1)
_ENDED = "You are not logged in any more. Log in again."


@dataclass(frozen=True, slots=True)
class Device:
    """Where a log-in comes from, so that a person recognises it in the list of sessions."""

    agent: str
    address: str


@dataclass(frozen=True, slots=True)
class BrowserLogIn:
    """A new browser session; the token goes into the cookie and is stored as a hash only."""

    token: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class TokenPair:
    """An access token for 15 minutes and a refresh token for one use."""

    access_token: str
    refresh_token: str
    actor: Actor


async def check_password(tx: Transaction, email: str, password: str) -> Person | None:
    """Return the person whose e-mail and password these are; takes as long when there is none. Repeatable."""
    people = PersonRepository(tx)
    found = await people.find_by_email(email.strip().lower())
    checked = await check_hash(password, found[1] if found else None)
    if found is None or not checked.fits:
        return None
    if checked.renewed_hash is not None:
        await people.change(found[0].id, {"password_hash": checked.renewed_hash})
    return found[0]


async def open_browser_session(tx: Transaction, clock: Clock, person: Person, device: Device) -> BrowserLogIn:
    """Log a person in with a cookie. Each call makes another session.

    Raises:
        Denied: the person belongs to no organization.
    """
    token = new_token()
    actor = await _open(tx, clock, person, device, SessionKind.BROWSER, token_hash(token))
    return BrowserLogIn(token, actor)


async def open_api_session(
    tx: Transaction, clock: Clock, person: Person, device: Device, tokens: SessionTokens
) -> TokenPair:
    """Log a person in with tokens. Each call makes another session.

    Raises:
        Denied: the person belongs to no organization.
    """
    actor = await _open(tx, clock, person, device, SessionKind.API, None)
    return await _next_pair(tx, clock, actor, tokens)


async def refresh(
    tx: Transaction, clock: Clock, refresh_token: str, tokens: SessionTokens
) -> TokenPair | None:
    """Exchange a refresh token for the next pair. Not repeatable: a token is good once.

    Returns:
        None when the token is not good. If it was used before, somebody else has it: its whole session has
        ended, so the caller must let the transaction commit before answering.
    """
    sessions = SessionRepository(tx)
    now = clock.now()
    session_id = await sessions.use_refresh_token(token_hash(refresh_token), now)
    if session_id is None:
        stolen = await sessions.session_of_used(token_hash(refresh_token))
        if stolen is not None:
            await _end_stolen(tx, clock, stolen)
        return None
    found = await sessions.by_id(session_id, now)
    if found is None:
        return None
    await sessions.touch(session_id, now, now + SESSION_LIFE)
    return await _next_pair(tx, clock, _actor(found), tokens)


async def actor_of_cookie(tx: Transaction, clock: Clock, token: str) -> Actor:
    """Return who is logged in with a cookie. Repeatable.

    Raises:
        Unauthenticated: the session has ended.
    """
    return await _seen(tx, clock, await SessionRepository(tx).by_cookie(token_hash(token), clock.now()))


async def actor_of_access_token(
    tx: Transaction, clock: Clock, access_token: str, tokens: SessionTokens
) -> Actor:
    """Return who is logged in with an access token. Repeatable.

    Raises:
        Unauthenticated: the token is not good, or its session has ended.
    """
    session_id = tokens.session_of(access_token, clock.now())
    return await _seen(tx, clock, await SessionRepository(tx).by_id(session_id, clock.now()))


async def actor_of_api_key(tx: Transaction, clock: Clock, key: str) -> Actor:
    """Return the actor that an API key stands for. Repeatable.

    Raises:
        Unauthenticated: the key is unknown, revoked or expired, or its maker has left the organization.
    """
    sessions = SessionRepository(tx)
    now = clock.now()
    holder = await sessions.holder_of_key(token_hash(key), now)
    if holder is None:
        raise Unauthenticated(
            "This API key is not known, or is no longer good. Make a new one under Settings."
        )
    if holder.last_used_at is None or now - holder.last_used_at > _TOUCH_AFTER:
        await sessions.touch_key(holder.key_id, now)
    return Actor(
        organization_id=holder.organization_id,
        kind=ActorKind.API_KEY,
        name=holder.name,
        person_id=holder.person_id,
        role=holder.role,
        key_scopes=holder.scopes,
        advertiser_ids=holder.advertiser_ids,
        credential_id=holder.key_id,
    )


async def list_sessions(tx: Transaction, clock: Clock, person_id: UUID) -> Sequence[Session]:
    """Return a person's good sessions, the last seen first. Repeatable."""
    return await SessionRepository(tx).of_person(person_id, clock.now())


async def end_session(tx: Transaction, clock: Clock, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions.

    Raises:
        NotFound: it is not the actor's, or has ended already.
    """
    if not await SessionRepository(tx).revoke(session_id, actor.person_id, clock.now()):
        raise NotFound("There is no such session.")
    await audit.record(tx, actor, "session.ended", "session", session_id)


async def switch_organization(tx: Transaction, clock: Clock, actor: Actor, organization_id: UUID) -> Actor:
    """Let the actor's session act in another of the person's organizations; return who it is there.

    Repeatable.

    Raises:
        NotFound: the person does not belong to it.
        Denied: the actor is not logged in as a person.
    """
    person_id, session_id = _own_session(actor)
    belongings = await OrganizationRepository(tx).of_person(person_id)
    if organization_id not in {each.organization.id for each in belongings}:
        raise NotFound("There is no such organization.")
    sessions = SessionRepository(tx)
    await sessions.switch(session_id, organization_id)
    return await _seen(tx, clock, await sessions.by_id(session_id, clock.now()))


async def trim_sessions(tx: Transaction, clock: Clock) -> int:
    """Remove sessions that ended a month ago. Returns how many. Repeatable."""
    return await SessionRepository(tx).trim(clock.now() - SESSION_LIFE)


def _own_session(actor: Actor) -> tuple[UUID, UUID]:
    if actor.kind is not ActorKind.PERSON or actor.person_id is None or actor.credential_id is None:
        raise Denied("An API key belongs to one organization. Log in as a person.", code="person_needed")
    return actor.person_id, actor.credential_id


async def _open(
    tx: Transaction,
    clock: Clock,
    person: Person,
    device: Device,
    kind: SessionKind,
    hashed: str | None,
) -> Actor:
    belongings = await OrganizationRepository(tx).of_person(person.id)
    if not belongings:
        raise Denied(
            "You belong to no organization any more. Ask for an invitation, or register a new organization.",
            code="no_organization",
        )
    organization_id, now = belongings[0].organization.id, clock.now()
    session = Session(
        id=new_id(),
        person_id=person.id,
        organization_id=organization_id,
        kind=kind,
        token_hash=hashed,
        agent=device.agent,
        address=device.address,
        created_at=now,
        last_seen_at=now,
        expires_at=now + SESSION_LIFE,
    )
    await SessionRepository(tx).add(session)
    actor = person_actor(person, organization_id, belongings[0].role, session.id)
    await audit.record(
        tx, actor, "person.logged_in", "person", person.id, after={"address": device.address, "kind": kind}
    )
    return actor


async def _next_pair(tx: Transaction, clock: Clock, actor: Actor, tokens: SessionTokens) -> TokenPair:
    person_id, session_id = _own_session(actor)
    now, refresh_token = clock.now(), new_token()
    await SessionRepository(tx).add_refresh_token(token_hash(refresh_token), session_id, now + SESSION_LIFE)
    return TokenPair(tokens.access_token(session_id, person_id, now), refresh_token, actor)


async def _end_stolen(tx: Transaction, clock: Clock, session_id: UUID) -> None:
    sessions = SessionRepository(tx)
    found = await sessions.by_id(session_id, clock.now())
    if found is None:
        return
    await sessions.revoke(session_id, None, clock.now())
    await audit.record(
        tx,
        _actor(found),
        "session.ended",
        "session",
        session_id,
        why="A refresh token was used a second time: somebody else may have it.",
    )


async def _seen(tx: Transaction, clock: Clock, found: LoggedIn | None) -> Actor:
    if found is None:
        raise Unauthenticated(_ENDED)
    now, session = clock.now(), found.session
    if now - session.last_seen_at > _TOUCH_AFTER:
        await SessionRepository(tx).touch(session.id, now, now + SESSION_LIFE)
    return _actor(found)


def _actor(found: LoggedIn) -> Actor:
    return Actor(
        organization_id=found.session.organization_id,
        kind=ActorKind.PERSON,
        name=found.name,
        person_id=found.session.person_id,
        role=found.role,
        advertiser_ids=found.advertiser_ids,
        credential_id=found.session.id,
    )
