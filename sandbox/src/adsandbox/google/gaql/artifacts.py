"""Artifacts of GoogleAdsFieldService: every resource, attribute, segment and metric as its own message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.catalogue import Field, Resource
from adsandbox.google.gaql.check import goes_together
from adsandbox.google.gaql.grains import GRAINS
from adsandbox.google.gaql.segments import is_covered
from adsandbox.google.messages import from_document

ATTRIBUTES = (
    "name",
    "category",
    "selectable",
    "filterable",
    "sortable",
    "selectable_with",
    "attribute_resources",
    "metrics",
    "segments",
    "enum_values",
    "data_type",
    "type_url",
    "is_repeated",
)


@cache
def artifacts() -> dict[str, Any]:
    """Every artifact by its name, in the order of names."""
    made = {document["name"]: document for document in _documents()}
    return {name: from_document("resources.GoogleAdsField", made[name]) for name in sorted(made)}


def _documents() -> Iterator[dict[str, Any]]:
    for resource in catalogue.covered().values():
        yield _resource(resource)
    for field in catalogue.fields().values():
        if field.owner in catalogue.covered() or field.is_metric or (field.is_segment and is_covered(field)):
            yield _field(field)


def _resource(resource: Resource) -> dict[str, Any]:
    splitting = _splitting(resource.name)
    segments = [name for name in resource.segments if is_covered(catalogue.fields()[name])]
    return {
        "resource_name": f"googleAdsFields/{resource.name}",
        "name": resource.name,
        "category": "RESOURCE",
        "selectable": False,
        "filterable": False,
        "sortable": False,
        "selectable_with": sorted([*resource.companions, *resource.metrics, *segments]),
        "attribute_resources": sorted(resource.companions - splitting),
        "metrics": sorted(resource.metrics),
        "segments": sorted([*segments, *splitting]),
        "data_type": "MESSAGE",
        "is_repeated": False,
    }


def _splitting(resource: str) -> set[str]:
    """Resources that split the rows of another instead of describing them."""
    grain = GRAINS.get(resource)
    return {name for name, _ in grain.splitting} if grain else set()


def _field(field: Field) -> dict[str, Any]:
    category = "METRIC" if field.is_metric else "SEGMENT" if field.is_segment else "ATTRIBUTE"
    document = {
        "resource_name": f"googleAdsFields/{field.name}",
        "name": field.name,
        "category": category,
        "selectable": True,
        "filterable": field.filterable,
        "sortable": field.sortable,
        "selectable_with": sorted(_selectable_with(field)),
        "data_type": str(field.data_type),
        "is_repeated": field.repeated,
    }
    if field.constants is not None:
        document["enum_values"] = list(field.constants.values())
    if field.type_name:
        document["type_url"] = field.type_name
    return document


def _selectable_with(field: Field) -> Iterable[str]:
    known = catalogue.fields()
    if field.owner in catalogue.covered():
        owner = catalogue.covered()[field.owner]
        segments = (name for name in owner.segments if is_covered(known[name]))
        return [*owner.companions, *owner.metrics, *segments]
    resources = [one for one in catalogue.covered().values() if field.name in one.metrics | one.segments]
    measured = {name for one in resources for name in (*one.metrics, *one.segments) if name != field.name}
    beside = (known[name] for name in measured)
    fitting = [one.name for one in beside if one.is_metric or is_covered(one)]
    return [
        *(one.name for one in resources),
        *(name for name in fitting if goes_together(field, known[name])),
    ]
