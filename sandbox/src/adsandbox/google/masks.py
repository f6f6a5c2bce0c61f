"""Field masks: which fields an update sets, and what the resource is afterwards.

A field that is masked but not set is cleared. Only fields without parts can be named; a message that has no
fields of its own is one.
"""

from __future__ import annotations

from typing import Any

from adsandbox.google.errors import Problem
from adsandbox.google.messages import behaviours
from adsandbox.google.walking import MESSAGE_FIELD, is_list


def check_mask(
    message_name: str, descriptor: Any, paths: list[str], mutable: frozenset[str]
) -> list[Problem]:
    """Why a mask cannot be used; `mutable` are paths that may be set whatever the package says of them."""
    if not paths:
        return [Problem("field_mask_error", "FIELD_MASK_MISSING", ("update_mask",))]
    problems = []
    for path in paths:
        problem = _problem(message_name, descriptor, path, mutable)
        if problem is not None:
            problems.append(problem)
    return problems


def _problem(message_name: str, descriptor: Any, path: str, mutable: frozenset[str]) -> Problem | None:
    parts = path.split(".")
    unknown = Problem("field_mask_error", "FIELD_NOT_FOUND", ("update_mask", "paths"), trigger=path)
    kept = False
    owner, owner_name = descriptor, message_name
    for depth, part in enumerate(parts):
        field = _field(owner, part) if owner is not None else None
        if field is None:
            return unknown
        said = behaviours(owner_name).get(field.name, "")
        kept = kept or (said in ("immutable", "output") and ".".join(parts[: depth + 1]) not in mutable)
        if field.type != MESSAGE_FIELD or is_list(field):
            owner = None
        else:
            owner = field.message_type
            owner_name = owner.full_name.split(".", 4)[4]
    if owner is not None and owner.fields:
        return Problem("field_mask_error", "FIELD_HAS_SUBFIELDS", ("update_mask", "paths"), trigger=path)
    if kept and path != "resource_name":
        return Problem("field_error", "IMMUTABLE_FIELD", ("update", *parts))
    return None


def first_fields(descriptor: Any, paths: list[str]) -> frozenset[str]:
    """Names of the fields of the first level that a mask touches."""
    found = (_field(descriptor, path.split(".")[0]) for path in paths)
    return frozenset(field.name for field in found if field is not None)


def _field(descriptor: Any, name: str) -> Any:
    """The field that a part of a path names; Python's class may have an underscore after it."""
    return descriptor.fields_by_name.get(name) or descriptor.fields_by_name.get(f"{name}_")


def apply_mask(target: Any, given: Any, paths: list[str]) -> None:
    """Set the named fields of `target` as they are in `given`. A message that `given` has, even an empty one,
    is there afterwards.
    """
    for path in paths:
        *parents, name = path.split(".")
        to, source, there = target, given, True
        for part in parents:
            parent = _field(to.DESCRIPTOR, part).name
            there = there and source.HasField(parent)
            if not there and not to.HasField(parent):
                break
            to, source = getattr(to, parent), getattr(source, parent)
            if there:
                to.SetInParent()
        else:
            _set(to, source, name, there)


def _set(to: Any, source: Any, name: str, there: bool) -> None:
    field = _field(to.DESCRIPTOR, name)
    name = field.name
    to.ClearField(name)
    if not there:
        return
    value = getattr(source, name)
    if is_list(field):
        getattr(to, name).MergeFrom(value)
    elif field.type == MESSAGE_FIELD:
        if source.HasField(name):
            getattr(to, name).CopyFrom(value)
    elif not field.has_presence or source.HasField(name):
        setattr(to, name, value)
