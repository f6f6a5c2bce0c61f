"""Plans of small accounts, and days of delivery, for tests of the market's mathematics."""

from __future__ import annotations

from functools import cache

import numpy as np

from adsandbox.market.delivery import SUMS, Conditions, Mask, Plan, Rates, Rows, delivery_rates, finish_rows
from adsandbox.market.luck import Floats, Luck
from adsandbox.market.people import Targeting, country_mix, device_mix, people_mix, placement_mix
from adsandbox.market.purposes import PURPOSE_NAMES, Economics

DAYS = range(738_000, 738_000 + 364)


def plan(
    ads: int = 3,
    purpose: str = "sales",
    daily: float = 20_000.0,
    economics: Economics | None = None,
    targeting: Targeting | None = None,
) -> Plan:
    """One ad set with its own budget."""
    people = targeting or Targeting()
    return Plan(
        account=7,
        first_day=DAYS[0],
        ad_ids=np.arange(1, ads + 1),
        ad_set_index=np.zeros(ads, np.int64),
        ad_mark=np.ones(ads, np.int64),
        set_ids=np.array([100]),
        set_campaign_ids=np.array([200]),
        set_group_index=np.array([0]),
        set_audience=np.array([5e6]),
        set_price_level=np.array([1.0]),
        set_purpose=np.array([PURPOSE_NAMES.index(purpose)]),
        set_bid_cap=np.array([np.nan]),
        set_roas_floor=np.array([0.0]),
        set_people=people_mix(people)[None, :],
        set_placements=placement_mix(people)[None, :],
        set_devices=device_mix(people)[None, :],
        set_countries=country_mix(people)[None, :],
        set_mark=np.array([1]),
        group_ids=np.array([100]),
        group_daily=np.array([daily]),
        economics=economics or Economics(),
        minor_units=100.0,
    )


def calm(market: Plan) -> Conditions:
    """Nothing seen before, nothing to learn, usual rivals."""
    return Conditions(
        np.ones(len(market.ad_ids)), np.zeros(len(market.set_ids)), np.ones(len(market.set_ids))
    )


def rates_of(
    market: Plan,
    luck: Luck,
    day: int,
    spend: float,
    active: Mask | None = None,
    conditions: Conditions | None = None,
) -> Rates:
    """What a whole day brings at this spend rate."""
    everyone = np.ones(len(market.ad_ids), bool) if active is None else active
    group_rate: Floats = np.full(len(market.group_ids), spend)
    return delivery_rates(market, luck, day, everyone, group_rate, conditions or calm(market))


def day_rows(market: Plan, luck: Luck, day: int, rates: Rates, share: float = 1.0) -> Rows:
    """The rows of a day of which this share was delivered."""
    sums = np.zeros(len(market.ad_ids), SUMS)
    sums["ad"], sums["hours"] = market.ad_ids, (1 << 24) - 1
    for measure in ("spend", "impressions", "clicks", "conversions"):
        sums[measure] = getattr(rates, measure) * share
    return finish_rows(market, luck, day, sums)


@cache
def year(seed: int, spend: float = 20_000.0) -> Rows:
    """A year of rows at constant spend."""
    market, luck = plan(), Luck(seed)
    return np.concatenate([day_rows(market, luck, day, rates_of(market, luck, day, spend)) for day in DAYS])


def pearson(counts: Floats, exposure: Floats) -> float:
    """Pearson's dispersion: 1 for binomial or Poisson counts."""
    expected = exposure * counts.sum() / exposure.sum()
    return float(((counts - expected) ** 2 / expected).sum() / (len(counts) - 1))
