"""Performance as Google reports it: ad-days, and campaign-days where a campaign has no ads of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adwright.accounts.ports import AccountAccess
from adwright.adapters.google.client import AdsClient, Row
from adwright.adapters.google.connector import caller_of
from adwright.adapters.google.vocabulary import INSTALLS, LEADS, PURCHASES, resource_id, word
from adwright.core.money import micros_half_even
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.platforms.model import Level

# Each conversion action has windows and a model of its own; the account's totals follow them.
_ATTRIBUTION = "by conversion action"
_SHOWN = "metrics.impressions, metrics.clicks, metrics.cost_micros"
_CONVERTED = "segments.conversion_action_category, metrics.conversions, metrics.conversions_value"
_AD = (
    "campaign.id, campaign.name, ad_group.id, ad_group.name, ad_group_ad.resource_name, "
    "ad_group_ad.ad.id, ad_group_ad.ad.name"
)
_CAMPAIGN = "campaign.id, campaign.name"
# Campaigns of these channels have groups and ads; of the others Google reports the campaign alone.
_WITH_ADS = ("SEARCH", "DISPLAY", "VIDEO", "SHOPPING", "DEMAND_GEN")


@dataclass(slots=True)
class _Counted:
    """Conversions of one ad or campaign on one day."""

    purchases: Decimal = Decimal(0)
    leads: Decimal = Decimal(0)
    installs: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)


class GoogleFacts:
    """Google's side of `insights.ports.FactSource`."""

    def __init__(self, client: AdsClient) -> None:
        self._client = client

    async def daily_facts(
        self, access: AccountAccess, *, since_date: date, until_date: date
    ) -> AsyncIterator[Sequence[DailyFact]]:
        """Yield ad-days, then the days of campaigns without ads of their own."""
        during = f"segments.date BETWEEN '{since_date}' AND '{until_date}'"
        listed = ", ".join(f"'{channel}'" for channel in _WITH_ADS)
        without_ads = f"{during} AND campaign.advertising_channel_type NOT IN ({listed})"
        yield await self._facts(access, _AD, "ad_group_ad", during, Level.AD)
        yield await self._facts(access, _CAMPAIGN, "campaign", without_ads, Level.CAMPAIGN)

    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Return nothing: Google does not count people on Search."""
        return ()

    async def _facts(
        self, access: AccountAccess, fields: str, resource: str, condition: str, level: Level
    ) -> list[DailyFact]:
        """Two queries: a conversion's category would leave out the days without conversions."""
        caller = caller_of(access)
        counted: dict[tuple[str, str], _Counted] = defaultdict(_Counted)
        for row in await self._client.rows(caller, _query(fields, _CONVERTED, resource, condition)):
            _count(counted[_key(row, level)], row)
        rows = await self._client.rows(caller, _query(fields, _SHOWN, resource, condition))
        shown = {_key(row, level): row for row in rows}
        return [_fact(row, counted[key], level) for key, row in shown.items()]


def _query(fields: str, measures: str, resource: str, condition: str) -> str:
    return f"SELECT segments.date, {fields}, {measures} FROM {resource} WHERE {condition}"


def _key(row: Row, level: Level) -> tuple[str, str]:
    return row.segments.date, row.ad_group_ad.resource_name if level is Level.AD else str(row.campaign.id)


def _count(into: _Counted, row: Row) -> None:
    category = word(row.segments, "conversion_action_category")
    number = Decimal(str(round(row.metrics.conversions, 6)))
    into.revenue += Decimal(str(round(row.metrics.conversions_value, 6)))
    if category in PURCHASES:
        into.purchases += number
    elif category in LEADS:
        into.leads += number
    elif category in INSTALLS:
        into.installs += number


def _fact(row: Row, counted: _Counted, level: Level) -> DailyFact:
    campaign_id = str(row.campaign.id)
    group_id, ad_id, ad_name = campaign_id, campaign_id, row.campaign.name
    group_name = row.campaign.name
    if level is Level.AD:
        group_id, group_name = str(row.ad_group.id), row.ad_group.name
        ad_id = resource_id(row.ad_group_ad.resource_name)
        ad_name = row.ad_group_ad.ad.name or f"Ad {row.ad_group_ad.ad.id}"
    return DailyFact(
        date=date.fromisoformat(row.segments.date),
        campaign_external_id=campaign_id,
        campaign_name=row.campaign.name,
        ad_group_external_id=group_id,
        ad_group_name=group_name,
        ad_external_id=ad_id,
        ad_name=ad_name,
        impressions=row.metrics.impressions,
        clicks=row.metrics.clicks,
        link_clicks=row.metrics.clicks,
        spend_micros=row.metrics.cost_micros,
        reach=None,
        landing_page_views=None,
        purchases=counted.purchases,
        leads=counted.leads,
        installs=counted.installs,
        revenue_micros=micros_half_even(counted.revenue),
        video_views=None,
        attribution=_ATTRIBUTION,
        level=level,
    )
