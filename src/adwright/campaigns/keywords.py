"""Keywords as marketers write them: `broad words`, `"a phrase"`, `[exact words]`."""

from __future__ import annotations

from dataclasses import dataclass

from adwright.core.errors import Invalid
from adwright.platforms.model import MatchType

LONGEST_KEYWORD = 80
MOST_WORDS = 10

_MARKS = {MatchType.EXACT: ("[", "]"), MatchType.PHRASE: ('"', '"'), MatchType.BROAD: ("", "")}


@dataclass(frozen=True, slots=True)
class Keyword:
    """What people search for, and how closely a search has to match it."""

    text: str
    match_type: MatchType

    def __str__(self) -> str:
        """Write it with the marks of its match type."""
        before, after = _MARKS[self.match_type]
        return f"{before}{self.text}{after}"


def read_keyword(written: str) -> Keyword:
    """Read a keyword; its text comes back in lower case with single spaces, as searches are matched.

    Raises:
        Invalid: it is empty, too long, has too many words, or marks that do not close.
    """
    text = " ".join(written.split()).lower()
    match_type = _match_type(text)
    inner = text if match_type is MatchType.BROAD else " ".join(text[1:-1].split())
    if not inner:
        raise Invalid("A keyword is empty. Write words, or remove it.", code="keyword")
    if any(mark in inner for mark in '[]"'):
        message = f"The marks of {written} do not close. Write [exact], “phrase” or broad."
        raise Invalid(message, code="keyword")
    if len(inner) > LONGEST_KEYWORD or len(inner.split()) > MOST_WORDS:
        limits = f"{LONGEST_KEYWORD} characters and {MOST_WORDS} words"
        raise Invalid(f"“{inner[:40]}…” is longer than {limits}.", code="keyword")
    return Keyword(inner, match_type)


def _match_type(text: str) -> MatchType:
    if len(text) >= 2 and text.startswith("[") and text.endswith("]"):
        return MatchType.EXACT
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return MatchType.PHRASE
    return MatchType.BROAD
