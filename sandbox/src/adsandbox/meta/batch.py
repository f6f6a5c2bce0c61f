"""Batches: several calls in one request, with references from later to earlier ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from adsandbox.meta.errors import GraphError, bad_param
from adsandbox.meta.params import Params, Upload

LARGEST = 50
_REFERENCE = re.compile(r"\{result=([^:}]+):\$([^}]*)\}")
Answerer = Callable[[str, str, Params, dict[str, Upload]], tuple[int, dict[str, str], Any] | None]


def run_batch(params: Params, files: dict[str, Upload], answer: Answerer) -> list[Any]:
    """Answer each item of the `batch` parameter in order; an item that another waited for may be left out."""
    items = params.document("batch", list)
    if items is None:
        raise bad_param("batch", "a JSON array")
    if len(items) > LARGEST:
        raise GraphError(100, f"Too many requests in batch message. Maximum batch size is {LARGEST}")
    done: dict[str, Any] = {}
    return [_item(item, params, files, answer, done) for item in items]


def _item(item: Any, params: Params, files: dict[str, Upload], answer: Answerer, done: dict[str, Any]) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("relative_url"), str):
        return _reply(400, {}, GraphError(100, "Batch items need method and relative_url.").body())
    name, waits_for = str(item.get("name") or ""), str(item.get("depends_on") or "")
    if waits_for and waits_for not in done:
        return None
    try:
        url = _filled(item["relative_url"], done)
        body = _filled(str(item.get("body") or ""), done)
    except KeyError:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return _reply(400, {}, GraphError(100, "The relative_url of a batch item cannot be read.").body())
    values = dict(parse_qsl(parts.query, keep_blank_values=True))
    values.update(parse_qsl(body, keep_blank_values=True))
    for inherited in ("access_token", "appsecret_proof"):
        if inherited in params and inherited not in values:
            values[inherited] = params.text(inherited) or ""
    attached = [part.strip() for part in str(item.get("attached_files") or "").split(",") if part.strip()]
    own_files = {part: files[part] for part in attached if part in files}
    answered = answer(str(item.get("method", "GET")).upper(), parts.path, Params(values), own_files)
    if answered is None:
        return None
    status, headers, document = answered
    if name and status == 200:
        done[name] = document
        if item.get("omit_response_on_success", True) and _referenced(params, name):
            return None
    return _reply(status, headers, document)


def _referenced(params: Params, name: str) -> bool:
    return f"{{result={name}:" in (params.text("batch") or "")


def _reply(status: int, headers: dict[str, str], document: Any) -> dict[str, Any]:
    listed = [{"name": name, "value": value} for name, value in headers.items()]
    return {"code": status, "headers": listed, "body": json.dumps(document)}


def _filled(text: str, done: dict[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        return _looked_up(done[match.group(1)], match.group(2))

    return _REFERENCE.sub(value, text)


def _looked_up(document: Any, path: str) -> str:
    """The values at a JSONPath of the simple kind: `.id`, `.data[0].id`, `.data.*.id` (joined by commas)."""
    found = [document]
    for step in re.findall(r"\.([A-Za-z0-9_]+|\*)|\[(\d+|\*)\]", path):
        key = step[0] or step[1]
        following: list[Any] = []
        for value in found:
            if key == "*" and isinstance(value, list | dict):
                following += list(value.values()) if isinstance(value, dict) else value
            elif isinstance(value, dict) and key in value:
                following.append(value[key])
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                following.append(value[int(key)])
        found = following
    if not found:
        raise KeyError(path)
    return ",".join(str(value) for value in found)
