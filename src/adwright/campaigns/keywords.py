"""Keywords as marketers write them: `broad words`, `"a phrase"`, `[exact words]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adwright.core.errors import Invalid
from adwright.platforms.keywords import KEYWORD_LIMITS
from adwright.platforms.model import MatchType

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
        Invalid: it is empty, too long, has too many words, has marks that do not close, or signs that no
            keyword has.
    """
    text = " ".join(written.split()).lower()
    match_type = _match_type(text)
    inner = text if match_type is MatchType.BROAD else " ".join(text[1:-1].split())
    if not inner:
        raise Invalid("A keyword is empty. Write words, or remove it.", code="keyword")
    if any(mark in inner for mark in '[]"'):
        message = f"The marks of {written} do not close. Write [exact], “phrase” or broad."
        raise Invalid(message, code="keyword")
    if len(inner) > KEYWORD_LIMITS.characters or len(inner.split()) > KEYWORD_LIMITS.words:
        limits = f"{KEYWORD_LIMITS.characters} characters and {KEYWORD_LIMITS.words} words"
        raise Invalid(f"“{inner[:40]}…” is longer than {limits}.", code="keyword")
    refused = next((sign for sign in inner if sign in KEYWORD_LIMITS.refused), None)
    if refused is not None or any(word.startswith("+") for word in inner.split()):
        message = f"Google takes no {refused or '+ before a word'} in a keyword: “{inner[:40]}”. Take it out."
        raise Invalid(message, code="keyword")
    return Keyword(inner, match_type)


def each_once(written: Iterable[str]) -> tuple[str, ...]:
    """Return keywords in the one way of writing each; what cannot be read stays as it is, to be named."""
    return tuple(dict.fromkeys(_as_written(each) for each in written if each.strip()))


def _as_written(keyword: str) -> str:
    try:
        return str(read_keyword(keyword))
    except Invalid:
        return " ".join(keyword.split()).lower()


def _match_type(text: str) -> MatchType:
    if len(text) >= 2 and text.startswith("[") and text.endswith("]"):
        return MatchType.EXACT
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return MatchType.PHRASE
    return MatchType.BROAD
