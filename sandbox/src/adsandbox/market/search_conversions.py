"""What clicks of a search account lead to: its conversion actions, how often each happens and when.

Plausible magnitudes, not measurements; the delay after a click is that of the feed side (`delay.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.delay import LEAD_DELAY, PURCHASE_DELAY, SETTLED_DAYS, DelayLaw
from adsandbox.market.luck import Floats

REPEAT_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Action:
    """A conversion action: how often its category happens relative to purchases, what each is worth (major
    units; None: an order's own value), and the clicks that it counts (instants; clicks before and after do
    not convert).
    """

    id: int
    category: str = "PURCHASE"
    value: float | None = None
    one_per_click: bool = False
    window_days: float = 30.0
    primary: bool = True
    since: float = 0.0
    until: float = np.inf

    @property
    def frequency(self) -> float:
        """Clicks with such a conversion, relative to those with a purchase."""
        return _FREQUENCY.get(self.category, _OTHER_FREQUENCY)

    @property
    def delay(self) -> DelayLaw:
        """When it happens after the click."""
        return PURCHASE_DELAY if self.category in _BOUGHT else LEAD_DELAY

    def expected(self, order_value: Floats) -> tuple[float, Floats]:
        """Conversions in the end per purchase that the market expects, and their value."""
        known = float(self.delay.reported_share(np.array(min(self.window_days, SETTLED_DAYS))))
        count = self.frequency * known * (1.0 if self.one_per_click else 1.0 + REPEAT_SHARE)
        return count, count * (order_value if self.value is None else np.full_like(order_value, self.value))


_BOUGHT = ("PURCHASE", "STORE_SALE", "SUBSCRIBE_PAID")
_FREQUENCY = {
    "PURCHASE": 1.0, "ADD_TO_CART": 2.8, "BEGIN_CHECKOUT": 1.6, "SUBSCRIBE_PAID": 0.6,
    "SUBMIT_LEAD_FORM": 1.7, "PHONE_CALL_LEAD": 0.5, "IMPORTED_LEAD": 0.8, "QUALIFIED_LEAD": 0.6,
    "CONVERTED_LEAD": 0.3, "BOOK_APPOINTMENT": 0.7, "REQUEST_QUOTE": 0.9, "CONTACT": 1.2, "SIGNUP": 1.4,
    "PAGE_VIEW": 9.0, "OUTBOUND_CLICK": 2.0, "GET_DIRECTIONS": 0.8, "ENGAGEMENT": 3.0, "DOWNLOAD": 1.1,
    "STORE_VISIT": 0.6, "STORE_SALE": 0.3,
}  # fmt: skip
_OTHER_FREQUENCY = 1.0


def delay_days(law: DelayLaw, decider: Floats, unit: Floats) -> Floats:
    """How long after its click a conversion happens, by two numbers in (0, 1): a draw from `law`, truncated
    after SETTLED_DAYS.
    """
    quick, slow = (-np.expm1(-SETTLED_DAYS / mean) for mean in (law.quick_days, law.slow_days))
    quick_share = law.quick_share * quick / (law.quick_share * quick + (1.0 - law.quick_share) * slow)
    is_quick = decider < quick_share
    mean = np.where(is_quick, law.quick_days, law.slow_days)
    days: Floats = -mean * np.log1p(-unit * np.where(is_quick, quick, slow))
    return days
