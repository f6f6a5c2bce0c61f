"""What a search account delivers: rates per day of every ad with every keyword, and the finished rows of a
day.

Money is in micros. As on a feed (`delivery.py`), delivery within a stretch of unchanged settings is linear in
the share of the day's searches, so that any number of stops on the way gives the same sums. Whole numbers are
drawn from what was accumulated, each by a draw of its own (seed, measure, ad, keyword, day) that never falls
as more is accumulated.

Legal overdelivery after the platform's help pages: a day up to twice the (highest) daily budget of that day,
a calendar month up to 30.4 times. A month's limit here is 30.4 daily budgets shared out over its days, at the
budget in force on each.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask, Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.search_auction import compete
from adsandbox.market.search_bids import BUDGET_USE, device_bids, learning_bids, usual_bids
from adsandbox.market.search_clicks import arrival_means, click_prices, numbered
from adsandbox.market.search_demand import HOUR_SHARE, price_of_day, searches_of_day
from adsandbox.market.search_plan import (
    DEVICE_CLICKS,
    DEVICE_PRICE,
    DEVICE_SHARE,
    DEVICE_WORTH,
    DEVICES,
    Lasting,
    SearchPlan,
    hour_bid,
    lasting,
    rivals_growth,
    rotation,
    scheduled_share,
)

DAY_LIMIT = 2.0
MONTH_LIMIT_DAYS = 30.4

# How much of the scenario's day-to-day variation is common to a campaign, and how much is each pair's own.
_COMMON_CLICKS, _OWN_CLICKS = 0.75, 0.85
_COMMON_CONVERSIONS, _OWN_CONVERSIONS = 1.05, 0.70
_ROTATION_VARIATION = 0.25
_PACING_VARIATION = 0.12
_LARGEST_DAY = 1.8

_KEYS = [("ad", "<i8"), ("criterion", "<i8"), ("ad_group", "<i8"), ("campaign", "<i8"), ("budget", "<i8")]
_FLOWS = (
    "eligible", "lost_budget", "impressions", "top", "absolute_top", "clicks", "cost", "conversions",
    "orders", "mobile", "tablet", "partner",
)  # fmt: skip
# What a day has accumulated for a pair: expectations, the highest bid, and what could be met (as bits).
RUNNING = np.dtype([
    *_KEYS, *((name, "<f8") for name in _FLOWS),
    ("bid", "<f8"), ("hours", "<i4"), ("terms", "<i4"), ("places", "<i8"),
])  # fmt: skip
# A day of one ad with one keyword. `eligible` = `impressions` + `lost_budget` + `lost_rank`; `top` includes
# `absolute_top`. `conversions` is the expected number of purchases of all its clicks, `order_value` the mean
# of an order (major units); `cpc_micros` is the mean price of a click, `bid_micros` the highest bid of the
# day; `mobile`, `tablet`, `partner` are shares of the impressions; `hours`, `terms`, `places` are the bits of
# the hours of the day, the terms (search_terms) and the leaves (search_places) in which it could be shown.
SEARCH_ROW = np.dtype([
    ("day", "<i4"), *_KEYS, ("impressions", "<i4"), ("clicks", "<i4"), ("cost_micros", "<i8"),
    ("eligible", "<i4"), ("lost_budget", "<i4"), ("lost_rank", "<i4"), ("top", "<i4"),
    ("absolute_top", "<i4"), ("conversions", "<f8"), ("order_value", "<f4"), ("cpc_micros", "<i8"),
    ("bid_micros", "<i8"), ("mobile", "<f4"), ("tablet", "<f4"), ("partner", "<f4"), ("hours", "<i4"),
    ("terms", "<i4"), ("places", "<i8"),
])  # fmt: skip


@dataclass(frozen=True)
class Whims:
    """What is random about a day, as factors on the pairs' usual numbers."""

    searches: Floats
    price: Floats
    clicks: Floats
    conversions: Floats
    rotation: Floats


def whims_of_day(plan: SearchPlan, traits: Lasting, luck: Luck, day: int) -> Whims:
    """The whims of a day, by text, campaign and pair."""
    ad = plan.ad_ids[plan.pair_ad_index]
    criterion = plan.keyword_ids[plan.pair_keyword_index]
    economics = plan.economics

    def noise(measure: str, variation: float, common: float, own: float) -> Floats:
        of_campaign = luck.lognormal(f"campaign-{measure}", common * variation, plan.campaign_ids, day)
        factor: Floats = of_campaign[traits.campaign] * luck.lognormal(
            f"pair-{measure}", own * variation, ad, criterion, day
        )
        return factor

    searches = searches_of_day(luck, plan.keyword_keys, day, economics.season)
    price = price_of_day(luck, plan.keyword_keys, day, economics.rivals_variation) * rivals_growth(plan, day)
    return Whims(
        searches=searches[plan.pair_keyword_index],
        price=price[plan.pair_keyword_index],
        clicks=noise("clicks", economics.click_variation, _COMMON_CLICKS, _OWN_CLICKS),
        conversions=noise("converts", economics.conversion_variation, _COMMON_CONVERSIONS, _OWN_CONVERSIONS),
        rotation=luck.lognormal("rotation", _ROTATION_VARIATION, ad, day),
    )


def spend_targets(luck: Luck, budget_ids: Ints, daily: Floats, day: int) -> Floats:
    """What pacing wants each budget to spend on a day (micros), given daily budgets."""
    whim = luck.lognormal("search-pacing", _PACING_VARIATION, budget_ids, day)
    factor = season.OPPORTUNITY_BY_WEEKDAY[season.weekday_of(day)] / season.OPPORTUNITY_BY_WEEKDAY.mean()
    targets: Floats = daily * np.minimum(BUDGET_USE * factor * whim, _LARGEST_DAY)
    return targets


def bids_of_day(plan: SearchPlan, luck: Luck, day: int, active: Mask, learning: Mask) -> Floats:
    """The bids of every pair on a day by device (pairs, 3), with all modifiers."""
    traits = lasting(plan, luck)
    standing = usual_bids(plan, luck, day, active) * learning_bids(luck, plan, learning, day)[traits.campaign]
    modified = standing[:, None] * device_bids(plan, hour_bid(plan, day))[traits.campaign]
    automatic = plan.automatic[traits.campaign]
    ceiling = np.where(automatic, plan.campaign_ceiling[traits.campaign], np.inf)
    bids: Floats = np.fmin(modified, ceiling[:, None])
    return bids


def whole_day(plan: SearchPlan, traits: Lasting, whims: Whims, active: Mask, bids: Floats) -> Rows:
    """What every pair would get on a whole day without any budget or schedule (RUNNING without bits)."""
    rates = np.zeros(len(traits.campaign), RUNNING)
    searches = traits.searches * whims.searches * rotation(plan, traits, active, whims.rotation)
    price = traits.price * whims.price
    for device in range(len(DEVICES)):
        bid = bids[:, device]
        won = compete(bid, price * DEVICE_PRICE[device])
        met = searches * DEVICE_SHARE[device] * (bid > 0)
        chance = met * traits.click_rate * whims.clicks * DEVICE_CLICKS[device]
        rates["eligible"] += met
        rates["impressions"] += met * won.shown
        rates["top"] += met * won.top
        rates["absolute_top"] += met * won.absolute_top
        rates["clicks"] += chance * won.clicks
        rates["cost"] += chance * won.cost
        rates["conversions"] += chance * won.clicks * traits.conversion_rate * DEVICE_WORTH[device]
        if DEVICES[device] != "DESKTOP":
            rates[DEVICES[device].lower()] += met * won.shown
        rates["bid"] = np.maximum(rates["bid"], np.where(met > 0, bid, 0.0))
    rates["conversions"] *= whims.conversions
    rates["orders"] = rates["conversions"] * traits.order_value
    rates["partner"] = rates["impressions"] * traits.partner_share
    return rates


def throttle(plan: SearchPlan, traits: Lasting, rates: Rows, targets: Floats, day: int) -> Rows:
    """Let every budget pay for its target only: the rest of the day's searches is lost to the budget."""
    open_share = scheduled_share(plan, day, HOUR_SHARE)[traits.campaign]
    budget = plan.campaign_budget_index[traits.campaign]
    wanted = sum_by(budget, rates["cost"] * open_share, len(plan.budget_ids))
    part = np.where(wanted > targets, targets / np.where(wanted > 0, wanted, 1.0), 1.0)[budget]
    rates["lost_budget"] = rates["eligible"] * (1.0 - part)
    for name in _FLOWS[2:]:
        rates[name] *= part
    return rates


def day_rates(plan: SearchPlan, luck: Luck, day: int, active: Mask, learning: Mask, targets: Floats) -> Rows:
    """What every pair gets on a whole day within the targets of its budget (RUNNING)."""
    traits = lasting(plan, luck)
    bids = bids_of_day(plan, luck, day, active, learning)
    rates = whole_day(plan, traits, whims_of_day(plan, traits, luck, day), active, bids)
    rates = throttle(plan, traits, rates, targets, day)
    rates["ad"] = plan.ad_ids[plan.pair_ad_index]
    rates["criterion"] = plan.keyword_ids[plan.pair_keyword_index]
    rates["ad_group"], rates["campaign"] = plan.group_ids[traits.group], plan.campaign_ids[traits.campaign]
    rates["budget"] = plan.budget_ids[plan.campaign_budget_index[traits.campaign]]
    rates["terms"] = plan.keyword_terms[plan.pair_keyword_index]
    rates["places"] = plan.campaign_places[traits.campaign]
    return rates


def stretch(plan: SearchPlan, traits: Lasting, rates: Rows, day: int, hours: Floats) -> Rows:
    """The part of a day's rates that falls on these hours (24 shares of a day), as the ad schedules allow."""
    share = scheduled_share(plan, day, hours)[traits.campaign]
    served = (plan.campaign_hours[:, season.weekday_of(day)] > 0) & (hours > 0)
    bits = (served.astype(np.int64) << np.arange(24)).sum(axis=1)[traits.campaign]
    met = (share > 0) & (rates["eligible"] > 0)
    part = rates[met]
    for name in _FLOWS:
        part[name] *= share[met]
    part["hours"] = bits[met]
    return part


def added(before: Rows | None, more: Rows) -> Rows:
    """Two parts of one day together, pair by pair."""
    if before is None or not len(before):
        return more
    both = np.concatenate([before, more])
    order = np.lexsort((both["criterion"], both["ad"]))
    both = both[order]
    new = np.ones(len(both), bool)
    new[1:] = (both["ad"][1:] != both["ad"][:-1]) | (both["criterion"][1:] != both["criterion"][:-1])
    starts = np.flatnonzero(new)
    whole = both[starts].copy()
    for name in _FLOWS:
        whole[name] = np.add.reduceat(both[name], starts)
    whole["bid"] = np.maximum.reduceat(both["bid"], starts)
    for name in ("hours", "terms", "places"):
        whole[name] = np.bitwise_or.reduceat(both[name], starts)
    return whole


def finish_rows(running: Rows, luck: Luck, day: int, limits: dict[int, float]) -> Rows:
    """The rows of a day (or of its part so far) from what it has accumulated; `limits` are what budgets may
    be charged for on this day (micros).
    """
    rows = np.zeros(len(running), SEARCH_ROW)
    keys = (running["ad"], running["criterion"], day)
    for name in ("ad", "criterion", "ad_group", "campaign", "budget", "hours", "terms", "places"):
        rows[name] = running[name]
    rows["day"] = day
    shown = luck.poisson("search-impressions", running["impressions"], *keys)
    rows["impressions"] = shown
    lost_rank = running["eligible"] - running["lost_budget"] - running["impressions"]
    rows["lost_budget"] = _rounded(luck, "lost-budget", running["lost_budget"], keys)
    rows["lost_rank"] = _rounded(luck, "lost-rank", np.maximum(lost_rank, 0.0), keys)
    rows["eligible"] = rows["impressions"] + rows["lost_budget"] + rows["lost_rank"]
    rows["top"] = _part(luck, "top", shown, _ratio(running["top"], running["impressions"]), keys)
    rows["absolute_top"] = _part(
        luck, "first", rows["top"], _ratio(running["absolute_top"], running["top"]), keys
    )
    rows["clicks"] = np.minimum(luck.poisson("search-clicks", running["clicks"], *keys), shown)
    per_click = _ratio(running["conversions"], running["clicks"])
    rows["order_value"] = _ratio(running["orders"], running["conversions"])
    rows["bid_micros"] = np.maximum(np.floor(running["bid"]), 1.0).astype(np.int64)
    cpc = np.rint(_ratio(running["cost"], running["clicks"])).astype(np.int64)
    rows["cpc_micros"] = np.clip(cpc, 1, rows["bid_micros"])
    for name in ("mobile", "tablet", "partner"):
        rows[name] = _ratio(running[name], running["impressions"])
    _charge(rows, running, luck, limits)
    rows["conversions"] = rows["clicks"] * per_click
    return rows[rows["eligible"] > 0]


def _charge(rows: Rows, running: Rows, luck: Luck, limits: dict[int, float]) -> None:
    """Price the clicks, and leave out those that came after a budget's limit was reached."""
    clicks = numbered(rows)
    price = click_prices(rows, clicks, luck)
    budgets, of_row = np.unique(running["budget"], return_inverse=True)
    of_click = of_row.ravel()[clicks.row]
    cost = sum_by(of_click, price.astype(np.float64), len(budgets))
    limit = np.array([limits.get(budget, np.inf) for budget in budgets.tolist()])
    for budget in np.flatnonzero(cost > limit).tolist():
        chosen = np.flatnonzero(of_click == budget)
        unit = luck.uniform("search-clicks", rows["ad"], rows["criterion"], rows["day"])[clicks.row[chosen]]
        share = arrival_means(unit, clicks.number[chosen]) / running["clicks"][clicks.row[chosen]]
        order = chosen[np.argsort(share, kind="stable")]
        late = order[np.cumsum(price[order]) > limit[budget]]
        price[late] = 0
        rows["clicks"] -= np.bincount(clicks.row[late], minlength=len(rows)).astype(np.int32)
    rows["cost_micros"] = np.rint(sum_by(clicks.row, price.astype(np.float64), len(rows))).astype(np.int64)


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)
    return ratio


def _rounded(luck: Luck, measure: str, amount: Floats, keys: tuple[Any, ...]) -> Ints:
    """Whole numbers with these expectations, never falling as the amount grows."""
    whole: Ints = np.floor(amount + luck.uniform(measure, *keys)).astype(np.int64)
    return whole


def _part(luck: Luck, measure: str, whole: Ints, share: Floats, keys: tuple[Any, ...]) -> Ints:
    """A whole part of whole numbers, in expectation this share of them."""
    expected = whole.astype(np.float64) * np.minimum(share, 1.0)
    return np.minimum(_rounded(luck, measure, expected, keys), whole)


def month_limit(daily: Floats, charged_days: Floats, day: int) -> Floats:
    """What a month may cost (micros), given today's daily budget and the daily budgets of its days before
    today, added up.
    """
    today = date.fromordinal(day)
    days = monthrange(today.year, today.month)[1]
    limit: Floats = MONTH_LIMIT_DAYS / days * (charged_days + daily * (days - today.day + 1))
    return limit
