"""Rows as a platform reports them: conversions known by now, people reached, splits by breakdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.market.arrays import sum_by
from adsandbox.market.delay import LEAD_DELAY, PURCHASE_DELAY, click_age_days
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.people import Cells
from adsandbox.market.purposes import Outcome
from adsandbox.market.response import joint_reach, people_reached

_ORDER_VARIATION = 0.45
VIEW_THROUGH_SHARE = 0.12
ONE_DAY_CLICK_SHARE = 0.62
MEASURES = ("impressions", "clicks", "link_clicks", "landing_views", "video_views", "spend")
STEPS_BEFORE_PURCHASE = {"initiate_checkout": 1.6, "add_to_cart": 3.2, "view_content": 11.0}
WINDOWS = ("1d_view", "1d_click", "7d_click")


@dataclass(frozen=True)
class Conversions:
    """Conversions reported by now, one element each: the row it belongs to, its number, value and window."""

    row: Ints
    number: Ints
    value_minor: Ints
    window: Ints


def conversions_by_now(rows: Rows, luck: Luck, age_days: Floats, minor_units: float) -> Conversions:
    """Every conversion reported when each row's day began `age_days` ago; never fewer later on."""
    age = click_age_days(age_days)
    lead = rows["outcome"] != Outcome.PURCHASE
    share = np.where(lead, LEAD_DELAY.reported_share(age), PURCHASE_DELAY.reported_share(age))
    counts = luck.poisson("conversions", rows["conversions"] * share, rows["ad"], rows["day"])
    row = np.repeat(np.arange(len(rows), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    number = np.arange(len(row), dtype=np.int64) - np.repeat(first, counts)
    ads, days = rows["ad"][row], rows["day"][row]
    worth = rows["order_value"][row] * luck.lognormal("order", _ORDER_VARIATION, ads, days, number)
    value = np.where(rows["outcome"][row] == Outcome.PURCHASE, np.rint(worth * minor_units), 0.0)
    unit = luck.uniform("window", ads, days, number)
    window = np.where(
        unit < VIEW_THROUGH_SHARE, 0, np.where(unit < VIEW_THROUGH_SHARE + ONE_DAY_CLICK_SHARE, 1, 2)
    )
    return Conversions(row, number, value.astype(np.int64), window.astype(np.int64))


def steps_by_now(rows: Rows, luck: Luck, counts: Ints, step: str) -> Ints:
    """How often a step on the way to a purchase was seen: never less than the purchases themselves."""
    mean = rows["conversions"] * (STEPS_BEFORE_PURCHASE[step] - 1.0)
    extra = luck.poisson(
        step, np.where(rows["outcome"] == Outcome.PURCHASE, mean, 0.0), rows["ad"], rows["day"]
    )
    extra = np.minimum(extra, np.maximum(rows["landing_views"] - counts, 0))
    return np.where(rows["outcome"] == Outcome.PURCHASE, counts + extra, 0)


def split_rows(rows: Rows, cells: Cells, luck: Luck) -> tuple[Rows, Ints]:
    """Divide every row over the cells so that each measure sums exactly to the whole.

    Gives the parts, row by row and cell by cell, and the cell of each part.
    """
    width, height = len(cells.share), len(rows)
    parts = np.repeat(rows, width)
    cell = np.tile(np.arange(width, dtype=np.int64), height)
    noise = luck.lognormal("cell-day", 0.2, parts["ad"], parts["day"], cell).reshape(height, width)
    shown = cells.share[None, :] * noise
    acting = shown * cells.response[None, :]
    impressions = divide(rows["impressions"].astype(np.int64), shown)
    parts["impressions"] = impressions.ravel()
    parts["spend"] = divide(rows["spend"], impressions + 1e-6 * shown).ravel()
    links = divide(rows["link_clicks"].astype(np.int64), acting * impressions)
    others = divide((rows["clicks"] - rows["link_clicks"]).astype(np.int64), acting * impressions)
    parts["link_clicks"] = links.ravel()
    parts["clicks"] = (links + others).ravel()
    parts["landing_views"] = divide(rows["landing_views"].astype(np.int64), links + 1e-9).ravel()
    parts["video_views"] = divide(rows["video_views"].astype(np.int64), impressions + 1e-9).ravel()
    parts["audience"] = np.maximum(parts["audience"] * cells.share[cell], 1.0)
    return parts, cell


def divide(total: Ints, weight: NDArray[np.floating[Any]]) -> Ints:
    """Whole numbers in proportion to `weight` (rows x cells) that sum to `total` (largest remainders)."""
    whole = weight.sum(axis=1, keepdims=True)
    exact = total[:, None] * weight / np.where(whole > 0, whole, 1.0)
    base = np.floor(exact).astype(np.int64)
    missing = total - base.sum(axis=1)
    rank = np.argsort(np.argsort(-(exact - base), axis=1, kind="stable"), axis=1, kind="stable")
    parts: Ints = base + (rank < missing[:, None])
    return parts


def cell_of_conversion(conversions: Conversions, rows: Rows, cells: Cells, luck: Luck) -> Ints:
    """The cell in which each conversion happened; it stays there however late one looks."""
    weight = cells.share * cells.response
    cumulative = np.cumsum(weight / weight.sum())
    row = conversions.row
    unit = luck.uniform(
        "cell:" + ",".join(cells.names), rows["ad"][row], rows["day"][row], conversions.number
    )
    return np.minimum(np.searchsorted(cumulative, unit), len(cumulative) - 1)


def reach_by_group(rows: Rows, group: Ints, groups: int) -> Ints:
    """People reached in each group of rows: deduplicated over days and ads, overlapping between ad sets."""
    keys = np.stack([group, rows["ad_set"]], axis=1)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    shown = sum_by(inverse, rows["impressions"], len(distinct))
    audience = np.zeros(len(distinct))
    np.maximum.at(audience, inverse, rows["audience"])
    return joint_reach(people_reached(shown, np.maximum(audience, 1.0)), distinct[:, 0], groups)
