"""Which calls a platform knows at all: what it has not got or never changes is refused before it is asked."""

from __future__ import annotations

from adwright.changes.fields import Field
from adwright.changes.ports import (
    Call,
    CreateCreative,
    CreateLabel,
    SetBudget,
    SwapCreative,
    UpdateNode,
    UploadImage,
)
from adwright.core.errors import Upstream
from adwright.platforms.capabilities import Capabilities


def require_possible(call: Call, can: Capabilities) -> None:
    """Let a call pass that the platform knows, whatever its values.

    Raises:
        Upstream: the platform has nothing like it, or never changes such a field; says what to do instead.
    """
    message = _why_impossible(call, can)
    if message is not None:
        raise Upstream(message, code="not_on_platform")


def _why_impossible(call: Call, can: Capabilities) -> str | None:
    match call:
        case CreateLabel() if not can.labels:
            return f"{can.name} has no labels that a change could carry."
        case UploadImage() | CreateCreative() | SwapCreative() if not can.creative_apart:
            return f"On {can.name} an ad has its content itself. Edit the ad."
        case SetBudget():
            return can.why_fixed(call.level, Field.BUDGET.value)
        case UpdateNode():
            return _why_fixed(call, can)
    return None


def _why_fixed(call: UpdateNode, can: Capabilities) -> str | None:
    touched = call.values.touched
    if Field.CREATIVE in touched and can.creative_apart:
        return f"{can.name} does not change a creative that exists. Make a new one and swap it on the ad."
    reasons = (can.why_fixed(call.level, field.value) for field in touched)
    return next((reason for reason in reasons if reason is not None), None)
