"""What a test needs of an organization: each test makes its own, so tests never meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.model import AdAccount, Connection, Person
from adwright.accounts.ports import AccountStatus, Grant, RemoteAccount, RemotePage, RemotePixel
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.clock import FixedClock
from adwright.core.database import Database, SystemScope, TenantScope
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.platforms.model import Provider

# A Saturday noon in UTC, far from any change of daylight saving.
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TOKEN = "EAAsandbox-token-1"
PASSWORD = "correct horse battery staple"

_password_hash: list[str] = []


@dataclass(frozen=True)
class Tenant:
    """An organization of a test's own.

    Attributes:
        owner: its owner as an actor.
        clock: stands still until the test moves it.
        keyring: with one key of the test's.
    """

    organization_id: UUID
    owner: Actor
    person: Person
    advertiser_id: UUID
    clock: FixedClock
    keyring: KeyRing

    @property
    def scope(self) -> TenantScope:
        """The scope of the owner's transactions."""
        return TenantScope(self.organization_id)

    def actor(self, role: Role, *, advertiser_ids: frozenset[UUID] | None = None) -> Actor:
        """Return somebody else with a role; not stored as a member: see `make_member`."""
        return Actor(
            organization_id=self.organization_id,
            kind=ActorKind.PERSON,
            name=f"Some {role.value}",
            person_id=new_id(),
            role=role,
            advertiser_ids=advertiser_ids,
        )


async def make_organization(
    database: Database,
    *,
    name: str = "Harbour Agency",
    advertiser: str = "Tasty Chips Co.",
    now: datetime = NOW,
    keyring: KeyRing | None = None,
) -> Tenant:
    """Make an organization with an owner (password `PASSWORD`) and one advertiser."""
    clock = FixedClock(now)
    email = f"{new_id()}@example.com"
    async with database.transaction(SystemScope()) as tx:
        person = await accounts.add_person(
            tx,
            clock,
            email=email,
            password_hash=await known_password_hash(),
            first_name="Olive",
            last_name="Owner",
            company=None,
        )
        organization = await accounts.found_organization(tx, clock, person, name)
    owner = Actor(
        organization_id=organization.id,
        kind=ActorKind.PERSON,
        name=person.name,
        person_id=person.id,
        role=Role.OWNER,
    )
    async with database.transaction(TenantScope(organization.id)) as tx:
        made = await accounts.create_advertiser(tx, owner, clock, name=advertiser)
    return Tenant(
        organization_id=organization.id,
        owner=owner,
        person=person,
        advertiser_id=made.id,
        clock=clock,
        keyring=keyring or KeyRing([b"k" * 32]),
    )


async def make_member(
    database: Database, tenant: Tenant, role: Role, *, advertiser_ids: frozenset[UUID] | None = None
) -> Actor:
    """Let somebody else join with a role; return him or her as an actor."""
    email = f"{new_id()}@example.com"
    async with database.transaction(tenant.scope) as tx:
        offer = await accounts.invite(
            tx, tenant.owner, tenant.clock, email=email, role=role, advertiser_ids=advertiser_ids
        )
    async with database.transaction(SystemScope()) as tx:
        person = await accounts.add_person(
            tx,
            tenant.clock,
            email=email,
            password_hash=await known_password_hash(),
            first_name="Some",
            last_name=role.value,
            company=None,
        )
        await accounts.join(tx, tenant.clock, person, tenant.organization_id, offer.invitation)
    actor = tenant.actor(role, advertiser_ids=advertiser_ids)
    return replace(actor, name=person.name, person_id=person.id)


async def make_connection(
    database: Database, tenant: Tenant, *, provider: Provider = Provider.META_SANDBOX, token: str = TOKEN
) -> Connection:
    """Make a good connection."""
    async with database.transaction(tenant.scope) as tx:
        return await accounts.keep_grant(
            tx,
            tenant.owner,
            tenant.clock,
            tenant.keyring,
            provider,
            make_grant(token=token),
            connection_id=None,
        )


async def make_ad_account(
    database: Database,
    tenant: Tenant,
    *,
    connection: Connection | None = None,
    external_id: str = "act_1001",
    name: str = "Tasty Chips US",
    currency: str = "USD",
    zone: str = "America/New_York",
) -> AdAccount:
    """Make a connected ad account with a page (`9001`) and a pixel (`7001`)."""
    connection = connection or await make_connection(database, tenant)
    remote = make_remote_account(external_id=external_id, name=name, currency=currency, zone=zone)
    async with database.transaction(tenant.scope) as tx:
        [account] = await accounts.bring_in_accounts(
            tx, tenant.owner, tenant.clock, connection.id, tenant.advertiser_id, [remote]
        )
        await accounts.record_pages(tx, account.id, [RemotePage("9001", "Tasty Chips Co.", None)])
        await accounts.record_pixels(tx, account.id, [RemotePixel("7001", "tastychips.co")])
    return account


async def make_file_account(
    database: Database,
    tenant: Tenant,
    *,
    zone: str = "UTC",
    last_day: date | None = None,
) -> AdAccount:
    """Make an ad account of imported files, whose days end today or on the last one given."""
    async with database.transaction(tenant.scope) as tx:
        return await accounts.create_file_account(
            tx,
            tenant.owner,
            tenant.clock,
            advertiser_id=tenant.advertiser_id,
            name="Export",
            currency="USD",
            zone=zone,
            last_day=last_day or NOW.date(),
        )


def make_grant(*, token: str = TOKEN, external_user_id: str = "500", missing: Sequence[str] = ()) -> Grant:
    """Make a platform's grant."""
    return Grant(
        token=token,
        name="Harbour system user",
        external_user_id=external_user_id,
        scopes=frozenset({"ads_management", "ads_read", "business_management"}),
        missing_scopes=frozenset(missing),
        expires_at=None,
    )


def make_remote_account(
    *,
    external_id: str = "act_1001",
    name: str = "Tasty Chips US",
    currency: str = "USD",
    zone: str = "America/New_York",
) -> RemoteAccount:
    """Make an ad account as a platform tells it."""
    return RemoteAccount(
        external_id=external_id,
        name=name,
        currency=currency,
        zone=zone,
        status=AccountStatus.ACTIVE,
        platform_status="ACTIVE",
        disable_reason=None,
        spend_cap=None,
        min_daily_budget=Money.of("1", currency),
    )


async def known_password_hash() -> str:
    """Return the hash of `PASSWORD`, computed once."""
    if not _password_hash:
        _password_hash.append(await accounts.hash_password(PASSWORD))
    return _password_hash[0]
