"""What people do after seeing an ad, by what the ad set is optimised for. Plausible magnitudes, not
measurements.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Outcome(IntEnum):
    """The conversion that an ad set's clicks lead to."""

    NONE = 0
    PURCHASE = 1
    LEAD = 2
    INSTANT_LEAD = 3
    REGISTRATION = 4
    INSTALL = 5


@dataclass(frozen=True, slots=True)
class Purpose:
    """Rates of one purpose: price level, link clicks per impression, conversions per link click, and whether
    the conversion is what the platform optimises for (else link clicks, or impressions if nothing converts).
    """

    price: float
    link_click_rate: float
    landing_share: float
    other_click_ratio: float
    video_view_rate: float
    conversion_rate: float
    outcome: Outcome
    optimises_conversions: bool = False


PURPOSES: dict[str, Purpose] = {
    "sales": Purpose(1.15, 0.0125, 0.80, 0.30, 0.05, 0.035, Outcome.PURCHASE, True),
    "leads": Purpose(1.10, 0.0130, 0.82, 0.28, 0.05, 0.060, Outcome.LEAD, True),
    "instant_leads": Purpose(1.05, 0.0120, 0.0, 0.35, 0.05, 0.110, Outcome.INSTANT_LEAD, True),
    "registrations": Purpose(1.10, 0.0120, 0.80, 0.30, 0.05, 0.050, Outcome.REGISTRATION, True),
    "traffic": Purpose(0.85, 0.0190, 0.72, 0.25, 0.06, 0.006, Outcome.PURCHASE),
    "engagement": Purpose(0.70, 0.0070, 0.60, 2.20, 0.10, 0.001, Outcome.PURCHASE),
    "awareness": Purpose(0.60, 0.0042, 0.65, 0.35, 0.12, 0.0, Outcome.NONE),
    "app": Purpose(1.00, 0.0110, 0.0, 0.20, 0.06, 0.090, Outcome.INSTALL, True),
}
PURPOSE_NAMES = tuple(PURPOSES)


@dataclass(frozen=True, slots=True)
class Economics:
    """One advertiser's market: base prices (of a thousand impressions on a feed, of a click on a search page)
    in its currency, how its people respond, and how much the feed's market moves. The meaning of each is in
    docs/scenarios.md; `*_variation` are coefficients of variation.
    """

    price_per_mille: float = 8.0
    click_level: float = 1.0
    conversion_level: float = 1.0
    order_value: float = 65.0
    price_per_click: float = 1.6
    appeal_variation: float = 0.28
    segment_variation: float = 0.22
    click_variation: float = 0.22
    conversion_variation: float = 0.32
    fatigue: float = 1.0
    season: float = 1.0
    rivals_variation: float = 0.10
    rivals_growth: float = 0.0
    taste_variation: float = 0.0
    learning_events: float = 50.0
    learning_premium: float = 0.20
    large_budget_step: float = 0.20
