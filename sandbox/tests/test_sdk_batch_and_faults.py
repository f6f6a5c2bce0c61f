"""Batches, and troubles on demand."""

from __future__ import annotations

import json

import pytest
import requests
from facebook_business.adobjects.campaign import Campaign
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from adsandbox import Sandbox
from builders import Advertiser, failure


def test_batch_when_executed_then_each_call_answers(advertiser: Advertiser) -> None:
    made, failed = [], []
    batch = advertiser.api.new_batch()
    for name, objective in (("A", "OUTCOME_SALES"), ("B", "NONSENSE"), ("C", "OUTCOME_LEADS")):
        params = {
            "name": name,
            "objective": objective,
            "special_ad_categories": "[]",
            "status": "PAUSED",
            "is_adset_budget_sharing_enabled": "false",
        }
        batch.add(
            "POST",
            f"{advertiser.account['id']}/campaigns",
            params=params,
            success=lambda r: made.append(r.json()["id"]),
            failure=lambda r: failed.append(r.error()),
        )
    assert batch.execute() is None
    assert len(made) == 2
    assert failed[0].api_error_code() == 100
    names = {campaign["name"] for campaign in advertiser.account.get_campaigns(fields=["name"])}
    assert names == {"A", "C"}


def test_batch_when_later_refers_to_earlier_then_filled_in(sandbox: Sandbox, advertiser: Advertiser) -> None:
    body = (
        "name=Parent&objective=OUTCOME_TRAFFIC&special_ad_categories=[]&is_adset_budget_sharing_enabled=false"
    )
    calls = [
        {
            "method": "POST",
            "relative_url": f"{advertiser.account['id']}/campaigns",
            "body": body,
            "name": "parent",
            "omit_response_on_success": False,
        },
        {"method": "GET", "relative_url": "{result=parent:$.id}?fields=name"},
    ]
    for path in ("/", "/v26.0/"):
        data = {"access_token": sandbox.meta_access_token, "batch": json.dumps(calls)}
        first, second = requests.post(sandbox.meta_url + path, data=data, timeout=5).json()
        assert first["code"] == second["code"] == 200
        assert json.loads(second["body"]) == {"name": "Parent", "id": json.loads(first["body"])["id"]}


def test_batch_when_items_time_out_then_null_and_given_back(sandbox: Sandbox, advertiser: Advertiser) -> None:
    sandbox.fault("batch_null", method="POST", path_regex="^/(v26.0)?$")
    batch = advertiser.api.new_batch()
    answers: list[object] = []
    batch.add("GET", advertiser.account["id"], success=answers.append)
    again = batch.execute()
    assert answers == []
    assert again.execute() is None
    assert len(answers) == 1


def test_batch_when_too_long_then_refused(sandbox: Sandbox) -> None:
    calls = json.dumps([{"method": "GET", "relative_url": "me"}] * 51)
    data = {"access_token": sandbox.meta_access_token, "batch": calls}
    assert requests.post(sandbox.meta_url + "/v26.0/", data=data, timeout=5).json()["error"]["code"] == 100


@pytest.mark.parametrize("kind", ["drop_after_effect", "http_502_html_after_effect", "error_after_effect"])
def test_write_when_answer_is_lost_then_effect_stays(
    sandbox: Sandbox, advertiser: Advertiser, kind: str
) -> None:
    sandbox.fault(kind, method="POST", path_regex="/campaigns$")
    with pytest.raises((requests.ConnectionError, FacebookRequestError, TypeError, AttributeError)):
        advertiser.campaign(name="Once")
    found = [c["name"] for c in advertiser.account.get_campaigns(fields=["name"])]
    assert found == ["Once"]
    advertiser.campaign(name="Twice")


@pytest.mark.parametrize("kind", ["drop_before", "http_502_html", "error"])
def test_write_when_it_never_arrives_then_no_effect(
    sandbox: Sandbox, advertiser: Advertiser, kind: str
) -> None:
    sandbox.fault(kind, method="POST", path_regex="/campaigns$")
    with pytest.raises((requests.ConnectionError, FacebookRequestError, TypeError, AttributeError)):
        advertiser.campaign()
    assert list(advertiser.account.get_campaigns()) == []


def test_timeout_when_the_caller_gives_up_then_effect_stays(sandbox: Sandbox, advertiser: Advertiser) -> None:
    sandbox.fault("timeout_after_effect", method="POST", path_regex="/adlabels$")
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/adlabels"
    data = {"access_token": sandbox.meta_access_token, "name": "late"}
    with pytest.raises(requests.Timeout):
        requests.post(url, data=data, timeout=0.2)
    assert [label["name"] for label in advertiser.account.get_ad_labels(fields=["name"])] == ["late"]


def test_error_when_asked_for_then_code_subcode_and_count_are_kept(
    sandbox: Sandbox, api: FacebookAdsApi
) -> None:
    sandbox.fault("error", code=80004, subcode=2446079, message="Too many calls", count=2, skip=1)
    campaign = Campaign("12200000100000001", api=api)
    assert failure(campaign.api_get).api_error_code() == 100
    for _ in range(2):
        error = failure(campaign.api_get)
        assert (error.api_error_code(), error.api_error_subcode()) == (80004, 2446079)
    assert failure(campaign.api_get).api_error_code() == 100


def test_requests_when_logged_then_count_creates_without_secrets(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    advertiser.campaign(name="Logged")
    log = sandbox.requests(method="POST", path="/campaigns")
    assert [(entry["params"]["name"], entry["status"]) for entry in log] == [("Logged", 200)]
    assert "access_token" not in log[0]["params"]


def test_malformed_requests_when_sent_then_graph_errors(sandbox: Sandbox, advertiser: Advertiser) -> None:
    base, token = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}", sandbox.meta_access_token
    bad = [
        {"fields": "name{{"},
        {"fields": "a" * 3000 + "("},
        {"filtering": "["},
        {"filtering": '[{"field":1}]'},
        {"limit": "many"},
        {"limit": "0"},
        {"effective_status": "[[["},
        {"filtering": "[" * 5000},
    ]
    for params in bad:
        answer = requests.get(f"{base}/campaigns", params={"access_token": token, **params}, timeout=5)
        assert answer.status_code == 400, params
        assert answer.json()["error"]["code"] in (100, 2500), params
    for body in (b"--x\r\nbroken", b"\xff\xfe", b"{", b"[1]"):
        for kind in (
            "multipart/form-data; boundary=x",
            "application/json",
            "application/x-www-form-urlencoded",
        ):
            answer = requests.post(
                f"{base}/campaigns?access_token={token}", data=body, timeout=5, headers={"Content-Type": kind}
            )
            assert answer.json()["error"]["code"] == 100
