"""What changes wants of a platform: carry out one operation, find what it made, read it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import AdFields, AdGroupFields, Budget, CampaignFields, ObservedNode, RunState
from adwright.changes.values import Values
from adwright.core.errors import Upstream
from adwright.platforms.model import Level


class ObjectKind(StrEnum):
    """What an operation makes or touches on a platform."""

    LABEL = "label"
    IMAGE = "image"
    CREATIVE = "creative"
    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"
    AD = "ad"


@dataclass(frozen=True, slots=True)
class Tag:
    """How our objects are found again, where people do not see it.

    Attributes:
        label_external_id: the change's label on the platform.
        key: the operation's deterministic key.
    """

    label_external_id: str
    key: str


@dataclass(frozen=True, slots=True)
class CreateLabel:
    """Make (or find) the label that every object of a change carries. Natural key: its name."""

    name: str


@dataclass(frozen=True, slots=True)
class UploadImage:
    """Upload an image. Natural key: its content; a second upload gives the same hash."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CreateCampaign:
    """Make a campaign, paused whatever its fields say."""

    tag: Tag
    fields: CampaignFields


@dataclass(frozen=True, slots=True)
class CreateAdGroup:
    """Make an ad group in a campaign, paused whatever its fields say."""

    tag: Tag
    campaign_external_id: str
    campaign: CampaignFields
    fields: AdGroupFields


@dataclass(frozen=True, slots=True)
class CreateCreative:
    """Make a creative from an ad's content and an uploaded image's hash."""

    tag: Tag
    name: str
    fields: AdFields
    image_hash: str | None


@dataclass(frozen=True, slots=True)
class CreateAd:
    """Make an ad in an ad group, paused whatever its fields say."""

    tag: Tag
    ad_group_external_id: str
    creative_external_id: str
    fields: AdFields


@dataclass(frozen=True, slots=True)
class SetState:
    """Pause, resume or archive one node. Repeatable."""

    level: Level
    external_id: str
    state: RunState


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Set the budget of a campaign or an ad group. Repeatable."""

    level: Level
    external_id: str
    budget: Budget


@dataclass(frozen=True, slots=True)
class UpdateNode:
    """Set some fields of one node, other than its state and its budget. Repeatable.

    Its creative is among them where ads have their content themselves.

    Attributes:
        values: what is touched; a cleared field is taken away.
    """

    level: Level
    external_id: str
    values: Values


@dataclass(frozen=True, slots=True)
class SwapCreative:
    """Let an ad show another creative. Repeatable."""

    external_id: str
    creative_external_id: str


Call = (
    CreateLabel
    | UploadImage
    | CreateCampaign
    | CreateAdGroup
    | CreateCreative
    | CreateAd
    | SetState
    | SetBudget
    | UpdateNode
    | SwapCreative
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform said: the id (or the image's hash) of what was made or touched."""

    external_id: str


class Executor(Protocol):
    """Carries out operations on a platform.

    Every method raises `ReconnectNeeded` when the token is refused for good, and `Upstream` on other trouble:
    with `outcome_unknown=True` when a write may have happened (time-out, dropped answer, transient code);
    without that and without `retry_after_seconds` it is permanent, and says in plain words why. The code is
    `not_there` for a node that the platform does not know, and `not_on_platform` for what its capabilities
    deny.
    """

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call. Creating calls are not repeatable: look up by tag first."""
        ...

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Make several calls in one request, of which none needs another.

        Returns what became of each, in order. Called only where the capabilities say that there are batches.

        Raises:
            Upstream: nothing is known of any of them; with `outcome_unknown=True` each may have happened.
        """
        ...

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Return the id of the object that carries our tag, whatever its status; None when there is none."""
        ...

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes, given by level and external id, in one request; in order."""
        ...

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node back; None when the platform does not have it."""
        ...
