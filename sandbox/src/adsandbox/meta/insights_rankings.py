"""How an ad ranks among those that compete for the same people, in Meta's words.

The platform compares with competitors that nobody outside sees; here an ad is compared with what its kind of
ad usually achieves in this market (market/purposes.py).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.market.purposes import PURPOSES
from adsandbox.meta.insights_names import Names
from adsandbox.meta.insights_sums import Sums

SMALLEST_IMPRESSIONS = 500
_SPREAD = 0.35
_STEPS = (
    (0.10, "BELOW_AVERAGE_10"),
    (0.20, "BELOW_AVERAGE_20"),
    (0.35, "BELOW_AVERAGE_35"),
    (0.55, "AVERAGE"),
)


def rankings(sums: Sums, names: Names, ads: Ints) -> dict[str, list[Any]]:
    """The three rankings of every group; groups are of single ads."""
    purposes = [PURPOSES[names.purpose(ad)] for ad in ads.tolist()]
    shown = sums.measures["impressions"]
    links = sums.measures["link_clicks"]
    usual_links = np.array([purpose.link_click_rate for purpose in purposes])
    engaged = sums.measures["clicks"] + sums.measures["video_views"]
    usual_engaged = np.array([
        purpose.link_click_rate * (1.0 + purpose.other_click_ratio) + purpose.video_view_rate
        for purpose in purposes
    ])  # fmt: skip
    usual_conversions = np.array([purpose.conversion_rate for purpose in purposes])
    converted = np.zeros(len(ads))
    for name in ("purchase", "lead", "complete_registration", "mobile_app_install"):
        if name in sums.actions:
            converted = converted + sums.actions[name]["value"]
    return {
        "quality_ranking": _words(links, shown * usual_links, shown),
        "engagement_rate_ranking": _words(engaged, shown * usual_engaged, shown),
        "conversion_rate_ranking": _words(converted, links * usual_conversions, shown),
    }


def _words(achieved: Any, usual: Floats, shown: Ints) -> list[Any]:
    found = []
    for count, expected, impressions in zip(achieved.tolist(), usual.tolist(), shown.tolist(), strict=True):
        if impressions < SMALLEST_IMPRESSIONS or expected < 1.0:
            found.append("UNKNOWN")
            continue
        quantile = 0.5 * math.erfc(-math.log(max(count, 0.5) / expected) / _SPREAD / math.sqrt(2.0))
        found.append(next((word for limit, word in _STEPS if quantile < limit), "ABOVE_AVERAGE"))
    return found
