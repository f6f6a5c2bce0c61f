"""What was measured in a customer's account over some days, as columns that queries group and sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.entities import Account

Ints = NDArray[np.int64]
COLUMNS = (
    "day",
    "hour",
    "campaign",
    "budget",
    "ad_group",
    "ad",
    "criterion",
    "action",
    "term",
    "device",
    "network",
    "country",
    "location_type",
    "targeted",
)
SUMS = (
    "impressions",
    "clicks",
    "cost_micros",
    "conversions",
    "conversions_value",
    "all_conversions",
    "all_conversions_value",
    "view_through_conversions",
    "invalid_clicks",
    "eligible",
    "lost_budget",
    "lost_rank",
    "top",
    "absolute_top",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows in columns: `keys` tell them apart, `sums` may be added up, `texts` are what numbers of some keys
    stand for.
    """

    keys: dict[str, Ints]
    sums: dict[str, NDArray[Any]]
    texts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.sums["impressions"])


NOTHING = Measured(dict.fromkeys(COLUMNS, np.zeros(0, np.int64)), dict.fromkeys(SUMS, np.zeros(0, np.int64)))


def measure(account: Account, query: Checked, columns: set[str]) -> Measured:
    """The measured rows of the query's days, split so far that these columns are there."""
    return NOTHING
