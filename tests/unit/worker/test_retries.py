"""When a failed job is tried again."""

from __future__ import annotations

import pytest
from procrastinate.jobs import Job
from sqlalchemy.exc import OperationalError

from adwright.core.errors import Conflict, Invalid, ReconnectNeeded, TooManyRequests, Upstream
from adwright.worker.retries import MOST_ATTEMPTS, RetryWhenItMayHelp, may_pass, wait_seconds


def job(attempts: int) -> Job:
    return Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ReconnectNeeded("The token is no longer accepted."), False),
        (Upstream("The link does not open."), False),
        (Upstream("Busy.", retry_after_seconds=60), True),
        (Upstream("No answer came.", outcome_unknown=True), True),
        (TooManyRequests("Too many.", retry_after_seconds=3), True),
        (Conflict("Approved already."), False),
        (Invalid("No such thing."), False),
        (OperationalError("SELECT 1", {}, Exception("server closed the connection")), True),
        (ConnectionResetError(), True),
        (KeyError("a fault of ours"), True),
    ],
)
def test_failure_when_it_may_pass_by_itself_then_is_tried_again(error: Exception, again: bool) -> None:
    assert may_pass(error) is again
    assert (RetryWhenItMayHelp().get_retry_decision(exception=error, job=job(0)) is not None) is again


def test_retry_when_platform_names_a_time_then_keeps_to_it() -> None:
    error = Upstream("Busy.", retry_after_seconds=90)
    assert wait_seconds(error, attempts=7) == 90


def test_retry_when_repeated_then_waits_grow_and_end() -> None:
    strategy, error = RetryWhenItMayHelp(), ConnectionResetError()
    waits = [wait_seconds(error, attempts) for attempts in range(MOST_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] == 5
    assert waits[-1] == 1800
    assert strategy.get_retry_decision(exception=error, job=job(MOST_ATTEMPTS)) is None
