"""The learning phase of an ad set: until the platform has seen enough results, delivery is dearer and
noisier.

After the platform's help pages: about 50 optimization events within seven days end it; a significant edit
(targeting, creative, optimization, bid, a new ad, a large step of the budget) begins it anew; without enough
events in seven days learning is limited. That a budget step counts from 20 % on is trade lore, not the
platform's word, so it is a parameter of the scenario, as all the rest.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from adsandbox.market.delivery import Plan, Rows, purpose_column
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import Outcome

WINDOW_DAYS = 7


class Stage(IntEnum):
    """Where an ad set stands; the names are Meta's."""

    NONE = 0
    LEARNING = 1
    SUCCESS = 2
    FAIL = 3


def intensity(stage: Ints, events: Floats, needed: float) -> Floats:
    """How much there is left to learn: 1 at the beginning, 0 when enough has been seen."""
    left = 1.0 - np.minimum(events / max(needed, 1e-9), 1.0)
    return np.where((stage == Stage.LEARNING) | (stage == Stage.FAIL), left, 0.0)


def stage_after(stage: Ints, events: Floats, days_since_begun: Floats, needed: float) -> Ints:
    """The stage at the end of a day with so many events in the last seven days."""
    undecided = (stage == Stage.LEARNING) | (stage == Stage.FAIL)
    late = np.where(days_since_begun >= WINDOW_DAYS, int(Stage.FAIL), int(Stage.LEARNING))
    after: Ints = np.where(undecided, np.where(events >= needed, int(Stage.SUCCESS), late), stage).astype(
        np.int64
    )
    return after


def optimization_events(plan: Plan, luck: Luck, rows: Rows) -> Floats:
    """How many optimization events the rows of a day are for each ad set of the plan: conversions (all that
    the day's clicks lead to), or link clicks, or impressions, by what the ad set is optimised for.
    """
    events = np.zeros(len(plan.set_ids))
    if not len(rows):
        return events
    order = np.argsort(plan.set_ids, kind="stable")
    places = order[np.searchsorted(plan.set_ids[order], rows["ad_set"])]
    converted = luck.poisson("conversions", rows["conversions"], rows["ad"], rows["day"])
    wants_conversion = purpose_column(plan, "optimises_conversions")[places] > 0
    reaches = (purpose_column(plan, "outcome") == Outcome.NONE)[places]
    otherwise = np.where(reaches, rows["impressions"], rows["link_clicks"])
    counted = np.where(wants_conversion, converted, otherwise)
    np.add.at(events, places, counted)
    return events
