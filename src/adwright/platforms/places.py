"""Places and languages in words, and those that only a platform has a name for."""

from __future__ import annotations

import re

from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES

# Cities, regions and the like that came from Google keep its number: `google:1016367`.
GOOGLE_NUMBER = "google:"
_GOOGLE = re.compile(rf"{GOOGLE_NUMBER}[0-9]{{1,12}}")
_OWNERS = {"google": "Google's", "meta": "Meta's"}


def is_googles(code: str) -> bool:
    """Say whether a place or language is known by Google's number alone."""
    return _GOOGLE.fullmatch(code) is not None


def googles_within(text: str) -> list[str]:
    """Return the codes of places in a text that Google alone has names for."""
    return _GOOGLE.findall(text)


def place_name(code: str) -> str:
    """Return what a country is called; what Google alone has a name for stays as its code."""
    return COUNTRIES.get(code, code)


def language_name(code: str) -> str:
    """Return what a language is called; one that is not of the list is the platform's by number."""
    owner, _, number = code.partition(":")
    return f"{_OWNERS[owner]} language {number}" if number and owner in _OWNERS else LANGUAGES.get(code, code)
