"""How new nodes are made: label, images, creatives, then campaign, ad groups and ads, all paused."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    CampaignFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
)
from adwright.changes.model.operations import PlannedOperation, Stage, operation_key
from adwright.changes.model.patch import DesiredNode, NodeRef
from adwright.changes.model.steps import (
    Action,
    AdGroupStep,
    AdStep,
    CampaignStep,
    CreativeStep,
    ImageStep,
    Known,
    LabelStep,
    MadeBy,
    Ref,
    StateStep,
    Step,
)
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level

ON_STAGES = {
    Level.AD: Stage.ADS_ON,
    Level.AD_GROUP: Stage.AD_GROUPS_ON,
    Level.CAMPAIGN: Stage.CAMPAIGN_ON,
}


# What a platform does not have as an object of its own.
NOTHING = Known("")


class Maker:
    """Collects the operations of one change; every object that several nodes share is made once."""

    def __init__(self, change_id: UUID, can: Capabilities) -> None:
        self._change_id = change_id
        self._can = can
        self._by_subject: dict[tuple[Action, UUID | str], str] = {}
        self._operations: list[PlannedOperation] = []

    def operations(self) -> tuple[PlannedOperation, ...]:
        """Return all operations in the order in which they are carried out."""
        return tuple(sorted(self._operations, key=lambda operation: operation.stage))

    def add(
        self,
        action: Action,
        title: str,
        step: Step,
        stage: Stage,
        *,
        subject: UUID | str,
        node_id: UUID | None = None,
        needs: Sequence[Ref | None] = (),
    ) -> MadeBy:
        """Add an operation and return what it makes."""
        key = operation_key(self._change_id, subject, action)
        depends_on = tuple(ref.key for ref in needs if isinstance(ref, MadeBy))
        self._operations.append(PlannedOperation(key, action, title, step, stage, node_id, depends_on))
        self._by_subject[(action, subject)] = key
        return MadeBy(key)

    def made(self, action: Action) -> tuple[MadeBy, ...]:
        """Return what the operations of one kind so far make."""
        return tuple(MadeBy(key) for (kind, _), key in self._by_subject.items() if kind is action)

    def creative(self, fields: AdFields, ad_id: UUID) -> Ref:
        """Make one creative for each version, source and image, and one upload for each image.

        Where ads have their content themselves, there is nothing to make.
        """
        if not self._can.creative_apart:
            return NOTHING
        content = fields.creative
        parts = [content.page_external_id, content.instagram_external_id, content.lead_form_external_id]
        if content.asset_id is None and content.image_hash is not None:
            parts.append(content.image_hash)
        subject = ":".join([str(content.version_id or ad_id), *(part or "" for part in parts)])
        known = self._by_subject.get((Action.CREATIVE, subject))
        if known is not None:
            return MadeBy(known)
        label = self._label()
        image = self._image(fields)
        step = CreativeStep(label, fields.name, fields, image)
        title = f"Make the creative “{content.headline}”"
        return self.add(Action.CREATIVE, title, step, Stage.MAKE, subject=subject, needs=(label, image))

    def campaign(self, campaign: DesiredCampaign) -> Ref:
        """Make the campaign, unless it is there."""
        if campaign.external_id is not None:
            return Known(campaign.external_id)
        label = self._label()
        step = CampaignStep(label, campaign.fields)
        return self._node(Action.CAMPAIGN, Level.CAMPAIGN, campaign, step, (label,))

    def ad_group(self, parent: Ref, campaign: CampaignFields, group: DesiredAdGroup) -> Ref:
        """Make an ad group, unless it is there."""
        if group.external_id is not None:
            return Known(group.external_id)
        label = self._label()
        step = AdGroupStep(label, parent, campaign, group.fields)
        return self._node(Action.AD_GROUP, Level.AD_GROUP, group, step, (label, parent))

    def ad(self, parent: Ref, ad: DesiredAd) -> Ref:
        """Make an ad with its creative, unless it is there."""
        if ad.external_id is not None:
            return Known(ad.external_id)
        creative = self.creative(ad.fields, ad.id)
        label = self._label()
        step = AdStep(label, parent, creative, ad.fields)
        return self._node(Action.AD, Level.AD, ad, step, (label, parent, creative))

    def switch_on(self, level: Level, node: DesiredNode, ref: Ref) -> None:
        """Switch a node on, in the stage of its level."""
        title = f"Switch on the {NodeRef.of(level, node).called}"
        step = StateStep(level, ref, RunState.ACTIVE)
        self.add(Action.STATE, title, step, ON_STAGES[level], subject=node.id, node_id=node.id)

    def _node(
        self, action: Action, level: Level, node: DesiredNode, step: Step, needs: Sequence[Ref | None]
    ) -> MadeBy:
        title = f"Make the {NodeRef.of(level, node).called}, paused"
        return self.add(action, title, step, Stage.MAKE, subject=node.id, node_id=node.id, needs=needs)

    def _label(self) -> Ref:
        """The label that everything this change makes carries, where there are labels; made when needed."""
        if not self._can.labels:
            return NOTHING
        known = self._by_subject.get((Action.LABEL, self._change_id))
        if known is not None:
            return MadeBy(known)
        step = LabelStep(f"adwright:{self._change_id.hex}")
        title = "Make the change's label"
        return self.add(Action.LABEL, title, step, Stage.MAKE, subject=self._change_id)

    def _image(self, fields: AdFields) -> Ref | None:
        """Upload the creative's image, or use the one that the platform has already."""
        asset_id, there = fields.creative.asset_id, fields.creative.image_hash
        if asset_id is None:
            return None if there is None else Known(there)
        # The library keeps one asset for the same content, so that its id stands for the content.
        known = self._by_subject.get((Action.IMAGE, asset_id))
        if known is not None:
            return MadeBy(known)
        title = f"Upload the image of “{fields.creative.headline}”"
        step = ImageStep(asset_id, str(asset_id))
        return self.add(Action.IMAGE, title, step, Stage.MAKE, subject=asset_id)
