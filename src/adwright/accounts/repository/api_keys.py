"""The queries of an organization's API keys, for those who keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from adwright.accounts.model import ApiKey
from adwright.accounts.tables import api_keys, people
from adwright.core.actor import KeyScope
from adwright.core.database import Transaction
from adwright.core.tenant import owned


class ApiKeyRepository:
    """API keys of the organization that were not revoked."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add a key."""
        await self._tx.execute(insert(api_keys).values(organization_id=self._tx.organization_id, **values))

    async def all(self) -> Sequence[ApiKey]:
        """Return the keys, newest first."""
        statement = (
            select(api_keys, people.c.email, people.c.first_name, people.c.last_name)
            .outerjoin(people, people.c.id == api_keys.c.person_id)
            .where(owned(api_keys, self._tx), api_keys.c.revoked_at.is_(None))
            .order_by(api_keys.c.id.desc())
        )
        return [
            ApiKey(
                id=row["id"],
                name=row["name"],
                prefix=row["prefix"],
                scopes=frozenset(KeyScope(each) for each in row["scopes"]),
                person_id=row["person_id"],
                made_by=f"{row['first_name'] or ''} {row['last_name'] or ''}".strip() or row["email"] or "",
                created_at=row["created_at"],
                expires_at=row["expires_at"],
                last_used_at=row["last_used_at"],
            )
            for row in (await self._tx.execute(statement)).mappings()
        ]

    async def revoke(self, key_id: UUID, now: datetime) -> bool:
        """Revoke a key; say whether there was one."""
        statement = (
            update(api_keys)
            .where(owned(api_keys, self._tx), api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return (await self._tx.execute(statement)).rowcount == 1

    async def revoke_of_person(self, person_id: UUID, now: datetime) -> None:
        """Revoke every key of a person who leaves the organization."""
        await self._tx.execute(
            update(api_keys)
            .where(
                owned(api_keys, self._tx), api_keys.c.person_id == person_id, api_keys.c.revoked_at.is_(None)
            )
            .values(revoked_at=now)
        )
