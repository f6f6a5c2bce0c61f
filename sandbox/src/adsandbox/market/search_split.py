"""How rows of a search account fall on the cells of a segment: shares of impressions and of clicks, exact
splits.

Impressions are shared out by systematic sampling (Madow 1949): within one of their expectation in every cell,
and exact in sum. Clicks carry their labels one by one (`search_report.py`), with the shares given here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.search_demand import HOUR_SHARE
from adsandbox.market.search_places import LEAVES, leaf_shares
from adsandbox.market.search_plan import DEVICE_CLICKS, DEVICES, PARTNER_CLICKS
from adsandbox.market.search_terms import TERMS, has_term, term_shares

NETWORKS = ("SEARCH", "SEARCH_PARTNERS")
SLOTS = ("SEARCH_TOP", "SEARCH_OTHER")
CLICK_TYPES = ("URL_CLICKS",)
# What labels of each segment mean: an index of DEVICES, NETWORKS, SLOTS, CLICK_TYPES, an hour, a term of
# search_terms, an index of search_places.LEAVES, the id of a conversion action.
SEGMENTS = ("device", "network", "hour", "term", "place", "slot", "click_type", "conversion_action")
CELLS = {
    "device": len(DEVICES), "network": len(NETWORKS), "hour": 24, "term": TERMS, "place": len(LEAVES),
    "slot": len(SLOTS), "click_type": len(CLICK_TYPES),
}  # fmt: skip
_TOP_CLICKS = 4.0


@dataclass(frozen=True)
class Texts:
    """The keywords that rows can belong to: ids in rising order, with their `text_key` and match type (index
    of MATCH_TYPES).
    """

    ids: Ints
    keys: Ints
    match: Ints


def apportion(total: Ints, weight: Any, unit: Floats) -> Ints:
    """Whole numbers in proportion to `weight` (rows x cells) that add up to `total`: each within one of its
    exact part, which it meets on average over `unit` (systematic sampling).
    """
    cumulative = np.cumsum(weight, axis=1, dtype=np.float64)
    whole = cumulative[:, -1:]
    edges = np.floor(total[:, None] * (cumulative / np.where(whole > 0, whole, 1.0)) + unit[:, None])
    edges = np.minimum(edges.astype(np.int64), total[:, None])
    edges[:, -1] = total
    parts: Ints = np.diff(edges, axis=1, prepend=0)
    return parts


@dataclass(frozen=True)
class Spread:
    """How rows fall on the cells of a segment: distinct distributions, and which of them each row has."""

    shares: Floats
    of_row: Ints

    def labels(self, row: Ints, unit: Floats) -> Ints:
        """The cell of something that belongs to a row, by a number in (0, 1)."""
        cells = self.shares.shape[1]
        cumulative = np.cumsum(self.shares, axis=1)
        last = (cumulative < cumulative[:, -1:] * (1.0 - 1e-12)).sum(axis=1)
        index = self.of_row[row]
        steps = (np.minimum(cumulative, 1.0) + np.arange(len(cumulative))[:, None]).ravel()
        found = np.searchsorted(steps, index + unit) - index * cells
        labels: Ints = np.minimum(found, last[index])
        return labels

    def tilted(self, keenness: Floats) -> Spread:
        """The same with some cells keener than others."""
        return Spread(_normal(self.shares * keenness), self.of_row)


_KEENNESS = {
    "device": DEVICE_CLICKS,
    "network": np.array([1.0, PARTNER_CLICKS]),
    "slot": np.array([_TOP_CLICKS, 1.0]),
}


def impression_spread(rows: Rows, texts: Texts, luck: Luck, segment: str) -> Spread:
    """How rows' impressions fall on the cells of a segment."""
    every = np.arange(len(rows), dtype=np.int64)
    if segment == "device":
        mobile, tablet = rows["mobile"].astype(np.float64), rows["tablet"].astype(np.float64)
        return Spread(np.stack([mobile, np.maximum(1.0 - mobile - tablet, 0.0), tablet], axis=1), every)
    if segment == "network":
        partner = rows["partner"].astype(np.float64)
        return Spread(np.stack([1.0 - partner, partner], axis=1), every)
    if segment == "slot":
        top = rows["top"] / np.maximum(rows["impressions"], 1)
        return Spread(np.stack([top, 1.0 - top], axis=1), every)
    if segment == "hour":
        masks, of_row = np.unique(rows["hours"].astype(np.int64), return_inverse=True)
        return Spread(_normal(((masks[:, None] >> np.arange(24)) & 1) * HOUR_SHARE), of_row.ravel())
    if segment == "place":
        masks, of_row = np.unique(rows["places"], return_inverse=True)
        return Spread(leaf_shares(masks), of_row.ravel())
    if segment == "term":
        return _term_spread(rows, texts, luck)
    return Spread(np.ones((1, 1)), np.zeros(len(rows), np.int64))


def click_spread(rows: Rows, texts: Texts, luck: Luck, segment: str) -> Spread:
    """How rows' clicks fall on the cells of a segment: some bring more of them than others."""
    spread = impression_spread(rows, texts, luck, segment)
    return spread.tilted(_KEENNESS[segment]) if segment in _KEENNESS else spread


def _term_spread(rows: Rows, texts: Texts, luck: Luck) -> Spread:
    pairs = np.stack([rows["criterion"], rows["terms"].astype(np.int64)], axis=1)
    distinct, of_row = np.unique(pairs, axis=0, return_inverse=True)
    at = np.minimum(np.searchsorted(texts.ids, distinct[:, 0]), max(len(texts.ids) - 1, 0))
    shares = term_shares(luck, texts.keys[at], texts.match[at])
    return Spread(_normal(shares * has_term(distinct[:, 1])), of_row.ravel())


def _normal(weight: Floats) -> Floats:
    whole = weight.sum(axis=1, keepdims=True)
    normal: Floats = weight / np.where(whole > 0, whole, 1.0)
    return normal
