"""Read back: only what was asked is compared, and every difference is named."""

from __future__ import annotations

from dataclasses import replace

from adwright.campaigns.model import AdFields, NodeFields, ObservedNode, RunState, Targeting
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.model.read_back import ReadBack
from adwright.changes.values import Values
from adwright.platforms.model import Level
from tests.unit.changes.trees import daily, launched, make_campaign

CAMPAIGN = launched(make_campaign(groups=1, ads=1))
GROUP = CAMPAIGN.ad_groups[0]
AD = GROUP.ads[0]
LAUNCH = Patch(ChangeKind.LAUNCH)
NAMES = Names.of(CAMPAIGN, {})
JUDGE = ReadBack(LAUNCH, CAMPAIGN, {}, NAMES)


def seen(level: Level, fields: NodeFields) -> ObservedNode:
    return ObservedNode(level, "1", None, fields, "ACTIVE")


def node(level: Level, which: object) -> NodeRef:
    return next(
        each
        for each in JUDGE.nodes()
        if each.level is level and each.id == which.id  # type: ignore[attr-defined]
    )


def test_launch_when_all_is_as_asked_then_no_mismatch() -> None:
    assert JUDGE.compare(node(Level.CAMPAIGN, CAMPAIGN), seen(Level.CAMPAIGN, CAMPAIGN.fields)) == ()
    assert JUDGE.compare(node(Level.AD_GROUP, GROUP), seen(Level.AD_GROUP, GROUP.fields)) == ()
    assert JUDGE.compare(node(Level.AD, AD), seen(Level.AD, AD.fields)) == ()


def test_launch_when_a_node_is_not_there_then_says_so() -> None:
    [mismatch] = JUDGE.compare(node(Level.AD, AD), None)
    assert (mismatch.node, mismatch.field, mismatch.found) == ("Ad 0", "node", "not found")


def test_launch_when_values_differ_then_each_is_named() -> None:
    campaign = replace(CAMPAIGN.fields, state=RunState.PAUSED, budget=daily("49"))
    found = JUDGE.compare(node(Level.CAMPAIGN, CAMPAIGN), seen(Level.CAMPAIGN, campaign))
    assert [(each.field, each.wanted, each.found) for each in found] == [
        ("state", "on", "paused"),
        ("budget", "50.00 USD a day", "49.00 USD a day"),
    ]
    group = replace(GROUP.fields, targeting=Targeting(countries=("DE", "US"), age_min=21, genders=("male",)))
    found = JUDGE.compare(node(Level.AD_GROUP, GROUP), seen(Level.AD_GROUP, group))
    assert [(each.field, each.wanted, each.found) for each in found] == [
        ("countries", "United States", "Germany, United States"),
        ("age", "18 to 65 and older", "21 to 65 and older"),
        ("genders", "all", "male"),
    ]
    content = replace(AD.fields.creative, headline="Other", destination_url="https://elsewhere.example/")
    ad: AdFields = replace(AD.fields, creative=content)
    found = JUDGE.compare(node(Level.AD, AD), seen(Level.AD, ad))
    assert [each.field for each in found] == ["headline", "destination"]


def test_edit_then_only_what_it_touched_is_compared() -> None:
    ref = NodeRef(Level.CAMPAIGN, CAMPAIGN.id, "Chips", "c")
    patch = Patch(ChangeKind.PAUSE, (Edit(ref, Values(), Values(state=RunState.PAUSED)),))
    assert ReadBack(patch, CAMPAIGN, {}, NAMES).nodes() == (ref,)
    paused = replace(CAMPAIGN.fields, state=RunState.PAUSED, name="Renamed there", budget=daily("1"))
    assert ReadBack(patch, CAMPAIGN, {}, NAMES).compare(ref, seen(Level.CAMPAIGN, paused)) == ()
    [mismatch] = ReadBack(patch, CAMPAIGN, {}, NAMES).compare(ref, seen(Level.CAMPAIGN, CAMPAIGN.fields))
    assert (mismatch.field, mismatch.wanted, mismatch.found) == ("state", "paused", "on")
