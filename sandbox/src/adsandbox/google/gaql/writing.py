"""Rows as messages. What many rows share (an object, a day) is made once, as bytes that rows merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from adsandbox.google.gaql.catalogue import Field, row_class
from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.entities import Entity
from adsandbox.google.gaql.table import Table
from adsandbox.google.gaql.values import copy_field

BATCH_ROWS = 10_000


class RowWriter:
    """Writes rows of a table with the selected fields only."""

    def __init__(self, query: Checked, table: Table) -> None:
        self._table = table
        self._by_owner: dict[str, list[Field]] = defaultdict(list)
        for field in query.select:
            if not (field.is_metric or field.is_segment):
                self._by_owner[field.owner].append(field)
        # The resource of FROM is always there; names of resources come along unless that is switched off.
        self._by_owner.setdefault(query.resource.name, [])
        self._with_names = not query.omit_resource_names
        self._objects: dict[int, bytes] = {}
        self._segments = [(_SegmentBytes(field), table.columns[field]) for field in query.segments]
        self._metrics = [(field.path[-1], table.columns[field]) for field in query.metrics]

    def fill(self, results: Any, rows: list[int]) -> None:
        """Append rows to a repeated field of GoogleAdsRow."""
        add, metrics = results.add, self._metrics
        for row in rows:
            message = add()
            message.MergeFromString(self._shared(row))
            if metrics:
                measured = message.metrics
                for name, column in metrics:
                    value = column[row]
                    if value is not None:
                        setattr(measured, name, value)

    def _shared(self, row: int) -> bytes:
        place = self._table.entity_of[row]
        piece = self._objects.get(place)
        if piece is None:
            piece = self._objects[place] = self._object_bytes(self._table.entities[place])
        for segment, column in self._segments:
            piece += segment.of(column[row])
        return piece

    def _object_bytes(self, entity: Entity) -> bytes:
        row = row_class()()
        for owner, fields in self._by_owner.items():
            other = entity.of(owner)
            if other is None:
                continue
            target = getattr(row, owner)
            if self._with_names:
                target.resource_name = other.message.resource_name
            for field in fields:
                copy_field(other.message_for(field), target, field.path)
        return bytes(row.SerializeToString())


class _SegmentBytes:
    """The bytes of a row that has one segment only, by its value."""

    def __init__(self, field: Field) -> None:
        self._path = field.path
        self._made: dict[Any, bytes] = {}

    def of(self, value: Any) -> bytes:
        made = self._made.get(value)
        if made is None:
            row = row_class()()
            if value is not None:
                message = row.segments
                for step in self._path[:-1]:
                    message = getattr(message, step)
                setattr(message, self._path[-1], value)
            made = self._made[value] = bytes(row.SerializeToString())
        return made


def batches(rows: list[int]) -> Iterator[list[int]]:
    """Rows in the platform's portions; nothing is one empty portion."""
    for start in range(0, max(len(rows), 1), BATCH_ROWS):
        yield rows[start : start + BATCH_ROWS]
