"""Connections as the API shows them; the token is never among it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from adwright.accounts.model import Connection, ConnectionStatus
from adwright.journeys.show_limits import LimitShown
from adwright.platforms.model import Provider
from adwright.web.schemas.base import Output


class PlatformLimitOut(Output):
    """One of the platform's limits, as it told it last with an answer."""

    ad_account_id: UUID | None = Field(description="null: of the application, which all accounts share")
    name: str
    used_percent: int | None = Field(description="null: the platform has not said anything yet")
    left_percent: int | None
    waits_until: datetime | None = Field(description="Until when work waits; null: it does not")
    tier: str | None = Field(description="The platform's word for how much is allowed")
    told_at: datetime | None

    @classmethod
    def of(cls, shown: LimitShown) -> PlatformLimitOut:
        """Convert for an answer."""
        account, usage = shown.account, shown.usage
        return cls(
            ad_account_id=account.id if account else None,
            name=account.name if account else "All accounts together",
            used_percent=usage.used_percent if usage else None,
            left_percent=max(0, 100 - usage.used_percent) if usage else None,
            waits_until=usage.waits_until if usage else None,
            tier=usage.tier if usage else None,
            told_at=usage.told_at if usage else None,
        )


class PlatformLimitsOut(Output):
    """The limits of a connection: first what all accounts share, then each account's own."""

    items: Sequence[PlatformLimitOut]


class ConnectionOut(Output):
    """A grant of the organization to a platform, and its health."""

    id: UUID
    provider: Provider
    name: str
    external_user_id: str
    status: ConnectionStatus
    scopes: Sequence[str]
    missing_scopes: Sequence[str]
    expires_at: datetime | None
    last_good_at: datetime | None
    trouble: str | None
    trouble_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, connection: Connection) -> ConnectionOut:
        """Convert for an answer."""
        return cls(
            id=connection.id,
            provider=connection.provider,
            name=connection.name,
            external_user_id=connection.external_user_id,
            status=connection.status,
            scopes=sorted(connection.scopes),
            missing_scopes=sorted(connection.missing_scopes),
            expires_at=connection.expires_at,
            last_good_at=connection.last_good_at,
            trouble=connection.trouble,
            trouble_at=connection.trouble_at,
            created_at=connection.created_at,
        )
