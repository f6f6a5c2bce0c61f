"""A customer's nodes turned into the columns of its search tree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.market.purposes import Economics
from adsandbox.market.search_conversions import Action
from adsandbox.market.search_places import places_named
from adsandbox.market.search_plan import Goals, SearchPlan
from adsandbox.market.search_terms import MATCH_TYPES, Negative, allowed_terms, normal, text_key
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_campaigns import (
    SearchCampaign,
    campaign_columns,
    fingerprint,
    search_campaigns,
)
from adsandbox.world.search_nodes import (
    ENABLED,
    as_negative,
    budget_id,
    floats,
    ids,
    instant,
    ints,
    number,
    on,
    resource_of,
)
from adsandbox.world.search_tree import SearchTree
from adsandbox.world.tree import NEVER
from adsandbox.world.zones import local_day

_LOWEST_BID = 10_000.0
_LEAST_FIT, _FIT_OF_WORDS, _FIT_PER_HEADLINE = 0.68, 0.40, 0.012


def build_search_tree(nodes: dict[Kind, list[Node]]) -> SearchTree:
    """Build a tree from nodes, each kind in the order of making."""
    customer = nodes[Kind.CUSTOMER][0]
    zone = ZoneInfo(customer.fields["timezone_name"])
    campaigns = search_campaigns(customer, nodes)
    campaign_index = {campaign.node.id: index for index, campaign in enumerate(campaigns)}
    groups = [node for node in nodes[Kind.AD_GROUP] if on(node) and node.parent_id in campaign_index]
    group_index = {node.id: index for index, node in enumerate(groups)}
    ads = [node for node in nodes[Kind.AD_GROUP_AD] if on(node) and node.parent_id in group_index]
    criteria = [node for node in nodes[Kind.CRITERION] if on(node) and node.parent_id in group_index]
    keywords = [node for node in criteria if "keyword" in resource_of(node) and not _negative(node)]
    negatives = _negatives_by_group(criteria)
    pair_ad, pair_keyword = _pairs(ads, keywords)
    group_campaign = ints(campaign_index[node.parent_id] for node in groups)
    keyword_group = ints(group_index[node.parent_id] for node in keywords)
    budgets = nodes[Kind.BUDGET]
    budget_index = {node.id: index for index, node in enumerate(budgets)}
    plan = SearchPlan(
        pair_ad_index=pair_ad,
        pair_keyword_index=pair_keyword,
        pair_relevance=_relevance(ads, keywords, pair_ad, pair_keyword),
        ad_ids=ids(ads),
        keyword_ids=ids(keywords),
        keyword_group_index=keyword_group,
        **_keyword_columns(keywords, groups, keyword_group, negatives, campaigns, group_campaign),
        group_ids=ids(groups),
        group_campaign_index=group_campaign,
        campaign_ids=ids(campaign.node for campaign in campaigns),
        campaign_budget_index=ints(budget_index[budget_id(campaign.node)] for campaign in campaigns),
        **campaign_columns(campaigns),
        budget_ids=ids(budgets),
        budget_daily=floats(number(node, "amount_micros") for node in budgets),
        budget_total=floats(number(node, "total_amount_micros") for node in budgets),
        budget_end=_budget_ends(budgets, campaigns, zone),
        economics=Economics(**customer.fields["economics"]),
        goals=_goals(nodes[Kind.CONVERSION_ACTION]),
        first_day=local_day(customer.created, zone),
    )
    return _scheduled(plan, zone, campaigns, ads, keywords)


def actions_of(nodes: Iterable[Node]) -> list[Action]:
    """The conversion actions that nodes describe; those that were taken away count until then."""
    return [_action(node) for node in nodes]


def match_index(resource: dict[str, Any]) -> int:
    """The match type of a keyword as an index of MATCH_TYPES."""
    return MATCH_TYPES.index(resource["keyword"]["match_type"])


def _keyword_columns(
    keywords: list[Node],
    groups: list[Node],
    keyword_group: Ints,
    negatives: dict[str, list[Negative]],
    campaigns: list[SearchCampaign],
    group_campaign: Ints,
) -> dict[str, Any]:
    texts = [normal(resource_of(node)["keyword"]["text"]) for node in keywords]
    match = [match_index(resource_of(node)) for node in keywords]
    twins = Counter(zip(texts, match, strict=True))
    of_campaign = [campaigns[index].negatives for index in group_campaign[keyword_group].tolist()]
    group_bid = floats(number(node, "cpc_bid_micros") for node in groups)
    bids = floats(number(node, "cpc_bid_micros") for node in keywords)
    own_or_group = np.where(np.isnan(bids), group_bid[keyword_group], bids)
    return {
        "keyword_keys": ints(text_key(text) for text in texts),
        "keyword_words": ints(len(text.split()) for text in texts),
        "keyword_match": ints(match),
        "keyword_terms": ints(
            allowed_terms(text, [*negatives[node.parent_id], *away])
            for node, text, away in zip(keywords, texts, of_campaign, strict=True)
        ),
        "keyword_home": ints(places_named(text) for text in texts),
        "keyword_twins": floats(twins[twin] for twin in zip(texts, match, strict=True)),
        "keyword_bid": np.where(np.isnan(own_or_group), _LOWEST_BID, own_or_group),
    }


def _relevance(ads: list[Node], keywords: list[Node], pair_ad: Ints, pair_keyword: Ints) -> Floats:
    """How well each pair's texts fit its keyword: how many of its words they contain, and how much there is
    to choose from.
    """
    said = [_words_of_ad(resource_of(node)) for node in ads]
    wanted = [_stems(resource_of(node)["keyword"]["text"]) for node in keywords]
    fits = (
        _FIT_OF_WORDS * len(wanted[keyword] & said[ad][0]) / max(len(wanted[keyword]), 1)
        + _FIT_PER_HEADLINE * said[ad][1]
        for ad, keyword in zip(pair_ad.tolist(), pair_keyword.tolist(), strict=True)
    )
    return _LEAST_FIT + floats(fits)


def _words_of_ad(resource: dict[str, Any]) -> tuple[set[str], int]:
    texts = resource.get("ad", {}).get("responsive_search_ad", {})
    headlines = [asset.get("text", "") for asset in texts.get("headlines", [])]
    descriptions = [asset.get("text", "") for asset in texts.get("descriptions", [])]
    return _stems(" ".join(headlines + descriptions)), len(headlines)


def _stems(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.lower())}


def _pairs(ads: list[Node], keywords: list[Node]) -> tuple[Ints, Ints]:
    """Every ad with every keyword of its ad group."""
    by_group: dict[str, list[int]] = defaultdict(list)
    for index, keyword in enumerate(keywords):
        by_group[keyword.parent_id].append(index)
    pairs = [(i, keyword) for i, ad in enumerate(ads) for keyword in by_group[ad.parent_id]]
    columns = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    return columns[:, 0], columns[:, 1]


def _negatives_by_group(criteria: list[Node]) -> dict[str, list[Negative]]:
    found: dict[str, list[Negative]] = defaultdict(list)
    for node in criteria:
        if "keyword" in resource_of(node) and _negative(node):
            found[node.parent_id].append(as_negative(resource_of(node)))
    return found


def _goals(actions: list[Node]) -> Goals:
    """What the account's primary conversion actions are worth to its strategies."""
    weight = order_weight = fixed = 0.0
    for action in actions_of(node for node in actions if node.fields["status"] == ENABLED):
        if action.primary:
            count, _ = action.expected(np.ones(1))
            weight += count
            order_weight += count if action.value is None else 0.0
            fixed += count * (action.value or 0.0)
    return Goals(weight, order_weight, fixed)


def _action(node: Node) -> Action:
    resource = resource_of(node)
    settings = resource.get("value_settings", {})
    category = str(resource.get("category", "DEFAULT"))
    value = float(settings.get("default_value", 0.0 if category == "PURCHASE" else 1.0))
    own_value = category == "PURCHASE" and not settings.get("always_use_default_value")
    return Action(
        id=int(node.id),
        category=category,
        value=None if own_value else value,
        one_per_click=resource.get("counting_type") == "ONE_PER_CLICK",
        window_days=float(resource.get("click_through_lookback_window_days", 30)),
        primary=bool(resource.get("primary_for_goal", True)),
        since=node.created,
        until=NEVER if node.fields["status"] == ENABLED else node.updated,
    )


def _scheduled(
    plan: SearchPlan, zone: ZoneInfo, campaigns: list[SearchCampaign], ads: list[Node], keywords: list[Node]
) -> SearchTree:
    begins = floats(instant(c.resource.get("start_date_time"), zone, 0.0) for c in campaigns)
    ends = floats(instant(c.resource.get("end_date_time"), zone, NEVER) for c in campaigns)
    ad_reviewed = floats(_reviewed(node) for node in ads)[plan.pair_ad_index]
    keyword_reviewed = floats(_reviewed(node) for node in keywords)[plan.pair_keyword_index]
    reviewed = np.maximum(ad_reviewed, keyword_reviewed)
    moments = np.concatenate([begins, ends, reviewed])
    settings = [fingerprint(campaign.resource) for campaign in campaigns]
    return SearchTree(
        zone=zone,
        plan=plan,
        begins=begins[plan.pair_campaign_index],
        ends=ends[plan.pair_campaign_index],
        reviewed=reviewed,
        settings=ints(settings),
        events=np.unique(moments[np.isfinite(moments)]),
    )


def _budget_ends(budgets: list[Node], campaigns: list[SearchCampaign], zone: ZoneInfo) -> Floats:
    """When the last campaign of each budget ends."""
    ends: dict[str, float] = {}
    for campaign in campaigns:
        end = instant(campaign.resource.get("end_date_time"), zone, NEVER)
        budget = budget_id(campaign.node)
        ends[budget] = max(ends.get(budget, 0.0), end)
    return floats(ends.get(node.id, NEVER) for node in budgets)


def _reviewed(node: Node) -> float:
    """When a node's review is passed; never if it was declined."""
    if node.fields.get("review_reasons"):
        return NEVER
    return float(node.fields.get("review_due", 0.0))


def _negative(node: Node) -> bool:
    return bool(resource_of(node).get("negative"))
