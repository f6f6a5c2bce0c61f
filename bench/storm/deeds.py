"""What is proposed: a deed knows its change, what it sets, and whether and where it has to be refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from adwright.changes.model.change import Change
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.errors import AdwrightError, Invalid
from bench.storm.book import Key

Propose = Callable[[Transaction, Actor], Awaitable[Change]]


class Stage(StrEnum):
    """Where a deed that is not allowed has to be refused."""

    PROPOSAL = "proposal"
    APPROVAL = "approval"
    APPLY = "apply"


@dataclass(frozen=True)
class Refusal:
    """Where and why a deed has to be refused; the reason is a code, or the guardrail's name."""

    stage: Stage
    reason: str


@dataclass(frozen=True)
class Deed:
    """One proposal.

    Attributes:
        actor: who proposes; None for the agency's owner.
        sets: what nodes have once it is applied.
        makes: names of the nodes that it adds.
        refusal: None for what is allowed.
        between: what happens after it was proposed and before somebody approves.
        approvers: who approves, one after the other; left out, those whom the agency's policy asks for.
        can_be_undone: the next deed may take it back.
    """

    kind: str
    propose: Propose
    actor: Actor | None = None
    sets: Mapping[Key, object] = field(default_factory=dict)
    makes: frozenset[str] = frozenset()
    refusal: Refusal | None = None
    between: Callable[[], Awaitable[None]] | None = None
    approvers: tuple[Actor, ...] | None = None
    can_be_undone: bool = True


def reasons_of(error: AdwrightError) -> set[str]:
    """Return every name under which an error says why: its code, and the fields that it is about."""
    fields = error.fields if isinstance(error, Invalid) else ()
    return {error.code, *(problem.field for problem in fields)}
