"""Slow changes: factors with mean 1 that wander over weeks, readable at any day without those before it.

Values are drawn at knots every `period_days` and joined smoothly (value noise; Perlin 1985, "An image
synthesizer"), rescaled so that the variance is the same at and between knots. Unlike a random walk it needs
no past and stays within bounds, so any day of any history can be computed by itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from adsandbox.market.luck import Floats, Luck


def slow_wave(
    luck: Luck, measure: str, variation: float, period_days: int, day: int, *keys: ArrayLike
) -> Floats:
    """Factors with mean 1 and coefficient of variation `variation` for these keys on this day."""
    knot, place = divmod(day, period_days)
    step = place / period_days
    rise = step * step * (3.0 - 2.0 * step)
    before, after = (luck.normal(measure, *keys, at) for at in (knot, knot + 1))
    wave = ((1.0 - rise) * before + rise * after) / np.sqrt((1.0 - rise) ** 2 + rise**2)
    sigma = float(np.sqrt(np.log1p(variation * variation)))
    factors: Floats = np.exp(sigma * wave - 0.5 * sigma * sigma)
    return factors
