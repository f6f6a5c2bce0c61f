"""From a patch to ordered operations: pure, and the same every time for the same change."""

from __future__ import annotations

from uuid import UUID

from adwright.campaigns.model import AdFields, DesiredAdGroup, DesiredCampaign, RunState
from adwright.changes.fields import Field
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.making import ON_STAGES, Maker
from adwright.changes.model.operations import Plan, Stage
from adwright.changes.model.patch import Edit, Patch, nodes_of, with_edits
from adwright.changes.model.refusals import (
    PlanProblem,
    edit_problems,
    launch_problems,
    wanted_ads,
    wanted_groups,
)
from adwright.changes.model.steps import Action, BudgetStep, Known, Ref, StateStep, SwapStep, UpdateStep
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level
from adwright.platforms.purposes import STRATEGIES_WITH_AMOUNT

_STATE_TITLES = {
    RunState.ACTIVE: "Switch on the {}",
    RunState.PAUSED: "Pause the {}",
    RunState.ARCHIVED: "Archive the {}",
}
# These have calls of their own; all others go into one.
_APART = (Field.STATE, Field.BUDGET)


def plan(
    change_id: UUID, patch: Patch, campaign: DesiredCampaign, can: Capabilities
) -> Plan | tuple[PlanProblem, ...]:
    """Plan a change, or say in plain words what is missing.

    Args:
        change_id: whose plan this is; part of every key.
        patch: what the change edits and adds.
        campaign: the campaign without the change; for a launch it is what will be made.
        can: what the platform lets software do.

    Returns:
        The plan, or at least one problem.
    """
    if patch.kind is ChangeKind.LAUNCH:
        return launch_problems(campaign) or _plan_launch(Maker(change_id, can), campaign)
    return edit_problems(patch, campaign, can) or _plan_edits(Maker(change_id, can), patch, campaign, can)


def _plan_launch(maker: Maker, campaign: DesiredCampaign) -> Plan:
    """Make what is not there yet, all paused; then switch on the ads, the ad groups, the campaign last."""
    for group in wanted_groups(campaign):
        for ad in wanted_ads(group):
            if ad.external_id is None:
                maker.creative(ad.fields, ad.id)
    root = maker.campaign(campaign)
    for group in wanted_groups(campaign):
        _make_group(maker, root, campaign, group)
    maker.switch_on(Level.CAMPAIGN, campaign, root)
    return Plan(maker.operations())


def _make_group(maker: Maker, root: Ref, campaign: DesiredCampaign, group: DesiredAdGroup) -> None:
    place = maker.ad_group(root, campaign.fields, group)
    for ad in wanted_ads(group):
        made = maker.ad(place, ad)
        if ad.fields.state is RunState.ACTIVE:
            maker.switch_on(Level.AD, ad, made)
    if group.fields.state is RunState.ACTIVE:
        maker.switch_on(Level.AD_GROUP, group, place)


def _plan_edits(maker: Maker, patch: Patch, campaign: DesiredCampaign, can: Capabilities) -> Plan:
    apart = (*_APART, Field.CREATIVE) if can.creative_apart else _APART
    wanted = with_edits(campaign, patch)
    fields = {node.id: node.fields for _, node in nodes_of(wanted)}
    root = Known(campaign.external_id or "")
    for edit in _in_order(patch.edits):
        if edit.wanted.state is RunState.ARCHIVED:
            _state(maker, edit)
            continue
        _update(maker, edit, apart)
        _budget(maker, edit)
        ad = fields.get(edit.node.id)
        if can.creative_apart and edit.wanted.creative is not None and isinstance(ad, AdFields):
            _swap(maker, edit, ad)
        _state(maker, edit)
    for group in patch.new_ad_groups:
        _make_group(maker, root, wanted, group)
    places = {group.id: Known(group.external_id or "") for group in campaign.ad_groups}
    for new in patch.new_ads:
        made = maker.ad(places[new.ad_group_id], new.ad)
        if new.ad.fields.state is RunState.ACTIVE:
            maker.switch_on(Level.AD, new.ad, made)
    return Plan(maker.operations())


def _in_order(edits: tuple[Edit, ...]) -> list[Edit]:
    """Put the campaign's edit last when its bid strategy needs amounts, which the ad groups have to have."""
    last = [
        edit
        for edit in edits
        if edit.node.level is Level.CAMPAIGN and edit.wanted.bid_strategy in STRATEGIES_WITH_AMOUNT
    ]
    return [*(edit for edit in edits if edit not in last), *last] if last else list(edits)


def _update(maker: Maker, edit: Edit, apart: tuple[Field, ...]) -> None:
    touched = tuple(field for field in edit.wanted.touched if field not in apart)
    if not touched:
        return
    node = edit.node
    step = UpdateStep(node.level, Known(node.external_id or ""), edit.wanted.only(touched))
    names = ", ".join(field.value.removesuffix("_at").replace("_", " ") for field in touched)
    needs = maker.made(Action.UPDATE) if node.level is Level.CAMPAIGN else ()
    maker.add(
        Action.UPDATE,
        f"Edit the {node.called}: {names}",
        step,
        Stage.MAKE,
        subject=node.id,
        node_id=node.id,
        needs=needs,
    )


def _budget(maker: Maker, edit: Edit) -> None:
    budget, before, node = edit.wanted.budget, edit.base.budget, edit.node
    if budget is None:
        return
    lower = before is not None and budget.amount <= before.amount
    step = BudgetStep(node.level, Known(node.external_id or ""), budget)
    stage = Stage.REDUCE if lower else Stage.RAISE
    title = f"Set the budget of the {node.called}"
    maker.add(Action.BUDGET, title, step, stage, subject=node.id, node_id=node.id)


def _swap(maker: Maker, edit: Edit, ad: AdFields) -> None:
    creative = _creative(maker, edit, ad)
    step = SwapStep(Known(edit.node.external_id or ""), creative)
    title = f"Show the new creative in the {edit.node.called}"
    node_id = edit.node.id
    maker.add(Action.SWAP, title, step, Stage.MAKE, subject=node_id, node_id=node_id, needs=(creative,))


def _creative(maker: Maker, edit: Edit, ad: AdFields) -> Ref:
    """Show a creative that the platform has already, unless it is the one that was edited there."""
    known, before = ad.creative.external_id, edit.base.creative
    if known is not None and (before is None or before.external_id != known):
        return Known(known)
    return maker.creative(ad, edit.node.id)


def _state(maker: Maker, edit: Edit) -> None:
    state, node = edit.wanted.state, edit.node
    if state is None:
        return
    action = Action.ARCHIVE if state is RunState.ARCHIVED else Action.STATE
    stages = {RunState.PAUSED: Stage.REDUCE, RunState.ARCHIVED: Stage.ARCHIVE}
    stage = stages.get(state, ON_STAGES[node.level])
    step = StateStep(node.level, Known(node.external_id or ""), state)
    title = _STATE_TITLES[state].format(node.called)
    maker.add(action, title, step, stage, subject=node.id, node_id=node.id)
