"""What the storm holds against each other: it sees what is doubled, unknown, gone, or otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from adwright.campaigns.model import RunState
from adwright.platforms.model import Level
from bench.storm.comparing import Objects, count_objects, unlike
from bench.storm.eyes import Seen, World
from tests.unit.changes.trees import launched, make_campaign

TREE = launched(make_campaign(groups=1, ads=2))
GROUP = TREE.ad_groups[0]


@dataclass
class Made:
    action: str
    external_id: str | None


def as_wanted() -> World:
    """Return a platform that has the tree exactly as it should be."""
    campaign = {"name": "Chips", "state": "active", "budget": Decimal(50)}
    world = World({str(TREE.external_id): Seen(Level.CAMPAIGN, "", campaign)})
    group = {"name": GROUP.fields.name, "state": GROUP.fields.state.value}
    world.nodes[str(GROUP.external_id)] = Seen(Level.AD_GROUP, str(TREE.external_id), group)
    for ad in GROUP.ads:
        headline = ad.fields.creative.headline
        values = {"name": ad.fields.name, "state": ad.fields.state.value, "headline": headline}
        world.nodes[str(ad.external_id)] = Seen(Level.AD, str(GROUP.external_id), values)
    return world


def operations() -> list[Made]:
    """Return the operations that made the tree."""
    ads = [Made("ad", ad.external_id) for ad in GROUP.ads]
    return [Made("campaign", TREE.external_id), Made("ad_group", GROUP.external_id), *ads, Made("ad", None)]


def test_platform_when_all_is_as_wanted_then_nothing_is_found() -> None:
    assert unlike(TREE, as_wanted(), on_google=False) == []
    assert count_objects(operations(), as_wanted()) == Objects()


def test_platform_when_a_value_differs_then_it_is_named() -> None:
    world = as_wanted()
    world.nodes[str(TREE.external_id)].values["budget"] = Decimal(51)
    assert unlike(TREE, world, on_google=False) == ["budget of campaign Chips: wanted 50.00, there is 51"]


def test_platform_when_what_is_archived_still_runs_then_that_alone_is_named() -> None:
    archived = replace(GROUP, fields=replace(GROUP.fields, state=RunState.ARCHIVED, name="Other"))
    found = unlike(replace(TREE, ad_groups=(archived,)), as_wanted(), on_google=False)
    assert found == ["state of ad_group Other: wanted archived, there is active"]


def test_objects_when_one_is_there_twice_unknown_or_gone_then_each_is_told_apart() -> None:
    world = as_wanted()
    first, second = (str(ad.external_id) for ad in GROUP.ads)
    world.nodes["twin"] = world.nodes[first]
    world.nodes["stranger"] = Seen(Level.CAMPAIGN, "", {"name": "Who made this?"})
    del world.nodes[second]
    found = count_objects(operations(), world)
    assert found.duplicates == ["ad twin was made by no operation"]
    assert found.orphans == ["campaign stranger was made by no operation"]
    assert found.lost == [f"ad {second} is not there"]


def test_objects_when_two_operations_name_the_same_then_one_is_a_duplicate() -> None:
    twice = [*operations(), Made("campaign", TREE.external_id)]
    assert count_objects(twice, as_wanted()).duplicates == [
        f"campaign {TREE.external_id} belongs to several operations"
    ]


def test_objects_when_a_budget_has_no_campaign_then_it_is_an_orphan() -> None:
    world = as_wanted()
    world.others = {"budget": ["1", "2"]}
    assert count_objects(operations(), world).orphans == ["2 budgets of 1 campaigns"]
