"""How money becomes impressions, and impressions become people.

Impressions at a daily rate of spend r, with price p (per thousand) and a pocket of cheap supply worth S a
day:

    I(r) = 1000 S / p * ((1 + r/S)^b - 1) / b,   0 < b < 1

which costs p at first and ever more later (a power law; compare Han & Arndt 2021, Hill and power curves in
marketing- mix models). Those who are reached later respond less: response falls with (1 + r/S)^-c.

Reach of I impressions in an audience of N people who differ in how often they are online is the negative
binomial (Ehrenberg 1959, Goodhardt, Ehrenberg & Chatfield 1984):  N (1 - (1 + I/(d N k))^-k).
"""

from __future__ import annotations

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.luck import Floats, Ints

SUPPLY_EXPONENT = 0.75
RESPONSE_FADE = 0.15
POCKET_EXPONENT = 0.6
ONLINE_EXPONENT = 0.85
EXPOSURE_SHAPE = 0.8
REPEAT_SAME_SESSION = 1.12
OVERLAP_EXPONENT = 1.15


def pocket_impressions(audience: Floats) -> Floats:
    """Cheap impressions a day that an audience offers: more for a larger one, but not in proportion."""
    impressions: Floats = np.power(audience, POCKET_EXPONENT)
    return impressions


def impressions_per_day(spend_rate: Floats, price_per_mille: Floats, pocket: Floats) -> Floats:
    """Impressions a day bought at a daily spend rate (money in one currency). Concave in the rate."""
    grown = np.power(1.0 + spend_rate / pocket, SUPPLY_EXPONENT) - 1.0
    impressions: Floats = 1000.0 * pocket / price_per_mille * grown / SUPPLY_EXPONENT
    return impressions


def response_fade(spend_rate: Floats, pocket: Floats) -> Floats:
    """Factor on conversion rates as spend reaches beyond the keenest people."""
    fade: Floats = np.power(1.0 + spend_rate / pocket, -RESPONSE_FADE)
    return fade


def people_online(audience: Floats) -> Floats:
    """How many of an audience delivery ever meets: it returns to those who are online and respond."""
    people: Floats = np.power(audience, ONLINE_EXPONENT)
    return people


def people_reached(impressions: Floats, audience: Floats) -> Floats:
    """Expected people reached by these impressions in one audience. Concave, never above the impressions."""
    intensity = impressions / (REPEAT_SAME_SESSION * audience * EXPOSURE_SHAPE)
    people: Floats = audience * (1.0 - np.power(1.0 + intensity, -EXPOSURE_SHAPE))
    return people


def joint_reach(reached: Floats, group: Ints, groups: int) -> Ints:
    """People reached by several audiences together, as whole people, per group.

    Audiences overlap, so this is a p-norm of the parts: at least the largest, at most the sum, and sub-
    additive.
    """
    powered = sum_by(group, np.power(reached, OVERLAP_EXPONENT), groups)
    people: Ints = np.ceil(np.power(powered, 1.0 / OVERLAP_EXPONENT) - 1e-9).astype(np.int64)
    return people
