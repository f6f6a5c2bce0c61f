"""Desired values of one node, by the names that fields have there, to columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adwright.campaigns.documents import (
    content_document,
    declaration_document,
    search_document,
    targeting_document,
)
from adwright.platforms.model import Level

Columns = dict[str, Any]


def desired_columns(level: Level, values: Mapping[str, Any]) -> Columns:
    """Return the columns of some of a node's fields.

    An ad group's bid strategy is kept at its campaign, so it has no column.

    Args:
        level: of the node.
        values: by field name, in the room's words; `audience_version_id` goes with `targeting`.
    """
    columns: Columns = {}
    for field, value in values.items():
        columns |= _WRITERS[field](value)
    if level is not Level.CAMPAIGN:
        columns.pop("bid_strategy", None)
    if values.get("audience_version_id") is not None:
        columns["targeting"] = None
    return columns


def _plain(name: str) -> Callable[[Any], Columns]:
    return lambda value: {name: value}


def _word(name: str) -> Callable[[Any], Columns]:
    return lambda value: {name: value.value if value is not None else None}


def _micros(name: str) -> Callable[[Any], Columns]:
    return lambda value: {name: value.micros if value is not None else None}


def _budget(value: Any) -> Columns:
    return {
        "budget_period": value.period.value if value else None,
        "budget_micros": value.amount.micros if value else None,
    }


def _creative(value: Any) -> Columns:
    ours = value.version_id is not None
    return {
        "creative_version_id": value.version_id,
        "content": None if ours else content_document(value),
        "image_hash": value.image_hash,
        "instagram_external_id": value.instagram_external_id,
        "lead_form_external_id": value.lead_form_external_id,
    }


_WRITERS: Mapping[str, Callable[[Any], Columns]] = {
    "name": _plain("name"),
    "state": _word("state"),
    "budget": _budget,
    "bid_strategy": _word("bid_strategy"),
    "bid_amount": _micros("bid_amount_micros"),
    "spend_cap": _micros("spend_cap_micros"),
    "special_ad_categories": lambda value: {"special_ad_categories": [each.value for each in value or ()]},
    "targeting": lambda value: {"targeting": targeting_document(value) if value else None},
    "audience_version_id": _plain("audience_version_id"),
    "start_at": _plain("start_at"),
    "end_at": _plain("end_at"),
    "creative": _creative,
    "image_hash": _plain("image_hash"),
    "declaration": lambda value: {"declaration": declaration_document(value)},
    "search": lambda value: {"search": search_document(value)},
}
