"""Sums of delivered rows per group of an insights answer: measures, people, actions and their values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.cells import cells_of
from adsandbox.market.delivery import Mask, Rows
from adsandbox.market.luck import Ints, Luck
from adsandbox.market.people import Targeting
from adsandbox.market.purposes import Economics, Outcome
from adsandbox.market.report import (
    MEASURES,
    STEPS_BEFORE_PURCHASE,
    Conversions,
    Window,
    cell_of_conversion,
    conversion_weights,
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
    Outcome.INSTALL: ("mobile_app_install", "omni_app_install", "app_install"),
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
ACTION_WINDOWS = ("1d_click", "7d_click", "28d_click", "1d_view", "1d_ev")
_COUNTED_IN = {
    "1d_view": (Window.VIEW_ONE_DAY,),
    "1d_ev": (Window.ENGAGED_VIEW_ONE_DAY,),
    "1d_click": (Window.CLICK_ONE_DAY,),
    "7d_click": (Window.CLICK_ONE_DAY, Window.CLICK_SEVEN_DAYS),
    "28d_click": (Window.CLICK_ONE_DAY, Window.CLICK_SEVEN_DAYS, Window.CLICK_28_DAYS),
}


@dataclass(frozen=True)
class Parts:
    """Rows after the split by breakdown, with everything that is counted beside their measures."""

    rows: Rows
    labels: list[tuple[str, ...]]
    label: Ints
    conversions: Conversions
    conversion_part: Ints
    conversion_counts: Mask
    steps: dict[str, Ints]


def count_parts(
    rows: Rows,
    luck: Luck,
    age_days: dict[int, float],
    minor_units: float,
    attribution: dict[int, tuple[str, ...]],
    targetings: dict[int, Targeting],
    economics: Economics,
    breakdowns: tuple[str, ...],
) -> Parts:
    """Count everything for the rows, split by breakdown if there is one. `attribution` names the windows that
    each ad set's `value` counts.
    """
    ages = np.array([age_days[day] for day in rows["day"].tolist()])
    conversions = conversions_by_now(rows, luck, ages, minor_units)
    whole = np.bincount(conversions.row, minlength=len(rows))
    counts = _counted(conversions, rows, attribution)
    steps = {step: steps_by_now(rows, luck, whole, step) for step in STEPS_BEFORE_PURCHASE}
    if not breakdowns:
        nowhere = np.zeros(len(rows), np.int64)
        return Parts(rows, [()], nowhere, conversions, conversions.row, counts, steps)
    return _split(rows, luck, conversions, counts, steps, targetings, economics, breakdowns)


def _counted(conversions: Conversions, rows: Rows, attribution: dict[int, tuple[str, ...]]) -> Mask:
    """Which conversions the setting of their ad set counts."""
    settings = {
        ad_set: [any(window in _COUNTED_IN[name] for name in names) for window in Window]
        for ad_set, names in attribution.items()
    }
    table = np.array([settings[ad_set] for ad_set in rows["ad_set"].tolist()], dtype=bool)
    return table.reshape(len(rows), len(Window))[conversions.row, conversions.window]


def _split(
    rows: Rows,
    luck: Luck,
    conversions: Conversions,
    counts: Mask,
    steps: dict[str, Ints],
    targetings: dict[int, Targeting],
    economics: Economics,
    breakdowns: tuple[str, ...],
) -> Parts:
    labels: dict[tuple[str, ...], int] = {}
    pieces: list[Rows] = []
    piece_labels: list[Ints] = []
    piece_steps: dict[str, list[Ints]] = {step: [] for step in steps}
    conversion_part = np.zeros(len(conversions.row), np.int64)
    offset = 0
    for ad_set in np.unique(rows["ad_set"]).tolist():
        members = np.flatnonzero(rows["ad_set"] == ad_set)
        mine = rows[members]
        ads, ad = np.unique(mine["ad"], return_inverse=True)
        cells = cells_of(targetings[ad_set], breakdowns, luck, ads, economics.segment_variation)
        index = np.array([labels.setdefault(label, len(labels)) for label in cells.labels], dtype=np.int64)
        split, cell = split_rows(mine, cells, ad, luck)
        for step, numbers in steps.items():
            weight = conversion_weights(mine, cells, ad)
            piece_steps[step].append(divide(numbers[members], weight).ravel())
        place = np.full(len(rows), -1, np.int64)
        place[members] = np.arange(len(members))
        chosen = np.flatnonzero(place[conversions.row] >= 0)
        among = Conversions(
            place[conversions.row[chosen]],
            conversions.number[chosen],
            conversions.value_minor[chosen],
            conversions.window[chosen],
        )
        where = cell_of_conversion(among, mine, cells, ad, luck)
        conversion_part[chosen] = offset + among.row * len(cells.labels) + where
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
        counts,
        joined,
    )


@dataclass(frozen=True)
class Sums:
    """Totals by group. Actions are counts by action type and window, values are minor units; names for the
    same thing share one column.
    """

    measures: dict[str, Ints]
    reach: Ints
    actions: dict[str, dict[str, Ints]]
    values: dict[str, dict[str, Ints]]


def sum_groups(
    parts: Parts, group: Ints, groups: int, windows: tuple[str, ...] = (), off_platform: bool = True
) -> Sums:
    """Add up the parts of every group, actions in the ad sets' own windows and in those given. What happens
    off the platform is left out on demand.
    """
    rows = parts.rows
    wanted = tuple(window for window in ACTION_WINDOWS if window in windows)
    measures = {name: _total(rows[name].astype(np.int64), group, groups) for name in MEASURES}
    reach = reach_by_group(rows, group, groups)
    actions: dict[str, dict[str, Ints]] = {}
    values: dict[str, dict[str, Ints]] = {}
    engaged = measures["clicks"] + measures["video_views"]
    counted = {"link_click": measures["link_clicks"], "video_view": measures["video_views"]}
    counted |= {"post_engagement": engaged, "page_engagement": engaged}
    if off_platform:
        counted |= dict.fromkeys(("landing_page_view", "omni_landing_page_view"), measures["landing_views"])
        for step, step_names in _STEP_NAMES.items():
            counted |= dict.fromkeys(step_names, _total(parts.steps[step], group, groups))
    for name, counts in counted.items():
        clicked = {window: counts for window in wanted if window.endswith("_click")}
        actions[name] = {"value": counts, **clicked}
    outcome = rows["outcome"][parts.conversion_part]
    ones = np.ones(len(outcome), np.int64)
    for kind, names in _NAMES.items():
        mine = outcome == kind
        if not mine.any() or not (off_platform or kind is Outcome.INSTANT_LEAD):
            continue
        number = _by_window(parts, group, groups, mine, ones, wanted)
        for name in names:
            _merge(actions, name, number)
        if kind is Outcome.PURCHASE:
            worth = _by_window(parts, group, groups, mine, parts.conversions.value_minor, wanted)
            values |= dict.fromkeys(names, worth)
    return Sums(measures, reach, _occurring(actions), _occurring(values))


def _occurring(table: dict[str, dict[str, Ints]]) -> dict[str, dict[str, Ints]]:
    """The table without actions that occur nowhere."""
    return {
        name: by_window
        for name, by_window in table.items()
        if any(numbers.any() for numbers in by_window.values())
    }


def _by_window(
    parts: Parts, group: Ints, groups: int, mine: Mask, weight: Ints, wanted: tuple[str, ...]
) -> dict[str, Ints]:
    window = parts.conversions.window
    masks = {"value": mine & parts.conversion_counts}
    masks.update({name: mine & np.isin(window, _COUNTED_IN[name]) for name in wanted})
    of_group = group[parts.conversion_part]
    return {name: _total(weight[mask], of_group[mask], groups) for name, mask in masks.items()}


def _merge(table: dict[str, dict[str, Ints]], name: str, counts: dict[str, Ints]) -> None:
    present = table.get(name)
    if present is None:
        table[name] = counts
        return
    table[name] = {window: present[window] + numbers for window, numbers in counts.items()}


def _total(numbers: Ints, group: Ints, groups: int) -> Ints:
    totals: Ints = np.bincount(group, weights=numbers, minlength=groups).astype(np.int64)
    return totals
