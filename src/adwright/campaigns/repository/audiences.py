"""Audiences and their versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, delete, func, insert, select, update

from adwright.campaigns.documents import targeting_document, targeting_from_document
from adwright.campaigns.model import Audience, CampaignStatus
from adwright.campaigns.tables import ad_groups, audience_versions, audiences, campaigns
from adwright.core.database import Transaction
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned, visible


class AudienceRepository:
    """Audiences that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def get(self, audience_id: UUID) -> Audience | None:
        """Return one audience in its newest version."""
        statement = self._newest().where(audiences.c.id == audience_id)
        row = (await self._tx.execute(statement)).mappings().first()
        return _audience(row) if row else None

    async def page(self, advertiser_id: UUID | None, wanted: PageRequest) -> Page[Audience]:
        """Return audiences by name."""
        found = self._newest()
        if advertiser_id is not None:
            found = found.where(audiences.c.advertiser_id == advertiser_id)
        total = await self._tx.execute(select(func.count()).select_from(found.subquery()))
        rows = await self._tx.execute(
            found.order_by(func.lower(audiences.c.name), audiences.c.id)
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        items = [_audience(row) for row in rows.mappings()]
        return Page(items, total.scalar_one(), wanted.offset, wanted.limit)

    async def named(self, advertiser_id: UUID, name: str) -> Sequence[Audience]:
        """Return an advertiser's audiences of one name."""
        statement = self._newest().where(
            audiences.c.advertiser_id == advertiser_id, audiences.c.name == name
        )
        return [_audience(row) for row in (await self._tx.execute(statement)).mappings()]

    async def add(self, audience: Audience, made_by: str) -> None:
        """Write a new audience with its first version."""
        await self._tx.execute(
            insert(audiences).values(
                organization_id=self._tx.organization_id,
                id=audience.id,
                advertiser_id=audience.advertiser_id,
                name=audience.name,
                created_at=audience.created_at,
                updated_at=audience.updated_at,
            )
        )
        await self.add_version(audience, made_by)

    async def add_version(self, audience: Audience, made_by: str) -> None:
        """Write the audience's targeting as a new version."""
        await self._tx.execute(
            insert(audience_versions).values(
                organization_id=self._tx.organization_id,
                id=audience.version_id,
                audience_id=audience.id,
                version=audience.version,
                targeting=targeting_document(audience.targeting),
                created_at=audience.updated_at,
                created_by=made_by,
            )
        )

    async def rename(self, audience_id: UUID, name: str, updated_at: datetime) -> None:
        """Set the name, and when the audience was changed last."""
        await self._tx.execute(
            update(audiences)
            .where(owned(audiences, self._tx), audiences.c.id == audience_id)
            .values(name=name, updated_at=updated_at)
        )

    async def move_drafts(self, audience_id: UUID, version_id: UUID, held: Collection[UUID]) -> None:
        """Let the ad groups of drafts use this version; what is held or on a platform keeps its own."""
        drafts = select(campaigns.c.id).where(
            owned(campaigns, self._tx),
            campaigns.c.status == CampaignStatus.DRAFT.value,
            campaigns.c.external_id.is_(None),
            campaigns.c.id.not_in(held),
        )
        await self._tx.execute(
            update(ad_groups)
            .where(
                owned(ad_groups, self._tx),
                ad_groups.c.audience_version_id.in_(self._version_ids(audience_id)),
                ad_groups.c.campaign_id.in_(drafts),
            )
            .values(audience_version_id=version_id)
        )

    async def campaigns_using(self, audience_id: UUID) -> Sequence[str]:
        """Return the names of the campaigns with an ad group that uses any version."""
        statement = (
            select(campaigns.c.name)
            .distinct()
            .join_from(
                campaigns,
                ad_groups,
                (ad_groups.c.organization_id == campaigns.c.organization_id)
                & (ad_groups.c.campaign_id == campaigns.c.id),
            )
            .where(
                owned(campaigns, self._tx),
                ad_groups.c.audience_version_id.in_(self._version_ids(audience_id)),
            )
            .order_by(campaigns.c.name)
        )
        return (await self._tx.execute(statement)).scalars().all()

    async def remove(self, audience_id: UUID) -> None:
        """Remove an audience with its versions."""
        await self._tx.execute(
            delete(audiences).where(owned(audiences, self._tx), audiences.c.id == audience_id)
        )

    def _newest(self) -> Select[Any]:
        versions = audience_versions
        newest = (
            select(func.max(versions.c.version))
            .where(
                versions.c.organization_id == audiences.c.organization_id,
                versions.c.audience_id == audiences.c.id,
            )
            .correlate(audiences)
            .scalar_subquery()
        )
        return (
            select(
                audiences,
                versions.c.id.label("version_id"),
                versions.c.version,
                versions.c.targeting,
            )
            .join_from(
                audiences,
                versions,
                (versions.c.organization_id == audiences.c.organization_id)
                & (versions.c.audience_id == audiences.c.id)
                & (versions.c.version == newest),
            )
            .where(owned(audiences, self._tx), visible(audiences.c.advertiser_id, self._tx))
        )

    def _version_ids(self, audience_id: UUID) -> Select[Any]:
        return select(audience_versions.c.id).where(
            owned(audience_versions, self._tx), audience_versions.c.audience_id == audience_id
        )


def _audience(row: RowMapping) -> Audience:
    return Audience(
        id=row["id"],
        advertiser_id=row["advertiser_id"],
        name=row["name"],
        version_id=row["version_id"],
        version=row["version"],
        targeting=targeting_from_document(row["targeting"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
