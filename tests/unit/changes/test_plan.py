"""Plans: complete, ordered, the same every time, and honest about what is missing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from adwright.campaigns.model import DesiredCampaign, RunState, Targeting
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.operations import Plan, PlannedOperation, operation_key
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.model.plan import plan
from adwright.changes.model.steps import Action, AdStep, BudgetStep, Known, StateStep, UpdateStep
from adwright.changes.values import Values
from adwright.platforms.capabilities import GOOGLE, META
from adwright.platforms.model import Level
from tests.unit.changes.trees import daily, launched, make_campaign, make_id

CHANGE = UUID(int=42)
LAUNCH = Patch(ChangeKind.LAUNCH)

trees = st.builds(
    make_campaign,
    groups=st.integers(1, 4),
    ads=st.integers(1, 5),
    versions=st.integers(1, 6),
    images=st.integers(0, 3),
    paused_ads=st.frozensets(st.integers(0, 19)),
)


def planned(campaign: DesiredCampaign, patch: Patch = LAUNCH, change_id: UUID = CHANGE) -> Plan:
    made = plan(change_id, patch, campaign, META)
    assert isinstance(made, Plan), made
    return made


def of(made: Plan, action: Action) -> list[PlannedOperation]:
    return [each for each in made.operations if each.action is action]


@given(trees)
def test_launch_when_planned_then_each_operation_comes_after_what_it_needs(campaign: DesiredCampaign) -> None:
    seen: set[str] = set()
    for operation in planned(campaign).operations:
        assert set(operation.depends_on) <= seen
        assert operation.key not in seen
        seen.add(operation.key)


@given(trees)
def test_launch_when_planned_then_every_node_is_made_once(campaign: DesiredCampaign) -> None:
    made = planned(campaign)
    ads = [ad for group in campaign.ad_groups for ad in group.ads]
    assert [each.node_id for each in of(made, Action.CAMPAIGN)] == [campaign.id]
    assert [each.node_id for each in of(made, Action.AD_GROUP)] == [each.id for each in campaign.ad_groups]
    assert [each.node_id for each in of(made, Action.AD)] == [ad.id for ad in ads]
    assert len(of(made, Action.LABEL)) == 1
    contents = [ad.fields.creative for ad in ads]
    assert len(of(made, Action.CREATIVE)) == len({each.version_id for each in contents})
    assert len(of(made, Action.IMAGE)) == len({each.asset_id for each in contents} - {None})


@given(trees)
def test_launch_when_planned_then_nothing_is_switched_on_before_all_is_made(
    campaign: DesiredCampaign,
) -> None:
    made = planned(campaign)
    creating = {each.key for each in made.operations if each.action is not Action.STATE}
    switched = of(made, Action.STATE)

    def needed(operation: PlannedOperation) -> set[str]:
        return {each.key for each in made.operations if each.stage < operation.stage}

    for operation in switched:
        assert creating <= needed(operation)
    last = switched[-1]
    assert last.node_id == campaign.id
    assert last is made.operations[-1]
    assert needed(last) == {each.key for each in made.operations} - {last.key}


@given(trees)
def test_launch_when_ads_are_drafted_paused_then_they_stay_so(campaign: DesiredCampaign) -> None:
    active = {ad.id for group in campaign.ad_groups for ad in group.ads if ad.fields.state is RunState.ACTIVE}
    nodes_above = {campaign.id, *(group.id for group in campaign.ad_groups)}
    assert {each.node_id for each in of(planned(campaign), Action.STATE)} == active | nodes_above


@given(trees, st.uuids(), st.uuids())
def test_plan_when_made_again_then_keys_are_the_same_for_the_change_and_no_other(
    campaign: DesiredCampaign, one: UUID, other: UUID
) -> None:
    first, again = planned(campaign, change_id=one), planned(campaign, change_id=one)
    assert first == again
    if one != other:
        keys = {each.key for each in first.operations}
        assert keys.isdisjoint(each.key for each in planned(campaign, change_id=other).operations)


def test_launch_when_part_exists_then_only_the_rest_is_made() -> None:
    campaign = make_campaign(groups=2, ads=1)
    first, second = campaign.ad_groups
    campaign = replace(campaign, external_id="c", ad_groups=(replace(first, external_id="g1"), second))
    made = planned(campaign)
    assert of(made, Action.CAMPAIGN) == []
    assert [each.node_id for each in of(made, Action.AD_GROUP)] == [second.id]
    assert len(of(made, Action.STATE)) == 5


def test_launch_when_all_exists_then_it_is_only_switched_on() -> None:
    made = planned(launched(make_campaign(groups=1, ads=2)))
    assert {each.action for each in made.operations} == {Action.STATE}
    assert len(made.operations) == 4


def test_launch_of_a_one_three_nine_tree_then_has_forty_operations() -> None:
    made = planned(make_campaign(groups=3, ads=3, versions=9, images=9))
    assert len(made.operations) == 1 + 9 + 9 + 1 + 3 + 9 + 13


def test_launch_without_ad_groups_then_says_so_instead_of_a_plan() -> None:
    problems = plan(CHANGE, LAUNCH, replace(make_campaign(), ad_groups=()), META)
    assert isinstance(problems, tuple)
    assert [each.message for each in problems] == [
        "The campaign has no ad group. Add one with at least one ad."
    ]


def test_launch_when_things_are_missing_then_names_each_at_its_node() -> None:
    campaign = make_campaign(groups=2)
    bare, other = campaign.ad_groups
    ad = other.ads[0]
    blank = replace(ad, fields=replace(ad.fields, creative=replace(ad.fields.creative, headline="")))
    campaign = replace(
        campaign,
        fields=replace(campaign.fields, budget=None),
        ad_groups=(
            replace(bare, ads=(), fields=replace(bare.fields, targeting=Targeting())),
            replace(other, fields=replace(other.fields, budget=daily("5")), ads=(blank,)),
        ),
    )
    problems = plan(CHANGE, LAUNCH, campaign, META)
    assert isinstance(problems, tuple)
    assert [(each.node.name, each.message) for each in problems] == [
        ("Group 0", "The ad group “Group 0” has no ad. Add one, or remove the ad group."),
        ("Group 0", "The ad group “Group 0” has no budget. Give it or the campaign a budget."),
        ("Group 0", "The ad group “Group 0” has no audience. Choose whom it is for."),
        ("Ad 1", "The ad “Ad 1” has not got a headline yet."),
    ]


def edit(values: Values, external_id: str | None = "c") -> Edit:
    return Edit(NodeRef(Level.CAMPAIGN, make_id("campaign"), "Chips", external_id), Values(), values)


def test_edit_when_the_node_exists_then_is_one_call_to_it() -> None:
    campaign = launched(make_campaign())
    pause = Patch(ChangeKind.PAUSE, (edit(Values(state=RunState.PAUSED)),))
    budget = Patch(ChangeKind.BUDGET, (edit(Values(budget=daily("60"))),))
    assert [each.step for each in planned(campaign, pause).operations] == [
        StateStep(Level.CAMPAIGN, Known("c"), RunState.PAUSED)
    ]
    assert [each.step for each in planned(campaign, budget).operations] == [
        BudgetStep(Level.CAMPAIGN, Known("c"), daily("60"))
    ]


def test_edit_when_the_node_is_not_on_the_platform_then_says_so() -> None:
    patch = Patch(ChangeKind.PAUSE, (edit(Values(state=RunState.PAUSED), external_id=None),))
    problems = plan(CHANGE, patch, make_campaign(), META)
    assert isinstance(problems, tuple)
    assert problems[0].message == "The campaign “Chips” is not on the platform yet. Launch it first."


def test_operation_key_then_depends_on_change_subject_and_action() -> None:
    one = operation_key(CHANGE, make_id("ad 1"), Action.AD)
    assert len(one) == 32
    others = {
        operation_key(UUID(int=43), make_id("ad 1"), Action.AD),
        operation_key(CHANGE, make_id("ad 2"), Action.AD),
        operation_key(CHANGE, make_id("ad 1"), Action.STATE),
    }
    assert one not in others
    assert len(others) == 3


@given(trees)
def test_launch_when_ads_have_their_content_themselves_then_only_nodes_are_made(
    campaign: DesiredCampaign,
) -> None:
    made = plan(CHANGE, LAUNCH, campaign, GOOGLE)
    assert isinstance(made, Plan)
    apart = (Action.LABEL, Action.IMAGE, Action.CREATIVE)
    assert not [each for each in made.operations if each.action in apart]
    ads = [each.step for each in of(made, Action.AD)]
    assert len(ads) == sum(len(group.ads) for group in campaign.ad_groups)
    assert all(isinstance(step, AdStep) and step.creative == Known("") for step in ads)


def test_edit_of_content_when_ads_have_it_themselves_then_the_ad_is_edited() -> None:
    campaign = launched(make_campaign())
    ad = campaign.ad_groups[0].ads[0]
    content = replace(ad.fields.creative, headline="Hot chips")
    node = NodeRef.of(Level.AD, ad)
    edit = Edit(node, Values(creative=ad.fields.creative), Values(creative=content))
    made = plan(CHANGE, Patch(ChangeKind.EDIT, (edit,)), campaign, GOOGLE)
    assert isinstance(made, Plan)
    [operation] = made.operations
    assert isinstance(operation.step, UpdateStep)
    assert operation.step.values.creative == content
