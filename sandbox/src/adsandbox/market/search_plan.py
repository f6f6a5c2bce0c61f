"""A search account's ads and keywords as columns, and what lasts about them.

Money is in micros of the account's currency, a day is an ordinal of the account's own calendar. A *pair* is
an ad with a keyword of its ad group: the smallest thing that is delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import Economics
from adsandbox.market.search_demand import HOUR_SHARE, Keywords, nature_of, people_factor
from adsandbox.market.search_places import people_in, price_in
from adsandbox.market.search_terms import term_shares, terms_left
from adsandbox.market.slow import slow_wave

MICROS = 1e6
DEVICES = ("MOBILE", "DESKTOP", "TABLET")
DEVICE_SHARE = np.array([0.58, 0.36, 0.06])
DEVICE_CLICKS = np.array([1.05, 0.94, 0.95])
DEVICE_WORTH = np.array([0.84, 1.26, 0.90])
DEVICE_PRICE = np.array([0.95, 1.10, 0.90])
PARTNER_SEARCHES = 0.20
PARTNER_CLICKS = 0.55

_CLICK_RATE = 0.115
_CONVERSION_RATE = 0.042
_PAIR_VARIATION = 0.12
_FORECAST_VARIATION = 0.15
_ROTATION_SHARPNESS = 2.0
_YEAR_DAYS = 365.25
_TASTE_PERIOD_DAYS = 42
# Searches that name a place come from there, however few live in it; relative to a keyword of the whole
# country.
_NAMED_PLACE = 0.3


class Strategy(IntEnum):
    """How a campaign's bids come about."""

    MANUAL_CPC = 0
    TARGET_SPEND = 1
    MAXIMIZE_CONVERSIONS = 2
    MAXIMIZE_CONVERSION_VALUE = 3
    TARGET_IMPRESSION_SHARE = 4


@dataclass(frozen=True, slots=True)
class Goals:
    """What strategies bid for: how often the account's primary conversion actions happen relative to a
    purchase, those among them with an order's own value, and what the others are worth (major units per
    purchase).
    """

    weight: float = 1.0
    order_weight: float = 1.0
    fixed_value: float = 0.0


@dataclass(frozen=True, eq=False)
class SearchPlan:
    """A customer's delivering objects. `*_index` columns point into the arrays of the level named.

    `campaign_hours` (campaigns, 7, 24; Monday first) says how much of each hour the ad schedule leaves;
    `campaign_hour_bid` and `campaign_device_bid` (campaigns, 3: DEVICES) are bid modifiers, 0 for never.
    `campaign_target` is a CPA in micros, a ROAS, or a share of impressions, by the strategy; NaN for none.
    `campaign_met` is the share of the people in its places whom a campaign means (by language, and where it
    is aimed at parts of leaves). `keyword_home` are the leaves of places that the keyword names (bits, 0:
    none). `campaign_tier` is where the share is wanted: 0 first place, 1 above the results, 2 anywhere.
    """

    pair_ad_index: Ints
    pair_keyword_index: Ints
    pair_relevance: Floats
    ad_ids: Ints
    keyword_ids: Ints
    keyword_group_index: Ints
    keyword_keys: Ints
    keyword_words: Ints
    keyword_match: Ints
    keyword_terms: Ints
    keyword_home: Ints
    keyword_twins: Floats
    keyword_bid: Floats
    group_ids: Ints
    group_campaign_index: Ints
    campaign_ids: Ints
    campaign_budget_index: Ints
    campaign_strategy: Ints
    campaign_target: Floats
    campaign_ceiling: Floats
    campaign_tier: Ints
    campaign_partners: Floats
    campaign_places: Ints
    campaign_met: Floats
    campaign_place_bid: Floats
    campaign_device_bid: Floats
    campaign_hours: Floats
    campaign_hour_bid: Floats
    budget_ids: Ints
    budget_daily: Floats
    budget_total: Floats
    budget_end: Floats
    economics: Economics
    goals: Goals
    first_day: int

    @property
    def pair_group_index(self) -> Ints:
        """The ad group of every pair."""
        groups: Ints = self.keyword_group_index[self.pair_keyword_index]
        return groups

    @property
    def pair_campaign_index(self) -> Ints:
        """The campaign of every pair."""
        campaigns: Ints = self.group_campaign_index[self.pair_group_index]
        return campaigns

    @property
    def automatic(self) -> Mask:
        """Which campaigns leave their bids to the platform."""
        automatic: Mask = self.campaign_strategy != Strategy.MANUAL_CPC
        return automatic


@dataclass(frozen=True, eq=False)
class Lasting:
    """The traits of pairs that no day changes. `price` is what a click in the market's usual state costs an
    ad of this quality (micros), `searches` are those of the keyword a day, `preference` is how strongly
    rotation prefers the ad, `conversion_rate` counts purchases per click, `forecast` is the platform's own
    idea of it.
    """

    group: Ints
    campaign: Ints
    keys: Ints
    searches: Floats
    price: Floats
    click_rate: Floats
    conversion_rate: Floats
    forecast: Floats
    order_value: Floats
    preference: Floats
    partner_share: Floats


@lru_cache(maxsize=32)
def lasting(plan: SearchPlan, luck: Luck) -> Lasting:
    """The lasting traits of a plan's pairs."""
    keyword, ad = plan.pair_keyword_index, plan.ad_ids[plan.pair_ad_index]
    campaign = plan.pair_campaign_index
    nature = nature_of(luck, plan.keyword_keys, plan.keyword_words, plan.keyword_match)
    searches, worth, partner = _met(plan, nature, luck)
    appeal = quality_of_pairs(plan, luck)
    keeps = luck.lognormal("search-conversion-appeal", plan.economics.appeal_variation, ad)
    economics = plan.economics
    rate = _CONVERSION_RATE * economics.conversion_level * worth[keyword] * keeps
    usual_price = economics.price_per_click * MICROS * nature.price[keyword]
    diluted = (1.0 + PARTNER_SEARCHES * PARTNER_CLICKS * plan.campaign_partners) / (
        1.0 + PARTNER_SEARCHES * plan.campaign_partners
    )
    blur = luck.lognormal("forecast", _FORECAST_VARIATION, ad, plan.keyword_ids[keyword])
    return Lasting(
        group=plan.pair_group_index,
        campaign=campaign,
        keys=plan.keyword_keys[keyword],
        searches=searches[keyword],
        price=usual_price * price_in(plan.campaign_places)[campaign] / appeal,
        click_rate=_CLICK_RATE * economics.click_level * nature.clicks[keyword] * appeal * diluted[campaign],
        conversion_rate=rate,
        forecast=rate * blur,
        order_value=economics.order_value * nature.order[keyword],
        preference=np.power(appeal, _ROTATION_SHARPNESS),
        partner_share=partner[campaign],
    )


def quality_of_pairs(plan: SearchPlan, luck: Luck) -> Floats:
    """How good each ad is for each keyword, about 1: it multiplies clicks and divides prices."""
    keyword, ad = plan.pair_keyword_index, plan.ad_ids[plan.pair_ad_index]
    appeal = luck.lognormal("search-appeal", plan.economics.appeal_variation, ad)
    appeal = appeal * luck.lognormal("pair-appeal", _PAIR_VARIATION, ad, plan.keyword_ids[keyword])
    quality: Floats = appeal * plan.pair_relevance
    return quality


def rotation(plan: SearchPlan, traits: Lasting, active: Mask, whim: Floats) -> Floats:
    """Which part of its keyword's searches each pair answers: the ads of a group share them, better ones get
    more.
    """
    weight = traits.preference * whim * active
    whole = sum_by(plan.pair_keyword_index, weight, len(plan.keyword_ids))[plan.pair_keyword_index]
    part: Floats = np.where(whole > 0, weight / np.where(whole > 0, whole, 1.0), 0.0)
    return part


def scheduled_share(plan: SearchPlan, day: int, hours: Floats) -> Floats:
    """How much of these hours' searches (24 shares of a day) each campaign's ad schedule leaves on a day."""
    share: Floats = plan.campaign_hours[:, season.weekday_of(day)] @ hours
    return share


def rivals_growth(plan: SearchPlan, day: int) -> float:
    """How much dearer rivals have made all keywords since the account began."""
    growth: float = (1.0 + plan.economics.rivals_growth) ** ((day - plan.first_day) / _YEAR_DAYS)
    return growth


def taste(plan: SearchPlan, luck: Luck, day: int) -> Floats:
    """How far what follows a click on each pair's ad keeps its promise by this day, as tastes wander."""
    if plan.economics.taste_variation == 0:
        return np.ones(len(plan.pair_ad_index))
    variation = plan.economics.taste_variation
    wandered = slow_wave(luck, "search-taste", variation, _TASTE_PERIOD_DAYS, day, plan.ad_ids)
    factor: Floats = wandered[plan.pair_ad_index]
    return factor


def hour_bid(plan: SearchPlan, day: int) -> Floats:
    """The mean bid modifier of each campaign's scheduled hours on a day."""
    weekday = season.weekday_of(day)
    open_hours = plan.campaign_hours[:, weekday] * HOUR_SHARE
    whole = open_hours.sum(axis=1)
    weighted = (open_hours * plan.campaign_hour_bid[:, weekday]).sum(axis=1)
    mean: Floats = np.where(whole > 0, weighted / np.where(whole > 0, whole, 1.0), 1.0)
    return mean


def _met(plan: SearchPlan, nature: Keywords, luck: Luck) -> tuple[Floats, Floats, Floats]:
    """Searches a day that each keyword meets, their worth, and each campaign's share of partners."""
    campaign = plan.group_campaign_index[plan.keyword_group_index]
    shares = term_shares(luck, plan.keyword_keys, plan.keyword_match)
    left, worth = terms_left(plan.keyword_terms, shares)
    places, home = plan.campaign_places[campaign], plan.keyword_home
    at_home = people_in(places & home) / np.maximum(people_in(home), 1.0)
    reached = np.where(home > 0, _NAMED_PLACE * at_home, people_factor(people_in(places)))
    partners = PARTNER_SEARCHES * plan.campaign_partners
    met = (plan.campaign_met * (1.0 + partners))[campaign] * reached
    searches = nature.searches * left / plan.keyword_twins * met
    return searches, nature.worth * worth, partners / (1.0 + partners)
