"""Neutral fields to Google's mutate operations. Everything is made paused.

Field masks are written by hand: the SDK's helper leaves out false, zero and empty values. A mask always names
a leaf, also where only the choice of a message counts (a bidding strategy without a target).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from adwright.adapters.google.constants import Known
from adwright.adapters.google.vocabulary import (
    GOOGLE_MATCH_TYPES,
    GOOGLE_MINUTES,
    GOOGLE_STATES,
)
from adwright.campaigns.keywords import read_keyword
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    RunState,
    ScheduleSlot,
    SearchSettings,
)
from adwright.core.errors import Invalid
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level
from adwright.platforms.purposes import SEARCH_PURPOSES

Json = dict[str, Any]
Operation = Any

# Where an operation's key is carried: a custom parameter, which no name and no address shows.
KEY_PARAMETER = "adwrightkey"

COLLECTIONS = {Level.CAMPAIGN: "campaigns", Level.AD_GROUP: "adGroups", Level.AD: "adGroupAds"}
OPERATIONS = {
    Level.CAMPAIGN: "campaign_operation",
    Level.AD_GROUP: "ad_group_operation",
    Level.AD: "ad_group_ad_operation",
}
BIDDING_LEAVES = {
    BidStrategy.HIGHEST_VOLUME: "maximize_conversions.target_cpa_micros",
    BidStrategy.TARGET_CPA: "maximize_conversions.target_cpa_micros",
    BidStrategy.TARGET_ROAS: "maximize_conversion_value.target_roas",
    BidStrategy.MAXIMIZE_CLICKS: "target_spend.cpc_bid_ceiling_micros",
    BidStrategy.MANUAL_CPC: "manual_cpc.enhanced_cpc_enabled",
}
_POLITICAL = {
    True: "CONTAINS_EU_POLITICAL_ADVERTISING",
    False: "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
}


def mutate_request(customer_id: str, operations: Sequence[Operation]) -> Any:
    """Return the request for some operations: all of them happen, or none."""
    request = _raw("MutateGoogleAdsRequest")(customer_id=customer_id)
    request.mutate_operations.extend(operations)
    return request


def create(kind: str, document: Json) -> Operation:
    """Return an operation that makes an object, such as `create("campaign_operation", {...})`."""
    from google.protobuf import json_format

    operation = _raw("MutateOperation")()
    json_format.ParseDict(document, getattr(operation, kind).create)
    return operation


def update(kind: str, document: Json, paths: Iterable[str]) -> Operation:
    """Return an operation that sets the fields of an object that the paths name; an absent one is cleared."""
    from google.protobuf import json_format

    operation = _raw("MutateOperation")()
    json_format.ParseDict(document, getattr(operation, kind).update)
    getattr(operation, kind).update_mask.paths.extend(paths)
    return operation


def remove(kind: str, resource_name: str) -> Operation:
    """Return an operation that removes an object for good."""
    operation = _raw("MutateOperation")()
    getattr(operation, kind).remove = resource_name
    return operation


class Names:
    """Resource names of one account; temporary ones count downwards within a request."""

    def __init__(self, customer_id: str) -> None:
        self._customer = f"customers/{customer_id}"
        self._last = 0

    def of(self, collection: str, object_id: str) -> str:
        """Return an object's resource name."""
        return f"{self._customer}/{collection}/{object_id}"

    def new(self, collection: str) -> str:
        """Return a temporary name for something that the same request makes."""
        self._last -= 1
        return self.of(collection, str(self._last))


def new_campaign(
    names: Names, key: str, fields: CampaignFields, known: Known, zone: str
) -> tuple[list[Operation], int]:
    """Return the operations for a campaign with its budget and criteria, and which one is the campaign.

    Args:
        names: of the account.
        key: the operation's key.
        fields: what it shall be; Search only.
        known: Google's numbers of places and languages.
        zone: the account's time zone, in which Google reads times.

    Raises:
        Invalid: it has no budget, or names a place that Google does not know.
    """
    search = fields.search
    if search is None or fields.budget is None:
        raise Invalid("A campaign on Google Search has a budget of its own. Give it one.", code="no_budget")
    budget, campaign = names.new("campaignBudgets"), names.new(COLLECTIONS[Level.CAMPAIGN])
    document = {
        "resource_name": campaign,
        "name": fields.name,
        "status": "PAUSED",
        "advertising_channel_type": "SEARCH",
        "campaign_budget": budget,
        "network_settings": _networks(search),
        # People in a place, not those who are only interested in it.
        "geo_target_type_setting": {"positive_geo_target_type": "PRESENCE"},
        "contains_eu_political_advertising": _POLITICAL[search.political],
        "url_custom_parameters": _key(key),
        **_times(search, zone),
        **bidding(strategy_of(fields), search),
    }
    criteria = campaign_criteria(campaign, search, known)
    operations = [
        create("campaign_budget_operation", {"resource_name": budget, **_budget(fields.budget)}),
        create("campaign_operation", document),
        *(create("campaign_criterion_operation", each) for each in criteria),
    ]
    return operations, 1


def new_ad_group(names: Names, key: str, campaign: str, fields: AdGroupFields) -> list[Operation]:
    """Return the operations for an ad group with its keywords, the ad group first; `campaign` is its name."""
    group = names.new(COLLECTIONS[Level.AD_GROUP])
    document: Json = {
        "resource_name": group,
        "name": fields.name,
        "campaign": campaign,
        "status": "PAUSED",
        "type": "SEARCH_STANDARD",
        "url_custom_parameters": _key(key),
    }
    if fields.bid_amount is not None:
        document["cpc_bid_micros"] = fields.bid_amount.micros
    return [
        create("ad_group_operation", document),
        *(ad_group_keyword(group, each, negative=False) for each in fields.targeting.keywords),
        *(ad_group_keyword(group, each, negative=True) for each in fields.targeting.negative_keywords),
    ]


def new_ad(key: str, group: str, fields: AdFields) -> Operation:
    """Return the operation for a responsive search ad; `group` is its ad group's name."""
    ad = {**ad_content(fields.creative), "url_custom_parameters": _key(key)}
    return create("ad_group_ad_operation", {"ad_group": group, "status": "PAUSED", "ad": ad})


def ad_content(content: CreativeContent) -> Json:
    """Return the content of a responsive search ad."""
    paths = dict(zip(("path1", "path2"), content.display_path, strict=False))
    return {
        "final_urls": [content.destination_url],
        "responsive_search_ad": {
            "headlines": [{"text": text} for text in content.headlines],
            "descriptions": [{"text": text} for text in content.descriptions],
            **paths,
        },
    }


AD_CONTENT_PATHS = (
    "final_urls",
    "responsive_search_ad.headlines",
    "responsive_search_ad.descriptions",
    "responsive_search_ad.path1",
    "responsive_search_ad.path2",
)


def set_state(names: Names, level: Level, external_id: str, state: RunState) -> Operation:
    """Return the operation that switches a node on or off, or removes it for good."""
    name = names.of(COLLECTIONS[level], external_id)
    if state is RunState.ARCHIVED:
        return remove(OPERATIONS[level], name)
    document = {"resource_name": name, "status": GOOGLE_STATES[state]}
    return update(OPERATIONS[level], document, ["status"])


def set_budget(budget_name: str, wanted: Budget) -> Operation:
    """Return the operation that sets the amount of a campaign's budget; its period stays."""
    amount = _amount(wanted)
    document = {"resource_name": budget_name, **amount}
    return update("campaign_budget_operation", document, list(amount))


def strategy_of(fields: CampaignFields) -> BidStrategy:
    """Return the strategy that was chosen, or the usual one of the purpose."""
    if fields.bid_strategy is not None:
        return fields.bid_strategy
    purpose = SEARCH_PURPOSES.get(fields.purpose) if fields.purpose else None
    return purpose.bid_strategies[0] if purpose else BidStrategy.MAXIMIZE_CLICKS


def bidding(strategy: BidStrategy, search: SearchSettings) -> Json:
    """Return the bidding field of a campaign.

    Raises:
        Invalid: Search has no such strategy, or its target is missing.
    """
    message, _, target = _leaf(strategy).partition(".")
    if strategy is BidStrategy.TARGET_ROAS:
        if search.target_roas is None:
            raise Invalid("Target ROAS needs a target. Say how much revenue each unit of money shall bring.")
        return {message: {target: float(search.target_roas)}}
    if strategy in (BidStrategy.TARGET_CPA, BidStrategy.MAXIMIZE_CLICKS) and search.target_cost is not None:
        return {message: {target: search.target_cost.micros}}
    if strategy is BidStrategy.TARGET_CPA:
        raise Invalid("Target CPA needs an amount: the average cost of a conversion.", code="bid_missing")
    return {message: {}}


def bidding_path(strategy: BidStrategy) -> str:
    """Return the path of a mask that chooses a strategy and sets or clears its target."""
    return _leaf(strategy)


def network_document(search: SearchSettings) -> tuple[Json, list[str]]:
    """Return the networks and the paths that set them."""
    networks = _networks(search)
    return {"network_settings": networks}, [f"network_settings.{name}" for name in networks]


def end_document(search: SearchSettings, zone: str) -> tuple[Json, list[str]]:
    """Return the end of a campaign and the path that sets or clears it."""
    end = {} if search.end_at is None else {"end_date_time": _local(search.end_at, zone)}
    return end, ["end_date_time"]


def political_document(search: SearchSettings) -> tuple[Json, list[str]]:
    """Return the declaration that the European Union wants and the path that sets it."""
    name = "contains_eu_political_advertising"
    return {name: _POLITICAL[search.political]}, [name]


def campaign_criteria(campaign: str, search: SearchSettings, known: Known) -> list[Json]:
    """Return what is attached to a campaign: places in and out, languages, negative keywords, hours.

    Raises:
        Invalid: Google does not know one of the places.
    """
    return [
        *(_located(campaign, code, known) for code in search.countries),
        *({**_located(campaign, code, known), "negative": True} for code in search.excluded_places),
        *(
            {"campaign": campaign, "language": {"language_constant": name}}
            for code in search.languages
            for name in known.languages_of(code)
        ),
        *(
            {"campaign": campaign, "negative": True, "keyword": _keyword(each)}
            for each in search.negative_keywords
        ),
        *({"campaign": campaign, "ad_schedule": _slot(slot)} for slot in search.schedule),
    ]


def ad_group_keyword(group: str, written: str, *, negative: bool) -> Operation:
    """Return the operation that adds a keyword to an ad group."""
    document: Json = {"ad_group": group, "keyword": _keyword(written)}
    document |= {"negative": True} if negative else {"status": "ENABLED"}
    return create("ad_group_criterion_operation", document)


def _leaf(strategy: BidStrategy) -> str:
    try:
        return BIDDING_LEAVES[strategy]
    except KeyError:
        raise Invalid(f"Google Search has no bid strategy {strategy.value}. Choose another.") from None


def _located(campaign: str, code: str, known: Known) -> Json:
    name = known.location(code)
    if name is None:
        raise Invalid(f"Google does not know the place {code}. Take it out of the campaign's places.")
    return {"campaign": campaign, "location": {"geo_target_constant": name}}


def _key(key: str) -> list[Json]:
    return [{"key": KEY_PARAMETER, "value": key}]


def _networks(search: SearchSettings) -> Json:
    return {
        "target_google_search": True,
        "target_search_network": search.partners,
        "target_content_network": search.display,
        "target_partner_search_network": False,
    }


def _times(search: SearchSettings, zone: str) -> Json:
    times = {"start_date_time": search.start_at, "end_date_time": search.end_at}
    return {name: _local(instant, zone) for name, instant in times.items() if instant is not None}


def _local(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def _budget(budget: Budget) -> Json:
    period = "DAILY" if budget.period is BudgetPeriod.DAILY else "CUSTOM_PERIOD"
    # Google shares budgets between campaigns unless told not to.
    return {"period": period, "explicitly_shared": False, "delivery_method": "STANDARD", **_amount(budget)}


def _amount(budget: Budget) -> Json:
    name = "amount_micros" if budget.period is BudgetPeriod.DAILY else "total_amount_micros"
    return {name: budget.amount.micros}


def _keyword(written: str) -> Json:
    keyword = read_keyword(written)
    return {"text": keyword.text, "match_type": GOOGLE_MATCH_TYPES[keyword.match_type]}


def _slot(slot: ScheduleSlot) -> Json:
    from_hour, from_minute = divmod(slot.from_minute, 60)
    until_hour, until_minute = divmod(slot.until_minute, 60)
    return {
        "day_of_week": slot.weekday.name,
        "start_hour": from_hour,
        "start_minute": GOOGLE_MINUTES[from_minute],
        "end_hour": until_hour,
        "end_minute": GOOGLE_MINUTES[until_minute],
    }


@cache
def _raw(name: str) -> Any:
    """Return the raw class of a request or operation; imported late: the SDK takes a second and 50 MB."""
    from google.ads.googleads.v26.services.types import google_ads_service

    message = getattr(google_ads_service, name)
    return type(message.pb(message()))
