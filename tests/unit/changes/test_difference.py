"""Plans of edits: applied to what is there they give what is wanted, with nothing to spare, in a safe order.

Trees and edits are drawn at random; a pure model of a platform carries the plans out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    NodeFields,
    RunState,
    Targeting,
)
from adwright.changes.model.difference import difference, differing
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.operations import Plan, Stage
from adwright.changes.model.patch import Patch, nodes_of, with_edits
from adwright.changes.model.plan import plan
from adwright.changes.model.steps import Action, MadeBy, StateStep
from adwright.core.money import Money
from adwright.platforms.capabilities import META
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, SpecialAdCategory
from tests.unit.changes.platform_model import PlatformModel
from tests.unit.changes.trees import make_id

MANY = settings(max_examples=int(os.environ.get("ADWRIGHT_TREES", "120")))
CHANGE = UUID(int=42)

amounts = st.integers(1, 500).map(lambda dollars: Money.of(dollars, "USD"))
daily_budgets = amounts.map(lambda amount: Budget(BudgetPeriod.DAILY, amount))
running = st.sampled_from([RunState.ACTIVE, RunState.PAUSED])
names = st.text("abcdef ", min_size=1, max_size=6).filter(lambda name: name.strip() != "")
instants = st.integers(1, 300).map(lambda day: datetime.fromtimestamp(1_800_000_000 + day * 86_400, UTC))
targetings = st.builds(
    Targeting,
    countries=st.lists(st.sampled_from(["US", "DE", "FR"]), min_size=1, unique=True).map(tuple),
    age_min=st.integers(18, 30),
    age_max=st.integers(31, 65),
    genders=st.sampled_from([(), ("male",), ("female",)]),
    languages=st.sampled_from([(), ("en",), ("de", "en")]),
    expand=st.booleans(),
)
def content(version: int, instagram: str = "", form: str = "") -> CreativeContent:
    return CreativeContent(
        headline=f"Headline {version}",
        primary_text="Crunch into the heat today!",
        description="",
        call_to_action="shop_now",
        destination_url="https://tastychips.co/spicy",
        page_external_id="9001",
        version_id=make_id(f"version {version}"),
        asset_id=make_id(f"image {version % 3}"),
        instagram_external_id=instagram,
        lead_form_external_id=form,
    )


contents = st.builds(
    content, st.integers(0, 5), st.sampled_from(["", "1401", "1402"]), st.sampled_from(["", "2801"])
)
campaign_fields = st.builds(
    CampaignFields,
    name=names,
    state=running,
    purpose=st.just(Purpose.TRAFFIC),
    budget=daily_budgets,
    bid_strategy=st.sampled_from([BidStrategy.HIGHEST_VOLUME, BidStrategy.COST_CAP]),
    spend_cap=st.none() | amounts,
    special_ad_categories=st.sampled_from([(), (SpecialAdCategory.HOUSING,)]),
)
group_fields = st.builds(
    AdGroupFields,
    name=names,
    state=running,
    budget=daily_budgets,
    targeting=targetings,
    bid_amount=st.none() | amounts,
    start_at=st.none(),
    end_at=st.none() | instants,
)
ad_fields = st.builds(AdFields, name=names, state=running, creative=contents)


@st.composite
def new_ad_groups(draw: st.DrawFn, first: int, most: int) -> list[DesiredAdGroup]:
    """Draw ad groups that are not on the platform, with at least one ad each."""
    found = []
    for number in range(first, first + draw(st.integers(0, most))):
        ads = tuple(
            DesiredAd(make_id(f"ad {number}.{place}"), None, draw(ad_fields))
            for place in range(draw(st.integers(1, 3)))
        )
        found.append(DesiredAdGroup(make_id(f"group {number}"), None, draw(group_fields), ads))
    return found


@st.composite
def live_trees(draw: st.DrawFn) -> DesiredCampaign:
    """Draw a tree of which everything is on the platform, budgets at either level."""
    groups = draw(new_ad_groups(0, 3).filter(bool))
    fields = draw(campaign_fields)
    at_groups = draw(st.booleans())
    if at_groups:
        fields = replace(fields, budget=None)
    return DesiredCampaign(
        id=make_id("campaign"),
        ad_account_id=make_id("account"),
        advertiser_id=make_id("advertiser"),
        external_id="c",
        fields=fields,
        ad_groups=tuple(
            replace(
                group,
                external_id=f"g {group.id}",
                fields=group.fields if at_groups else replace(group.fields, budget=None),
                ads=tuple(replace(ad, external_id=f"a {ad.id}") for ad in group.ads),
            )
            for group in groups
        ),
    )


def _kept_budget(fields: NodeFields, drawn: NodeFields) -> NodeFields:
    """Give drawn fields a budget only where there is one, as the platform wants it."""
    if isinstance(fields, AdFields) or isinstance(drawn, AdFields) or fields.budget is not None:
        return drawn
    return replace(drawn, budget=None)


def archived(ad: DesiredAd) -> DesiredAd:
    return replace(ad, fields=replace(ad.fields, state=RunState.ARCHIVED))


@st.composite
def edited(draw: st.DrawFn, tree: DesiredCampaign) -> DesiredCampaign:
    """Draw what a person may want of a live tree: edits of any field, nodes added, nodes archived."""

    def maybe(fields: NodeFields, others: st.SearchStrategy[NodeFields]) -> NodeFields:
        return _kept_budget(fields, draw(others)) if draw(st.booleans()) else fields

    groups: list[DesiredAdGroup] = []
    for group in tree.ad_groups:
        ads = [replace(ad, fields=maybe(ad.fields, ad_fields)) for ad in group.ads]
        gone = draw(st.sets(st.integers(0, len(ads) - 1), max_size=len(ads) - 1))
        ads = [archived(ad) if place in gone else ad for place, ad in enumerate(ads)]
        extra = draw(st.integers(0, 2))
        ads += [
            DesiredAd(make_id(f"new {group.id}.{number}"), None, draw(ad_fields)) for number in range(extra)
        ]
        groups.append(replace(group, fields=maybe(group.fields, group_fields), ads=tuple(ads)))
    gone = draw(st.sets(st.integers(0, len(groups) - 1), max_size=len(groups) - 1))
    groups = [
        replace(group, fields=replace(group.fields, state=RunState.ARCHIVED)) if place in gone else group
        for place, group in enumerate(groups)
    ]
    at_groups = tree.fields.budget is None
    for group in draw(new_ad_groups(50, 2)):
        groups.append(group if at_groups else replace(group, fields=replace(group.fields, budget=None)))
    return replace(tree, fields=maybe(tree.fields, campaign_fields), ad_groups=tuple(groups))


pairs = live_trees().flatmap(lambda tree: st.tuples(st.just(tree), edited(tree)))


def planned(present: DesiredCampaign, patch: Patch) -> Plan:
    made = plan(CHANGE, patch, present, META)
    assert isinstance(made, Plan), made
    return made


def applied(present: DesiredCampaign, made: Plan) -> PlatformModel:
    platform = PlatformModel.of(present)
    for operation in made.operations:
        platform.apply(operation)
    return platform


def wanted_nodes(tree: DesiredCampaign) -> Iterator[tuple[Level, UUID, str | None, NodeFields]]:
    """Return every node that is to exist; what is below an archived one is left alone."""
    yield Level.CAMPAIGN, tree.id, tree.external_id, tree.fields
    for group in tree.ad_groups:
        yield Level.AD_GROUP, group.id, group.external_id, group.fields
        if group.fields.state is not RunState.ARCHIVED:
            for ad in group.ads:
                yield Level.AD, ad.id, ad.external_id, ad.fields


@MANY
@given(pairs)
def test_edits_when_applied_to_what_is_there_then_give_what_is_wanted(
    pair: tuple[DesiredCampaign, DesiredCampaign],
) -> None:
    present, wanted = pair
    made = planned(present, difference(present, wanted))
    platform = applied(present, made)
    creating = {each.node_id: each.key for each in made.operations if each.action.value in LEVELS}
    for level, node_id, external_id, fields in wanted_nodes(wanted):
        found = platform.nodes[external_id or creating[node_id]].fields
        if fields.state is RunState.ARCHIVED:
            assert found.state is RunState.ARCHIVED
        else:
            assert differing(level, found, fields) == ()
    assert len(platform.nodes) == len({*PlatformModel.of(present).nodes, *creating.values()})


LEVELS = {Action.CAMPAIGN.value, Action.AD_GROUP.value, Action.AD.value}


@MANY
@given(pairs)
def test_edits_when_planned_then_no_operation_could_be_left_out(
    pair: tuple[DesiredCampaign, DesiredCampaign],
) -> None:
    present, wanted = pair
    made = planned(present, difference(present, wanted))
    needed = {ref for each in made.operations for ref in each.depends_on}
    for operation in made.operations:
        if operation.action in (Action.LABEL, Action.IMAGE, Action.CREATIVE):
            assert operation.key in needed
    touched = [(each.node_id, each.action) for each in made.operations if each.node_id is not None]
    assert len(touched) == len(set(touched))
    for edit in difference(present, wanted).edits:
        assert edit.wanted.touched
        for field in edit.wanted.touched:
            assert edit.base.get(field) != edit.wanted.get(field)


@MANY
@given(live_trees())
def test_edits_when_nothing_differs_then_there_is_no_operation(tree: DesiredCampaign) -> None:
    patch = difference(tree, tree)
    assert patch.is_empty
    assert planned(tree, patch).operations == ()


@MANY
@given(pairs)
def test_edits_when_carried_out_then_nothing_is_left_to_do(
    pair: tuple[DesiredCampaign, DesiredCampaign],
) -> None:
    present, wanted = pair
    after = with_edits(present, difference(present, wanted))
    after = replace(
        after,
        ad_groups=tuple(
            replace(
                group,
                external_id=group.external_id or "made",
                ads=tuple(replace(ad, external_id=ad.external_id or "made") for ad in group.ads),
            )
            for group in after.ad_groups
        ),
    )
    assert difference(after, after).is_empty
    again = difference(after, wanted)
    assert again.edits == ()


@MANY
@given(pairs, st.uuids())
def test_edits_when_planned_again_then_the_keys_are_the_same(
    pair: tuple[DesiredCampaign, DesiredCampaign], other: UUID
) -> None:
    present, wanted = pair
    patch = difference(present, wanted)
    first, again = planned(present, patch), planned(present, patch)
    assert first == again
    keys = [each.key for each in first.operations]
    assert len(keys) == len(set(keys))
    elsewhere = plan(other, patch, present, META)
    assert isinstance(elsewhere, Plan)
    assert other == CHANGE or set(keys).isdisjoint(each.key for each in elsewhere.operations)


@MANY
@given(pairs)
def test_edits_when_planned_then_less_is_spent_first_and_more_last(
    pair: tuple[DesiredCampaign, DesiredCampaign],
) -> None:
    present, wanted = pair
    made = planned(present, difference(present, wanted))
    stages = [each.stage for each in made.operations]
    assert stages == sorted(stages)
    for operation in made.operations:
        if isinstance(operation.step, StateStep) and operation.step.state is RunState.ACTIVE:
            assert operation.stage >= Stage.ADS_ON
        if isinstance(operation.step, StateStep) and operation.step.state is RunState.PAUSED:
            assert operation.stage is Stage.REDUCE


@MANY
@given(live_trees())
def test_launch_when_carried_out_then_gives_the_drafted_tree(tree: DesiredCampaign) -> None:
    draft = replace(
        tree,
        external_id=None,
        ad_groups=tuple(
            replace(group, external_id=None, ads=tuple(replace(ad, external_id=None) for ad in group.ads))
            for group in tree.ad_groups
        ),
    )
    made = planned(draft, Patch(ChangeKind.LAUNCH))
    platform = applied(draft, made)
    made_by = {each.node_id: each.key for each in made.operations if each.action.value in LEVELS}
    for level, node_id, _, fields in wanted_nodes(draft):
        asked = replace(fields, state=RunState.ACTIVE) if level is Level.CAMPAIGN else fields
        assert differing(level, platform.nodes[made_by[node_id]].fields, asked) == ()
    assert len(platform.nodes) == len(nodes_of(draft))


def test_swap_when_the_creative_is_known_there_then_nothing_is_made() -> None:
    tree = replace(_one_ad(), external_id="c")
    [group] = tree.ad_groups
    [ad] = group.ads
    back = replace(content(3), external_id="cr-1")
    wanted_ad = replace(ad, fields=replace(ad.fields, creative=back))
    wanted = replace(tree, ad_groups=(replace(group, ads=(wanted_ad,)),))
    [operation] = planned(tree, difference(tree, wanted)).operations
    assert operation.action is Action.SWAP
    assert not operation.depends_on
    assert not isinstance(operation.step.creative, MadeBy)  # type: ignore[union-attr]


def _one_ad() -> DesiredCampaign:
    fields = CampaignFields("Chips", RunState.ACTIVE, Purpose.TRAFFIC, None, BidStrategy.HIGHEST_VOLUME)
    group = AdGroupFields(
        "Group",
        RunState.ACTIVE,
        Budget(BudgetPeriod.DAILY, Money.of(5, "USD")),
        Targeting(countries=("US",)),
    )
    ad = DesiredAd(make_id("ad"), "a", AdFields("Ad", RunState.ACTIVE, content(1)))
    return DesiredCampaign(
        make_id("campaign"),
        make_id("account"),
        make_id("advertiser"),
        None,
        fields,
        (DesiredAdGroup(make_id("group"), "g", group, (ad,)),),
    )
