"""Targeting search over the sandbox's small catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.market.people import COUNTRY_USERS
from adsandbox.meta.call import Call, edge
from adsandbox.meta.catalogue import CATEGORIES, COUNTRIES, INTERESTS, LOCALES, PLACES, Interest
from adsandbox.meta.errors import GraphError, required
from adsandbox.meta.listing import list_rows
from adsandbox.world.nodes import Kind, Node

PEOPLE_ONLINE = 2_000_000_000


def search(call: Call) -> dict[str, Any]:
    """`/search?type=...&q=...`."""
    kind = call.params.required_text("type")
    finder = _FINDERS.get(kind)
    if finder is None:
        raise GraphError(
            100,
            f"(#100) Unknown search type {kind}; the sandbox knows {', '.join(sorted(_FINDERS))}",
            blame=("type",),
        )
    return list_rows(call, finder(call))


@edge(Kind.ACCOUNT, "targetingsearch")
def search_targeting(call: Call, account: Node) -> dict[str, Any]:
    """Interests by a part of their name, for an account."""
    call.need_read()
    wanted = call.params.required_text("q").lower()
    return list_rows(call, [_interest(item) for item in INTERESTS.values() if wanted in item.name.lower()])


@edge(Kind.ACCOUNT, "targetingbrowse")
def browse_targeting(call: Call, account: Node) -> dict[str, Any]:
    """Everything that can be targeted in detail."""
    call.need_read()
    return list_rows(call, [_interest(item) for item in INTERESTS.values()] + _all_categories())


@edge(Kind.ACCOUNT, "targetingvalidation")
def validate_targeting(call: Call, account: Node) -> dict[str, Any]:
    """Whether details can (still) be targeted, given as `targeting_list`, `id_list` or `name_list`."""
    call.need_read()
    listed = call.params.document("targeting_list", list) or []
    ids = [str(item.get("id")) for item in listed if isinstance(item, dict)] + call.params.names("id_list")
    names = [name.lower() for name in call.params.names("name_list")]
    if not ids and not names:
        raise required("targeting_list")
    known = [_interest(item) for item in INTERESTS.values()] + _all_categories()
    by_id = {row["id"]: row for row in known}
    by_name = {row["name"].lower(): row for row in known}
    rows = [{**by_id.get(i, {"id": i}), "valid": i in by_id} for i in ids]
    return list_rows(call, rows + [{**by_name.get(n, {"name": n}), "valid": n in by_name} for n in names])


@edge(Kind.ACCOUNT, "targetingsuggestions")
def suggest_targeting(call: Call, account: Node) -> dict[str, Any]:
    """Interests of the same topics as those given."""
    call.need_read()
    listed = call.params.document("targeting_list", list) or []
    given = {str(item.get("id")) for item in listed if isinstance(item, dict)}
    return list_rows(call, _like([item for item in INTERESTS.values() if item.id in given]))


def _suggested(call: Call) -> list[dict[str, Any]]:
    names = {name.lower() for name in call.params.names("interest_list")}
    if not names:
        raise required("interest_list")
    return _like([item for item in INTERESTS.values() if item.name.lower() in names])


def _like(given: list[Interest]) -> list[dict[str, Any]]:
    topics, ids = {item.topic for item in given}, {item.id for item in given}
    return [_interest(item) for item in INTERESTS.values() if item.topic in topics and item.id not in ids]


def _categories(call: Call) -> list[dict[str, Any]]:
    wanted = call.params.text("class")
    return [row for row in _all_categories() if wanted in (None, row["type"])]


def _all_categories() -> list[dict[str, Any]]:
    return [
        {**_interest(item), "type": kind, "path": [item.topic, item.name]}
        for kind, item in CATEGORIES.values()
    ]


def _place_details(call: Call) -> list[dict[str, Any]]:
    wanted = {*call.params.names("regions"), *call.params.names("cities"), *call.params.names("countries")}
    rows = _places(call.with_params({"location_types": "country,region,city"}))
    return [row for row in rows if row["key"] in wanted]


def _interests(call: Call) -> list[dict[str, Any]]:
    wanted = call.params.required_text("q").lower()
    return [_interest(item) for item in INTERESTS.values() if wanted in item.name.lower()]


def _valid_interests(call: Call) -> list[dict[str, Any]]:
    names = [name.lower() for name in call.params.names("interest_list")]
    ids = call.params.names("interest_fbid_list")
    if not names and not ids:
        raise required("interest_list")
    by_name = {item.name.lower(): item for item in INTERESTS.values()}
    rows = [
        {**_interest(by_name[name]), "valid": True} if name in by_name else {"name": name, "valid": False}
        for name in names
    ]
    rows += [
        {**_interest(INTERESTS[i]), "valid": True} if i in INTERESTS else {"id": i, "valid": False}
        for i in ids
    ]
    return rows


def _places(call: Call) -> list[dict[str, Any]]:
    wanted = (call.params.text("q") or "").lower()
    types = call.params.names("location_types") or ["country", "region", "city"]
    rows: list[dict[str, Any]] = []
    if "country" in types:
        rows += [
            {
                "key": code,
                "name": name,
                "type": "country",
                "country_code": code,
                "country_name": name,
                "supports_region": True,
                "supports_city": True,
            }
            for code, name in COUNTRIES.items()
            if wanted in name.lower() or wanted == code.lower()
        ]
    for place in PLACES.values():
        if place.kind in types and wanted in place.name.lower():
            row = {
                "key": place.key,
                "name": place.name,
                "type": place.kind,
                "country_code": place.country,
                "country_name": COUNTRIES[place.country],
                "supports_region": True,
                "supports_city": True,
            }
            rows.append({**row, "region": place.region} if place.region else row)
    return rows


def _locales(call: Call) -> list[dict[str, Any]]:
    wanted = (call.params.text("q") or "").lower()
    return [{"key": key, "name": name} for key, name in LOCALES.items() if wanted in name.lower()]


def _countries(call: Call) -> list[dict[str, Any]]:
    wanted = (call.params.text("q") or "").lower()
    return [
        {"country_code": code, "name": name, "type": "country", "key": code}
        for code, name in COUNTRIES.items()
        if wanted in name.lower() and code in COUNTRY_USERS
    ]


def _interest(item: Interest) -> dict[str, Any]:
    size = int(item.share * PEOPLE_ONLINE)
    return {
        "id": item.id,
        "name": item.name,
        "type": "interests",
        "path": ["Interests", item.topic, item.name],
        "topic": item.topic,
        "audience_size_lower_bound": int(size * 0.9),
        "audience_size_upper_bound": int(size * 1.06),
    }


_FINDERS: dict[str, Callable[[Call], list[dict[str, Any]]]] = {
    "adinterest": _interests,
    "adinterestvalid": _valid_interests,
    "adinterestsuggestion": _suggested,
    "adTargetingCategory": _categories,
    "adgeolocation": _places,
    "adgeolocationmeta": _place_details,
    "adlocale": _locales,
    "adcountry": _countries,
}
