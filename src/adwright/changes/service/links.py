"""Approval by link: handed out for one version of a change, used once by somebody without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.audit import service as audit
from adwright.changes.model.change import Change, Verdict
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.links import ApprovalLink, LinkSigner, LinkState, SignedLink, expiry
from adwright.changes.model.policy import Approval
from adwright.changes.repository.links import LinkRepository
from adwright.changes.service.approving import members_by_person, require_helpful
from adwright.changes.service.decisions import accept, lock_proposal, turn_down
from adwright.changes.service.reading import get_change
from adwright.core.actor import Actor, ActorKind, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Denied, NotFound
from adwright.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Handout:
    """A link, its state, and its text, which is the same each time it is asked for."""

    link: ApprovalLink
    state: LinkState
    text: str


async def make_link(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    signer: LinkSigner,
    change_id: UUID,
    *,
    recipient: str,
    days: int,
) -> Handout:
    """Hand out a link for the present version of a proposal. Not repeatable.

    Raises:
        NotFound: there is no such change.
        Denied: the actor may not approve, is no person, or an approval by link would not count.
        Conflict: the change does not wait for approval.
    """
    actor.require(Permission.APPROVE)
    if actor.person_id is None:
        raise Denied("Only a person can hand out a link.", code="person_needed")
    change = await lock_proposal(tx, clock, change_id)
    await require_helpful(tx, change, _approval(recipient, actor.person_id))
    expires_at = min(expiry(clock.now(), days), change.expires_at.replace(microsecond=0))
    link_id = new_id()
    await LinkRepository(tx).add(
        {
            "id": link_id,
            "change_id": change_id,
            "version": change.version,
            "recipient": recipient,
            "made_by": actor.name,
            "made_by_id": actor.person_id,
            "created_at": clock.now(),
            "expires_at": expires_at,
        }
    )
    after = {"link_id": link_id, "recipient": recipient, "expires_at": expires_at, "version": change.version}
    await audit.record(tx, actor, "approval_link.made", "change", change_id, after=after)
    return await _handout(tx, clock, signer, change, await _find(tx, link_id))


async def list_links(
    tx: Transaction, actor: Actor, clock: Clock, signer: LinkSigner, change_id: UUID
) -> Sequence[Handout]:
    """Return the links of a change, oldest first; each can be copied again. Repeatable.

    Raises:
        NotFound: there is no such change.
        Denied: the actor may not approve.
    """
    actor.require(Permission.APPROVE)
    change = await get_change(tx, change_id)
    return [
        await _handout(tx, clock, signer, change, link)
        for link in await LinkRepository(tx).of_change(change_id)
    ]


async def revoke_link(tx: Transaction, actor: Actor, clock: Clock, change_id: UUID, link_id: UUID) -> None:
    """Make a link useless. Repeatable.

    Raises:
        NotFound: there is no such change or link.
        Denied: the actor may not approve.
    """
    actor.require(Permission.APPROVE)
    await get_change(tx, change_id)
    link = await LinkRepository(tx).get(link_id, lock=True)
    if link is None or link.change_id != change_id:
        raise NotFound("There is no such link.")
    if link.revoked_at is None and link.decided_at is None:
        await LinkRepository(tx).set(link_id, revoked_at=clock.now())
        await audit.record(
            tx, actor, "approval_link.revoked", "change", change_id, after={"link_id": link_id}
        )


async def open_link(tx: Transaction, clock: Clock, signed: SignedLink) -> tuple[ApprovalLink, Change]:
    """Return what a link shows. Repeatable.

    Raises:
        NotFound: the link does not exist (any more).
        Conflict: it was used, revoked, has expired, or its change has moved on; the sentence says which.
    """
    link = await _find(tx, signed.link_id)
    change = await get_change(tx, link.change_id)
    await _require_open(tx, link, change, clock)
    return link, change


async def decide_by_link(
    tx: Transaction, clock: Clock, signed: SignedLink, *, verdict: Verdict, name: str, comment: str | None
) -> Change:
    """Approve or reject by link, once. Not repeatable.

    Args:
        tx: a transaction in the scope of the organization that the link names.
        clock: gives the present instant.
        signed: what the link's text says.
        verdict: approved or rejected.
        name: whom the decision is from, as given.
        comment: why; a rejection needs one.

    Raises:
        NotFound: the link does not exist (any more).
        Denied: by policy it does not count.
        Conflict: the link cannot be used (any more), or a guardrail forbids the change.
    """
    link = await LinkRepository(tx).get(signed.link_id, lock=True)
    if link is None:
        raise _gone()
    await _require_open(tx, link, await get_change(tx, link.change_id), clock)
    change = await lock_proposal(tx, clock, link.change_id)
    await _require_open(tx, link, change, clock)
    actor = Actor(tx.organization_id, ActorKind.LINK, f"{name} (by link)", credential_id=link.id)
    approval = _approval(actor.name, link.made_by_id)
    if verdict is Verdict.REJECTED:
        after = await turn_down(tx, actor, clock, change, approval, comment or "", link_id=link.id)
    else:
        after = await accept(tx, actor, clock, change, approval, comment, link_id=link.id)
    await LinkRepository(tx).set(link.id, decided_at=clock.now(), decided_by=name, verdict=verdict.value)
    return after


_CLOSED = {
    LinkState.REVOKED: "This link was withdrawn. Ask who sent it for a new one.",
    LinkState.EXPIRED: "This link has expired. Ask who sent it for a new one.",
    LinkState.OUTDATED: "What this link shows has changed since it was sent. Ask who sent it for a new one.",
    LinkState.CLOSED: "This change does not wait for approval any more. Nothing is left to decide.",
}


async def _require_open(tx: Transaction, link: ApprovalLink, change: Change, clock: Clock) -> None:
    state = await _state(tx, link, change, clock)
    if state is LinkState.USED:
        verdict = "approved" if link.verdict is Verdict.APPROVED else "rejected"
        message = f"{link.decided_by} has {verdict} this on {link.decided_at:%Y-%m-%d}. A link decides once."
        raise Conflict(message, code="link_used")
    if state is not LinkState.OPEN:
        raise Conflict(_CLOSED[state], code=f"link_{state.value}")


async def _state(tx: Transaction, link: ApprovalLink, change: Change, clock: Clock) -> LinkState:
    state = link.state(clock.now(), change.version, waits=change.status is ChangeStatus.PROPOSED)
    if state is LinkState.OPEN and not await _maker_may_approve(tx, link, change):
        return LinkState.REVOKED
    return state


async def _maker_may_approve(tx: Transaction, link: ApprovalLink, change: Change) -> bool:
    """Say whether the link's maker could approve the change still: somebody who left may hold its text."""
    maker = (await members_by_person(tx)).get(link.made_by_id)
    return maker is not None and maker.may(Permission.APPROVE, change.advertiser_id)


async def _handout(
    tx: Transaction, clock: Clock, signer: LinkSigner, change: Change, link: ApprovalLink
) -> Handout:
    text = signer.sign(SignedLink(tx.organization_id, link.id, link.expires_at, link.version))
    return Handout(link, await _state(tx, link, change, clock), text)


def _approval(name: str, made_by_id: UUID) -> Approval:
    return Approval(name, None, None, in_person=True, link_made_by=made_by_id)


async def _find(tx: Transaction, link_id: UUID) -> ApprovalLink:
    link = await LinkRepository(tx).get(link_id)
    if link is None:
        raise _gone()
    return link


def _gone() -> NotFound:
    return NotFound("This link does not exist any more. Ask who sent it for a new one.", code="link_unknown")
