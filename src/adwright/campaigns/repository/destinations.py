"""What was found when destinations were asked last."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert

from adwright.campaigns.destinations import DestinationCheck
from adwright.campaigns.tables import destination_checks
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned


class DestinationRepository:
    """Checks of the transaction's organization; an address belongs to no advertiser."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def of(self, urls: Collection[str]) -> Mapping[str, DestinationCheck]:
        """Return the checks of these addresses that there are."""
        wanted = [_hash(url) for url in urls]
        found = await self._tx.execute(
            select(destination_checks).where(
                owned(destination_checks, self._tx), destination_checks.c.url_hash.in_(wanted)
            )
        )
        return {row["url"]: _check(row) for row in found.mappings()}

    async def put(self, check: DestinationCheck) -> None:
        """Write a check in the place of an earlier one; what a person allowed then is over."""
        values: dict[str, Any] = {
            "answers": check.answers,
            "status": check.status,
            "message": check.message,
            "checked_at": check.checked_at,
            "allowed_by": None,
            "allowed_why": None,
        }
        row = {"organization_id": self._tx.organization_id, "id": new_id(), "url": check.url}
        statement = insert(destination_checks).values(url_hash=_hash(check.url), **row, **values)
        await self._tx.execute(
            statement.on_conflict_do_update(index_elements=["organization_id", "url_hash"], set_=values)
        )

    async def allow(self, url: str, by: str, why: str) -> None:
        """Note that a person lets a destination pass that does not answer."""
        await self._tx.execute(
            update(destination_checks)
            .where(owned(destination_checks, self._tx), destination_checks.c.url_hash == _hash(url))
            .values(allowed_by=by, allowed_why=why)
        )


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _check(row: RowMapping) -> DestinationCheck:
    return DestinationCheck(
        url=row["url"],
        answers=row["answers"],
        status=row["status"],
        message=row["message"],
        checked_at=row["checked_at"],
        allowed_by=row["allowed_by"],
        allowed_why=row["allowed_why"],
    )
