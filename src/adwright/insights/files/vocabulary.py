"""What a header, a level or a name in a file means; compared without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from adwright.core.money import DECIMALS
from adwright.insights.files.model import ImportField as F
from adwright.insights.files.words import HEADERS, LEVEL_WORDS, SUMMARY_WORDS
from adwright.platforms.model import Level

_CURRENCY_IN_HEADER = re.compile(r"\(([A-Z]{3})\)\s*$")
# Letters that keep their form when accents are taken away, and signs that look alike.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "ß": "ss", "’": "'", "\u00a0": " ", "\u202f": " "}
)


@lru_cache(maxsize=4096)  # cells repeat themselves
def normalize(text: str) -> str:
    """Return a header without case, accents, punctuation and doubled spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w()]+|_", " ", letters).split())


def currency_of(header: str) -> str | None:
    """Return the currency that a header names, as in `Amount spent (USD)`."""
    found = _CURRENCY_IN_HEADER.search(header)
    return found.group(1) if found and found.group(1) in DECIMALS else None


def meaning(header: str) -> tuple[F, int] | None:
    """Return what a header means, and how good a word for it it is (0 is best); None when it is not known."""
    known = _BY_WORD.get(normalize(header))
    if known is None and currency_of(header):
        known = _BY_WORD.get(normalize(_CURRENCY_IN_HEADER.sub("", header)))
    return known


def level_of(text: str) -> Level | None:
    """Return the level that a cell of the delivery level names."""
    return _LEVELS.get(normalize(text))


def is_summary(text: str) -> bool:
    """Say whether a name stands for a row of totals."""
    plain = normalize(text)
    return plain in SUMMARY_WORDS or plain.startswith("results from ")


_BY_WORD: dict[str, tuple[F, int]] = {
    normalize(word): (field, place) for field, words in HEADERS.items() for place, word in enumerate(words)
}
_LEVELS = {normalize(word): level for level, words in LEVEL_WORDS.items() for word in words}
