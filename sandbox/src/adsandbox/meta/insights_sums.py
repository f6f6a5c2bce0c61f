"""Sums of delivered rows per group of an insights answer: measures, people, actions and their values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Ints, Luck
from adsandbox.market.people import Targeting, cells_of
from adsandbox.market.purposes import Outcome
from adsandbox.market.report import (
    MEASURES,
    STEPS_BEFORE_PURCHASE,
    Conversions,
    cell_of_conversion,
    conversions_by_now,
    divide,
    reach_by_group,
    split_rows,
    steps_by_now,
)

# Names under which one conversion is reported; they overlap, so they are never to be added up.
_NAMES: dict[Outcome, tuple[str, ...]] = {
    Outcome.PURCHASE: (
        "purchase",
        "omni_purchase",
        "offsite_conversion.fb_pixel_purchase",
        "onsite_web_purchase",
    ),
    Outcome.LEAD: ("lead", "offsite_conversion.fb_pixel_lead", "onsite_web_lead"),
    Outcome.INSTANT_LEAD: ("lead", "onsite_conversion.lead_grouped", "leadgen_grouped"),
    Outcome.REGISTRATION: (
        "complete_registration",
        "omni_complete_registration",
        "offsite_conversion.fb_pixel_complete_registration",
    ),
}
_STEP_NAMES = {
    "initiate_checkout": (
        "initiate_checkout",
        "omni_initiated_checkout",
        "offsite_conversion.fb_pixel_initiate_checkout",
    ),
    "add_to_cart": ("add_to_cart", "omni_add_to_cart", "offsite_conversion.fb_pixel_add_to_cart"),
    "view_content": ("view_content", "omni_view_content", "offsite_conversion.fb_pixel_view_content"),
}
ACTION_WINDOWS = ("1d_click", "7d_click", "28d_click", "1d_view")


@dataclass(frozen=True)
class Parts:
    """Rows after the split by breakdown, with everything that is counted beside their measures."""

    rows: Rows
    labels: list[tuple[str, ...]]
    label: Ints
    conversions: Conversions
    conversion_part: Ints
    steps: dict[str, Ints]


@dataclass(frozen=True)
class Attribution:
    """Which windows an ad set's `value` counts."""

    view_one_day: bool
    click_days: int


def count_parts(
    rows: Rows,
    luck: Luck,
    age_days: dict[int, float],
    minor_units: float,
    attribution: dict[int, Attribution],
    targetings: dict[int, Targeting],
    breakdowns: tuple[str, ...],
) -> Parts:
    """Count everything for the rows, split by breakdown if there is one."""
    ages = np.array([age_days[day] for day in rows["day"].tolist()])
    conversions = conversions_by_now(rows, luck, ages, minor_units)
    whole = np.bincount(conversions.row, minlength=len(rows))
    counted = _counted(conversions, rows, attribution)
    steps = {step: steps_by_now(rows, luck, whole, step) for step in STEPS_BEFORE_PURCHASE}
    kept = Conversions(
        *(
            column[counted]
            for column in (conversions.row, conversions.number, conversions.value_minor, conversions.window)
        )
    )
    if not breakdowns:
        return Parts(rows, [()], np.zeros(len(rows), np.int64), kept, kept.row, steps)
    return _split(rows, luck, kept, steps, targetings, breakdowns)


def _counted(conversions: Conversions, rows: Rows, attribution: dict[int, Attribution]) -> Ints:
    settings = [attribution[ad_set] for ad_set in rows["ad_set"].tolist()]
    views = np.array([setting.view_one_day for setting in settings], dtype=bool)
    week = np.array([setting.click_days >= 7 for setting in settings], dtype=bool)
    window, row = conversions.window, conversions.row
    keep = (window == 1) | ((window == 0) & views[row]) | ((window == 2) & week[row])
    return np.flatnonzero(keep)


def _split(
    rows: Rows,
    luck: Luck,
    conversions: Conversions,
    steps: dict[str, Ints],
    targetings: dict[int, Targeting],
    breakdowns: tuple[str, ...],
) -> Parts:
    labels: dict[tuple[str, ...], int] = {}
    pieces: list[Rows] = []
    piece_labels: list[Ints] = []
    piece_steps: dict[str, list[Ints]] = {step: [] for step in steps}
    conversion_part = np.zeros(len(conversions.row), np.int64)
    offset = 0
    for ad_set in np.unique(rows["ad_set"]).tolist():
        cells = cells_of(targetings[ad_set], breakdowns, luck, ad_set)
        index = np.array([labels.setdefault(label, len(labels)) for label in cells.labels], dtype=np.int64)
        members = np.flatnonzero(rows["ad_set"] == ad_set)
        split, cell = split_rows(rows[members], cells, luck)
        weight = np.tile(cells.share * cells.response, (len(members), 1))
        for step, counts in steps.items():
            piece_steps[step].append(divide(counts[members], weight).ravel())
        place = np.full(len(rows), -1, np.int64)
        place[members] = np.arange(len(members))
        mine = np.flatnonzero(place[conversions.row] >= 0)
        chosen = Conversions(
            conversions.row[mine],
            conversions.number[mine],
            conversions.value_minor[mine],
            conversions.window[mine],
        )
        where = cell_of_conversion(chosen, rows, cells, luck)
        conversion_part[mine] = offset + place[chosen.row] * len(cells.share) + where
        pieces.append(split)
        piece_labels.append(index[cell])
        offset += len(split)
    joined = {
        step: np.concatenate(parts) if parts else np.zeros(0, np.int64) for step, parts in piece_steps.items()
    }
    return Parts(
        np.concatenate(pieces) if pieces else rows,
        list(labels),
        np.concatenate(piece_labels) if piece_labels else np.zeros(0, np.int64),
        conversions,
        conversion_part,
        joined,
    )


@dataclass(frozen=True)
class Sums:
    """Totals by group, as plain lists because they are read one by one.

    Actions are whole counts by action type and window; values are minor units.
    """

    measures: dict[str, list[int]]
    reach: list[int]
    actions: dict[str, dict[str, list[int]]]
    values: dict[str, dict[str, list[int]]]


def sum_groups(parts: Parts, group: Ints, groups: int) -> Sums:
    """Add up the parts of every group."""
    rows = parts.rows
    measures = {name: _total(rows[name].astype(np.int64), group, groups) for name in MEASURES}
    actions: dict[str, dict[str, Ints]] = {}
    values: dict[str, dict[str, Ints]] = {}
    engaged = measures["clicks"] + measures["video_views"]
    for name, counts in (
        ("link_click", measures["link_clicks"]),
        ("video_view", measures["video_views"]),
        ("landing_page_view", measures["landing_views"]),
        ("omni_landing_page_view", measures["landing_views"]),
        ("post_engagement", engaged),
        ("page_engagement", engaged),
    ):
        actions[name] = {"value": counts, "1d_click": counts, "7d_click": counts, "28d_click": counts}
    for step, step_names in _STEP_NAMES.items():
        counts = _total(parts.steps[step], group, groups)
        for name in step_names:
            actions[name] = {"value": counts, "1d_click": counts, "7d_click": counts, "28d_click": counts}
    outcome = rows["outcome"][parts.conversion_part]
    ones = np.ones(len(outcome), np.int64)
    for kind, names in _NAMES.items():
        mine = outcome == kind
        for name in names:
            _merge(actions, name, _by_window(parts, group, groups, mine, ones))
            if kind is Outcome.PURCHASE:
                _merge(values, name, _by_window(parts, group, groups, mine, parts.conversions.value_minor))
    plain = {name: column.tolist() for name, column in measures.items()}
    return Sums(plain, reach_by_group(rows, group, groups).tolist(), _plain(actions), _plain(values))


def _plain(table: dict[str, dict[str, Ints]]) -> dict[str, dict[str, list[int]]]:
    """The table as lists; actions that occur nowhere are left out."""
    return {
        name: {window: numbers.tolist() for window, numbers in by_window.items()}
        for name, by_window in table.items()
        if any(numbers.any() for numbers in by_window.values())
    }


def _by_window(parts: Parts, group: Ints, groups: int, mine: Ints, weight: Ints) -> dict[str, Ints]:
    window = parts.conversions.window
    masks = {
        "value": mine,
        "1d_view": mine & (window == 0),
        "1d_click": mine & (window == 1),
        "7d_click": mine & (window > 0),
        "28d_click": mine & (window > 0),
    }
    of_group = group[parts.conversion_part]
    return {name: _total(weight[mask], of_group[mask], groups) for name, mask in masks.items()}


def _merge(table: dict[str, dict[str, Ints]], name: str, counts: dict[str, Ints]) -> None:
    present = table.setdefault(name, {})
    for window, numbers in counts.items():
        present[window] = present[window] + numbers if window in present else numbers


def _total(numbers: Ints, group: Ints, groups: int) -> Ints:
    totals = np.zeros(groups, np.int64)
    np.add.at(totals, group, numbers)
    return totals
