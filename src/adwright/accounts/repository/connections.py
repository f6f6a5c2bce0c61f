"""The queries of connections and of consents that were begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, insert, select, update

from adwright.accounts.model import Connection, ConnectionStatus
from adwright.accounts.tables import connections, oauth_states
from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.platforms.model import Provider


class ConnectionRepository:
    """Connections of the organization. The token's ciphertext is handed out apart."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add a connection."""
        await self._tx.execute(insert(connections).values(organization_id=self._tx.organization_id, **values))

    async def change(self, connection_id: UUID, values: dict[str, Any]) -> None:
        """Change some fields."""
        await self._tx.execute(
            update(connections)
            .where(owned(connections, self._tx), connections.c.id == connection_id)
            .values(**values)
        )

    async def all(self) -> Sequence[Connection]:
        """Return every connection, oldest first."""
        statement = select(connections).where(owned(connections, self._tx)).order_by(connections.c.id)
        return [_connection(row) for row in (await self._tx.execute(statement)).mappings()]

    async def find(self, connection_id: UUID, *, for_update: bool = False) -> Connection | None:
        """Return one connection."""
        statement = select(connections).where(owned(connections, self._tx), connections.c.id == connection_id)
        if for_update:
            statement = statement.with_for_update()
        row = (await self._tx.execute(statement)).mappings().first()
        return _connection(row) if row else None

    async def of_user(self, provider: Provider, external_user_id: str) -> Connection | None:
        """Return the connection granted by a platform's user."""
        statement = select(connections).where(
            owned(connections, self._tx),
            connections.c.provider == provider.value,
            connections.c.external_user_id == external_user_id,
        )
        row = (await self._tx.execute(statement)).mappings().first()
        return _connection(row) if row else None

    async def ciphertext(self, connection_id: UUID) -> str | None:
        """Return the encrypted token."""
        statement = select(connections.c.token_ciphertext).where(
            owned(connections, self._tx), connections.c.id == connection_id
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def ciphertexts(self) -> Sequence[tuple[UUID, str]]:
        """Return every encrypted token, locked for a change of keys."""
        statement = (
            select(connections.c.id, connections.c.token_ciphertext)
            .where(owned(connections, self._tx), connections.c.token_ciphertext.is_not(None))
            .with_for_update()
        )
        return [(row.id, row.token_ciphertext) for row in await self._tx.execute(statement)]


@dataclass(frozen=True, slots=True)
class KeptConsent:
    """A consent that was begun, as kept."""

    provider: Provider
    connection_id: UUID | None
    verifier_ciphertext: str


class ConsentRepository:
    """Consents that were begun and not finished yet."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Remember one."""
        await self._tx.execute(
            insert(oauth_states).values(organization_id=self._tx.organization_id, **values)
        )

    async def take(self, state_hash: str, person_id: UUID | None, now: datetime) -> KeptConsent | None:
        """Remove one by its state and return it, if it is this person's and still good."""
        statement = (
            delete(oauth_states)
            .where(
                owned(oauth_states, self._tx),
                oauth_states.c.state_hash == state_hash,
                oauth_states.c.person_id == person_id,
                oauth_states.c.expires_at > now,
            )
            .returning(
                oauth_states.c.provider, oauth_states.c.connection_id, oauth_states.c.verifier_ciphertext
            )
        )
        row = (await self._tx.execute(statement)).first()
        if row is None:
            return None
        return KeptConsent(Provider(row.provider), row.connection_id, row.verifier_ciphertext)

    async def trim(self, now: datetime) -> int:
        """Remove those past their time (system scope)."""
        return (await self._tx.execute(delete(oauth_states).where(oauth_states.c.expires_at < now))).rowcount


def _connection(row: RowMapping) -> Connection:
    return Connection(
        id=row["id"],
        provider=Provider(row["provider"]),
        name=row["name"],
        external_user_id=row["external_user_id"],
        status=ConnectionStatus(row["status"]),
        scopes=frozenset(row["scopes"]),
        missing_scopes=frozenset(row["missing_scopes"]),
        expires_at=row["expires_at"],
        last_good_at=row["last_good_at"],
        trouble=row["trouble"],
        trouble_at=row["trouble_at"],
        created_at=row["created_at"],
    )
