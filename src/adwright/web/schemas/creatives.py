"""Shapes of assets and creatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from adwright.creatives.model import Asset, Creative, CreativeText, CreativeVersion, FieldChange, differences
from adwright.web.schemas.base import Input, Output


class AssetOut(Output):
    """An image of the library; addresses are relative to this server."""

    id: UUID
    advertiser_id: UUID
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    aspect_ratio: float = Field(description="Width to height")
    content_url: str
    thumbnail_url: str
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, asset: Asset) -> AssetOut:
        """Convert an asset."""
        return cls(
            id=asset.id,
            advertiser_id=asset.advertiser_id,
            name=asset.name,
            media_type=asset.media_type,
            sha256=asset.sha256,
            size_bytes=asset.size_bytes,
            width=asset.width,
            height=asset.height,
            aspect_ratio=round(asset.aspect_ratio, 4),
            content_url=f"/api/v1/assets/{asset.id}/content",
            thumbnail_url=f"/api/v1/assets/{asset.id}/thumbnail",
            created_at=asset.created_at,
            created_by=asset.created_by,
        )


class CreativeTextIn(Input):
    """What an ad says and shows; a draft may leave any of it empty."""

    headline: str = Field(default="", max_length=2000)
    primary_text: str = Field(default="", max_length=10_000)
    description: str = Field(default="", max_length=2000)
    call_to_action: str = Field(default="", max_length=100, examples=["shop_now"])
    destination_url: str = Field(default="", max_length=4000, examples=["tastychips.co/spicy"])
    asset_id: UUID | None = None
    more_headlines: Sequence[str] = Field(
        default=(), max_length=14, description="Further headlines of a responsive search ad"
    )
    more_descriptions: Sequence[str] = Field(
        default=(), max_length=3, description="Further descriptions of a responsive search ad"
    )
    display_path: Sequence[str] = Field(
        default=(), max_length=2, description="Words shown after the domain on Search"
    )

    def to_text(self) -> CreativeText:
        """Convert to the room's words."""
        return CreativeText(
            headline=self.headline,
            primary_text=self.primary_text,
            description=self.description,
            call_to_action=self.call_to_action,
            destination_url=self.destination_url,
            asset_id=self.asset_id,
            more_headlines=_filled(self.more_headlines),
            more_descriptions=_filled(self.more_descriptions),
            display_path=_filled(self.display_path),
        )


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


class CreativeIn(CreativeTextIn):
    """A new creative."""

    advertiser_id: UUID
    name: str = Field(default="", max_length=200)


class CreativeVersionIn(CreativeTextIn):
    """An edited creative, whole; `parent_id` is the version that was edited, the newest when left out."""

    parent_id: UUID | None = None


class FieldChangeOut(Output):
    """One field that differs from the version before."""

    field: str
    before: str | None
    after: str | None

    @classmethod
    def of(cls, change: FieldChange) -> FieldChangeOut:
        """Convert a change."""
        return cls.model_validate(change)


class CreativeVersionOut(Output):
    """One version; `changes` are against its parent."""

    id: UUID
    version: int
    parent_id: UUID | None
    headline: str
    primary_text: str
    description: str
    call_to_action: str
    destination_url: str
    asset_id: UUID | None
    more_headlines: Sequence[str]
    more_descriptions: Sequence[str]
    display_path: Sequence[str]
    created_at: datetime
    created_by: str
    changes: Sequence[FieldChangeOut]

    @classmethod
    def of(cls, version: CreativeVersion, parent: CreativeVersion | None) -> CreativeVersionOut:
        """Convert a version."""
        text = version.content
        changes = differences(parent.content, text) if parent else []
        return cls(
            id=version.id,
            version=version.version,
            parent_id=version.parent_id,
            headline=text.headline,
            primary_text=text.primary_text,
            description=text.description,
            call_to_action=text.call_to_action,
            destination_url=text.destination_url,
            asset_id=text.asset_id,
            more_headlines=text.more_headlines,
            more_descriptions=text.more_descriptions,
            display_path=text.display_path,
            created_at=version.created_at,
            created_by=version.created_by,
            changes=[FieldChangeOut.of(change) for change in changes],
        )


class CreativeOut(Output):
    """A creative with its versions, newest first."""

    id: UUID
    advertiser_id: UUID
    name: str
    created_at: datetime
    created_by: str
    latest: CreativeVersionOut
    versions: Sequence[CreativeVersionOut]

    @classmethod
    def of(cls, creative: Creative) -> CreativeOut:
        """Convert a creative."""
        by_id = {version.id: version for version in creative.versions}
        versions = [
            CreativeVersionOut.of(version, by_id.get(version.parent_id) if version.parent_id else None)
            for version in reversed(creative.versions)
        ]
        return cls(
            id=creative.id,
            advertiser_id=creative.advertiser_id,
            name=creative.name,
            created_at=creative.created_at,
            created_by=creative.created_by,
            latest=versions[0],
            versions=versions,
        )
