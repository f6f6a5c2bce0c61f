"""The only SQL of creatives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, delete, func, insert, select

from adwright.core.database import Transaction
from adwright.core.paging import Page, PageRequest
from adwright.core.tenant import owned, visible
from adwright.creatives.model import Asset, Creative, CreativeText, CreativeVersion
from adwright.creatives.tables import assets, creative_versions, creatives

_TEXTS = ("headline", "primary_text", "description", "call_to_action", "destination_url", "asset_id")
_LISTS = ("more_headlines", "more_descriptions", "display_path")


class AssetRepository:
    """Assets that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def _visible(self) -> Select[Any]:
        return select(assets).where(owned(assets, self._tx), visible(assets.c.advertiser_id, self._tx))

    async def get(self, asset_id: UUID) -> Asset | None:
        """Return one asset."""
        row = (await self._tx.execute(self._visible().where(assets.c.id == asset_id))).mappings().first()
        return _asset(row) if row else None

    async def some(self, asset_ids: Collection[UUID]) -> Sequence[Asset]:
        """Return assets by id."""
        rows = await self._tx.execute(self._visible().where(assets.c.id.in_(asset_ids)))
        return [_asset(row) for row in rows.mappings()]

    async def by_content(self, advertiser_id: UUID, sha256: str) -> Asset | None:
        """Return the advertiser's asset with this content."""
        statement = self._visible().where(assets.c.advertiser_id == advertiser_id, assets.c.sha256 == sha256)
        row = (await self._tx.execute(statement)).mappings().first()
        return _asset(row) if row else None

    async def page(self, advertiser_id: UUID | None, wanted: PageRequest) -> Page[Asset]:
        """Return assets, newest first."""
        found = self._visible()
        if advertiser_id is not None:
            found = found.where(assets.c.advertiser_id == advertiser_id)
        total = await self._tx.execute(select(func.count()).select_from(found.subquery()))
        rows = await self._tx.execute(
            found.order_by(assets.c.id.desc()).offset(wanted.offset).limit(wanted.limit)
        )
        items = [_asset(row) for row in rows.mappings()]
        return Page(items, total.scalar_one(), wanted.offset, wanted.limit)

    async def add(self, asset: Asset) -> None:
        """Write a new asset."""
        values = asdict(asset) | {"organization_id": self._tx.organization_id}
        await self._tx.execute(insert(assets).values(values))

    async def remove(self, asset_id: UUID) -> None:
        """Remove an asset."""
        await self._tx.execute(delete(assets).where(owned(assets, self._tx), assets.c.id == asset_id))

    async def creatives_using(self, asset_id: UUID) -> Sequence[str]:
        """Return the names of the creatives with a version that shows an asset."""
        statement = (
            select(creatives.c.name)
            .distinct()
            .join_from(
                creatives,
                creative_versions,
                (creative_versions.c.organization_id == creatives.c.organization_id)
                & (creative_versions.c.creative_id == creatives.c.id),
            )
            .where(owned(creatives, self._tx), creative_versions.c.asset_id == asset_id)
            .order_by(creatives.c.name)
        )
        return (await self._tx.execute(statement)).scalars().all()


class CreativeRepository:
    """Creatives and their versions that the transaction's actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def get(self, creative_id: UUID) -> Creative | None:
        """Return one creative with its versions."""
        found = await self._with_versions(self._visible().where(creatives.c.id == creative_id))
        return found[0] if found else None

    async def page(self, advertiser_id: UUID | None, wanted: PageRequest) -> Page[Creative]:
        """Return creatives with their versions, newest first."""
        found = self._visible()
        if advertiser_id is not None:
            found = found.where(creatives.c.advertiser_id == advertiser_id)
        total = await self._tx.execute(select(func.count()).select_from(found.subquery()))
        part = found.order_by(creatives.c.id.desc()).offset(wanted.offset).limit(wanted.limit)
        return Page(await self._with_versions(part), total.scalar_one(), wanted.offset, wanted.limit)

    async def versions(self, version_ids: Collection[UUID]) -> Sequence[CreativeVersion]:
        """Return versions by id."""
        statement = select(creative_versions).where(
            owned(creative_versions, self._tx),
            visible(creative_versions.c.advertiser_id, self._tx),
            creative_versions.c.id.in_(version_ids),
        )
        return [_version(row) for row in (await self._tx.execute(statement)).mappings()]

    async def add(self, creative: Mapping[str, Any]) -> None:
        """Write a new creative, without its versions."""
        await self._tx.execute(insert(creatives).values(organization_id=self._tx.organization_id, **creative))

    async def add_version(self, version: CreativeVersion) -> None:
        """Write a new version."""
        await self._tx.execute(
            insert(creative_versions).values(
                organization_id=self._tx.organization_id,
                id=version.id,
                creative_id=version.creative_id,
                advertiser_id=version.advertiser_id,
                version=version.version,
                parent_id=version.parent_id,
                created_at=version.created_at,
                created_by=version.created_by,
                **{name: getattr(version.content, name) for name in _TEXTS},
                **{name: list(getattr(version.content, name)) for name in _LISTS},
            )
        )

    def _visible(self) -> Select[Any]:
        return select(creatives).where(
            owned(creatives, self._tx), visible(creatives.c.advertiser_id, self._tx)
        )

    async def _with_versions(self, found: Select[Any]) -> list[Creative]:
        rows = (await self._tx.execute(found)).mappings().all()
        statement = (
            select(creative_versions)
            .where(
                owned(creative_versions, self._tx),
                creative_versions.c.creative_id.in_([row["id"] for row in rows]),
            )
            .order_by(creative_versions.c.version)
        )
        versions: dict[UUID, list[CreativeVersion]] = {}
        for row in (await self._tx.execute(statement)).mappings() if rows else ():
            versions.setdefault(row["creative_id"], []).append(_version(row))
        return [
            Creative(
                id=row["id"],
                advertiser_id=row["advertiser_id"],
                name=row["name"],
                created_at=row["created_at"],
                created_by=row["created_by"],
                versions=versions[row["id"]],
            )
            for row in rows
        ]


def _asset(row: RowMapping) -> Asset:
    return Asset(**row)


def _version(row: RowMapping) -> CreativeVersion:
    return CreativeVersion(
        id=row["id"],
        creative_id=row["creative_id"],
        advertiser_id=row["advertiser_id"],
        version=row["version"],
        parent_id=row["parent_id"],
        content=_content(row),
        created_at=row["created_at"],
        created_by=row["created_by"],
    )


def _content(row: RowMapping) -> CreativeText:
    values: dict[str, Any] = {name: row[name] for name in _TEXTS}
    values |= {name: tuple(row[name]) for name in _LISTS}
    return CreativeText(**values)
