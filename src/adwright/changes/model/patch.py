"""What a change edits: nodes, the values they had when it was proposed, and the values wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    CampaignFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
)
from adwright.changes.fields import Field, is_silent, same
from adwright.changes.model.life import ChangeKind
from adwright.changes.values import Values
from adwright.platforms.model import Level

LEVEL_WORDS = {Level.CAMPAIGN: "campaign", Level.AD_GROUP: "ad group", Level.AD: "ad"}

DesiredNode = DesiredCampaign | DesiredAdGroup | DesiredAd
Fields = TypeVar("Fields", CampaignFields, AdGroupFields, AdFields)


@dataclass(frozen=True, slots=True)
class NodeRef:
    """One node of a campaign tree; `external_id` is None until it exists on the platform."""

    level: Level
    id: UUID
    name: str
    external_id: str | None

    @property
    def called(self) -> str:
        """The node in a sentence: what it is and its name."""
        return f"{LEVEL_WORDS[self.level]} “{self.name}”"

    @classmethod
    def of(cls, level: Level, node: DesiredNode) -> NodeRef:
        """Name a node of a tree."""
        return cls(level, node.id, name_of(node), node.external_id)


@dataclass(frozen=True, slots=True)
class Edit:
    """One node's edit.

    Attributes:
        base: the values as they were observed when the change was proposed (or looked at again). What it does
            not touch is overwritten whatever is there.
        wanted: the values it is to have.
    """

    node: NodeRef
    base: Values
    wanted: Values


@dataclass(frozen=True, slots=True)
class NewAd:
    """An ad to be added to an ad group that exists."""

    ad_group_id: UUID
    ad: DesiredAd


@dataclass(frozen=True, slots=True)
class Patch:
    """All that a change edits. A launch has no edits: it makes the whole campaign as drafted.

    Attributes:
        edits: of nodes that exist on the platform.
        new_ad_groups: to be added to the campaign, with their ads.
        new_ads: to be added to ad groups that exist.
        partial: an undo that leaves out what conflicts.
    """

    kind: ChangeKind
    edits: tuple[Edit, ...] = ()
    new_ad_groups: tuple[DesiredAdGroup, ...] = ()
    new_ads: tuple[NewAd, ...] = ()
    partial: bool = False

    @property
    def shows_ads(self) -> bool:
        """Whether it makes ads, or edits what they show."""
        makes = self.kind is ChangeKind.LAUNCH or bool(self.new_ad_groups or self.new_ads)
        return makes or any(Field.CREATIVE in edit.wanted.touched for edit in self.edits)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.edits or self.new_ad_groups or self.new_ads)

    def new_nodes(self) -> tuple[tuple[Level, UUID], ...]:
        """Return every node that is to be added, parents before children."""
        groups = [(Level.AD_GROUP, group.id) for group in self.new_ad_groups]
        ads = [(Level.AD, ad.id) for group in self.new_ad_groups for ad in group.ads]
        return (*groups, *ads, *((Level.AD, new.ad.id) for new in self.new_ads))

    @property
    def new_node_ids(self) -> frozenset[UUID]:
        """The ids of every node that is to be added."""
        return frozenset(node_id for _, node_id in self.new_nodes())


def name_of(node: DesiredNode) -> str:
    """Return a node's name; an ad without one is called by what it says, or else by the platform's id."""
    said = node.fields.creative.headline if isinstance(node.fields, AdFields) else ""
    return node.fields.name or said or node.external_id or ""


def values_of(node_fields: NodeFields, touched: Values) -> Values:
    """Return a node's values in the places that an edit touches."""
    return pick(node_fields, touched.touched)


def pick(node_fields: NodeFields, touched: Iterable[Field]) -> Values:
    """Return a node's values of some fields; one that the node does not have counts as cleared."""
    chosen = tuple(touched)
    found = {field.value: getattr(node_fields, field.value, None) for field in chosen}
    cleared = tuple(field for field in chosen if found[field.value] is None)
    audience = None
    if Field.TARGETING in chosen and isinstance(node_fields, AdGroupFields):
        audience = node_fields.audience_version_id
    return Values(**found, audience_version_id=audience, cleared=cleared)


def moved_fields(edit: Edit, found: Values) -> tuple[Field, ...]:
    """Return the fields in which the world moved since the proposal: neither as then, nor as wanted."""
    return tuple(
        field
        for field in edit.base.touched
        if not same(field, found.get(field), edit.base.get(field))
        and not same(field, found.get(field), edit.wanted.get(field))
        and not is_silent(field, edit.base.get(field), found.get(field))
    )


def moved(edit: Edit, found: Values) -> bool:
    """Say whether the world moved since the proposal in what an edit touches."""
    return bool(moved_fields(edit, found))


def find_node(campaign: DesiredCampaign, level: Level, node_id: UUID) -> DesiredNode | None:
    """Return a node of a campaign tree; None when it has no such node at that level."""
    return next((node for at, node in nodes_of(campaign) if at is level and node.id == node_id), None)


def nodes_of(campaign: DesiredCampaign) -> list[tuple[Level, DesiredNode]]:
    """Return every node of a tree, parents before children."""
    nodes: list[tuple[Level, DesiredNode]] = [(Level.CAMPAIGN, campaign)]
    nodes += [(Level.AD_GROUP, group) for group in campaign.ad_groups]
    nodes += [(Level.AD, ad) for group in campaign.ad_groups for ad in group.ads]
    return nodes


def with_edits(campaign: DesiredCampaign, patch: Patch) -> DesiredCampaign:
    """Return the tree as it would be with the patch's edits and what it adds."""
    wanted = {edit.node.id: edit.wanted for edit in patch.edits}
    added: dict[UUID, list[DesiredAd]] = {}
    for new in patch.new_ads:
        added.setdefault(new.ad_group_id, []).append(new.ad)
    present = {group.id for group in campaign.ad_groups}

    def group_with(group: DesiredAdGroup) -> DesiredAdGroup:
        kept = {ad.id for ad in group.ads}
        ads = [*group.ads, *(ad for ad in added.get(group.id, ()) if ad.id not in kept)]
        edited = tuple(replace(ad, fields=_edited(ad.fields, wanted.get(ad.id))) for ad in ads)
        return replace(group, fields=_edited(group.fields, wanted.get(group.id)), ads=edited)

    new_groups = [group for group in patch.new_ad_groups if group.id not in present]
    return replace(
        campaign,
        fields=_edited(campaign.fields, wanted.get(campaign.id)),
        ad_groups=tuple(group_with(group) for group in [*campaign.ad_groups, *new_groups]),
    )


def as_observed(campaign: DesiredCampaign, observed: Mapping[UUID, ObservedNode]) -> DesiredCampaign:
    """Return the tree with the values that the platform showed last; what was never seen stays as desired."""

    def seen(node: DesiredNode) -> NodeFields:
        found = observed.get(node.id)
        return node.fields if found is None else _recognized(node.fields, found.fields)

    def group_seen(group: DesiredAdGroup) -> DesiredAdGroup:
        ads = tuple(replace(ad, fields=_as_ad(seen(ad))) for ad in group.ads)
        return replace(group, fields=_as_group(seen(group)), ads=ads)

    return replace(
        campaign,
        fields=_as_campaign(seen(campaign)),
        ad_groups=tuple(group_seen(group) for group in campaign.ad_groups),
    )


def looked_at_again(
    patch: Patch, to_come: Iterable[Edit], observed: Mapping[UUID, ObservedNode]
) -> Patch:
    """Return the patch on the values observed now, as far as it is still to be done.

    An edit of a node that is not observed stays as it is.

    Args:
        patch: what a change edits.
        to_come: its edits without what is done.
        observed: what the platform showed last, by our ids.
    """
    left = {edit.node.id: edit.wanted for edit in to_come}

    def renewed(edit: Edit) -> Edit:
        node, wanted = observed.get(edit.node.id), left.get(edit.node.id)
        if node is None or wanted is None:
            return edit
        done = [field for field in edit.base.touched if field not in wanted.touched]
        return replace(edit, base=edit.base.only(done).with_those_of(values_of(node.fields, wanted)))

    return replace(patch, edits=tuple(renewed(edit) for edit in patch.edits))


def _edited(node_fields: Fields, values: Values | None) -> Fields:
    if values is None:
        return node_fields
    known = {each.name for each in fields(node_fields)}
    touched = {name: value for name, value in values.as_fields().items() if name in known}
    return replace(node_fields, **touched)


def _recognized(desired: NodeFields, found: NodeFields) -> NodeFields:
    """Return what was found, with our own names (creative, audience, purpose) where it is what we know."""
    if isinstance(desired, AdFields) and isinstance(found, AdFields):
        if not same(Field.CREATIVE, desired.creative, found.creative):
            return found
        there = found.creative
        known_there = replace(
            desired.creative,
            external_id=there.external_id,
            image_hash=there.image_hash,
            instagram_external_id=_either(
                there.instagram_external_id, desired.creative.instagram_external_id
            ),
            lead_form_external_id=_either(
                there.lead_form_external_id, desired.creative.lead_form_external_id
            ),
        )
        return replace(found, creative=known_there)
    if isinstance(desired, AdGroupFields) and isinstance(found, AdGroupFields):
        known = same(Field.TARGETING, desired.targeting, found.targeting)
        return replace(
            found,
            audience_version_id=desired.audience_version_id if known else None,
            targeting=desired.targeting if known else found.targeting,
            pixel_external_id=desired.pixel_external_id,
            page_external_id=desired.page_external_id,
            conversion_event=desired.conversion_event,
            lead_form_external_id=desired.lead_form_external_id,
        )
    if isinstance(desired, CampaignFields) and isinstance(found, CampaignFields):
        strategy = found.bid_strategy or desired.bid_strategy
        return replace(found, purpose=desired.purpose, bid_strategy=strategy)
    return found


def _either(seen: str | None, ours: str | None) -> str | None:
    return ours if seen is None else seen


def _as_campaign(found: NodeFields) -> CampaignFields:
    if not isinstance(found, CampaignFields):
        raise TypeError("a campaign was observed as something else")
    return found


def _as_group(found: NodeFields) -> AdGroupFields:
    if not isinstance(found, AdGroupFields):
        raise TypeError("an ad group was observed as something else")
    return found


def _as_ad(found: NodeFields) -> AdFields:
    if not isinstance(found, AdFields):
        raise TypeError("an ad was observed as something else")
    return found
