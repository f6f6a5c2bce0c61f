"""Values of fields within raw messages: read with their presence, and copied into answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from adsandbox.google.gaql.catalogue import DataType, Field

Reader = Callable[[Any], Any]


@cache
def reader(field: Field) -> Reader:
    """A function from a message to the field's value below it: None without value, a list if repeated.

    A truth value that was never set is false, as the API answers it.
    """
    *way, last = field.path
    empty: Any = [] if field.repeated else None

    def read(message: Any) -> Any:
        for step in way:
            if not message.HasField(step):
                return empty
            message = getattr(message, step)
        return _leaf(message, last, field.data_type)

    return _through_lists(field) if _has_list_within(field) else read


def copy_field(source: Any, target: Any, path: tuple[str, ...]) -> None:
    """Copy one field between messages of the same type, with the name of every resource on its way."""
    name = path[0]
    described = source.DESCRIPTOR.fields_by_name[name]
    if described.message_type is None:
        _copy_plain(source, target, described)
    elif described.is_repeated:
        copied = getattr(target, name)
        if len(path) == 1:
            copied.extend(getattr(source, name))
            return
        for number, item in enumerate(getattr(source, name)):
            while len(copied) <= number:
                copied.add()
            copy_field(item, copied[number], path[1:])
    elif source.HasField(name):
        inner, copied = getattr(source, name), getattr(target, name)
        copied.SetInParent()
        if len(path) == 1:
            copied.CopyFrom(inner)
            return
        if path[1] != "resource_name" and "resource_name" in inner.DESCRIPTOR.fields_by_name:
            copied.resource_name = inner.resource_name
        copy_field(inner, copied, path[1:])


def _leaf(message: Any, name: str, data_type: DataType) -> Any:
    described = message.DESCRIPTOR.fields_by_name[name]
    value = getattr(message, name)
    if described.is_repeated:
        return list(value)
    if described.has_presence and not message.HasField(name):
        return False if data_type is DataType.BOOLEAN else None
    if data_type is DataType.ENUM or isinstance(value, str):
        return value or None
    return value


def _copy_plain(source: Any, target: Any, described: Any) -> None:
    name = described.name
    if described.is_repeated:
        getattr(target, name).extend(getattr(source, name))
    elif described.type == described.TYPE_BOOL or not described.has_presence or source.HasField(name):
        setattr(target, name, getattr(source, name))


def _has_list_within(field: Field) -> bool:
    return field.repeated and len(field.path) > 1


def _through_lists(field: Field) -> Reader:
    def read(message: Any) -> list[Any]:
        found: Iterable[Any] = [message]
        for step in field.path[:-1]:
            found = [item for one in found for item in _items(one, step)]
        values = [_leaf(one, field.path[-1], field.data_type) for one in found]
        return [item for value in values for item in (value if isinstance(value, list) else [value])]

    return read


def _items(message: Any, name: str) -> Iterable[Any]:
    if message.DESCRIPTOR.fields_by_name[name].is_repeated:
        return list(getattr(message, name))
    return [getattr(message, name)] if message.HasField(name) else []
