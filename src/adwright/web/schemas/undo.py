"""Shapes of undoing what was applied."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field

from adwright.changes.model.undo import UndoConflict
from adwright.journeys.undo_change import UndoPreview
from adwright.platforms.model import Level
from adwright.web.schemas.base import Output
from adwright.web.schemas.changes import ChangeOut, CostPerDayOut, DiffLineOut, WhyIn


class UndoIn(WhyIn):
    """How to undo."""

    leave_out_conflicts: bool = Field(
        default=False, description="Undo what can be undone, where some of it has moved on"
    )


class UndoSetIn(UndoIn):
    """Which changes to undo, in any order."""

    change_ids: list[UUID] = Field(min_length=1, max_length=200)


class UndoConflictOut(Output):
    """One value that cannot be taken back: what the change had set, and what is there now."""

    level: Level
    node_id: UUID
    node: str
    field: str
    wanted: str | None
    found: str | None
    message: str

    @classmethod
    def of(cls, conflict: UndoConflict) -> UndoConflictOut:
        """Convert a conflict."""
        return cls(
            level=conflict.node.level,
            node_id=conflict.node.id,
            node=conflict.node.name,
            field=conflict.field,
            wanted=conflict.wanted,
            found=conflict.found,
            message=conflict.message,
        )


class UndoPreviewOut(Output):
    """What undoing would do; the diff leaves out what conflicts."""

    campaign_id: UUID
    diff: Sequence[DiffLineOut]
    cost_per_day: CostPerDayOut
    conflicts: Sequence[UndoConflictOut]

    @classmethod
    def of(cls, preview: UndoPreview) -> UndoPreviewOut:
        """Convert a preview."""
        return cls(
            campaign_id=preview.campaign_id,
            diff=[DiffLineOut.model_validate(line) for line in preview.diff],
            cost_per_day=CostPerDayOut.of(preview.cost),
            conflicts=[UndoConflictOut.of(conflict) for conflict in preview.conflicts],
        )


class ChangesOut(Output):
    """The changes that were proposed."""

    items: Sequence[ChangeOut]
