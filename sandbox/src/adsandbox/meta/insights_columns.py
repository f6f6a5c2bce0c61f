"""Columns of an insights answer: the values of one field for some groups, as Meta writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.meta.filtering import matches
from adsandbox.meta.insights_names import Names
from adsandbox.meta.insights_query import Query
from adsandbox.meta.insights_rankings import rankings
from adsandbox.meta.insights_sums import ACTION_WINDOWS, Sums

Column = list[Any]
_ROAS = {"purchase_roas": "omni_purchase", "website_purchase_roas": "offsite_conversion.fb_pixel_purchase"}
_OUTBOUND = "outbound_click"
COUNTS = {"impressions": "impressions", "clicks": "clicks", "inline_link_clicks": "link_clicks"}
# Field: what is divided by what (and times how much).
_RATIOS = {
    "frequency": ("impressions", "reach", 1.0),
    "ctr": ("clicks", "impressions", 100.0),
    "cpc": ("spend", "clicks", 1.0),
    "cpm": ("spend", "impressions", 1000.0),
    "cpp": ("spend", "reach", 1000.0),
    "inline_link_click_ctr": ("link_clicks", "impressions", 100.0),
    "cost_per_inline_link_click": ("spend", "link_clicks", 1.0),
    "unique_ctr": ("unique_clicks", "reach", 100.0),
    "unique_inline_link_click_ctr": ("unique_inline_link_clicks", "reach", 100.0),
    "unique_link_clicks_ctr": ("unique_inline_link_clicks", "reach", 100.0),
    "cost_per_unique_click": ("spend", "unique_clicks", 1.0),
    "cost_per_unique_inline_link_click": ("spend", "unique_inline_link_clicks", 1.0),
}
_UNIQUE = {"unique_clicks": "clicks", "unique_inline_link_clicks": "link_clicks"}
UNIQUE_FIELDS = frozenset({
    "reach", "frequency", "cpp", *_UNIQUE,
    *(name for name in _RATIOS if "unique" in name),
})  # fmt: skip


class Columns:
    """Reads columns off sums. Groups are told apart by their keys: period, entity, cell."""

    def __init__(self, query: Query, names: Names, sums: Sums, keys: Ints, units: int) -> None:
        self._query = query
        self._names = names
        self._sums = sums
        self._keys = keys
        self._units = units
        self._conditions = [c for c in query.conditions if c["field"] == "action_type"]
        self._rankings: dict[str, Column] | None = None

    def column(self, field: str, index: Ints) -> Column:
        """The values of a field for these groups; None where there is none."""
        if field in _LISTS:
            return _LISTS[field](self, index)
        if field in COUNTS:
            return list(map(str, self._sums.measures[COUNTS[field]][index].tolist()))
        if field == "reach" or field in _UNIQUE:
            return list(map(str, self._number(field)[index].astype(np.int64).tolist()))
        if field == "spend":
            return [self._money(amount) for amount in self._sums.measures["spend"][index].tolist()]
        if field in _RATIOS:
            top, below, factor = _RATIOS[field]
            return self._ratios(factor * self._number(top)[index], self._number(below)[index])
        if field.endswith("_ranking"):
            return self._ranking(field, index)
        return self._names.column(field, self._keys[index, 1])

    def sortable(self, field: str, index: Ints) -> Column:
        """Values of a field that can be put in order: numbers before texts, what is missing first."""
        action = field.partition(":")[2]
        if action:
            table = self._sums.values if field.startswith("action_values:") else self._sums.actions
            counts = table.get(action, {}).get("value")
            return [
                (1, float(n), "")
                for n in (counts[index].tolist() if counts is not None else [0] * len(index))
            ]
        return [_sort_key(value) for value in self.column(field, index)]

    def _number(self, name: str) -> Floats:
        if name == "reach":
            found = self._sums.reach
        elif name in _UNIQUE:
            found = self._people(self._sums.measures[_UNIQUE[name]])
        else:
            found = self._sums.measures[name]
        numbers: Floats = found / self._units if name == "spend" else found.astype(np.float64)
        return numbers

    def _people(self, clicks: Ints) -> Ints:
        """How many of the people reached made so many clicks, when each click is anybody's."""
        reach = np.maximum(self._sums.reach.astype(np.float64), 1.0)
        people = np.rint(-reach * np.expm1(clicks * np.log1p(-1.0 / np.maximum(reach, 1.0 + 1e-9))))
        found: Ints = np.minimum(np.minimum(people, self._sums.reach), clicks).astype(np.int64)
        return found

    def _ratios(self, top: Floats, below: Floats) -> Column:
        return [ratio_text(a / b) if b else None for a, b in zip(top.tolist(), below.tolist(), strict=True)]

    def _money(self, minor: int) -> str:
        return str(minor) if self._units == 1 else f"{minor / self._units:.2f}".rstrip("0").rstrip(".") or "0"

    def _ranking(self, field: str, index: Ints) -> Column:
        if self._query.level != "ad":
            return [None] * len(index)
        if self._rankings is None:
            self._rankings = rankings(self._sums, self._names, self._keys[:, 1])
        column = self._rankings[field]
        return [column[at] for at in index.tolist()]

    # --- lists of actions
    def actions(self, index: Ints) -> Column:
        """How often each action occurred."""
        return self._listed(self._sums.actions, index, str)

    def action_values(self, index: Ints) -> Column:
        """What the actions were worth."""
        return self._listed(self._sums.values, index, self._money)

    def costs(self, index: Ints) -> Column:
        """What each action cost."""
        spend = (self._sums.measures["spend"][index] / self._units).tolist()
        lists: list[list[dict[str, Any]]] = [[] for _ in spend]
        for name, by_window in self._wanted(self._sums.actions).items():
            aim = dict.fromkeys(self._query.by_target, self._names.target(name))
            for at, count in enumerate(by_window["value"][index].tolist()):
                if count:
                    lists[at].append({**aim, "action_type": name, "value": ratio_text(spend[at] / count)})
        return [items or None for items in lists]

    def outbound(self, index: Ints) -> Column:
        """Clicks that lead off the platform."""
        return _single(_OUTBOUND, map(str, self._sums.measures["link_clicks"][index].tolist()))

    def outbound_share(self, index: Ints) -> Column:
        """Outbound clicks per hundred impressions."""
        return _single(_OUTBOUND, self.column("inline_link_click_ctr", index))

    def outbound_cost(self, index: Ints) -> Column:
        """What an outbound click cost."""
        return _single(_OUTBOUND, self.column("cost_per_inline_link_click", index))

    def plays(self, index: Ints) -> Column:
        """How often videos began to play."""
        return _single("video_view", map(str, self._sums.measures["video_views"][index].tolist()))

    def roas(self, action: str, index: Ints) -> Column:
        """What purchases brought per money spent."""
        worth = self._sums.values.get(action, {}).get("value")
        if worth is None:
            return [None] * len(index)
        share = self._ratios(
            worth[index].astype(np.float64), self._sums.measures["spend"][index].astype(float)
        )
        return _single(action, share)

    def _wanted(self, table: dict[str, dict[str, Ints]]) -> dict[str, dict[str, Ints]]:
        return {
            name: by_window
            for name, by_window in table.items()
            if all(matches(condition, name) for condition in self._conditions)
        }

    def _listed(self, table: dict[str, dict[str, Ints]], index: Ints, text: Callable[[int], str]) -> Column:
        lists: list[list[dict[str, Any]]] = [[] for _ in range(len(index))]
        for name, by_window in self._wanted(table).items():
            shown = {window: by_window[window][index] for window in ACTION_WINDOWS if window in by_window}
            values = by_window["value"][index]
            aim = dict.fromkeys(self._query.by_target, self._names.target(name))
            occurs = np.logical_or.reduce([values != 0, *(numbers != 0 for numbers in shown.values())])
            for at in np.flatnonzero(occurs).tolist():
                item = {**aim, "action_type": name, "value": text(int(values[at]))}
                for window, numbers in shown.items():
                    if numbers[at]:
                        item[window] = text(int(numbers[at]))
                lists[at].append(item)
        return [items or None for items in lists]


def _roas_of(action: str) -> Callable[[Columns, Ints], Column]:
    return lambda columns, index: columns.roas(action, index)


_LISTS: dict[str, Callable[[Columns, Ints], Column]] = {
    "actions": Columns.actions,
    "action_values": Columns.action_values,
    "cost_per_action_type": Columns.costs,
    "outbound_clicks": Columns.outbound,
    "outbound_clicks_ctr": Columns.outbound_share,
    "cost_per_outbound_click": Columns.outbound_cost,
    "video_play_actions": Columns.plays,
    **{field: _roas_of(action) for field, action in _ROAS.items()},
}


def ratio_text(value: float) -> str:
    """A ratio with at most six places."""
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _single(action: str, texts: Any) -> Column:
    return [[{"action_type": action, "value": text}] if text not in (None, "0") else None for text in texts]


def _sort_key(value: Any) -> tuple[int, float, str]:
    try:
        return 1, float(value), ""
    except (TypeError, ValueError):
        return (0, 0.0, "") if value is None or isinstance(value, list) else (2, 0.0, str(value))
