"""Which trouble passes by itself, and how long it is waited for."""

from __future__ import annotations

import pytest

from adwright.changes.model.trouble import as_upstream, may_pass, wait_seconds
from adwright.core.errors import Invalid, ReconnectNeeded, Upstream


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (Upstream("Busy.", retry_after_seconds=5.0), True),
        (Upstream("Lost.", outcome_unknown=True), True),
        (Upstream("Declined."), False),
        (ReconnectNeeded("Connect again.", retry_after_seconds=5.0), False),
        (as_upstream(Invalid("No page was chosen.", code="page_missing")), False),
    ],
)
def test_may_pass(error: Upstream, passes: bool) -> None:
    assert may_pass(error) is passes


def test_as_upstream_when_it_is_ours_then_keeps_words_and_code() -> None:
    error = as_upstream(Invalid("No page was chosen.", code="page_missing"))
    assert (error.message, error.code) == ("No page was chosen.", "page_missing")


def test_wait_when_the_platform_asks_for_more_then_waits_that_long() -> None:
    assert wait_seconds(Upstream("Busy.", retry_after_seconds=3600.0), 1) == 3600.0


def test_wait_when_attempts_add_up_then_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_seconds(Upstream("Lost.", outcome_unknown=True), attempt) for attempt in (1, 2, 3, 12)]
    assert waits == [2.0, 4.0, 8.0, 900.0]
