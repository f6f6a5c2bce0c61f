"""From a patch to ordered operations: pure, and the same every time for the same change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.campaigns.model import (
    AdFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
)
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.model.steps import (
    Action,
    AdGroupStep,
    AdStep,
    BudgetStep,
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
from adwright.platforms.model import Level

_KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """One call to come.

    Attributes:
        key: deterministic, from the change, the node and the action.
        title: what it does, in plain words.
        node_id: the node of the campaign tree it is for; None for labels, images and creatives.
        depends_on: keys of the operations that must be done before.
    """

    key: str
    action: Action
    title: str
    step: Step
    node_id: UUID | None = None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Operations in an order in which each comes after all it depends on."""

    operations: tuple[PlannedOperation, ...]


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Why there is no plan: what is missing, at which node."""

    node: NodeRef
    message: str


def operation_key(change_id: UUID, subject: UUID | str, action: Action) -> str:
    """Return the key of an operation: the same for the same change, subject and action, and no other."""
    return hashlib.sha256(f"{change_id}:{subject}:{action.value}".encode()).hexdigest()[:_KEY_LENGTH]


def plan(change_id: UUID, patch: Patch, campaign: DesiredCampaign) -> Plan | tuple[PlanProblem, ...]:
    """Plan a change, or say in plain words what is missing.

    Args:
        change_id: whose plan this is; part of every key.
        patch: what the change edits.
        campaign: the campaign as it should be; for a launch it is what will be made.

    Returns:
        The plan, or at least one problem.
    """
    if patch.kind is ChangeKind.LAUNCH:
        return _plan_launch(change_id, campaign)
    return _plan_edits(change_id, patch.edits)


def _plan_edits(change_id: UUID, edits: Sequence[Edit]) -> Plan | tuple[PlanProblem, ...]:
    problems: list[PlanProblem] = []
    operations: list[PlannedOperation] = []
    for edit in edits:
        node = edit.node
        if node.external_id is None:
            message = f"The {node.called} is not on the platform yet. Launch it first."
            problems.append(PlanProblem(node, message))
            continue
        target = Known(node.external_id)
        if edit.wanted.budget is not None:
            budget = BudgetStep(node.level, target, edit.wanted.budget)
            title = f"Set the budget of the {node.called}"
            operations.append(_for_node(change_id, Action.BUDGET, title, budget, node.id))
        if edit.wanted.state is not None:
            title = _STATE_TITLES[edit.wanted.state].format(node.called)
            step = StateStep(node.level, target, edit.wanted.state)
            operations.append(_for_node(change_id, Action.STATE, title, step, node.id))
    return tuple(problems) or Plan(tuple(operations))


_STATE_TITLES = {
    RunState.ACTIVE: "Switch on the {}",
    RunState.PAUSED: "Pause the {}",
    RunState.ARCHIVED: "Archive the {}",
}


def _for_node(
    change_id: UUID,
    action: Action,
    title: str,
    step: Step,
    node_id: UUID,
    depends_on: Sequence[str] = (),
) -> PlannedOperation:
    key = operation_key(change_id, node_id, action)
    return PlannedOperation(key, action, title, step, node_id, tuple(depends_on))


def _plan_launch(change_id: UUID, campaign: DesiredCampaign) -> Plan | tuple[PlanProblem, ...]:
    problems = launch_problems(campaign)
    return problems or _LaunchPlanner(change_id, campaign).plan()


def launch_problems(campaign: DesiredCampaign) -> tuple[PlanProblem, ...]:
    """Return why a campaign cannot be made: a tree that could never run."""
    root = _ref(Level.CAMPAIGN, campaign)
    groups = _wanted_groups(campaign)
    if not groups:
        return (PlanProblem(root, "The campaign has no ad group. Add one with at least one ad."),)
    problems: list[PlanProblem] = []
    for group in groups:
        node = _ref(Level.AD_GROUP, group)
        if not _wanted_ads(group):
            message = f"The {node.called} has no ad. Add one, or remove the ad group."
            problems.append(PlanProblem(node, message))
        if campaign.fields.budget is None and group.fields.budget is None:
            problems.append(
                PlanProblem(node, f"The {node.called} has no budget. Give it or the campaign a budget.")
            )
        if not group.fields.targeting.countries:
            problems.append(PlanProblem(node, f"The {node.called} has no audience. Choose whom it is for."))
        problems += [problem for ad in _wanted_ads(group) for problem in _ad_problems(ad)]
    return tuple(problems)


def _ad_problems(ad: DesiredAd) -> list[PlanProblem]:
    content = ad.fields.creative
    missing = [
        what
        for what, value in (
            ("a headline", content.headline),
            ("a text", content.primary_text),
            ("a destination", content.destination_url),
        )
        if not value
    ]
    node = _ref(Level.AD, ad)
    return [PlanProblem(node, f"The {node.called} has not got {what} yet.") for what in missing]


class _LaunchPlanner:
    """Label, images, creatives, campaign, ad groups, ads, all paused; then on, the campaign last.

    What exists already (a launch begun before) is used and not made again.
    """

    def __init__(self, change_id: UUID, campaign: DesiredCampaign) -> None:
        self._change_id = change_id
        self._campaign = campaign
        self._operations: list[PlannedOperation] = []
        self._by_subject: dict[tuple[Action, UUID | str], str] = {}
        self._label = MadeBy(operation_key(change_id, change_id, Action.LABEL))

    def plan(self) -> Plan:
        """Return the whole plan."""
        groups = _wanted_groups(self._campaign)
        ads = [(group, ad) for group in groups for ad in _wanted_ads(group)]
        if self._campaign.external_id is None or any(node.external_id is None for node in _tree(groups)):
            self._add(Action.LABEL, self._change_id, "Make the change's label", self._label_step())
        creatives = {ad.id: self._creative(ad) for _, ad in ads if ad.external_id is None}
        campaign = self._make_campaign()
        made_groups = {group.id: self._make_group(campaign, group) for group in groups}
        made_ads = [(ad, self._make_ad(made_groups[group.id], creatives, ad)) for group, ad in ads]
        self._switch_on(campaign, [(group, made_groups[group.id]) for group in groups], made_ads)
        return Plan(tuple(self._operations))

    def _label_step(self) -> LabelStep:
        return LabelStep(f"adwright:{self._change_id.hex}")

    def _creative(self, ad: DesiredAd) -> Ref:
        """One creative for each version, one upload for each image, however many ads use them."""
        content = ad.fields.creative
        subject = str(content.version_id or ad.id)
        known = self._by_subject.get((Action.CREATIVE, subject))
        if known is not None:
            return MadeBy(known)
        image = None if content.asset_id is None else self._image(content.asset_id, ad.fields)
        step = CreativeStep(self._label, ad.fields.name, ad.fields, image)
        title = f"Make the creative “{content.headline}”"
        return MadeBy(self._add(Action.CREATIVE, subject, title, step, needs=(self._label, image)))

    def _image(self, asset_id: UUID, fields: AdFields) -> Ref:
        # The library keeps one asset for the same content, so that its id stands for the content.
        known = self._by_subject.get((Action.IMAGE, asset_id))
        if known is not None:
            return MadeBy(known)
        title = f"Upload the image of “{fields.creative.headline}”"
        return MadeBy(self._add(Action.IMAGE, asset_id, title, ImageStep(asset_id, str(asset_id))))

    def _make_campaign(self) -> Ref:
        campaign = self._campaign
        if campaign.external_id is not None:
            return Known(campaign.external_id)
        step = CampaignStep(self._label, campaign.fields)
        title = f"Make the {_ref(Level.CAMPAIGN, campaign).called}, paused"
        return MadeBy(self._node(Action.CAMPAIGN, campaign.id, title, step, (self._label,)))

    def _make_group(self, campaign: Ref, group: DesiredAdGroup) -> Ref:
        if group.external_id is not None:
            return Known(group.external_id)
        step = AdGroupStep(self._label, campaign, self._campaign.fields, group.fields)
        title = f"Make the {_ref(Level.AD_GROUP, group).called}, paused"
        return MadeBy(self._node(Action.AD_GROUP, group.id, title, step, (self._label, campaign)))

    def _make_ad(self, group: Ref, creatives: dict[UUID, Ref], ad: DesiredAd) -> Ref:
        if ad.external_id is not None:
            return Known(ad.external_id)
        creative = creatives[ad.id]
        step = AdStep(self._label, group, creative, ad.fields)
        title = f"Make the {_ref(Level.AD, ad).called}, paused"
        return MadeBy(self._node(Action.AD, ad.id, title, step, (self._label, group, creative)))

    def _switch_on(
        self,
        campaign: Ref,
        groups: Sequence[tuple[DesiredAdGroup, Ref]],
        ads: Sequence[tuple[DesiredAd, Ref]],
    ) -> None:
        """Only when all is made: the ads, then the ad groups, and the campaign last of all."""
        made = [operation.key for operation in self._operations]
        ads_on = [self._on(Level.AD, ad, ref, made) for ad, ref in ads if ad.fields.state is RunState.ACTIVE]
        groups_on = [
            self._on(Level.AD_GROUP, group, ref, ads_on or made)
            for group, ref in groups
            if group.fields.state is RunState.ACTIVE
        ]
        self._on(Level.CAMPAIGN, self._campaign, campaign, groups_on or ads_on or made)

    def _on(
        self,
        level: Level,
        node: DesiredCampaign | DesiredAdGroup | DesiredAd,
        ref: Ref,
        after: Sequence[str],
    ) -> str:
        step = StateStep(level, ref, RunState.ACTIVE)
        title = f"Switch on the {_ref(level, node).called}"
        operation = _for_node(self._change_id, Action.STATE, title, step, node.id, after)
        self._operations.append(operation)
        return operation.key

    def _node(
        self, action: Action, node_id: UUID, title: str, step: Step, needs: Sequence[Ref | None]
    ) -> str:
        return self._add(action, node_id, title, step, node_id=node_id, needs=needs)

    def _add(
        self,
        action: Action,
        subject: UUID | str,
        title: str,
        step: Step,
        *,
        node_id: UUID | None = None,
        needs: Sequence[Ref | None] = (),
    ) -> str:
        key = operation_key(self._change_id, subject, action)
        depends_on = tuple(ref.key for ref in needs if isinstance(ref, MadeBy))
        self._operations.append(PlannedOperation(key, action, title, step, node_id, depends_on))
        self._by_subject[(action, subject)] = key
        return key


def _wanted_groups(campaign: DesiredCampaign) -> list[DesiredAdGroup]:
    return [group for group in campaign.ad_groups if group.fields.state is not RunState.ARCHIVED]


def _wanted_ads(group: DesiredAdGroup) -> list[DesiredAd]:
    return [ad for ad in group.ads if ad.fields.state is not RunState.ARCHIVED]


def _tree(groups: Sequence[DesiredAdGroup]) -> list[DesiredAdGroup | DesiredAd]:
    return [*groups, *(ad for group in groups for ad in _wanted_ads(group))]


def _ref(level: Level, node: DesiredCampaign | DesiredAdGroup | DesiredAd) -> NodeRef:
    return NodeRef(level, node.id, node.fields.name, node.external_id)
