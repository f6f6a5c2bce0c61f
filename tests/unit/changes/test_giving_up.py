"""What a change that stopped has left to do, and what of it is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from adwright.campaigns.model import ObservedNode
from adwright.changes.fields import Field
from adwright.changes.model.change import Operation
from adwright.changes.model.giving_up import edits_to_come, left_undone
from adwright.changes.model.life import ChangeKind, OperationStatus
from adwright.changes.model.operations import Plan
from adwright.changes.model.patch import Edit, NodeRef, Patch, looked_at_again, pick
from adwright.changes.model.plan import plan
from adwright.changes.model.steps import Action
from adwright.changes.values import Values
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Level, Platform
from tests.unit.changes.trees import launched, make_campaign, make_id

CAMPAIGN = launched(make_campaign())
AD = CAMPAIGN.ad_groups[0].ads[0]
OTHER = replace(AD.fields.creative, headline="Other", version_id=make_id("other"))
BOTH = (Field.NAME, Field.CREATIVE)
SWAPPED = Edit(NodeRef.of(Level.AD, AD), pick(AD.fields, (Field.CREATIVE,)), Values(creative=OTHER))
RENAMED_AND_SWAPPED = Edit(SWAPPED.node, pick(AD.fields, BOTH), Values(name="Renamed", creative=OTHER))


def operations(edit: Edit, platform: Platform, *, done: Collection[Action]) -> list[Operation]:
    """Plan an edit for a platform, and carry some of it out."""
    change_id = make_id("change")
    planned = plan(change_id, Patch(ChangeKind.EDIT, (edit,)), CAMPAIGN, capabilities_of(platform))
    assert isinstance(planned, Plan)
    return [
        Operation(
            id=make_id(each.key),
            change_id=change_id,
            position=position,
            stage=each.stage,
            key=each.key,
            action=each.action,
            title=each.title,
            node_id=each.node_id,
            step=each.step,
            depends_on=each.depends_on,
            status=OperationStatus.DONE if each.action in done else OperationStatus.WAITING,
            attempts=1,
            intent_at=None,
            asked_at=None,
            finished_at=None,
            duration_ms=None,
            external_id=None,
            found=False,
            answer={},
            failure=None,
        )
        for position, each in enumerate(planned.operations)
    ]


@pytest.mark.parametrize(
    ("edit", "platform", "done", "left"),
    [
        (RENAMED_AND_SWAPPED, Platform.META, {Action.CREATIVE, Action.UPDATE}, {Field.CREATIVE}),
        (RENAMED_AND_SWAPPED, Platform.META, {Action.CREATIVE, Action.SWAP}, {Field.NAME}),
        # Google's ads have their content themselves: nothing is swapped.
        (SWAPPED, Platform.GOOGLE, {Action.UPDATE}, set()),
        (SWAPPED, Platform.GOOGLE, (), {Field.CREATIVE}),
    ],
)
def test_edit_when_it_is_half_done_then_what_is_left_goes_by_the_platforms_own_calls(
    edit: Edit, platform: Platform, done: Collection[Action], left: set[Field]
) -> None:
    undone = left_undone((edit,), operations(edit, platform, done=done))
    assert {field for _, values in undone for field in values.touched} == left


def test_edit_when_it_is_looked_at_again_half_done_then_what_is_done_keeps_what_it_was_before() -> None:
    renamed = operations(RENAMED_AND_SWAPPED, Platform.META, done={Action.UPDATE})
    to_come = edits_to_come((RENAMED_AND_SWAPPED,), renamed)
    assert [each.wanted for each in to_come] == [Values(creative=OTHER)]
    theirs = replace(AD.fields.creative, headline="Theirs")
    seen = ObservedNode(Level.AD, "a", None, replace(AD.fields, name="Renamed", creative=theirs), "ACTIVE")
    patch = looked_at_again(Patch(ChangeKind.EDIT, (RENAMED_AND_SWAPPED,)), to_come, {AD.id: seen})
    assert patch.edits[0].base == Values(name=AD.fields.name, creative=theirs)
