"""What one account delivers: rates per day of every ad, and the finished rows of a day.

Money is in minor units of the account's currency. A day is an ordinal of the account's own calendar. Time
within a day is counted by the share of a day's delivery (season.share_of_day_until), so that delivery
within a stretch of unchanged settings is linear in that share, and any number of stops on the way gives
the same sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import PURPOSE_NAMES, PURPOSES, Economics
from adsandbox.market.response import impressions_per_day, people_online, pocket_impressions, response_fade

_APPEAL_VARIATION = 0.28
_DAY_CLICK_VARIATION = 0.22
_DAY_CONVERSION_VARIATION = 0.22
DAY_PRICE_VARIATION = 0.08
_SET_PRICE_VARIATION = 0.12
SHARE_SHARPNESS = 2.0
SHARE_VARIATION = 0.25

ROW = np.dtype(
    [
        ("day", "<i4"),
        ("ad", "<i8"),
        ("ad_set", "<i8"),
        ("campaign", "<i8"),
        ("spend", "<i8"),
        ("impressions", "<i4"),
        ("clicks", "<i4"),
        ("link_clicks", "<i4"),
        ("landing_views", "<i4"),
        ("video_views", "<i4"),
        ("audience", "<f8"),
        ("conversions", "<f8"),
        ("order_value", "<f8"),
        ("outcome", "<i2"),
    ]
)
Rows = NDArray[np.void]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """An account's delivering tree as columns. `*_index` columns point into the arrays of the level above."""

    ad_ids: Ints
    ad_set_index: Ints
    set_ids: Ints
    set_campaign_ids: Ints
    set_group_index: Ints
    set_audience: Floats
    set_price_level: Floats
    set_purpose: Ints
    set_bid_cap: Floats
    group_ids: Ints
    group_daily: Floats
    economics: Economics
    minor_units: float


@dataclass(frozen=True)
class Rates:
    """What every ad spends and shows per whole day of delivery, for one day and one set of active ads."""

    spend: Floats
    impressions: Floats


def purpose_column(plan: Plan, attribute: str) -> Floats:
    """One rate of the purposes table for every ad set of the plan."""
    table = np.array([getattr(PURPOSES[name], attribute) for name in PURPOSE_NAMES], dtype=np.float64)
    column: Floats = table[plan.set_purpose]
    return column


def delivery_rates(plan: Plan, luck: Luck, day: int, active: Mask, group_rate: Floats) -> Rates:
    """Spread each budget owner's spend rate over its active ads and buy impressions with it."""
    weight = _ad_weights(plan, luck, day) * active
    by_set = sum_by(plan.ad_set_index, weight, len(plan.set_ids))
    by_group = sum_by(plan.set_group_index, by_set, len(plan.group_ids))
    group_of_ad = plan.set_group_index[plan.ad_set_index]
    total = by_group[group_of_ad]
    spend = np.where(total > 0, group_rate[group_of_ad] * weight / np.where(total > 0, total, 1.0), 0.0)
    price, pocket = set_prices(plan, luck, day)
    set_spend = sum_by(plan.ad_set_index, spend, len(plan.set_ids))
    hold = bid_hold(plan, price)
    spend, set_spend = spend * hold[plan.ad_set_index], set_spend * hold
    shown = impressions_per_day(set_spend, price, pocket)
    per_money = np.where(set_spend > 0, shown / np.where(set_spend > 0, set_spend, 1.0), 0.0)
    return Rates(spend, spend * per_money[plan.ad_set_index])


def set_prices(plan: Plan, luck: Luck, day: int) -> tuple[Floats, Floats]:
    """Price per thousand (minor units) of every ad set on this day, and the size of its pocket of cheap
    supply.
    """
    base, pocket = usual_prices(plan, luck)
    weekday = season.PRICE_BY_WEEKDAY[season.weekday_of(day)]
    days = np.full(len(plan.set_ids), day)
    return base * weekday * luck.lognormal("day-price", DAY_PRICE_VARIATION, plan.set_ids, days), pocket


def usual_prices(plan: Plan, luck: Luck) -> tuple[Floats, Floats]:
    """The price and the pocket of every ad set without the whims of a day."""
    level = luck.lognormal("set-price", _SET_PRICE_VARIATION, plan.set_ids)
    base = plan.economics.price_per_mille * plan.minor_units * level * plan.set_price_level
    base = base * purpose_column(plan, "price")
    return base, base / 1000.0 * pocket_impressions(plan.set_audience)


def click_appeal(luck: Luck, ad_ids: Ints) -> Floats:
    """The lasting attractiveness of each ad: factor on its click rate."""
    return luck.lognormal("click-appeal", _APPEAL_VARIATION, ad_ids)


def conversion_appeal(luck: Luck, ad_ids: Ints) -> Floats:
    """How well what follows the click keeps the ad's promise: factor on its conversion rate."""
    return luck.lognormal("conversion-appeal", _APPEAL_VARIATION, ad_ids)


def usual_click_rates(plan: Plan, luck: Luck, ads: Ints, sets: Ints, days: Ints) -> Floats:
    """Link clicks per impression of these ads (of these ad sets of the plan) without the whims of a day."""
    weekday = season.CLICKS_BY_WEEKDAY[(days + 6) % 7]
    rate = purpose_column(plan, "link_click_rate")[sets] * plan.economics.click_level * weekday
    rates: Floats = rate * click_appeal(luck, ads)
    return rates


def usual_conversion_rates(plan: Plan, luck: Luck, ads: Ints, sets: Ints, days: Ints) -> Floats:
    """Conversions per link click of the keenest people, without the whims of a day."""
    weekday = season.CONVERSIONS_BY_WEEKDAY[(days + 6) % 7]
    rate = purpose_column(plan, "conversion_rate")[sets] * plan.economics.conversion_level * weekday
    rates: Floats = rate * conversion_appeal(luck, ads)
    return rates


def finish_rows(plan: Plan, luck: Luck, day: int, spend: Floats, impressions: Floats) -> Rows:
    """The rows of a day (or of its part so far) from accumulated spend and impressions; idle ads are left
    out.
    """
    shown = np.floor(impressions + 1e-9).astype(np.int64)
    paid = np.floor(spend + 1e-9).astype(np.int64)
    keep = np.flatnonzero((shown > 0) | (paid > 0))
    rows = np.zeros(len(keep), dtype=ROW)
    ads, sets = plan.ad_ids[keep], plan.ad_set_index[keep]
    days = np.full(len(keep), day)
    rows["day"], rows["ad"] = day, ads
    rows["ad_set"], rows["campaign"] = plan.set_ids[sets], plan.set_campaign_ids[sets]
    rows["spend"], rows["impressions"] = paid[keep], shown[keep]
    rows["audience"] = people_online(plan.set_audience)[sets]
    _, pocket = set_prices(plan, luck, day)
    set_spend = sum_by(plan.ad_set_index, spend, len(plan.set_ids))
    fade = response_fade(set_spend, pocket)[sets]
    _fill_clicks(rows, plan, luck, sets, days)
    _fill_conversions(rows, plan, luck, sets, days, fade)
    return rows


def _fill_clicks(rows: Rows, plan: Plan, luck: Luck, sets: Ints, days: Ints) -> None:
    ads = rows["ad"]
    rate = usual_click_rates(plan, luck, ads, sets, days)
    rate = rate * luck.lognormal("day-clicks", _DAY_CLICK_VARIATION, ads, days)
    shown = rows["impressions"].astype(np.float64)
    link_clicks = np.minimum(luck.poisson("link-clicks", shown * rate, ads, days), rows["impressions"])
    other = luck.poisson(
        "other-clicks", shown * rate * purpose_column(plan, "other_click_ratio")[sets], ads, days
    )
    landed = luck.poisson("landing", link_clicks * purpose_column(plan, "landing_share")[sets], ads, days)
    views = luck.poisson("video", shown * purpose_column(plan, "video_view_rate")[sets], ads, days)
    rows["link_clicks"] = link_clicks
    rows["clicks"] = np.minimum(link_clicks + other, rows["impressions"])
    rows["landing_views"] = np.minimum(landed, link_clicks)
    rows["video_views"] = np.minimum(views, rows["impressions"])


def _fill_conversions(rows: Rows, plan: Plan, luck: Luck, sets: Ints, days: Ints, fade: Floats) -> None:
    ads = rows["ad"]
    rate = usual_conversion_rates(plan, luck, ads, sets, days) * fade
    rate = rate * luck.lognormal("day-conversions", _DAY_CONVERSION_VARIATION, ads, days)
    rows["conversions"] = rows["link_clicks"] * rate
    rows["outcome"] = purpose_column(plan, "outcome")[sets].astype(np.int16)
    rows["order_value"] = plan.economics.order_value


def _ad_weights(plan: Plan, luck: Luck, day: int) -> Floats:
    """How strongly the platform prefers each ad of a budget owner: better ads get more, with daily whims."""
    days = np.full(len(plan.ad_ids), day)
    whim = luck.lognormal("whim", SHARE_VARIATION, plan.ad_ids, days)
    weights: Floats = np.power(click_appeal(luck, plan.ad_ids), SHARE_SHARPNESS) * whim
    return weights


def bid_hold(plan: Plan, price: Floats) -> Floats:
    """The share of its budget that an ad set can spend under its bid or cost cap (1 without a cap)."""
    clicks = purpose_column(plan, "link_click_rate") * plan.economics.click_level
    conversions = purpose_column(plan, "conversion_rate") * plan.economics.conversion_level
    per_result = np.where(conversions > 0, clicks * conversions, clicks)
    expected_cost = price / 1000.0 / np.maximum(per_result, 1e-9)
    ratio = np.where(np.isnan(plan.set_bid_cap), np.inf, plan.set_bid_cap) / expected_cost
    hold: Floats = np.clip(ratio, 0.0, 1.0) ** 2
    return hold
