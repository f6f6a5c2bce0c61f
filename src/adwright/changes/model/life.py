"""The life of a change and of an operation, and which steps of it are allowed."""

from __future__ import annotations

from enum import StrEnum

from adwright.core.errors import Conflict


class ChangeKind(StrEnum):
    """What a change does."""

    LAUNCH = "launch"
    PAUSE = "pause"
    RESUME = "resume"
    BUDGET = "budget"
    ARCHIVE = "archive"
    EDIT = "edit"
    UNDO = "undo"
    REVERT = "revert"


class ChangeStatus(StrEnum):
    """Where a change is in its life."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    UNDONE = "undone"


class OperationStatus(StrEnum):
    """Where one operation is. `calling`: the intent is stored and no answer yet."""

    WAITING = "waiting"
    CALLING = "calling"
    DONE = "done"
    FAILED = "failed"


# While a change is open, what it touches is not edited elsewhere.
OPEN = frozenset({ChangeStatus.PROPOSED, ChangeStatus.APPROVED, ChangeStatus.APPLYING})

_NEXT: dict[ChangeStatus, frozenset[ChangeStatus]] = {
    ChangeStatus.PROPOSED: frozenset({ChangeStatus.APPROVED, ChangeStatus.REJECTED, ChangeStatus.EXPIRED}),
    ChangeStatus.APPROVED: frozenset({ChangeStatus.APPLYING, ChangeStatus.FAILED}),
    # Rejected while it is applied: given up, once what it had made is archived. Proposed: it has lost an
    # approval before anything was done.
    ChangeStatus.APPLYING: frozenset(
        {ChangeStatus.APPLIED, ChangeStatus.FAILED, ChangeStatus.REJECTED, ChangeStatus.PROPOSED}
    ),
    # Back to proposed: what it edits is not what was approved any more, or the policy asks for more.
    ChangeStatus.FAILED: frozenset({ChangeStatus.APPROVED, ChangeStatus.PROPOSED, ChangeStatus.REJECTED}),
    ChangeStatus.APPLIED: frozenset({ChangeStatus.UNDONE}),
    # What was given up half-way may have edited something.
    ChangeStatus.REJECTED: frozenset({ChangeStatus.UNDONE}),
    ChangeStatus.EXPIRED: frozenset(),
    ChangeStatus.UNDONE: frozenset(),
}

_SAID = {
    ChangeStatus.PROPOSED: "waits for approval",
    ChangeStatus.APPROVED: "is approved and about to be applied",
    ChangeStatus.APPLYING: "is being applied",
    ChangeStatus.APPLIED: "has been applied",
    ChangeStatus.FAILED: "failed",
    ChangeStatus.REJECTED: "was rejected",
    ChangeStatus.EXPIRED: "has expired; propose it again",
    ChangeStatus.UNDONE: "was undone",
}


def may_become(now: ChangeStatus, wanted: ChangeStatus) -> bool:
    """Say whether a change may go from one status to another."""
    return wanted in _NEXT[now]


def require_step(now: ChangeStatus, wanted: ChangeStatus) -> None:
    """Let an allowed step of a change's life pass.

    Raises:
        Conflict: the change is somewhere else in its life; the sentence says where.
    """
    if not may_become(now, wanted):
        raise Conflict(f"This change {_SAID[now]}.", code=f"change_{now.value}")
