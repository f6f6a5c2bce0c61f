"""A platform's figures in memory, with a clock of its own, that goes wrong when told to."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from adwright.accounts.ports import AccountAccess
from adwright.core.errors import Upstream
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.platforms.model import Level
from tests.factories_insights import FACT
from tests.twins.grants import GrantsTwin

PEOPLE_A_DAY = 100


@dataclass
class FactsTwin(GrantsTwin):
    """Gives the same ad-day on every day, and fits `FactSource` and the part of `Connector` a sync needs.

    Attributes:
        fact: what every day looks like now.
        window_faults: by asked window, in order: an error to raise after half of its batches, or None.
        asked: the windows asked for.
        watch: called on every question; a test looks at the database there.
    """

    fact: DailyFact = FACT
    window_faults: deque[Upstream | None] = field(default_factory=deque)
    asked: list[tuple[date, date]] = field(default_factory=list)
    reached: list[tuple[Level, date, date]] = field(default_factory=list)
    watch: Callable[[], object] | None = None

    async def daily_facts(
        self, access: AccountAccess, *, since_date: date, until_date: date
    ) -> AsyncIterator[Sequence[DailyFact]]:
        """Yield one batch per day."""
        self.meet(access.token)
        self.asked.append((since_date, until_date))
        if self.watch is not None:
            self.watch()
        fault = self.window_faults.popleft() if self.window_faults else None
        days = _days(since_date, until_date)
        for number, day in enumerate(days):
            if fault is not None and number >= len(days) // 2:
                raise fault
            yield self.facts_of(day)

    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Tell that each period reached a hundred people a day."""
        self.meet(access.token)
        self.reached.append((level, since_date, until_date))
        facts = [fact for day in _days(since_date, until_date) for fact in self.facts_of(day)]
        if not facts:
            return []
        external_id = access.external_id if level is Level.ACCOUNT else facts[0].campaign_external_id
        days = len({fact.date for fact in facts})
        impressions = sum(fact.impressions or 0 for fact in facts)
        return [PeriodReach(level, external_id, since_date, until_date, PEOPLE_A_DAY * days, impressions)]

    def facts_of(self, day: date) -> Sequence[DailyFact]:
        """Return what ran on a day."""
        return [replace(self.fact, date=day)]


def _days(since_date: date, until_date: date) -> list[date]:
    return [since_date + timedelta(days=offset) for offset in range((until_date - since_date).days + 1)]
