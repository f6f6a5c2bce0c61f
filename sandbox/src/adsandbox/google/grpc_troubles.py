"""What goes wrong with gRPC calls on demand: before their effect, after it, or in the middle of an answer.

A dropped connection is told as the client's own library tells it (UNAVAILABLE, without metadata).
"""

from __future__ import annotations

import asyncio
from typing import Any

from adsandbox.google.errors import AdsError, Problem, StatusError
from adsandbox.world.faults import Fault

_LONGEST_SILENCE = 600.0
_BEFORE = {"timeout_before", "drop_before", "http_502_html", "grpc_error"}
_AFTER = {
    "timeout_after_effect", "drop_after_effect", "http_502_html_after_effect", "grpc_error_after_effect",
}  # fmt: skip
MIDWAY = "drop_midway"


async def before_effect(fault: Fault | None) -> None:
    """Let a call fail before anything was done for it.

    Raises:
        AdsError: as the rule says.
        StatusError: as the rule says.
    """
    if fault is not None and fault.kind in _BEFORE:
        await _fail(fault)


async def after_effect(fault: Fault | None) -> None:
    """Let a call fail though all was done for it, or answer late.

    Raises:
        AdsError: as the rule says.
        StatusError: as the rule says.
    """
    if fault is None:
        return
    if fault.kind in _AFTER:
        await _fail(fault)
    if fault.kind == "delay_ms":
        await asyncio.sleep(fault.delay_ms / 1000.0)


def dropped() -> StatusError:
    """The end of a connection."""
    return StatusError("UNAVAILABLE", "Socket closed")


async def _fail(fault: Fault) -> None:
    if fault.kind.startswith("timeout"):
        # The caller's own deadline ends this, if it has one.
        await asyncio.sleep(fault.delay_ms / 1000.0 or _LONGEST_SILENCE)
    if fault.kind.startswith("grpc_error"):
        raise _refusal(fault)
    if fault.kind.startswith("http_502_html"):
        raise StatusError("UNAVAILABLE", "Received http2 header with status: 502")
    raise dropped()


def _refusal(fault: Fault) -> AdsError | StatusError:
    if not fault.failure:
        return StatusError(fault.grpc_status or "UNAVAILABLE")
    family, _, code = fault.failure.partition(".")
    problem = Problem(family, code, message=_message(fault), details=_details(fault, family, code))
    return AdsError(problem, status=fault.grpc_status or None)


def _message(fault: Fault) -> str:
    """What the rule says instead of the documented meaning."""
    return "" if fault.message == Fault.__dataclass_fields__["message"].default else fault.message


def _details(fault: Fault, family: str, code: str) -> dict[str, Any]:
    if family == "quota_error":
        daily = code == "RESOURCE_EXHAUSTED"
        return {
            "quota_error_details": {
                "rate_scope": "DEVELOPER" if daily else "ACCOUNT",
                "rate_name": "Number of operations per day" if daily else "Requests per second per customer",
                "retry_delay": f"{fault.retry_delay_seconds}s",
            }
        }
    if family == "policy_finding_error":
        entry = {"topic": "MISREPRESENTATION", "type": "PROHIBITED"}
        return {"policy_finding_details": {"policy_topic_entries": [entry]}}
    return {}
