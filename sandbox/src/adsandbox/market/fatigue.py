"""Creative fatigue: people who have seen an ad often click it less.

An ad's exposure is its recent impressions per person whom its ad set's delivery meets, forgotten
exponentially (half of it in ten days). The click rate falls with it by a power law: wear-out is quick at
first, then levels off (Pechmann & Stewart 1988; Schmidt & Eisend 2015 find the best response at few
exposures).
"""

from __future__ import annotations

import numpy as np

from adsandbox.market.luck import Floats

HALF_LIFE_DAYS = 10.0
KEPT_PER_DAY = 0.5 ** (1.0 / HALF_LIFE_DAYS)
_EXPOSURES = 2.5
_EXPONENT = 0.55


def freshness(exposure: Floats, strength: float) -> Floats:
    """Factor on an ad's click rate at this exposure; `strength` 0 is a market without fatigue, 1 the usual
    one.
    """
    factor: Floats = np.power(1.0 + exposure / _EXPOSURES, -_EXPONENT * strength)
    return factor


def exposure_after(exposure: Floats, impressions: Floats, people: Floats) -> Floats:
    """An ad's exposure after a day with these impressions among so many people."""
    after: Floats = KEPT_PER_DAY * (exposure + impressions / np.maximum(people, 1.0))
    return after
