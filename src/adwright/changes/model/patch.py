"""What a change edits: nodes, the values they had when it was proposed, and the values wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
    RunState,
)
from adwright.changes.model.life import ChangeKind
from adwright.platforms.model import Level

LEVEL_WORDS = {Level.CAMPAIGN: "campaign", Level.AD_GROUP: "ad group", Level.AD: "ad"}

DesiredNode = DesiredCampaign | DesiredAdGroup | DesiredAd


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


@dataclass(frozen=True, slots=True)
class Values:
    """The part of a node that an edit touches; None means untouched."""

    state: RunState | None = None
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One node's edit.

    Attributes:
        base: the values as they were observed when the change was proposed (or looked at again).
        wanted: the values it is to have.
    """

    node: NodeRef
    base: Values
    wanted: Values


@dataclass(frozen=True, slots=True)
class Patch:
    """All that a change edits. A launch has no edits: it makes the whole campaign as drafted."""

    kind: ChangeKind
    edits: tuple[Edit, ...] = ()


def values_of(fields: NodeFields, touched: Values) -> Values:
    """Return a node's values in the places that an edit touches."""
    budget = None if isinstance(fields, AdFields) else fields.budget
    return Values(
        state=None if touched.state is None else fields.state,
        budget=None if touched.budget is None else budget,
    )


def moved(edit: Edit, found: Values) -> bool:
    """Say whether the world moved since the proposal: neither as it was then, nor as wanted already."""
    return found not in (edit.base, edit.wanted)


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
    """Return the tree as it would be with the patch's edits."""
    wanted = {edit.node.id: edit.wanted for edit in patch.edits}

    def campaign_fields(node_id: UUID, fields: CampaignFields) -> CampaignFields:
        values = wanted.get(node_id, Values())
        return replace(fields, state=values.state or fields.state, budget=values.budget or fields.budget)

    def group_fields(node_id: UUID, fields: AdGroupFields) -> AdGroupFields:
        values = wanted.get(node_id, Values())
        return replace(fields, state=values.state or fields.state, budget=values.budget or fields.budget)

    return replace(
        campaign,
        fields=campaign_fields(campaign.id, campaign.fields),
        ad_groups=tuple(
            replace(group, fields=group_fields(group.id, group.fields)) for group in campaign.ad_groups
        ),
    )


def looked_at_again(patch: Patch, observed: Mapping[UUID, ObservedNode]) -> Patch:
    """Return the patch on the values observed now; an edit of a node that is not observed stays as it is."""

    def renewed(edit: Edit) -> Edit:
        node = observed.get(edit.node.id)
        return edit if node is None else replace(edit, base=values_of(node.fields, edit.wanted))

    return replace(patch, edits=tuple(renewed(edit) for edit in patch.edits))
