"""Why there is no plan: what is missing, and what a platform does not do, each at its node in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adwright.campaigns.model import Budget, DesiredAd, DesiredAdGroup, DesiredCampaign, RunState
from adwright.changes.fields import FIELDS_OF, Field
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import DesiredNode, Edit, NodeRef, Patch, with_edits
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Why there is no plan: what is missing, at which node.

    Attributes:
        field: of the node; None when the node as a whole is meant.
    """

    node: NodeRef
    message: str
    field: Field | None = None


def launch_problems(campaign: DesiredCampaign) -> tuple[PlanProblem, ...]:
    """Return why a campaign cannot be made: a tree that could never run."""
    groups = wanted_groups(campaign)
    if not groups:
        root = NodeRef.of(Level.CAMPAIGN, campaign)
        return (PlanProblem(root, "The campaign has no ad group. Add one with at least one ad."),)
    return tuple(problem for group in groups for problem in _group_problems(campaign, group))


def edit_problems(patch: Patch, campaign: DesiredCampaign, can: Capabilities) -> tuple[PlanProblem, ...]:
    """Return why a patch cannot be carried out on what exists.

    Args:
        patch: what is to be edited and added.
        campaign: the tree without the change.
        can: what the platform lets software do.
    """
    problems = [problem for edit in patch.edits for problem in _edit_problems(edit, can)]
    wanted = with_edits(campaign, patch)
    if wanted.fields.state is not RunState.ARCHIVED:
        problems += [problem for group in patch.new_ad_groups for problem in _group_problems(wanted, group)]
        problems += [problem for new in patch.new_ads for problem in _ad_problems(new.ad)]
        if patch.kind is ChangeKind.EDIT:
            problems += _emptied(campaign, wanted)
    return tuple(problems)


def wanted_groups(campaign: DesiredCampaign) -> list[DesiredAdGroup]:
    """Return the ad groups that are to exist."""
    return [group for group in campaign.ad_groups if group.fields.state is not RunState.ARCHIVED]


def wanted_ads(group: DesiredAdGroup) -> list[DesiredAd]:
    """Return the ads that are to exist."""
    return [ad for ad in group.ads if ad.fields.state is not RunState.ARCHIVED]


def _group_problems(campaign: DesiredCampaign, group: DesiredAdGroup) -> Iterator[PlanProblem]:
    node = NodeRef.of(Level.AD_GROUP, group)
    if not wanted_ads(group):
        yield PlanProblem(node, f"The {node.called} has no ad. Add one, or remove the ad group.")
    if campaign.fields.budget is None and group.fields.budget is None:
        message = f"The {node.called} has no budget. Give it or the campaign a budget."
        yield PlanProblem(node, message, Field.BUDGET)
    if not group.fields.targeting.countries:
        message = f"The {node.called} has no audience. Choose whom it is for."
        yield PlanProblem(node, message, Field.TARGETING)
    for ad in wanted_ads(group):
        yield from _ad_problems(ad)


def _ad_problems(ad: DesiredAd) -> Iterator[PlanProblem]:
    content = ad.fields.creative
    node = NodeRef.of(Level.AD, ad)
    for what, value in (
        ("a headline", content.headline),
        ("a text", content.primary_text),
        ("a destination", content.destination_url or content.lead_form_external_id),
    ):
        if not value:
            yield PlanProblem(node, f"The {node.called} has not got {what} yet.", Field.CREATIVE)


def _edit_problems(edit: Edit, can: Capabilities) -> Iterator[PlanProblem]:
    node, wanted = edit.node, edit.wanted
    if node.external_id is None:
        yield PlanProblem(node, f"The {node.called} is not on the platform yet. Launch it first.")
        return
    if edit.base.state is RunState.ARCHIVED and can.archive_is_final:
        archived = f"The {node.called} is archived, and {can.name} cannot bring it back."
        yield PlanProblem(node, f"{archived} Duplicate it and launch the copy.", Field.STATE)
    for field in wanted.touched:
        message = _why_fixed(field, edit, can)
        if message is not None:
            yield PlanProblem(node, message, field)
    if Field.NAME in wanted.touched and not (wanted.name or "").strip():
        yield PlanProblem(node, f"The {node.called} needs a name.", Field.NAME)
    if wanted.targeting is not None and not wanted.targeting.countries:
        yield PlanProblem(node, "The audience names no country. Add one at least.", Field.TARGETING)


def _why_fixed(field: Field, edit: Edit, can: Capabilities) -> str | None:
    if field not in FIELDS_OF[edit.node.level]:
        return f"{edit.node.called.capitalize()} has no {field.value.replace('_', ' ')}."
    if field is Field.BUDGET:
        return _why_budget_fixed(edit.base.budget, edit.wanted.budget, field in edit.base.touched, can)
    return can.why_fixed(edit.node.level, field.value)


def _why_budget_fixed(
    before: Budget | None, after: Budget | None, known: bool, can: Capabilities
) -> str | None:
    if known and (before is None) != (after is None):
        return can.budget_level_fixed
    if before is not None and after is not None and before.period is not after.period:
        return can.budget_period_fixed
    return None


def _emptied(campaign: DesiredCampaign, wanted: DesiredCampaign) -> Iterator[PlanProblem]:
    """Say so when a change would leave nothing below a node that is to go on."""
    if wanted_groups(campaign) and not wanted_groups(wanted):
        root = NodeRef.of(Level.CAMPAIGN, campaign)
        yield PlanProblem(root, "No ad group would be left. Archive the campaign instead.")
    before: dict[object, DesiredNode] = {group.id: group for group in campaign.ad_groups}
    for group in wanted_groups(wanted):
        old = before.get(group.id)
        if isinstance(old, DesiredAdGroup) and wanted_ads(old) and not wanted_ads(group):
            node = NodeRef.of(Level.AD_GROUP, group)
            yield PlanProblem(node, f"The {node.called} would have no ad left. Archive it instead.")
