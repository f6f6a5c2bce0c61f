"""Troubles on demand and by plan: rules that match calls and say what goes wrong with them.

Whether a rule with a probability applies is drawn by (seed of the plan, rule, how-manieth matching call), so
the same plan against the same calls does the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adsandbox.clock import iso_utc, parse_instant
from adsandbox.market.luck import Luck

KINDS = {
    "timeout_after_effect": "the call takes effect, then the answer never comes",
    "timeout_before": "the call has no effect, and the answer never comes",
    "drop_after_effect": "the call takes effect, then the connection closes without an answer",
    "drop_before": "the connection closes without an answer and without effect",
    "drop_midway": "the call takes effect, then the connection closes in the middle of the answer",
    "http_502_html": "a gateway's HTML page with status 502, without effect",
    "http_502_html_after_effect": "the call takes effect, then a gateway's HTML page comes back",
    "error": "the platform's own error with `code`, `subcode`, `message`, without effect",
    "error_after_effect": "the call takes effect, then the platform's own error comes back",
    "delay_ms": "the answer is late by `delay_ms` milliseconds",
    "empty_page": "a list answers an empty page that has a next page",
    "batch_null": "a batch answers null for its items, without effect",
    "batch_item_null": "the item of a batch that matches is answered null, without effect",
    "throttle": "the call is refused as one too many: `limit` says by which rule (default account); "
    "`headers` (default true) says whether the answer has usage headers",
    "transient_as_permanent": "100/1487390, which passes when tried again though it says the opposite",
    "just_created_missing": "100/33 for an object made within the last `within_seconds` (default 60) seconds",
    "video_chunk_lost": "the chunk of a video upload that this call carries is lost: 6000/1363037 with the "
    "offsets to send again (use `skip` to let the start of the upload pass)",
    "webhook_duplicate": "a webhook is sent twice (its path is /act_ID/FIELD)",
    "webhook_reorder": "a webhook is sent before the one in front of it",
    "stale_read": "a read answers as it was before the latest `changes_back` (default 1) edits",
    "report_stuck": "the report run that this call starts says Job Running at 100 % and never ends",
    "report_failed": "the report run that this call starts ends as Job Failed",
    "report_skipped": "the report run that this call starts ends as Job Skipped",
    "grpc_error": "a gRPC call ends with `grpc_status` and, if given, the failure `failure` (such as "
    "quota_error.RESOURCE_EXHAUSTED) with `retry_delay_seconds` and `message`, without effect",
    "grpc_error_after_effect": "the call takes effect, then it ends as with grpc_error",
    "invalid_grant": "a request for a token (POST /token) says invalid_grant",
}
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
LIMITS = (
    "app", "account", "ads_management", "ads_insights", "custom_audience", "leadgen", "pages", "page",
    "instagram", "ad_account_calls", "write_rate", "ad_creation", "spend_limit_changes", "anomaly",
    "insights_load", "insights_calls",
)  # fmt: skip
_WHOLE = (
    "count", "skip", "code", "subcode", "status", "delay_ms", "within_seconds", "changes_back",
    "retry_delay_seconds",
)  # fmt: skip
_READS = ("GET", "Search", "SearchStream")
GRPC = "grpc"
_LOG_LENGTH = 10_000
ENDLESS = -1
WEBHOOK, BATCH_ITEM = "webhook", "batch_item"


@dataclass(slots=True)
class Fault:
    """One rule. It applies to matching calls after `skip` of them, at most `count` times (-1: for ever), with
    a probability, and between two instants (seconds since 1970).
    """

    kind: str
    method: str | None = None
    path: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    count: int = 1
    skip: int = 0
    probability: float = 1.0
    begin: float = -np.inf
    end: float = np.inf
    code: int = 2
    subcode: int | None = None
    message: str = "Service temporarily unavailable"
    status: int | None = None
    transient: bool | None = None
    delay_ms: int = 0
    limit: str = "account"
    headers: bool = True
    within_seconds: int = 60
    changes_back: int = 1
    grpc_status: str = ""
    failure: str = ""
    retry_delay_seconds: int = 0
    seed: int = 0
    number: int = 0
    matched: int = 0
    applied: int = 0


class FaultPlan:
    """The rules in force, and what they did."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.log: list[dict[str, Any]] = []

    def add(self, document: dict[str, Any], now: float = 0.0, seed: int = 0) -> Fault:
        """Add a rule from its JSON form; hours in `from` and `until` count from `now`.

        Raises:
            ValueError: an unknown kind or field, a value of the wrong form, or a path that is no regular
                expression.
        """
        fault = read_fault(document, now)
        fault.seed, fault.number = seed, len(self._faults)
        self._faults.append(fault)
        return fault

    def take(
        self, method: str, path: str, now: float, age: float | None = None, family: str = ""
    ) -> Fault | None:
        """The first rule that applies to this call; it is used up by one and logged. `age` is how many
        seconds ago the object of the path was made, if it is known; `family` is another name by which rules
        may mean the method (`grpc` for every method of gRPC, `webhook`, `batch_item`).
        """
        for fault in self._faults:
            if fault.applied == fault.count or not fault.begin <= now < fault.end:
                continue
            if (fault.method and fault.method not in (method, family)) or not fault.path.search(path):
                continue
            if not _belongs(fault.kind, family):
                continue
            if fault.kind == "just_created_missing" and not (age is not None and age <= fault.within_seconds):
                continue
            if fault.kind == "stale_read" and method not in _READS:
                continue
            fault.matched += 1
            if fault.matched <= fault.skip or not self._lucky(fault):
                continue
            fault.applied += 1
            self.note(now, fault.kind, {"method": method, "path": path, "rule": fault.number})
            return fault
        return None

    def note(self, now: float, what: str, about: dict[str, Any]) -> None:
        """Write down what was done."""
        self.log.append({"number": len(self.log) + 1, "time": iso_utc(now), "what": what, **about})
        del self.log[:-_LOG_LENGTH]

    def clear(self) -> None:
        """Take all rules back; the log stays."""
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
                "probability": fault.probability,
                "matched": fault.matched,
                "applied": fault.applied,
            }
            for fault in self._faults
        ]

    def _lucky(self, fault: Fault) -> bool:
        if fault.probability >= 1.0:
            return True
        draw = Luck(fault.seed).uniform("fault", np.int64(fault.number), np.int64(fault.matched))
        return float(draw) < fault.probability


def _belongs(kind: str, family: str) -> bool:
    """Whether a kind of fault is for calls of this family: some are for one family only, and webhooks and
    items of batches know no others.
    """
    own = kind.startswith(f"{family}_") if family else False
    if family in (WEBHOOK, BATCH_ITEM):
        return own
    return own or not kind.startswith((f"{GRPC}_", f"{WEBHOOK}_", f"{BATCH_ITEM}_"))


def read_fault(document: Any, now: float) -> Fault:
    """A rule from its JSON form.

    Raises:
        ValueError: as `FaultPlan.add`.
    """
    if not isinstance(document, dict):
        raise ValueError("A fault is an object.")
    values = dict(document)
    match = values.pop("match", {})
    kind = values.pop("kind", None)
    if kind not in KINDS:
        raise ValueError(f"kind must be one of: {', '.join(KINDS)}.")
    texts = {
        "message": str, "limit": str, "transient": bool, "headers": bool, "grpc_status": str, "failure": str,
    }  # fmt: skip
    allowed = {*_WHOLE, *texts, "probability", "from", "until"}
    unknown = sorted(set(values) - allowed) + sorted(set(match) - {"method", "path_regex"})
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}.")
    for name in _WHOLE:
        if not isinstance(values.get(name, 0), int):
            raise ValueError(f"{name} must be a whole number.")
    for name, wanted in texts.items():
        if not isinstance(values.get(name, wanted()), wanted):
            raise ValueError(f"{name} must be of type {wanted.__name__}.")
    if values.get("limit", LIMITS[0]) not in LIMITS:
        raise ValueError(f"limit must be one of: {', '.join(LIMITS)}.")
    values["probability"] = float(values.get("probability", 1.0))
    if not 0.0 <= values["probability"] <= 1.0:
        raise ValueError("probability lies between 0 and 1.")
    begin, end = moment(values.pop("from", None), now), moment(values.pop("until", None), now)
    try:
        path = re.compile(match.get("path_regex", ""))
    except re.error as error:
        raise ValueError(f"path_regex is no regular expression: {error}.") from error
    fault = Fault(kind, match.get("method"), path, **values)
    fault.begin = fault.begin if begin is None else begin
    fault.end = fault.end if end is None else end
    return fault


def moment(given: Any, now: float) -> float | None:
    """An instant: ISO 8601, or hours after `now`; None stays None.

    Raises:
        ValueError: neither.
    """
    if given is None:
        return None
    if isinstance(given, int | float) and not isinstance(given, bool):
        return now + 3600.0 * given
    if isinstance(given, str):
        return parse_instant(given)
    raise ValueError("A moment is an ISO 8601 text, or a number of hours after the plan is loaded.")
