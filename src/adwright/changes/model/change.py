"""A change and its operations as they stand, for whoever looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from adwright.changes.model.diff import CostPerDay, DiffLine
from adwright.changes.model.guardrails import Finding
from adwright.changes.model.life import OPEN, ChangeKind, ChangeStatus, OperationStatus
from adwright.changes.model.patch import Patch
from adwright.changes.model.policy import AuthorKind
from adwright.changes.model.read_back import Mismatch
from adwright.changes.model.steps import Action, Step
from adwright.core.actor import Role
from adwright.core.money import Money


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a change stopped.

    Attributes:
        code: stable name, e.g. `platform_declined`, `reconnect_needed`, `moved`.
        message: which node and why, in plain words.
        answer: the platform's own words, kept for the log.
    """

    code: str
    message: str
    answer: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an applying change waits for, and until when (UTC)."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a change's operations are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Change:
    """A reviewed set of edits. Instants are UTC.

    Attributes:
        title: what it does, in a few words.
        author: who proposed it, by name.
        failure: set while the change is failed.
        waiting: set while it waits for the platform.
        mismatches: where the platform, read back, differs from what was asked.
        undoes: the changes that this one takes back.
        undone_by: the newest change that takes this one back, whatever became of it.
        giving_up: what a failed change made is being archived, after which it is rejected.
        rise: by how much it raises the cost per day; None where that cannot be said.
        leaps: an amount grows more than tenfold.
        findings: what the guardrails said of it last.
        version: a hash of what it edits and shows; whoever approves it approves this version and no other.
    """

    id: UUID
    advertiser_id: UUID
    ad_account_id: UUID
    campaign_id: UUID
    kind: ChangeKind
    status: ChangeStatus
    title: str
    patch: Patch
    diff: tuple[DiffLine, ...]
    cost: CostPerDay
    why: str | None
    author: str
    author_id: UUID | None
    created_at: datetime
    expires_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure: Failure | None
    waiting: Waiting | None
    mismatches: tuple[Mismatch, ...]
    undoes: tuple[UUID, ...]
    undone_by: UUID | None
    giving_up: bool
    progress: Progress
    author_kind: AuthorKind
    author_role: Role | None
    currency: str
    rise: Money | None
    leaps: bool
    findings: tuple[Finding, ...]
    version: str

    @property
    def is_open(self) -> bool:
        """Whether it may still change something on the platform by itself or after approval."""
        return self.status in OPEN

    @property
    def needs_a_look(self) -> bool:
        """Whether it stopped because the world moved on since it was proposed."""
        return self.failure is not None and self.failure.code == MOVED


MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Operation:
    """One call to a platform made for a change. Instants are UTC.

    Attributes:
        stage: it begins when every operation of an earlier stage is done.
        attempts: how often it was tried.
        asked_at: the last instant at which the platform may have been working on it.
        found: the object was there already when it was looked up after a lost answer.
        external_id: what the platform calls what was made or touched.
        answer: the platform's own words, when it refused.
        failure: the reason in plain words, when the last try went wrong.
    """

    id: UUID
    change_id: UUID
    position: int
    stage: int
    key: str
    action: Action
    title: str
    node_id: UUID | None
    step: Step
    depends_on: tuple[str, ...]
    status: OperationStatus
    attempts: int
    intent_at: datetime | None
    asked_at: datetime | None
    finished_at: datetime | None
    duration_ms: int | None
    external_id: str | None
    found: bool
    answer: Mapping[str, object]
    failure: str | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """An operation whose intent is stored and which is about to be called.

    Attributes:
        uncertain_since: when it may have been carried out before without its answer reaching us; None when
            that cannot be.
    """

    operation: Operation
    uncertain_since: datetime | None


class Verdict(StrEnum):
    """What a person decided about a change."""

    APPROVED = "approved"
    REJECTED = "rejected"
    RETRIED = "retried"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a change, when and why.

    Attributes:
        person_id: None for a decision by link.
        version: of the change, as it was when this was decided.
        role: what the person was in the organization then.
        in_person: not through an API key.
        link_id, link_made_by: for a decision by link, which one, and who had made it.
        leap_confirmed: the person has seen that an amount grows more than tenfold, and meant it.
    """

    verdict: Verdict
    by: str
    person_id: UUID | None
    comment: str | None
    at: datetime
    version: str
    role: Role | None
    in_person: bool
    link_id: UUID | None
    link_made_by: UUID | None
    leap_confirmed: bool


class LogKind(StrEnum):
    """What kind of thing happened to a change."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETRIED = "retried"
    EXPIRED = "expired"
    CALLED = "called"
    FOUND = "found"
    REFUSED = "refused"
    WAITING = "waiting"
    STOPPED = "stopped"
    APPLIED = "applied"
    GIVEN_UP = "given_up"
    UNDONE = "undone"
    COMMENTED = "commented"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of a campaign's execution log.

    Attributes:
        text: what happened, in plain words.
        external_id: what the platform calls the object, when one was made or touched.
        answer: the platform's own words.
        duration_ms: how long the platform took, for a call.
        quota_cost: what a call took from the quota, in the platform's points.
    """

    id: UUID
    at: datetime
    change_id: UUID
    campaign_id: UUID
    kind: LogKind
    actor: str
    text: str
    external_id: str | None
    answer: Mapping[str, object]
    duration_ms: int | None
    quota_cost: int | None
