"""What is made is made paused, once, found by its tag alone; and what goes wrong says what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import pytest

from adwright.campaigns.model import Budget, RunState
from adwright.changes.fields import FIELDS_OF, Field, is_silent, same
from adwright.changes.ports import (
    Call,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    ObjectKind,
    SetState,
    SwapCreative,
    Tag,
    UploadImage,
)
from adwright.core.errors import Upstream
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from tests.contract.sides import Made, Side, id_in
from tests.factories_changes import make_picture

LEVELS = (Level.CAMPAIGN, Level.AD_GROUP, Level.AD)


async def _campaign_call(side: Side, tree: Made, tag: Tag) -> Call:
    return CreateCampaign(tag, replace(side.sample.campaign, name=side.named("Chips")))


async def _ad_group_call(side: Side, tree: Made, tag: Tag) -> Call:
    fields = replace(side.sample.ad_group, name=side.named("Snackers"))
    return CreateAdGroup(tag, tree.campaign, side.sample.campaign, fields)


async def _ad_call(side: Side, tree: Made, tag: Tag) -> Call:
    return CreateAd(tag, tree.ad_group, tree.creative, side.sample.ad)


CREATING: Mapping[ObjectKind, Callable[[Side, Made, Tag], Awaitable[Call]]] = {
    ObjectKind.CAMPAIGN: _campaign_call,
    ObjectKind.AD_GROUP: _ad_group_call,
    ObjectKind.AD: _ad_call,
}


@pytest.mark.parametrize("level", LEVELS)
async def test_node_when_made_then_is_paused_and_reads_back_as_meant(
    side: Side, tree: Made, level: Level
) -> None:
    node = await side.platform.read(side.access, level, tree.id_of(level))
    assert node is not None
    assert (node.level, node.external_id) == (level, tree.id_of(level))
    assert node.fields.state is RunState.PAUSED
    sample = side.sample
    meant = {Level.CAMPAIGN: sample.campaign, Level.AD_GROUP: sample.ad_group, Level.AD: sample.ad}[level]
    for field in FIELDS_OF[level]:
        wanted, found = getattr(meant, field.value), getattr(node.fields, field.value)
        if field is Field.NAME and level is Level.CAMPAIGN:
            assert found.startswith(wanted)
        elif field is not Field.STATE:
            assert is_silent(field, wanted, found) or same(field, wanted, found), field
    parents = {Level.CAMPAIGN: None, Level.AD_GROUP: tree.campaign, Level.AD: tree.ad_group}
    assert node.parent_external_id == parents[level]


@pytest.mark.parametrize("kind", CREATING)
async def test_object_when_looked_up_then_is_found_by_its_tag_alone_also_when_archived(
    side: Side, tree: Made, kind: ObjectKind
) -> None:
    tag, level = side.tag(tree.label), Level(kind.value)
    made = await side.do(await CREATING[kind](side, tree, tag))
    assert await side.platform.look_up(side.access, kind, tag) == made
    assert await side.platform.look_up(side.access, kind, side.tag(tree.label)) is None
    await side.do(SetState(level, made, RunState.ARCHIVED))
    assert await side.platform.look_up(side.access, kind, tag) == made


@pytest.mark.parametrize("kind", CREATING)
async def test_creating_when_the_answer_is_lost_then_the_outcome_is_unknown_and_the_object_is_found(
    side: Side, tree: Made, kind: ObjectKind
) -> None:
    tag = side.tag(tree.label)
    call = await CREATING[kind](side, tree, tag)
    side.lose_answer()
    with pytest.raises(Upstream) as lost:
        await side.do(call)
    assert lost.value.outcome_unknown
    assert lost.value.retry_after_seconds is not None
    assert await side.platform.look_up(side.access, kind, tag) is not None


async def test_creating_when_it_is_too_fast_then_nothing_is_made_and_it_says_when_to_come_back(
    side: Side, tree: Made
) -> None:
    tag = side.tag(tree.label)
    side.refuse_as_too_fast()
    with pytest.raises(Upstream) as limited:
        await side.campaign(tree.label, tag=tag)
    assert limited.value.code == "rate_limited"
    assert (limited.value.retry_after_seconds or 0) > 0
    assert not limited.value.outcome_unknown
    assert await side.platform.look_up(side.access, ObjectKind.CAMPAIGN, tag) is None


async def test_creating_when_the_platform_declines_then_is_final_with_its_own_words(
    side: Side, tree: Made
) -> None:
    tag = side.tag(tree.label)
    with pytest.raises(Upstream) as declined:
        await side.campaign(tree.label, tag=tag, name="")
    _require_final(declined.value)
    assert declined.value.code == "platform_declined"
    assert declined.value.details
    assert side.access.token not in str(declined.value.details)
    assert await side.platform.look_up(side.access, ObjectKind.CAMPAIGN, tag) is None


async def test_creating_when_the_parent_is_not_there_then_says_so(side: Side, tree: Made) -> None:
    unknown = side.unknown(Level.CAMPAIGN)
    call = CreateAdGroup(side.tag(tree.label), unknown, side.sample.campaign, side.sample.ad_group)
    with pytest.raises(Upstream) as refused:
        await side.do(call)
    assert not refused.value.outcome_unknown
    assert refused.value.message


async def test_budget_when_below_the_accounts_minimum_then_is_declined(side: Side, tree: Made) -> None:
    accounts = {each.external_id: each for each in await side.platform.accounts(side.access.token)}
    least = accounts[side.access.external_id].min_daily_budget
    too_low = Money(least.micros - 10_000 if least else 0, side.access.currency)
    with pytest.raises(Upstream) as declined:
        await side.campaign(tree.label, budget=Budget(BudgetPeriod.DAILY, too_low))
    _require_final(declined.value)
    if least is not None:
        assert await side.campaign(tree.label, budget=Budget(BudgetPeriod.DAILY, least))


async def test_label_when_made_twice_then_is_one_where_there_are_labels(side: Side) -> None:
    call = CreateLabel(side.named("adwright:twice"))
    if not side.can.labels:
        await _require_not_on_platform(side, call)
        return
    first = await side.do(call)
    assert await side.do(call) == first
    assert await side.platform.look_up(side.access, ObjectKind.LABEL, Tag("", call.name)) == first


async def test_picture_when_uploaded_twice_then_is_one_where_creatives_are_apart(side: Side) -> None:
    call = UploadImage("once.png", make_picture("once"))
    if not side.can.creative_apart:
        await _require_not_on_platform(side, call)
        return
    assert await side.do(call) == await side.do(call)


async def test_creative_when_made_then_is_found_and_shown_where_creatives_are_apart(
    side: Side, tree: Made
) -> None:
    tag = side.tag(tree.label)
    content = replace(side.sample.ad.creative, headline="Found again")
    fields = replace(side.sample.ad, creative=content)
    if not side.can.creative_apart:
        await _require_not_on_platform(side, CreateCreative(tag, "Found again", fields, None))
        await _require_not_on_platform(side, SwapCreative(tree.ad, "1"))
        return
    picture = await side.do(UploadImage("found.png", make_picture("found")))
    creative = await side.do(CreateCreative(tag, "Found again", fields, picture))
    assert await side.platform.look_up(side.access, ObjectKind.CREATIVE, tag) == creative
    ad = await side.do(CreateAd(side.tag(tree.label), tree.ad_group, creative, fields))
    node = await side.platform.read(side.access, Level.AD, ad)
    assert node is not None
    shown = getattr(node.fields, "creative", None)
    assert shown is not None
    assert (shown.headline, shown.external_id, shown.image_hash) == ("Found again", creative, picture)


async def test_batch_when_some_of_it_is_wrong_then_each_says_in_order_what_became_of_it(
    side: Side, tree: Made
) -> None:
    assert side.can.batch_size >= 4
    tags = [side.tag(tree.label) for _ in range(4)]
    names = [side.named("One"), "", side.named("Two")]
    group = side.sample.ad_group
    calls: list[Call] = [
        CreateAdGroup(tag, tree.campaign, side.sample.campaign, replace(group, name=name))
        for tag, name in zip(tags, names, strict=False)
    ]
    calls.append(SetState(Level.CAMPAIGN, side.unknown(Level.CAMPAIGN), RunState.PAUSED))
    one, nameless, two, missing = await side.platform.perform_batch(side.access, calls)
    assert isinstance(nameless, Upstream)
    assert isinstance(missing, Upstream)
    assert (missing.code, missing.outcome_unknown) == ("not_there", False)
    found = [
        await side.platform.look_up(side.access, ObjectKind.AD_GROUP, tag) for tag in tags[:3]
    ]
    assert found == [id_in(one), None, id_in(two)]
    wanted = [(Level.AD_GROUP, id_in(two)), (Level.AD, side.unknown(Level.AD)), (Level.AD_GROUP, id_in(one))]
    nodes = await side.platform.read_batch(side.access, wanted)
    assert [node and node.fields.name for node in nodes] == [names[2], None, names[0]]


async def test_batch_when_as_large_as_it_may_be_then_is_answered_whole(side: Side, tree: Made) -> None:
    size = side.can.batch_size
    nodes = await side.platform.read_batch(side.access, [(Level.CAMPAIGN, tree.campaign)] * size)
    assert [node and node.external_id for node in nodes] == [tree.campaign] * size


async def _require_not_on_platform(side: Side, call: Call) -> None:
    """What the capabilities deny is refused in plain words, whether alone or in a batch."""
    with pytest.raises(Upstream) as refused:
        await side.do(call)
    _require_final(refused.value)
    assert refused.value.code == "not_on_platform"
    [item] = await side.platform.perform_batch(side.access, [call])
    assert isinstance(item, Upstream)
    assert item.code == "not_on_platform"


def _require_final(error: Upstream) -> None:
    assert error.retry_after_seconds is None
    assert not error.outcome_unknown
    assert len(error.message.split()) > 3
