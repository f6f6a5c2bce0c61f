"""The inverse of what was applied, on the world as it is now: what can be taken back, and what not. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from adwright.campaigns.model import DesiredCampaign, NodeFields, RunState
from adwright.changes.fields import Field, same
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import DesiredNode, Edit, NodeRef, Patch, nodes_of, pick
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level


@dataclass(frozen=True, slots=True)
class UndoConflict:
    """Why one value cannot be taken back.

    Attributes:
        field: the part of the node, in words; `node` when the node as a whole is meant.
        wanted: what the undone change had set.
        found: what is there now; None when it does not exist.
        message: the same as a sentence.
    """

    node: NodeRef
    field: str
    wanted: str | None
    found: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking changes back means.

    Attributes:
        patch: the inverse edits, without what conflicts.
        conflicts: where the world has moved on.
    """

    patch: Patch
    conflicts: tuple[UndoConflict, ...]


def undo(patches: Sequence[Patch], present: DesiredCampaign, can: Capabilities, names: Names) -> Undo:
    """Return the inverse of one or several applied changes of a campaign.

    Args:
        patches: of the changes, in the order in which they were applied.
        present: the campaign as it is on the platform.
        can: what the platform lets software do.
        names: what the campaign's nodes and what the account knows by number are called.
    """
    undoing = _Undoing(present, can, names)
    for patch in reversed(patches):
        undoing.take_back(patch)
    return undoing.result()


@dataclass
class _Undoing:
    """Goes back change by change; `now` has the values that each node would have so far."""

    present: DesiredCampaign
    can: Capabilities
    names: Names
    now: dict[UUID, NodeFields] = field(default_factory=dict)
    nodes: dict[UUID, tuple[Level, DesiredNode]] = field(default_factory=dict)
    conflicts: list[UndoConflict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = {node.id: (level, node) for level, node in nodes_of(self.present)}
        self.now = {node_id: node.fields for node_id, (_, node) in self.nodes.items()}

    def take_back(self, patch: Patch) -> None:
        if patch.kind is ChangeKind.LAUNCH:
            self._archive(self.present.id)
            return
        for group in patch.new_ad_groups:
            self._archive(group.id)
        for new in patch.new_ads:
            self._archive(new.ad.id)
        for edit in patch.edits:
            self._reverse(edit)

    def result(self) -> Undo:
        edits = []
        for node_id, (level, node) in self.nodes.items():
            after = self.now[node_id]
            touched = tuple(
                each
                for each in Field
                if not same(each, getattr(node.fields, each.value, None), getattr(after, each.value, None))
                and hasattr(after, each.value)
            )
            if touched:
                base, wanted = pick(node.fields, touched), pick(after, touched)
                edits.append(Edit(NodeRef.of(level, node), base, wanted))
        conflicts = tuple(self.conflicts)
        return Undo(Patch(ChangeKind.UNDO, tuple(edits), partial=bool(conflicts)), conflicts)

    def _archive(self, node_id: UUID) -> None:
        """Of what was made, undoing leaves nothing running."""
        if node_id not in self.nodes:
            return
        if self.now[node_id].state is not RunState.ARCHIVED:
            self.now[node_id] = replace(self.now[node_id], state=RunState.ARCHIVED)

    def _reverse(self, edit: Edit) -> None:
        if edit.node.id not in self.nodes:
            message = f"The {self.names.called(edit.node)} is not there any more."
            self.conflicts.append(UndoConflict(edit.node, "node", "exists", None, message))
            return
        for each in edit.base.touched:
            self._reverse_field(edit, each)

    def _reverse_field(self, edit: Edit, each: Field) -> None:
        node_id, wanted = edit.node.id, edit.wanted.get(each)
        found = getattr(self.now[node_id], each.value)
        if same(each, found, edit.base.get(each)):
            return
        if each is Field.STATE and found is RunState.ARCHIVED and self.can.archive_is_final:
            called = self.names.called(edit.node)
            message = f"The {called} is archived, and {self.can.name} cannot bring it back."
            self.conflicts.append(UndoConflict(edit.node, each.value, None, "archived", message))
            return
        if not same(each, found, wanted):
            self.conflicts += self._moved(edit, each, found)
            return
        values = edit.base.only((each,)).as_fields()
        self.now[node_id] = replace(self.now[node_id], **_of(self.now[node_id], values))

    def _moved(self, edit: Edit, each: Field, found: object) -> list[UndoConflict]:
        called = self.names.called(edit.node)
        return [
            UndoConflict(
                edit.node,
                part,
                wanted,
                now,
                f"{_capitalized(part)} of the {called} was set to {wanted} and is {now} now.",
            )
            for part, wanted, now in self.names.parts(each, edit.wanted.get(each), found)
        ]


def _of(fields: NodeFields, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if hasattr(fields, name)}


def _capitalized(part: str) -> str:
    words = part.replace("_", " ")
    return words[:1].upper() + words[1:]
