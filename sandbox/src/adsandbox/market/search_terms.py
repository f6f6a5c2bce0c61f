"""What people really type: the search terms behind a keyword, how often each occurs and what it is worth.

Every keyword has up to `TERMS` terms, each made from its text by a pattern. Exact keywords meet the text
itself and its close variants, phrase keywords also longer searches that contain it, broad ones also related
searches. How often each occurs is heavy-tailed (Zipf 1949; search queries: Baeza-Yates et al. 2007) and
varies by text; longer searches are nearer to a purchase, searches for something free or for a job are far
from one.

Negative keywords keep terms away as on the platform: exact ones the same search, phrase ones searches with
the words in this order, broad ones searches with all the words; there are no close variants of negatives.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints, Luck

MATCH_TYPES = ("EXACT", "PHRASE", "BROAD")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One way to search for a thing: how often by match type, and how near to a conversion."""

    text: str
    share: tuple[float, float, float]
    worth: float


_PLURAL, _MISSPELT = "plural", "misspelt"
_PATTERNS = (
    _Pattern("{}", (0.86, 0.34, 0.14), 1.00),
    _Pattern(_PLURAL, (0.08, 0.05, 0.03), 0.95),
    _Pattern("the {}", (0.03, 0.02, 0.01), 0.95),
    _Pattern(_MISSPELT, (0.03, 0.01, 0.01), 0.90),
    _Pattern("best {}", (0.0, 0.085, 0.05), 1.05),
    _Pattern("buy {}", (0.0, 0.070, 0.04), 1.75),
    _Pattern("{} near me", (0.0, 0.065, 0.04), 1.30),
    _Pattern("cheap {}", (0.0, 0.055, 0.04), 0.80),
    _Pattern("{} online", (0.0, 0.050, 0.03), 1.35),
    _Pattern("{} price", (0.0, 0.045, 0.03), 1.15),
    _Pattern("{} reviews", (0.0, 0.040, 0.03), 0.75),
    _Pattern("{} sale", (0.0, 0.040, 0.02), 1.25),
    _Pattern("how to choose {}", (0.0, 0.030, 0.03), 0.40),
    _Pattern("free {}", (0.0, 0.030, 0.04), 0.15),
    _Pattern("{} for beginners", (0.0, 0.025, 0.03), 0.60),
    _Pattern("{} jobs", (0.0, 0.020, 0.03), 0.05),
    _Pattern("used {}", (0.0, 0.025, 0.03), 0.30),
    _Pattern("{} ideas", (0.0, 0.0, 0.06), 0.35),
    _Pattern("what is {}", (0.0, 0.0, 0.07), 0.15),
    _Pattern("{} alternatives", (0.0, 0.0, 0.05), 0.70),
    _Pattern("alternative to {}", (0.0, 0.0, 0.04), 0.65),
    _Pattern("{} vs", (0.0, 0.0, 0.04), 0.60),
    _Pattern("homemade {}", (0.0, 0.0, 0.05), 0.20),
    _Pattern("{} wholesale", (0.0, 0.0, 0.03), 0.90),
)
TERMS = len(_PATTERNS)
ALL_TERMS = (1 << TERMS) - 1
_SHARES = np.array([pattern.share for pattern in _PATTERNS]).T
_WORTH = np.array([pattern.worth for pattern in _PATTERNS])
_TAIL_VARIATION = 0.8


@dataclass(frozen=True, slots=True)
class Negative:
    """A negative keyword: its words and its match type."""

    text: str
    match_type: str


def text_key(text: str) -> int:
    """A number for a keyword's text, the same in every account."""
    return zlib.crc32(normal(text).encode())


def normal(text: str) -> str:
    """A text as searches are compared: lower case, single blanks."""
    return " ".join(text.lower().split())


def term_text(keyword: str, term: int) -> str:
    """What was typed."""
    text = normal(keyword)
    pattern = _PATTERNS[term].text
    if pattern == _PLURAL:
        return text[:-1] if text.endswith("s") else f"{text}s"
    return _misspelt(text) if pattern == _MISSPELT else pattern.format(text)


def term_match_type(match_type: str, term: int) -> str:
    """How a term met its keyword, as reports name it (`SearchTermMatchType`)."""
    if term == 0:
        return "EXACT"
    if term < 4:
        return "NEAR_EXACT" if match_type == "EXACT" else "NEAR_PHRASE"
    return "PHRASE" if _SHARES[1][term] > 0 and match_type == "PHRASE" else "BROAD"


def term_shares(luck: Luck, keys: Ints, match: Ints) -> Floats:
    """How often each term occurs among all searches of each keyword: shape (keywords, TERMS), rows sum to 1.

    `keys` are `text_key`s, `match` are indices of MATCH_TYPES.
    """
    whims = luck.lognormal("term", _TAIL_VARIATION, keys[:, None], np.arange(TERMS)[None, :])
    shares = _SHARES[match] * whims
    result: Floats = shares / shares.sum(axis=1, keepdims=True)
    return result


def terms_left(bits: Ints, shares: Floats) -> tuple[Floats, Floats]:
    """What is left of each keyword when only the terms in `bits` may be met: its share of the searches, and
    how near to a conversion these are on average.
    """
    left = shares * has_term(bits)
    share = left.sum(axis=1)
    worth = (left * _WORTH).sum(axis=1) / np.where(share > 0, share, 1.0)
    return share, worth


def has_term(bits: Ints) -> Floats:
    """The bits of sets of terms as columns of 0 and 1: shape (n, TERMS)."""
    columns: Floats = ((bits[:, None] >> np.arange(TERMS)[None, :]) & 1).astype(np.float64)
    return columns


def term_worth() -> Floats:
    """How near to a conversion each term is, relative to the keyword's own text."""
    return _WORTH.copy()


def allowed_terms(keyword: str, negatives: Sequence[Negative]) -> int:
    """The terms of a keyword that no negative keeps away, as bits."""
    if not negatives:
        return ALL_TERMS
    prepared = [(negative.match_type, normal(negative.text).split()) for negative in negatives]
    return sum(1 << term for term in range(TERMS) if not _kept_away(term_text(keyword, term), prepared))


def _kept_away(term: str, negatives: Iterable[tuple[str, list[str]]]) -> bool:
    words = term.split()
    for match_type, wanted in negatives:
        if match_type == "EXACT":
            away = words == wanted
        elif match_type == "PHRASE":
            away = any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))
        else:
            away = set(wanted) <= set(words)
        if away and wanted:
            return True
    return False


def _misspelt(text: str) -> str:
    """The text with two neighbouring letters exchanged, near its middle."""
    for middle in range(len(text) // 2, len(text) - 1):
        if text[middle] != text[middle + 1] and " " not in text[middle : middle + 2]:
            return text[:middle] + text[middle + 1] + text[middle] + text[middle + 2 :]
    return text + text[-1:]
