"""Assets and creatives: pure data and pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asset:
    """An image in the library of an advertiser; its content's SHA-256 is its natural key there.

    Attributes:
        media_type: as read from the content, never from the name.
        width, height: in pixels as people see the image, after the camera's rotation is applied.
        created_at: UTC.
    """

    id: UUID
    organization_id: UUID
    advertiser_id: UUID
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    created_at: datetime
    created_by: str

    @property
    def content_key(self) -> str:
        """Where the content lies in the store."""
        return f"{self.organization_id}/{self.id}/original"

    @property
    def thumbnail_key(self) -> str:
        """Where the thumbnail lies in the store."""
        return f"{self.organization_id}/{self.id}/thumbnail"

    @property
    def aspect_ratio(self) -> float:
        """Width to height; for choosing a layout, nothing is counted with it."""
        return self.width / self.height


@dataclass(frozen=True, slots=True)
class CreativeText:
    """What a person writes and chooses for one creative; a draft may leave any of it empty.

    Attributes:
        more_headlines, more_descriptions: further ones for a responsive search ad.
        display_path: up to two words shown after the domain on Search.
    """

    headline: str = ""
    primary_text: str = ""
    description: str = ""
    call_to_action: str = ""
    destination_url: str = ""
    asset_id: UUID | None = None
    more_headlines: tuple[str, ...] = ()
    more_descriptions: tuple[str, ...] = ()
    display_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreativeVersion:
    """One version of a creative; never changed after it is made.

    Attributes:
        version: 1, 2, … within the creative.
        parent_id: the version it was edited from; None for the first.
        created_at: UTC.
    """

    id: UUID
    creative_id: UUID
    advertiser_id: UUID
    version: int
    parent_id: UUID | None
    content: CreativeText
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Creative:
    """A creative with all its versions, oldest first."""

    id: UUID
    advertiser_id: UUID
    name: str
    created_at: datetime
    created_by: str
    versions: Sequence[CreativeVersion]

    @property
    def latest(self) -> CreativeVersion:
        """The newest version."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs between two versions."""

    field: str
    before: str | None
    after: str | None


def differences(before: CreativeText, after: CreativeText) -> list[FieldChange]:
    """Return what changed from one content to another, in the order of the fields."""
    return [
        FieldChange(each.name, _text(getattr(before, each.name)), _text(getattr(after, each.name)))
        for each in fields(CreativeText)
        if getattr(before, each.name) != getattr(after, each.name)
    ]


def _text(value: str | UUID | tuple[str, ...] | None) -> str | None:
    if isinstance(value, tuple):
        return " | ".join(value)
    return None if value is None else str(value)
