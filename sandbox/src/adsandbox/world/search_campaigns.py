"""Search campaigns with what their criteria say, as columns of a search plan."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adsandbox.market.luck import Floats
from adsandbox.market.search_places import PLACES, leaf_bits, outside, people_in, speakers_in
from adsandbox.market.search_plan import DEVICES, Strategy
from adsandbox.market.search_terms import Negative
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_nodes import (
    ENABLED,
    as_negative,
    budget_id,
    floats,
    ints,
    last_number,
    on,
    resource_of,
)

_STRATEGIES = {
    "manual_cpc": Strategy.MANUAL_CPC,
    "target_spend": Strategy.TARGET_SPEND,
    "maximize_conversions": Strategy.MAXIMIZE_CONVERSIONS,
    "target_cpa": Strategy.MAXIMIZE_CONVERSIONS,
    "maximize_conversion_value": Strategy.MAXIMIZE_CONVERSION_VALUE,
    "target_roas": Strategy.MAXIMIZE_CONVERSION_VALUE,
    "target_impression_share": Strategy.TARGET_IMPRESSION_SHARE,
}
_TIERS = {"ABSOLUTE_TOP_OF_PAGE": 0, "TOP_OF_PAGE": 1}
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_MINUTES = {"ZERO": 0.0, "FIFTEEN": 0.25, "THIRTY": 0.5, "FORTY_FIVE": 0.75}


@dataclass
class SearchCampaign:
    """A campaign with what its criteria say."""

    node: Node
    locations: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    languages: list[int] = field(default_factory=list)
    negatives: list[Negative] = field(default_factory=list)
    place_names: dict[int, str] = field(default_factory=dict)
    location_bids: dict[int, float] = field(default_factory=dict)
    device_bids: dict[str, float] = field(default_factory=dict)
    schedules: list[tuple[dict[str, Any], float]] = field(default_factory=list)

    @property
    def resource(self) -> dict[str, Any]:
        """The campaign as the API gives it."""
        return resource_of(self.node)


def search_campaigns(customer: Node, nodes: dict[Kind, list[Node]]) -> list[SearchCampaign]:
    """The campaigns that may deliver; none while the account is not enabled."""
    if customer.fields["status"] != ENABLED:
        return []
    budgets = {node.id for node in nodes[Kind.BUDGET]}
    found = {
        node.id: SearchCampaign(node)
        for node in nodes[Kind.SEARCH_CAMPAIGN]
        if on(node) and _searches(resource_of(node)) and budget_id(node) in budgets
    }
    for criterion in nodes[Kind.CAMPAIGN_CRITERION]:
        campaign = found.get(criterion.parent_id)
        if campaign is not None and criterion.fields["status"] != "REMOVED":
            _take(campaign, resource_of(criterion))
    return list(found.values())


def _take(campaign: SearchCampaign, resource: dict[str, Any]) -> None:
    """Note what one criterion says about its campaign."""
    bid = float(resource.get("bid_modifier", 1.0))
    if "location" in resource:
        place = last_number(resource["location"]["geo_target_constant"])
        (campaign.excluded if resource.get("negative") else campaign.locations).append(place)
        campaign.place_names[place] = str(resource.get("display_name", ""))
        campaign.location_bids[place] = bid
    elif "language" in resource:
        campaign.languages.append(last_number(resource["language"]["language_constant"]))
    elif "keyword" in resource:
        campaign.negatives.append(as_negative(resource))
    elif "device" in resource:
        campaign.device_bids[resource["device"]["type"]] = bid
    elif "ad_schedule" in resource:
        campaign.schedules.append((resource["ad_schedule"], bid))


def campaign_columns(campaigns: list[SearchCampaign]) -> dict[str, Any]:
    """The columns of a SearchPlan that belong to campaigns."""
    strategies = [_strategy(campaign.resource) for campaign in campaigns]
    schedules = [_schedule(campaign) for campaign in campaigns]
    aims = [_aim(campaign) for campaign in campaigns]
    shape = (len(campaigns), 7, 24)
    return {
        "campaign_strategy": ints(strategy for strategy, _, _, _ in strategies),
        "campaign_target": floats(target for _, target, _, _ in strategies),
        "campaign_ceiling": floats(ceiling for _, _, ceiling, _ in strategies),
        "campaign_tier": ints(tier for _, _, _, tier in strategies),
        "campaign_partners": floats(
            bool(c.resource.get("network_settings", {}).get("target_search_network")) for c in campaigns
        ),
        "campaign_places": ints(bits for bits, _ in aims),
        "campaign_met": floats(
            share * speakers_in(bits, c.languages) for c, (bits, share) in zip(campaigns, aims, strict=True)
        ),
        "campaign_place_bid": floats(_place_bid(campaign) for campaign in campaigns),
        "campaign_device_bid": floats(
            campaign.device_bids.get(device, 1.0) for campaign in campaigns for device in DEVICES
        ).reshape(len(campaigns), len(DEVICES)),
        "campaign_hours": np.array([hours for hours, _ in schedules]).reshape(shape),
        "campaign_hour_bid": np.array([bids for _, bids in schedules]).reshape(shape),
    }


def _aim(campaign: SearchCampaign) -> tuple[int, float]:
    """The leaves that a campaign's locations lie in (bits), and which share of their people is meant."""
    known = [place for place in campaign.locations if place in PLACES]
    bits, people = 0, 0.0
    if known or not campaign.locations:
        bits = leaf_bits(known, campaign.excluded)
        people = float(people_in(ints([bits]))[0])
    for place in campaign.locations:
        if place not in PLACES:
            leaf, meant = outside(campaign.place_names[place])
            bits, people = bits | leaf, people + (0.0 if bits & leaf else meant)
    whole = float(people_in(ints([bits]))[0])
    return bits, people / whole if whole > 0 else 0.0


def _strategy(resource: dict[str, Any]) -> tuple[Strategy, float, float, int]:
    """The strategy, its target, its highest bid (micros), and the tier whose share it wants."""
    name = next((name for name in _STRATEGIES if name in resource), "manual_cpc")
    settings = resource.get(name, {})
    target = settings.get("target_cpa_micros") or settings.get("target_roas")
    if "location_fraction_micros" in settings:
        target = float(settings["location_fraction_micros"]) / 1e6
    ceiling = settings.get("cpc_bid_ceiling_micros")
    return (
        _STRATEGIES[name],
        float(target) if target else np.nan,
        float(ceiling) if ceiling else np.nan,
        _TIERS.get(str(settings.get("location")), 2),
    )


def _schedule(campaign: SearchCampaign) -> tuple[Floats, Floats]:
    """How much of each hour of the week is served, and the bid modifier then."""
    if not campaign.schedules:
        return np.ones((7, 24)), np.ones((7, 24))
    hours, weighted = np.zeros((7, 24)), np.zeros((7, 24))
    edges = np.arange(24, dtype=np.float64)
    for schedule, bid in campaign.schedules:
        begin = schedule.get("start_hour", 0) + _MINUTES[schedule.get("start_minute", "ZERO")]
        end = schedule.get("end_hour", 0) + _MINUTES[schedule.get("end_minute", "ZERO")]
        served = np.clip(end - edges, 0.0, 1.0) - np.clip(begin - edges, 0.0, 1.0)
        weekday = _WEEKDAYS.index(schedule["day_of_week"])
        hours[weekday] += served
        weighted[weekday] += served * bid
    bids = np.where(hours > 0, weighted / np.where(hours > 0, hours, 1.0), 1.0)
    return np.minimum(hours, 1.0), bids


def _place_bid(campaign: SearchCampaign) -> float:
    """The mean bid modifier of the campaign's locations, by their people."""
    if not campaign.locations:
        return 1.0
    people = people_in(ints(leaf_bits([place]) for place in campaign.locations))
    bids = floats(campaign.location_bids[place] for place in campaign.locations)
    return float((people * bids).sum() / people.sum()) if people.sum() > 0 else 1.0


def fingerprint(resource: dict[str, Any]) -> int:
    """A number for the strategy's settings: another one is a change that has to be learnt."""
    name = next((name for name in _STRATEGIES if name in resource), "manual_cpc")
    return zlib.crc32(f"{name}:{sorted(resource.get(name, {}).items())}".encode())


def _searches(resource: dict[str, Any]) -> bool:
    google = resource.get("network_settings", {}).get("target_google_search", True)
    return resource.get("advertising_channel_type") == "SEARCH" and bool(google)
