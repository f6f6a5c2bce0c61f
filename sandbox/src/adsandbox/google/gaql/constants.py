"""Constants that are the same for every customer, as messages: places and languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from adsandbox.google.constants import LANGUAGES
from adsandbox.google.geo import geo_document
from adsandbox.google.messages import from_document
from adsandbox.market.geo import geo_targets


@cache
def geo_target_constants() -> list[Any]:
    """All places that can be targeted."""
    return [
        from_document("resources.GeoTargetConstant", geo_document(place)) for place in geo_targets().values()
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
