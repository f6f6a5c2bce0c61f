"""A change that failed half-way is given up: what it made is archived, and the rest is as it was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from adwright.campaigns.model import RunState
from adwright.changes.fields import Field
from adwright.changes.model.change import Operation
from adwright.changes.model.life import OperationStatus
from adwright.changes.model.operations import PlannedOperation, Stage, operation_key
from adwright.changes.model.patch import Edit
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
    done = {
        (each.node_id, each.action)
        for each in operations
        if each.status is OperationStatus.DONE and each.node_id is not None
    }
    for edit in edits:
        missing = [
            field
            for field in edit.wanted.touched
            if field in edit.base.touched and (edit.node.id, _action_of(field, edit)) not in done
        ]
        if missing:
            yield edit, edit.base.only(missing)


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
