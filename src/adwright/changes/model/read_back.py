"""What is asked for is compared with what the platform has: before applying, and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    CampaignFields,
    CreativeContent,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
    RunState,
)
from adwright.changes.fields import FIELDS_OF, Field, is_silent, same
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import (
    DesiredNode,
    Edit,
    NodeRef,
    Patch,
    moved,
    moved_fields,
    nodes_of,
    pick,
    values_of,
)
from adwright.changes.values import Values
from adwright.platforms.model import Level

Images = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that the platform has otherwise than asked, in plain words."""

    level: Level
    node: str
    field: str
    wanted: str
    found: str


class ReadBack:
    """Judges the nodes of one finished change.

    Args:
        patch: the change's patch.
        campaign: the desired tree, with what the change made.
        images: what the platform calls the images that the change uploaded, by asset.
        names: what the tree's nodes and what the account knows by number are called.
    """

    def __init__(self, patch: Patch, campaign: DesiredCampaign, images: Images, names: Names) -> None:
        self._names = names
        self._launch = patch.kind is ChangeKind.LAUNCH
        self._images = images
        self._edits = {edit.node.id: edit for edit in patch.edits}
        added = patch.new_node_ids
        self._whole: dict[UUID, tuple[Level, DesiredNode]] = {
            node.id: (level, node)
            for level, node in nodes_of(campaign)
            if node.external_id is not None and (self._launch or node.id in added)
        }

    def nodes(self) -> tuple[NodeRef, ...]:
        """Return the nodes that the change is judged by; those that exist on the platform."""
        edited = [edit.node for edit in self._edits.values() if edit.node.id not in self._whole]
        return (*edited, *(NodeRef.of(level, node) for level, node in self._whole.values()))

    def compare(self, node: NodeRef, observed: ObservedNode | None) -> tuple[Mismatch, ...]:
        """Return where one node on the platform differs from what the change asked for.

        Args:
            node: the node that was read.
            observed: what the platform has; None when it has no such node.
        """
        name = self._names.of_node(node)
        if observed is None:
            return (Mismatch(node.level, name, "node", "exists", "not found"),)
        wanted = self._wanted(node, observed.fields)
        found = pick(observed.fields, wanted.touched)
        return tuple(
            Mismatch(node.level, name, part, asked or "", there or "")
            for field in wanted.touched
            if not same(field, wanted.get(field), found.get(field))
            for part, asked, there in self._names.parts(field, wanted.get(field), found.get(field))
        )

    def images_of_ads(self) -> dict[UUID, str]:
        """Return what the platform calls the image of each ad that was made or shows another creative."""
        contents = {
            node_id: node.fields.creative
            for node_id, (_, node) in self._whole.items()
            if isinstance(node.fields, AdFields)
        }
        contents |= {
            node_id: edit.wanted.creative
            for node_id, edit in self._edits.items()
            if edit.wanted.creative is not None
        }
        found = {ad_id: self._with_image(content).image_hash for ad_id, content in contents.items()}
        return {ad_id: image_hash for ad_id, image_hash in found.items() if image_hash is not None}

    def _wanted(self, node: NodeRef, found: NodeFields) -> Values:
        """Return what was asked of a node: of an edited one the edit, of one that was made everything."""
        if node.id not in self._whole:
            values = self._edits[node.id].wanted
            if values.creative is None:
                return values
            return replace(values, creative=self._with_image(values.creative))
        fields = self._as_made(self._whole[node.id][1].fields)
        heard = [
            field
            for field in FIELDS_OF[node.level]
            if not is_silent(field, getattr(fields, field.value), getattr(found, field.value))
        ]
        return pick(fields, heard)

    def _as_made(self, fields: NodeFields) -> NodeFields:
        if isinstance(fields, AdFields):
            return replace(fields, creative=self._with_image(fields.creative))
        if self._launch and isinstance(fields, CampaignFields):
            # A campaign is drafted in whatever state; to launch it is to switch it on.
            return replace(fields, state=RunState.ACTIVE)
        return fields

    def _with_image(self, content: CreativeContent) -> CreativeContent:
        known = None if content.asset_id is None else self._images.get(content.asset_id)
        return content if known is None else replace(content, image_hash=known)


def is_as_proposed(edit: Edit, observed: ObservedNode | None) -> bool:
    """Say whether an edit can be applied as it was proposed.

    Args:
        edit: what is about to be changed.
        observed: its node as the platform has it now; None when it has no such node.
    """
    if observed is None or _is_over(edit, observed):
        return False
    return not moved(edit, values_of(observed.fields, edit.wanted))


def why_not_as_proposed(
    edits: Iterable[Edit], observed: Mapping[UUID, ObservedNode | None], names: Names
) -> str:
    """Return why edits cannot be applied as they were proposed, and what to do.

    Args:
        edits: those that cannot.
        observed: their nodes as the platform has them now; None where it has no such node.
        names: what the nodes and what the account knows by number are called.
    """
    differing, gone = [], []
    for edit in edits:
        node = observed[edit.node.id]
        if node is None or _is_over(edit, node):
            gone.append(_how_gone(names.called(edit.node), node))
        else:
            differing.append(_how_moved(edit, node, names))
    if gone:
        return " ".join([*differing, *gone, "What is gone there cannot be edited: give this change up."])
    return " ".join([*differing, "Look at the values as they are now, then try again."])


def _how_gone(called: str, observed: ObservedNode | None) -> str:
    if observed is None:
        return f"The {called} is not on the platform any more."
    return f"The {called} was archived or deleted on the platform, which cannot bring it back."


def _how_moved(edit: Edit, observed: ObservedNode, names: Names) -> str:
    found = values_of(observed.fields, edit.wanted)
    changed = [
        f"{_part_words(part, field)}was {before} then and is {now} now"
        for field in moved_fields(edit, found)
        for part, before, now in names.parts(field, edit.base.get(field), found.get(field))
    ]
    return f"The {names.called(edit.node)} has moved since this was proposed: {'; '.join(changed)}."


def _is_over(edit: Edit, observed: ObservedNode) -> bool:
    """Say whether a node is archived for good; a platform may still take a new name for it."""
    return observed.fields.state is RunState.ARCHIVED and edit.wanted.state is not RunState.ARCHIVED


def _part_words(part: str, field: Field) -> str:
    return "it " if field in (Field.STATE, Field.BUDGET) else f"{part.replace('_', ' ')} "
