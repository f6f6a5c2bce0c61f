"""Approvals: what a change still needs by policy, and what one more approval brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adwright.changes.model.change import Change, Decision, Verdict
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.policy import (
    Approval,
    Policies,
    Proposed,
    Standing,
    is_approved,
    missing_words,
    requirements,
    standing,
    would_help,
)
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.service.settings import policies_for
from adwright.core.actor import Actor, ActorKind, Permission
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Denied

_APPROVING = (Verdict.APPROVED, Verdict.RETRIED)


@dataclass(frozen=True, slots=True)
class Review:
    """What a change needs, what it has, and whether one person's approval would bring it further.

    Attributes:
        standings: each requirement of the policy, and how far it is met.
        approvals: of the present version.
        needs_mine: whether the asking actor's approval would help.
    """

    standings: tuple[Standing, ...]
    approvals: tuple[Approval, ...]
    needs_mine: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed, in plain words."""
        return tuple(missing_words(each) for each in self.standings if each.missing)


async def review(tx: Transaction, actor: Actor, change: Change) -> Review:
    """Return what a change needs and has. Repeatable."""
    decisions = await ChangeRepository(tx).decisions(change.id)
    return review_of(await policies_for(tx, change.advertiser_id), actor, change, decisions)


def review_of(policies: Policies, actor: Actor, change: Change, decisions: Sequence[Decision]) -> Review:
    """Return what a change needs and has, from what is known of it already."""
    needed = requirements(policies, proposed_of(change))
    approvals = approvals_among(change, decisions)
    standings = standing(needed, approvals, change.author_id)
    candidate = approval_of(actor, leap_confirmed=True)
    needs_mine = (
        change.status is ChangeStatus.PROPOSED
        and actor.may(Permission.APPROVE)
        and would_help(needed, approvals, candidate, change.author_id)
    )
    return Review(standings, approvals, needs_mine)


def proposed_of(change: Change) -> Proposed:
    """Return what policy needs to know of a change."""
    return Proposed(
        kind=change.kind,
        author_kind=change.author_kind,
        author_id=change.author_id,
        author_role=change.author_role,
        rise=change.rise,
        currency=change.currency,
        leaps=change.leaps,
    )


def approvals_among(change: Change, decisions: Sequence[Decision]) -> tuple[Approval, ...]:
    """Return the approvals of the present version of a change. Trying again is one, too."""
    return tuple(
        Approval(each.by, each.person_id, each.role, each.in_person, each.link_made_by, each.leap_confirmed)
        for each in decisions
        if each.verdict in _APPROVING and each.version == change.version
    )


def approval_of(actor: Actor, *, leap_confirmed: bool) -> Approval:
    """Return the approval that an actor would give."""
    in_person = actor.kind is ActorKind.PERSON
    return Approval(actor.name, actor.person_id, actor.role, in_person, None, leap_confirmed)


async def require_helpful(tx: Transaction, change: Change, approval: Approval) -> None:
    """Let an approval pass that brings a change further.

    Raises:
        Conflict: the same person has approved this version already.
        Denied: by policy it does not count.
    """
    needed = requirements(await policies_for(tx, change.advertiser_id), proposed_of(change))
    given = approvals_among(change, await ChangeRepository(tx).decisions(change.id))
    now = standing(needed, given, change.author_id)
    if is_approved(now) or would_help(needed, given, approval, change.author_id):
        return
    missing = "; ".join(missing_words(each) for each in now if each.missing)
    if not approval.by_link and any(each.person_id == approval.person_id for each in given):
        raise Conflict(f"You have approved this already. It still needs: {missing}.", code="approved_already")
    raise Denied(f"Your approval does not count here. It needs: {missing}.", code="approval_does_not_count")


async def has_all_approvals(tx: Transaction, change: Change) -> bool:
    """Say whether the present version of a change has all the approvals that it needs. Repeatable."""
    return not await missing_approvals(tx, change)


async def missing_approvals(tx: Transaction, change: Change) -> tuple[str, ...]:
    """Return what the present version of a change still needs, in plain words. Repeatable."""
    needed = requirements(await policies_for(tx, change.advertiser_id), proposed_of(change))
    given = approvals_among(change, await ChangeRepository(tx).decisions(change.id))
    return tuple(missing_words(each) for each in standing(needed, given, change.author_id) if each.missing)


async def leap_is_confirmed(tx: Transaction, change: Change) -> bool:
    """Say whether a person has confirmed the tenfold growth in this version of a change. Repeatable."""
    given = approvals_among(change, await ChangeRepository(tx).decisions(change.id))
    return any(each.leap_confirmed and each.in_person and not each.by_link for each in given)
