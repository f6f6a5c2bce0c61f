"""Meta's errors in our words: what to retry, what to look up, what to tell a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adwright.adapters.meta import errors
from adwright.core.errors import ReconnectNeeded, Upstream


def graph_error(code: int, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "error_subcode": subcode,
        "message": "(#1) Something",
        "type": "OAuthException",
        **more,
    }


@pytest.mark.parametrize("subcode", [458, 460, 463, 467, None])
def test_a_dead_token_asks_to_connect_again(subcode: int | None) -> None:
    error = errors.from_graph(graph_error(190, subcode), 400, {}, write=False)
    assert isinstance(error, ReconnectNeeded)
    assert "onnect Meta again" in error.message


def test_a_checkpoint_keeps_the_token_and_sends_the_person_to_facebook() -> None:
    error = errors.from_graph(graph_error(190, 459), 400, {}, write=False)
    assert error.code == "checkpoint"
    assert "facebook.com" in error.message


@pytest.mark.parametrize(("code", "subcode"), [(1, None), (2, None), (2, 1504043), (100, 1487390)])
def test_a_passing_trouble_on_a_write_leaves_its_outcome_unknown(code: int, subcode: int | None) -> None:
    on_write = errors.from_graph(graph_error(code, subcode), 500, {}, write=True)
    on_read = errors.from_graph(graph_error(code, subcode), 500, {}, write=False)
    assert on_write.outcome_unknown
    assert not on_read.outcome_unknown
    assert on_write.retry_after_seconds == on_read.retry_after_seconds == errors.TRANSIENT_WAIT_SECONDS


@pytest.mark.parametrize("code", [4, 17, 32, 341, 613, 80000, 80004])
def test_a_throttled_call_waits_and_did_not_happen(code: int) -> None:
    usage = {"1": [{"type": "ads_management", "estimated_time_to_regain_access": 7}]}
    headers = {"X-Business-Use-Case-Usage": json.dumps(usage)}
    error = errors.from_graph(graph_error(code), 400, headers, write=True)
    assert error.code == "rate_limited"
    assert error.retry_after_seconds == 7 * 60
    assert not error.outcome_unknown


def test_without_headers_a_throttled_call_waits_a_minute() -> None:
    assert errors.wait_seconds({}) == errors.DEFAULT_RATE_WAIT_SECONDS
    assert errors.wait_seconds({"X-Ad-Account-Usage": "not json"}) == errors.DEFAULT_RATE_WAIT_SECONDS


def test_a_full_ad_account_waits_until_its_reset() -> None:
    usage = json.dumps({"acc_id_util_pct": 100.0, "reset_time_duration": 300})
    assert errors.wait_seconds({"X-Ad-Account-Usage": usage}) == 300


def test_the_fifth_budget_change_of_an_hour_waits_an_hour() -> None:
    error = errors.from_graph(graph_error(613, 1487632), 400, {}, write=True)
    assert error.retry_after_seconds == 3600


def test_a_permanent_refusal_says_metas_reason_for_people() -> None:
    error = errors.from_graph(
        graph_error(
            100, 1885272, error_user_title="Budget too low", error_user_msg="It must be at least $1.00."
        ),
        400,
        {},
        write=True,
    )
    assert error.message == "Meta declined this. Budget too low: It must be at least $1.00."
    assert error.retry_after_seconds is None
    assert not error.outcome_unknown


def test_an_error_page_on_a_write_leaves_its_outcome_unknown() -> None:
    error = errors.unreadable(502, "<html>Bad gateway</html>", write=True)
    assert isinstance(error, Upstream)
    assert error.outcome_unknown
    assert error.retry_after_seconds == errors.TRANSIENT_WAIT_SECONDS


def test_a_refused_connection_never_carried_the_write() -> None:
    assert not errors.unreachable("ConnectionError", sent=False, write=True).outcome_unknown
    assert errors.unreachable("ReadTimeout", sent=True, write=True).outcome_unknown


@pytest.mark.parametrize(
    "error", [graph_error(100, 1487534), graph_error(1, message="Please reduce the amount of data")]
)
def test_too_much_data_is_recognised(error: dict[str, Any]) -> None:
    assert errors.too_much_data(errors.from_graph(error, 500, {}, write=False))
