"""What a keyword may look like."""

from __future__ import annotations

from adsandbox.google.errors import Step
from adsandbox.google.resources import Edit

LONGEST_TEXT, MOST_WORDS = 80, 10
_FORBIDDEN = frozenset('!@%^*()={};~`<>?\\|,"[]\x00\n\t')


def check_keyword_text(edit: Edit, text: str, *path: Step) -> None:
    """Refuse what is no keyword."""
    if not text.strip():
        edit.refuse("field_error", "REQUIRED", *path)
    elif len(text) > LONGEST_TEXT:
        edit.refuse("criterion_error", "KEYWORD_TEXT_TOO_LONG", *path, trigger=text)
    elif len(text.split()) > MOST_WORDS:
        edit.refuse("criterion_error", "KEYWORD_HAS_TOO_MANY_WORDS", *path, trigger=text)
    elif any(word.startswith("+") for word in text.split()):
        edit.refuse("criterion_error", "BROAD_MATCH_MODIFIER_KEYWORD_NOT_ALLOWED", *path, trigger=text)
    elif _FORBIDDEN & set(text):
        edit.refuse("criterion_error", "KEYWORD_HAS_INVALID_CHARS", *path, trigger=text)


def normalized(text: str) -> str:
    """A keyword as it is compared with others."""
    return " ".join(text.casefold().split())
