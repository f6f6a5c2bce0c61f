"""How long a text is: in characters as people see them, or in the units a platform counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"


def seen_characters(text: str) -> int:
    """Count characters as people see them: é, 👍🏽, 🇩🇪 and a family emoji are one each."""
    return sum(1 for _ in _clusters(text))


def double_width_length(text: str) -> int:
    """Count as Google does: a Chinese, Japanese or Korean character and an emoji are two each."""
    return sum(2 if _is_wide(cluster) else 1 for cluster in _clusters(text))


def _is_wide(cluster: str) -> bool:
    if any(unicodedata.east_asian_width(character) in "WF" for character in cluster):
        return True
    return _is_region(cluster[0]) or "\ufe0f" in cluster


def _clusters(text: str) -> Iterator[str]:
    """Split composed text into what people see as one character; enough of Unicode's rules for ad texts."""
    cluster = ""
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if cluster and _joins(cluster, character):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def _joins(cluster: str, character: str) -> bool:
    if character == _JOINER or unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True  # a skin tone, or the letters of a flag such as Scotland's
    if cluster[-1] == _JOINER:
        return unicodedata.category(character) == "So"
    return _is_region(character) and len(cluster) == 1 and _is_region(cluster)


def _is_region(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
