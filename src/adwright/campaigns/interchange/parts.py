"""What a table says, as parts of a document, which hold so much and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from adwright.campaigns.document.model import MOST_CAMPAIGNS
from adwright.campaigns.document.reading import Place, Trouble, refused, trouble_of

P = TypeVar("P", bound=BaseModel)


def part_of(kind: type[P], fields: Mapping[str, Any], line: int) -> P:
    """Make a part of what stands from a line on.

    Raises:
        Invalid: it is more than a document holds, such as too many keywords.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise refused([trouble_of(each, {(): Place(line, 1)}) for each in error.errors()]) from None


def part_with(part: P, edits: Mapping[str, Any], line: int) -> P:
    """Edit a part by what stands from a line on.

    Raises:
        Invalid: it is more than a document holds.
    """
    said = {name: getattr(part, name) for name in part.model_fields_set}
    return part_of(type(part), said | dict(edits), line)


def require_few(campaigns: Sized) -> None:
    """Refuse more campaigns than a document holds."""
    if len(campaigns) > MOST_CAMPAIGNS:
        message = f"The file has {len(campaigns)} campaigns; at most {MOST_CAMPAIGNS} fit. Split it."
        raise refused([Trouble(None, "", message)])
