"""Places as Google Ads names them, and how they are found there."""

from __future__ import annotations

from typing import Any

from adsandbox.market.geo import GeoTarget, geo_targets

_RESOURCE = "geoTargetConstants"


def geo_document(place: GeoTarget) -> dict[str, Any]:
    """A place as a `GeoTargetConstant` in JSON form."""
    document: dict[str, Any] = {
        "resource_name": f"{_RESOURCE}/{place.id}",
        "id": str(place.id),
        "name": place.name,
        "country_code": place.country_code,
        "target_type": place.target_type,
        "status": "ENABLED",
        "canonical_name": place.canonical_name,
    }
    if place.parent_id is not None:
        document["parent_geo_target"] = f"{_RESOURCE}/{place.parent_id}"
    return document


def geo_target(criterion_id: str) -> GeoTarget | None:
    """The place of this criterion id, or None."""
    return (
        geo_targets().get(int(criterion_id)) if criterion_id.isdecimal() and len(criterion_id) < 9 else None
    )


def places_named(name: str, country_code: str) -> list[GeoTarget]:
    """Places whose names begin with a text, the nearest match and the largest first."""
    wanted = name.strip().casefold()
    matches = [
        place
        for place in geo_targets().values()
        if place.name.casefold().startswith(wanted) or place.canonical_name.casefold() == wanted
    ]
    if country_code:
        matches = [place for place in matches if place.country_code == country_code]
    return sorted(matches, key=lambda place: (len(place.name) != len(wanted), -place.reach, place.id))
