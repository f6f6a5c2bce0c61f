"""What insights wants of a platform: facts as it reports them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from adwright.accounts.ports import AccountAccess
from adwright.platforms.model import Level


@dataclass(frozen=True, slots=True)
class DailyFact:
    """Performance of one ad on one day of the account's zone, as the platform reports it now.

    A measure is None when the source does not give it ("not available"), and 0 when it says none happened.
    An imported file may give nothing finer than ad groups, campaigns or the account: then `level` says so,
    and the names and ids below that level are those of the level itself.

    Attributes:
        spend_micros: in the account's currency.
        clicks: all clicks.
        link_clicks: clicks that lead to the destination (Meta); equal to clicks on Google.
        reach: people reached that day; never summed.
        revenue_micros: conversion value in the account's currency.
        attribution: the window the conversions are counted in, in the platform's words.
    """

    date: date
    campaign_external_id: str
    campaign_name: str
    ad_group_external_id: str
    ad_group_name: str
    ad_external_id: str
    ad_name: str
    impressions: int | None
    clicks: int | None
    link_clicks: int | None
    spend_micros: int | None
    reach: int | None
    landing_page_views: Decimal | None
    purchases: Decimal | None
    leads: Decimal | None
    installs: Decimal | None
    revenue_micros: int | None
    video_views: int | None
    attribution: str | None
    level: Level = Level.AD


@dataclass(frozen=True, slots=True)
class PeriodReach:
    """Deduplicated reach of one entity over a whole period; cannot be made from days."""

    level: Level
    external_id: str
    since_date: date
    until_date: date
    reach: int
    impressions: int


class FactSource(Protocol):
    """Reads performance. Repeatable; changes nothing.

    Every method raises `ReconnectNeeded` when the token is refused for good, and `Upstream` on other trouble.
    """

    def daily_facts(
        self, access: AccountAccess, *, since_date: date, until_date: date
    ) -> AsyncIterator[Sequence[DailyFact]]:
        """Yield every ad-day with delivery, in batches; both dates inclusive, in the account's zone."""
        ...

    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Return reach per entity of a level over one period; both dates inclusive, in the account's zone."""
        ...
