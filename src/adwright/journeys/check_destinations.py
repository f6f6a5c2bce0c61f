"""Before a launch the pages are asked that its ads lead to; no transaction is open meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.destinations import DestinationCheck
from adwright.campaigns.ports import DestinationAsker
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope

_AT_ONCE = 5
_MOST = 100


class CheckDestinations:
    """Asks destinations and keeps the answers.

    Args:
        asker: asks; None where the installation checks no destinations.
    """

    def __init__(self, database: Database, clock: Clock, asker: DestinationAsker | None) -> None:
        self._database = database
        self._clock = clock
        self._asker = asker

    async def check(
        self, actor: Actor, campaign_id: UUID, *, again: bool = True
    ) -> Sequence[DestinationCheck]:
        """Ask where a campaign's ads lead, and return what was found. Repeatable.

        Args:
            actor: who asks.
            campaign_id: which campaign.
            again: ask also what answered lately, and what a person lets pass.

        Raises:
            Denied: the actor may not build.
            NotFound: there is no such campaign.
        """
        actor.require(Permission.BUILD)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            urls = campaigns.destinations_of(await campaigns.get_campaign(tx, campaign_id))
        return await self.check_urls(actor, urls, again=again)

    async def check_urls(
        self, actor: Actor, urls: Sequence[str], *, again: bool
    ) -> Sequence[DestinationCheck]:
        """Ask these addresses, at most 100 of them, and return what was found. Repeatable."""
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            known = await campaigns.destination_checks(tx, urls)
        if self._asker is None:
            return known
        now = self._clock.now()
        sure = {check.url for check in known if check.passes and check.is_fresh(now)}
        wanted = [url for url in urls if again or url not in sure][:_MOST]
        found = await self._ask(self._asker, wanted)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            await campaigns.keep_destination_checks(tx, found)
            return await campaigns.destination_checks(tx, urls)

    async def _ask(self, asker: DestinationAsker, urls: Sequence[str]) -> list[DestinationCheck]:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(url: str) -> DestinationCheck:
            async with gate:
                answer = await asker.ask(url)
            return DestinationCheck(url, answer.answers, answer.status, answer.message, self._clock.now())

        return list(await asyncio.gather(*(one(url) for url in urls)))
