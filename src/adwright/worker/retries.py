"""When a failed job is tried again, and after how long."""

from __future__ import annotations

from math import ceil

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from psycopg import OperationalError as DriverTrouble
from sqlalchemy.exc import OperationalError as DatabaseTrouble

from adwright.core.errors import AdwrightError, ReconnectNeeded, TooManyRequests, Upstream

MOST_ATTEMPTS = 12
_FIRST_WAIT_SECONDS = 5
_LONGEST_WAIT_SECONDS = 1800


class RetryWhenItMayHelp(BaseRetryStrategy):
    """Tries again after trouble that passes by itself; never after an answer that would be the same."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again, or None to let the job fail for good."""
        if job.attempts >= MOST_ATTEMPTS or not may_pass(exception):
            return None
        return RetryDecision(retry_in={"seconds": wait_seconds(exception, job.attempts)})


def wait_seconds(exception: BaseException, attempts: int) -> int:
    """Return how long to wait: as long as the platform asks, else longer each time."""
    asked: float | None = getattr(exception, "retry_after_seconds", None)
    if asked is not None:
        return max(ceil(asked), 1)
    return min(_FIRST_WAIT_SECONDS << attempts, _LONGEST_WAIT_SECONDS)


def may_pass(exception: BaseException) -> bool:
    """Say whether the same job may well succeed later."""
    if isinstance(exception, ReconnectNeeded):
        return False
    if isinstance(exception, Upstream):
        return exception.retry_after_seconds is not None or exception.outcome_unknown
    if isinstance(
        exception, TooManyRequests | DatabaseTrouble | DriverTrouble | ConnectionError | TimeoutError
    ):
        return True
    # Any other expected error says the same again; an unexpected one is a fault of ours, worth a few tries.
    return not isinstance(exception, AdwrightError)
