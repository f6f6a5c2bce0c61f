"""API keys: named, shown once, stored as SHA-256."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adwright.accounts.credentials import new_api_key, token_hash
from adwright.accounts.model import ApiKey, require_within
from adwright.accounts.repository.api_keys import ApiKeyRepository
from adwright.accounts.repository.organizations import MemberRepository
from adwright.audit import service as audit
from adwright.core.actor import SCOPE_PERMISSIONS, Actor, KeyScope, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Denied, FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key and its text, which is shown this once."""

    key: ApiKey
    text: str


async def list_api_keys(tx: Transaction) -> Sequence[ApiKey]:
    """Return the organization's keys that were not revoked, newest first. Repeatable."""
    return await ApiKeyRepository(tx).all()


async def create_api_key(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    *,
    name: str,
    scopes: frozenset[KeyScope],
    expires_at: datetime | None,
) -> NewApiKey:
    """Make a key that may do what its scopes and its maker's role both allow. Each call makes another.

    Args:
        tx: a transaction in the organization's scope.
        actor: whose key it becomes.
        clock: the injected clock.
        name: for people to know it by.
        scopes: what it may be used for.
        expires_at: when it ends (UTC); None when it does not.

    Raises:
        Denied: the actor may not administer the organization, or gives a key more than itself may do.
        Invalid: no scope, or an end in the past.
    """
    actor.require(Permission.ADMIN)
    if actor.person_id is None:
        raise Denied("A key belongs to a person. Log in as a person.", code="person_needed")
    if not scopes:
        raise _invalid("scopes", "Choose at least one scope.")
    if expires_at is not None and expires_at <= clock.now():
        raise _invalid("expires_at", "The key would have expired already. Choose a later day.")
    _require_no_more(actor, scopes)
    text, prefix = new_api_key()
    values = {
        "id": new_id(),
        "person_id": actor.person_id,
        "name": name,
        "prefix": prefix,
        "scopes": sorted(each.value for each in scopes),
        "created_at": clock.now(),
        "expires_at": expires_at,
    }
    repository = ApiKeyRepository(tx)
    await repository.add({**values, "key_hash": token_hash(text)})
    await audit.record(
        tx,
        actor,
        "api_key.created",
        "api_key",
        str(values["id"]),
        after={"name": name, "scopes": scopes, "expires_at": expires_at},
    )
    made = next(each for each in await repository.all() if each.id == values["id"])
    return NewApiKey(made, text)


async def revoke_api_key(tx: Transaction, actor: Actor, clock: Clock, key_id: UUID) -> None:
    """Revoke a key; it stops working at once.

    Raises:
        Denied: the actor may not administer the organization, or what the key reaches is beyond the actor's
            limits.
        NotFound: there is no such key, or it was revoked before.
    """
    actor.require(Permission.ADMIN)
    repository = ApiKeyRepository(tx)
    key = next((each for each in await repository.all() if each.id == key_id), None)
    if key is not None:
        makers = (each for each in await MemberRepository(tx).all() if each.person_id == key.person_id)
        require_within(actor.advertiser_ids, next((each.advertiser_ids for each in makers), None))
    if key is None or not await repository.revoke(key_id, clock.now()):
        raise NotFound("There is no such API key.")
    await audit.record(tx, actor, "api_key.revoked", "api_key", key_id, before={"name": key.name})


def _require_no_more(actor: Actor, scopes: frozenset[KeyScope]) -> None:
    """Keep a key from making a stronger key."""
    if actor.key_scopes is None:
        return
    own = frozenset[Permission]().union(*(SCOPE_PERMISSIONS[each] for each in actor.key_scopes))
    wanted = frozenset[Permission]().union(*(SCOPE_PERMISSIONS[each] for each in scopes))
    if not wanted <= own:
        raise Denied("A key cannot make a key that may do more than itself.", code="key_too_strong")


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, fields=(FieldProblem(field, message),))
