"""The control interface, over HTTP and in process."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from adsandbox import Sandbox
from builders import Advertiser


def ask(sandbox: Sandbox, method: str, path: str, body: Any = None) -> requests.Response:
    """A call with the control token."""
    headers = {"Authorization": f"Bearer {sandbox.control_token}"}
    return requests.request(method, sandbox.control_url + path, json=body, headers=headers, timeout=10)


def test_clock_when_advanced_then_every_unit_counts(sandbox: Sandbox) -> None:
    moved = ask(sandbox, "POST", "/clock/advance", {"days": 1, "hours": 2, "minutes": 3, "seconds": 4}).json()
    assert moved["now"] == "2026-06-02T14:03:04Z"
    assert ask(sandbox, "GET", "/clock").json() == moved


def test_clock_when_given_another_pace_then_goes_on_from_where_it_was(sandbox: Sandbox) -> None:
    before = ask(sandbox, "GET", "/clock").json()
    running = ask(sandbox, "POST", "/clock/pace", {"clock": "x3600"}).json()
    assert running["clock"] == "x3600"
    assert running["epoch"] >= before["epoch"]
    stopped = ask(sandbox, "POST", "/clock/pace", {"clock": "manual"}).json()
    assert stopped["epoch"] > before["epoch"]
    assert ask(sandbox, "GET", "/clock").json() == stopped
    assert ask(sandbox, "POST", "/clock/pace", {"clock": "backwards"}).status_code == 422


@pytest.mark.parametrize("body", [{"days": -1}, {"weeks": 1}, {"days": "soon"}, {"days": 99_999}, [1]])
def test_clock_when_asked_nonsense_then_422(sandbox: Sandbox, body: Any) -> None:
    answer = ask(sandbox, "POST", "/clock/advance", body)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_state_when_asked_then_counts_objects(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running(ads=2)
    account = ask(sandbox, "GET", "/state").json()["accounts"][0]
    assert (account["campaigns"], account["ad_sets"], account["ads"]) == (1, 1, 2)
    assert account["pages"][0]["name"] == "Empty Shelf"


def test_account_when_created_then_whole(sandbox: Sandbox, advertiser: Advertiser) -> None:
    body = {
        "name": "Alpenglow",
        "currency": "EUR",
        "timezone": "Europe/Vienna",
        "pages": ["Alpenglow", "Alpenglow AT"],
    }
    made = ask(sandbox, "POST", "/accounts", body).json()
    other = Advertiser(advertiser.api, made["account_id"])
    account = other.account.api_get(fields=["currency", "timezone_name", "name"])
    assert (account["currency"], account["timezone_name"], account["name"]) == (
        "EUR",
        "Europe/Vienna",
        "Alpenglow",
    )
    assert [page["name"] for page in other.account.get_promote_pages(fields=["name"])] == body["pages"]
    other.running()
    for wrong in ({}, {"name": "X", "currency": "XXX"}, {"name": "X", "timezone": "Mars/Base"}, {"nam": "X"}):
        assert ask(sandbox, "POST", "/accounts", wrong).status_code == 422


def test_requests_when_asked_then_filtered_by_number_method_and_path(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    advertiser.campaign()
    found = ask(sandbox, "GET", "/requests?method=POST&path=/campaigns").json()["requests"]
    assert [entry["status"] for entry in found] == [200]
    assert ask(sandbox, "GET", f"/requests?after={found[0]['number']}").json()["requests"] == []
    ask(sandbox, "DELETE", "/requests")
    assert ask(sandbox, "GET", "/requests").json()["requests"] == []


def test_faults_when_listed_then_tell_how_often_they_applied(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    body = {"match": {"method": "GET", "path_regex": "adlabels"}, "kind": "error", "code": 17, "count": 5}
    ask(sandbox, "POST", "/faults", body)
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/adlabels"
    answer = requests.get(url, params={"access_token": sandbox.meta_access_token}, timeout=5)
    assert answer.json()["error"]["code"] == 17
    assert ask(sandbox, "GET", "/faults").json()["faults"][0]["applied"] == 1
    assert ask(sandbox, "DELETE", "/faults").json() == {"faults": []}
    for wrong in (
        {"kind": "earthquake"},
        {"kind": "error", "colour": "red"},
        {"kind": "error", "match": {"path_regex": "("}},
    ):
        assert ask(sandbox, "POST", "/faults", wrong).status_code == 422


def test_reset_when_asked_then_as_new_with_the_same_token(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running()
    sandbox.advance(days=3)
    assert ask(sandbox, "POST", "/reset").json()["now"] == "2026-06-01T12:00:00Z"
    again = Advertiser(advertiser.api, sandbox.meta_account_id)
    assert list(again.account.get_campaigns()) == []
    assert again.insights(date_preset="maximum") == []
    assert again.campaign()["id"] == "12200000100000001"


def test_commands_when_unknown_then_the_known_are_named(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "GET", "/horoscope")
    assert answer.status_code == 404
    assert "POST /clock/advance" in answer.json()["known"]
    assert ask(sandbox, "POST", "/review", {"ad_id": "1", "outcome": "approved"}).status_code == 422
    assert ask(sandbox, "POST", "/tokens", {"scopes": ["everything"]}).status_code == 422
    assert ask(sandbox, "POST", "/tokens/expire", {"access_token": "x"}).status_code == 422
    assert ask(sandbox, "POST", "/accounts/status", {"account_id": "act_1"}).status_code == 422
    assert ask(sandbox, "POST", "/tokens", {"expires_in": "long"}).status_code == 422
    assert ask(sandbox, "POST", "/faults", {"kind": "delay_ms", "delay_ms": "long"}).status_code == 422
