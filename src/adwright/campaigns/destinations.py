"""Whether the pages that ads lead to answer: asked before a launch, and what that means for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a destination answered.

    Attributes:
        status: the HTTP status; None when nothing answered.
        message: what happened, in plain words.
    """

    answers: bool
    status: int | None
    message: str


@dataclass(frozen=True, slots=True)
class DestinationCheck:
    """The last check of a destination. Instants are UTC.

    Attributes:
        allowed_by, allowed_why: a person let it pass although it did not answer, and why.
    """

    url: str
    answers: bool
    status: int | None
    message: str
    checked_at: datetime
    allowed_by: str | None = None
    allowed_why: str | None = None

    @property
    def passes(self) -> bool:
        """Whether a launch may lead there."""
        return self.answers or self.allowed_by is not None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the check still says something."""
        return now - self.checked_at < FRESH
