"""What the platforms have in the end, asked through their raw SDKs; nothing of the product's adapters."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from adwright.platforms.model import Level, Platform
from bench.storm.book import BUDGET, HEADLINE, KEYWORDS, NAME, STATE
from bench.storm.market import Market
from bench.storm.stand import Stand

_META_STATES = {"ACTIVE": "active", "PAUSED": "paused", "ARCHIVED": "archived", "DELETED": "archived"}
_META_EFFECTIVE = (
    *_META_STATES,
    *("CAMPAIGN_PAUSED", "ADSET_PAUSED", "PENDING_REVIEW", "DISAPPROVED", "IN_PROCESS", "WITH_ISSUES"),
)
_GOOGLE_STATES = {"ENABLED": "active", "PAUSED": "paused", "REMOVED": "archived"}
_GOOGLE_MARKS = {"EXACT": "[{}]", "PHRASE": '"{}"', "BROAD": "{}"}
_PAGE = {"limit": 500}


@dataclass(frozen=True)
class Seen:
    """One node of the tree: whose child it is, and what the book keeps of it, as far as it can be read."""

    level: Level
    parent: str
    values: dict[str, object]


@dataclass
class World:
    """Everything an account has.

    Attributes:
        nodes: by the platform's id.
        others: ids of what is no node of the tree, by kind: creatives and images, budgets.
    """

    nodes: dict[str, Seen] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)


def look(market: Market, stand: Stand) -> World:
    """Ask the platform for everything an account has."""
    if stand.platform is Platform.META:
        return _look_at_meta(market, stand)
    return _look_at_google(market, stand)


def _look_at_meta(market: Market, stand: Stand) -> World:
    from facebook_business.adobjects.adaccount import AdAccount
    from facebook_business.api import FacebookAdsApi, FacebookSession

    ready = market.ready
    session = FacebookSession(ready["meta_app_id"], ready["meta_app_secret"], stand.token)
    session.GRAPH = ready["meta_url"]
    account = AdAccount(stand.account.external_id, api=FacebookAdsApi(session))
    gone_too = {"field": "effective_status", "operator": "IN", "value": list(_META_EFFECTIVE)}
    every = {**_PAGE, "filtering": [gone_too]}
    usual = ["id", "name", "status"]
    try:
        creatives = list(account.get_ad_creatives(fields=["id", "object_story_spec"], params=_PAGE))
        images = list(account.get_ad_images(fields=["hash"], params=_PAGE))
        campaigns = list(account.get_campaigns(fields=[*usual, "daily_budget"], params=every))
        groups = list(account.get_ad_sets(fields=[*usual, "daily_budget", "campaign_id"], params=every))
        ads = list(account.get_ads(fields=[*usual, "adset_id", "creative"], params=every))
    finally:
        session.requests.close()
    headlines = {str(each["id"]): each["object_story_spec"]["link_data"]["name"] for each in creatives}
    world = World()
    for each in campaigns:
        world.nodes[each["id"]] = Seen(Level.CAMPAIGN, "", _meta_values(each))
    for each in groups:
        world.nodes[each["id"]] = Seen(Level.AD_GROUP, each["campaign_id"], _meta_values(each))
    for each in ads:
        values = {**_meta_values(each), HEADLINE: headlines[each["creative"]["id"]]}
        world.nodes[each["id"]] = Seen(Level.AD, each["adset_id"], values)
    world.others = {"creative": list(headlines), "image": [str(each["hash"]) for each in images]}
    return world


def _meta_values(row: Any) -> dict[str, object]:
    values: dict[str, object] = {NAME: row["name"], STATE: _META_STATES[row["status"]]}
    if "daily_budget" in row and int(row["daily_budget"]):
        values[BUDGET] = Decimal(int(row["daily_budget"])) / 100
    return values


def _look_at_google(market: Market, stand: Stand) -> World:
    customer, world = stand.account.external_id, World()
    rows = RawGoogle(market, stand.manager or "", customer)
    for row in rows.of(
        "campaign.id, campaign.name, campaign.status, campaign_budget.amount_micros", "campaign"
    ):
        amount = Decimal(row.campaign_budget.amount_micros) / 1_000_000
        values = {NAME: row.campaign.name, STATE: _GOOGLE_STATES[row.campaign.status.name], BUDGET: amount}
        world.nodes[str(row.campaign.id)] = Seen(Level.CAMPAIGN, "", values)
    for row in rows.of("ad_group.id, ad_group.name, ad_group.status, campaign.id", "ad_group"):
        values = {NAME: row.ad_group.name, STATE: _GOOGLE_STATES[row.ad_group.status.name]}
        seen = Seen(Level.AD_GROUP, str(row.campaign.id), {**values, KEYWORDS: frozenset()})
        world.nodes[str(row.ad_group.id)] = seen
    words = "ad_group.id, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type"
    there = (
        "ad_group_criterion WHERE ad_group_criterion.type = KEYWORD AND ad_group_criterion.status != REMOVED"
    )
    for row in rows.of(words, there):
        keyword = row.ad_group_criterion.keyword
        values = world.nodes[str(row.ad_group.id)].values
        written = _GOOGLE_MARKS[keyword.match_type.name].format(keyword.text)
        values[KEYWORDS] = values[KEYWORDS] | {written}  # type: ignore[operator]
    ad = "ad_group_ad.ad.id, ad_group_ad.status, ad_group.id, ad_group_ad.ad.responsive_search_ad.headlines"
    for row in rows.of(ad, "ad_group_ad"):
        headline = row.ad_group_ad.ad.responsive_search_ad.headlines[0].text
        values = {STATE: _GOOGLE_STATES[row.ad_group_ad.status.name], HEADLINE: headline}
        seen = Seen(Level.AD, str(row.ad_group.id), values)
        world.nodes[f"{row.ad_group.id}~{row.ad_group_ad.ad.id}"] = seen
    world.others = {
        "budget": [str(row.campaign_budget.id) for row in rows.of("campaign_budget.id", "campaign_budget")]
    }
    return world


class RawGoogle:
    """One customer, by the SDK's own client of the service, over the sandbox's port without TLS."""

    def __init__(self, market: Market, manager: str, customer: str) -> None:
        import grpc
        from google.ads.googleads.interceptors import MetadataInterceptor
        from google.ads.googleads.v26.services.services.google_ads_service import GoogleAdsServiceClient

        plain = grpc.insecure_channel(market.ready["google_insecure_endpoint"])
        channel = grpc.intercept_channel(plain, MetadataInterceptor(None, manager, None))
        transport = GoogleAdsServiceClient.get_transport_class("grpc")(channel=channel)
        self._service = GoogleAdsServiceClient(transport=transport)
        self._customer = customer

    def of(self, fields: str, source: str) -> list[Any]:
        """Return every row of a query."""
        query = f"SELECT {fields} FROM {source}"
        return list(self._service.search(customer_id=self._customer, query=query))
