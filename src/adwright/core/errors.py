"""The one hierarchy of expected errors. `web` maps each kind once to problem+json, the CLI to one sentence.

A message is written for the person who reads it: what happened, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one input field; `field` is a dotted path as the API names it."""

    field: str
    message: str


class AdwrightError(Exception):
    """Base of every expected error.

    Args:
        message: plain words: what happened and what to do.
        code: stable machine-readable name, snake_case.
    """

    default_code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code


class NotFound(AdwrightError):
    """The object does not exist for this organization (somebody else's object is the same)."""

    default_code = "not_found"


class Conflict(AdwrightError):
    """The world has moved on: a duplicate, a stale version, a state that forbids the act."""

    default_code = "conflict"


class Unauthenticated(AdwrightError):
    """Nobody is logged in, or the session, token or key is no longer good."""

    default_code = "unauthenticated"


class Denied(AdwrightError):
    """The object is one's own, but the role or key scope does not allow the act."""

    default_code = "denied"


class Invalid(AdwrightError):
    """Well-formed but not acceptable input.

    Args:
        message: summary in plain words.
        fields: what is wrong with which field.
    """

    default_code = "invalid"

    def __init__(
        self, message: str, *, code: str | None = None, fields: tuple[FieldProblem, ...] = ()
    ) -> None:
        super().__init__(message, code=code)
        self.fields = fields


class LimitReached(AdwrightError):
    """A plan's or an installation's limit is used up; the message says which."""

    default_code = "limit_reached"


class TooManyRequests(AdwrightError):
    """A rate limit; `retry_after_seconds` says when to come back."""

    default_code = "too_many_requests"

    def __init__(self, message: str, *, retry_after_seconds: int, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_seconds = retry_after_seconds


class Upstream(AdwrightError):
    """A platform or another outside service did not do what was asked.

    Args:
        message: plain words for a person.
        code: stable name.
        retry_after_seconds: when a retry makes sense; None when a retry alone will not help.
        outcome_unknown: True when the effect may have happened (a lost answer to a write).
        details: the platform's own words (never a token), kept for the log.
    """

    default_code = "upstream"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retry_after_seconds: float | None = None,
        outcome_unknown: bool = False,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.retry_after_seconds = retry_after_seconds
        self.outcome_unknown = outcome_unknown
        self.details: Mapping[str, object] = details or {}


class ReconnectNeeded(Upstream):
    """The platform no longer accepts the connection's token: a person has to connect again."""

    default_code = "reconnect_needed"
