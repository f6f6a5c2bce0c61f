"""Connections as the API shows them; the token is never among it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adwright.accounts.model import Connection, ConnectionStatus
from adwright.platforms.model import Provider
from adwright.web.schemas.base import Output


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
