"""Connecting a platform and bringing ad accounts in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from adwright.accounts.ports import AccountStatus
from adwright.journeys.connect_platform import OfferedAccount
from adwright.platforms.model import Platform, Provider
from adwright.web.schemas.base import Input, Output

Token = Annotated[str, StringConstraints(min_length=10, max_length=8000, strip_whitespace=True)]


class TokenConnectionIn(Input):
    """A pasted system-user token (Meta), or the JSON key of a service account or authorized user (Google)."""

    provider: Provider = Field(examples=["meta"])
    token: Token

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.provider.platform is Platform.META and len(self.token.split()) > 1:
            raise ValueError("A token of Meta has no spaces in it. Copy it again.")
        return self


class ConsentIn(Input):
    """A wish to connect by the platform's consent page; `connection_id` renews a connection."""

    provider: Provider = Field(examples=["meta"])
    connection_id: UUID | None = None


class ConsentOut(Output):
    """Where to send the person."""

    authorize_url: str


class BringInIn(Input):
    """Which ad accounts to bring in, and for which advertiser."""

    advertiser_id: UUID
    external_ids: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=100)]], Field(min_length=1)
    ]


class OfferedAccountOut(Output):
    """An ad account that a connection reaches; `ad_account_id` is set when it was brought in already."""

    external_id: str
    name: str
    currency: str
    zone: str
    status: AccountStatus
    platform_status: str
    disable_reason: str | None
    ad_account_id: UUID | None

    @classmethod
    def of(cls, offered: OfferedAccount) -> OfferedAccountOut:
        """Convert for an answer."""
        remote = offered.remote
        return cls(
            external_id=remote.external_id,
            name=remote.name,
            currency=remote.currency,
            zone=remote.zone,
            status=remote.status,
            platform_status=remote.platform_status,
            disable_reason=remote.disable_reason,
            ad_account_id=offered.ad_account_id,
        )


class OfferedAccountsOut(Output):
    """Every ad account that a connection reaches."""

    items: Sequence[OfferedAccountOut]
