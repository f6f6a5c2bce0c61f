"""One planned call, and where it stands in a plan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from adwright.changes.model.steps import Action, Step

_KEY_LENGTH = 32


class Stage(IntEnum):
    """The order of a plan's parts: an operation begins when every one of an earlier stage is done.

    What spends less comes first and what spends more comes last, so that a plan that stops half-way has not
    spent more than either end; and nothing is switched on before all of it is there.
    """

    REDUCE = 0
    MAKE = 1
    ARCHIVE = 2
    RAISE = 3
    ADS_ON = 4
    AD_GROUPS_ON = 5
    CAMPAIGN_ON = 6


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """One call to come.

    Attributes:
        key: deterministic, from the change, the node and the action.
        title: what it does, in plain words.
        node_id: the node of the campaign tree it is for; None for labels, images and creatives.
        depends_on: keys of the operations of its own stage that must be done before.
    """

    key: str
    action: Action
    title: str
    step: Step
    stage: Stage
    node_id: UUID | None = None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Operations in an order in which each comes after all it depends on."""

    operations: tuple[PlannedOperation, ...]


def operation_key(change_id: UUID, subject: UUID | str, action: Action) -> str:
    """Return the key of an operation: the same for the same change, subject and action, and no other."""
    return hashlib.sha256(f"{change_id}:{subject}:{action.value}".encode()).hexdigest()[:_KEY_LENGTH]
