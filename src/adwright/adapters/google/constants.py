"""Places and languages by Google's numbers, asked for once per process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adwright.adapters.google.client import AdsClient, Caller, Row
from adwright.adapters.google.vocabulary import resource_id, word
from adwright.campaigns.places import Place
from adwright.platforms.languages import LANGUAGES
from adwright.platforms.places import GOOGLE_NUMBER, is_googles

_COUNTRIES = (
    "SELECT geo_target_constant.resource_name, geo_target_constant.country_code FROM geo_target_constant "
    "WHERE geo_target_constant.target_type = 'Country' AND geo_target_constant.status = 'ENABLED'"
)
_PLACES = (
    "SELECT geo_target_constant.resource_name, geo_target_constant.canonical_name, "
    "geo_target_constant.target_type FROM geo_target_constant"
)
_LANGUAGES = (
    "SELECT language_constant.resource_name, language_constant.code FROM language_constant "
    "WHERE language_constant.targetable = TRUE"
)
_MOST_SUGGESTED = 25
# Google writes Chinese by its script, and some codes in older forms.
_OTHER_CODES = {"zh_CN": "zh", "zh_TW": "zh", "iw": "he", "in": "id"}


@dataclass(frozen=True, slots=True)
class Known:
    """Google's resource names by ISO codes. A language may have several (Chinese has two scripts)."""

    countries: Mapping[str, str]
    languages: Mapping[str, tuple[str, ...]]

    def country_of(self, resource_name: str) -> str:
        """Return the ISO code of a country; other places keep Google's number as `google:…`."""
        for code, name in self.countries.items():
            if name == resource_name:
                return code
        return f"{GOOGLE_NUMBER}{resource_id(resource_name)}"

    def location(self, code: str) -> str | None:
        """Return the resource name of a place as we name it; None for one that Google does not know."""
        return _own_name("geoTargetConstants", code) or self.countries.get(code)

    def languages_of(self, code: str) -> tuple[str, ...]:
        """Return the resource names of a language as we name it."""
        own = _own_name("languageConstants", code)
        return (own,) if own else self.languages.get(code, ())

    def language_of(self, resource_name: str) -> str:
        """Return the ISO code of a language; unknown ones keep Google's number as `google:…`."""
        for code, names in self.languages.items():
            if resource_name in names:
                return code
        return f"{GOOGLE_NUMBER}{resource_id(resource_name)}"


def _own_name(collection: str, code: str) -> str | None:
    """Return the resource name of what is known by Google's number alone."""
    return f"{collection}/{code.removeprefix(GOOGLE_NUMBER)}" if is_googles(code) else None


def _place(constant: Row, known: Known, reach: int | None) -> Place:
    name = constant.canonical_name.replace(",", ", ")
    return Place(known.country_of(constant.resource_name), name, constant.target_type, reach)


class Constants:
    """Asks for the constants when they are first needed."""

    def __init__(self, client: AdsClient) -> None:
        self._client = client
        self._lock = asyncio.Lock()
        self._known: Known | None = None
        # Places by code; Google has some hundred thousand, so that all of them could be kept.
        self._places: dict[str, Place] = {}

    async def known(self, caller: Caller) -> Known:
        """Return places and languages. Repeatable."""
        async with self._lock:
            if self._known is None:
                self._known = Known(await self._countries(caller), await self._languages(caller))
            return self._known

    async def suggested(self, caller: Caller, name: str) -> list[Place]:
        """Return the places that a name may mean, best first; at most 25. Repeatable."""
        known = await self.known(caller)
        found = []
        for suggestion in await self._client.suggested_places(caller, name):
            constant = suggestion.geo_target_constant
            if word(constant, "status") == "ENABLED":
                found.append(_place(constant, known, suggestion.reach or None))
        return found[:_MOST_SUGGESTED]

    async def called(self, caller: Caller, codes: Sequence[str]) -> list[Place]:
        """Return the places of these codes that Google knows; asks once for all that are new. Repeatable."""
        known = await self.known(caller)
        names = [known.location(code) for code in codes if code not in self._places]
        asked = ", ".join(f"'{name}'" for name in sorted({name for name in names if name is not None}))
        if asked:
            query = f"{_PLACES} WHERE geo_target_constant.resource_name IN ({asked})"
            for row in await self._client.rows(caller, query):
                place = _place(row.geo_target_constant, known, None)
                self._places[place.code] = place
        return [self._places[code] for code in codes if code in self._places]

    async def _countries(self, caller: Caller) -> dict[str, str]:
        rows = await self._client.rows(caller, _COUNTRIES)
        found = (row.geo_target_constant for row in rows)
        return {each.country_code: each.resource_name for each in found}

    async def _languages(self, caller: Caller) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for row in await self._client.rows(caller, _LANGUAGES):
            code = _OTHER_CODES.get(row.language_constant.code, row.language_constant.code)
            if code in LANGUAGES:
                names.setdefault(code, []).append(row.language_constant.resource_name)
        return {code: tuple(each) for code, each in names.items()}
