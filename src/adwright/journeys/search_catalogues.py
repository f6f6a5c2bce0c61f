"""Somebody looks for interests or places: asked of the platform, with no transaction open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import Interest
from adwright.campaigns.places import Place
from adwright.campaigns.ports import PlatformTree
from adwright.core.actor import Actor
from adwright.core.database import Database, TenantScope
from adwright.journeys.platform import Platforms

# How many places are named at once.
MOST_PLACES = 250


class SearchCatalogues:
    """Searches the catalogues of an ad account's platform. Repeatable; changes nothing.

    Every search may raise:
        Invalid: the account is made of imported files.
        NotFound: there is no such ad account.
        ReconnectNeeded: the connection's token is refused for good.
        Upstream: the platform did not answer as it should.
    """

    def __init__(self, database: Database, platforms: Platforms, keyring: KeyRing) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring

    async def interests(self, actor: Actor, ad_account_id: UUID, query: str) -> Sequence[Interest]:
        """Return at most 25 interests, best first; none where people are not chosen by interests."""
        tree, access = await self._asked(actor, ad_account_id)
        return await tree.interests(access, query)

    async def places(self, actor: Actor, ad_account_id: UUID, query: str) -> Sequence[Place]:
        """Return at most 25 places, best first; none where only countries are chosen."""
        tree, access = await self._asked(actor, ad_account_id)
        return await tree.places(access, query)

    async def places_called(
        self, actor: Actor, ad_account_id: UUID, codes: Sequence[str]
    ) -> Sequence[Place]:
        """Return the places of these codes that the platform knows; ask for no more than `MOST_PLACES`."""
        tree, access = await self._asked(actor, ad_account_id)
        return await tree.places_called(access, codes)

    async def _asked(self, actor: Actor, ad_account_id: UUID) -> tuple[PlatformTree, AccountAccess]:
        """Return whom to ask, and with which access."""
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            access = await accounts.account_access(tx, ad_account_id, self._keyring)
        return self._platforms[access.provider].tree, access
