"""Places and languages that only a platform has a name for."""

from __future__ import annotations

import re

# Cities, regions and the like that came from Google keep its number: `google:1016367`.
GOOGLE_NUMBER = "google:"
_GOOGLE = re.compile(rf"{GOOGLE_NUMBER}[0-9]{{1,12}}")


def is_googles(code: str) -> bool:
    """Say whether a place or language is known by Google's number alone."""
    return _GOOGLE.fullmatch(code) is not None
