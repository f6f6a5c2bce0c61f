"""A change that failed half-way is given up: what it made is archived, and the rest is as it was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from adwright.campaigns.model import DesiredCampaign, ObservedNode, RunState
from adwright.changes.fields import Field, same
from adwright.changes.model.change import Change, Operation
from adwright.changes.model.drift import ToCome
from adwright.changes.model.life import ChangeStatus, OperationStatus
from adwright.changes.model.operations import PlannedOperation, Stage, operation_key
from adwright.changes.model.patch import Edit, Patch, find_node, pick
from adwright.changes.model.steps import (
    LEVEL_MADE,
    Action,
    AdGroupStep,
    AdStep,
    Known,
    MadeBy,
    Ref,
    StateStep,
)
from adwright.changes.values import Values

_OWN_ACTIONS = {Field.BUDGET: Action.BUDGET, Field.CREATIVE: Action.SWAP}


def archiving_of(change_id: UUID, operations: Iterable[Operation]) -> tuple[PlannedOperation, ...]:
    """Return the operations that archive what a change made; what is below an archived node goes with it."""
    made = {each.key: each for each in operations if each.action in LEVEL_MADE and each.external_id}
    return tuple(
        PlannedOperation(
            key=operation_key(change_id, each.key, Action.ARCHIVE),
            action=Action.ARCHIVE,
            title=f"Archive what was made: {each.title}",
            step=StateStep(LEVEL_MADE[each.action], Known(each.external_id or ""), RunState.ARCHIVED),
            stage=Stage.ARCHIVE,
            node_id=each.node_id,
        )
        for each in made.values()
        if not any(isinstance(ref, MadeBy) and ref.key in made for ref in _parents(each))
    )


def left_undone(edits: Iterable[Edit], operations: Sequence[Operation]) -> Iterator[tuple[Edit, Values]]:
    """Return each edit of which something was not done, with the values that it had before."""
    planned = {(each.node_id, each.action) for each in operations}
    done = {(each.node_id, each.action) for each in operations if each.status is OperationStatus.DONE}
    for edit in edits:
        missing = []
        for field in edit.wanted.touched:
            call = edit.node.id, _action_of(field, edit)
            # Where ads have their content themselves, there is no swap.
            call = call if call in planned else (edit.node.id, Action.UPDATE)
            if field in edit.base.touched and call not in done:
                missing.append(field)
        if missing:
            yield edit, edit.base.only(missing)


def edits_to_come(edits: Sequence[Edit], operations: Sequence[Operation]) -> Sequence[Edit]:
    """Return the edits of which something is still to be done, without what is done."""
    if not any(each.status is OperationStatus.DONE for each in operations):
        return edits
    return [
        Edit(edit.node, before, edit.wanted.only(before.touched))
        for edit, before in left_undone(edits, operations)
    ]


def what_stands(change: Change, operations: Sequence[Operation]) -> Patch | None:
    """Return what a change that is over has done and could be taken back; None when that is nothing.

    What one that was given up had made is archived by now; what it had edited stands.
    """
    if change.status is ChangeStatus.APPLIED:
        return change.patch
    if change.status is not ChangeStatus.REJECTED:
        return None
    left = {edit.node.id: before.touched for edit, before in left_undone(change.patch.edits, operations)}
    edits = []
    for edit in change.patch.edits:
        done = tuple(field for field in edit.base.touched if field not in left.get(edit.node.id, ()))
        if done:
            edits.append(Edit(edit.node, edit.base.only(done), edit.wanted.only(done)))
    return Patch(change.kind, tuple(edits)) if edits else None


def still_to_come(patch: Patch, operations: Sequence[Operation]) -> ToCome:
    """Return what a change that stopped has not come to: what is there until it goes on, and what it sets.

    Args:
        patch: the change's patch.
        operations: the change's operations.
    """
    return {
        (edit.node.id, field): (before.get(field), edit.wanted.get(field))
        for edit, before in left_undone(patch.edits, operations)
        for field in before.touched
    }


def not_switched_on(operations: Iterable[Operation]) -> frozenset[UUID]:
    """Return the nodes that a change which stopped has made and was to switch on: until then they are off."""
    made, to_come = set(), set()
    for each in operations:
        if each.action in LEVEL_MADE and each.external_id is not None:
            made.add(each.node_id)
        elif each.action is Action.STATE and each.status is not OperationStatus.DONE and not each.asked_at:
            to_come.add(each.node_id)
    return frozenset(node_id for node_id in made & to_come if node_id is not None)


def still_wanted(
    edit: Edit, before: Values, desired: DesiredCampaign, observed: Mapping[UUID, ObservedNode]
) -> tuple[Field, ...]:
    """Return which fields that an edit did not come to are desired for its sake alone.

    A newer change may have set another value since, or this very one.

    Args:
        edit: of a change that is over.
        before: the fields that it did not come to, with what they were before.
        desired: the campaign as it should be.
        observed: what the platform showed last, by our ids.
    """
    node = find_node(desired, edit.node.level, edit.node.id)
    if node is None:
        return ()
    now = pick(node.fields, before.touched)
    there = observed.get(edit.node.id)
    seen = before if there is None else pick(there.fields, before.touched)
    return tuple(
        field
        for field in before.touched
        if same(field, now.get(field), edit.wanted.get(field))
        and not same(field, seen.get(field), edit.wanted.get(field))
    )


def _parents(operation: Operation) -> tuple[Ref, ...]:
    if isinstance(operation.step, AdGroupStep):
        return (operation.step.campaign,)
    if isinstance(operation.step, AdStep):
        return (operation.step.ad_group,)
    return ()


def _action_of(field: Field, edit: Edit) -> Action:
    if field is Field.STATE:
        return Action.ARCHIVE if edit.wanted.state is RunState.ARCHIVED else Action.STATE
    return _OWN_ACTIONS.get(field, Action.UPDATE)
