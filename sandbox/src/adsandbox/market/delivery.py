"""What one account delivers on a feed: rates per day of every ad, and the finished rows of a day.

Money is in minor units of the account's currency. A day is an ordinal of the account's own calendar. Rates
are per whole day of delivery; within a stretch of unchanged settings what is delivered is linear in the
shares of the day that pass (`season.share_of_day_until` and its kin), so that any number of stops on the
way gives the same sums. What is random within a day is drawn once from the sums.

An impression is sold to the highest total value: bid times estimated action rate, plus quality (the
platform's help pages). So an ad that people act on pays less for them: its price falls with its appeal by a
power law.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from adsandbox.market import season
from adsandbox.market.appeal import by_device, by_people, by_placement
from adsandbox.market.arrays import sum_by
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.people import PEOPLE_PRICE
from adsandbox.market.purposes import PURPOSE_NAMES, PURPOSES, Economics, Outcome
from adsandbox.market.response import impressions_per_day, people_online, pocket_impressions, response_fade
from adsandbox.market.slow import slow_wave

DAY_PRICE_VARIATION = 0.08
LEARNING_VARIATION = 0.20
_SET_PRICE_VARIATION = 0.12
SHARE_SHARPNESS = 2.0
SHARE_VARIATION = 0.25
_ACCOUNT_PART = 0.35
_QUALITY_EXPONENT = 0.35
_TASTE_PERIOD_DAYS = 21
_CAP_EXPONENT = 2.0
_MEAN_DIGITS = 9

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
        ("hours", "<u4"),
        ("audience", "<f8"),
        ("conversions", "<f8"),
        ("order_value", "<f8"),
        ("outcome", "<i2"),
    ]
)
SUMS = np.dtype([
    ("ad", "<i8"), ("spend", "<f8"), ("impressions", "<f8"), ("clicks", "<f8"), ("conversions", "<f8"),
    ("hours", "<u4"),
])  # fmt: skip
Rows = NDArray[np.void]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """An account's delivering tree as columns. `*_index` columns point into the arrays of the level above;
    `set_people`, `set_placements`, `set_devices`, `set_countries` are the mixes of each ad set's targeting
    (`people.py`), `*_mark` change when something does that learning depends on; `first_day` is the account's.
    """

    account: int
    first_day: int
    ad_ids: Ints
    ad_set_index: Ints
    ad_mark: Ints
    set_ids: Ints
    set_campaign_ids: Ints
    set_group_index: Ints
    set_audience: Floats
    set_price_level: Floats
    set_purpose: Ints
    set_bid_cap: Floats
    set_roas_floor: Floats
    set_people: Floats
    set_placements: Floats
    set_devices: Floats
    set_countries: Floats
    set_mark: Ints
    group_ids: Ints
    group_daily: Floats
    economics: Economics
    minor_units: float
    traits_by_seed: dict[int, Traits] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Traits:
    """What lasts: of ads the click rate per impression, the conversion rate of the keenest people per click,
    and how strongly people act on them relative to their purpose; of ad sets the price per thousand and the
    pocket of cheap supply (as money).
    """

    click_rate: Floats
    conversion_rate: Floats
    strength: Floats
    price: Floats
    pocket: Floats


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an account finds on one day: how fresh each ad is (factor on its click rate), how much each ad set
    has still to learn (0 to 1), what its rivals make of its price (factor).
    """

    freshness: Floats
    learning: Floats
    rivals: Floats


@dataclass(frozen=True)
class Rates:
    """What every ad spends, shows, and may expect of link clicks and conversions per whole day of delivery,
    for one day and one set of active ads.
    """

    spend: Floats
    impressions: Floats
    clicks: Floats
    conversions: Floats


def purpose_column(plan: Plan, attribute: str) -> Floats:
    """One rate of the purposes table for every ad set of the plan."""
    table = np.array([getattr(PURPOSES[name], attribute) for name in PURPOSE_NAMES], dtype=np.float64)
    column: Floats = table[plan.set_purpose]
    return column


def click_appeal(plan: Plan, luck: Luck) -> Floats:
    """The lasting attractiveness of each ad to all: factor on its click rate."""
    return luck.lognormal("click-appeal", plan.economics.appeal_variation, plan.ad_ids)


def conversion_appeal(plan: Plan, luck: Luck) -> Floats:
    """How well what follows the click keeps the ad's promise: factor on its conversion rate."""
    return luck.lognormal("conversion-appeal", plan.economics.appeal_variation, plan.ad_ids)


def traits_of(plan: Plan, luck: Luck) -> Traits:
    """The lasting traits of a plan, computed once."""
    if luck.seed not in plan.traits_by_seed:
        plan.traits_by_seed[luck.seed] = _traits(plan, luck)
    return plan.traits_by_seed[luck.seed]


def _traits(plan: Plan, luck: Luck) -> Traits:
    economics, sets = plan.economics, plan.ad_set_index
    axes = (
        by_people(luck, plan.ad_ids, plan.set_people[sets], economics.segment_variation),
        by_placement(luck, plan.ad_ids, plan.set_placements[sets], economics.segment_variation),
        by_device(plan.set_devices[sets]),
    )
    strength, kept = click_appeal(plan, luck), conversion_appeal(plan, luck)
    for axis in axes:
        strength, kept = strength * axis.click_lift(), kept * axis.conversion_lift()
    level = luck.lognormal("set-price", _SET_PRICE_VARIATION, plan.set_ids)
    price = economics.price_per_mille * plan.minor_units * level * plan.set_price_level
    price = price * purpose_column(plan, "price") * (plan.set_people @ PEOPLE_PRICE)
    return Traits(
        click_rate=purpose_column(plan, "link_click_rate")[sets] * economics.click_level * strength,
        conversion_rate=purpose_column(plan, "conversion_rate")[sets] * economics.conversion_level * kept,
        strength=strength,
        price=price,
        pocket=price / 1000.0 * pocket_impressions(plan.set_audience),
    )


def delivery_rates(
    plan: Plan, luck: Luck, day: int, active: Mask, group_rate: Floats, conditions: Conditions
) -> Rates:
    """Spread each budget owner's spend rate over its active ads, buy impressions with it, and expect of them
    what the day and its conditions allow.
    """
    traits = traits_of(plan, luck)
    weight = ad_weights(plan, luck, day) * active
    by_set = sum_by(plan.ad_set_index, weight, len(plan.set_ids))
    by_group = sum_by(plan.set_group_index, by_set, len(plan.group_ids))
    group_of_ad = plan.set_group_index[plan.ad_set_index]
    total = by_group[group_of_ad]
    spend = np.where(total > 0, group_rate[group_of_ad] * weight / np.where(total > 0, total, 1.0), 0.0)
    price = usual_prices(plan, luck, day, conditions) * _price_whims(plan, luck, day, conditions)
    set_spend = sum_by(plan.ad_set_index, spend, len(plan.set_ids))
    hold = bid_hold(plan, price)
    spend, set_spend = spend * hold[plan.ad_set_index], set_spend * hold
    shown = impressions_per_day(set_spend, price, traits.pocket)
    per_money = np.where(set_spend > 0, shown / np.where(set_spend > 0, set_spend, 1.0), 0.0)
    impressions = spend * per_money[plan.ad_set_index] * quality_yield(traits)
    clicks = impressions * usual_click_rates(plan, luck, day) * conditions.freshness
    fade = response_fade(set_spend, traits.pocket)[plan.ad_set_index]
    return Rates(spend, impressions, clicks, clicks * usual_conversion_rates(plan, luck, day) * fade)


def usual_prices(plan: Plan, luck: Luck, day: int, conditions: Conditions) -> Floats:
    """Price per thousand (minor units) of every ad set on this day without its whims."""
    when = season.PRICE_BY_WEEKDAY[season.weekday_of(day)]
    when = when * season.price_of_year(day, plan.economics.season)
    premium = 1.0 + plan.economics.learning_premium * conditions.learning
    price: Floats = traits_of(plan, luck).price * when * conditions.rivals * premium
    return price


def _price_whims(plan: Plan, luck: Luck, day: int, conditions: Conditions) -> Floats:
    days = np.full(len(plan.set_ids), day)
    whims = luck.lognormal("day-price", DAY_PRICE_VARIATION, plan.set_ids, days)
    if np.any(conditions.learning > 0):
        unsure = LEARNING_VARIATION * conditions.learning
        whims = whims * luck.lognormal("learning-price", unsure, plan.set_ids, days)
    return whims


def quality_yield(traits: Traits) -> Floats:
    """How many impressions an ad gets for its money, relative to an ordinary ad of its ad set."""
    gained: Floats = np.power(traits.strength, _QUALITY_EXPONENT)
    return gained


def usual_click_rates(plan: Plan, luck: Luck, day: int) -> Floats:
    """Link clicks per impression of every ad on this day, fresh and without the whims of the day."""
    when = season.CLICKS_BY_WEEKDAY[season.weekday_of(day)]
    when = when * season.clicks_of_year(day, plan.economics.season)
    rates: Floats = traits_of(plan, luck).click_rate * when * _taste(plan, luck, "click-taste", day)
    return rates


def usual_conversion_rates(plan: Plan, luck: Luck, day: int) -> Floats:
    """Conversions per link click of the keenest people on this day, without the whims of the day."""
    sales, leads = season.conversions_of_year(day, plan.economics.season)
    sells = (purpose_column(plan, "outcome") == Outcome.PURCHASE)[plan.ad_set_index]
    when = season.CONVERSIONS_BY_WEEKDAY[season.weekday_of(day)] * np.where(sells, sales, leads)
    rates: Floats = traits_of(plan, luck).conversion_rate * when * _taste(plan, luck, "conversion-taste", day)
    return rates


def _taste(plan: Plan, luck: Luck, measure: str, day: int) -> Floats:
    """How each ad's appeal has wandered by this day."""
    if plan.economics.taste_variation == 0:
        return np.ones(len(plan.ad_ids))
    return slow_wave(luck, measure, plan.economics.taste_variation, _TASTE_PERIOD_DAYS, day, plan.ad_ids)


def finish_rows(plan: Plan, luck: Luck, day: int, sums: Rows) -> Rows:
    """The rows of a day (or of its part so far) from what its ads (SUMS, one for each ad of the plan) have
    accumulated; idle ads are left out. Never less for larger sums.
    """
    shown = np.floor(sums["impressions"] + 1e-9).astype(np.int64)
    paid = np.floor(sums["spend"] + 1e-9).astype(np.int64)
    keep = np.flatnonzero((shown > 0) | (paid > 0))
    rows = np.zeros(len(keep), dtype=ROW)
    if not len(keep):
        return rows
    sets = plan.ad_set_index[keep]
    rows["day"], rows["ad"], rows["hours"] = day, plan.ad_ids[keep], sums["hours"][keep]
    rows["ad_set"], rows["campaign"] = plan.set_ids[sets], plan.set_campaign_ids[sets]
    rows["spend"], rows["impressions"] = paid[keep], shown[keep]
    rows["audience"] = people_online(plan.set_audience)[sets]
    rows["outcome"] = purpose_column(plan, "outcome")[sets].astype(np.int16)
    rows["order_value"] = plan.economics.order_value
    clicks_whim = _whims(plan, luck, day, "day-clicks", plan.economics.click_variation, rows["ad"])
    expected = sums["clicks"][keep] * clicks_whim
    _fill_clicks(rows, plan, luck, sets, expected)
    conversions_whim = _whims(
        plan, luck, day, "day-conversions", plan.economics.conversion_variation, rows["ad"]
    )
    # Rounded, since the processor's last bit depends on how many ads stand beside this one in an array.
    rows["conversions"] = np.round(sums["conversions"][keep] * clicks_whim * conversions_whim, _MEAN_DIGITS)
    return rows


def _whims(plan: Plan, luck: Luck, day: int, measure: str, variation: float, ads: Ints) -> Floats:
    """A day's factors on the rates of ads: partly one for the whole account, since good days are common."""
    common = luck.lognormal(f"{measure}-account", variation * _ACCOUNT_PART, plan.account, day)
    own = variation * float(np.sqrt(1.0 - _ACCOUNT_PART**2))
    return common * luck.lognormal(measure, own, ads, day)


def _fill_clicks(rows: Rows, plan: Plan, luck: Luck, sets: Ints, expected: Floats) -> None:
    ads, day = rows["ad"], rows["day"]
    link_clicks = np.minimum(luck.poisson("link-clicks", expected, ads, day), rows["impressions"])
    ratio = purpose_column(plan, "other_click_ratio")[sets]
    other = luck.poisson("other-clicks", expected * ratio, ads, day)
    landed = luck.poisson("landing", link_clicks * purpose_column(plan, "landing_share")[sets], ads, day)
    views = luck.poisson(
        "video", rows["impressions"] * purpose_column(plan, "video_view_rate")[sets], ads, day
    )
    rows["link_clicks"] = link_clicks
    rows["clicks"] = np.minimum(link_clicks + other, rows["impressions"])
    rows["landing_views"] = np.minimum(landed, link_clicks)
    rows["video_views"] = np.minimum(views, rows["impressions"])


def ad_weights(plan: Plan, luck: Luck, day: int) -> Floats:
    """How strongly the platform prefers each ad of a budget owner: better ads get more, with daily whims."""
    whim = luck.lognormal("whim", SHARE_VARIATION, plan.ad_ids, day)
    weights: Floats = np.power(traits_of(plan, luck).strength, SHARE_SHARPNESS) * whim
    return weights


def bid_hold(plan: Plan, price: Floats) -> Floats:
    """The share of its budget that an ad set can spend under its bid or cost cap, or its minimum return (1
    without): it leaves out the auctions that would cost too much for what they bring.
    """
    clicks = purpose_column(plan, "link_click_rate") * plan.economics.click_level
    conversions = purpose_column(plan, "conversion_rate") * plan.economics.conversion_level
    wanted = purpose_column(plan, "optimises_conversions") > 0
    per_result = np.where(wanted & (conversions > 0), clicks * conversions, clicks)
    expected_cost = price / 1000.0 / np.maximum(per_result, 1e-9)
    ratio = np.where(np.isnan(plan.set_bid_cap), np.inf, plan.set_bid_cap) / expected_cost
    value = plan.economics.order_value * plan.minor_units * conversions * clicks * 1000.0
    returned = value / np.maximum(price, 1e-9) / np.where(plan.set_roas_floor > 0, plan.set_roas_floor, 1.0)
    ratio = np.minimum(ratio, np.where(plan.set_roas_floor > 0, returned, np.inf))
    hold: Floats = np.clip(ratio, 0.0, 1.0) ** _CAP_EXPONENT
    return hold
