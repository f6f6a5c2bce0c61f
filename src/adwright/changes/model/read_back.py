"""What is asked for is compared with what the platform has: before applying, and after."""

from __future__ import annotations

from dataclasses import dataclass

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
    RunState,
)
from adwright.changes.model.diff import budget_words, state_words
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import Edit, NodeRef, Patch, Values, moved, nodes_of, values_of
from adwright.platforms.model import Level


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that the platform has otherwise than asked, in plain words."""

    level: Level
    node: str
    field: str
    wanted: str
    found: str


def nodes_to_read(patch: Patch, campaign: DesiredCampaign) -> tuple[NodeRef, ...]:
    """Return the nodes that a finished change is judged by; those that exist on the platform."""
    if patch.kind is not ChangeKind.LAUNCH:
        return tuple(edit.node for edit in patch.edits)
    return tuple(
        NodeRef(level, node.id, node.fields.name, node.external_id)
        for level, node in nodes_of(campaign)
        if node.external_id is not None
    )


def compare(
    patch: Patch, campaign: DesiredCampaign, node: NodeRef, observed: ObservedNode | None
) -> tuple[Mismatch, ...]:
    """Return where one node on the platform differs from what the change asked for.

    Args:
        patch: the change's patch.
        campaign: the desired tree; for a launch, what was to be made.
        node: the node that was read.
        observed: what the platform has; None when it has no such node.
    """
    if observed is None:
        return (Mismatch(node.level, node.name, "node", "exists", "not found"),)
    if patch.kind is ChangeKind.LAUNCH:
        wanted = next(each.fields for _, each in nodes_of(campaign) if each.id == node.id)
        pairs = _launched(wanted, observed.fields)
    else:
        values = next(edit.wanted for edit in patch.edits if edit.node.id == node.id)
        pairs = _edited(values, observed.fields)
    return tuple(
        Mismatch(node.level, node.name, field, wanted_words, found_words)
        for field, wanted_words, found_words in pairs
        if wanted_words != found_words
    )


def why_not_as_proposed(edit: Edit, observed: ObservedNode | None) -> str | None:
    """Return why an edit cannot be applied as it was proposed, in plain words; None when it can.

    Args:
        edit: what is about to be changed.
        observed: the node as the platform has it now; None when it has no such node.
    """
    if observed is None:
        return f"The {edit.node.called} is not on the platform any more."
    found = values_of(observed.fields, edit.wanted)
    if not moved(edit, found):
        return None
    return (
        f"The {edit.node.called} has moved since this was proposed: "
        f"it was {_values_words(edit.base)} then and is {_values_words(found)} now."
    )


def _values_words(values: Values) -> str:
    return budget_words(values.budget) if values.state is None else state_words(values.state)


def _edited(wanted: Values, found: NodeFields) -> list[tuple[str, str, str]]:
    pairs = []
    if wanted.state is not None:
        pairs.append(("state", state_words(wanted.state), state_words(found.state)))
    if wanted.budget is not None:
        pairs.append(("budget", budget_words(wanted.budget), budget_words(_budget(found))))
    return pairs


def _launched(wanted: NodeFields, found: NodeFields) -> list[tuple[str, str, str]]:
    # A campaign is drafted in whatever state; to launch it is to switch it on.
    state = RunState.ACTIVE if isinstance(wanted, CampaignFields) else wanted.state
    pairs = [("state", state_words(state), state_words(found.state)), ("name", wanted.name, found.name)]
    if not isinstance(wanted, AdFields):
        pairs.append(("budget", budget_words(wanted.budget), budget_words(_budget(found))))
    if isinstance(wanted, AdGroupFields) and isinstance(found, AdGroupFields):
        pairs.append(("countries", _words(wanted.targeting.countries), _words(found.targeting.countries)))
        pairs.append(("genders", _words(wanted.targeting.genders), _words(found.targeting.genders)))
        pairs.append(("age from", str(wanted.targeting.age_min), str(found.targeting.age_min)))
    if isinstance(wanted, AdFields) and isinstance(found, AdFields):
        pairs.append(("headline", wanted.creative.headline, found.creative.headline))
        pairs.append(("text", wanted.creative.primary_text, found.creative.primary_text))
        pairs.append(("destination", wanted.creative.destination_url, found.creative.destination_url))
    return pairs


def _budget(fields: NodeFields) -> Budget | None:
    return None if isinstance(fields, AdFields) else fields.budget


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(sorted(values)) or "all"
