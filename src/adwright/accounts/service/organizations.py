"""Organizations and the people who found them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from adwright.accounts.model import Belonging, Organization, Person
from adwright.accounts.repository.organizations import MemberRepository, OrganizationRepository
from adwright.accounts.repository.people import PersonRepository
from adwright.audit import service as audit
from adwright.core.actor import Actor, ActorKind, Permission, Role
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.ids import new_id

EMAIL_TAKEN = "There is an account with this e-mail address already. Log in, or reset the password."


async def add_person(
    tx: Transaction,
    clock: Clock,
    *,
    email: str,
    password_hash: str,
    first_name: str,
    last_name: str,
    company: str | None,
) -> Person:
    """Add a person. Needs the system scope.

    Raises:
        Conflict: the e-mail address is taken.
    """
    person = Person(
        id=new_id(),
        email=email.strip().lower(),
        first_name=first_name,
        last_name=last_name,
        company=company,
        created_at=clock.now(),
    )
    async with tx.conflict(EMAIL_TAKEN, code="email_taken"):
        await PersonRepository(tx).add(person, password_hash)
    return person


async def found_organization(tx: Transaction, clock: Clock, person: Person, name: str) -> Organization:
    """Make an organization with the person as its owner. Needs the system scope; each call makes another."""
    organization = Organization(id=new_id(), name=name, created_at=clock.now())
    await OrganizationRepository(tx).add(organization)
    await MemberRepository(tx).add(
        organization_id=organization.id,
        member_id=new_id(),
        person_id=person.id,
        role=Role.OWNER,
        advertiser_ids=None,
        created_at=clock.now(),
    )
    owner = person_actor(person, organization.id, Role.OWNER)
    await audit.record(
        tx, owner, "organization.created", "organization", organization.id, after={"name": name}
    )
    return organization


async def organizations_of(tx: Transaction, person_id: UUID) -> Sequence[Belonging]:
    """Return the organizations of a person, in the order of joining. System scope; repeatable."""
    return await OrganizationRepository(tx).of_person(person_id)


async def every_organization(tx: Transaction) -> Sequence[UUID]:
    """Return the id of every organization, for work by the clock. System scope; repeatable."""
    return await OrganizationRepository(tx).every()


async def get_organization(tx: Transaction) -> Organization:
    """Return the transaction's organization. Repeatable."""
    return await OrganizationRepository(tx).own()


async def rename_organization(tx: Transaction, actor: Actor, name: str) -> Organization:
    """Rename the organization. Repeatable.

    Raises:
        Denied: the actor may not administer it.
    """
    actor.require(Permission.ADMIN)
    repository = OrganizationRepository(tx)
    before = await repository.own()
    if before.name != name:
        await repository.rename(name)
        await audit.record(
            tx,
            actor,
            "organization.changed",
            "organization",
            before.id,
            before={"name": before.name},
            after={"name": name},
        )
    return await repository.own()


def person_actor(
    person: Person, organization_id: UUID, role: Role, credential_id: UUID | None = None
) -> Actor:
    """Return a person as an actor in one of his or her organizations, for what happens around a log-in."""
    return Actor(
        organization_id=organization_id,
        kind=ActorKind.PERSON,
        name=person.name,
        person_id=person.id,
        role=role,
        credential_id=credential_id,
    )
