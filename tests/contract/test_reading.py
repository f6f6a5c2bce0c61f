"""The tree as it stands, who edited it, the catalogue, and figures that add up to the account's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adwright.campaigns.model import RunState, Targeting
from adwright.changes.ports import CreateAd, CreateAdGroup, CreateCampaign, SetState
from adwright.insights.ports import DailyFact
from adwright.platforms.model import Level
from tests.contract.sides import Made, Side


async def test_tree_then_has_what_was_made_with_its_parents(side: Side, tree: Made) -> None:
    found = await side.platform.read_tree(side.access)
    nodes = {node.external_id: node for node in found.nodes}
    assert len(nodes) == len(found.nodes)
    assert (nodes[tree.campaign].level, nodes[tree.campaign].parent_external_id) == (Level.CAMPAIGN, None)
    assert (nodes[tree.ad_group].level, nodes[tree.ad_group].parent_external_id) == (
        Level.AD_GROUP,
        tree.campaign,
    )
    assert (nodes[tree.ad].level, nodes[tree.ad].parent_external_id) == (Level.AD, tree.ad_group)
    for level in (Level.CAMPAIGN, Level.AD_GROUP, Level.AD):
        alone = await side.platform.read(side.access, level, tree.id_of(level))
        assert alone == nodes[tree.id_of(level)]
    assert found.seen_at.tzinfo is not None


async def test_activities_when_edited_outside_then_say_what_who_and_when(side: Side) -> None:
    label = await side.label()
    campaign = await side.campaign(label)
    side.advance(timedelta(minutes=10))
    before = side.now()
    side.rename_outside(campaign, side.named("Renamed outside"))
    side.set_budget_outside(campaign, 70)
    side.advance(timedelta(minutes=5))
    edits = await side.platform.activities(side.access, before - timedelta(minutes=1))
    found = [each for each in edits if each.external_id == campaign]
    assert sorted(str(each.field) for each in found) == ["budget", "name"]
    for edit in found:
        assert "jordan" in edit.actor.lower()
        assert before - timedelta(seconds=2) <= edit.at <= side.now()
    assert [each.at for each in edits] == sorted((each.at for each in edits), reverse=True)
    assert found[0] in await side.platform.activities(side.access, before - timedelta(days=90))
    assert not await side.platform.activities(side.access, side.now() - timedelta(minutes=1))


async def test_audience_size_when_asked_then_is_a_range_that_narrows_where_one_is_given(side: Side) -> None:
    broad = Targeting(countries=("US",))
    size = await side.platform.audience_size(side.access, broad)
    assert (size is not None) is side.can.audience_sizes
    if size is None:
        return
    assert 0 < size.lower <= size.upper
    [interest, *_] = await side.platform.interests(side.access, "snack")
    narrow = await side.platform.audience_size(side.access, replace(broad, interests=(interest,)))
    assert narrow is not None
    assert narrow.upper < size.upper


async def test_interests_when_searched_then_are_of_the_catalogue_where_there_is_one(side: Side) -> None:
    found = await side.platform.interests(side.access, "snack")
    assert bool(found) is side.can.interests
    assert len(found) <= 25
    assert all("snack" in interest.name.lower() for interest in found)
    assert not await side.platform.interests(side.access, "nothing of the kind")


async def test_places_when_searched_then_are_found_and_called_by_their_codes_where_there_are_any(
    side: Side,
) -> None:
    found = await side.platform.places(side.access, "Chicago")
    assert bool(found) is side.can.places
    assert len(found) <= 25
    assert not await side.platform.places(side.access, "nothing of the kind")
    codes = [place.code for place in found]
    called = await side.platform.places_called(side.access, ["google:999999999", "US", *codes])
    if not found:
        assert not called
        return
    assert (found[0].name, found[0].kind) == ("Chicago, Illinois, United States", "City")
    assert found[0].reach
    assert [(place.code, place.name) for place in called] == [
        ("US", "United States"),
        *((place.code, place.name) for place in found),
    ]


@dataclass(frozen=True)
class Ran:
    """A tree that ran for some days, and what was reported of them.

    Attributes:
        since, until: days of the account's zone; the last one is not over.
    """

    campaign: str
    ad_group: str
    ad: str
    since: date
    until: date
    facts: Sequence[DailyFact]


async def facts_of(side: Side, since: date, until: date) -> list[DailyFact]:
    source = side.platform.daily_facts(side.access, since_date=since, until_date=until)
    found = [fact async for batch in source for fact in batch]
    return sorted(found, key=lambda fact: (fact.date, fact.ad_external_id))


@pytest.fixture(scope="module")
async def ran(side: Side) -> Ran:
    """A tree that runs until late in the evening of the account's zone, when it is the next day in UTC."""
    zone, label = ZoneInfo(side.access.zone), await side.label()
    campaign_fields = replace(side.sample.campaign, name=side.named("Running chips"))
    campaign = await side.do(CreateCampaign(side.tag(label), campaign_fields))
    group_fields = replace(side.sample.ad_group, start_at=None)
    group = await side.do(CreateAdGroup(side.tag(label), campaign, campaign_fields, group_fields))
    creative = await side.creative(label, side.sample.ad.creative)
    ad = await side.do(CreateAd(side.tag(label), group, creative, side.sample.ad))
    begun = side.now()
    for level, node in ((Level.AD, ad), (Level.AD_GROUP, group), (Level.CAMPAIGN, campaign)):
        await side.do(SetState(level, node, RunState.ACTIVE))
    evening = datetime.combine((begun + timedelta(days=4)).astimezone(zone).date(), datetime.min.time(), zone)
    side.advance(evening + timedelta(hours=22) - begun)
    await side.do(SetState(Level.CAMPAIGN, campaign, RunState.PAUSED))
    since, until = begun.astimezone(zone).date(), evening.date()
    return Ran(campaign, group, ad, since, until, await facts_of(side, since, until))


async def test_facts_then_add_up_to_the_accounts_own_totals(side: Side, ran: Ran) -> None:
    totals = side.totals(ran.since, ran.until)
    assert totals.impressions > 0
    assert sum(fact.impressions or 0 for fact in ran.facts) == totals.impressions
    assert sum(fact.clicks or 0 for fact in ran.facts) == totals.clicks
    assert sum(fact.spend_micros or 0 for fact in ran.facts) == totals.spend_micros


async def test_facts_then_name_the_ad_and_what_it_is_in(side: Side, ran: Ran) -> None:
    ids = {(fact.campaign_external_id, fact.ad_group_external_id, fact.ad_external_id) for fact in ran.facts}
    assert ids == {(ran.campaign, ran.ad_group, ran.ad)}
    assert {fact.level for fact in ran.facts} == {Level.AD}
    assert all(fact.campaign_name and fact.ad_group_name and fact.ad_name for fact in ran.facts)
    assert len({fact.date for fact in ran.facts}) == len(ran.facts)


async def test_facts_then_are_of_the_days_of_the_accounts_zone(side: Side, ran: Ran) -> None:
    assert side.now().date() > ran.until
    assert {fact.date for fact in ran.facts} == {
        ran.since + timedelta(days=number) for number in range((ran.until - ran.since).days + 1)
    }
    assert await facts_of(side, ran.until + timedelta(days=1), ran.until + timedelta(days=2)) == []


async def test_facts_when_asked_for_some_days_then_both_ends_are_in(side: Side, ran: Ran) -> None:
    first, last = ran.since + timedelta(days=1), ran.until - timedelta(days=1)
    assert await facts_of(side, first, last) == [fact for fact in ran.facts if first <= fact.date <= last]
    assert await facts_of(side, ran.until, ran.until) == [ran.facts[-1]]


async def test_facts_when_nothing_ran_then_are_none(side: Side, ran: Ran) -> None:
    long_ago = ran.since - timedelta(days=60)
    assert await facts_of(side, long_ago, long_ago + timedelta(days=7)) == []


@pytest.mark.parametrize("level", [Level.ACCOUNT, Level.CAMPAIGN])
async def test_reach_of_a_period_then_is_not_the_sum_of_its_days_where_people_are_counted(
    side: Side, ran: Ran, level: Level
) -> None:
    found = await side.platform.period_reach(
        side.access, level=level, since_date=ran.since, until_date=ran.until
    )
    if not side.can.reach:
        assert not found
        assert {fact.reach for fact in ran.facts} == {None}
        return
    [reach] = found
    assert reach.external_id == (side.access.external_id if level is Level.ACCOUNT else ran.campaign)
    assert (reach.level, reach.since_date, reach.until_date) == (level, ran.since, ran.until)
    assert 0 < reach.reach < sum(fact.reach or 0 for fact in ran.facts)
    assert reach.impressions == sum(fact.impressions or 0 for fact in ran.facts)
