"""Every field of every level reads back as it was written, or is refused where a platform never changes it.

Each case leaves the tree as it found it, which also shows that a field can be cleared and set again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adwright.campaigns.model import Budget, CreativeContent, ObservedNode, RunState
from adwright.changes.fields import FIELDS_OF, Field, same
from adwright.changes.model.patch import pick
from adwright.changes.ports import Call, SetBudget, SetState, SwapCreative, UpdateNode
from adwright.changes.values import Values
from adwright.core.errors import Upstream
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from tests.contract.sides import Made, Side

EDITABLE = [(level, field) for level, fields in FIELDS_OF.items() for field in fields]
LEVELS = (Level.CAMPAIGN, Level.AD_GROUP, Level.AD)


async def read(side: Side, level: Level, made: Made) -> ObservedNode:
    node = await side.platform.read(side.access, level, made.id_of(level))
    assert node is not None
    return node


async def call_to_set(side: Side, level: Level, made: Made, field: Field, value: Any) -> Call:
    """Return the call that gives a node a value of one field, as the ports want it."""
    external_id = made.id_of(level)
    match value:
        case RunState():
            return SetState(level, external_id, value)
        case Budget():
            return SetBudget(level, external_id, value)
        case CreativeContent() if side.can.creative_apart:
            creative = value.external_id or await side.creative(made.label, value)
            return SwapCreative(external_id, creative)
        case None:
            return UpdateNode(level, external_id, Values(cleared=(field,)))
        case _:
            values: dict[str, Any] = {field.value: value}
            return UpdateNode(level, external_id, Values(**values))


@pytest.fixture(scope="module")
async def tree_with_budget_below(side: Side) -> Made:
    """Where a budget can stand at the ad group: a tree that has it there."""
    return await side.tree(budget_below=True)


@pytest.mark.parametrize(("level", "field"), EDITABLE)
async def test_field_when_edited_then_reads_back_as_written_and_nothing_else_moves(
    side: Side, tree: Made, tree_with_budget_below: Made, level: Level, field: Field
) -> None:
    below = level is Level.AD_GROUP and field in (Field.BUDGET, Field.BID_STRATEGY)
    made = tree_with_budget_below if below else tree
    before = await read(side, level, made)
    if (level, field) in side.sample.never:
        await _require_refused(side, level, made, field, side.sample.never[(level, field)])
        assert (await read(side, level, made)).fields == before.fields
        return
    assert side.can.why_fixed(level, field.value) is None
    wanted, present = side.sample.edits[(level, field)], getattr(before.fields, field.value)
    for value in (wanted, wanted, present):
        assert await side.do(await call_to_set(side, level, made, field, value)) == made.id_of(level)
        after = await read(side, level, made)
        assert same(field, value, getattr(after.fields, field.value))
        others = [each for each in FIELDS_OF[level] if each is not field]
        assert pick(after.fields, others) == pick(before.fields, others)


async def _require_refused(side: Side, level: Level, made: Made, field: Field, value: Any) -> None:
    """What the capabilities call fixed is refused in their words."""
    with pytest.raises(Upstream) as refused:
        await side.do(await call_to_set(side, level, made, field, value))
    assert refused.value.code == "not_on_platform"
    assert refused.value.message == side.can.why_fixed(level, field.value)


@pytest.mark.parametrize("level", LEVELS)
async def test_fields_when_edited_together_then_all_are_as_written(side: Side, level: Level) -> None:
    made = await side.tree()
    values = side.sample.together[level]
    if values.name is not None:
        values = replace(values, name=side.named(values.name))
    await side.do(UpdateNode(level, made.id_of(level), values))
    node = await read(side, level, made)
    for field in values.touched:
        assert same(field, values.get(field), getattr(node.fields, field.value)), field


async def test_creative_when_edited_where_it_is_an_object_apart_then_is_refused(
    side: Side, tree: Made
) -> None:
    content = side.sample.edits[(Level.AD, Field.CREATIVE)]
    call = UpdateNode(Level.AD, tree.ad, Values(creative=content))
    if side.can.creative_apart:
        with pytest.raises(Upstream, match="swap") as refused:
            await side.do(call)
        assert refused.value.code == "not_on_platform"
    else:
        assert await side.do(call) == tree.ad
        await side.do(UpdateNode(Level.AD, tree.ad, Values(creative=side.sample.ad.creative)))


@pytest.mark.parametrize("level", LEVELS)
async def test_node_when_archived_then_stays_so_where_that_is_final_and_is_still_read(
    side: Side, level: Level
) -> None:
    made = await side.tree()
    for _ in range(2):
        await side.do(SetState(level, made.id_of(level), RunState.ARCHIVED))
        assert (await read(side, level, made)).fields.state is RunState.ARCHIVED
    on_again = SetState(level, made.id_of(level), RunState.ACTIVE)
    if side.can.archive_is_final:
        with pytest.raises(Upstream) as refused:
            await side.do(on_again)
        assert refused.value.retry_after_seconds is None
        assert not refused.value.outcome_unknown
    else:
        await side.do(on_again)
    states = await side.platform.read_tree(side.access)
    found = {node.external_id: node.fields.state for node in states.nodes}
    kept = RunState.ARCHIVED if side.can.archive_is_final else RunState.ACTIVE
    assert found[made.id_of(level)] is kept


async def test_budget_when_of_another_period_then_is_refused_where_that_is_fixed(
    side: Side, tree: Made
) -> None:
    before = await read(side, Level.CAMPAIGN, tree)
    in_all = Budget(BudgetPeriod.LIFETIME, Money.of("900", side.access.currency))
    call = SetBudget(Level.CAMPAIGN, tree.campaign, in_all)
    if side.can.budget_period_fixed is None:
        await side.do(call)
        return
    with pytest.raises(Upstream) as refused:
        await side.do(call)
    assert refused.value.retry_after_seconds is None
    assert (await read(side, Level.CAMPAIGN, tree)).fields == before.fields


async def test_budget_when_moved_to_another_level_then_is_refused_where_that_is_fixed(
    side: Side, tree: Made
) -> None:
    call = SetBudget(Level.AD_GROUP, tree.ad_group, Budget(BudgetPeriod.DAILY, Money.of("20", "USD")))
    if side.can.budget_level_fixed is None:
        await side.do(call)
        return
    with pytest.raises(Upstream) as refused:
        await side.do(call)
    assert refused.value.retry_after_seconds is None
    assert not refused.value.outcome_unknown


async def test_budget_of_an_ad_group_when_edited_too_often_then_waits_for_its_time(side: Side) -> None:
    if side.can.budget_edits is None:
        assert "budget" in side.can.absent[Level.AD_GROUP]
        return
    made = await side.tree(budget_below=True)
    calls = [
        SetBudget(Level.AD_GROUP, made.ad_group, Budget(BudgetPeriod.DAILY, Money.of(str(amount), "USD")))
        for amount in range(21, 22 + side.can.budget_edits)
    ]
    for call in calls[:-1]:
        await side.do(call)
    with pytest.raises(Upstream) as too_often:
        await side.do(calls[-1])
    assert too_often.value.code == "budget_changes_exhausted"
    wait = too_often.value.retry_after_seconds or 0
    assert 0 < wait <= side.can.budget_edits_within.total_seconds()
    side.advance(side.can.budget_edits_within + timedelta(seconds=1))
    await side.do(calls[-1])


@pytest.mark.parametrize("level", LEVELS)
async def test_node_when_unknown_then_is_none_to_read_and_not_there_to_edit(side: Side, level: Level) -> None:
    unknown = side.unknown(level)
    assert await side.platform.read(side.access, level, unknown) is None
    with pytest.raises(Upstream) as missing:
        await side.do(SetState(level, unknown, RunState.PAUSED))
    assert missing.value.code == "not_there"
    assert not missing.value.outcome_unknown
    assert "not" in missing.value.message


async def test_edit_when_the_answer_is_lost_then_may_be_made_again(side: Side, tree: Made) -> None:
    before = (await read(side, Level.CAMPAIGN, tree)).fields.name
    renamed = UpdateNode(Level.CAMPAIGN, tree.campaign, Values(name=side.named("Lost")))
    side.lose_answer()
    with pytest.raises(Upstream) as lost:
        await side.do(renamed)
    assert lost.value.outcome_unknown
    assert (await read(side, Level.CAMPAIGN, tree)).fields.name == renamed.values.name
    assert await side.do(renamed) == tree.campaign
    await side.do(UpdateNode(Level.CAMPAIGN, tree.campaign, Values(name=before)))


