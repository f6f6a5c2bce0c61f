"""A platform's figures in memory, with a clock of its own, that goes wrong when told to."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from adwright.accounts.ports import AccountAccess
from adwright.core.clock import Clock
from adwright.core.errors import Upstream
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.platforms.model import Level
from tests.factories_insights import FACT


@dataclass
class FactsTwin:
    """Gives the same ad-day on every day, and fits `FactSource` and the part of `Connector` a sync needs.

    Attributes:
        ahead: how far the platform's clock runs ahead of ours.
        fact: what every day looks like now.
        faults: by asked window, in order: an error to raise after the first half of the batches, or None.
        asked: the windows asked for.
        watch: called on every question; a test looks at the database there.
    """

    clock: Clock
    ahead: timedelta = timedelta()
    fact: DailyFact = FACT
    faults: deque[Upstream | None] = field(default_factory=deque)
    asked: list[tuple[date, date]] = field(default_factory=list)
    reached: list[tuple[Level, date, date]] = field(default_factory=list)
    watch: Callable[[], object] | None = None

    async def platform_now(self, token: str) -> datetime:
        """Tell the time there."""
        return self.clock.now() + self.ahead

    async def daily_facts(
        self, access: AccountAccess, *, since_date: date, until_date: date
    ) -> AsyncIterator[Sequence[DailyFact]]:
        """Yield one batch per day."""
        self.asked.append((since_date, until_date))
        if self.watch is not None:
            self.watch()
        fault = self.faults.popleft() if self.faults else None
        days = (until_date - since_date).days + 1
        for offset in range(days):
            if fault is not None and offset >= days // 2:
                raise fault
            yield [replace(self.fact, date=since_date + timedelta(days=offset))]

    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Tell that each period reached a hundred people a day."""
        self.reached.append((level, since_date, until_date))
        external_id = access.external_id if level is Level.ACCOUNT else self.fact.campaign_external_id
        days = (until_date - since_date).days + 1
        return [PeriodReach(level, external_id, since_date, until_date, 100 * days, 1000 * days)]
