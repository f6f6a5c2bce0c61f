"""An account's nodes turned into the columns of its feed tree."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.delivery import Plan
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.people import Targeting, country_mix, device_mix, people_mix, placement_mix
from adsandbox.market.purposes import PURPOSE_NAMES, Economics
from adsandbox.world.currency import minor_units
from adsandbox.world.feed_tree import FeedTree
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import ACCOUNT_ACTIVE, ACTIVE
from adsandbox.world.tree import NEVER
from adsandbox.world.zones import local_day, zone_of

_LEARNED = (
    "targeting", "optimization_goal", "promoted_object", "bid_strategy", "bid_amount", "bid_constraints",
    "destination_type",
)  # fmt: skip
_ROAS_FLOOR_UNIT = 10_000.0


def build_feed_tree(nodes: dict[Kind, list[Node]]) -> FeedTree:
    """Build a tree from nodes, each kind in the order of making."""
    account, ad_sets, ads = nodes[Kind.ACCOUNT][0], nodes[Kind.AD_SET], nodes[Kind.AD]
    campaigns = {node.id: node for node in nodes[Kind.CAMPAIGN]}
    set_index = {node.id: index for index, node in enumerate(ad_sets)}
    groups = _budget_owners(ad_sets, campaigns)
    group_index = {owner.id: index for index, (owner, _) in enumerate(groups)}
    targetings = [market_targeting(node) for node in ad_sets]
    plan = Plan(
        account=int(account.id),
        first_day=local_day(account.created, zone_of(account)),
        ad_ids=_ids(ads),
        ad_set_index=np.array([set_index[ad.parent_id] for ad in ads], dtype=np.int64),
        ad_mark=_marks(ad.fields.get("creative_id") for ad in ads),
        set_ids=_ids(ad_sets),
        set_campaign_ids=np.array([int(node.parent_id) for node in ad_sets], dtype=np.int64),
        set_group_index=np.array([group_index[_owner(s, campaigns).id] for s in ad_sets], dtype=np.int64),
        set_audience=_floats(node.fields["market"]["audience"] for node in ad_sets),
        set_price_level=_floats(node.fields["market"]["price"] for node in ad_sets),
        set_purpose=np.array(
            [PURPOSE_NAMES.index(s.fields["market"]["purpose"]) for s in ad_sets], dtype=np.int64
        ),
        set_bid_cap=_floats(_bid_cap(s, campaigns[s.parent_id]) for s in ad_sets),
        set_roas_floor=_floats(_roas_floor(s, campaigns[s.parent_id]) for s in ad_sets),
        set_people=_mixes(people_mix, targetings),
        set_placements=_mixes(placement_mix, targetings),
        set_devices=_mixes(device_mix, targetings),
        set_countries=_mixes(country_mix, targetings),
        set_mark=_marks([s.fields.get(name) for name in _LEARNED] for s in ad_sets),
        group_ids=_ids(owner for owner, _ in groups),
        group_daily=_floats(owner.fields.get("daily_budget") or np.nan for owner, _ in groups),
        economics=Economics(**account.fields["economics"]),
        minor_units=float(minor_units(account.fields["currency"])),
    )
    return _scheduled(account, campaigns, ad_sets, ads, groups, plan)


def feed_idle_until(node: Node, now: float) -> float:
    """Until when a new node changes nothing in what delivers: a campaign has no ads yet, an ad is switched
    off or in review. A new ad set may stretch its campaign's schedule.
    """
    if node.kind is Kind.CAMPAIGN or (node.kind is Kind.AD and node.status != ACTIVE):
        return NEVER
    return max(now, _instant(node, "review_due", 0.0)) if node.kind is Kind.AD else now


def _scheduled(
    account: Node,
    campaigns: dict[str, Node],
    ad_sets: list[Node],
    ads: list[Node],
    groups: list[tuple[Node, list[Node]]],
    plan: Plan,
) -> FeedTree:
    set_on = np.array(
        [
            s.status == ACTIVE and campaigns[s.parent_id].status == ACTIVE and not s.fields.get("issues")
            for s in ad_sets
        ],
        dtype=bool,
    )
    set_begin = _floats(
        max(_instant(s, "start_time", 0.0), _instant(campaigns[s.parent_id], "start_time", 0.0))
        for s in ad_sets
    )
    set_end = _floats(
        min(_instant(s, "end_time", NEVER), _instant(campaigns[s.parent_id], "stop_time", NEVER))
        for s in ad_sets
    )
    reviewed = _floats(
        NEVER if ad.fields.get("review_reasons") else _instant(ad, "review_due", 0.0) for ad in ads
    )
    on = np.array([ad.status == ACTIVE for ad in ads], dtype=bool) & set_on[plan.ad_set_index]
    if account.fields["account_status"] != ACCOUNT_ACTIVE:
        on[:] = False
    declined_at = _floats(_instant(ad, "review_due", 0.0) for ad in ads)
    moments = np.concatenate([set_begin, set_end, reviewed, declined_at])
    group_begin, group_end = np.full(len(groups), NEVER), np.full(len(groups), -NEVER)
    np.minimum.at(group_begin, plan.set_group_index, set_begin)
    np.maximum.at(group_end, plan.set_group_index, set_end)
    return FeedTree(
        zone=ZoneInfo(account.fields["timezone_name"]),
        plan=plan,
        switched_on=on,
        begins=set_begin[plan.ad_set_index],
        ends=set_end[plan.ad_set_index],
        reviewed=reviewed,
        group_lifetime=_floats(owner.fields.get("lifetime_budget") or np.nan for owner, _ in groups),
        group_begin=group_begin,
        group_end=group_end,
        campaign_cap=_floats(campaigns[s.parent_id].fields.get("spend_cap") or NEVER for s in ad_sets),
        account_cap=float(account.fields.get("spend_cap") or NEVER),
        events=np.unique(moments[np.isfinite(moments)]),
    )


def _budget_owners(ad_sets: list[Node], campaigns: dict[str, Node]) -> list[tuple[Node, list[Node]]]:
    owners: dict[str, tuple[Node, list[Node]]] = {}
    for ad_set in ad_sets:
        owner = _owner(ad_set, campaigns)
        owners.setdefault(owner.id, (owner, []))[1].append(ad_set)
    return list(owners.values())


def _owner(ad_set: Node, campaigns: dict[str, Node]) -> Node:
    campaign = campaigns[ad_set.parent_id]
    has_budget = campaign.fields.get("daily_budget") or campaign.fields.get("lifetime_budget")
    return campaign if has_budget else ad_set


def _bid_cap(ad_set: Node, campaign: Node) -> float:
    strategy = ad_set.fields.get("bid_strategy") or campaign.fields.get("bid_strategy")
    capped = strategy in ("LOWEST_COST_WITH_BID_CAP", "COST_CAP")
    return float(ad_set.fields.get("bid_amount") or np.nan) if capped else np.nan


def _roas_floor(ad_set: Node, campaign: Node) -> float:
    strategy = ad_set.fields.get("bid_strategy") or campaign.fields.get("bid_strategy")
    if strategy != "LOWEST_COST_WITH_MIN_ROAS":
        return 0.0
    return float((ad_set.fields.get("bid_constraints") or {}).get("roas_average_floor", 0)) / _ROAS_FLOOR_UNIT


def market_targeting(ad_set: Node) -> Targeting:
    """An ad set's targeting in the market's own words."""
    spec = ad_set.fields["market"]["targeting"]
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in spec.items()
    }
    return Targeting(**fields)


def _mixes(mix: Callable[[Targeting], Floats], targetings: list[Targeting]) -> Floats:
    """A mix of every ad set as rows; one row of nothing if there are none, for its width."""
    rows = [mix(targeting) for targeting in targetings] or [mix(Targeting())]
    return np.stack(rows)[: len(targetings)]


def _marks(values: Iterable[Any]) -> Ints:
    """A number for each value that differs if the value does; never 0."""
    return np.array([1 + zlib.crc32(json.dumps(value).encode()) for value in values], dtype=np.int64)


def _instant(node: Node, name: str, otherwise: float) -> float:
    return float(node.fields.get(name) or otherwise)


def _ids(nodes: Iterable[Node]) -> Any:
    return np.array([int(node.id) for node in nodes], dtype=np.int64)


def _floats(values: Iterable[Any]) -> Floats:
    return np.array(list(values), dtype=np.float64)
