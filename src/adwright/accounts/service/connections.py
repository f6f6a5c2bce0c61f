"""Connections: grants of a platform, their tokens under lock and key, their health."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from adwright.accounts.credentials import token_hash
from adwright.accounts.keyring import KeyRing
from adwright.accounts.model import Connection, ConnectionStatus, PendingConsent
from adwright.accounts.ports import AccountAccess, Grant
from adwright.accounts.repository.ad_accounts import AdAccountRepository
from adwright.accounts.repository.advertisers import AdvertiserRepository
from adwright.accounts.repository.connections import ConnectionRepository, ConsentRepository
from adwright.audit import service as audit
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid, NotFound, ReconnectNeeded
from adwright.core.ids import new_id
from adwright.events import service as events
from adwright.platforms.model import Provider

CONSENT_LIFE = timedelta(minutes=10)


async def list_connections(tx: Transaction) -> Sequence[Connection]:
    """Return every connection, oldest first. Repeatable."""
    return await ConnectionRepository(tx).all()


async def get_connection(tx: Transaction, connection_id: UUID) -> Connection:
    """Return one connection. Repeatable.

    Raises:
        NotFound: there is none.
    """
    connection = await ConnectionRepository(tx).find(connection_id)
    if connection is None:
        raise NotFound("There is no such connection.")
    return connection


async def keep_grant(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    keyring: KeyRing,
    provider: Provider,
    grant: Grant,
    *,
    connection_id: UUID | None,
) -> Connection:
    """Store a grant: as a new connection, or as the new token of one that is there. Repeatable.

    Args:
        tx: a transaction in the organization's scope.
        actor: who connects.
        clock: the injected clock.
        keyring: encrypts the token.
        provider: who granted.
        grant: what was granted.
        connection_id: the connection that is renewed; None takes the same platform user's, or a new one.

    Raises:
        Denied: the actor may not administer the organization.
        NotFound: there is no connection of that id.
        Conflict: the grant is another platform user's than the connection's.
    """
    actor.require(Permission.ADMIN)
    repository = ConnectionRepository(tx)
    if connection_id is None:
        present = await repository.of_user(provider, grant.external_user_id)
    else:
        present = await get_connection(tx, connection_id)
        if (present.provider, present.external_user_id) != (provider, grant.external_user_id):
            raise Conflict(
                f"This connection is {present.name}'s, and the new grant is {grant.name}'s. "
                "Log in to the platform as the same person, or make a new connection.",
                code="other_platform_user",
            )
    if present is not None and await _is_unchanged(tx, keyring, present, grant):
        await mark_connection_good(tx, present.id, clock)
        return await get_connection(tx, present.id)
    values = _granted(grant, keyring, clock)
    if present is None:
        connection_id, action = new_id(), "connection.created"
        row = {"id": connection_id, "provider": provider.value, "created_at": clock.now(), **values}
        async with tx.conflict("This connection was just made.", code="connection_taken"):
            await repository.add({**row, "external_user_id": grant.external_user_id})
    else:
        connection_id, action = present.id, "connection.renewed"
        await repository.change(present.id, values)
    await audit.record(
        tx,
        actor,
        action,
        "connection",
        connection_id,
        before=_described(present) if present else None,
        after={"name": grant.name, "scopes": grant.scopes, "expires_at": grant.expires_at},
    )
    await events.publish(tx, "connection.updated", connection_id)
    return await get_connection(tx, connection_id)


async def disconnect(tx: Transaction, actor: Actor, connection_id: UUID) -> None:
    """Erase a connection's token; its ad accounts and their history stay. Repeatable.

    Raises:
        Denied: the actor may not administer the organization.
        NotFound: there is no such connection.
    """
    actor.require(Permission.ADMIN)
    connection = await get_connection(tx, connection_id)
    if connection.status is ConnectionStatus.DISCONNECTED:
        return
    await ConnectionRepository(tx).change(
        connection_id,
        {
            "status": ConnectionStatus.DISCONNECTED.value,
            "token_ciphertext": None,
            "expires_at": None,
            "trouble": None,
            "trouble_at": None,
        },
    )
    await audit.record(
        tx, actor, "connection.disconnected", "connection", connection_id, before=_described(connection)
    )
    await events.publish(tx, "connection.updated", connection_id)


async def connection_token(tx: Transaction, connection_id: UUID, keyring: KeyRing) -> str:
    """Return the decrypted token. It is a secret: never log it, never answer it. Repeatable.

    Raises:
        NotFound: there is no such connection.
        ReconnectNeeded: the token was erased or is refused by the platform.
    """
    connection = await get_connection(tx, connection_id)
    ciphertext = await ConnectionRepository(tx).ciphertext(connection_id)
    if connection.status is not ConnectionStatus.GOOD or ciphertext is None:
        raise ReconnectNeeded(
            f"The connection “{connection.name}” cannot be used any more. Connect again under Connections."
        )
    return keyring.decrypt(ciphertext)


async def account_access(tx: Transaction, ad_account_id: UUID, keyring: KeyRing) -> AccountAccess:
    """Return all that a platform port needs to act on an ad account. Repeatable.

    Raises:
        NotFound: there is no such account.
        Invalid: it is a read-only account made of files (code `read_only_account`).
        ReconnectNeeded: its connection cannot be used.
    """
    account = await AdAccountRepository(tx).find(ad_account_id)
    if account is None:
        raise NotFound("There is no such ad account.")
    if account.read_only or account.connection_id is None or account.provider is None:
        raise Invalid(
            f"{account.name} is a read-only account made of imported files. "
            "Choose an ad account that is connected to a platform.",
            code="read_only_account",
        )
    token = await connection_token(tx, account.connection_id, keyring)
    advertiser = await AdvertiserRepository(tx).find(account.advertiser_id)
    whose = advertiser.name if advertiser else None
    return AccountAccess(
        organization_id=account.organization_id,
        ad_account_id=account.id,
        connection_id=account.connection_id,
        provider=account.provider,
        external_id=account.external_id,
        currency=account.currency,
        zone=account.zone,
        token=token,
        beneficiary=account.beneficiary or whose,
        payor=account.payor or account.beneficiary or whose,
        manager_external_id=account.manager_external_id,
    )


async def mark_connection_good(tx: Transaction, connection_id: UUID, clock: Clock) -> None:
    """Note that the platform answered well. Repeatable.

    A connection that needs a person stays so: one good answer on its way does not mend a revoked token.
    """
    connection = await get_connection(tx, connection_id)
    if connection.status is not ConnectionStatus.GOOD:
        return
    values: dict[str, Any] = {"last_good_at": clock.now(), "trouble": None, "trouble_at": None}
    await ConnectionRepository(tx).change(connection_id, values)
    if connection.trouble is not None:
        await events.publish(tx, "connection.updated", connection_id)


async def mark_connection_trouble(tx: Transaction, connection_id: UUID, trouble: str, clock: Clock) -> None:
    """Note passing trouble, in plain words without a secret; the connection stays usable. Repeatable."""
    await get_connection(tx, connection_id)
    await ConnectionRepository(tx).change(connection_id, {"trouble": trouble, "trouble_at": clock.now()})
    await events.publish(tx, "connection.updated", connection_id)


async def mark_connection_needs_reconnect(
    tx: Transaction, connection_id: UUID, reason: str, clock: Clock
) -> None:
    """Note that the platform refuses the token for good, in plain words without a secret. Repeatable."""
    connection = await get_connection(tx, connection_id)
    if connection.status is ConnectionStatus.DISCONNECTED:
        return
    values = {"status": ConnectionStatus.RECONNECT_NEEDED.value, "trouble": reason, "trouble_at": clock.now()}
    await ConnectionRepository(tx).change(connection_id, values)
    if connection.status is ConnectionStatus.GOOD:
        system = Actor.system(tx.organization_id, "Connection check")
        await audit.record(
            tx, system, "connection.refused", "connection", connection_id, after={"reason": reason}
        )
        await events.publish(tx, "connection.updated", connection_id)


async def re_encrypt_tokens(tx: Transaction, keyring: KeyRing) -> int:
    """Bring the organization's tokens under the newest key. Returns how many changed. Repeatable.

    Raises:
        Conflict: a token's key is not in the ring.
    """
    repository = ConnectionRepository(tx)
    changed = 0
    for connection_id, ciphertext in await repository.ciphertexts():
        if not keyring.is_current(ciphertext):
            await repository.change(connection_id, {"token_ciphertext": keyring.re_encrypt(ciphertext)})
            changed += 1
    return changed


async def remember_oauth_state(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    keyring: KeyRing,
    *,
    state: str,
    code_verifier: str,
    provider: Provider,
    connection_id: UUID | None,
) -> None:
    """Remember that this person was sent to a consent page; the state is good once, for ten minutes.

    The consent's own secret (PKCE) is kept encrypted until the person comes back.

    Raises:
        Denied: the actor may not administer the organization.
    """
    actor.require(Permission.ADMIN)
    await ConsentRepository(tx).add(
        {
            "id": new_id(),
            "state_hash": token_hash(state),
            "person_id": actor.person_id,
            "provider": provider.value,
            "connection_id": connection_id,
            "verifier_ciphertext": keyring.encrypt(code_verifier),
            "expires_at": clock.now() + CONSENT_LIFE,
        }
    )


async def consume_oauth_state(
    tx: Transaction, actor: Actor, clock: Clock, keyring: KeyRing, state: str
) -> PendingConsent:
    """Use up the state that came back from a consent page. Not repeatable: it is good once.

    Raises:
        Invalid: it is unknown, used, older than ten minutes, or somebody else's.
    """
    kept = await ConsentRepository(tx).take(token_hash(state), actor.person_id, clock.now())
    if kept is None:
        raise Invalid(
            "This consent was finished already, took longer than ten minutes, or was not begun here. "
            "Start again under Connections.",
            code="consent_unknown",
        )
    return PendingConsent(kept.provider, kept.connection_id, keyring.decrypt(kept.verifier_ciphertext))


async def trim_consents(tx: Transaction, clock: Clock) -> int:
    """Remove consents that were never finished; system scope. Returns how many. Repeatable."""
    return await ConsentRepository(tx).trim(clock.now())


async def _is_unchanged(tx: Transaction, keyring: KeyRing, present: Connection, grant: Grant) -> bool:
    """Say whether a grant is what we have already, as after a mere check: nothing to write down then."""
    told = (grant.name, grant.scopes, grant.missing_scopes, grant.expires_at)
    known = (present.name, present.scopes, present.missing_scopes, present.expires_at)
    if present.status is not ConnectionStatus.GOOD or told != known:
        return False
    ciphertext = await ConnectionRepository(tx).ciphertext(present.id)
    return ciphertext is not None and keyring.decrypt(ciphertext) == grant.token


def _granted(grant: Grant, keyring: KeyRing, clock: Clock) -> dict[str, Any]:
    return {
        "name": grant.name,
        "status": ConnectionStatus.GOOD.value,
        "token_ciphertext": keyring.encrypt(grant.token),
        "scopes": sorted(grant.scopes),
        "missing_scopes": sorted(grant.missing_scopes),
        "expires_at": grant.expires_at,
        "last_good_at": clock.now(),
        "trouble": None,
        "trouble_at": None,
    }


def _described(connection: Connection) -> dict[str, Any]:
    return {
        "name": connection.name,
        "status": connection.status,
        "scopes": connection.scopes,
        "expires_at": connection.expires_at,
    }
