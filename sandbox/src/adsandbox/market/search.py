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
from adsandbox.market.search_bids import BUDGET_USE, offers_of_day
from adsandbox.market.search_clicks import arrival_means, click_prices, numbered
from adsandbox.market.search_demand import HOUR_SHARE, price_of_day, searches_of_day
from adsandbox.market.search_page import Demand, buy, pacing_multipliers, shown_at
from adsandbox.market.search_plan import (
    DEVICES,
    Lasting,
    SearchPlan,
    lasting,
    rivals_growth,
    rotation,
    scheduled_share,
    taste,
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


def whims_of_day(plan: SearchPlan, traits: Lasting, luck: Luck, day: int, chance: Luck) -> Whims:
    """What is particular about a day, by text, campaign and pair. What lasts longer than the day is drawn
    from `luck`, the day's own whims are from `chance` (the same, but where many such days are wanted).
    """
    ad = plan.ad_ids[plan.pair_ad_index]
    criterion = plan.keyword_ids[plan.pair_keyword_index]
    economics = plan.economics

    def noise(measure: str, variation: float, common: float, own: float) -> Floats:
        of_campaign = chance.lognormal(f"campaign-{measure}", common * variation, plan.campaign_ids, day)
        factor: Floats = of_campaign[traits.campaign] * chance.lognormal(
            f"pair-{measure}", own * variation, ad, criterion, day
        )
        return factor

    searches = searches_of_day(luck, chance, plan.keyword_keys, day, economics.season)
    price = price_of_day(luck, chance, plan.keyword_keys, day, economics.rivals_variation)
    return Whims(
        searches=searches[plan.pair_keyword_index],
        price=price[plan.pair_keyword_index] * rivals_growth(plan, day),
        clicks=noise("clicks", economics.click_variation, _COMMON_CLICKS, _OWN_CLICKS),
        conversions=taste(plan, luck, day)
        * noise("converts", economics.conversion_variation, _COMMON_CONVERSIONS, _OWN_CONVERSIONS),
        rotation=chance.lognormal("rotation", _ROTATION_VARIATION, ad, day),
    )


def spend_targets(luck: Luck, budget_ids: Ints, daily: Floats, day: int) -> Floats:
    """What pacing wants each budget to spend on a day (micros), given daily budgets."""
    whim = luck.lognormal("search-pacing", _PACING_VARIATION, budget_ids, day)
    factor = season.OPPORTUNITY_BY_WEEKDAY[season.weekday_of(day)] / season.OPPORTUNITY_BY_WEEKDAY.mean()
    targets: Floats = daily * np.minimum(BUDGET_USE * factor * whim, _LARGEST_DAY)
    return targets


def demand_of_day(plan: SearchPlan, traits: Lasting, whims: Whims, active: Mask, day: int) -> Demand:
    """What every pair may meet on a day."""
    return Demand(
        searches=traits.searches * whims.searches * rotation(plan, traits, active, whims.rotation),
        price=traits.price * whims.price,
        click_rate=traits.click_rate * whims.clicks,
        conversion_rate=traits.conversion_rate * whims.conversions,
        open=scheduled_share(plan, day, HOUR_SHARE)[traits.campaign],
    )


def affordable(wallet: Ints, wanted: Floats, targets: Floats) -> Floats:
    """Which part of its searches each element's wallet pays for, given what all of them would cost."""
    whole = sum_by(wallet, wanted, len(targets))
    part: Floats = np.where(whole > targets, targets / np.where(whole > 0, whole, 1.0), 1.0)[wallet]
    return part


def day_rates(plan: SearchPlan, luck: Luck, day: int, active: Mask, learning: Mask, targets: Floats) -> Rows:
    """What every pair gets on a whole day within the targets of its budget (RUNNING without hours).

    Lost to the budget are the searches that it does not pay for at all, and those of the others that a
    strategy loses because it bids lower than it would without a budget.
    """
    traits = lasting(plan, luck)
    demand = demand_of_day(plan, traits, whims_of_day(plan, traits, luck, day, luck), active, day)
    offers = offers_of_day(plan, luck, day, active, learning, luck)
    bids = offers.bids(pacing_multipliers(demand, offers, targets))
    got = buy(demand, bids)
    part = affordable(offers.wallet, got.cost * demand.open, targets)
    rates = np.zeros(len(part), RUNNING)
    shown = got.by_device.sum(axis=1)
    held_back = np.maximum(shown_at(demand, offers.bids_without_budget()) - shown, 0.0)
    rates["eligible"], rates["lost_budget"] = got.eligible, got.eligible * (1.0 - part) + held_back * part
    rates["impressions"], rates["top"], rates["absolute_top"] = shown, got.top, got.absolute_top
    rates["clicks"], rates["cost"], rates["conversions"] = got.clicks, got.cost, got.conversions
    rates["orders"] = got.conversions * traits.order_value
    rates["mobile"] = got.by_device[:, DEVICES.index("MOBILE")]
    rates["tablet"] = got.by_device[:, DEVICES.index("TABLET")]
    rates["partner"] = shown * traits.partner_share
    for name in _FLOWS[2:]:
        rates[name] *= part
    rates["bid"] = bids.max(axis=1, initial=0.0)
    rates["ad"] = plan.ad_ids[plan.pair_ad_index]
    rates["criterion"] = plan.keyword_ids[plan.pair_keyword_index]
    rates["ad_group"], rates["campaign"] = plan.group_ids[traits.group], plan.campaign_ids[traits.campaign]
    rates["budget"] = plan.budget_ids[offers.wallet]
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
