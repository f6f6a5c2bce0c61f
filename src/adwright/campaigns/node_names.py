"""What nodes of campaign trees are called, where only their ids are kept."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from adwright.platforms.model import Level


@dataclass(frozen=True, slots=True)
class NodeName:
    """A node and the campaign that it stands in, by name; a campaign stands in itself."""

    level: Level
    id: UUID
    name: str
    campaign_id: UUID
    campaign_name: str
