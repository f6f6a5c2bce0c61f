"""The rows of an answer before they are written: which objects, and columns of segments and metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adsandbox.google.gaql.catalogue import Field
from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.conditions import Test
from adsandbox.google.gaql.entities import Entity
from adsandbox.google.gaql.values import reader


@dataclass(slots=True)
class Table:
    """Rows by position: `entity_of` is the place in `entities`, `columns` hold what is measured."""

    entities: list[Entity]
    entity_of: list[int]
    columns: dict[Field, list[Any]] = field(default_factory=dict)

    def column(self, wanted: Field) -> list[Any]:
        """A field's value in every row."""
        if wanted in self.columns:
            return self.columns[wanted]
        values = values_of(wanted, self.entities)
        return [values[place] for place in self.entity_of]


def values_of(wanted: Field, entities: list[Entity]) -> list[Any]:
    """An attribute's value of every object, None where there is no object of its resource beside it."""
    read = reader(wanted)
    beside = (entity.of(wanted.owner) for entity in entities)
    nothing: Any = [] if wanted.repeated else None
    return [nothing if other is None else read(other.message_for(wanted)) for other in beside]


def matching(entities: list[Entity], tests: list[Test]) -> list[Entity]:
    """The objects for which all conditions on attributes hold."""
    for test in tests:
        values = values_of(test.field, entities)
        entities = [one for one, value in zip(entities, values, strict=True) if test.holds(value)]
    return entities


def selected_rows(table: Table, query: Checked, tests: list[Test]) -> list[int]:
    """Positions of the rows that the conditions leave, in the order that was asked for."""
    rows = list(range(len(table.entity_of)))
    for test in tests:
        values = table.column(test.field)
        rows = [row for row in rows if test.holds(values[row])]
    return sorted_rows(rows, [(table.column(wanted), descending) for wanted, descending in query.order_by])


def sorted_rows(rows: list[int], keys: list[tuple[list[Any], bool]]) -> list[int]:
    """Rows in the order of some columns, each with whether it descends; the first one counts most."""
    ordered = list(rows)
    for values, descending in reversed(keys):
        ordered.sort(key=_order(values), reverse=descending)
    return ordered


def _order(values: list[Any]) -> Callable[[int], tuple[bool, Any]]:
    """Rows without a value come before all others."""
    return lambda row: (values[row] is not None, values[row] if values[row] is not None else 0)
