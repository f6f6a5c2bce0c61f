"""Members and invitations: who belongs to the organization, as what, and for which advertisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from adwright.accounts.credentials import new_token, token_hash
from adwright.accounts.model import (
    Invitation,
    Member,
    Person,
    require_may_give,
    require_owner_remains,
    require_within,
)
from adwright.accounts.repository.api_keys import ApiKeyRepository
from adwright.accounts.repository.organizations import (
    InvitationRepository,
    MemberRepository,
)
from adwright.accounts.service.advertisers import require_advertisers
from adwright.accounts.service.organizations import person_actor
from adwright.audit import service as audit
from adwright.core.actor import Actor, Permission, Role
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id

INVITATION_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation and its secret token, which is in the link and stored as a hash only."""

    invitation: Invitation
    token: str


async def list_members(tx: Transaction) -> Sequence[Member]:
    """Return every member, oldest first. Repeatable."""
    return await MemberRepository(tx).all()


async def get_member(tx: Transaction, member_id: UUID) -> Member:
    """Return one member. Repeatable.

    Raises:
        NotFound: there is none.
    """
    member = await MemberRepository(tx).find(member_id)
    if member is None:
        raise NotFound("There is no such member.")
    return member


async def change_member(
    tx: Transaction, actor: Actor, member_id: UUID, *, role: Role, advertiser_ids: frozenset[UUID] | None
) -> Member:
    """Change a member's role and the advertisers he or she is limited to. Repeatable.

    Raises:
        Denied: the actor may not administer the organization, or is no owner and an owner is concerned.
        NotFound: there is no such member or advertiser.
        Conflict: the last owner would be gone.
    """
    actor.require(Permission.ADMIN)
    members = MemberRepository(tx)
    await members.lock()
    before = await get_member(tx, member_id)
    require_may_give(actor.role, before.role)
    require_may_give(actor.role, role)
    await require_advertisers(tx, advertiser_ids)
    require_within(actor.advertiser_ids, before.advertiser_ids)
    require_within(actor.advertiser_ids, advertiser_ids)
    require_owner_remains({**{each.id: each.role for each in await members.all()}, member_id: role})
    await members.set_role(member_id, role)
    await members.set_limits(member_id, advertiser_ids)
    await audit.record(
        tx,
        actor,
        "member.changed",
        "member",
        member_id,
        before={"email": before.email, "role": before.role, "advertiser_ids": before.advertiser_ids},
        after={"email": before.email, "role": role, "advertiser_ids": advertiser_ids},
    )
    return await get_member(tx, member_id)


async def remove_member(tx: Transaction, actor: Actor, clock: Clock, member_id: UUID) -> None:
    """Remove a member and revoke his or her API keys here.

    Raises:
        Denied: the actor may not administer the organization, or is no owner and an owner is concerned.
        NotFound: there is no such member.
        Conflict: the last owner would be gone.
    """
    actor.require(Permission.ADMIN)
    members = MemberRepository(tx)
    await members.lock()
    member = await get_member(tx, member_id)
    require_may_give(actor.role, member.role)
    require_within(actor.advertiser_ids, member.advertiser_ids)
    require_owner_remains({each.id: each.role for each in await members.all() if each.id != member_id})
    await members.remove(member_id)
    await ApiKeyRepository(tx).revoke_of_person(member.person_id, clock.now())
    await audit.record(
        tx,
        actor,
        "member.removed",
        "member",
        member_id,
        before={"email": member.email, "role": member.role},
    )


async def list_invitations(tx: Transaction, clock: Clock) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, newest first. Repeatable."""
    return await InvitationRepository(tx).open(clock.now())


async def invite(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    *,
    email: str,
    role: Role,
    advertiser_ids: frozenset[UUID] | None,
) -> NewInvitation:
    """Offer somebody to become a member, for seven days. Each call makes another offer.

    Raises:
        Denied: the actor may not administer the organization, or is no owner and offers to be one.
        NotFound: there is no such advertiser.
        Conflict: somebody with this address is a member already.
    """
    actor.require(Permission.ADMIN)
    require_may_give(actor.role, role)
    await require_advertisers(tx, advertiser_ids)
    require_within(actor.advertiser_ids, advertiser_ids)
    address = email.strip().lower()
    if any(each.email == address for each in await MemberRepository(tx).all()):
        raise Conflict(f"{address} is a member already.", code="member_already")
    token = new_token()
    invitation = Invitation(
        id=new_id(),
        email=address,
        role=role,
        advertiser_ids=advertiser_ids,
        invited_by=actor.name,
        expires_at=clock.now() + INVITATION_LIFE,
        created_at=clock.now(),
    )
    await InvitationRepository(tx).add(
        {
            "id": invitation.id,
            "email": address,
            "role": role.value,
            "limited": advertiser_ids is not None,
            "advertiser_ids": sorted(advertiser_ids or (), key=str),
            "token_hash": token_hash(token),
            "invited_by": actor.name,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
        }
    )
    await audit.record(
        tx,
        actor,
        "invitation.created",
        "invitation",
        invitation.id,
        after={"email": address, "role": role, "advertiser_ids": advertiser_ids},
    )
    return NewInvitation(invitation, token)


async def withdraw_invitation(tx: Transaction, actor: Actor, clock: Clock, invitation_id: UUID) -> None:
    """Withdraw an offer.

    Raises:
        Denied: the actor may not administer the organization, or is limited and the offer goes beyond that.
        NotFound: there is no such open invitation.
    """
    actor.require(Permission.ADMIN)
    offer = next((each for each in await list_invitations(tx, clock) if each.id == invitation_id), None)
    if offer is not None:
        require_within(actor.advertiser_ids, offer.advertiser_ids)
    if offer is None or not await InvitationRepository(tx).close(invitation_id, clock.now()):
        raise NotFound("There is no such open invitation.")
    await audit.record(tx, actor, "invitation.withdrawn", "invitation", invitation_id)


async def take_invitation(tx: Transaction, clock: Clock, token: str) -> tuple[UUID, Invitation]:
    """Use up an offer and return it with its organization. System scope; not repeatable: it is good once.

    Raises:
        Invalid: it is unknown, used, withdrawn or older than seven days.
    """
    taken = await InvitationRepository(tx).take(token_hash(token), clock.now())
    if taken is None:
        raise Invalid(
            "This invitation was used or withdrawn, or is older than a week. Ask for another one.",
            code="invitation_unknown",
        )
    return taken


async def join(
    tx: Transaction, clock: Clock, person: Person, organization_id: UUID, invitation: Invitation
) -> None:
    """Make a person a member as an invitation says. System scope.

    Raises:
        Conflict: the person is a member already.
    """
    member_id = new_id()
    async with tx.conflict("You are a member of this organization already.", code="member_already"):
        await MemberRepository(tx).add(
            organization_id=organization_id,
            member_id=member_id,
            person_id=person.id,
            role=invitation.role,
            advertiser_ids=invitation.advertiser_ids,
            created_at=clock.now(),
        )
    await audit.record(
        tx,
        person_actor(person, organization_id, invitation.role),
        "member.joined",
        "member",
        member_id,
        after={"email": person.email, "role": invitation.role, "invited_by": invitation.invited_by},
    )
