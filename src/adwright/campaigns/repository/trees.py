"""Campaign trees as kept: read whole, written as drafts, changed field by field once they exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, Table, delete, func, insert, select, update

from adwright.campaigns.model import CampaignOrigin
from adwright.campaigns.node_names import NodeName
from adwright.campaigns.tables import ad_groups, ads, audience_versions, audiences, campaigns
from adwright.core.database import Transaction
from adwright.core.tenant import owned, visible
from adwright.platforms.model import Level

Rows = Sequence[RowMapping]
Values = Mapping[str, Any]

TABLES: Mapping[Level, Table] = {
    Level.CAMPAIGN: campaigns,
    Level.AD_GROUP: ad_groups,
    Level.AD: ads,
}

# Whether a node was built here: a campaign by its origin, the others by what they refer to.
_BUILT: Mapping[Level, ColumnElement[bool]] = {
    Level.CAMPAIGN: campaigns.c.origin == CampaignOrigin.BUILT.value,
    Level.AD_GROUP: ad_groups.c.audience_version_id.is_not(None),
    Level.AD: ads.c.creative_version_id.is_not(None),
}


@dataclass(frozen=True, slots=True)
class TreeRows:
    """The rows of one campaign; ad groups carry their audience's columns with the prefix `audience_`."""

    campaign: RowMapping
    ad_groups: Rows
    ads: Rows


class TreeRepository:
    """Trees of the campaigns that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def rows(self, campaign_id: UUID, *, lock: bool = False) -> TreeRows | None:
        """Return the rows of one campaign; `lock` holds it against others until the transaction ends."""
        statement = self._of(campaigns).where(campaigns.c.id == campaign_id)
        if lock:
            statement = statement.with_for_update()
        campaign = (await self._tx.execute(statement)).mappings().first()
        if campaign is None:
            return None
        groups = await self._tx.execute(
            self._groups_with_audiences()
            .where(ad_groups.c.campaign_id == campaign_id)
            .order_by(ad_groups.c.position, ad_groups.c.id)
        )
        found = await self._tx.execute(
            self._of(ads).where(ads.c.campaign_id == campaign_id).order_by(ads.c.position, ads.c.id)
        )
        return TreeRows(campaign, groups.mappings().all(), found.mappings().all())

    async def node(self, level: Level, node_id: UUID) -> RowMapping | None:
        """Return one node's row."""
        table = TABLES[level]
        return (await self._tx.execute(self._of(table).where(table.c.id == node_id))).mappings().first()

    async def named(self, node_ids: Collection[UUID]) -> Sequence[NodeName]:
        """Return what the nodes with these ids are called, at any level; campaigns first, by name."""
        whole, found = campaigns.alias("whole"), list[NodeName]()
        for level, table in TABLES.items():
            campaign_id = table.c.id if level is Level.CAMPAIGN else table.c.campaign_id
            same_campaign = (whole.c.organization_id == table.c.organization_id) & (whole.c.id == campaign_id)
            statement = (
                select(
                    table.c.id,
                    table.c.name,
                    whole.c.id.label("campaign_id"),
                    whole.c.name.label("campaign_name"),
                )
                .join(whole, same_campaign)
                .where(owned(table, self._tx), visible(table.c.advertiser_id, self._tx))
                .where(table.c.id.in_(node_ids))
                .order_by(func.lower(table.c.name), table.c.id)
            )
            found += [
                NodeName(level, row.id, row.name, row.campaign_id, row.campaign_name)
                for row in await self._tx.execute(statement)
            ]
        return found

    async def by_external_id(
        self, level: Level, ad_account_id: UUID, external_id: str
    ) -> RowMapping | None:
        """Return our id of the node with a platform's id, and whether it was `built` here."""
        table = TABLES[level]
        statement = select(table.c.id, _BUILT[level].label("built")).where(
            owned(table, self._tx),
            visible(table.c.advertiser_id, self._tx),
            table.c.ad_account_id == ad_account_id,
            table.c.external_id == external_id,
        )
        return (await self._tx.execute(statement)).mappings().first()

    async def add_campaign(self, values: Values) -> None:
        """Write a new campaign."""
        await self._tx.execute(insert(campaigns).values(self._with_tenant(values)))

    async def add_nodes(self, level: Level, rows: Sequence[Values]) -> None:
        """Write new nodes of one level."""
        if rows:
            await self._tx.execute(insert(TABLES[level]), [self._with_tenant(row) for row in rows])

    async def set_values(self, level: Level, node_id: UUID, values: Values) -> bool:
        """Set columns of one node; says whether it is there."""
        table = TABLES[level]
        result = await self._tx.execute(
            update(table)
            .where(
                owned(table, self._tx), visible(table.c.advertiser_id, self._tx), table.c.id == node_id
            )
            .values(**values)
        )
        return result.rowcount > 0

    async def set_image(self, ad_ids: Collection[UUID], image_hash: str) -> None:
        """Set what the platform calls the image that some ads show."""
        await self._tx.execute(
            update(ads)
            .where(owned(ads, self._tx), visible(ads.c.advertiser_id, self._tx), ads.c.id.in_(ad_ids))
            .values(image_hash=image_hash)
        )

    async def set_below(self, campaign_id: UUID, values: Values) -> None:
        """Set the same columns on every ad group and ad of a campaign, as far as they have them."""
        for table in (ad_groups, ads):
            known = {name: value for name, value in values.items() if name in table.c}
            await self._tx.execute(
                update(table)
                .where(owned(table, self._tx), table.c.campaign_id == campaign_id)
                .values(**known)
            )

    async def fill_schedules(
        self, campaign_id: UUID, start: datetime | None, end: datetime | None
    ) -> None:
        """Give every ad group of a campaign without a schedule of its own these instants (UTC)."""
        await self._tx.execute(
            update(ad_groups)
            .where(owned(ad_groups, self._tx), ad_groups.c.campaign_id == campaign_id)
            .values(
                start_at=func.coalesce(ad_groups.c.start_at, start),
                end_at=func.coalesce(ad_groups.c.end_at, end),
            )
        )

    async def remove_below(self, campaign_id: UUID) -> None:
        """Remove every ad group of a campaign, and with them their ads."""
        await self._tx.execute(
            delete(ad_groups).where(owned(ad_groups, self._tx), ad_groups.c.campaign_id == campaign_id)
        )

    async def remove(self, level: Level, node_id: UUID) -> None:
        """Remove a node and what is below it."""
        table = TABLES[level]
        await self._tx.execute(delete(table).where(owned(table, self._tx), table.c.id == node_id))

    def _of(self, table: Table) -> Select[Any]:
        return select(table).where(owned(table, self._tx), visible(table.c.advertiser_id, self._tx))

    def _groups_with_audiences(self) -> Select[Any]:
        versions, names = audience_versions, audiences
        return (
            select(
                ad_groups,
                versions.c.audience_id.label("audience_id"),
                versions.c.version.label("audience_version"),
                versions.c.targeting.label("audience_targeting"),
                names.c.name.label("audience_name"),
            )
            .outerjoin(
                versions,
                (versions.c.organization_id == ad_groups.c.organization_id)
                & (versions.c.id == ad_groups.c.audience_version_id),
            )
            .outerjoin(
                names,
                (names.c.organization_id == versions.c.organization_id)
                & (names.c.id == versions.c.audience_id),
            )
            .where(owned(ad_groups, self._tx), visible(ad_groups.c.advertiser_id, self._tx))
        )

    def _with_tenant(self, values: Values) -> dict[str, Any]:
        return {"organization_id": self._tx.organization_id, **values}
