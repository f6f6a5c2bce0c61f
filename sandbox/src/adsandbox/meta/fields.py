"""The `fields` parameter: names with modifiers and nested selections, such as
`name,ads.limit(2){id,creative{id}}`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from adsandbox.meta.errors import GraphError

_NAME = re.compile(r"[A-Za-z0-9_:]+")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Selection:
    """One wanted field."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    inner: tuple[Selection, ...] = ()


def parse_fields(text: str | None) -> tuple[Selection, ...]:
    """Read a `fields` value, either with commas or as a JSON array of names."""
    if not text:
        return ()
    if text.lstrip().startswith("["):
        try:
            names = json.loads(text)
        except (ValueError, RecursionError):
            raise _syntax_error(text) from None
        text = ",".join(str(name) for name in names)
    selections, rest = _many(text.strip(), 0, text)
    if rest:
        raise _syntax_error(text)
    return selections


def _many(text: str, depth: int, whole: str) -> tuple[tuple[Selection, ...], str]:
    if depth > _DEEPEST:
        raise _syntax_error(whole)
    found: dict[str, Selection] = {}
    while text and text[0] != "}":
        selection, text = _one(text, depth, whole)
        found[selection.name] = selection
        text = text.lstrip()
        if text.startswith(","):
            text = text[1:].lstrip()
        elif text and text[0] != "}":
            raise _syntax_error(whole)
    return tuple(found.values()), text


def _one(text: str, depth: int, whole: str) -> tuple[Selection, str]:
    match = _NAME.match(text)
    if not match:
        raise _syntax_error(whole)
    name, text = match.group(), text[match.end() :]
    modifiers: dict[str, str] = {}
    while text.startswith("."):
        match = _NAME.match(text[1:])
        if not match or not text[1 + match.end() :].startswith("("):
            raise _syntax_error(whole)
        value, text = _argument(text[2 + match.end() :], whole)
        modifiers[match.group()] = value
    inner: tuple[Selection, ...] = ()
    if text.startswith("{"):
        inner, text = _many(text[1:].lstrip(), depth + 1, whole)
        if not text.startswith("}"):
            raise _syntax_error(whole)
        text = text[1:]
    return Selection(name, modifiers, inner), text


def _argument(text: str, whole: str) -> tuple[str, str]:
    depth, quoted = 1, False
    for index, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == "(":
            depth += 1
        elif not quoted and letter == ")":
            depth -= 1
            if depth == 0:
                return text[:index], text[index + 1 :]
    raise _syntax_error(whole)


def _syntax_error(text: str) -> GraphError:
    return GraphError(
        2500, f"Syntax error \"Expected end of string instead of '?'.\" in fields: {text[:200]}"
    )
