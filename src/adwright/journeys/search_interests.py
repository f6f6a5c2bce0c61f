"""Somebody looks for interests to target: asked of the platform, with no transaction open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.campaigns.model import Interest
from adwright.core.actor import Actor
from adwright.core.database import Database, TenantScope
from adwright.journeys.platform import Platforms
from adwright.platforms.capabilities import capabilities_of


class SearchInterests:
    """Searches the catalogue of an ad account's platform. Repeatable; changes nothing."""

    def __init__(self, database: Database, platforms: Platforms, keyring: KeyRing) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring

    async def __call__(self, actor: Actor, ad_account_id: UUID, query: str) -> Sequence[Interest]:
        """Return at most 25 interests, best first; none where people are not chosen by interests.

        Raises:
            Invalid: the account is made of imported files.
            NotFound: there is no such ad account.
            ReconnectNeeded: the connection's token is refused for good.
            Upstream: the platform did not answer as it should.
        """
        scope = TenantScope.of(actor)
        async with self._database.transaction(scope) as tx:
            access = await accounts.account_access(tx, ad_account_id, self._keyring)
        if not capabilities_of(access.provider.platform).interests:
            return ()
        return await self._platforms[access.provider].tree.interests(access, query)
