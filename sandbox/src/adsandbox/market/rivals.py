"""Other advertisers: what their demand for people does to prices.

Those outside the sandbox are one price index per kind of people: it wanders (`slow.py`), grows if the
scenario says so, and follows the seasons (`season.py`). Those of the sandbox compete by what they really
bought: each account's impressions of the last days by cell of people, known three days later (a day may end
26 hours later elsewhere, and bidders look at finished days). Their pressure on the supply of a cell raises
its price by a power law, as an ad set's own demand does (`response.py`). Within one account ads do not
outbid each other: the platform enters only the best one into an auction.
"""

from __future__ import annotations

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Plan, Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.people import COUNTRIES, PEOPLE, people_of_country
from adsandbox.market.response import POCKET_EXPONENT
from adsandbox.market.slow import slow_wave

KNOWN_AFTER_DAYS = 3
DEMAND = np.dtype([("cell", "<i8"), ("amount", "<f8")])
_MEMORY = 0.75
_PRESSURE_EXPONENT = 0.25
_COMMON_SHARE = 0.6
_COMMON_PERIOD_DAYS = 28
_PEOPLE_PERIOD_DAYS = 14
_YEAR_DAYS = 365.25


def rival_prices(plan: Plan, luck: Luck, day: int, demand: Rows) -> Floats:
    """Factor on the price of every ad set of the plan on this day; `demand` is what the sandbox's other
    accounts bought lately (impressions a day by cell).
    """
    return rival_index(plan, luck, day) * pressure(plan, demand)


def rival_index(plan: Plan, luck: Luck, day: int) -> Floats:
    """What advertisers outside the sandbox make of the price of every ad set's people on this day."""
    economics = plan.economics
    variation = economics.rivals_variation
    common = slow_wave(luck, "rivals", variation * _COMMON_SHARE, _COMMON_PERIOD_DAYS, day, np.zeros(1, int))
    apart = variation * float(np.sqrt(1.0 - _COMMON_SHARE**2))
    people = np.arange(len(PEOPLE))
    by_people = slow_wave(luck, "rivals-people", apart, _PEOPLE_PERIOD_DAYS, day, people)
    growth = (1.0 + economics.rivals_growth) ** ((day - plan.first_day) / _YEAR_DAYS)
    index: Floats = common * growth * (plan.set_people @ by_people)
    return index


def pressure(plan: Plan, demand: Rows) -> Floats:
    """How much dearer the demand of the sandbox's other accounts makes every ad set's people."""
    if not len(demand):
        return np.ones(len(plan.set_ids))
    taken = np.zeros((len(COUNTRIES) + 1) * len(PEOPLE))
    np.add.at(taken, demand["cell"], demand["amount"])
    supply = np.power(people_of_country(), POCKET_EXPONENT)
    crowding = np.power(1.0 + taken.reshape(supply.shape) / supply, _PRESSURE_EXPONENT)
    factors: Floats = np.einsum("sp,sc,cp->s", plan.set_people, plan.set_countries, crowding)
    return factors


def bought(plan: Plan, rows: Rows, before: Rows) -> Rows:
    """Demand of an account after a day with these rows: impressions by cell, smoothed over days (half of it
    within the last two and a half).
    """
    width = len(PEOPLE)
    shown = np.zeros(len(plan.set_ids))
    if len(rows):
        order = np.argsort(plan.set_ids, kind="stable")
        places: Ints = order[np.searchsorted(plan.set_ids[order], rows["ad_set"])]
        shown = sum_by(places, rows["impressions"].astype(np.float64), len(plan.set_ids))
    today = np.einsum("s,sc,sp->cp", shown, plan.set_countries, plan.set_people).ravel()
    cells = np.zeros((len(COUNTRIES) + 1) * width)
    cells[before["cell"]] = before["amount"] * _MEMORY
    cells += today * (1.0 - _MEMORY)
    kept = np.flatnonzero(cells > 1.0)
    table = np.zeros(len(kept), DEMAND)
    table["cell"], table["amount"] = kept, cells[kept]
    return table


def no_demand() -> Rows:
    """Demand of nobody."""
    return np.zeros(0, DEMAND)
