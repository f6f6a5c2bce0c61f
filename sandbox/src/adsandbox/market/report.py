"""Rows as a platform reports them: conversions known by now, people reached, splits by breakdown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.market.arrays import sum_by
from adsandbox.market.cells import Cells
from adsandbox.market.delay import click_age_days, reported_share
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.purposes import Outcome
from adsandbox.market.response import joint_reach, people_reached

_ORDER_VARIATION = 0.45
_CELL_VARIATION = 0.15
_VIEW_THROUGH_SHARE = 0.13
_ENGAGED_VIEW_SHARE = 0.04
MEASURES = ("impressions", "clicks", "link_clicks", "landing_views", "video_views", "spend")
STEPS_BEFORE_PURCHASE = {"initiate_checkout": 1.6, "add_to_cart": 3.2, "view_content": 11.0}


class Window(IntEnum):
    """The narrowest window that counts a conversion: within a day of a view, of an engaged view of a video,
    or within so many days of a click.
    """

    VIEW_ONE_DAY = 0
    ENGAGED_VIEW_ONE_DAY = 1
    CLICK_ONE_DAY = 2
    CLICK_SEVEN_DAYS = 3
    CLICK_28_DAYS = 4


@dataclass(frozen=True)
class Conversions:
    """Conversions reported by now, one element each: the row it belongs to, its number in the order of
    reporting, value and Window.
    """

    row: Ints
    number: Ints
    value_minor: Ints
    window: Ints


def conversions_by_now(rows: Rows, luck: Luck, age_days: Floats, minor_units: float) -> Conversions:
    """Every conversion reported when each row's day began `age_days` ago; never fewer later on."""
    share = reported_share(rows["outcome"], click_age_days(age_days))
    counts = luck.poisson("conversions", rows["conversions"] * share, rows["ad"], rows["day"])
    row = np.repeat(np.arange(len(rows), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    number = np.arange(len(row), dtype=np.int64) - np.repeat(first, counts)
    ads, days = rows["ad"][row], rows["day"][row]
    worth = rows["order_value"][row] * luck.lognormal("order", _ORDER_VARIATION, ads, days, number)
    value = np.where(rows["outcome"][row] == Outcome.PURCHASE, np.rint(worth * minor_units), 0.0)
    window = _windows(rows, luck, row, number)
    return Conversions(row, number, value.astype(np.int64), window)


def _windows(rows: Rows, luck: Luck, row: Ints, number: Ints) -> Ints:
    """The window of each conversion, from its own delay: those reported when clicks are a day old happened
    within a day of the click. Some of these followed a view; all, if nobody clicked.
    """
    within = [
        luck.poisson(
            "conversions",
            rows["conversions"] * reported_share(rows["outcome"], np.array(days)),
            rows["ad"],
            rows["day"],
        )
        for days in (1.0, 7.0)
    ]
    window = np.full(len(row), int(Window.CLICK_28_DAYS))
    window[number < within[1][row]] = Window.CLICK_SEVEN_DAYS
    unit = luck.uniform("window", rows["ad"][row], rows["day"][row], number)
    viewed = (unit < _VIEW_THROUGH_SHARE) | (rows["link_clicks"][row] == 0)
    engaged = unit >= 1.0 - _ENGAGED_VIEW_SHARE
    quick = np.where(engaged, int(Window.ENGAGED_VIEW_ONE_DAY), int(Window.CLICK_ONE_DAY))
    quick = np.where(viewed, int(Window.VIEW_ONE_DAY), quick)
    found: Ints = np.where(number < within[0][row], quick, window)
    return found


def steps_by_now(rows: Rows, luck: Luck, counts: Ints, step: str) -> Ints:
    """How often a step on the way to a purchase was seen: never less than the purchases themselves."""
    mean = rows["conversions"] * (STEPS_BEFORE_PURCHASE[step] - 1.0)
    extra = luck.poisson(
        step, np.where(rows["outcome"] == Outcome.PURCHASE, mean, 0.0), rows["ad"], rows["day"]
    )
    extra = np.minimum(extra, np.maximum(rows["landing_views"] - counts, 0))
    return np.where(rows["outcome"] == Outcome.PURCHASE, counts + extra, 0)


def split_rows(rows: Rows, cells: Cells, ad: Ints, luck: Luck) -> tuple[Rows, Ints]:
    """Divide every row over the cells so that each measure sums exactly to the whole; `ad` is each row's
    place among the ads of the cells.

    Gives the parts, row by row and cell by cell, and the cell of each part.
    """
    width, height = len(cells.labels), len(rows)
    parts = np.repeat(rows, width)
    cell = np.tile(np.arange(width, dtype=np.int64), height)
    noise = luck.lognormal("cell-day", _CELL_VARIATION, parts["ad"], parts["day"], cell)
    shown = _met(cells, rows, ad) * noise.reshape(height, width)
    impressions = divide(rows["impressions"].astype(np.int64), shown)
    acting = cells.click[ad] * impressions + 1e-9 * shown
    parts["impressions"] = impressions.ravel()
    parts["spend"] = divide(rows["spend"], impressions + 1e-6 * shown).ravel()
    links = divide(rows["link_clicks"].astype(np.int64), acting)
    others = divide((rows["clicks"] - rows["link_clicks"]).astype(np.int64), acting)
    parts["link_clicks"] = links.ravel()
    parts["clicks"] = (links + others).ravel()
    parts["landing_views"] = divide(rows["landing_views"].astype(np.int64), links + 1e-9).ravel()
    parts["video_views"] = divide(rows["video_views"].astype(np.int64), impressions + 1e-9).ravel()
    parts["audience"] = np.maximum(parts["audience"] * cells.share[ad].ravel(), 1.0)
    return parts, cell


def _met(cells: Cells, rows: Rows, ad: Ints) -> Floats:
    """Each row's shares of the cells, without those whose hour it did not deliver in."""
    ran = (rows["hours"].astype(np.int64)[:, None] >> np.maximum(cells.hour, 0)[None, :]) & 1
    met: Floats = cells.share[ad] * ((cells.hour < 0)[None, :] | (ran > 0))
    return met


def divide(total: Ints, weight: NDArray[np.floating[Any]]) -> Ints:
    """Whole numbers in proportion to `weight` (rows x cells) that sum to `total` (largest remainders)."""
    whole = weight.sum(axis=1, keepdims=True)
    exact = total[:, None] * weight / np.where(whole > 0, whole, 1.0)
    base = np.floor(exact).astype(np.int64)
    missing = total - base.sum(axis=1)
    rank = np.argsort(np.argsort(-(exact - base), axis=1, kind="stable"), axis=1, kind="stable")
    parts: Ints = base + (rank < missing[:, None])
    return parts


def cell_of_conversion(conversions: Conversions, rows: Rows, cells: Cells, ad: Ints, luck: Luck) -> Ints:
    """The cell in which each conversion of the rows happened; it stays there however late one looks. `ad` is
    each row's place among the ads of the cells.
    """
    weight = conversion_weights(rows, cells, ad)
    cumulative = np.cumsum(weight, axis=1)
    cumulative /= cumulative[:, -1:]
    row = conversions.row
    unit = luck.uniform(
        "cell:" + ",".join(cells.names), rows["ad"][row], rows["day"][row], conversions.number
    )
    heights = (cumulative + np.arange(len(rows))[:, None]).ravel()
    found = np.searchsorted(heights, row + unit) - row * len(cells.labels)
    places: Ints = np.clip(found, 0, len(cells.labels) - 1)
    return places


def conversion_weights(rows: Rows, cells: Cells, ad: Ints) -> Floats:
    """How the conversions of each row fall on the cells."""
    return _met(cells, rows, ad) * cells.click[ad] * cells.conversion[ad]


def reach_by_group(rows: Rows, group: Ints, groups: int) -> Ints:
    """People reached in each group of rows: deduplicated over days and ads, overlapping between ad sets."""
    keys = np.stack([group, rows["ad_set"]], axis=1)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    shown = sum_by(inverse, rows["impressions"], len(distinct))
    audience = np.zeros(len(distinct))
    np.maximum.at(audience, inverse, rows["audience"])
    return joint_reach(people_reached(shown, np.maximum(audience, 1.0)), distinct[:, 0], groups)
