"""What a feed's account carries from day to day: each ad's spend and exposure, each ad set's learning."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask, Plan, Rows
from adsandbox.market.fatigue import exposure_after
from adsandbox.market.learning import WINDOW_DAYS, Stage, optimization_events, stage_after
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.rivals import bought, no_demand
from adsandbox.market.season import DAY_SECONDS
from adsandbox.world.tree import Tables

# `mark` is the ad's when it last delivered; 0 for an ad that never did.
ADS = np.dtype([
    ("ad", "<i8"), ("ad_set", "<i8"), ("campaign", "<i8"), ("spend", "<i8"), ("exposure", "<f8"),
    ("mark", "<i8"),
])  # fmt: skip
# `events` are those of the running learning phase by day, the newest first; `mark` and `budget` as when the
# ad set last delivered.
SETS = np.dtype([
    ("ad_set", "<i8"), ("stage", "<i8"), ("since", "<f8"), ("events", "<f8", (WINDOW_DAYS,)), ("mark", "<i8"),
    ("budget", "<f8"),
])  # fmt: skip


@dataclass(frozen=True)
class FeedState:
    """The carried tables, one line for each ad and each ad set of the plan, in the plan's order."""

    ads: Rows
    sets: Rows
    demand: Rows

    def tables(self) -> Tables:
        """As the ledger keeps them."""
        return {"ads": self.ads, "sets": self.sets, "demand": self.demand}

    def events(self) -> Floats:
        """Optimization events of each ad set within the running learning phase's last seven days."""
        counted: Floats = self.sets["events"].sum(axis=1)
        return counted


def read_state(plan: Plan, carried: Tables) -> FeedState:
    """The state that belongs to a plan; what is new in it has nothing behind it."""
    ads = aligned(carried.get("ads"), ADS, "ad", plan.ad_ids)
    sets = aligned(carried.get("sets"), SETS, "ad_set", plan.set_ids)
    return FeedState(ads, sets, carried.get("demand", no_demand()))


def aligned(table: Rows | None, kind: np.dtype[np.void], key: str, ids: Ints) -> Rows:
    """The table's lines of these ids in their order, empty where it has none. Tables and ids are sorted: ids
    grow as objects are made.
    """
    if table is not None and np.array_equal(table[key], ids):
        return table
    found = np.zeros(len(ids), kind)
    found[key] = ids
    if table is not None and len(table):
        places = np.searchsorted(ids, table[key])
        found[places] = table
    return found


def notice_edits(
    state: FeedState, plan: Plan, active: Mask, budget: Floats, large_step: float, now: float
) -> FeedState:
    """The state after the platform has seen what delivers from `now` on: learning begins where an ad set is
    new, or where an edit since its last delivery was large. `budget` is what each ad set's owner may spend.
    """
    delivers = sum_by(plan.ad_set_index, active.astype(np.float64), len(plan.set_ids)) > 0
    fresh_ads = active & (state.ads["mark"] != plan.ad_mark)
    known = state.sets["stage"] != Stage.NONE
    step = np.abs(budget - state.sets["budget"]) > large_step * state.sets["budget"]
    edited = step | (state.sets["mark"] != plan.set_mark)
    edited |= sum_by(plan.ad_set_index, fresh_ads.astype(np.float64), len(plan.set_ids)) > 0
    begins = delivers & (edited | ~known)
    moved = delivers & (state.sets["budget"] != budget)
    if not np.any(begins | moved):
        return state
    ads, sets = state.ads.copy(), state.sets.copy()
    ads["mark"][active] = plan.ad_mark[active]
    sets["mark"][delivers], sets["budget"][delivers] = plan.set_mark[delivers], budget[delivers]
    sets["stage"][begins], sets["since"][begins], sets["events"][begins] = int(Stage.LEARNING), now, 0.0
    return replace(state, ads=ads, sets=sets)


def state_after_day(state: FeedState, plan: Plan, luck: Luck, rows: Rows, day_end: float) -> FeedState:
    """The state after a day that ended with these rows."""
    ads, sets = state.ads.copy(), state.sets.copy()
    ads["ad_set"], ads["campaign"] = plan.set_ids[plan.ad_set_index], plan.set_campaign_ids[plan.ad_set_index]
    shown, people = np.zeros(len(ads)), np.ones(len(ads))
    places = np.searchsorted(plan.ad_ids, rows["ad"])
    shown[places], people[places] = rows["impressions"], rows["audience"]
    ads["spend"][places] += rows["spend"]
    ads["exposure"] = exposure_after(ads["exposure"], shown, people)
    sets["events"][:, 1:] = state.sets["events"][:, :-1]
    sets["events"][:, 0] = optimization_events(plan, luck, rows)
    age = (day_end - sets["since"]) / DAY_SECONDS
    needed = plan.economics.learning_events
    sets["stage"] = stage_after(sets["stage"], sets["events"].sum(axis=1), age, needed)
    return FeedState(ads, sets, bought(plan, rows, state.demand))


@dataclass(frozen=True, slots=True)
class Learning:
    """The learning phase of an ad set as the platform shows it: where it stands, optimization events counted
    in it, and the instant of the significant edit that began it.
    """

    stage: Stage
    conversions: int
    since: float


def learning_of(state: FeedState) -> dict[int, Learning]:
    """The learning phase of every ad set that has delivered."""
    return {
        int(line["ad_set"]): Learning(Stage(int(line["stage"])), int(events), float(line["since"]))
        for line, events in zip(state.sets, state.events(), strict=True)
        if line["stage"] != Stage.NONE
    }
