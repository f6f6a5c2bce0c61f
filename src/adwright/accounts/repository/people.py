"""The queries of people and of how they log in; all of them in the system scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, insert, or_, select, update

from adwright.accounts.model import Person, Session, SessionKind
from adwright.accounts.repository.organizations import limits, limits_of_membership
from adwright.accounts.tables import (
    api_keys,
    memberships,
    password_resets,
    people,
    refresh_tokens,
    sessions,
)
from adwright.core.actor import KeyScope, Role
from adwright.core.database import Transaction


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A good session with what its person is in the session's organization."""

    session: Session
    name: str
    role: Role
    advertiser_ids: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A good API key with what its maker is in the key's organization."""

    key_id: UUID
    organization_id: UUID
    person_id: UUID
    name: str
    scopes: frozenset[KeyScope]
    role: Role
    advertiser_ids: frozenset[UUID] | None
    last_used_at: datetime | None


class PersonRepository:
    """People, whatever organizations they are in."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, person: Person, password_hash: str) -> None:
        """Add a person."""
        await self._tx.execute(
            insert(people).values(
                id=person.id,
                email=person.email,
                first_name=person.first_name,
                last_name=person.last_name,
                company=person.company,
                password_hash=password_hash,
                created_at=person.created_at,
            )
        )

    async def find(self, person_id: UUID) -> tuple[Person, str] | None:
        """Return a person and the password's hash."""
        return await self._one(people.c.id == person_id)

    async def find_by_email(self, email: str) -> tuple[Person, str] | None:
        """Return the person with an e-mail address (lower case) and the password's hash."""
        return await self._one(people.c.email == email)

    async def change(self, person_id: UUID, values: dict[str, Any]) -> None:
        """Change some fields."""
        await self._tx.execute(update(people).where(people.c.id == person_id).values(**values))

    async def add_reset(self, token_hash: str, person_id: UUID, expires_at: datetime) -> None:
        """Remember a token for a forgotten password, in place of earlier ones."""
        await self._tx.execute(delete(password_resets).where(password_resets.c.person_id == person_id))
        await self._tx.execute(
            insert(password_resets).values(token_hash=token_hash, person_id=person_id, expires_at=expires_at)
        )

    async def take_reset(self, token_hash: str, now: datetime) -> UUID | None:
        """Use up a token for a forgotten password and return whose it is."""
        statement = (
            delete(password_resets)
            .where(password_resets.c.token_hash == token_hash, password_resets.c.expires_at > now)
            .returning(password_resets.c.person_id)
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def _one(self, condition: ColumnElement[bool]) -> tuple[Person, str] | None:
        row = (await self._tx.execute(select(people).where(condition))).mappings().first()
        if row is None:
            return None
        person = Person(**{name: row[name] for name in Person.__dataclass_fields__})
        return person, row["password_hash"]


class SessionRepository:
    """Log-ins, refresh tokens and API keys in use."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, session: Session) -> None:
        """Add a session."""
        values = {name: getattr(session, name) for name in Session.__dataclass_fields__}
        await self._tx.execute(insert(sessions).values(**{**values, "kind": session.kind.value}))

    async def by_cookie(self, token_hash: str, now: datetime) -> LoggedIn | None:
        """Return the good session of a cookie."""
        return await self._logged_in(sessions.c.token_hash == token_hash, now)

    async def by_id(self, session_id: UUID, now: datetime) -> LoggedIn | None:
        """Return a good session."""
        return await self._logged_in(sessions.c.id == session_id, now)

    async def of_person(self, person_id: UUID, now: datetime) -> Sequence[Session]:
        """Return a person's good sessions, the last seen first."""
        statement = (
            select(sessions)
            .where(sessions.c.person_id == person_id, *_good(now))
            .order_by(sessions.c.last_seen_at.desc(), sessions.c.id)
        )
        return [_session(row) for row in (await self._tx.execute(statement)).mappings()]

    async def touch(self, session_id: UUID, now: datetime, expires_at: datetime) -> None:
        """Note that a session was used, and let it live on."""
        await self._tx.execute(
            update(sessions)
            .where(sessions.c.id == session_id)
            .values(last_seen_at=now, expires_at=expires_at)
        )

    async def switch(self, session_id: UUID, organization_id: UUID) -> None:
        """Change the organization that a session acts in."""
        await self._tx.execute(
            update(sessions).where(sessions.c.id == session_id).values(organization_id=organization_id)
        )

    async def revoke(self, session_id: UUID, person_id: UUID | None, now: datetime) -> bool:
        """End a session (of a person, when given); say whether it was good until now."""
        statement = update(sessions).where(sessions.c.id == session_id, sessions.c.revoked_at.is_(None))
        if person_id is not None:
            statement = statement.where(sessions.c.person_id == person_id)
        return (await self._tx.execute(statement.values(revoked_at=now))).rowcount == 1

    async def revoke_all(self, person_id: UUID, now: datetime, *, but: UUID | None) -> int:
        """End every session of a person, except one."""
        statement = update(sessions).where(sessions.c.person_id == person_id, sessions.c.revoked_at.is_(None))
        if but is not None:
            statement = statement.where(sessions.c.id != but)
        return (await self._tx.execute(statement.values(revoked_at=now))).rowcount

    async def add_refresh_token(self, token_hash: str, session_id: UUID, expires_at: datetime) -> None:
        """Add the next refresh token of a session."""
        await self._tx.execute(
            insert(refresh_tokens).values(token_hash=token_hash, session_id=session_id, expires_at=expires_at)
        )

    async def use_refresh_token(self, token_hash: str, now: datetime) -> UUID | None:
        """Use a refresh token up and return its session; None when it is unknown, used or expired."""
        statement = (
            update(refresh_tokens)
            .where(
                refresh_tokens.c.token_hash == token_hash,
                refresh_tokens.c.used_at.is_(None),
                refresh_tokens.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(refresh_tokens.c.session_id)
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def session_of_used(self, token_hash: str) -> UUID | None:
        """Return the session of a refresh token that was used before."""
        statement = select(refresh_tokens.c.session_id).where(
            refresh_tokens.c.token_hash == token_hash, refresh_tokens.c.used_at.is_not(None)
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def holder_of_key(self, key_hash: str, now: datetime) -> KeyHolder | None:
        """Return who holds a good API key."""
        statement = (
            select(
                api_keys,
                memberships.c.role,
                memberships.c.limited,
                limits_of_membership().label("advertiser_ids"),
            )
            .join(memberships, _membership_of(api_keys.c.organization_id, api_keys.c.person_id))
            .where(
                api_keys.c.key_hash == key_hash,
                api_keys.c.revoked_at.is_(None),
                or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now),
            )
        )
        row = (await self._tx.execute(statement)).mappings().first()
        if row is None:
            return None
        return KeyHolder(
            key_id=row["id"],
            organization_id=row["organization_id"],
            person_id=row["person_id"],
            name=row["name"],
            scopes=frozenset(KeyScope(each) for each in row["scopes"]),
            role=Role(row["role"]),
            advertiser_ids=limits(row),
            last_used_at=row["last_used_at"],
        )

    async def touch_key(self, key_id: UUID, now: datetime) -> None:
        """Note that an API key was used."""
        await self._tx.execute(update(api_keys).where(api_keys.c.id == key_id).values(last_used_at=now))

    async def trim(self, before: datetime) -> int:
        """Remove sessions and reset tokens that ended before an instant."""
        await self._tx.execute(delete(password_resets).where(password_resets.c.expires_at < before))
        ended = or_(sessions.c.expires_at < before, sessions.c.revoked_at < before)
        return (await self._tx.execute(delete(sessions).where(ended))).rowcount

    async def _logged_in(self, condition: ColumnElement[bool], now: datetime) -> LoggedIn | None:
        row = (await self._tx.execute(_sessions_with_membership(condition, now))).mappings().first()
        if row is None:
            return None
        return LoggedIn(
            session=_session(row),
            name=f"{row['first_name']} {row['last_name']}".strip() or row["email"],
            role=Role(row["role"]),
            advertiser_ids=limits(row),
        )


def _sessions_with_membership(condition: ColumnElement[bool], now: datetime) -> Select[Any]:
    return (
        select(
            sessions,
            people.c.email,
            people.c.first_name,
            people.c.last_name,
            memberships.c.role,
            memberships.c.limited,
            limits_of_membership().label("advertiser_ids"),
        )
        .join(people, people.c.id == sessions.c.person_id)
        .join(memberships, _membership_of(sessions.c.organization_id, sessions.c.person_id))
        .where(condition, *_good(now))
    )


def _membership_of(
    organization_id: ColumnElement[UUID], person_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    return and_(memberships.c.organization_id == organization_id, memberships.c.person_id == person_id)


def _good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (sessions.c.revoked_at.is_(None), sessions.c.expires_at > now)


def _session(row: RowMapping) -> Session:
    values = {name: row[name] for name in Session.__dataclass_fields__}
    return Session(**{**values, "kind": SessionKind(row["kind"])})
