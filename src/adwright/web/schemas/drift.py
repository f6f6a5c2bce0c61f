"""Shapes of drift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from adwright.changes.model.drift import Drift, DriftStatus
from adwright.platforms.model import Level
from adwright.web.schemas.base import Output


class DriftPartOut(Output):
    """One value as it should be and as it was found; null where it does not exist."""

    field: str
    wanted: str | None
    found: str | None


class DriftOut(Output):
    """One field of one node that was edited outside."""

    id: UUID
    ad_account_id: UUID
    campaign_id: UUID
    level: Level
    node_id: UUID
    node: str
    field: str = Field(description="By its name on the node, or `node` when it was deleted or added")
    added: bool = Field(description="The node was added outside; reverting archives it")
    deleted: bool = Field(description="The node was deleted outside, which cannot be reverted")
    parts: Sequence[DriftPartOut]
    status: DriftStatus
    seen_at: datetime
    edited_at: datetime | None = Field(description="Where the platform says so")
    edited_by: str | None = Field(description="Where the platform says so")
    decided_at: datetime | None
    decided_by: str | None
    change_id: UUID | None = Field(description="The change that reverts it")

    @classmethod
    def of(cls, drift: Drift) -> DriftOut:
        """Convert a drift."""
        return cls(
            id=drift.id,
            ad_account_id=drift.ad_account_id,
            campaign_id=drift.campaign_id,
            level=drift.level,
            node_id=drift.node_id,
            node=drift.node,
            field=drift.field,
            added=drift.added,
            deleted=drift.deleted,
            parts=[
                DriftPartOut(field=part, wanted=wanted, found=found) for part, wanted, found in drift.parts
            ],
            status=drift.status,
            seen_at=drift.seen_at,
            edited_at=drift.edited_at,
            edited_by=drift.edited_by,
            decided_at=drift.decided_at,
            decided_by=drift.decided_by,
            change_id=drift.change_id,
        )
