"""Rows to dataclasses and back. What is stored as JSON is read again with the same checks as input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from adwright.changes.model.change import (
    Change,
    Decision,
    Failure,
    LogEntry,
    LogKind,
    Operation,
    Progress,
    Verdict,
    Waiting,
)
from adwright.changes.model.diff import CostPerDay, DiffLine
from adwright.changes.model.guardrails import Finding
from adwright.changes.model.life import ChangeKind, ChangeStatus, OperationStatus
from adwright.changes.model.patch import Patch
from adwright.changes.model.policy import AuthorKind
from adwright.changes.model.read_back import Mismatch
from adwright.changes.model.steps import STEP_OF, Action, Step
from adwright.changes.values import Values
from adwright.core.actor import Role
from adwright.core.money import Money

_PATCH = TypeAdapter(Patch)
_DIFF = TypeAdapter(tuple[DiffLine, ...])
_MISMATCHES = TypeAdapter(tuple[Mismatch, ...])
_FAILURE = TypeAdapter(Failure)
_FINDINGS = TypeAdapter(tuple[Finding, ...])
_VALUES_BY_NODE = TypeAdapter(dict[UUID, Values])
_STEPS: dict[Action, TypeAdapter[Any]] = {action: TypeAdapter(step) for action, step in STEP_OF.items()}


def patch_json(patch: Patch) -> Any:
    """Return a patch as JSON."""
    return _PATCH.dump_python(patch, mode="json")


def diff_json(diff: tuple[DiffLine, ...]) -> Any:
    """Return a diff as JSON."""
    return _DIFF.dump_python(diff, mode="json")


def mismatches_json(mismatches: tuple[Mismatch, ...]) -> Any:
    """Return mismatches as JSON."""
    return _MISMATCHES.dump_python(mismatches, mode="json")


def findings_json(findings: tuple[Finding, ...]) -> Any:
    """Return what guardrails found as JSON."""
    return _FINDINGS.dump_python(findings, mode="json")


def failure_json(failure: Failure | None) -> Any:
    """Return a failure as JSON; None stays None."""
    return None if failure is None else _FAILURE.dump_python(failure, mode="json")


def step_json(action: Action, step: Step) -> Any:
    """Return a step as JSON."""
    return _STEPS[action].dump_python(step, mode="json")


def values_by_node_json(values: Mapping[UUID, Values] | None) -> Any:
    """Return the values of some nodes as JSON; None stays None."""
    return None if values is None else _VALUES_BY_NODE.dump_python(dict(values), mode="json")


def values_by_node_of(document: Any) -> Mapping[UUID, Values]:
    """Read the values of some nodes."""
    return _VALUES_BY_NODE.validate_python(document)


def change_of(row: RowMapping) -> Change:
    """Read a change's row, with the counts of its operations."""
    return Change(
        id=row["id"],
        advertiser_id=row["advertiser_id"],
        ad_account_id=row["ad_account_id"],
        campaign_id=row["campaign_id"],
        kind=ChangeKind(row["kind"]),
        status=ChangeStatus(row["status"]),
        title=row["title"],
        patch=_PATCH.validate_python(row["patch"]),
        diff=_DIFF.validate_python(row["diff"]),
        cost=CostPerDay(
            _money(row["cost_before_micros"], row["currency"]),
            _money(row["cost_after_micros"], row["currency"]),
        ),
        why=row["why"],
        author=row["author"],
        author_id=row["author_id"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        failure=None if row["failure"] is None else _FAILURE.validate_python(row["failure"]),
        waiting=_waiting(row),
        mismatches=_MISMATCHES.validate_python(row["mismatches"]),
        undoes=tuple(row["undoes"]),
        undone_by=row["undone_by"],
        giving_up=row["giving_up"],
        progress=Progress(row["operations_done"], row["operations_total"]),
        author_kind=AuthorKind(row["author_kind"]),
        author_role=_role(row["author_role"]),
        currency=row["currency"],
        rise=_money(row["rise_micros"], row["currency"]),
        leaps=row["leaps"],
        findings=_FINDINGS.validate_python(row["findings"]),
        version=version_of(row["patch"], row["diff"]),
    )


def version_of(patch: Any, diff: Any) -> str:
    """Return the hash of what a change edits and shows, from their JSON."""
    return hashlib.sha256(json.dumps([patch, diff], sort_keys=True).encode()).hexdigest()


def operation_of(row: RowMapping) -> Operation:
    """Read an operation's row."""
    action = Action(row["action"])
    return Operation(
        id=row["id"],
        change_id=row["change_id"],
        position=row["position"],
        stage=row["stage"],
        key=row["key"],
        action=action,
        title=row["title"],
        node_id=row["node_id"],
        step=_STEPS[action].validate_python(row["step"]),
        depends_on=tuple(row["depends_on"]),
        status=OperationStatus(row["status"]),
        attempts=row["attempts"],
        intent_at=row["intent_at"],
        asked_at=row["asked_at"],
        finished_at=row["finished_at"],
        duration_ms=row["duration_ms"],
        external_id=row["external_id"],
        found=row["found"],
        answer=row["answer"],
        failure=row["failure"],
    )


def decision_of(row: RowMapping) -> Decision:
    """Read a decision's row."""
    return Decision(
        verdict=Verdict(row["verdict"]),
        by=row["by"],
        person_id=row["person_id"],
        comment=row["comment"],
        at=row["at"],
        version=row["version"],
        role=_role(row["role"]),
        in_person=row["in_person"],
        link_id=row["link_id"],
        link_made_by=row["link_made_by"],
        leap_confirmed=row["leap_confirmed"],
    )


def log_entry_of(row: RowMapping) -> LogEntry:
    """Read a log entry's row."""
    return LogEntry(
        id=row["id"],
        at=row["at"],
        change_id=row["change_id"],
        campaign_id=row["campaign_id"],
        kind=LogKind(row["kind"]),
        actor=row["actor"],
        text=row["text"],
        external_id=row["external_id"],
        answer=row["answer"],
        duration_ms=row["duration_ms"],
        quota_cost=row["quota_cost"],
    )


def _money(micros: int | None, currency: str) -> Money | None:
    return None if micros is None else Money(micros, currency)


def _role(value: str | None) -> Role | None:
    return None if value is None else Role(value)


def _waiting(row: RowMapping) -> Waiting | None:
    until = row["waiting_until"]
    return None if until is None else Waiting(until, row["waiting_reason"])
