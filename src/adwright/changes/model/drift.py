"""What was edited outside: where a live campaign differs from what it should be. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from adwright.campaigns.model import Activity, AdFields, DesiredCampaign, NodeFields, ObservedNode, RunState
from adwright.changes.fields import FIELDS_OF, Field, Part, is_silent, parts, same
from adwright.changes.model.patch import NodeRef, nodes_of
from adwright.platforms.model import Level

# A node as a whole, in the place of a field: it was deleted or added outside.
NODE = "node"
GONE = "DELETED"
_DELETED: Part = (NODE, "exists", "deleted")
_ADDED: Part = (NODE, "not there", "added")

# By node and field, what is there until a change sets what should be, and what that is.
ToCome = Mapping[tuple[UUID, Field], tuple[object, object]]
_NOTHING: ToCome = {}


class DriftStatus(StrEnum):
    """What became of a drift. `gone`: it is as it should be again, whoever did that."""

    OPEN = "open"
    ADOPTED = "adopted"
    REVERTED = "reverted"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FoundDrift:
    """One field of one node that is otherwise than it should be.

    Attributes:
        field: by its name on the node, or `node` when it was deleted or added.
        parts: what differs in words: part, as it should be, as it is.
        edited_at, edited_by: when (UTC) and by whom, where the platform says so.
    """

    node: NodeRef
    field: str
    parts: tuple[Part, ...]
    edited_at: datetime | None
    edited_by: str | None


@dataclass(frozen=True, slots=True)
class Drift:
    """A drift as it is kept. Instants are UTC.

    Attributes:
        seen_at: when it was noticed.
        change_id: the change that reverts it.
    """

    id: UUID
    ad_account_id: UUID
    campaign_id: UUID
    level: Level
    node_id: UUID
    node: str
    field: str
    parts: tuple[Part, ...]
    status: DriftStatus
    seen_at: datetime
    edited_at: datetime | None
    edited_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    change_id: UUID | None

    @property
    def deleted(self) -> bool:
        """Whether the node was deleted outside."""
        return self.parts == (_DELETED,)

    @property
    def added(self) -> bool:
        """Whether the node was added outside."""
        return self.parts == (_ADDED,)


def find_drift(
    desired: DesiredCampaign,
    observed: Mapping[UUID, ObservedNode],
    activities: Sequence[Activity],
    added: Collection[UUID] = frozenset(),
    to_come: ToCome = _NOTHING,
    still_off: Collection[UUID] = frozenset(),
) -> tuple[FoundDrift, ...]:
    """Return every value that a platform has otherwise than it should be.

    What is below a node that is archived, here or there, is left alone.

    Args:
        desired: the campaign as it should be.
        observed: what the platform showed last, by our ids.
        activities: what it remembers of edits, newest first.
        added: nodes that were made outside and that nobody has decided about yet.
        to_come: what a change that stopped has not come to; of no account where a newer one wants otherwise.
        still_off: nodes that a change which stopped has made; they run when it goes on, and not before.
    """
    found: list[FoundDrift] = []
    silent: set[UUID] = set()
    parents = {ad.id: group.id for group in desired.ad_groups for ad in group.ads}
    for level, node in nodes_of(desired):
        seen = observed.get(node.id)
        above = desired.id if level is Level.AD_GROUP else parents.get(node.id)
        if above in silent or seen is None:
            silent.add(node.id)
            continue
        ref = NodeRef.of(level, node)
        if RunState.ARCHIVED in (node.fields.state, seen.fields.state):
            silent.add(node.id)
        elif node.id in added:
            found.append(FoundDrift(ref, NODE, (_ADDED,), *_who(seen, None, activities)))
        wanted = replace(node.fields, state=RunState.PAUSED) if node.id in still_off else node.fields
        found += _of_node(ref, wanted, seen, activities, to_come)
    return tuple(found)


def _of_node(
    ref: NodeRef,
    desired: NodeFields,
    seen: ObservedNode,
    activities: Sequence[Activity],
    to_come: ToCome,
) -> Iterator[FoundDrift]:
    if seen.effective_status == GONE:
        if desired.state is not RunState.ARCHIVED:
            yield FoundDrift(ref, NODE, (_DELETED,), *_who(seen, None, activities))
        return
    touched = changed_outside(ref.level, desired, seen.fields)
    if seen.fields.state is RunState.ARCHIVED or desired.state is RunState.ARCHIVED:
        touched = tuple(field for field in touched if field is Field.STATE)
    for field in touched:
        wanted, there = getattr(desired, field.value), getattr(seen.fields, field.value)
        before, after = to_come.get((ref.id, field), (None, None))
        if (ref.id, field) in to_come and same(field, there, before) and same(field, wanted, after):
            continue
        words = parts(field, wanted, there)
        if words:
            at, by = _who(seen, field, activities)
            yield FoundDrift(ref, field.value, words, at, by)


def changed_outside(level: Level, desired: NodeFields, seen: NodeFields) -> tuple[Field, ...]:
    """Return the fields in which a node was seen otherwise than it should be."""
    return tuple(
        field
        for field in FIELDS_OF[level]
        if not is_silent(field, getattr(desired, field.value), getattr(seen, field.value))
        and not same(field, getattr(desired, field.value), getattr(seen, field.value))
    )


def _who(
    seen: ObservedNode, field: Field | None, activities: Sequence[Activity]
) -> tuple[datetime | None, str | None]:
    """Return when and by whom a field was edited last; a creative's own edits count for its ad."""
    ids = {seen.external_id}
    if isinstance(seen.fields, AdFields) and seen.fields.creative.external_id is not None:
        ids.add(seen.fields.creative.external_id)
    for activity in activities:
        if activity.external_id in ids and (field is None or activity.field in (None, field.value)):
            return activity.at, activity.actor
    return None, None
