"""Walking over any message: every field that is set, with its place; generic checks and replacements."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from adsandbox.google.errors import Problem, Step

MESSAGE_FIELD = 11
_ENUM, _STRING, _DOUBLE, _FLOAT = 14, 9, 1, 2
UNKNOWN_ENUM = 1


def set_fields(message: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Any, Any]]:
    """Yield place, descriptor and value of each set field that is no message, at every depth."""
    for descriptor, value in message.ListFields():
        items = list(enumerate(value)) if is_list(descriptor) else [(None, value)]
        for index, item in items:
            step: Step = descriptor.name if index is None else (descriptor.name, index)
            if descriptor.type == MESSAGE_FIELD:
                yield from set_fields(item, (*path, step))
            else:
                yield (*path, step), descriptor, item


def readable(message: Any) -> dict[str, Any]:
    """Any message as JSON for people: unlike protobuf's own form it takes whatever was sent."""
    document: dict[str, Any] = {}
    for descriptor, value in message.ListFields():
        items = list(value) if is_list(descriptor) else [value]
        shown = [_readable(descriptor, item) for item in items]
        document[descriptor.name.rstrip("_")] = shown if is_list(descriptor) else shown[0]
    return document


def _readable(descriptor: Any, value: Any) -> Any:
    if descriptor.type == MESSAGE_FIELD:
        return readable(value)
    if descriptor.type == _ENUM:
        known = descriptor.enum_type.values_by_number.get(value)
        return known.name if known else value
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def is_list(descriptor: Any) -> bool:
    """Whether a field holds many values."""
    return bool(descriptor.is_repeated)


def ill_formed(message: Any) -> Iterator[Problem]:
    """Yield what no field may hold: values that an enum does not have, numbers that are none."""
    for path, descriptor, value in set_fields(message):
        if descriptor.type == _ENUM:
            if value == UNKNOWN_ENUM or value not in descriptor.enum_type.values_by_number:
                yield Problem("request_error", "INVALID_ENUM_VALUE", path, trigger=int(value))
        elif descriptor.type in (_DOUBLE, _FLOAT) and not math.isfinite(value):
            yield Problem("field_error", "INVALID_VALUE", path)


def replace_texts(message: Any, replaced: Callable[[str, tuple[Step, ...]], str]) -> None:
    """Put other texts in place of all texts of a message."""
    _replace(message, replaced, ())


def _replace(message: Any, replaced: Callable[[str, tuple[Step, ...]], str], path: tuple[Step, ...]) -> None:
    for descriptor, value in message.ListFields():
        if descriptor.type == MESSAGE_FIELD:
            for index, item in enumerate(value) if is_list(descriptor) else [(None, value)]:
                step: Step = descriptor.name if index is None else (descriptor.name, index)
                _replace(item, replaced, (*path, step))
        elif descriptor.type == _STRING:
            if is_list(descriptor):
                for index, text in enumerate(value):
                    value[index] = replaced(text, (*path, (descriptor.name, index)))
            else:
                setattr(message, descriptor.name, replaced(value, (*path, descriptor.name)))
