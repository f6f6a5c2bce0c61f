"""What was measured in a customer's account over some days, as columns that queries group and sum."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.entities import Account
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.segments import TERM_MATCHES
from adsandbox.google.messages import enum_name
from adsandbox.market.delivery import Rows
from adsandbox.market.search_places import LEAVES
from adsandbox.market.search_report import MEASURES, Parts, report
from adsandbox.market.search_split import CELLS
from adsandbox.market.search_terms import term_match_type, term_text
from adsandbox.world.zones import local_day, zone_of

Ints = NDArray[np.int64]
# Columns that rows have by themselves, and those that come from splitting them, by the market's segment.
_OF_ROWS = ("day", "ad", "criterion", "ad_group", "campaign")
_SPLIT = {
    "device": "device",
    "network": "network",
    "hour": "hour",
    "slot": "slot",
    "click_type": "click_type",
    "action": "conversion_action",
    "place": "place",
    "country": "place",
    "term": "term",
    "match": "term",
}
_SHARES_NEEDED = ("share", "top")
_LOCATION_OF_PRESENCE = 3
_MOST_CELLS = 100_000_000
_COUNTRY = np.array([leaf.country_id for leaf in LEAVES], np.int64)


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows in columns: `keys` tell them apart, `sums` may be added up, `texts` are what the numbers of
    `term` stand for.
    """

    keys: dict[str, Ints]
    sums: dict[str, NDArray[Any]]
    texts: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.sums["impressions"])


def nothing(columns: Iterable[str]) -> Measured:
    """No rows, with these columns."""
    none = np.zeros(0, np.int64)
    return Measured(dict.fromkeys(columns, none), dict.fromkeys(MEASURES, none))


def measure(account: Account, query: Checked, columns: set[str]) -> Measured:
    """The measured rows of the query's days, split so far that these columns are there."""
    world, node = account.world, account.node
    today = local_day(account.now, zone_of(node))
    since = max(_ordinal(query.days.since, 1), local_day(node.created, zone_of(node)))
    until = min(_ordinal(query.days.until, today), today)
    if since > until:
        return nothing(columns)
    rows = world.search_rows(node, since, until)
    if not len(rows):
        return nothing(columns)
    known = world.search_knowledge(node, rows)
    split = tuple(dict.fromkeys(_SPLIT[column] for column in sorted(columns) if column in _SPLIT))
    check_size(len(rows), split)
    parts = report(rows, world.luck, known, split, _needs_shares(query))
    return _Columns(account, rows, parts).measured(columns)


def check_size(rows: int, split: tuple[str, ...]) -> None:
    """Refuse what would hold up everybody else.

    Raises:
        QueryError: the rows fall on too many combinations of segments.
    """
    if rows * math.prod(CELLS.get(name, 1) for name in split) > _MOST_CELLS:
        raise QueryError(
            "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION",
            "The query is too costly: choose fewer segments or fewer days.",
            family="quota_error",
        )


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _needs_shares(query: Checked) -> bool:
    used = (*query.metrics, *(test.field for test in query.tests))
    return any(part in one.name for one in used if one.is_metric for part in _SHARES_NEEDED)


class _Columns:
    """Columns of parts, made from the rows they belong to and from their labels."""

    def __init__(self, account: Account, rows: Rows, parts: Parts) -> None:
        self._account = account
        self._rows = rows
        self._parts = parts
        self._texts: list[str] = []

    def measured(self, wanted: set[str]) -> Measured:
        """The parts with these columns."""
        keys = {name: self._column(name) for name in sorted(wanted)}
        sums = {name: self._parts.measures[name] for name in MEASURES}
        return Measured(keys, sums, self._texts)

    def _column(self, name: str) -> Ints:
        parts = self._parts
        if name in _OF_ROWS:
            return self._rows[name].astype(np.int64)[parts.row]
        if name == "budget":
            return self._budgets()
        if name == "country":
            return _COUNTRY[parts.labels["place"]]
        if name in ("location_type", "targeted"):
            # Whoever searches is there; ads are shown to nobody outside the targeted places.
            return np.full(len(parts.row), _LOCATION_OF_PRESENCE if name == "location_type" else 1)
        if name in ("term", "match"):
            return self._terms(name)
        return parts.labels[_SPLIT[name]]

    def _budgets(self) -> Ints:
        """The budget of each part's campaign, as it is now."""
        campaigns = self._account.by_id("campaign")
        distinct, inverse = np.unique(self._column("campaign"), return_inverse=True)
        budgets = [campaigns[number].relatives.get("campaign_budget") for number in distinct.tolist()]
        return np.array([one.key[0] if one else 0 for one in budgets], np.int64)[inverse]

    def _terms(self, name: str) -> Ints:
        """What was typed, or how it met its keyword, by distinct keyword and kind of term."""
        keywords = self._account.by_id("ad_group_criterion")
        pairs = np.stack([self._column("criterion"), self._parts.labels["term"]], axis=1)
        distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
        numbers: dict[str, int] = {}
        found = []
        for criterion, term in distinct.tolist():
            keyword = keywords[criterion].message.keyword
            if name == "match":
                found.append(TERM_MATCHES.index(term_match_type(enum_name(keyword, "match_type"), term)))
            else:
                found.append(numbers.setdefault(term_text(keyword.text, term), len(numbers)))
        if name == "term":
            self._texts = list(numbers)
        return np.array(found, np.int64)[inverse.ravel()]
