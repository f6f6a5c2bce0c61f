"""Somebody wants to know how many people an audience is: asked of the platform, with no transaction open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.campaigns.audience_size import AudienceSize
from adwright.campaigns.model import Targeting
from adwright.campaigns.targeting import normalized
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope
from adwright.journeys.platform import Platforms
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Platform


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a platform said of an audience, and when (UTC); no size where it gives none."""

    platform: Platform
    size: AudienceSize | None
    told_at: datetime


class EstimateAudience:
    """Asks an ad account's platform for the size of an audience. Repeatable; changes nothing."""

    def __init__(self, database: Database, platforms: Platforms, keyring: KeyRing, clock: Clock) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._clock = clock

    async def __call__(self, actor: Actor, ad_account_id: UUID, targeting: Targeting) -> Estimate:
        """Return the platform's estimate; without a size where nobody is asked about people.

        Raises:
            Invalid: the account is made of imported files, or the targeting cannot be.
            NotFound: there is no such ad account.
            ReconnectNeeded: the connection's token is refused for good.
            Upstream: the platform did not answer as it should.
        """
        wanted = normalized(targeting)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            access = await accounts.account_access(tx, ad_account_id, self._keyring)
        platform, size = access.provider.platform, None
        if wanted.countries and capabilities_of(platform).audience_sizes:
            size = await self._platforms[access.provider].tree.audience_size(access, wanted)
        return Estimate(platform, size, self._clock.now())
