"""Organizations, people, credentials, advertisers, connections and ad accounts: pure data, pure decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from adwright.accounts.ports import AccountStatus
from adwright.core.actor import ROLE_PERMISSIONS, KeyScope, Permission, Role
from adwright.core.clock import Clock
from adwright.core.errors import Conflict, Denied
from adwright.core.money import Money
from adwright.platforms.model import Platform, Provider


@dataclass(frozen=True, slots=True)
class Organization:
    """The tenant."""

    id: UUID
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a password; may belong to several organizations."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    company: str | None
    created_at: datetime

    @property
    def name(self) -> str:
        """First and last name, as logs show them."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organization; `advertiser_ids` is None when not limited to some."""

    id: UUID
    organization_id: UUID
    person_id: UUID
    email: str
    name: str
    role: Role
    advertiser_ids: frozenset[UUID] | None
    created_at: datetime

    def may(self, permission: Permission, advertiser_id: UUID) -> bool:
        """Say whether the member's role and limits both allow an act for an advertiser."""
        within = self.advertiser_ids is None or advertiser_id in self.advertiser_ids
        return within and permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organization that a person belongs to, and as what."""

    organization: Organization
    role: Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer to become a member, open until it is accepted, withdrawn or expired."""

    id: UUID
    email: str
    role: Role
    advertiser_ids: frozenset[UUID] | None
    invited_by: str
    expires_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Advertiser:
    """The brand or client whose ads these are."""

    id: UUID
    name: str
    website_url: str | None
    created_at: datetime


class SessionKind(StrEnum):
    """How a person is logged in."""

    BROWSER = "browser"
    API = "api"


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in of a person.

    Attributes:
        token_hash: SHA-256 of the cookie's token; None for a log-in by API, whose refresh tokens are apart.
        agent: what the browser or program called itself.
    """

    id: UUID
    person_id: UUID
    organization_id: UUID
    kind: SessionKind
    token_hash: str | None
    agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A named key; its text is shown once and stored only as SHA-256."""

    id: UUID
    name: str
    prefix: str
    scopes: frozenset[KeyScope]
    person_id: UUID
    made_by: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class ConnectionStatus(StrEnum):
    """Whether a connection's token can be used."""

    GOOD = "good"
    RECONNECT_NEEDED = "reconnect_needed"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True)
class Connection:
    """A grant of one organization to one provider; the token itself never leaves the service.

    Attributes:
        missing_scopes: permissions that Adwright needs and the grant does not have.
        expires_at: when the token ends (UTC); None when it does not.
        last_good_at: when the platform last answered well (UTC).
        trouble: what went wrong last, in plain words; None while all is well.
    """

    id: UUID
    provider: Provider
    name: str
    external_user_id: str
    status: ConnectionStatus
    scopes: frozenset[str]
    missing_scopes: frozenset[str]
    expires_at: datetime | None
    last_good_at: datetime | None
    trouble: str | None
    trouble_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PendingConsent:
    """A consent that was begun: for whom, which connection it renews, and its own secret (PKCE)."""

    provider: Provider
    connection_id: UUID | None
    code_verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AdAccount:
    """One account on a platform, or a read-only one made of imported files.

    Attributes:
        zone: IANA name; the account's days are days there.
        platform_status: the platform's own word for its status.
        platform_clock_offset_seconds: the platform's clock minus ours, refreshed by each sync.
        last_day: for file accounts, the last day of the data: it is their today.
        manager_external_id: the manager account through which it is reached (Google), if it is.
        beneficiary, payor: whom its ads are for and who pays, as the account declares it for the EU (Meta).
        funding: how it pays, as the platform shows it.
        payment_trouble: what is wrong with its payments, in plain words.
    """

    id: UUID
    organization_id: UUID
    advertiser_id: UUID
    connection_id: UUID | None
    platform: Platform
    provider: Provider | None
    external_id: str
    name: str
    currency: str
    zone: str
    status: AccountStatus
    platform_status: str
    disable_reason: str | None
    spend_cap_micros: int | None
    min_daily_budget_micros: int | None
    platform_clock_offset_seconds: float
    last_day: date | None
    manager_external_id: str | None
    beneficiary: str | None
    payor: str | None
    funding: str | None
    payment_trouble: str | None
    created_at: datetime

    def today(self, clock: Clock) -> date:
        """Return the account's present day in its own zone; for a file account the last day of its data."""
        if self.last_day is not None:
            return self.last_day
        return self.now(clock).astimezone(ZoneInfo(self.zone)).date()

    def now(self, clock: Clock) -> datetime:
        """Return the platform's present instant (UTC)."""
        return clock.now() + timedelta(seconds=self.platform_clock_offset_seconds)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be launched here."""
        return self.platform is Platform.FILE

    @property
    def spend_cap(self) -> Money | None:
        """The most the account may spend in all."""
        return None if self.spend_cap_micros is None else Money(self.spend_cap_micros, self.currency)

    @property
    def min_daily_budget(self) -> Money | None:
        """The least daily budget that the platform takes in this account."""
        micros = self.min_daily_budget_micros
        return None if micros is None else Money(micros, self.currency)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that ads of an account can come from."""

    id: UUID
    ad_account_id: UUID
    external_id: str
    name: str
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class Pixel:
    """A pixel of an account, which counts conversions on a website.

    Attributes:
        events: what it counted lately, in the words of `platforms.conversion_events`; None: not told.
    """

    id: UUID
    ad_account_id: UUID
    external_id: str
    name: str
    events: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class InstagramAccount:
    """An Instagram account under whose name ads of an account can be shown there."""

    id: UUID
    ad_account_id: UUID
    external_id: str
    name: str
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class LeadForm:
    """A form of one of an account's pages, which an ad can open in place of a website."""

    id: UUID
    ad_account_id: UUID
    page_external_id: str
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownUsage:
    """What a platform said last of one of its limits.

    Attributes:
        used_percent: 100 means that nothing more is let through.
        waits_until: until when (UTC) nothing is let through; None when something is.
        tier: the platform's word for how much is allowed; None where it does not say.
        told_at: when it said so (UTC); what was used may have become free since.
    """

    used_percent: int
    waits_until: datetime | None
    tier: str | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Belongings:
    """All that an account's ads can use."""

    pages: Sequence[Page] = ()
    pixels: Sequence[Pixel] = ()
    instagram_accounts: Sequence[InstagramAccount] = ()
    lead_forms: Sequence[LeadForm] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """What people call pages, Instagram accounts and forms, by the platform's ids."""
        pages = {each.external_id: each.name for each in self.pages}
        forms = {each.external_id: each.name for each in self.lead_forms}
        return pages | forms | {each.external_id: f"@{each.name}" for each in self.instagram_accounts}


def require_may_give(giver: Role | None, role: Role) -> None:
    """Let nobody but an owner make, change or remove an owner.

    Raises:
        Denied: the giver is not an owner.
    """
    if role is Role.OWNER and giver is not Role.OWNER:
        raise Denied("Only an owner can make, change or remove an owner.", code="owner_needed")


def require_within(own: frozenset[UUID] | None, given: frozenset[UUID] | None) -> None:
    """Let a member who is limited to some advertisers give or take rights on those only.

    Args:
        own: the advertisers that the giver is limited to; None means all.
        given: the advertisers concerned; None means all.

    Raises:
        Denied: the giver's limits are narrower.
    """
    if own is not None and (given is None or not given <= own):
        raise Denied("You are limited to some advertisers and cannot decide on others.", code="limited")


def require_owner_remains(roles_after: Mapping[UUID, Role]) -> None:
    """Keep at least one owner in the organization.

    Args:
        roles_after: every member's role as it would be.

    Raises:
        Conflict: no owner would be left.
    """
    if Role.OWNER not in roles_after.values():
        raise Conflict("This is the last owner. Make somebody else an owner first.", code="last_owner")
