"""Organizations, members, invitations, advertisers, API keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from adwright.accounts.model import Advertiser, ApiKey, Invitation, Member, Organization
from adwright.core.actor import KeyScope, Role
from adwright.web.schemas.base import Input, Output
from adwright.web.schemas.people import Email, Name, NewPassword, OrganizationName, Token

AdvertiserLimits = Annotated[
    frozenset[UUID] | None,
    Field(description="The advertisers that the member is limited to; null means all.", max_length=1000),
]
WebsiteUrl = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[^\s/]+\S*$")]


class OrganizationIn(Input):
    """An organization's name."""

    name: OrganizationName


class OrganizationOut(Output):
    """The tenant."""

    id: UUID
    name: str
    created_at: datetime

    @classmethod
    def of(cls, organization: Organization) -> OrganizationOut:
        """Convert for an answer."""
        return cls.model_validate(organization)


class MemberOut(Output):
    """A person in the organization."""

    id: UUID
    person_id: UUID
    email: str
    name: str
    role: Role
    advertiser_ids: Sequence[UUID] | None
    created_at: datetime

    @classmethod
    def of(cls, member: Member) -> MemberOut:
        """Convert for an answer."""
        return cls(
            id=member.id,
            person_id=member.person_id,
            email=member.email,
            name=member.name,
            role=member.role,
            advertiser_ids=in_order(member.advertiser_ids),
            created_at=member.created_at,
        )


class MemberIn(Input):
    """What changes; a field left out stays."""

    role: Role | None = None
    advertiser_ids: AdvertiserLimits = None


class InvitationIn(Input):
    """Whom to invite, and as what."""

    email: Email
    role: Role
    advertiser_ids: AdvertiserLimits = None


class InvitationOut(Output):
    """An offer that can still be accepted."""

    id: UUID
    email: str
    role: Role
    advertiser_ids: Sequence[UUID] | None
    invited_by: str
    expires_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> InvitationOut:
        """Convert for an answer."""
        return cls.model_validate(invitation_fields(invitation))


class NewInvitationOut(InvitationOut):
    """A new offer with its link, which is shown this once."""

    link: str


class AcceptInvitationIn(Input):
    """An invitation's token; with name and password for somebody who is not logged in."""

    token: Token
    first_name: Name | None = None
    last_name: Name | None = None
    password: NewPassword | None = None


class AcceptedOut(Output):
    """The organization that was joined."""

    organization_id: UUID
    email: str
    role: Role


class AdvertiserIn(Input):
    """A new advertiser."""

    name: OrganizationName
    website_url: WebsiteUrl | None = None


class AdvertiserPatch(Input):
    """What changes; a field left out stays."""

    name: OrganizationName | None = None
    website_url: WebsiteUrl | None = None


class AdvertiserOut(Output):
    """The brand or client whose ads these are."""

    id: UUID
    name: str
    website_url: str | None
    created_at: datetime

    @classmethod
    def of(cls, advertiser: Advertiser) -> AdvertiserOut:
        """Convert for an answer."""
        return cls.model_validate(advertiser)


class ApiKeyIn(Input):
    """A new key; `expires_at` null means that it does not expire."""

    name: Name
    scopes: Annotated[frozenset[KeyScope], Field(min_length=1)]
    expires_at: AwareDatetime | None = None


class ApiKeyOut(Output):
    """A key without its text."""

    id: UUID
    name: str
    prefix: str
    scopes: Sequence[KeyScope]
    made_by: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> ApiKeyOut:
        """Convert for an answer."""
        return cls.model_validate(key_fields(key))


class NewApiKeyOut(ApiKeyOut):
    """A new key with its text, which is shown this once."""

    key: str


def in_order(ids: frozenset[UUID] | None) -> list[UUID] | None:
    """Return ids in a stable order; None stays None."""
    return None if ids is None else sorted(ids, key=str)


def invitation_fields(invitation: Invitation) -> dict[str, object]:
    """Return what every answer says of an invitation."""
    return {
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role,
        "advertiser_ids": in_order(invitation.advertiser_ids),
        "invited_by": invitation.invited_by,
        "expires_at": invitation.expires_at,
        "created_at": invitation.created_at,
    }


def key_fields(key: ApiKey) -> dict[str, object]:
    """Return what every answer says of a key."""
    return {
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "scopes": sorted(key.scopes),
        "made_by": key.made_by,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
    }
