"""Tables of queries that ask for metrics: measured rows are summed by object and segment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.google.gaql.catalogue import Field
from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.conditions import Test
from adsandbox.google.gaql.entities import Account, Entity
from adsandbox.google.gaql.grains import GRAINS, Grain, budgets_with_campaigns, object_of
from adsandbox.google.gaql.measuring import Measured, measure, nothing
from adsandbox.google.gaql.metrics import Sums, values_of
from adsandbox.google.gaql.segments import segment_of
from adsandbox.google.gaql.table import Table, matching

Ints = NDArray[np.int64]


@dataclass(slots=True)
class MeasuredTable:
    """A table with the sums that its metrics were made from, so that a summary can be made anew."""

    table: Table
    sums: Sums = field(default_factory=dict)

    def totals(self, metrics: tuple[Field, ...], rows: list[int]) -> dict[str, Any]:
        """Metrics of all these rows together, by name."""
        chosen = np.array(rows, np.int64)
        sums = {name: column[chosen].sum(keepdims=True) for name, column in self.sums.items()}
        return {metric.path[-1]: values_of(metric, sums, 1)[0] for metric in metrics}


def measured_table(account: Account, query: Checked) -> MeasuredTable:
    """The table of a query that selects or filters metrics or segments."""
    grain = GRAINS.get(query.resource.name)
    tests = [test for test in query.tests if not _is_measured(test.field)]
    if grain is None:
        # Nothing of it ever shows by itself, so nothing is measured.
        entities = matching(account.entities(query.resource.name), tests)
        none = nothing(segment_of(one).column for one in query.segments)
        return _summed(account, query, entities, none, np.zeros(0, np.int64), bool(query.segments))
    owners = _owners(query)
    columns, split = grain.columns(owners), grain.split(owners)
    measured = measure(account, query, {*columns, *(segment_of(one).column for one in query.segments)})
    entities = matching(_entities(account, query, grain, columns, split, measured), tests)
    place = _places(entities, measured, columns)
    return _summed(account, query, entities, measured, place, bool(query.segments or split))


def config_entities(account: Account, query: Checked) -> list[Entity]:
    """The objects of a query that asks for nothing measured."""
    grain = GRAINS.get(query.resource.name)
    if query.resource.name == "campaign_budget" and grain is not None and grain.split(_owners(query)):
        return budgets_with_campaigns(account)
    return account.entities(query.resource.name)


def tests_on_rows(query: Checked) -> list[Test]:
    """Conditions on what is measured, which hold or not for a whole row."""
    return [test for test in query.tests if _is_measured(test.field)]


def _is_measured(wanted: Field) -> bool:
    return wanted.is_metric or wanted.is_segment


def _owners(query: Checked) -> set[str]:
    used = [*query.select, *(test.field for test in query.tests), *(wanted for wanted, _ in query.order_by)]
    return {one.owner for one in used}


def _entities(
    account: Account,
    query: Checked,
    grain: Grain,
    columns: tuple[str, ...],
    split: tuple[str, ...],
    measured: Measured,
) -> list[Entity]:
    if grain.make is None:
        return config_entities(account, query)
    there = _anything(measured.sums)
    keys = _distinct([measured.keys[column][there] for column in columns])
    made = (object_of(account, grain, key, split, measured.texts) for key in keys)
    return [one for one in made if one is not None]


def _distinct(columns: list[Ints]) -> list[tuple[int, ...]]:
    together = np.stack(columns, axis=1) if len(columns[0]) else np.zeros((0, len(columns)), np.int64)
    return [tuple(key) for key in np.unique(together, axis=0).tolist()]


def _anything(sums: Sums) -> NDArray[np.bool_]:
    """Where something was shown, or converted."""
    there: NDArray[np.bool_] = (sums["impressions"] > 0) | (sums["all_conversions"] > 0)
    return there


def _places(entities: list[Entity], measured: Measured, columns: tuple[str, ...]) -> Ints:
    """The place of each measured row's object among the entities, -1 where it is not among them."""
    if not columns:
        return np.zeros(measured.rows, np.int64) if entities else np.full(measured.rows, -1, np.int64)
    places = {entity.key: place for place, entity in enumerate(entities)}
    codes = _codes([measured.keys[column] for column in columns])
    first = np.unique(codes, return_index=True)[1]
    distinct = [tuple(int(measured.keys[column][row]) for column in columns) for row in first]
    found = np.array([places.get(key, -1) for key in distinct], np.int64)
    return found[codes] if len(first) else np.zeros(0, np.int64)


def _codes(columns: list[Ints]) -> Ints:
    """One number from 0 on for every distinct combination."""
    codes = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        distinct, inverse = np.unique(column, return_inverse=True)
        codes = np.unique(codes * max(len(distinct), 1) + inverse, return_inverse=True)[1]
    return codes


def _summed(
    account: Account, query: Checked, entities: list[Entity], measured: Measured, place: Ints, split: bool
) -> MeasuredTable:
    """Rows of the answer: one per object, or per object and combination of segments where something was
    measured.
    """
    inside = place >= 0
    place = place[inside]
    segments = [(wanted, segment_of(wanted)) for wanted in query.segments]
    codes = [segment.codes(measured.keys[segment.column][inside]) for _, segment in segments]
    first = np.zeros(0, np.int64)
    if split:
        group = _codes([place, *codes]) if len(place) else place
        groups = int(group.max()) + 1 if len(group) else 0
        first = np.unique(group, return_index=True)[1]
        entity_of = place[first].tolist()
    else:
        group, groups = place, len(entities)
        entity_of = list(range(groups))
    sums = {
        name: np.bincount(group, column[inside], minlength=groups) for name, column in measured.sums.items()
    }
    table = Table(entities, entity_of)
    for (wanted, segment), code in zip(segments, codes, strict=True):
        table.columns[wanted] = segment.values(wanted, code[first].tolist(), account)
    for metric in _metrics(query):
        table.columns[metric] = values_of(metric, sums, groups)
    made = MeasuredTable(table, sums)
    return _without_zero_rows(made, query) if split else made


def _metrics(query: Checked) -> list[Field]:
    tested = [test.field for test in query.tests if test.field.is_metric]
    return list(dict.fromkeys([*query.metrics, *tested]))


def _without_zero_rows(made: MeasuredTable, query: Checked) -> MeasuredTable:
    """Rows in which every selected metric is zero are not there once an answer is segmented."""
    table = made.table
    selected = [table.columns[metric] for metric in query.metrics]
    if selected:
        kept = [row for row, values in enumerate(zip(*selected, strict=True)) if any(values)]
    else:
        kept = np.flatnonzero(_anything(made.sums)).tolist()
    if len(kept) == len(table.entity_of):
        return made
    columns = {wanted: [values[row] for row in kept] for wanted, values in table.columns.items()}
    chosen = np.array(kept, np.int64)
    sums = {name: column[chosen] for name, column in made.sums.items()}
    return MeasuredTable(Table(table.entities, [table.entity_of[row] for row in kept], columns), sums)
