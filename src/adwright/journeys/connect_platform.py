"""A connection comes to life: consent or a pasted token, then the ad accounts a person chooses."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.model import AdAccount, Connection
from adwright.accounts.ports import Grant, RemoteAccount
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope
from adwright.core.errors import FieldProblem, Invalid, NotFound, ReconnectNeeded
from adwright.core.jobs import JobQueue
from adwright.insights import service as insights
from adwright.journeys.import_tree import request_tree_import
from adwright.journeys.platform import PlatformPorts, Platforms
from adwright.journeys.refused_token import remember_refusal
from adwright.platforms.model import Provider
from adwright.platforms.texts import PLATFORM_NAMES

FIRST_SYNC_DAYS = 90

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OfferedAccount:
    """An ad account that a connection reaches; `ad_account_id` is ours when it was brought in already."""

    remote: RemoteAccount
    ad_account_id: UUID | None


class ConnectPlatform:
    """Connections and what they bring in. No transaction is open while a platform is asked."""

    def __init__(
        self, database: Database, platforms: Platforms, keyring: KeyRing, jobs: JobQueue, clock: Clock
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._jobs = jobs
        self._clock = clock

    async def start_consent(
        self, actor: Actor, provider: Provider, *, redirect_uri: str, connection_id: UUID | None
    ) -> str:
        """Return the address of the platform's consent page. Each call makes a new, single-use state.

        Args:
            actor: who will come back from the consent page.
            provider: whose consent is asked.
            redirect_uri: where the platform sends the person afterwards.
            connection_id: the connection to renew; None for a new one.

        Raises:
            Invalid: no app is set up for this provider.
        """
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
        url = self._ports(provider).connector.authorize_url(
            state=state, redirect_uri=redirect_uri, code_verifier=verifier
        )
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            if connection_id is not None:
                await accounts.get_connection(transaction, connection_id)
            await accounts.remember_oauth_state(
                transaction,
                actor,
                self._clock,
                self._keyring,
                state=state,
                code_verifier=verifier,
                provider=provider,
                connection_id=connection_id,
            )
        return url

    async def finish_consent(self, actor: Actor, *, state: str, code: str, redirect_uri: str) -> Connection:
        """Turn the code of a finished consent into a connection.

        Raises:
            Invalid: the state is unknown, used, older than ten minutes, or somebody else's.
            Upstream: the platform refuses the code.
        """
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            pending = await accounts.consume_oauth_state(
                transaction, actor, self._clock, self._keyring, state
            )
        connector = self._ports(pending.provider).connector
        grant = await connector.exchange_code(
            code=code, redirect_uri=redirect_uri, code_verifier=pending.code_verifier
        )
        return await self._keep(actor, pending.provider, grant, pending.connection_id)

    async def connect_with_token(self, actor: Actor, provider: Provider, token: str) -> Connection:
        """Make a connection from a pasted system-user token, or renew the one of the same platform user.

        Raises:
            Invalid: the platform does not accept the token.
        """
        try:
            grant = await self._ports(provider).connector.inspect(token)
        except ReconnectNeeded as error:
            name = PLATFORM_NAMES[provider.platform]
            message = f"{name} does not accept this token. Copy it again, whole, or make a new one."
            problem = FieldProblem("token", message)
            raise Invalid(message, code="token_refused", fields=(problem,)) from error
        return await self._keep(actor, provider, grant, None)

    async def offered_accounts(self, actor: Actor, connection_id: UUID) -> Sequence[OfferedAccount]:
        """List the ad accounts that a connection reaches, those brought in already marked."""
        connection, token = await self._open(actor, connection_id)
        remote = await self._asking(
            actor, connection, self._ports(connection.provider).connector.accounts(token)
        )
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            ours = {each.external_id: each.id for each in await accounts.list_ad_accounts(transaction)}
        return [OfferedAccount(each, ours.get(each.external_id)) for each in remote]

    async def bring_in(
        self, actor: Actor, connection_id: UUID, advertiser_id: UUID, external_ids: Sequence[str]
    ) -> Sequence[AdAccount]:
        """Bring ad accounts in for an advertiser; their tree and 90 days of facts follow as jobs. Repeatable.

        Raises:
            NotFound: the connection or the advertiser does not exist.
            Invalid: the connection does not reach one of the accounts.
        """
        offered = {
            each.remote.external_id: each.remote for each in await self.offered_accounts(actor, connection_id)
        }
        missing = [each for each in external_ids if each not in offered]
        if missing:
            raise Invalid(
                f"The connection does not reach {', '.join(missing)}. Choose accounts from its list.",
                code="account_out_of_reach",
            )
        chosen = [offered[each] for each in external_ids]
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            brought = await accounts.bring_in_accounts(
                transaction, actor, self._clock, connection_id, advertiser_id, chosen
            )
            for account in brought:
                await request_tree_import(transaction, self._jobs, account.organization_id, account.id)
                await insights.request_sync(
                    transaction, self._jobs, self._clock, account.id, reason="connected", days=FIRST_SYNC_DAYS
                )
        return brought

    async def check(self, actor: Actor, connection_id: UUID) -> Connection:
        """Ask the platform what the connection's token is worth now, and remember the answer. Repeatable."""
        connection, token = await self._open(actor, connection_id)
        connector = self._ports(connection.provider).connector
        grant = await self._asking(actor, connection, connector.inspect(token))
        return await self._keep(actor, connection.provider, grant, connection_id)

    async def renew(self, actor: Actor, connection_id: UUID) -> Connection:
        """Exchange the token for one that lives longer, where the platform has that. Repeatable."""
        connection, token = await self._open(actor, connection_id)
        connector = self._ports(connection.provider).connector
        grant = await self._asking(actor, connection, connector.renew(token))
        return await self._keep(actor, connection.provider, grant, connection_id)

    async def _keep(
        self, actor: Actor, provider: Provider, grant: Grant, connection_id: UUID | None
    ) -> Connection:
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            return await accounts.keep_grant(
                transaction, actor, self._clock, self._keyring, provider, grant, connection_id=connection_id
            )

    async def _open(self, actor: Actor, connection_id: UUID) -> tuple[Connection, str]:
        async with self._database.transaction(TenantScope.of(actor)) as transaction:
            connection = await accounts.get_connection(transaction, connection_id)
            token = await accounts.connection_token(transaction, connection_id, self._keyring)
        return connection, token

    async def _asking(self, actor: Actor, connection: Connection, question: Awaitable[T]) -> T:
        """Ask the platform; a refused token is remembered on the connection."""
        try:
            return await question
        except ReconnectNeeded as error:
            await remember_refusal(self._database, TenantScope.of(actor), connection.id, error, self._clock)
            raise

    def _ports(self, provider: Provider) -> PlatformPorts:
        try:
            return self._platforms[provider]
        except KeyError:
            raise NotFound(f"This installation has no {provider.value} platform set up.") from None
