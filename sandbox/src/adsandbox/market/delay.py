"""When a conversion becomes visible: a mixture of quick and slow deciders, ended after 28 days.

Source: exponential conversion delay (Chapelle 2014), mixed so that same-day and week-later buyers both occur.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.market.purposes import Outcome

SETTLED_DAYS = 28.0


@dataclass(frozen=True, slots=True)
class DelayLaw:
    """Share of quick deciders, and the mean delays in days of the quick and the slow."""

    quick_share: float
    quick_days: float
    slow_days: float

    def reported_share(self, age_days: Floats) -> Floats:
        """Share of a click's conversions that is reported `age_days` after it: 0 at 0, 1 from 28 days on."""
        age = np.clip(age_days, 0.0, SETTLED_DAYS)
        share: Floats = self._raw(age) / self._raw(np.array(SETTLED_DAYS))
        return share

    def _raw(self, age: Floats) -> Floats:
        quick = self.quick_share * -np.expm1(-age / self.quick_days)
        slow = (1.0 - self.quick_share) * -np.expm1(-age / self.slow_days)
        return np.asarray(quick + slow)


PURCHASE_DELAY = DelayLaw(quick_share=0.55, quick_days=0.35, slow_days=4.0)
LEAD_DELAY = DelayLaw(quick_share=0.80, quick_days=0.15, slow_days=2.5)
INSTANT_LEAD_DELAY = DelayLaw(quick_share=0.97, quick_days=0.02, slow_days=0.8)
REGISTRATION_DELAY = DelayLaw(quick_share=0.72, quick_days=0.12, slow_days=3.0)
INSTALL_DELAY = DelayLaw(quick_share=0.88, quick_days=0.05, slow_days=1.5)
DELAYS = {
    Outcome.NONE: LEAD_DELAY,
    Outcome.PURCHASE: PURCHASE_DELAY,
    Outcome.LEAD: LEAD_DELAY,
    Outcome.INSTANT_LEAD: INSTANT_LEAD_DELAY,
    Outcome.REGISTRATION: REGISTRATION_DELAY,
    Outcome.INSTALL: INSTALL_DELAY,
}


def reported_share(outcome: Ints, age_days: Floats) -> Floats:
    """Share of the conversions of clicks of this age that is reported, by what each leads to."""
    share = np.zeros(np.broadcast_shapes(outcome.shape, age_days.shape))
    ages = np.broadcast_to(age_days, share.shape)
    for kind, law in DELAYS.items():
        mine = outcome == kind
        share[mine] = law.reported_share(ages[mine])
    return share


def click_age_days(days_since_day_began: Floats) -> Floats:
    """Age of a typical click of a day: half of what has passed of the day itself, then counted from noon."""
    age: Floats = np.where(
        days_since_day_began <= 1.0, days_since_day_began / 2.0, days_since_day_began - 0.5
    )
    return np.maximum(age, 0.0)
