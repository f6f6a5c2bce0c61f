"""Targeting search over the sandbox's small catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.market.people import COUNTRY_USERS
from adsandbox.meta.call import Call, edge
from adsandbox.meta.catalogue import COUNTRIES, INTERESTS, LOCALES, PLACES, Interest
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
    "adgeolocation": _places,
    "adlocale": _locales,
    "adcountry": _countries,
}
