"""Search rows as the platform reports them: what is known by an instant, and exact splits.

`report` is the door. It gives *parts*: each belongs to a row and, where segments are asked for, to a cell of
them; the parts of a row add up exactly to what is known of the row, in every measure. Looking again gives the
same, but for what restates:

- Conversions belong to the day of their click and become known when they happen, by the delay law of their
  action, within its window (Chapelle 2014, as on the feed side).
- Clicks found invalid are taken back with their cost, some days after. They are few, and the taking back ends
  after `INVALID_KNOWN_DAYS`. They never convert.

Clicks and conversions carry their labels (device, hour, ...) one by one, so every combination of segments
agrees with every other. Impressions are shared out over the cells (`search_split.py`), within one of their
expectation in each and exact in sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask, Rows
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.search_clicks import Clicks, click_prices, drawn, numbered
from adsandbox.market.search_conversions import REPEAT_SHARE, Action, delay_days
from adsandbox.market.search_plan import DEVICE_WORTH
from adsandbox.market.search_split import (
    CELLS,
    SEGMENTS,
    Spread,
    Texts,
    apportion,
    click_spread,
    impression_spread,
)
from adsandbox.market.search_terms import term_worth
from adsandbox.market.season import DAY_SECONDS

DELIVERED = ("impressions", "clicks", "cost_micros", "invalid_clicks")
SHARES = ("eligible", "lost_budget", "lost_rank", "top", "absolute_top")
CONVERTED = ("conversions", "conversions_value", "all_conversions", "all_conversions_value")
MEASURES = (*DELIVERED, *SHARES, *CONVERTED)

INVALID_SHARE = 0.02
INVALID_KNOWN_DAYS = 14.0
_INVALID_PARTNER_FACTOR = 2.5
_ORDER_VARIATION = 0.45
_MOST_LIKELY = 0.95
_GREATEST_WORTH = 4.0
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Knowledge:
    """From where rows are looked at: the instant, when the day of each row began, and the account's keywords
    and conversion actions.
    """

    now: float
    day_begins: Floats
    texts: Texts
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class Parts:
    """Parts of rows, one element each: the row (index), labels by segment, measures by name.

    Integer measures: DELIVERED and SHARES. CONVERTED are floats, values in major units. `clicks` and
    `cost_micros` are what is still charged; `invalid_clicks` are those already taken back.
    """

    row: Ints
    labels: dict[str, Ints]
    measures: dict[str, Any]


def report(
    rows: Rows, luck: Luck, known: Knowledge, segments: tuple[str, ...] = (), with_shares: bool = True
) -> Parts:
    """What is known of SEARCH_ROWs, split by some of SEGMENTS; parts of nothing are left out when split.

    Without segments there is one part per row, in order. With `conversion_action` among them only CONVERTED
    is counted, as on the platform. SHARES take time where there are many cells: leave them 0 if not needed.

    Raises:
        ValueError: an unknown segment.
    """
    unknown = sorted(set(segments) - set(SEGMENTS))
    if unknown:
        raise ValueError(f"Unknown segment {unknown[0]!r}; known: {', '.join(SEGMENTS)}.")
    cells = int(np.prod([CELLS.get(name, 1) for name in segments], dtype=np.int64))
    step = max(_CELLS_AT_ONCE // cells, 1)
    parts = []
    for start in range(0, max(len(rows), 1), step):
        here = replace(known, day_begins=known.day_begins[start : start + step])
        look = _Look(rows[start : start + step], luck, here, segments, with_shares)
        parts.append(look.parts(start))
    return Parts(
        row=np.concatenate([part.row for part in parts]),
        labels={name: np.concatenate([part.labels[name] for part in parts]) for name in segments},
        measures={name: np.concatenate([part.measures[name] for part in parts]) for name in MEASURES},
    )


@dataclass(frozen=True)
class _Conversions:
    """Conversions known by now, one element each: its click (index), action (index), value."""

    click: Ints
    action: Ints
    value: Floats


class _Look:
    """One look at some rows."""

    def __init__(
        self, rows: Rows, luck: Luck, known: Knowledge, segments: tuple[str, ...], with_shares: bool
    ) -> None:
        self.rows, self.luck, self.known = rows, luck, known
        self.split = tuple(name for name in segments if name != "conversion_action")
        self.by_action = "conversion_action" in segments
        self.with_shares = with_shares
        self.clicks = numbered(rows)
        self.cells = int(np.prod([CELLS[name] for name in self.split], dtype=np.int64))
        self._spreads: dict[str, Spread] = {}

    def parts(self, first_row: int) -> Parts:
        """The parts of these rows; `first_row` is the index of the first."""
        key = self.clicks.row * self.cells + self._cell_of_clicks()
        invalid, taken_back = self._invalid()
        conversions = self._conversions(invalid)
        if self.by_action:
            return self._parts_by_action(key, conversions, first_row)
        delivered = self._delivered(key, taken_back)
        anything = delivered["impressions"] + delivered["lost_budget"] + delivered["lost_rank"]
        present = (anything > 0) | (not self.split)
        keys = np.flatnonzero(present)
        place = (np.cumsum(present) - 1)[key[conversions.click]]
        measures: dict[str, Any] = {name: column[keys] for name, column in delivered.items()}
        measures |= self._converted(conversions, place, len(keys))
        row, cell = np.divmod(keys, self.cells)
        return Parts(row + first_row, self._labels(cell), measures)

    def _parts_by_action(self, key: Ints, conversions: _Conversions, first_row: int) -> Parts:
        actions = max(len(self.known.actions), 1)
        keys, place = np.unique(key[conversions.click] * actions + conversions.action, return_inverse=True)
        nothing = np.zeros(len(keys), np.int64)
        measures: dict[str, Any] = dict.fromkeys((*DELIVERED, *SHARES), nothing)
        measures |= self._converted(conversions, place.ravel(), len(keys))
        rest, action = np.divmod(keys, actions)
        row, cell = np.divmod(rest, self.cells)
        ids = np.array([one.id for one in self.known.actions] or [0], dtype=np.int64)
        return Parts(row + first_row, {**self._labels(cell), "conversion_action": ids[action]}, measures)

    def _labels(self, cell: Ints) -> dict[str, Ints]:
        labels = {}
        for name in reversed(self.split):
            cell, labels[name] = np.divmod(cell, CELLS[name])
        return labels

    def _converted(self, conversions: _Conversions, place: Ints, parts: int) -> dict[str, Floats]:
        primary = np.array([one.primary for one in self.known.actions] or [False], dtype=np.float64)
        counts, value = primary[conversions.action], conversions.value
        weights = (counts, value * counts, np.ones(len(place)), value)
        sums = (sum_by(place, weight, parts) for weight in weights)
        return dict(zip(CONVERTED, sums, strict=True))

    # --- clicks
    def _cell_of_clicks(self) -> Ints:
        cell = np.zeros(len(self.clicks.row), np.int64)
        for name in self.split:
            cell = cell * CELLS[name] + self._label(self.clicks, name)
        return cell

    def _label(self, clicks: Clicks, segment: str) -> Ints:
        unit = drawn(self.rows, clicks, self.luck, f"click-{segment}")
        return self._click_spread(segment).labels(clicks.row, unit)

    def _click_spread(self, segment: str) -> Spread:
        if segment not in self._spreads:
            self._spreads[segment] = click_spread(self.rows, self.known.texts, self.luck, segment)
        return self._spreads[segment]

    def _instants(self, clicks: Clicks) -> Floats:
        """When each click came."""
        hour = self._label(clicks, "hour") + drawn(self.rows, clicks, self.luck, "click-minute")
        return np.minimum(self.known.day_begins[clicks.row] + hour * 3600.0, self.known.now)

    def _invalid(self) -> tuple[Mask, Mask]:
        """Which clicks are not real, and which of these are known not to be by now."""
        chance = 1.0 - valid_share(self.rows["partner"][self.clicks.row].astype(np.float64))
        invalid = drawn(self.rows, self.clicks, self.luck, "invalid") < chance
        suspects = _some(self.clicks, invalid)
        slowness = np.square(drawn(self.rows, suspects, self.luck, "invalid-known"))
        delay = 1.0 + (INVALID_KNOWN_DAYS - 2.0) * slowness
        taken_back = invalid.copy()
        taken_back[invalid] = self._instants(suspects) + delay * DAY_SECONDS <= self.known.now
        return invalid, taken_back

    # --- impressions and money
    def _delivered(self, key: Ints, taken_back: Mask) -> dict[str, Ints]:
        rows, size = self.rows, len(self.rows) * self.cells
        price = np.where(taken_back, 0, click_prices(rows, self.clicks, self.luck)).astype(np.float64)
        clicked = np.bincount(key, minlength=size)
        back = np.bincount(key[taken_back], minlength=size)
        weight = self._weight()
        shown = clicked + self._shared("unclicked", rows["impressions"] - rows["clicks"], weight)
        columns: dict[str, Ints] = {
            "impressions": shown,
            "clicks": clicked - back,
            "cost_micros": np.rint(np.bincount(key, weights=price, minlength=size)).astype(np.int64),
            "invalid_clicks": back,
        }
        if not self.with_shares:
            return columns | dict.fromkeys(SHARES, np.zeros(size, np.int64))
        lost = {name: self._shared(name, rows[name], weight) for name in ("lost_budget", "lost_rank")}
        top = self._shared("top", rows["top"], shown.reshape(-1, self.cells))
        first = self._shared("first", rows["absolute_top"], top.reshape(-1, self.cells))
        columns["eligible"] = shown + lost["lost_budget"] + lost["lost_rank"]
        return columns | lost | {"top": top, "absolute_top": first}

    def _weight(self) -> Floats:
        """How each row's impressions fall on the cells."""
        weight = np.ones((len(self.rows), 1))
        for name in self.split:
            spread = impression_spread(self.rows, self.known.texts, self.luck, name)
            cells = weight[:, :, None] * spread.shares[spread.of_row][:, None, :]
            weight = cells.reshape(len(weight), weight.shape[1] * CELLS[name])
        return weight

    def _shared(self, measure: str, total: Ints, weight: Any) -> Ints:
        name = f"part:{measure}:{','.join(self.split)}"
        unit = self.luck.uniform(name, self.rows["ad"], self.rows["criterion"], self.rows["day"])
        return apportion(total.astype(np.int64), weight, unit).ravel()

    # --- conversions
    def _conversions(self, invalid: Mask) -> _Conversions:
        """Every conversion known by now."""
        found = [self._conversions_of(action, invalid) for action in self.known.actions]
        return _Conversions(
            click=np.concatenate([np.zeros(0, np.int64), *(clicks for clicks, _ in found)]),
            action=np.repeat(np.arange(len(found)), [len(clicks) for clicks, _ in found]).astype(np.int64),
            value=np.concatenate([np.zeros(0), *(values for _, values in found)]),
        )

    def _conversions_of(self, action: Action, invalid: Mask) -> tuple[Ints, Floats]:
        """The clicks (indices) that led to an action by now, once per conversion, and the values."""
        rows = self.rows
        per_click = rows["conversions"] / np.maximum(rows["clicks"], 1) * action.frequency
        unit = drawn(rows, self.clicks, self.luck, "convert", action.id)
        candidate = np.flatnonzero(~invalid & (unit < (per_click * _GREATEST_WORTH)[self.clicks.row]))
        some = _some(self.clicks, candidate)
        chance = np.minimum(per_click[some.row] * self._worth(some), _MOST_LIKELY)
        when = self._instants(some)
        converts = (unit[candidate] < chance) & (when >= action.since) & (when < action.until)
        candidate, when = candidate[converts], when[converts]
        known = self._happened(candidate, when, action, 0)
        again = np.zeros(len(known), bool)
        if not action.one_per_click:
            repeats = drawn(rows, _some(self.clicks, candidate), self.luck, "again", action.id)
            again = (repeats < REPEAT_SHARE) & self._happened(candidate, when, action, 1)
        clicks = np.concatenate([candidate[known], candidate[again]])
        number = np.repeat(np.arange(2), [int(known.sum()), int(again.sum())])
        return clicks, self._values(_some(self.clicks, clicks), action, number)

    def _happened(self, click: Ints, when: Floats, action: Action, number: int) -> Mask:
        """Whether the first or second conversion (`number`) of each click happened by now, in its window."""
        some = _some(self.clicks, click)
        decider = drawn(self.rows, some, self.luck, "decider", action.id, number)
        unit = drawn(self.rows, some, self.luck, "delay", action.id, number)
        delay = delay_days(action.delay, decider, unit)
        happened: Mask = (delay <= action.window_days) & (when + delay * DAY_SECONDS <= self.known.now)
        return happened

    def _worth(self, clicks: Clicks) -> Floats:
        """How likely each click is to convert, relative to the row's mean, by its device and its term."""
        worth = np.ones(len(clicks.row))
        for segment, of_label in (("device", DEVICE_WORTH), ("term", term_worth())):
            spread = self._click_spread(segment)
            mean = np.maximum(spread.shares @ of_label, 1e-9)[spread.of_row[clicks.row]]
            worth = worth * of_label[self._label(clicks, segment)] / mean
        return np.minimum(worth, _GREATEST_WORTH)

    def _values(self, clicks: Clicks, action: Action, number: Ints) -> Floats:
        if action.value is not None:
            return np.full(len(clicks.row), action.value)
        row, rows = clicks.row, self.rows
        keys = rows["ad"][row], rows["criterion"][row], rows["day"][row], clicks.number, number
        spread = self.luck.lognormal("search-order", _ORDER_VARIATION, *keys)
        values: Floats = np.rint(rows["order_value"][row].astype(np.float64) * spread * 100.0) / 100.0
        return values


def valid_share(partner_share: Floats) -> Floats:
    """The share of clicks that are real, given which share of the impressions partner sites have."""
    share: Floats = 1.0 - INVALID_SHARE * (1.0 + (_INVALID_PARTNER_FACTOR - 1.0) * partner_share)
    return share


def _some(clicks: Clicks, chosen: Any) -> Clicks:
    return Clicks(clicks.row[chosen], clicks.number[chosen])
