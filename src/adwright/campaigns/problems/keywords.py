"""What is wrong with lists of keywords: what cannot be read, and what never meets a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adwright.campaigns.keywords import Keyword, read_keyword
from adwright.core.errors import Invalid
from adwright.platforms.model import MatchType
from adwright.platforms.texts import Severity


def unreadable(written: Iterable[str]) -> Iterator[str]:
    """Say of each keyword that cannot be one why not."""
    for each in written:
        try:
            read_keyword(each)
        except Invalid as error:
            yield error.message


def contradictions(keywords: Iterable[str], negatives: Iterable[str]) -> Iterator[tuple[Severity, str]]:
    """Name each keyword that a negative one leaves out, once.

    A broad keyword may still meet searches in other words, so that it is only warned of.
    """
    left_out = list(_readable(negatives))
    for keyword in _readable(keywords):
        negative = next((each for each in left_out if _blocks(each, keyword)), None)
        if negative is not None:
            broad = keyword.match_type is MatchType.BROAD
            severity = Severity.WARNING if broad else Severity.ERROR
            yield severity, f"{keyword} is left out by the negative keyword {negative}. Remove one of them."


def _readable(written: Iterable[str]) -> Iterator[Keyword]:
    for each in written:
        try:
            yield read_keyword(each)
        except Invalid:
            continue


def _blocks(negative: Keyword, keyword: Keyword) -> bool:
    """Say whether every search that says a keyword's words is left out.

    Negative keywords meet their own words only, without variants: broad ones in any order, phrases in theirs.
    """
    if negative.match_type is MatchType.EXACT:
        return keyword.match_type is MatchType.EXACT and negative.text == keyword.text
    if negative.match_type is MatchType.PHRASE:
        return f" {negative.text} " in f" {keyword.text} "
    return set(negative.text.split()) <= set(keyword.text.split())
