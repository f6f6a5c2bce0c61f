"""What a platform showed of an account's trees, written in bulk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    RowMapping,
    Text,
    any_,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from adwright.campaigns.model import RunState
from adwright.campaigns.repository.trees import TABLES
from adwright.campaigns.tables import ad_groups, campaigns
from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.platforms.model import Level

# Our word for a node that the platform does not show any more.
GONE = "DELETED"


class ObservedRepository:
    """Nodes of one ad account, by the platform's ids."""

    def __init__(self, tx: Transaction, ad_account_id: UUID) -> None:
        self._tx = tx
        self._ad_account_id = ad_account_id

    async def known(
        self, level: Level, external_ids: Collection[str] | None = None
    ) -> Mapping[str, RowMapping]:
        """Return the account's nodes of a level by external id; campaigns with status and origin.

        Args:
            level: which level.
            external_ids: of which nodes; None for all.
        """
        table = TABLES[level]
        columns: list[ColumnElement[Any]] = [
            table.c.id,
            table.c.external_id,
            table.c.observed,
            table.c.observed_at,
        ]
        if level is Level.CAMPAIGN:
            columns += [table.c.id.label("campaign_id"), table.c.status, table.c.origin]
        else:
            columns.append(table.c.campaign_id)
        statement = select(*columns).where(
            owned(table, self._tx), table.c.ad_account_id == self._ad_account_id
        )
        if external_ids is None:
            statement = statement.where(table.c.external_id.is_not(None))
        else:
            wanted = literal(list(external_ids), ARRAY(Text))
            statement = statement.where(table.c.external_id == any_(wanted))
        rows = await self._tx.execute(statement)
        return {row["external_id"]: row for row in rows.mappings()}

    async def add(self, level: Level, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write nodes that are seen for the first time."""
        if rows:
            tenant = {"organization_id": self._tx.organization_id, "ad_account_id": self._ad_account_id}
            await self._tx.execute(insert(TABLES[level]), [{**tenant, **row} for row in rows])

    async def change(self, level: Level, rows: Sequence[Mapping[str, Any]]) -> None:
        """Set columns of known nodes; every row names its `id` and the same columns."""
        if not rows:
            return
        table = TABLES[level]
        names = [name for name in rows[0] if name != "id"]
        statement = (
            update(table)
            .where(owned(table, self._tx), table.c.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        parameters = [{"row_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows]
        await self._tx.execute(statement, parameters)

    async def mark_gone(self, level: Level, node_ids: Sequence[UUID], seen_at: datetime) -> None:
        """Note that the platform does not have some nodes any more; `seen_at` is UTC."""
        if not node_ids:
            return
        table = TABLES[level]
        archived = RunState.ARCHIVED.value
        document = func.jsonb_set(table.c.observed, _path("effective_status"), literal(GONE, JSONB))
        await self._tx.execute(
            update(table)
            .where(owned(table, self._tx), table.c.id.in_(node_ids))
            .values(
                observed=func.jsonb_set(document, _path("fields", "state"), literal(archived, JSONB)),
                observed_at=seen_at,
            )
        )

    async def mark_drift_due(self, campaign_ids: Sequence[UUID]) -> None:
        """Note that something of some campaigns was seen otherwise than before."""
        if campaign_ids:
            await self._tx.execute(
                update(campaigns)
                .where(owned(campaigns, self._tx), campaigns.c.id.in_(campaign_ids))
                .values(drift_due=True)
            )

    async def take_drift_due(self, held: Collection[UUID], apart: Collection[str]) -> Sequence[UUID]:
        """Return the account's campaigns that are to be looked through, and take their marks away.

        Args:
            held: campaigns that keep their mark.
            apart: statuses of campaigns that keep their mark.
        """
        statement = (
            update(campaigns)
            .where(
                owned(campaigns, self._tx),
                campaigns.c.ad_account_id == self._ad_account_id,
                campaigns.c.drift_due,
                campaigns.c.id.not_in(held),
                campaigns.c.status.not_in(apart),
            )
            .values(drift_due=False)
            .returning(campaigns.c.id)
        )
        return (await self._tx.execute(statement)).scalars().all()

    async def change_status(self, campaign_id: UUID, status: str) -> None:
        """Set one campaign's status."""
        await self._tx.execute(
            update(campaigns)
            .where(owned(campaigns, self._tx), campaigns.c.id == campaign_id)
            .values(status=status)
        )

    async def group_ends(self, campaign_ids: Sequence[UUID]) -> Mapping[UUID, list[Any]]:
        """Return when each ad group that is not archived ends (UTC, None without an end), by campaign."""
        rows = await self._tx.execute(
            select(ad_groups.c.campaign_id, ad_groups.c.end_at).where(
                owned(ad_groups, self._tx),
                ad_groups.c.campaign_id.in_(campaign_ids),
                ad_groups.c.state != "archived",
            )
        )
        ends: dict[UUID, list[Any]] = {}
        for row in rows.mappings():
            ends.setdefault(row["campaign_id"], []).append(row["end_at"])
        return ends


def _path(*keys: str) -> ColumnElement[Any]:
    return literal(list(keys), ARRAY(Text))
