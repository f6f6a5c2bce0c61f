"""A person's own matters: profile and password. Everything here needs the system scope."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from adwright.accounts.credentials import check_hash, hash_password, new_token, token_hash
from adwright.accounts.model import Person
from adwright.accounts.repository.organizations import OrganizationRepository
from adwright.accounts.repository.people import PersonRepository, SessionRepository
from adwright.accounts.service.organizations import person_actor
from adwright.audit import service as audit
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import FieldProblem, Invalid, NotFound

RESET_LIFE = timedelta(hours=1)


async def get_person(tx: Transaction, person_id: UUID) -> Person:
    """Return a person. Repeatable.

    Raises:
        NotFound: there is none.
    """
    found = await PersonRepository(tx).find(person_id)
    if found is None:
        raise NotFound("There is no such person.")
    return found[0]


async def change_profile(
    tx: Transaction,
    actor: Actor,
    person_id: UUID,
    *,
    first_name: str,
    last_name: str,
    company: str | None,
) -> Person:
    """Change a person's name and company. Repeatable.

    Raises:
        NotFound: there is no such person.
    """
    before = await get_person(tx, person_id)
    values = {"first_name": first_name, "last_name": last_name, "company": company}
    await PersonRepository(tx).change(person_id, values)
    await audit.record(
        tx,
        actor,
        "person.changed",
        "person",
        person_id,
        before={name: getattr(before, name) for name in values},
        after=values,
    )
    return await get_person(tx, person_id)


async def change_password(
    tx: Transaction, clock: Clock, actor: Actor, person_id: UUID, *, present: str, new: str
) -> None:
    """Change a person's password and end every other session.

    Raises:
        Invalid: the present password is wrong, or the new one is too short.
    """
    people = PersonRepository(tx)
    found = await people.find(person_id)
    if found is None or not (await check_hash(present, found[1])).fits:
        message = "The present password is not right."
        raise Invalid(message, code="wrong_password", fields=(FieldProblem("current_password", message),))
    await people.change(person_id, {"password_hash": await hash_password(new)})
    await SessionRepository(tx).revoke_all(person_id, clock.now(), but=actor.credential_id)
    await audit.record(tx, actor, "person.password_changed", "person", person_id)


async def forget_password(tx: Transaction, clock: Clock, email: str) -> tuple[Person, str] | None:
    """Make a token that is good once, for one hour. Each call replaces the one before.

    Returns:
        Whom to mail it to; None when nobody has this address, which the caller must not tell.
    """
    people = PersonRepository(tx)
    found = await people.find_by_email(email.strip().lower())
    if found is None:
        return None
    token = new_token()
    await people.add_reset(token_hash(token), found[0].id, clock.now() + RESET_LIFE)
    return found[0], token


async def reset_password(tx: Transaction, clock: Clock, *, token: str, new: str) -> None:
    """Set a new password with a mailed token and end every session. Not repeatable: the token is good once.

    Raises:
        Invalid: the token is unknown, used or older than an hour; or the password is too short.
    """
    password_hash = await hash_password(new)
    people = PersonRepository(tx)
    person_id = await people.take_reset(token_hash(token), clock.now())
    if person_id is None:
        raise Invalid(
            "This link was used already or is older than an hour. Ask for another one.", code="reset_unknown"
        )
    await people.change(person_id, {"password_hash": password_hash})
    await SessionRepository(tx).revoke_all(person_id, clock.now(), but=None)
    person = await get_person(tx, person_id)
    for belonging in await OrganizationRepository(tx).of_person(person_id):
        actor = person_actor(person, belonging.organization.id, belonging.role)
        await audit.record(tx, actor, "person.password_reset", "person", person_id)
