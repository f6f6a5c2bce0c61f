"""Ad accounts: brought in from a platform, or made of imported files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adwright.accounts.model import AdAccount, Connection
from adwright.accounts.ports import AccountStatus, RemoteAccount
from adwright.accounts.repository.ad_accounts import AdAccountRepository
from adwright.accounts.service.advertisers import get_advertiser
from adwright.accounts.service.connections import get_connection
from adwright.audit import service as audit
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import currency_decimals
from adwright.platforms.model import Platform


async def get_ad_account(tx: Transaction, ad_account_id: UUID) -> AdAccount:
    """Return one ad account. Repeatable.

    Raises:
        NotFound: there is none, or the actor may not see its advertiser.
    """
    account = await AdAccountRepository(tx).find(ad_account_id)
    if account is None:
        raise NotFound("There is no such ad account.")
    return account


async def list_ad_accounts(
    tx: Transaction,
    advertiser_id: UUID | None = None,
    *,
    platform: Platform | None = None,
    connection_id: UUID | None = None,
) -> Sequence[AdAccount]:
    """Return the ad accounts that the actor may see, by name. Repeatable."""
    return await AdAccountRepository(tx).all(
        advertiser_id=advertiser_id, platform=platform, connection_id=connection_id
    )


async def connected_accounts(tx: Transaction) -> Sequence[tuple[UUID, UUID]]:
    """Return (organization, ad account) of every account with a good connection. System scope; repeatable."""
    return await AdAccountRepository(tx).connected()


async def bring_in_accounts(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    connection_id: UUID,
    advertiser_id: UUID,
    remote_accounts: Sequence[RemoteAccount],
) -> Sequence[AdAccount]:
    """Bring ad accounts in for an advertiser. Repeatable: an account that is here already is refreshed.

    An account that was left behind by a disconnected connection returns with its history.

    Raises:
        NotFound: the connection or the advertiser does not exist.
        Denied: the actor may not administer the organization.
        Conflict: an account belongs to another advertiser already.
    """
    actor.require(Permission.ADMIN)
    connection = await get_connection(tx, connection_id)
    await get_advertiser(tx, advertiser_id)
    return [
        await _bring_in(tx, actor, clock, connection, advertiser_id, remote) for remote in remote_accounts
    ]


async def _bring_in(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    connection: Connection,
    advertiser_id: UUID,
    remote: RemoteAccount,
) -> AdAccount:
    repository = AdAccountRepository(tx)
    present = await repository.find_external(connection.provider.platform, remote.external_id)
    if present is not None:
        if present.advertiser_id != advertiser_id:
            raise Conflict(
                f"The ad account {remote.name} is here already, under another advertiser.",
                code="account_taken",
            )
        if present.currency != remote.currency:
            raise Conflict(
                f"The ad account {remote.name} was in {present.currency} and is in {remote.currency} now. "
                "Its history cannot be continued.",
                code="currency_changed",
            )
        values = {**_told(remote), "connection_id": connection.id, "provider": connection.provider.value}
        account = await repository.change(present.id, values)
        if present.connection_id != connection.id:
            await _audit_brought_in(tx, actor, account)
        return account
    values = {
        "id": new_id(),
        "advertiser_id": advertiser_id,
        "connection_id": connection.id,
        "platform": connection.provider.platform.value,
        "provider": connection.provider.value,
        "external_id": remote.external_id,
        "platform_clock_offset_seconds": 0.0,
        "created_at": clock.now(),
        **_told(remote),
    }
    async with tx.conflict(f"The ad account {remote.name} was just brought in.", code="account_taken"):
        account = await repository.add(values)
    await _audit_brought_in(tx, actor, account)
    return account


async def _audit_brought_in(tx: Transaction, actor: Actor, account: AdAccount) -> None:
    await audit.record(
        tx,
        actor,
        "ad_account.brought_in",
        "ad_account",
        account.id,
        after={
            "name": account.name,
            "external_id": account.external_id,
            "advertiser_id": account.advertiser_id,
            "connection_id": account.connection_id,
        },
    )


async def refresh_account(tx: Transaction, ad_account_id: UUID, remote: RemoteAccount) -> AdAccount:
    """Record what the platform now tells of an account. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    return await AdAccountRepository(tx).change(ad_account_id, _told(remote))


async def create_file_account(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    *,
    advertiser_id: UUID,
    name: str,
    currency: str,
    zone: str,
    last_day: date,
) -> AdAccount:
    """Make a read-only account for imported files.

    Args:
        tx: a transaction in the organization's scope.
        actor: who imports.
        clock: the injected clock.
        advertiser_id: whose account it is.
        name: unique among the organization's file accounts.
        currency: ISO 4217 code of its amounts.
        zone: IANA zone of its days.
        last_day: the last day of the data, in that zone: the account's today.

    Raises:
        NotFound: the advertiser does not exist.
        Denied: the actor may not build.
        Invalid: currency or zone is unknown.
        Conflict: the name is taken.
    """
    actor.require(Permission.BUILD)
    await get_advertiser(tx, advertiser_id)
    require_zone(zone)
    currency_decimals(currency)
    values = {
        "id": new_id(),
        "advertiser_id": advertiser_id,
        "platform": Platform.FILE.value,
        "external_id": name,
        "name": name,
        "currency": currency,
        "zone": zone,
        "status": AccountStatus.ACTIVE.value,
        "platform_status": "",
        "platform_clock_offset_seconds": 0.0,
        "last_day": last_day,
        "created_at": clock.now(),
    }
    message = "There is a file account of this name already. Choose another name, or import into that one."
    async with tx.conflict(message, code="name_taken"):
        account = await AdAccountRepository(tx).add(values)
    await audit.record(
        tx,
        actor,
        "ad_account.created",
        "ad_account",
        account.id,
        after={"name": name, "currency": currency, "zone": zone, "last_day": last_day},
    )
    return account


async def set_account_day(tx: Transaction, ad_account_id: UUID, last_day: date) -> AdAccount:
    """Set a file account's today to the last day of its data, in its zone. Repeatable.

    Raises:
        NotFound: there is no such account.
        Conflict: it is no file account.
    """
    account = await get_ad_account(tx, ad_account_id)
    if not account.read_only:
        raise Conflict("Only a file account's day can be set; this account's day is the platform's.")
    return await AdAccountRepository(tx).change(ad_account_id, {"last_day": last_day})


async def set_clock_offset(tx: Transaction, ad_account_id: UUID, offset: timedelta) -> None:
    """Remember by how much the platform's clock runs ahead of ours. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    await AdAccountRepository(tx).change(
        ad_account_id, {"platform_clock_offset_seconds": offset.total_seconds()}
    )


async def rename_file_account(tx: Transaction, actor: Actor, ad_account_id: UUID, name: str) -> AdAccount:
    """Rename a file account; the platforms name their own. Repeatable.

    Raises:
        NotFound: there is no such account.
        Denied: the actor may not build.
        Conflict: the account's name is the platform's.
    """
    actor.require(Permission.BUILD)
    before = await get_ad_account(tx, ad_account_id)
    if not before.read_only:
        raise Conflict(
            "The platform names this account. Rename it there; the next sync brings the name here.",
            code="named_by_platform",
        )
    if before.name == name:
        return before
    account = await AdAccountRepository(tx).change(ad_account_id, {"name": name})
    await audit.record(
        tx,
        actor,
        "ad_account.changed",
        "ad_account",
        ad_account_id,
        before={"name": before.name},
        after={"name": name},
    )
    return account


def _told(remote: RemoteAccount) -> dict[str, Any]:
    """Return the columns that are the platform's to tell."""
    require_zone(remote.zone)
    return {
        "name": remote.name,
        "currency": remote.currency,
        "zone": remote.zone,
        "status": remote.status.value,
        "platform_status": remote.platform_status,
        "disable_reason": remote.disable_reason,
        "spend_cap_micros": remote.spend_cap.micros if remote.spend_cap else None,
        "min_daily_budget_micros": remote.min_daily_budget.micros if remote.min_daily_budget else None,
        "manager_external_id": remote.manager_external_id,
        "beneficiary": remote.beneficiary,
        "payor": remote.payor,
        "funding": remote.funding,
        "payment_trouble": remote.payment_trouble,
    }


def require_zone(zone: str) -> None:
    """Let the IANA name of a time zone pass.

    Raises:
        Invalid: there is no such zone.
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"“{zone}” is no time zone. Use an IANA name such as America/New_York."
        raise Invalid(message, code="unknown_zone", fields=(FieldProblem("zone", message),)) from None
