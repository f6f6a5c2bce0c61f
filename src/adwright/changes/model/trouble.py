"""Trouble with a platform: whether it passes by itself, and how long to wait for that."""

from __future__ import annotations

from adwright.core.errors import AdwrightError, ReconnectNeeded, Upstream

MOST_ATTEMPTS = 12
LONGEST_WAIT_SECONDS = 900.0


def as_upstream(error: AdwrightError) -> Upstream:
    """Return an error as trouble with the platform: what our own adapter refuses will be refused again."""
    return error if isinstance(error, Upstream) else Upstream(error.message, code=error.code)


def may_pass(error: Upstream) -> bool:
    """Say whether the same call may succeed later without anybody doing something."""
    if isinstance(error, ReconnectNeeded):
        return False
    return error.outcome_unknown or error.retry_after_seconds is not None


def wait_seconds(error: Upstream, attempts: int) -> float:
    """Return how long to wait: as long as the platform asks, and twice as long after each attempt."""
    return max(error.retry_after_seconds or 0.0, min(2.0**attempts, LONGEST_WAIT_SECONDS))
