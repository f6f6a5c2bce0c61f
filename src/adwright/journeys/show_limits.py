"""How much of a platform's limits a connection and its ad accounts have used, and until when work waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, KnownUsage
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope
from adwright.journeys.platform import Platforms


@dataclass(frozen=True, slots=True)
class LimitShown:
    """One limit: of an ad account, or of the application that all accounts share.

    Attributes:
        account: whose limit it is; None for the application's.
        usage: what the platform said last; None while it has said nothing.
    """

    account: AdAccount | None
    usage: KnownUsage | None


class ShowLimits:
    """Reads what the platforms said with their answers; none is asked. Repeatable."""

    def __init__(self, database: Database, platforms: Platforms, clock: Clock) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock

    async def __call__(self, actor: Actor, connection_id: UUID) -> Sequence[LimitShown]:
        """Return the application's limit, then that of each ad account which the actor may see, by name.

        Raises:
            NotFound: there is no such connection.
        """
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            connection = await accounts.get_connection(tx, connection_id)
            own = await accounts.list_ad_accounts(tx, connection_id=connection_id)
        connector = self._platforms[connection.provider].connector
        shared = connector.application_limit()
        subjects: list[tuple[AdAccount | None, str]] = [(None, shared)] if shared else []
        subjects += [(each, connector.account_limit(each.external_id)) for each in own]
        # What the platforms said belongs to no organization; only the limits asked for are read.
        async with self._database.transaction(SystemScope()) as tx:
            known = await accounts.known_usage(tx, self._clock, [subject for _, subject in subjects])
        return [LimitShown(account, known.get(subject)) for account, subject in subjects]
