"""People: registration, log-in, profile, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints

from adwright.accounts.credentials import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from adwright.accounts.model import Belonging, Person, Session, SessionKind
from adwright.core.actor import Actor, Permission, Role
from adwright.web.schemas.base import Input, Output

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
OrganizationName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Email = Annotated[EmailStr, Field(max_length=254, examples=["olive@example.com"])]
# What is typed must arrive as it is: a password may begin or end with a space.
NewPassword = Annotated[
    str,
    StringConstraints(min_length=MIN_PASSWORD_LENGTH, max_length=MAX_PASSWORD_LENGTH, strip_whitespace=False),
]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=False)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class RegisterIn(Input):
    """A new person who founds an organization."""

    email: Email
    password: NewPassword
    first_name: Name
    last_name: Name
    company: OrganizationName | None = None
    organization_name: OrganizationName


class LogInIn(Input):
    """E-mail and password."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    password: GivenPassword


class RefreshIn(Input):
    """A refresh token; good once."""

    refresh_token: Token


class ForgotPasswordIn(Input):
    """Whose password was forgotten."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=254)]


class ResetPasswordIn(Input):
    """A mailed token and the new password."""

    token: Token
    new_password: NewPassword


class ChangePasswordIn(Input):
    """The present password and the new one."""

    current_password: GivenPassword
    new_password: NewPassword


class ProfileIn(Input):
    """What changes; a field left out stays."""

    first_name: Name | None = None
    last_name: Name | None = None
    company: OrganizationName | None = None


class SwitchOrganizationIn(Input):
    """In which of one's organizations to act from now on."""

    organization_id: UUID


class NamedOut(Output):
    """Something with a name."""

    id: UUID
    name: str


class BelongingOut(Output):
    """An organization that the person belongs to."""

    id: UUID
    name: str
    role: Role


class MeOut(Output):
    """Who is logged in, and what they may do in the organization they act in."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    company: str | None
    organization: NamedOut
    organizations: Sequence[BelongingOut]
    role: Role
    permissions: Sequence[Permission]
    advertiser_ids: Sequence[UUID] | None

    @classmethod
    def of(cls, person: Person, actor: Actor, belongings: Sequence[Belonging]) -> MeOut:
        """Convert for an answer."""
        here = next(each for each in belongings if each.organization.id == actor.organization_id)
        return cls(
            id=person.id,
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            company=person.company,
            organization=NamedOut(id=here.organization.id, name=here.organization.name),
            organizations=[
                BelongingOut(id=each.organization.id, name=each.organization.name, role=each.role)
                for each in belongings
            ],
            role=here.role,
            permissions=[each for each in Permission if actor.may(each)],
            advertiser_ids=None if actor.advertiser_ids is None else sorted(actor.advertiser_ids, key=str),
        )


class TokensOut(Output):
    """An access token for `expires_in` seconds and the refresh token for the next one."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int


class RegisteredOut(TokensOut):
    """The new person, logged in."""

    me: MeOut


class BrowserSessionOut(Output):
    """The session of the cookie; `csrf_token` goes into the X-CSRF-Token header of what changes something."""

    csrf_token: str
    me: MeOut


class SessionOut(Output):
    """Where the person is logged in."""

    id: UUID
    kind: SessionKind
    agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool

    @classmethod
    def of(cls, session: Session, actor: Actor) -> SessionOut:
        """Convert for an answer."""
        return cls(
            id=session.id,
            kind=session.kind,
            agent=session.agent,
            address=session.address,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            expires_at=session.expires_at,
            current=session.id == actor.credential_id,
        )
