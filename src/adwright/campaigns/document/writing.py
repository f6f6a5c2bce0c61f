"""A document as text. Written onto a text that people keep, their comments and their order stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from adwright.campaigns.document.model import Document
from adwright.campaigns.document.reading import read_document

_ALWAYS = frozenset({"name", "state"})
_WIDTH = 110
_BREAKS = frozenset("\x85\u2028\u2029")


def write_document(document: Document, *, schema_url: str, remarks: Mapping[str, str] | None = None) -> str:
    """Write a document as YAML; what says nothing is left out.

    Args:
        document: what to write.
        schema_url: where editors find the JSON Schema.
        remarks: a comment for the account of each campaign, by the campaign's key.
    """
    root = _mapping(document)
    for campaign in root.get("campaigns", ()):
        remark = (remarks or {}).get(campaign["key"])
        if remark:
            campaign.yaml_add_eol_comment(" ".join(remark.split()), "account")
    return f"# yaml-language-server: $schema={schema_url}\n{_text(root)}"


def rewrite_document(text: str, document: Document) -> str:
    """Write a document onto the text of an earlier one: comments and order stay, values become the new ones.

    Campaigns of the text that the document does not name are left as they are.

    Raises:
        Invalid: the text is no document.
    """
    read_document(text.encode())
    root = _yaml().load(text)
    _update_list(root, "campaigns", _mapping(document).get("campaigns", CommentedSeq()), whole=False)
    return _text(root)


def _mapping(part: BaseModel) -> CommentedMap:
    dumped = part.model_dump(mode="json")
    found = CommentedMap()
    for field, about in type(part).model_fields.items():
        value = getattr(part, field)
        if about.is_required() or field in _ALWAYS or value != about.default:
            found[field] = _value(value, dumped[field])
    return found


def _value(value: object, dumped: Any) -> Any:
    if isinstance(value, BaseModel):
        return _mapping(value)
    if not isinstance(value, tuple):
        return _plain(dumped)
    if value and isinstance(value[0], BaseModel):
        return CommentedSeq(_mapping(each) for each in value)
    listed = CommentedSeq(_plain(each) for each in dumped)
    listed.fa.set_flow_style()
    return listed


def _plain(value: Any) -> Any:
    """Return a value as YAML can carry it: text that the writer would not quote well is quoted for it."""
    if isinstance(value, str) and (value[:1] in {"?", ":"} or _BREAKS.intersection(value)):
        return DoubleQuotedScalarString(value)
    return value


def _update(old: CommentedMap, new: CommentedMap) -> None:
    for field in [field for field in old if field not in new]:
        # An empty field that somebody wrote down says the same as none.
        if old[field] not in (None, "", []):
            del old[field]
    for field, value in new.items():
        if field in {"ad_groups", "ads"}:
            _update_list(old, field, value, whole=True)
        elif isinstance(value, CommentedMap) and isinstance(old.get(field), CommentedMap):
            _update(old[field], value)
        elif old.get(field) != value:
            old[field] = value


def _update_list(old: CommentedMap, field: str, new: CommentedSeq, *, whole: bool) -> None:
    parts = old.setdefault(field, CommentedSeq())
    wanted = {part["key"]: part for part in new}
    for index in range(len(parts) - 1, -1, -1):
        given = wanted.pop(parts[index]["key"], None)
        if given is not None:
            _update(parts[index], given)
        elif whole:
            del parts[index]
    parts.extend(wanted.values())


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _text(root: CommentedMap) -> str:
    buffer = io.StringIO()
    _yaml().dump(root, buffer)
    return buffer.getvalue()
