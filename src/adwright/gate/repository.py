"""The queries of the gate."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned
from adwright.gate.model import Claim, Limit
from adwright.gate.tables import idempotency_keys, rate_buckets


class BucketRepository:
    """Rate buckets; needs the system scope."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def take(self, name: str, limit: Limit, now: datetime) -> bool:
        """Take a token in one statement, so that no two requests take the same; say whether there was one."""
        filled = _filled(limit, now)
        statement = (
            insert(rate_buckets)
            .values(name=name, tokens=limit.capacity - 1, refilled_at=now)
            .on_conflict_do_update(
                index_elements=["name"], set_={"tokens": filled - 1, "refilled_at": now}, where=filled >= 1
            )
            .returning(rate_buckets.c.name)
        )
        return (await self._tx.execute(statement)).first() is not None

    async def give_back(self, name: str, limit: Limit) -> None:
        """Put a token back."""
        await self._tx.execute(
            update(rate_buckets)
            .where(rate_buckets.c.name == name)
            .values(tokens=func.least(limit.capacity, rate_buckets.c.tokens + 1))
        )

    async def tokens(self, name: str, limit: Limit, now: datetime) -> float:
        """Return how full a bucket is."""
        statement = select(_filled(limit, now)).where(rate_buckets.c.name == name)
        return float((await self._tx.execute(statement)).scalar_one_or_none() or 0.0)

    async def trim(self, before: datetime) -> int:
        """Remove buckets that nobody touched since an instant; they are full again."""
        statement = delete(rate_buckets).where(rate_buckets.c.refilled_at < before)
        return (await self._tx.execute(statement)).rowcount


class IdempotencyRepository:
    """Idempotency keys of the organization."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def claim(self, caller_id: UUID, key: str, fingerprint: str, now: datetime) -> UUID | None:
        """Claim a key; None when it is there already."""
        statement = (
            insert(idempotency_keys)
            .values(
                organization_id=self._tx.organization_id,
                id=new_id(),
                caller_id=caller_id,
                key=key,
                fingerprint=fingerprint,
                claimed_at=now,
                acted=False,
            )
            .on_conflict_do_nothing(index_elements=["organization_id", "caller_id", "key"])
            .returning(idempotency_keys.c.id)
        )
        return (await self._tx.execute(statement)).scalar_one_or_none()

    async def find(self, caller_id: UUID, key: str) -> RowMapping | None:
        """Return what is known of a key, locked."""
        statement = (
            select(idempotency_keys)
            .where(
                owned(idempotency_keys, self._tx),
                idempotency_keys.c.caller_id == caller_id,
                idempotency_keys.c.key == key,
            )
            .with_for_update()
        )
        return (await self._tx.execute(statement)).mappings().first()

    async def change(self, claim: Claim, values: dict[str, Any]) -> bool:
        """Change some fields, unless somebody has claimed the key anew; say whether it was done."""
        statement = update(idempotency_keys).where(self._held(claim)).values(**values)
        return (await self._tx.execute(statement)).rowcount == 1

    async def release(self, claim: Claim) -> None:
        """Forget a key whose request did nothing."""
        await self._tx.execute(
            delete(idempotency_keys).where(self._held(claim), idempotency_keys.c.acted.is_(False))
        )

    async def trim(self, before: datetime) -> int:
        """Forget keys claimed before an instant (system scope)."""
        statement = delete(idempotency_keys).where(idempotency_keys.c.claimed_at < before)
        return (await self._tx.execute(statement)).rowcount

    def _held(self, claim: Claim) -> ColumnElement[bool]:
        return (
            owned(idempotency_keys, self._tx)
            & (idempotency_keys.c.id == claim.id)
            & (idempotency_keys.c.claimed_at == claim.claimed_at)
        )


def _filled(limit: Limit, now: datetime) -> ColumnElement[float]:
    passed = func.extract("epoch", literal(now) - rate_buckets.c.refilled_at)
    # A clock that went back takes nothing away.
    gained = case((passed > 0, passed), else_=0) / limit.refill.total_seconds()
    return func.least(limit.capacity, rate_buckets.c.tokens + gained)
