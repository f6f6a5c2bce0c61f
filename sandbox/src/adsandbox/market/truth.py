"""Ground truth: what a budget is expected to bring, averaged over the whims of days.

The lasting traits of a market (appeals, price levels, audiences) are taken as they are, and so is what does
not depend on the budgets asked for: the wandering of rivals and tastes, and how far each ad set has learned
by each day (as its budgets really were or are set). Fatigue does depend on them, so it is followed from day
to day by the impressions to be expected. The whims of a day (price, preference among ads, pacing) are
averaged over independent replicas of each day; the same replicas serve every budget (common random numbers;
Glasserman & Yao 1992), so that a response curve is smooth and, as an average of concave curves, concave (x
(1 + c x)^-b, which fatigue makes of x impressions, is concave for b < 1). The day's noise of click and
conversion rates has mean 1 and enters linearly, so its expectation is exact. Spending limits (`spend_cap`)
are not part of an expectation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import (
    DAY_PRICE_VARIATION,
    LEARNING_VARIATION,
    SHARE_SHARPNESS,
    SHARE_VARIATION,
    Conditions,
    Mask,
    Plan,
    bid_hold,
    purpose_column,
    quality_yield,
    traits_of,
    usual_click_rates,
    usual_conversion_rates,
    usual_prices,
)
from adsandbox.market.fatigue import exposure_after, freshness
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import Outcome
from adsandbox.market.response import impressions_per_day, people_online, response_fade

REPLICAS = 16
OBJECTIVES = ("revenue", "conversions", "link_clicks", "impressions")
MEASURES = ("spend", "impressions", "link_clicks", "clicks", "conversions", "revenue")


@dataclass(frozen=True)
class Stretch:
    """Part of a day in which nothing is changed: its shares of the day's delivery, clicks and conversions,
    who is active, daily budgets (minor units) of the plan's budget owners, each ad's exposure when the day
    began, and what the account finds.
    """

    day: int
    delivery_share: float
    click_share: float
    conversion_share: float
    plan: Plan
    active: Mask
    group_budget: Floats
    exposure: Floats
    conditions: Conditions


@dataclass(frozen=True)
class Terrain:
    """Everything about some days that does not depend on the budgets, as columns of ad sets and of ads.

    Columns of shape (replicas, entries) or (entries,). `lever` to `pocket` have one entry per stretch and ad
    set, in the order of days; `ad_ids` to `order_value` one per stretch and ad, `ad_entry` pointing into the
    former. `lever` points into `levers`, the ids whose budgets can be chosen; `part` is what an owner has of
    its lever's budget. `clicks_per_shown` is that of a fresh ad.
    """

    levers: Ints
    lever: Ints
    base: Floats
    part: Floats
    portion: Floats
    share: Floats
    price: Floats
    pocket: Floats
    ad_ids: Ints
    ad_sets: Ints
    ad_campaigns: Ints
    ad_entry: Ints
    ad_day: Ints
    ad_exposure: Floats
    ad_people: Floats
    ad_money: Floats
    ad_yield: Floats
    clicks_per_shown: Floats
    other_ratio: Floats
    conversions_per_click: Floats
    order_value: Floats
    fatigue: float

    def base_budgets(self) -> Floats:
        """The mean daily budget of each lever over the days, as it was set."""
        money = sum_by(self.lever, self.base * self.share, len(self.levers))
        parts = sum_by(self.lever, self.part * self.share, len(self.levers))
        return money / np.maximum(parts, 1e-12)

    def by_ad(self, budgets: Floats) -> dict[str, Floats]:
        """Expected sums over the days for every element of `ad_ids`; NaN leaves a budget as it was."""
        spend, shown, fade = self._delivery(budgets)
        impressions = (shown[:, self.ad_entry] * self.ad_yield).mean(axis=0)
        faded = (shown[:, self.ad_entry] * self.ad_yield * fade[:, self.ad_entry]).mean(axis=0)
        clicks_per_shown = self.clicks_per_shown * self._freshness(impressions)
        links = impressions * clicks_per_shown
        converted = faded * clicks_per_shown * self.conversions_per_click
        return {
            "spend": (spend[:, self.ad_entry] * self.ad_money).mean(axis=0),
            "impressions": impressions,
            "link_clicks": links,
            "clicks": links * (1.0 + self.other_ratio),
            "conversions": converted,
            "revenue": converted * self.order_value,
        }

    def by_lever(self, budgets: Floats, objective: str) -> Floats:
        """Expected sum of one of OBJECTIVES over the days for every lever. Concave in the lever's budget."""
        return sum_by(self.lever[self.ad_entry], self.by_ad(budgets)[objective], len(self.levers))

    def _delivery(self, budgets: Floats) -> tuple[Floats, Floats, Floats]:
        """Spend, impressions of ordinary ads, and what is left of conversion rates, by replica and ad set."""
        chosen = budgets[self.lever] * self.part
        rate = self.portion * np.where(np.isnan(chosen), self.base, chosen)
        shown = impressions_per_day(rate, self.price, self.pocket) * self.share
        return rate * self.share, shown, response_fade(rate, self.pocket)

    def _freshness(self, impressions: Floats) -> Floats:
        """The factor on every click rate when ads are shown that often, day after day."""
        if not len(impressions) or self.fatigue == 0:
            return np.ones(len(impressions))
        ads, ad = np.unique(self.ad_ids, return_inverse=True)
        first = np.unique(ad, return_index=True)[1]
        exposure = self.ad_exposure[first]
        factors = np.ones(len(impressions))
        marks = np.searchsorted(self.ad_day, np.arange(self.ad_day[0], self.ad_day[-1] + 2))
        for begin, end in pairwise(marks.tolist()):
            today = slice(begin, end)
            factors[today] = freshness(exposure[ad[today]], self.fatigue)
            shown = sum_by(ad[today], impressions[today] / self.ad_people[today], len(ads))
            exposure = exposure_after(exposure, shown, np.ones(len(ads)))
        return factors


def survey(stretches: Sequence[Stretch], luck: Luck, by_campaign: bool, lead_value: float = 0.0) -> Terrain:
    """Measure some days, given in their order. The levers are campaigns (which give to their ad sets in
    proportion to the budgets as they were), or else the owners of budgets themselves. `lead_value` is what a
    conversion that is no purchase counts as revenue (major units).
    """
    pieces = [
        piece for piece in (_piece(stretch, luck, by_campaign, lead_value) for stretch in stretches) if piece
    ]
    columns = {name: _joined(pieces, name) for name in _COLUMNS}
    levers, lever = np.unique(columns.pop("lever_id"), return_inverse=True)
    widths = np.cumsum([0, *(piece["share"].size for piece in pieces)])
    entries = [piece["ad_entry"] + start for piece, start in zip(pieces, widths, strict=False)]
    return Terrain(
        levers=levers.astype(np.int64),
        lever=lever.ravel(),
        ad_entry=np.concatenate(entries or [np.zeros(0, np.int64)]),
        fatigue=stretches[0].plan.economics.fatigue if stretches else 0.0,
        **columns,
    )


_SAMPLED = ("portion", "price", "ad_money", "ad_yield")
_NUMBERS = ("lever_id", "ad_ids", "ad_sets", "ad_campaigns", "ad_day")
_COLUMNS = (
    *_SAMPLED, *_NUMBERS, "base", "part", "share", "pocket", "ad_exposure", "ad_people", "clicks_per_shown",
    "other_ratio", "conversions_per_click", "order_value",
)  # fmt: skip


def _joined(pieces: list[dict[str, Floats]], name: str) -> Any:
    kind = np.int64 if name in _NUMBERS else np.float64
    empty: Any = np.zeros((REPLICAS, 0) if name in _SAMPLED else 0, kind)
    return np.concatenate([piece[name] for piece in pieces] or [empty], axis=-1)


def _piece(stretch: Stretch, luck: Luck, by_campaign: bool, lead_value: float) -> dict[str, Any] | None:
    """The columns of one stretch; None when nothing is active in it."""
    plan, day, conditions = stretch.plan, stretch.day, stretch.conditions
    ads = np.flatnonzero(stretch.active)
    if not len(ads):
        return None
    of_ad = plan.ad_set_index[ads]
    sets, entry = np.unique(of_ad, return_inverse=True)
    entry = entry.ravel()
    group = plan.set_group_index[sets]
    replica = np.arange(REPLICAS, dtype=np.int64)[:, None]
    traits = traits_of(plan, luck)
    whim = luck.lognormal("truth-whim", SHARE_VARIATION, replica, plan.ad_ids[ads][None, :], day)
    weight = np.power(traits.strength[ads], SHARE_SHARPNESS)[None, :] * whim
    by_set = _sum_columns(entry, weight, len(sets))
    by_group = _sum_columns(group, by_set, len(plan.group_ids))[:, group]
    week = season.week_of(day)[None, None, :]
    owners = plan.group_ids[None, :, None]
    pacing = luck.lognormal("truth-pacing", season.PACING_VARIATION, replica[:, :, None], owners, week)
    factor = season.spread_over_week(pacing, day)[:, group]
    price = usual_prices(plan, luck, day, conditions) * _price_whims(plan, luck, day, conditions)
    sale = purpose_column(plan, "outcome")[of_ad] == Outcome.PURCHASE
    money = weight / by_set[:, entry]
    late = stretch.click_share / stretch.delivery_share, stretch.conversion_share / stretch.click_share
    return {
        "lever_id": plan.set_campaign_ids[sets] if by_campaign else plan.group_ids[group],
        "base": stretch.group_budget[group],
        "part": _parts(stretch, group, plan.set_campaign_ids[sets]) if by_campaign else np.ones(len(sets)),
        "portion": factor * (by_set / by_group) * bid_hold(plan, price)[:, sets],
        "share": np.full(len(sets), stretch.delivery_share),
        "price": price[:, sets],
        "pocket": traits.pocket[sets],
        "ad_ids": plan.ad_ids[ads],
        "ad_sets": plan.set_ids[of_ad],
        "ad_campaigns": plan.set_campaign_ids[of_ad],
        "ad_entry": entry,
        "ad_day": np.full(len(ads), day),
        "ad_exposure": stretch.exposure[ads],
        "ad_people": people_online(plan.set_audience)[of_ad],
        "ad_money": money,
        "ad_yield": money * quality_yield(traits)[ads],
        "clicks_per_shown": usual_click_rates(plan, luck, day)[ads] * late[0],
        "other_ratio": purpose_column(plan, "other_click_ratio")[of_ad],
        "conversions_per_click": usual_conversion_rates(plan, luck, day)[ads] * late[1],
        "order_value": np.where(sale, plan.economics.order_value, lead_value),
    }


def _price_whims(plan: Plan, luck: Luck, day: int, conditions: Conditions) -> Floats:
    replica = np.arange(REPLICAS, dtype=np.int64)[:, None]
    whims = luck.lognormal("truth-price", DAY_PRICE_VARIATION, replica, plan.set_ids[None, :], day)
    unsure = LEARNING_VARIATION * conditions.learning
    return whims * luck.lognormal("truth-learning", unsure, replica, plan.set_ids[None, :], day)


def _parts(stretch: Stretch, group: Ints, campaign: Ints) -> Floats:
    """What each ad set's budget owner has of its campaign's money, among the owners with active ads."""
    owners, first = np.unique(group, return_index=True)
    budget = stretch.group_budget[owners]
    whole = np.zeros(len(owners))
    for one in np.unique(campaign[first]):
        mine = campaign[first] == one
        whole[mine] = budget[mine].sum()
    part = np.where(whole > 0, budget / np.where(whole > 0, whole, 1.0), 0.0)
    shares: Floats = part[np.searchsorted(owners, group)]
    return shares


def _sum_columns(group: Ints, weights: Floats, groups: int) -> Floats:
    """Sums of the columns of each group, row by row."""
    rows = np.arange(len(weights), dtype=np.int64)[:, None] * groups
    return sum_by((rows + group).ravel(), weights.ravel(), len(weights) * groups).reshape(-1, groups)
