"""Troubles on demand: rules that match calls and say what goes wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "timeout_after_effect": "the call takes effect, then the answer never comes",
    "drop_after_effect": "the call takes effect, then the connection closes without an answer",
    "drop_before": "the connection closes without an answer and without effect",
    "http_502_html": "a gateway's HTML page with status 502, without effect",
    "http_502_html_after_effect": "the call takes effect, then a gateway's HTML page comes back",
    "error": "the platform's own error with `code`, `subcode`, `message`, without effect",
    "error_after_effect": "the call takes effect, then the platform's own error comes back",
    "delay_ms": "the answer is late by `delay_ms` milliseconds",
    "empty_page": "a list answers an empty page that has a next page",
    "batch_null": "a batch answers null for its items, without effect",
}


@dataclass(slots=True)
class Fault:
    """One rule. It applies to matching calls after `skip` of them, and at most `count` times."""

    kind: str
    method: str | None = None
    path: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    count: int = 1
    skip: int = 0
    code: int = 2
    subcode: int | None = None
    message: str = "Service temporarily unavailable"
    status: int | None = None
    transient: bool | None = None
    delay_ms: int = 0
    applied: int = 0


class FaultPlan:
    """The rules in force."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, document: dict[str, Any]) -> Fault:
        """Add a rule from its JSON form.

        Raises:
            ValueError: an unknown kind or field, or a path that is no regular expression.
        """
        values = dict(document)
        match = values.pop("match", {})
        kind = values.pop("kind", None)
        if kind not in KINDS:
            raise ValueError(f"kind must be one of: {', '.join(KINDS)}.")
        allowed = ("count", "skip", "code", "subcode", "message", "status", "transient", "delay_ms")
        unknown = sorted(set(values) - set(allowed)) + sorted(set(match) - {"method", "path_regex"})
        if unknown:
            raise ValueError(f"Unknown field {unknown[0]!r}.")
        for name in ("count", "skip", "code", "delay_ms"):
            if not isinstance(values.get(name, 0), int):
                raise ValueError(f"{name} must be a whole number.")
        try:
            path = re.compile(match.get("path_regex", ""))
        except re.error as error:
            raise ValueError(f"path_regex is no regular expression: {error}.") from error
        fault = Fault(kind, match.get("method"), path, **values)
        self._faults.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The first rule that applies to this call; it is used up by one."""
        for fault in self._faults:
            if fault.applied >= fault.count or (fault.method and fault.method != method):
                continue
            if not fault.path.search(path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.applied += 1
            return fault
        return None

    def clear(self) -> None:
        """Take all rules back."""
        self._faults.clear()

    def state(self) -> list[dict[str, Any]]:
        """The rules and how often each was applied."""
        return [
            {
                "kind": fault.kind,
                "method": fault.method,
                "path_regex": fault.path.pattern,
                "count": fault.count,
                "skip": fault.skip,
                "applied": fault.applied,
            }
            for fault in self._faults
        ]
