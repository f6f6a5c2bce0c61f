"""Desired minus present: what has to be edited, added and archived so that one tree becomes another. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    NodeFields,
    RunState,
)
from adwright.changes.fields import FIELDS_OF, Field, is_silent, same
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import DesiredNode, Edit, NewAd, NodeRef, Patch, pick
from adwright.changes.values import Values
from adwright.platforms.model import Level


def difference(
    present: DesiredCampaign, wanted: DesiredCampaign, kind: ChangeKind = ChangeKind.EDIT
) -> Patch:
    """Return the patch that makes `wanted` of `present`; without edits when they are the same.

    A node that is not in the wanted tree any more is archived, with what is below it. What is below an
    archived node is left alone.

    Args:
        present: the tree as it is on the platform.
        wanted: the same campaign as it should be; a node without an external id is new.
        kind: of the change that the patch is for.
    """
    edits = [*_edits(Level.CAMPAIGN, present, wanted)]
    new_groups: list[DesiredAdGroup] = []
    new_ads: list[NewAd] = []
    if not _is_archived(wanted):
        groups = {group.id: group for group in present.ad_groups}
        for group in wanted.ad_groups:
            before = groups.pop(group.id, None)
            if before is None or before.external_id is None:
                new_groups += [] if _is_archived(group) else [group]
                continue
            edits += _edits(Level.AD_GROUP, before, group)
            if not _is_archived(group):
                edits += _ad_edits(before, group)
                new_ads += [NewAd(group.id, ad) for ad in _new_ads(before, group)]
        edits += _removals(Level.AD_GROUP, groups)
    return Patch(kind, tuple(edits), tuple(new_groups), tuple(new_ads))


def differing(level: Level, present: NodeFields, wanted: NodeFields) -> tuple[Field, ...]:
    """Return the fields in which a node that is present differs from what is wanted of it."""
    return tuple(field for field in FIELDS_OF[level] if _differs(field, present, wanted))


def _differs(field: Field, present: NodeFields, wanted: NodeFields) -> bool:
    before, after = getattr(present, field.value), getattr(wanted, field.value)
    if is_silent(field, after, before):
        return False
    if field is Field.CREATIVE and isinstance(present, AdFields) and isinstance(wanted, AdFields):
        # What was only observed may look like our version, and its picture cannot be told.
        chosen = wanted.creative.version_id
        if chosen is not None and present.creative.version_id is None:
            return True
    return not same(field, before, after)


def _edits(level: Level, present: DesiredNode, wanted: DesiredNode) -> Iterator[Edit]:
    if _is_archived(present) and _is_archived(wanted):
        return
    touched: tuple[Field, ...] = (Field.STATE,)
    if not _is_archived(wanted):
        touched = differing(level, present.fields, wanted.fields)
    if touched:
        yield Edit(NodeRef.of(level, present), pick(present.fields, touched), pick(wanted.fields, touched))


def _ad_edits(present: DesiredAdGroup, wanted: DesiredAdGroup) -> list[Edit]:
    ads = {ad.id: ad for ad in present.ads}
    edits: list[Edit] = []
    for ad in wanted.ads:
        before = ads.pop(ad.id, None)
        if before is not None and before.external_id is not None:
            edits += _edits(Level.AD, before, ad)
    return edits + _removals(Level.AD, ads)


def _new_ads(present: DesiredAdGroup, wanted: DesiredAdGroup) -> list[DesiredAd]:
    made = {ad.id for ad in present.ads if ad.external_id is not None}
    return [ad for ad in wanted.ads if ad.id not in made and not _is_archived(ad)]


def _removals(level: Level, left: Mapping[UUID, DesiredNode]) -> list[Edit]:
    return [
        Edit(NodeRef.of(level, node), pick(node.fields, (Field.STATE,)), Values(state=RunState.ARCHIVED))
        for node in left.values()
        if node.external_id is not None and not _is_archived(node)
    ]


def _is_archived(node: DesiredNode) -> bool:
    return node.fields.state is RunState.ARCHIVED
