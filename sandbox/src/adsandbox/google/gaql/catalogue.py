"""Every field that a query may name: what the published reference of v26 lists, typed by the package's
protobuf descriptors.

`known_fields.json` holds the names: attributes of each resource, the resources, metrics and segments that
may be selected with it. Types, enumerations and repetition come from `GoogleAdsRow` itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from adsandbox.google.messages import message_class

METRICS = "metrics"
SEGMENTS = "segments"
CORE_DATES = ("segments.date", "segments.week", "segments.month", "segments.quarter", "segments.year")
_DATE_SEGMENTS = frozenset(CORE_DATES[:4])


class DataType(StrEnum):
    """Constants of GoogleAdsFieldDataType."""

    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    DOUBLE = "DOUBLE"
    ENUM = "ENUM"
    INT32 = "INT32"
    INT64 = "INT64"
    MESSAGE = "MESSAGE"
    RESOURCE_NAME = "RESOURCE_NAME"
    STRING = "STRING"


NUMBERS = frozenset({DataType.DOUBLE, DataType.INT32, DataType.INT64})


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its GAQL name, the resource (or `metrics`, `segments`) it belongs to, and the names of its
    protobuf fields below that message. `constants` are an enumeration's names by number, `type_name` the
    protobuf type of an enumeration or a message.
    """

    name: str
    owner: str
    path: tuple[str, ...]
    data_type: DataType
    repeated: bool
    constants: Mapping[int, str] | None = field(default=None, compare=False)
    type_name: str = ""

    @property
    def is_metric(self) -> bool:
        """Whether it is measured."""
        return self.owner == METRICS

    @property
    def is_segment(self) -> bool:
        """Whether it splits what is measured."""
        return self.owner == SEGMENTS

    @property
    def filterable(self) -> bool:
        """Whether it may stand in WHERE."""
        return self.data_type is not DataType.MESSAGE

    @property
    def sortable(self) -> bool:
        """Whether it may stand in ORDER BY."""
        return self.filterable and not self.repeated


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that may stand in FROM, and what may be selected with it (full names)."""

    name: str
    attributes: frozenset[str]
    companions: frozenset[str]
    metrics: frozenset[str]
    segments: frozenset[str]


def row_class() -> Any:
    """The raw class of GoogleAdsRow."""
    return message_class("services.GoogleAdsRow")


@cache
def resource_names() -> frozenset[str]:
    """Every resource of v26, covered or not."""
    return frozenset(row_class().DESCRIPTOR.fields_by_name) - {METRICS, SEGMENTS}


@cache
def covered() -> dict[str, Resource]:
    """The resources that may stand in FROM here."""
    return {name: _resource(name, known) for name, known in _known().items() if _may_stand_in_from(known)}


@cache
def fields() -> dict[str, Field]:
    """Every field by its name, of the resources in the list, of metrics and of segments."""
    found = {
        name: _field(name)
        for resource, known in _known().items()
        for name in _names(resource, known["attributes"])
    }
    for resource in covered().values():
        for name in (*resource.metrics, *resource.segments):
            found.setdefault(name, _field(name))
    return found


def is_prefix(name: str) -> bool:
    """Whether a name leads to a resource or to a message within one, but is no field itself."""
    head = name + "."
    return name in resource_names() or any(known.startswith(head) for known in fields())


@cache
def _known() -> dict[str, dict[str, str]]:
    text = resources.files("adsandbox.google.gaql").joinpath("known_fields.json").read_text("utf-8")
    return dict(json.loads(text))


def _may_stand_in_from(known: dict[str, str]) -> bool:
    """Some resources are only listed because others may be selected with them."""
    return "with" in known


def _resource(name: str, known: dict[str, str]) -> Resource:
    return Resource(
        name,
        frozenset(_names(name, known["attributes"])),
        frozenset(known["with"].split()),
        frozenset(_names(METRICS, known.get(METRICS, ""))),
        frozenset(_names(SEGMENTS, known.get(SEGMENTS, ""))),
    )


def _names(owner: str, listed: str) -> Iterator[str]:
    return (f"{owner}.{name}" for name in listed.split())


def _field(name: str) -> Field:
    owner, *steps = name.split(".")
    return described(name, owner, steps, row_class().DESCRIPTOR.fields_by_name[owner].message_type)


def described(name: str, owner: str, steps: list[str], message: Any) -> Field:
    """A field as the descriptors know it: `steps` lead to it from the descriptor of its owner's message."""
    path: list[str] = []
    repeated = False
    for step in steps:
        # The package calls a field type_ where the query language says type.
        found = message.fields_by_name.get(step) or message.fields_by_name[f"{step}_"]
        path.append(found.name)
        repeated = repeated or found.is_repeated
        message = found.message_type
    constants, type_name = None, message.full_name if message else ""
    if found.enum_type is not None:
        constants = {value.number: value.name for value in found.enum_type.values}
        type_name = found.enum_type.full_name
    return Field(name, owner, tuple(path), _data_type(name, found), repeated, constants, type_name)


def _data_type(name: str, found: Any) -> DataType:
    if found.message_type is not None:
        return DataType.MESSAGE
    if found.enum_type is not None:
        return DataType.ENUM
    if found.type == found.TYPE_BOOL:
        return DataType.BOOLEAN
    if found.type in (found.TYPE_DOUBLE, found.TYPE_FLOAT):
        return DataType.DOUBLE
    if found.type in (found.TYPE_INT32, found.TYPE_UINT32):
        return DataType.INT32
    if found.type in (found.TYPE_INT64, found.TYPE_UINT64):
        return DataType.INT64
    last = name.rpartition(".")[2]
    if name in _DATE_SEGMENTS or last.endswith(("_date", "_date_time")):
        return DataType.DATE
    if last == "resource_name" or last.removesuffix("s") in resource_names():
        return DataType.RESOURCE_NAME
    return DataType.STRING
