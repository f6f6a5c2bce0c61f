"""An insights answer whose rows are written when they are looked at, so that a large one is cheap to page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, overload

import numpy as np

from adsandbox.market.luck import Ints
from adsandbox.meta.filtering import matches
from adsandbox.meta.insights_columns import Columns
from adsandbox.meta.insights_query import Query

Row = dict[str, Any]


class Table(Sequence[Row]):
    """The rows of one time range. `keys` are period, entity and cell of every group, `labels` the cells'."""

    def __init__(
        self,
        query: Query,
        columns: Columns,
        keys: Ints,
        labels: list[tuple[str, ...]],
        label_names: tuple[str, ...],
    ) -> None:
        self._query = query
        self._columns = columns
        self._keys = keys
        self._labels = labels
        self._label_names = label_names
        self._periods = {key: period(key, query) for key in np.unique(keys[:, 0]).tolist()}
        self._order = self._ordered()

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            return self.rows(self._order[index : index + 1], self._query.fields)[0]
        return self.rows(self._order[index], self._query.fields)

    def rows(self, index: Ints, fields: tuple[str, ...]) -> list[Row]:
        """Rows with these fields; dates and breakdowns are always there, fields without a value never."""
        wanted = [name for name in dict.fromkeys(fields) if name not in ("date_start", "date_stop")]
        columns = [self._columns.column(name, index) for name in wanted]
        found = []
        for at, (key, cell) in enumerate(self._keys[index][:, [0, 2]].tolist()):
            row = {
                name: column[at]
                for name, column in zip(wanted, columns, strict=True)
                if column[at] is not None
            }
            row["date_start"], row["date_stop"] = self._periods[key]
            row.update(zip(self._label_names, self._labels[cell], strict=False))
            found.append(row)
        return found

    def _ordered(self) -> Ints:
        """The groups that pass the filters, in the order asked for."""
        index = np.arange(len(self._keys))
        for condition in metric_conditions(self._query):
            values = self._columns.column(condition["field"], index)
            passing = [matches(condition, 0 if value is None else value) for value in values]
            index = index[np.array(passing, dtype=bool)]
        for field, descending in reversed(self._query.sort):
            keys = self._columns.sortable(field, index)
            places = sorted(range(len(index)), key=keys.__getitem__, reverse=descending)
            index = index[np.array(places, dtype=np.int64)]
        return index


class Joined(Sequence[Row]):
    """The rows of several periods, one after the other."""

    def __init__(self, tables: list[Table]) -> None:
        self._tables = tables

    def __len__(self) -> int:
        return sum(len(table) for table in self._tables)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        begin, end, _ = index.indices(len(self))
        found: list[Row] = []
        offset = 0
        for table in self._tables:
            found += table[max(begin - offset, 0) : max(end - offset, 0)]
            offset += len(table)
        return found


def metric_conditions(query: Query) -> list[dict[str, Any]]:
    """Conditions on the rows themselves, not on objects or kinds of actions."""
    return [c for c in query.conditions if "." not in c["field"] and c["field"] != "action_type"]


def period(key: int, query: Query) -> tuple[str, str]:
    """First and last day of a group's period."""
    begin, end = query.since, query.until
    if query.increment == "monthly":
        year, month = divmod(key - 1, 12)
        first = date(year, month + 1, 1)
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        begin, end = max(first.toordinal(), begin), min(following.toordinal() - 1, end)
    elif query.increment != "all_days":
        begin = query.since + key * int(query.increment)
        end = min(begin + int(query.increment) - 1, query.until)
    return date.fromordinal(begin).isoformat(), date.fromordinal(end).isoformat()
