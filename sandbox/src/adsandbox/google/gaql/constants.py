"""Constants that are the same for every customer, as messages: places and languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from adsandbox.google.constants import LANGUAGES
from adsandbox.google.geo import geo_targets
from adsandbox.google.messages import from_document


@cache
def geo_target_constants() -> list[Any]:
    """All places that can be targeted."""
    return [
        from_document(
            "resources.GeoTargetConstant",
            {
                "resource_name": place.resource_name,
                "id": str(place.id),
                "name": place.name,
                "country_code": place.country_code,
                "target_type": place.target_type,
                "status": "ENABLED",
                "canonical_name": place.canonical_name,
                **({"parent_geo_target": f"geoTargetConstants/{place.parent_id}"} if place.parent_id else {}),
            },
        )
        for place in geo_targets().values()
    ]


@cache
def language_constants() -> list[Any]:
    """All languages that can be targeted."""
    return [
        from_document(
            "resources.LanguageConstant",
            {
                "resource_name": f"languageConstants/{number}",
                "id": number,
                "code": language.code,
                "name": language.name,
                "targetable": True,
            },
        )
        for number, language in LANGUAGES.items()
    ]
