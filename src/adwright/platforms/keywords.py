"""What Google Search takes as a keyword."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeywordLimits:
    """How long a keyword may be, and what may not be in it."""

    characters: int
    words: int
    refused: frozenset[str]


KEYWORD_LIMITS = KeywordLimits(characters=80, words=10, refused=frozenset("!@%^*()={};~`<>?\\|,"))
