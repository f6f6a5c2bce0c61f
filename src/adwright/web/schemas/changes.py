"""Shapes of changes: what is proposed, what is called, what was decided, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from adwright.changes.model.change import Change, Decision, LogEntry, LogKind, Operation, Verdict
from adwright.changes.model.diff import CostPerDay
from adwright.changes.model.giving_up import what_stands
from adwright.changes.model.life import ChangeKind, ChangeStatus, OperationStatus
from adwright.changes.model.policy import AuthorKind
from adwright.changes.model.steps import Action
from adwright.changes.service import Reviewed
from adwright.core.money import Money
from adwright.journeys.decide_change import Outcome
from adwright.platforms.model import Level
from adwright.web.schemas.base import Amount, Input, MoneyOut, Output
from adwright.web.schemas.guardrails import FindingOut

NodeLevel = Literal[Level.CAMPAIGN, Level.AD_GROUP, Level.AD]
Reason = Annotated[str, Field(max_length=2000)]


class WhyIn(Input):
    """Why a change is proposed."""

    why: Reason | None = Field(default=None, examples=["Autumn offer begins on Monday"])


class NodeIn(WhyIn):
    """Which node of the campaign is meant; the campaign itself when nothing is said."""

    level: NodeLevel = Level.CAMPAIGN
    node_id: UUID | None = None

    @model_validator(mode="after")
    def _name_the_node(self) -> NodeIn:
        if self.level is not Level.CAMPAIGN and self.node_id is None:
            raise ValueError("Say which ad group or ad: node_id is missing.")
        return self


class NewBudgetIn(NodeIn):
    """A new amount for a budget, in the ad account's currency; its period stays."""

    amount: Amount


class ConfirmIn(Input):
    """Whether the person has seen that an amount grows more than tenfold, and means it."""

    leap_confirmed: bool = False


class ApproveIn(ConfirmIn):
    """What the approver wants to say."""

    comment: Reason | None = None


class CommentIn(Input):
    """What somebody has to say about a change."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class DecideManyIn(Input):
    """One decision about several changes; a rejection needs a reason."""

    change_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    verdict: Literal[Verdict.APPROVED, Verdict.REJECTED]
    comment: Reason | None = None


class RejectIn(Input):
    """Why a change is rejected."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class DiffLineOut(Output):
    """One value before and after; null where it does not exist."""

    level: Level
    node: str
    field: str
    before: str | None
    after: str | None


class CostPerDayOut(Output):
    """The most that is planned per day; null where a budget has no end to spread it to."""

    before: MoneyOut | None
    after: MoneyOut | None

    @classmethod
    def of(cls, cost: CostPerDay) -> CostPerDayOut:
        """Convert a cost."""
        return cls(before=_money(cost.before), after=_money(cost.after))


class FailureOut(Output):
    """Why a change stopped, in plain words, and beside it the platform's own words."""

    code: str
    message: str
    answer: Mapping[str, Any]


class WaitingOut(Output):
    """What an applying change waits for."""

    until: datetime
    reason: str


class MismatchOut(Output):
    """A value that the platform, read back, has otherwise than asked."""

    level: Level
    node: str
    field: str
    wanted: str
    found: str


class ProgressOut(Output):
    """How many calls are done."""

    done: int
    total: int


class ChangeOut(Output):
    """A change: what it does, where it is in its life."""

    id: UUID
    kind: ChangeKind
    status: ChangeStatus
    title: str
    advertiser_id: UUID
    ad_account_id: UUID
    campaign_id: UUID
    diff: Sequence[DiffLineOut]
    cost_per_day: CostPerDayOut
    why: str | None
    author: str
    created_at: datetime
    expires_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure: FailureOut | None
    waiting: WaitingOut | None
    mismatches: Sequence[MismatchOut]
    undoes: Sequence[UUID] = Field(description="The changes that this one takes back")
    undone_by: UUID | None = Field(description="The newest change that takes this one back")
    giving_up: bool = Field(description="What it made is being archived; then it is rejected")
    progress: ProgressOut
    author_kind: AuthorKind
    leaps: bool
    findings: Sequence[FindingOut]

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        """Convert a change."""
        return cls(**_fields(change))


class ReviewedChangeOut(ChangeOut):
    """A change as it stands in the list, with what it still needs."""

    missing: Sequence[str]
    needs_mine: bool

    @classmethod
    def of_reviewed(cls, reviewed: Reviewed) -> ReviewedChangeOut:
        """Convert a change with its review."""
        review = reviewed.review
        return cls(**_fields(reviewed.change), missing=_missing(reviewed), needs_mine=review.needs_mine)


def _missing(reviewed: Reviewed) -> Sequence[str]:
    waits = reviewed.change.status is ChangeStatus.PROPOSED
    return reviewed.review.missing if waits else ()


class RefusedOut(Output):
    """Why a change was not decided."""

    code: str
    message: str


class DecidedOut(Output):
    """What became of one of several changes."""

    change: ChangeOut
    refused: RefusedOut | None

    @classmethod
    def of(cls, outcome: Outcome) -> DecidedOut:
        """Convert an outcome."""
        error = outcome.refused
        refused = None if error is None else RefusedOut(code=error.code, message=error.message)
        return cls(change=ChangeOut.of(outcome.change), refused=refused)


class DecidedManyOut(Output):
    """What became of several changes, in the order in which they were given."""

    items: Sequence[DecidedOut]


class OperationOut(Output):
    """One call to the platform."""

    id: UUID
    key: str
    action: Action
    title: str
    node_id: UUID | None
    stage: int = Field(description="It begins when every call of an earlier stage is done")
    depends_on: Sequence[str]
    status: OperationStatus
    attempts: int
    intent_at: datetime | None
    finished_at: datetime | None
    duration_ms: int | None
    external_id: str | None
    found: bool
    answer: Mapping[str, Any]
    failure: str | None

    @classmethod
    def of(cls, operation: Operation) -> OperationOut:
        """Convert an operation."""
        return cls.model_validate(operation)


class DecisionOut(Output):
    """Who decided what."""

    verdict: Verdict
    by: str
    comment: str | None
    at: datetime
    by_link: bool

    @classmethod
    def of(cls, decision: Decision) -> DecisionOut:
        """Convert a decision."""
        return cls(
            verdict=decision.verdict,
            by=decision.by,
            comment=decision.comment,
            at=decision.at,
            by_link=decision.link_id is not None,
        )


class LogEntryOut(Output):
    """One line of the execution log."""

    id: UUID
    at: datetime
    change_id: UUID
    campaign_id: UUID
    kind: LogKind
    actor: str
    text: str
    external_id: str | None
    answer: Mapping[str, Any]
    duration_ms: int | None
    quota_cost: int | None = Field(description="What the call took from the platform's quota, in its points")

    @classmethod
    def of(cls, entry: LogEntry) -> LogEntryOut:
        """Convert a log entry."""
        return cls.model_validate(entry)


class ChangeDetailOut(ReviewedChangeOut):
    """A change with its plan, its decisions and its log."""

    can_be_undone: bool = Field(description="It has done something that an undo would take back")
    operations: Sequence[OperationOut]
    decisions: Sequence[DecisionOut]
    log: Sequence[LogEntryOut]

    @classmethod
    def of_all(
        cls,
        reviewed: Reviewed,
        operations: Sequence[Operation],
        decisions: Sequence[Decision],
        log: Sequence[LogEntry],
    ) -> ChangeDetailOut:
        """Convert a change with all that belongs to it."""
        return cls(
            **_fields(reviewed.change),
            missing=_missing(reviewed),
            needs_mine=reviewed.review.needs_mine,
            can_be_undone=what_stands(reviewed.change, operations) is not None,
            operations=[OperationOut.of(each) for each in operations],
            decisions=[DecisionOut.of(each) for each in decisions],
            log=[LogEntryOut.of(each) for each in log],
        )


def _fields(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": change.kind,
        "status": change.status,
        "title": change.title,
        "advertiser_id": change.advertiser_id,
        "ad_account_id": change.ad_account_id,
        "campaign_id": change.campaign_id,
        "diff": [DiffLineOut.model_validate(line) for line in change.diff],
        "cost_per_day": CostPerDayOut.of(change.cost),
        "why": change.why,
        "author": change.author,
        "created_at": change.created_at,
        "expires_at": change.expires_at,
        "started_at": change.started_at,
        "finished_at": change.finished_at,
        "failure": None if change.failure is None else FailureOut.model_validate(change.failure),
        "waiting": None if change.waiting is None else WaitingOut.model_validate(change.waiting),
        "mismatches": [MismatchOut.model_validate(each) for each in change.mismatches],
        "undoes": change.undoes,
        "undone_by": change.undone_by,
        "giving_up": change.giving_up,
        "progress": ProgressOut.model_validate(change.progress),
        "author_kind": change.author_kind,
        "leaps": change.leaps,
        "findings": [FindingOut.of(each) for each in change.findings],
    }


def _money(money: Money | None) -> MoneyOut | None:
    return None if money is None else MoneyOut.of(money)
