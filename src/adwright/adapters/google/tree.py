"""The tree of a Google ad account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adwright.accounts.ports import AccountAccess
from adwright.adapters.google import reading
from adwright.adapters.google.client import AdsClient, Caller
from adwright.adapters.google.connector import caller_of
from adwright.adapters.google.constants import Constants
from adwright.adapters.google.vocabulary import resource_id
from adwright.campaigns.audience_size import AudienceSize
from adwright.campaigns.model import Activity, Interest, ObservedNode, ObservedTree, Targeting
from adwright.campaigns.places import Place
from adwright.core.clock import Clock
from adwright.platforms.model import Level

CAMPAIGNS = (
    "SELECT campaign.id, campaign.name, campaign.status, campaign.primary_status, "
    "campaign.advertising_channel_type, campaign.bidding_strategy_type, campaign.start_date_time, "
    "campaign.end_date_time, campaign.network_settings.target_search_network, "
    "campaign.network_settings.target_content_network, campaign.contains_eu_political_advertising, "
    "campaign.maximize_conversions.target_cpa_micros, campaign.maximize_conversion_value.target_roas, "
    "campaign.target_cpa.target_cpa_micros, campaign.target_roas.target_roas, "
    "campaign.target_spend.cpc_bid_ceiling_micros, campaign_budget.amount_micros, "
    "campaign_budget.total_amount_micros FROM campaign"
)
AD_GROUPS = (
    "SELECT ad_group.id, ad_group.name, ad_group.status, ad_group.primary_status, ad_group.campaign, "
    "ad_group.cpc_bid_micros, campaign.bidding_strategy_type FROM ad_group"
)
ADS = (
    "SELECT ad_group_ad.resource_name, ad_group_ad.ad_group, ad_group_ad.status, ad_group_ad.primary_status, "
    "ad_group_ad.ad.id, ad_group_ad.ad.name, ad_group_ad.ad.final_urls, "
    "ad_group_ad.ad.responsive_search_ad.headlines, ad_group_ad.ad.responsive_search_ad.descriptions, "
    "ad_group_ad.ad.responsive_search_ad.path1, ad_group_ad.ad.responsive_search_ad.path2, "
    "ad_group_ad.policy_summary.approval_status, ad_group_ad.policy_summary.review_status, "
    "ad_group_ad.policy_summary.policy_topic_entries FROM ad_group_ad"
)
AD_GROUP_KEYWORDS = (
    "SELECT ad_group_criterion.resource_name, ad_group_criterion.ad_group, ad_group_criterion.status, "
    "ad_group_criterion.negative, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type "
    "FROM ad_group_criterion WHERE ad_group_criterion.type = 'KEYWORD' "
    "AND ad_group_criterion.status != 'REMOVED'"
)
CAMPAIGN_CRITERIA = (
    "SELECT campaign_criterion.resource_name, campaign_criterion.campaign, campaign_criterion.type, "
    "campaign_criterion.negative, campaign_criterion.location.geo_target_constant, "
    "campaign_criterion.language.language_constant, campaign_criterion.keyword.text, "
    "campaign_criterion.keyword.match_type, campaign_criterion.ad_schedule.day_of_week, "
    "campaign_criterion.ad_schedule.start_hour, campaign_criterion.ad_schedule.start_minute, "
    "campaign_criterion.ad_schedule.end_hour, campaign_criterion.ad_schedule.end_minute "
    "FROM campaign_criterion "
    "WHERE campaign_criterion.type IN ('LOCATION', 'LANGUAGE', 'KEYWORD', 'AD_SCHEDULE') "
    "AND campaign_criterion.status != 'REMOVED'"
)
ACTIVITIES = (
    "SELECT change_event.change_date_time, change_event.change_resource_name, change_event.user_email, "
    "change_event.client_type, change_event.changed_fields, change_event.campaign, change_event.ad_group, "
    "change_event.change_resource_type FROM change_event"
)
CAMPAIGN_BUDGETS = "SELECT campaign.id, campaign.campaign_budget FROM campaign"
_REMEMBERED = timedelta(days=29)
_MOST_ACTIVITIES = 10_000
_NONE = reading.Criteria()


class GoogleTree:
    """Google's side of `campaigns.ports.PlatformTree`."""

    def __init__(self, client: AdsClient, constants: Constants, clock: Clock) -> None:
        self._client = client
        self._constants = constants
        self._clock = clock

    async def read_tree(self, access: AccountAccess) -> ObservedTree:
        """Read every campaign, ad group and ad of an account, removed ones included."""
        seen_at = self._clock.now()
        caller = caller_of(access)
        of_campaigns = await self._campaign_criteria(caller)
        nodes = await self._campaigns(access, CAMPAIGNS, of_campaigns)
        nodes += await self._ad_groups(access, AD_GROUPS, AD_GROUP_KEYWORDS, of_campaigns)
        nodes += await self._ads(access, ADS)
        return ObservedTree(seen_at=seen_at, nodes=tuple(nodes))

    async def read_some(
        self, access: AccountAccess, wanted: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode]:
        """Read the nodes of these levels and ids that Google has. Repeatable."""
        ids: dict[Level, list[str]] = defaultdict(list)
        for level, external_id in wanted:
            ids[level].append(external_id)
        nodes: list[ObservedNode] = []
        if ids[Level.CAMPAIGN]:
            condition = f"campaign.id IN ({_numbers(ids[Level.CAMPAIGN])})"
            criteria = await self._campaign_criteria(caller_of(access), condition)
            nodes += await self._campaigns(access, f"{CAMPAIGNS} WHERE {condition}", criteria)
        if ids[Level.AD_GROUP]:
            condition = f"ad_group.id IN ({_numbers(ids[Level.AD_GROUP])})"
            groups, keywords = f"{AD_GROUPS} WHERE {condition}", f"{AD_GROUP_KEYWORDS} AND {condition}"
            criteria = await self._campaign_criteria(caller_of(access))
            nodes += await self._ad_groups(access, groups, keywords, criteria)
        if ids[Level.AD]:
            names = (f"'customers/{access.external_id}/adGroupAds/{each}'" for each in ids[Level.AD])
            nodes += await self._ads(access, f"{ADS} WHERE ad_group_ad.resource_name IN ({', '.join(names)})")
        return nodes

    async def activities(self, access: AccountAccess, since: datetime) -> Sequence[Activity]:
        """Return who edited what since an instant (UTC), newest first, of the last 30 days at most."""
        google_now = (await self._client.tokens.access(access.token)).platform_now
        begin = max(since, google_now - _REMEMBERED)
        local = begin.astimezone(ZoneInfo(access.zone)).strftime("%Y-%m-%d %H:%M:%S")
        rows = await self._client.rows(
            caller_of(access),
            f"{ACTIVITIES} WHERE change_event.change_date_time >= '{local}' "
            "AND change_event.change_date_time <= '2037-12-30' "
            f"ORDER BY change_event.change_date_time DESC LIMIT {_MOST_ACTIVITIES}",
        )
        of_budgets: Mapping[str, Sequence[str]] = {}
        if any(reading.is_about_a_budget(row) for row in rows):
            of_budgets = await self._campaigns_of_budgets(caller_of(access))
        return [each for row in rows for each in reading.activities_of(row, access.zone, of_budgets)]

    async def interests(self, access: AccountAccess, query: str) -> Sequence[Interest]:
        """Return none: people on Search are chosen by what they look for."""
        return ()

    async def places(self, access: AccountAccess, query: str) -> Sequence[Place]:
        """Search Google's cities, regions, countries and the like by name. Repeatable."""
        return await self._constants.suggested(caller_of(access), query)

    async def places_called(self, access: AccountAccess, codes: Sequence[str]) -> Sequence[Place]:
        """Return what Google calls the places of these codes. Repeatable."""
        return await self._constants.called(caller_of(access), codes)

    async def audience_size(self, access: AccountAccess, targeting: Targeting) -> AudienceSize | None:
        """Return none: how many look for something is said by the keywords, not by people."""
        return None

    async def _campaigns_of_budgets(self, caller: Caller) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in await self._client.rows(caller, CAMPAIGN_BUDGETS):
            found[row.campaign.campaign_budget].append(str(row.campaign.id))
        return found

    async def _campaigns(
        self, access: AccountAccess, query: str, of_campaigns: Mapping[str, reading.Criteria]
    ) -> list[ObservedNode]:
        rows = await self._client.rows(caller_of(access), query)
        return [
            reading.campaign_node(
                row, of_campaigns.get(str(row.campaign.id), _NONE), access.currency, access.zone
            )
            for row in rows
        ]

    async def _ad_groups(
        self, access: AccountAccess, groups: str, keywords: str, of_campaigns: Mapping[str, reading.Criteria]
    ) -> list[ObservedNode]:
        caller = caller_of(access)
        own = reading.ad_group_criteria(await self._client.rows(caller, keywords))
        return [
            reading.ad_group_node(
                row,
                own.get(str(row.ad_group.id), _NONE),
                of_campaigns.get(resource_id(row.ad_group.campaign), _NONE),
                access.currency,
            )
            for row in await self._client.rows(caller, groups)
        ]

    async def _ads(self, access: AccountAccess, query: str) -> list[ObservedNode]:
        return [reading.ad_node(row) for row in await self._client.rows(caller_of(access), query)]

    async def _campaign_criteria(self, caller: Caller, condition: str = "") -> dict[str, reading.Criteria]:
        known = await self._constants.known(caller)
        query = f"{CAMPAIGN_CRITERIA} AND {condition}" if condition else CAMPAIGN_CRITERIA
        return reading.campaign_criteria(await self._client.rows(caller, query), known)


def _numbers(ids: Sequence[str]) -> str:
    return ", ".join(str(int(each)) for each in ids)
