"""The raw protobuf classes of the API version that is simulated, and what the package says about them.

The official package ships no servicer classes, only proto-plus types; the raw classes behind them are taken
from protobuf's pool. Nothing is imported before it is needed: a market without Google does not pay for it.
Fields that are called as a word of Python (`type`) end in an underscore in these classes (`type_`), also in
their JSON; on the wire, in masks and in the places of errors they do not.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

VERSION = "v26"
OTHER_VERSIONS = ("v23", "v24", "v25")
PACKAGE = f"google.ads.googleads.{VERSION}"
_FIRST_MODULES = ("services.types.google_ads_service", "errors.types.errors")
_MEMBER = re.compile(r"^\s+([A-Za-z][A-Za-z0-9_]*) \((.+)\):$")


@cache
def message_class(name: str) -> Any:
    """The raw class of a message such as `resources.Campaign` or `services.SearchGoogleAdsRequest`.

    Raises:
        KeyError: there is no such message (or the module of its service was not loaded).
    """
    from google.protobuf import descriptor_pool, message_factory

    for module in _FIRST_MODULES:
        import_module(f"{PACKAGE}.{module}")
    descriptor = descriptor_pool.Default().FindMessageTypeByName(f"{PACKAGE}.{name}")
    return message_factory.GetMessageClass(descriptor)


@cache
def service_message(service: str, name: str) -> Any:
    """The raw class of a request or response of a service."""
    import_module(f"{PACKAGE}.services.types.{snake(service)}")
    return message_class(f"services.{name}")


def to_document(message: Any) -> dict[str, Any]:
    """A message as JSON with names as in protobuf: 64-bit numbers as texts, enums by name."""
    from google.protobuf import json_format

    document: dict[str, Any] = json_format.MessageToDict(message, preserving_proto_field_name=True)
    return document


def from_document(name: str, document: dict[str, Any]) -> Any:
    """A message such as `resources.Campaign` from what `to_document` gave."""
    from google.protobuf import json_format

    return json_format.ParseDict(document, message_class(name)())


def enum_name(message: Any, field: str) -> str:
    """The value of an enum field by name; empty where it is not set or unknown."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    number = getattr(message, field)
    return str(values[number].name) if number and number in values else ""


def set_enum(message: Any, field: str, name: str) -> None:
    """Set an enum field by the name of its value."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_name
    setattr(message, field, values[name].number)


def default_enum(message: Any, field: str, name: str) -> None:
    """Set an enum field where it is not set."""
    if not getattr(message, field):
        set_enum(message, field, name)


@cache
def meaning(family: str, code: str) -> str:
    """What the package says about an error, for instance of `field_error` and `REQUIRED`."""
    enum = message_class("errors.ErrorCode").DESCRIPTOR.fields_by_name[family].enum_type
    outer, inner = enum.full_name.split(".")[-2:]
    module = import_module(f"{PACKAGE}.errors.types.{snake(inner)}")
    described = _members(getattr(getattr(module, outer), inner).__doc__ or "")
    return described.get(code, "")


@cache
def behaviours(name: str) -> dict[str, str]:
    """Of each field of a message such as `resources.Campaign`: "output", "immutable", "required" or "".

    The package states this in the description of each field and nowhere else.
    """
    descriptor = message_class(name).DESCRIPTOR
    module = import_module(descriptor.file.name.removesuffix(".proto").replace("/", "."))
    owner: Any = module
    for part in name.split(".")[1:]:
        owner = getattr(owner, part)
    said = _members(owner.__doc__ or "")
    words = {"Output only.": "output", "Immutable.": "immutable", "Required.": "required"}
    return {
        field: next((kind for start, kind in words.items() if text.startswith(start)), "")
        for field, text in said.items()
    }


def snake(name: str) -> str:
    """`CampaignBudgetService` as `campaign_budget_service`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _members(text: str) -> dict[str, str]:
    """Descriptions by name, from the form in which the package's docstrings list members."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        start = _MEMBER.match(line)
        if start:
            name = start.group(1)
            found[name] = []
        elif name:
            found[name].append(line.strip())
    return {member: " ".join(lines).split("  ")[0].strip() for member, lines in found.items()}
