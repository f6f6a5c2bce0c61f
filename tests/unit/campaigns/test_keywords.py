"""Keywords in marketers' notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.campaigns.keywords import Keyword, read_keyword
from adwright.core.errors import Invalid
from adwright.platforms.keywords import KEYWORD_LIMITS
from adwright.platforms.model import MatchType

WORD = st.text("abcdefgh1é", min_size=1, max_size=7)
WORDS = st.lists(WORD, min_size=1, max_size=KEYWORD_LIMITS.words).map(" ".join)


@pytest.mark.parametrize(
    ("written", "keyword"),
    [
        ("Spicy  Chips", Keyword("spicy chips", MatchType.BROAD)),
        ('"spicy chips"', Keyword("spicy chips", MatchType.PHRASE)),
        ("[ Spicy chips ]", Keyword("spicy chips", MatchType.EXACT)),
    ],
)
def test_a_keyword_is_read_with_its_match_type(written: str, keyword: Keyword) -> None:
    assert read_keyword(written) == keyword


@given(WORDS.filter(lambda text: len(text) <= KEYWORD_LIMITS.characters), st.sampled_from(MatchType))
def test_what_is_written_is_read_back(text: str, match_type: MatchType) -> None:
    keyword = Keyword(text, match_type)
    assert read_keyword(str(keyword)) == keyword


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        ("[]", "empty"),
        ("[spicy chips", "do not close"),
        ('spicy "chips', "do not close"),
        ("a " * 11, "10 words"),
        ("x" * 81, "80 characters"),
        ("chips, crisps", "no , in a keyword"),
        ("+spicy chips", "before a word"),
    ],
)
def test_what_is_no_keyword_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_keyword(written)
