"""Performance as Meta reports it: ad-days, and reach per period."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import errors
from adwright.adapters.meta.graph import Graph
from adwright.core.errors import Upstream
from adwright.core.money import micros_half_even
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.platforms.model import Level

_DAILY_FIELDS = (
    "campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,impressions,clicks,inline_link_clicks,spend,"
    "reach,actions,action_values,attribution_setting,date_start"
)

# Meta's action types overlap: a purchase on the website is counted under several names. The first one present
# is taken; they are never added.
_PURCHASES = ("omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase")
_LEADS = ("lead", "offsite_conversion.fb_pixel_lead", "onsite_conversion.lead_grouped")
_INSTALLS = ("omni_app_install", "mobile_app_install")
_LANDING_PAGE_VIEWS = ("landing_page_view", "omni_landing_page_view")
_VIDEO_VIEWS = ("video_view",)

_LEVELS = {Level.ACCOUNT: "account", Level.CAMPAIGN: "campaign", Level.AD_GROUP: "adset", Level.AD: "ad"}
_ID_FIELDS = {
    Level.ACCOUNT: "account_id",
    Level.CAMPAIGN: "campaign_id",
    Level.AD_GROUP: "adset_id",
    Level.AD: "ad_id",
}

# Without a filter an account's list leaves out what was deleted, while its totals count it.
_EVERY_STATUS = [
    "ACTIVE",
    "PAUSED",
    "DELETED",
    "ARCHIVED",
    "IN_PROCESS",
    "WITH_ISSUES",
    "CAMPAIGN_PAUSED",
    "ADSET_PAUSED",
    "DISAPPROVED",
    "PENDING_REVIEW",
    "PREAPPROVED",
    "PENDING_BILLING_INFO",
]

_PAGE_SIZE = 500
_SMALLEST_PAGE = 25


class MetaFacts:
    """Meta's side of `insights.ports.FactSource`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def daily_facts(
        self, access: AccountAccess, *, since_date: date, until_date: date
    ) -> AsyncIterator[Sequence[DailyFact]]:
        """Yield ad-days in batches; asks for less where Meta says that it is too much at once."""
        windows = [(since_date, until_date, _PAGE_SIZE)]
        while windows:
            since, until, page_size = windows.pop()
            try:
                rows = await self._ad_days(access, since, until, page_size)
            except Upstream as error:
                if not errors.too_much_data(error):
                    raise
                windows.extend(_smaller(since, until, page_size, error))
                continue
            yield [_fact(row) for row in rows]

    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Return the deduplicated reach of each entity of a level over one period."""
        id_field = _ID_FIELDS[level]
        rows = await self._graph.every(
            access.token,
            (access.external_id, "insights"),
            {
                "level": _LEVELS[level],
                "fields": f"{id_field},reach,impressions",
                "time_range": _range(since_date, until_date),
                "limit": _PAGE_SIZE,
            },
        )
        return [
            PeriodReach(
                level=level,
                external_id=access.external_id if level is Level.ACCOUNT else str(row[id_field]),
                since_date=since_date,
                until_date=until_date,
                reach=int(row.get("reach") or 0),
                impressions=int(row.get("impressions") or 0),
            )
            for row in rows
        ]

    async def _ad_days(
        self, access: AccountAccess, since: date, until: date, page_size: int
    ) -> list[dict[str, Any]]:
        return await self._graph.every(
            access.token,
            (access.external_id, "insights"),
            {
                "level": "ad",
                "fields": _DAILY_FIELDS,
                "time_range": _range(since, until),
                "time_increment": 1,
                "filtering": [{"field": "ad.effective_status", "operator": "IN", "value": _EVERY_STATUS}],
                "limit": page_size,
            },
        )


def _range(since: date, until: date) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}


def _smaller(since: date, until: date, page_size: int, error: Upstream) -> list[tuple[date, date, int]]:
    """Split a window in halves, the earlier one on top of the stack; below a day, ask for smaller pages."""
    days = (until - since).days + 1
    if days > 1:
        middle = since + timedelta(days=days // 2 - 1)
        return [(middle + timedelta(days=1), until, page_size), (since, middle, page_size)]
    if page_size // 2 < _SMALLEST_PAGE:
        raise error
    return [(since, until, page_size // 2)]


def _fact(row: Mapping[str, Any]) -> DailyFact:
    actions = _by_type(row.get("actions"))
    revenue = _first(_by_type(row.get("action_values")), _PURCHASES)
    return DailyFact(
        date=date.fromisoformat(str(row["date_start"])),
        campaign_external_id=str(row["campaign_id"]),
        campaign_name=str(row.get("campaign_name") or row["campaign_id"]),
        ad_group_external_id=str(row["adset_id"]),
        ad_group_name=str(row.get("adset_name") or row["adset_id"]),
        ad_external_id=str(row["ad_id"]),
        ad_name=str(row.get("ad_name") or row["ad_id"]),
        impressions=int(row.get("impressions") or 0),
        clicks=int(row.get("clicks") or 0),
        link_clicks=int(row.get("inline_link_clicks") or 0),
        spend_micros=micros_half_even(Decimal(str(row.get("spend") or "0"))),
        reach=int(row.get("reach") or 0),
        landing_page_views=_first(actions, _LANDING_PAGE_VIEWS),
        purchases=_first(actions, _PURCHASES),
        leads=_first(actions, _LEADS),
        installs=_first(actions, _INSTALLS),
        revenue_micros=micros_half_even(revenue),
        video_views=int(_first(actions, _VIDEO_VIEWS)),
        attribution=str(row["attribution_setting"]) if row.get("attribution_setting") else None,
    )


def _by_type(entries: Any) -> dict[str, Decimal]:
    return {str(each["action_type"]): Decimal(str(each.get("value") or "0")) for each in entries or []}


def _first(values: Mapping[str, Decimal], names: Sequence[str]) -> Decimal:
    """Meta leaves out what did not happen: an absent type is zero, not unknown."""
    return next((values[name] for name in names if name in values), Decimal(0))
