"""Sums over groups of array elements."""

from __future__ import annotations

import numpy as np

from adsandbox.market.luck import Floats, Ints


def sum_by(group: Ints, weights: Floats, groups: int) -> Floats:
    """The sum of `weights` in each of `groups` groups."""
    sums: Floats = np.bincount(group, weights=weights, minlength=groups).astype(np.float64)
    return sums
