"""Fields and observed nodes as JSON documents, exactly and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    CampaignFields,
    CreativeContent,
    NodeFields,
    ObservedNode,
    ReviewStatus,
    SearchSettings,
    Targeting,
)
from adwright.platforms.model import Level

Document = dict[str, Any]

_TARGETING = TypeAdapter(Targeting)
_SEARCH = TypeAdapter(SearchSettings)
_META = TypeAdapter(MetaSettings)
_DECLARATION = TypeAdapter(Declaration)
_CONTENT = TypeAdapter(CreativeContent)
_FIELDS: Mapping[Level, TypeAdapter[Any]] = {
    Level.CAMPAIGN: TypeAdapter(CampaignFields),
    Level.AD_GROUP: TypeAdapter(AdGroupFields),
    Level.AD: TypeAdapter(AdFields),
}


def fields_document(level: Level, fields: NodeFields) -> Document:
    """Write a node's fields as JSON values."""
    document: Document = _FIELDS[level].dump_python(fields, mode="json")
    return document


def fields_from_document(level: Level, document: Mapping[str, Any]) -> NodeFields:
    """Read a node's fields back."""
    fields: NodeFields = _FIELDS[level].validate_python(document)
    return fields


def targeting_document(targeting: Targeting) -> Document:
    """Write targeting as JSON values."""
    document: Document = _TARGETING.dump_python(targeting, mode="json")
    return document


def targeting_from_document(document: Mapping[str, Any]) -> Targeting:
    """Read targeting back."""
    return _TARGETING.validate_python(document)


def search_document(search: SearchSettings | None) -> Document | None:
    """Write settings for Search as JSON values; None stays None."""
    return None if search is None else _SEARCH.dump_python(search, mode="json")


def search_from_document(document: Mapping[str, Any] | None) -> SearchSettings | None:
    """Read settings for Search back; None stays None."""
    return None if document is None else _SEARCH.validate_python(document)


def meta_document(meta: MetaSettings | None) -> Document | None:
    """Write settings for Meta as JSON values; None stays None."""
    return None if meta is None else _META.dump_python(meta, mode="json")


def meta_from_document(document: Mapping[str, Any] | None) -> MetaSettings | None:
    """Read settings for Meta back; None stays None."""
    return None if document is None else _META.validate_python(document)


def declaration_document(declaration: Declaration | None) -> Document | None:
    """Write a declaration as JSON values; None stays None."""
    return None if declaration is None else _DECLARATION.dump_python(declaration, mode="json")


def declaration_from_document(document: Mapping[str, Any] | None) -> Declaration | None:
    """Read a declaration back; None stays None."""
    return None if document is None else _DECLARATION.validate_python(document)


def content_document(content: CreativeContent) -> Document:
    """Write a creative's content as JSON values."""
    document: Document = _CONTENT.dump_python(content, mode="json")
    return document


def content_from_document(document: Mapping[str, Any]) -> CreativeContent:
    """Read a creative's content back."""
    return _CONTENT.validate_python(document)


def observed_document(node: ObservedNode) -> Document:
    """Write an observed node as JSON values."""
    return {
        "external_id": node.external_id,
        "parent_external_id": node.parent_external_id,
        "fields": fields_document(node.level, node.fields),
        "effective_status": node.effective_status,
        "review": node.review.value,
        "review_reasons": list(node.review_reasons),
        "not_modelled": list(node.not_modelled),
    }


def observed_from_document(level: Level, document: Mapping[str, Any]) -> ObservedNode:
    """Read an observed node back."""
    return ObservedNode(
        level=level,
        external_id=document["external_id"],
        parent_external_id=document["parent_external_id"],
        fields=fields_from_document(level, document["fields"]),
        effective_status=document["effective_status"],
        review=ReviewStatus(document["review"]),
        review_reasons=tuple(document["review_reasons"]),
        # Not in what was written before this was read.
        not_modelled=tuple(document.get("not_modelled", ())),
    )
