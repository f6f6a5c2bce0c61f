"""What an operation does, as it is stored: like a call to the platform, but what other operations make is
still named by their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from adwright.campaigns.model import AdFields, AdGroupFields, Budget, CampaignFields, RunState
from adwright.changes.ports import (
    Call,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    ObjectKind,
    SetBudget,
    SetState,
    SwapCreative,
    Tag,
    UpdateNode,
    UploadImage,
)
from adwright.changes.values import Values
from adwright.platforms.model import Level


class Action(StrEnum):
    """The kinds of operation."""

    LABEL = "label"
    IMAGE = "image"
    CREATIVE = "creative"
    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"
    AD = "ad"
    STATE = "state"
    BUDGET = "budget"
    UPDATE = "update"
    SWAP = "swap"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is on the platform already."""

    external_id: str


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Something that another operation of the same change makes."""

    key: str


Ref = Known | MadeBy


@dataclass(frozen=True, slots=True)
class LabelStep:
    """Make the change's label."""

    name: str


@dataclass(frozen=True, slots=True)
class ImageStep:
    """Upload an image of the library."""

    asset_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CreativeStep:
    """Make a creative."""

    label: Ref
    name: str
    fields: AdFields
    image: Ref | None


@dataclass(frozen=True, slots=True)
class CampaignStep:
    """Make a campaign, paused."""

    label: Ref
    fields: CampaignFields


@dataclass(frozen=True, slots=True)
class AdGroupStep:
    """Make an ad group, paused."""

    label: Ref
    campaign: Ref
    campaign_fields: CampaignFields
    fields: AdGroupFields


@dataclass(frozen=True, slots=True)
class AdStep:
    """Make an ad, paused."""

    label: Ref
    ad_group: Ref
    creative: Ref
    fields: AdFields


@dataclass(frozen=True, slots=True)
class StateStep:
    """Switch a node on or off, or archive it."""

    level: Level
    target: Ref
    state: RunState


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """Set a node's budget."""

    level: Level
    target: Ref
    budget: Budget


@dataclass(frozen=True, slots=True)
class UpdateStep:
    """Set a node's other fields."""

    level: Level
    target: Ref
    values: Values


@dataclass(frozen=True, slots=True)
class SwapStep:
    """Let an ad show another creative."""

    target: Ref
    creative: Ref


Step = (
    LabelStep
    | ImageStep
    | CreativeStep
    | CampaignStep
    | AdGroupStep
    | AdStep
    | StateStep
    | BudgetStep
    | UpdateStep
    | SwapStep
)

STEP_OF: Mapping[Action, type[Step]] = {
    Action.LABEL: LabelStep,
    Action.IMAGE: ImageStep,
    Action.CREATIVE: CreativeStep,
    Action.CAMPAIGN: CampaignStep,
    Action.AD_GROUP: AdGroupStep,
    Action.AD: AdStep,
    Action.STATE: StateStep,
    Action.BUDGET: BudgetStep,
    Action.UPDATE: UpdateStep,
    Action.SWAP: SwapStep,
    Action.ARCHIVE: StateStep,
}

KIND_OF: Mapping[Action, ObjectKind] = {
    Action.LABEL: ObjectKind.LABEL,
    Action.IMAGE: ObjectKind.IMAGE,
    Action.CREATIVE: ObjectKind.CREATIVE,
    Action.CAMPAIGN: ObjectKind.CAMPAIGN,
    Action.AD_GROUP: ObjectKind.AD_GROUP,
    Action.AD: ObjectKind.AD,
}

# Where the id of what was made belongs in the campaign tree.
LEVEL_MADE: Mapping[Action, Level] = {
    Action.CAMPAIGN: Level.CAMPAIGN,
    Action.AD_GROUP: Level.AD_GROUP,
    Action.AD: Level.AD,
}

# What is only made, paused: none of it can spend anything before another action switches it on.
MAKING = frozenset({Action.LABEL, Action.IMAGE, Action.CREATIVE, Action.CAMPAIGN, Action.AD_GROUP, Action.AD})


def tag_of(step: Step, key: str, made: Mapping[str, str]) -> Tag | None:
    """Return how the object of a step is found again; None for what is simply done again.

    Args:
        step: what the operation does.
        key: the operation's key.
        made: external ids by the keys of the operations that made them.
    """
    match step:
        case LabelStep(name=name):
            return Tag("", name)
        case CreativeStep(label=label) | CampaignStep(label=label) | AdGroupStep(label=label):
            return Tag(_id(label, made), key)
        case AdStep(label=label):
            return Tag(_id(label, made), key)
        case ImageStep() | StateStep() | BudgetStep() | UpdateStep() | SwapStep():
            return None


def call_of(step: Step, key: str, made: Mapping[str, str], content: bytes | None = None) -> Call:
    """Return the call of a step, with what other operations made filled in.

    Args:
        step: what the operation does.
        key: the operation's key, which the made object will carry.
        made: external ids by the keys of the operations that made them.
        content: the image to upload, for an `ImageStep`.
    """
    match step:
        case LabelStep(name):
            return CreateLabel(name)
        case ImageStep(_, name):
            return UploadImage(name, content or b"")
        case CreativeStep(label, name, ad_fields, image):
            image_hash = None if image is None else _id(image, made)
            return CreateCreative(Tag(_id(label, made), key), name, ad_fields, image_hash)
        case CampaignStep(label, campaign_fields):
            return CreateCampaign(Tag(_id(label, made), key), campaign_fields)
        case AdGroupStep(label, campaign, campaign_fields, group_fields):
            tag = Tag(_id(label, made), key)
            return CreateAdGroup(tag, _id(campaign, made), campaign_fields, group_fields)
        case AdStep(label, ad_group, creative, ad_fields):
            tag = Tag(_id(label, made), key)
            return CreateAd(tag, _id(ad_group, made), _id(creative, made), ad_fields)
        case StateStep(level, target, state):
            return SetState(level, _id(target, made), state)
        case BudgetStep(level, target, budget):
            return SetBudget(level, _id(target, made), budget)
        case UpdateStep(level, target, values):
            return UpdateNode(level, _id(target, made), values)
        case SwapStep(target, creative):
            return SwapCreative(_id(target, made), _id(creative, made))


def _id(ref: Ref, made: Mapping[str, str]) -> str:
    return ref.external_id if isinstance(ref, Known) else made[ref.key]
