"""Everything that goes wrong on the platforms, as the sandbox's own plan of faults."""

from __future__ import annotations

from typing import Any

from adwright.platforms.model import Platform

Fault = dict[str, Any]

_WRITES = {"method": "POST", "path_regex": r"/v\d"}
_READS = {"method": "GET", "path_regex": r"/v\d"}
_ANY = {"path_regex": r"/v\d+\.\d+/"}
_GRPC = {"method": "grpc"}
_MUTATE = {"method": "Mutate"}
_ALWAYS = {"count": -1}
# Wall time: longer than the workers' patience.
_SILENT_MS = 4000


def plan(seed: int) -> dict[str, Any]:
    """Return the plan of faults of a seed, for `POST /faults/plan`."""
    stale = {"path_regex": r"/v\d+\.\d+/"} if stale_on(seed) is Platform.META else _GRPC
    faults = [
        *_rare(seed),
        *_on_meta(),
        *_on_google(),
        {"kind": "stale_read", "match": stale, "probability": 0.015, **_ALWAYS},
    ]
    return {"seed": seed, "faults": faults}


def stale_on(seed: int) -> Platform:
    """Return the platform whose reads are stale now and then; there nobody edits from outside.

    A read that does not show an edit of somebody else cannot stop the change that overwrites it.
    """
    return Platform.META if seed % 2 else Platform.GOOGLE


def _rare(seed: int) -> list[Fault]:
    """Return what happens a few times in a storm: tokens refused, the day's quota used up."""
    expired = {"kind": "error", "code": 190, "subcode": 463, "status": 401, "message": "Session has expired"}
    day_over = {"failure": "quota_error.RESOURCE_EXHAUSTED", "retry_delay_seconds": 39_600}
    return [
        {**expired, "match": _WRITES, "skip": 60 + seed % 50, "count": 1},
        {
            "kind": "invalid_grant",
            "match": {"method": "POST", "path_regex": "^/token$"},
            "skip": 3,
            "count": 1,
        },
        {"kind": "http_502_html", "match": {"method": "POST", "path_regex": "^/token$"}, "count": 1},
        {"kind": "grpc_error", "match": _GRPC, "skip": 150 + seed % 90, "count": 1, **day_over},
        {"kind": "throttle", "limit": "account", "match": _ANY, "skip": 200 + seed % 70, "count": 1},
        {"kind": "throttle", "limit": "app", "headers": False, "match": _ANY, "skip": 330, "count": 1},
    ]


def _on_meta() -> list[Fault]:
    after = {"match": _WRITES, **_ALWAYS}
    either = {"match": _ANY, **_ALWAYS}
    return [
        {"kind": "timeout_after_effect", "delay_ms": _SILENT_MS, "probability": 0.003, **after},
        {"kind": "timeout_before", "delay_ms": _SILENT_MS, "probability": 0.002, **either},
        {"kind": "drop_after_effect", "probability": 0.012, **after},
        {"kind": "drop_before", "probability": 0.01, **either},
        {"kind": "drop_midway", "probability": 0.01, **after},
        {"kind": "http_502_html", "probability": 0.01, **either},
        {"kind": "http_502_html_after_effect", "probability": 0.01, **after},
        {"kind": "error", "code": 2, "probability": 0.01, **either},
        {"kind": "error_after_effect", "code": 1, "probability": 0.01, **after},
        {"kind": "transient_as_permanent", "probability": 0.006, **after},
        {"kind": "just_created_missing", "probability": 0.02, **either},
        {
            "kind": "batch_null",
            "probability": 0.2,
            "match": {"method": "POST", "path_regex": r"/v\d+\.\d+/?$"},
            **_ALWAYS,
        },
        {"kind": "batch_item_null", "probability": 0.01, "match": {}, **_ALWAYS},
        {"kind": "empty_page", "probability": 0.01, "match": _READS, **_ALWAYS},
        {"kind": "delay_ms", "delay_ms": 120, "probability": 0.02, **either},
    ]


def _on_google() -> list[Fault]:
    after = {"match": _MUTATE, **_ALWAYS}
    either = {"match": _GRPC, **_ALWAYS}
    unavailable = {"grpc_status": "UNAVAILABLE"}
    soon = {"failure": "quota_error.RESOURCE_TEMPORARILY_EXHAUSTED", "retry_delay_seconds": 5}
    return [
        {"kind": "timeout_after_effect", "delay_ms": _SILENT_MS, "probability": 0.003, **after},
        {"kind": "timeout_before", "delay_ms": _SILENT_MS, "probability": 0.002, **either},
        {"kind": "drop_after_effect", "probability": 0.02, **after},
        {"kind": "drop_before", "probability": 0.01, **either},
        {"kind": "drop_midway", "probability": 0.01, **either},
        {"kind": "grpc_error", "probability": 0.01, **unavailable, **either},
        {"kind": "grpc_error_after_effect", "probability": 0.02, **unavailable, **after},
        {"kind": "grpc_error", "grpc_status": "INTERNAL", "probability": 0.01, **either},
        {
            "kind": "grpc_error",
            "failure": "database_error.CONCURRENT_MODIFICATION",
            "probability": 0.01,
            **after,
        },
        {"kind": "grpc_error", "failure": "internal_error.TRANSIENT_ERROR", "probability": 0.01, **either},
        {"kind": "grpc_error", "probability": 0.005, **soon, **either},
        {"kind": "delay_ms", "delay_ms": 120, "probability": 0.02, **either},
    ]
