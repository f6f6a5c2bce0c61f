"""Approvals: what a change still needs by policy, and what one more approval brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import Member
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

APPROVAL_MISSING = "approval_missing"

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
    approvals = await _approvals_of(tx, change)
    return review_of(await policies_for(tx, change.advertiser_id), actor, change, approvals)


def review_of(policies: Policies, actor: Actor, change: Change, approvals: tuple[Approval, ...]) -> Review:
    """Return what a change needs and has, from what is known of it already."""
    needed = requirements(policies, proposed_of(change))
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


def approvals_among(
    change: Change, decisions: Sequence[Decision], members: Mapping[UUID, Member]
) -> tuple[Approval, ...]:
    """Return the approvals of the present version of a change. Trying again is one, too.

    Args:
        change: what was approved.
        decisions: all that were made about it.
        members: who belongs to the organization now, by person.
    """
    return tuple(
        _approval_by(each, change, members)
        for each in decisions
        if each.verdict in _APPROVING and each.version == change.version
    )


def _approval_by(decision: Decision, change: Change, members: Mapping[UUID, Member]) -> Approval:
    """Return an approval as it counts now: of somebody who may not approve any more it does not."""
    vouches = decision.person_id or decision.link_made_by
    member = None if vouches is None else members.get(vouches)
    return Approval(
        by=decision.by,
        person_id=decision.person_id,
        role=None if member is None or decision.person_id is None else member.role,
        in_person=decision.in_person,
        link_made_by=decision.link_made_by,
        leap_confirmed=decision.leap_confirmed,
        lapsed=vouches is not None
        and (member is None or not member.may(Permission.APPROVE, change.advertiser_id)),
    )


async def members_by_person(tx: Transaction) -> Mapping[UUID, Member]:
    """Return who belongs to the organization now. Repeatable."""
    return {each.person_id: each for each in await accounts.list_members(tx)}


async def _approvals_of(tx: Transaction, change: Change) -> tuple[Approval, ...]:
    decisions = await ChangeRepository(tx).decisions(change.id)
    return approvals_among(change, decisions, await members_by_person(tx))


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
    given = await _approvals_of(tx, change)
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
    given = await _approvals_of(tx, change)
    return tuple(missing_words(each) for each in standing(needed, given, change.author_id) if each.missing)


async def leap_is_confirmed(tx: Transaction, change: Change) -> bool:
    """Say whether a person has confirmed the tenfold growth in this version of a change. Repeatable."""
    given = await _approvals_of(tx, change)
    return any(
        each.leap_confirmed and each.in_person and not each.by_link and not each.lapsed for each in given
    )
