"""GoogleAdsFieldService: what may be selected, filtered and sorted, and what goes together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from adsandbox.google.call import Call, method
from adsandbox.google.errors import error
from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.artifacts import ATTRIBUTES, artifacts
from adsandbox.google.gaql.catalogue import Field
from adsandbox.google.gaql.conditions import read_test
from adsandbox.google.gaql.dates import day_of
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import Query, parse
from adsandbox.google.gaql.page_tokens import Page, read_page_token, write_page_token
from adsandbox.google.gaql.table import sorted_rows
from adsandbox.google.gaql.values import copy_field, reader
from adsandbox.google.messages import message_class, service_message

_SERVICE = "GoogleAdsFieldService"
_MOST_ROWS = 10_000
_ANY_DAY = day_of("2000-01-01")


@method(_SERVICE, "GetGoogleAdsField", response="GoogleAdsField")
def get_google_ads_field(call: Call, request: Any) -> Any:
    """One artifact by its resource name."""
    kind, _, name = request.resource_name.partition("/")
    if kind != "googleAdsFields" or not name:
        raise error(
            "request_error", "RESOURCE_NAME_MALFORMED", "resource_name", trigger=request.resource_name
        )
    found = artifacts().get(name)
    if found is None:
        raise error("request_error", "RESOURCE_NOT_FOUND", "resource_name", trigger=request.resource_name)
    return found


@method(_SERVICE, "SearchGoogleAdsFields")
def search_google_ads_fields(call: Call, request: Any) -> Any:
    """A page of the artifacts that a query without FROM asks for."""
    if not 0 <= request.page_size <= _MOST_ROWS:
        raise error("request_error", "INVALID_PAGE_SIZE", "page_size", trigger=request.page_size)
    asked = f"fields {request.query}"
    page = read_page_token(call.world, asked, request.page_token) if request.page_token else Page()
    query = parse(request.query)
    selected = _selected(query)
    found = _found(query)
    response = service_message(_SERVICE, "SearchGoogleAdsFieldsResponse")(total_results_count=len(found))
    limited = found[: query.limit]
    following = page.start + (request.page_size or _MOST_ROWS)
    for artifact in limited[page.start : following]:
        target = response.results.add(resource_name=artifact.resource_name)
        for field in selected:
            copy_field(artifact, target, field.path)
    if following < len(limited):
        response.next_page_token = write_page_token(call.world, asked, Page(following))
    return response


def _selected(query: Query) -> list[Field]:
    if query.resource is not None:
        raise QueryError(
            "UNEXPECTED_FROM_CLAUSE", "Only GoogleAdsService knows FROM; leave it out here.", query.resource
        )
    return [_known(name) for name in query.select]


def _found(query: Query) -> list[Any]:
    rows = list(artifacts().values())
    for condition in query.where:
        field = _known(condition.field)
        test, read = read_test(field, condition, _ANY_DAY), reader(field)
        rows = [row for row in rows if test.holds(read(row))]
    keys = [(_sortable(key.field), key.descending) for key in query.order_by]
    columns = [([reader(field)(row) for row in rows], descending) for field, descending in keys]
    order = sorted_rows(list(range(len(rows))), columns)
    return [rows[place] for place in order]


def _sortable(name: str) -> Field:
    field = _known(name)
    if not field.sortable:
        raise QueryError("PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE", f"{name} has no order.", name)
    return field


def _known(name: str) -> Field:
    field = _fields().get(name)
    if field is None:
        raise QueryError("UNRECOGNIZED_FIELD", f"Unrecognized field in the query: '{name}'.", name)
    return field


@cache
def _fields() -> dict[str, Field]:
    """The attributes of an artifact as queries name them."""
    return dict(_described())


def _described() -> Iterator[tuple[str, Field]]:
    descriptor = message_class("resources.GoogleAdsField").DESCRIPTOR
    for name in ATTRIBUTES:
        yield name, catalogue.described(name, "google_ads_field", [name], descriptor)
