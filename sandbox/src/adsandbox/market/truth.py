"""Ground truth: what a budget is expected to bring, averaged over the whims of days.

The lasting traits of a market (appeals, price levels, audiences) are taken as they are. The whims of a day
(price, preference among ads, pacing) are averaged over independent replicas of each day; the same replicas
serve every budget (common random numbers; Glasserman & Yao 1992), so that a response curve is smooth and, as
an average of concave curves, concave. The day's noise of click and conversion rates has mean 1 and enters
linearly, so its expectation is exact. Spending limits (`spend_cap`) are not part of an expectation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adsandbox.market import season
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import (
    DAY_PRICE_VARIATION,
    SHARE_SHARPNESS,
    SHARE_VARIATION,
    Mask,
    Plan,
    bid_hold,
    click_appeal,
    purpose_column,
    usual_click_rates,
    usual_conversion_rates,
    usual_prices,
)
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import Outcome
from adsandbox.market.response import impressions_per_day, response_fade

REPLICAS = 16
OBJECTIVES = ("revenue", "conversions", "link_clicks", "impressions")
MEASURES = ("spend", "impressions", "link_clicks", "clicks", "conversions", "revenue")


@dataclass(frozen=True)
class Stretch:
    """Part of a day in which nothing is changed: its share of the day's delivery, who is active, daily
    budgets (minor units) of the plan's budget owners.
    """

    day: int
    share: float
    plan: Plan
    active: Mask
    group_budget: Floats


@dataclass(frozen=True)
class Terrain:
    """Everything about some days that does not depend on the budgets, as columns of ad sets and of ads.

    Columns of shape (replicas, ad sets) or (ad sets,); a set occurs once per stretch. `lever` points into
    `levers`, the ids whose budgets can be chosen; `part` is what an owner has of its lever's budget.
    """

    levers: Ints
    lever: Ints
    base: Floats
    part: Floats
    portion: Floats
    share: Floats
    day_set: Ints
    price: Floats
    pocket: Floats
    ad_ids: Ints
    ad_sets: Ints
    ad_campaigns: Ints
    ad_entry: Ints
    ad_share: Floats
    click_rate: Floats
    other_ratio: Floats
    conversion_rate: Floats
    order_value: Floats

    def base_budgets(self) -> Floats:
        """The mean daily budget of each lever over the days, as it was set."""
        money = sum_by(self.lever, self.base * self.share, len(self.levers))
        parts = sum_by(self.lever, self.part * self.share, len(self.levers))
        return money / np.maximum(parts, 1e-12)

    def by_ad(self, budgets: Floats) -> dict[str, Floats]:
        """Expected sums over the days for every element of `ad_ids`; NaN leaves a budget as it was."""
        spend, shown, fade = self._delivery(budgets)
        ad_shown = shown[:, self.ad_entry] * self.ad_share
        links = (ad_shown * self.click_rate).mean(axis=0)
        converted = (ad_shown * fade[:, self.ad_entry]).mean(axis=0) * self.click_rate * self.conversion_rate
        return {
            "spend": (spend[:, self.ad_entry] * self.ad_share).mean(axis=0),
            "impressions": ad_shown.mean(axis=0),
            "link_clicks": links,
            "clicks": links * (1.0 + self.other_ratio),
            "conversions": converted,
            "revenue": converted * self.order_value,
        }

    def by_lever(self, budgets: Floats, objective: str) -> Floats:
        """Expected sum of one of OBJECTIVES over the days for every lever. Concave in the lever's budget."""
        _, shown, fade = self._delivery(budgets)
        if objective == "impressions":
            return sum_by(self.lever, shown.mean(axis=0), len(self.levers))
        worth = {
            "link_clicks": self.click_rate,
            "conversions": self.click_rate * self.conversion_rate,
            "revenue": self.click_rate * self.conversion_rate * self.order_value,
        }[objective]
        per_shown = _sum_columns(self.ad_entry, self.ad_share * worth, len(self.lever))
        gained = shown * per_shown * (1.0 if objective == "link_clicks" else fade)
        return sum_by(self.lever, gained.mean(axis=0), len(self.levers))

    def _delivery(self, budgets: Floats) -> tuple[Floats, Floats, Floats]:
        chosen = budgets[self.lever] * self.part
        rate = self.portion * np.where(np.isnan(chosen), self.base, chosen)
        spend = rate * self.share
        shown = impressions_per_day(rate, self.price, self.pocket) * self.share
        days = int(self.day_set.max(initial=-1)) + 1
        of_day = _sum_columns(self.day_set, spend, days)[:, self.day_set]
        return spend, shown, response_fade(of_day, self.pocket)


def survey(stretches: Sequence[Stretch], luck: Luck, by_campaign: bool, lead_value: float = 0.0) -> Terrain:
    """Measure some days. The levers are campaigns (which give to their ad sets in proportion to the budgets
    as they were), or else the owners of budgets themselves. `lead_value` is what a conversion that is no
    purchase counts as revenue (major units).
    """
    pieces = [
        piece for piece in (_piece(stretch, luck, by_campaign, lead_value) for stretch in stretches) if piece
    ]
    ids = np.concatenate([piece["lever_id"] for piece in pieces] or [np.zeros(0, np.int64)])
    levers, lever = np.unique(ids, return_inverse=True)
    columns = {name: _joined(pieces, name) for name in _COLUMNS}
    days = np.stack([columns["day"], columns["set_id"]], axis=1).astype(np.int64)
    _, day_set = np.unique(days, axis=0, return_inverse=True)
    widths = np.cumsum([0, *(piece["share"].size for piece in pieces)])
    entries = [piece["ad_entry"] + start for piece, start in zip(pieces, widths, strict=False)]
    return Terrain(
        levers=levers,
        lever=lever.ravel(),
        day_set=day_set.ravel(),
        ad_entry=np.concatenate(entries or [np.zeros(0, np.int64)]),
        ad_ids=_joined(pieces, "ad_ids").astype(np.int64),
        ad_sets=_joined(pieces, "ad_sets").astype(np.int64),
        ad_campaigns=_joined(pieces, "ad_campaigns").astype(np.int64),
        base=columns["base"],
        part=columns["part"],
        portion=columns["portion"],
        share=columns["share"],
        price=columns["price"],
        pocket=columns["pocket"],
        ad_share=columns["ad_share"],
        click_rate=columns["click_rate"],
        other_ratio=columns["other_ratio"],
        conversion_rate=columns["conversion_rate"],
        order_value=columns["order_value"],
    )


_COLUMNS = (
    "base", "part", "portion", "share", "day", "set_id", "price", "pocket",
    "ad_share", "click_rate", "other_ratio", "conversion_rate", "order_value",
)  # fmt: skip
_SAMPLED = ("portion", "price", "ad_share")


def _joined(pieces: list[dict[str, Floats]], name: str) -> Floats:
    empty = np.zeros((REPLICAS, 0) if name in _SAMPLED else 0)
    return np.concatenate([piece[name] for piece in pieces] or [empty], axis=-1)


def _piece(stretch: Stretch, luck: Luck, by_campaign: bool, lead_value: float) -> dict[str, Floats] | None:
    """The columns of one stretch; None when nothing is active in it."""
    plan, day = stretch.plan, stretch.day
    ads = np.flatnonzero(stretch.active)
    if not len(ads):
        return None
    of_ad = plan.ad_set_index[ads]
    sets, entry = np.unique(of_ad, return_inverse=True)
    entry = entry.ravel()
    group = plan.set_group_index[sets]
    replica = np.arange(REPLICAS, dtype=np.int64)[:, None]
    whim = luck.lognormal("truth-whim", SHARE_VARIATION, replica, plan.ad_ids[ads][None, :], day)
    weight = np.power(click_appeal(luck, plan.ad_ids[ads]), SHARE_SHARPNESS)[None, :] * whim
    by_set = _sum_columns(entry, weight, len(sets))
    by_group = _sum_columns(group, by_set, len(plan.group_ids))[:, group]
    week = season.week_of(day)[None, None, :]
    owners = plan.group_ids[None, :, None]
    pacing = luck.lognormal("truth-pacing", season.PACING_VARIATION, replica[:, :, None], owners, week)
    factor = season.spread_over_week(pacing, day)[:, group]
    base_price, pocket = usual_prices(plan, luck)
    whims = luck.lognormal("truth-price", DAY_PRICE_VARIATION, replica, plan.set_ids[None, :], day)
    price = base_price * season.PRICE_BY_WEEKDAY[season.weekday_of(day)] * whims
    ids, days = plan.ad_ids[ads], np.full(len(ads), day)
    sale = purpose_column(plan, "outcome")[of_ad] == Outcome.PURCHASE
    return {
        "lever_id": plan.set_campaign_ids[sets] if by_campaign else plan.group_ids[group],
        "base": stretch.group_budget[group],
        "part": _parts(stretch, group, plan.set_campaign_ids[sets]) if by_campaign else np.ones(len(sets)),
        "portion": factor * (by_set / by_group) * bid_hold(plan, price)[:, sets],
        "share": np.full(len(sets), stretch.share),
        "day": np.full(len(sets), float(day)),
        "set_id": plan.set_ids[sets],
        "price": price[:, sets],
        "pocket": pocket[sets],
        "ad_ids": ids,
        "ad_sets": plan.set_ids[of_ad],
        "ad_campaigns": plan.set_campaign_ids[of_ad],
        "ad_entry": entry,
        "ad_share": weight / by_set[:, entry],
        "click_rate": usual_click_rates(plan, luck, ids, of_ad, days),
        "other_ratio": purpose_column(plan, "other_click_ratio")[of_ad],
        "conversion_rate": usual_conversion_rates(plan, luck, ids, of_ad, days),
        "order_value": np.where(sale, plan.economics.order_value, lead_value),
    }


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
