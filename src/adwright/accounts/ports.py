"""What accounts wants of a platform: grants, ad accounts, and what their ads need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from adwright.core.money import Money
from adwright.platforms.model import Provider


class AccountStatus(StrEnum):
    """Whether an ad account can run ads."""

    ACTIVE = "active"
    PAUSED = "paused"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a platform lets us do: the token and what is known of it.

    Attributes:
        token: the access token; a secret.
        name: whose grant it is, as the platform names the person or system user.
        external_user_id: the platform's id of that person or system user.
        scopes: permissions granted.
        missing_scopes: permissions that Adwright needs and were not granted.
        expires_at: when the token ends (UTC); None when it does not.
    """

    token: str = field(repr=False)
    name: str
    external_user_id: str
    scopes: frozenset[str]
    missing_scopes: frozenset[str]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """An ad account as the platform tells it; `zone` is an IANA name.

    Attributes:
        manager_external_id: the manager account through which the grant reaches it (Google); None when it
            is reached directly.
        beneficiary, payor: whom its ads are for and who pays, as the account declares it for the EU (Meta).
        funding: how it pays, as the platform shows it, such as `VISA *1234`; None where it does not say.
        payment_trouble: what is wrong with its payments, in plain words; None while nothing is.
    """

    external_id: str
    name: str
    currency: str
    zone: str
    status: AccountStatus
    platform_status: str
    disable_reason: str | None
    spend_cap: Money | None
    min_daily_budget: Money | None
    manager_external_id: str | None = None
    beneficiary: str | None = None
    payor: str | None = None
    funding: str | None = None
    payment_trouble: str | None = None


@dataclass(frozen=True, slots=True)
class RemotePage:
    """A page that ads can be shown as coming from."""

    external_id: str
    name: str
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class RemotePixel:
    """A pixel that counts conversions on a website.

    Attributes:
        events: what it counted lately, in the words of `platforms.conversion_events`; None: not told.
    """

    external_id: str
    name: str
    events: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RemoteInstagramAccount:
    """An Instagram account under whose name ads can be shown there."""

    external_id: str
    name: str
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class RemoteLeadForm:
    """A form of a page that people fill in without leaving the platform."""

    external_id: str
    page_external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class AccountAccess:
    """All that a platform port needs to act on one ad account.

    Attributes:
        external_id: the platform's id of the account (Meta: `act_…`).
        currency: ISO 4217 code of the account.
        zone: IANA time zone of the account; its days are the account's days.
        token: the connection's decrypted token; a secret.
        manager_external_id: the manager account through which it is reached (Google); None when directly.
        beneficiary, payor: whom the ads are for and who pays, which the EU wants declared, where nothing
            else was entered: as the account declares it, otherwise the advertiser.
    """

    organization_id: UUID
    ad_account_id: UUID
    connection_id: UUID
    provider: Provider
    external_id: str
    currency: str
    zone: str
    token: str = field(repr=False)
    beneficiary: str | None = None
    payor: str | None = None
    manager_external_id: str | None = None


class Connector(Protocol):
    """Grants and what they reach. Every method may be repeated.

    Every method raises `ReconnectNeeded` when the token is refused for good, and `Upstream` on other trouble.
    """

    def authorize_url(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the platform's consent page that a person is sent to.

        Args:
            state: comes back with the person.
            redirect_uri: where the person is sent afterwards.
            code_verifier: the secret of this consent (RFC 7636, PKCE); only its hash goes into the address,
                where the platform has that.
        """
        ...

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> Grant:
        """Turn the code of a finished consent into a long-lived grant; with the consent's own secret."""
        ...

    async def inspect(self, token: str) -> Grant:
        """Ask the platform what a token is worth: scopes, expiry, owner."""
        ...

    async def renew(self, token: str) -> Grant:
        """Exchange a long-lived token for one that lives longer, where the platform has that."""
        ...

    async def accounts(self, token: str) -> Sequence[RemoteAccount]:
        """List every ad account the grant reaches."""
        ...

    async def pages(self, access: AccountAccess) -> Sequence[RemotePage]:
        """List the pages that ads of an account can come from."""
        ...

    async def pixels(self, access: AccountAccess) -> Sequence[RemotePixel]:
        """List the pixels of an account."""
        ...

    async def instagram_accounts(self, access: AccountAccess) -> Sequence[RemoteInstagramAccount]:
        """List the Instagram accounts that ads of an account can come from."""
        ...

    async def lead_forms(
        self, access: AccountAccess, pages: Sequence[RemotePage]
    ) -> Sequence[RemoteLeadForm]:
        """List the forms of pages that ads can open; none of pages that the grant may not ask."""
        ...

    def application_limit(self) -> str | None:
        """Return the `Usage.subject` of the limit that all accounts share; None where none is known."""
        ...

    def account_limit(self, external_id: str) -> str:
        """Return the `Usage.subject` of an ad account's own limit."""
        ...

    async def platform_now(self, token: str) -> datetime:
        """Return the platform's own present instant (UTC), read from its answers."""
        ...


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one of a platform's limits is used, as the platform said with an answer.

    Attributes:
        subject: whose limit it is, such as `meta:app:123` or `meta:account:act_1`.
        used_percent: 100 means that nothing more is let through.
        blocked_seconds: how long the platform lets nothing through; 0 when it does.
        tier: the platform's word for how much is allowed; None where it does not say.
    """

    subject: str
    used_percent: int
    blocked_seconds: float = 0.0
    tier: str | None = None


class Quota(Protocol):
    """What all processes know together of a platform's limits."""

    async def blocked_seconds(self, subjects: Sequence[str]) -> float:
        """Return how long the platform lets nothing through for any of the subjects; 0 when it does."""
        ...

    async def note(self, usages: Sequence[Usage]) -> None:
        """Remember what the platform said."""
        ...


class NoQuota:
    """Knows of no limits; for whoever has no database to share them in."""

    async def blocked_seconds(self, subjects: Sequence[str]) -> float:
        """Let everything through."""
        return 0.0

    async def note(self, usages: Sequence[Usage]) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in plain text. Its text may hold a secret link: never log it."""

    to: str
    subject: str
    text: str = field(repr=False)


class Mailer(Protocol):
    """Sends mail."""

    async def send(self, mail: Mail) -> None:
        """Hand a letter to the post.

        Raises:
            Upstream: the mail server does not take it.
        """
        ...
