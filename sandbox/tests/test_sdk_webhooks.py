"""Webhooks and callbacks: proved addresses, signed bodies, retries, duplicates, and another order."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.application import Application
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, failure
from receiver import Message, Receiver

ALL_FIELDS = ["with_issues_ad_objects", "in_process_ad_objects", "effective_status", "creative_fatigue"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes everything."""
    with Receiver() as listening:
        yield listening


@pytest.fixture
def app(sandbox: Sandbox, api: FacebookAdsApi) -> Iterator[Application]:
    """The app, with its own token."""
    session = FacebookSession(
        sandbox.meta_app_id, sandbox.meta_app_secret, f"{sandbox.meta_app_id}|{sandbox.meta_app_secret}"
    )
    yield Application(sandbox.meta_app_id, api=FacebookAdsApi(session))
    session.requests.close()


def subscribe(app: Application, advertiser: Advertiser, url: str, fields: list[str] = ALL_FIELDS) -> None:
    app.create_subscription(
        params={"object": "ad_account", "callback_url": url, "fields": fields, "verify_token": "mine"}
    )
    advertiser.account.create_subscribed_app(params={"app_id": app["id"]})


def change(message: Message) -> dict[str, Any]:
    document = json.loads(message.body)
    assert document["object"] == "ad_account"
    found: dict[str, Any] = document["entry"][0]["changes"][0]
    return found


def decline(sandbox: Sandbox, ad_id: str) -> None:
    sandbox.control("POST", "/review", ad_id=ad_id, outcome="disapproved", reasons={"Title": "Text"})


def signed_document(secret: str, message: Message) -> dict[str, Any]:
    """The content of a signed request, whose signature must be right."""
    signature, payload = parse_qs(message.body.decode())["signed_request"][0].split(".")
    expected = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(signature + "=") == expected
    document: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return document


def test_subscription_when_the_address_echoes_then_active(
    app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    subscribe(app, advertiser, receiver.url)
    listed = app.get_subscriptions()[0].export_all_data()
    assert (listed["object"], listed["active"], listed["callback_url"]) == ("ad_account", True, receiver.url)
    assert {field["name"] for field in listed["fields"]} == set(ALL_FIELDS)
    apps = advertiser.account.get_subscribed_apps(fields=["app_id"])
    assert [found["app_id"] for found in apps] == [app["id"]]


def test_subscription_when_the_address_does_not_prove_itself_then_2200(
    app: Application, advertiser: Advertiser
) -> None:
    with Receiver(echo=False) as wrong:
        assert failure(subscribe, app, advertiser, wrong.url).api_error_code() == 2200
    assert failure(subscribe, app, advertiser, "http://127.0.0.1:9/hook").api_error_code() == 2200
    assert list(app.get_subscriptions()) == []


@pytest.mark.parametrize("url", ["https://example.com/hook", "ftp://127.0.0.1/hook", "http://[", "nonsense"])
def test_subscription_when_of_another_machine_then_refused(
    app: Application, advertiser: Advertiser, url: str
) -> None:
    assert failure(subscribe, app, advertiser, url).api_error_code() == 100


def test_subscription_when_without_the_app_token_then_refused(
    sandbox: Sandbox, api: FacebookAdsApi, receiver: Receiver
) -> None:
    with_user_token = Application(sandbox.meta_app_id, api=api)
    params = {"object": "ad_account", "callback_url": receiver.url, "fields": ["effective_status"]}
    assert failure(with_user_token.create_subscription, params=params).api_error_code() == 15


def test_ad_when_declined_then_told_with_a_signature(
    sandbox: Sandbox, app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    subscribe(app, advertiser, receiver.url, ["with_issues_ad_objects"])
    ad = advertiser.ad(advertiser.ad_set(advertiser.campaign()["id"])["id"])
    decline(sandbox, ad["id"])
    message = receiver.next()
    key = sandbox.meta_app_secret.encode()
    assert message.headers["x-hub-signature-256"] == (
        "sha256=" + hmac.new(key, message.body, hashlib.sha256).hexdigest()
    )
    told = change(message)
    assert told["field"] == "with_issues_ad_objects"
    assert (told["value"]["id"], told["value"]["level"]) == (ad["id"], "AD")
    assert (told["value"]["error_summary"], told["value"]["error_message"]) == ("Title", "Text")
    assert f"act_{json.loads(message.body)['entry'][0]['id']}" == sandbox.meta_account_id


def test_status_when_changed_by_time_then_told(
    sandbox: Sandbox, app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    subscribe(app, advertiser, receiver.url, ["effective_status", "in_process_ad_objects"])
    campaign = advertiser.campaign()
    ad = advertiser.ad(advertiser.ad_set(campaign["id"])["id"])
    sandbox.advance(hours=1)
    assert change(receiver.next())["value"] == {"id": ad["id"], "level": "AD", "effective_status": "ACTIVE"}
    sandbox.control("POST", "/events", do="in_process", node_id=campaign["id"], minutes=10)
    assert change(receiver.next())["value"]["effective_status"] == "IN_PROCESS"
    assert campaign.api_get(fields=["effective_status"])["effective_status"] == "IN_PROCESS"
    sandbox.advance(hours=1)
    done = change(receiver.next())
    assert done["field"] == "in_process_ad_objects"
    assert done["value"] == {"id": campaign["id"], "level": "CAMPAIGN", "status_name": "Active"}


def test_object_when_it_gets_an_issue_then_with_issues_until_solved(
    sandbox: Sandbox, app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    subscribe(app, advertiser, receiver.url, ["with_issues_ad_objects"])
    sandbox.control(
        "POST", "/events", do="object_issue", node_id=ad_set["id"], error_code=7, error_summary="So"
    )
    assert change(receiver.next())["value"]["error_code"] == 7
    seen = ad_set.api_get(fields=["effective_status", "issues_info"])
    assert (seen["effective_status"], seen["issues_info"][0]["level"]) == ("WITH_ISSUES", "AD_SET")
    sandbox.control("POST", "/events", do="object_issue", node_id=ad_set["id"], solved=True)
    assert ad_set.api_get(fields=["effective_status"])["effective_status"] == "ACTIVE"


def test_webhook_when_not_taken_then_sent_again_later(
    sandbox: Sandbox, app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    subscribe(app, advertiser, receiver.url, ["with_issues_ad_objects"])
    ad = advertiser.ad(advertiser.ad_set(advertiser.campaign()["id"])["id"])
    receiver.statuses += [500, 404]
    decline(sandbox, ad["id"])
    bodies = [receiver.next().body, receiver.next().body]
    sandbox.advance(seconds=20)
    bodies.append(receiver.next().body)
    assert len(set(bodies)) == 1
    sandbox.advance(days=3)
    delivery = sandbox.control("GET", "/webhooks")["deliveries"][0]
    assert [attempt["status"] for attempt in delivery["attempts"]][:2] == [500, 404]


@pytest.mark.parametrize(("kind", "order"), [("webhook_duplicate", [0, 0, 1]), ("webhook_reorder", [1, 0])])
def test_webhook_when_a_fault_says_so_then_doubled_or_overtaken(
    sandbox: Sandbox,
    app: Application,
    advertiser: Advertiser,
    receiver: Receiver,
    kind: str,
    order: list[int],
) -> None:
    subscribe(app, advertiser, receiver.url, ["with_issues_ad_objects"])
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    ads = [advertiser.ad(ad_set["id"])["id"] for _ in range(2)]
    sandbox.control("POST", "/faults/plan", faults=[
        {"kind": kind, "match": {"path_regex": "with_issues"}, "skip": int(kind == "webhook_reorder")}
    ], events=[
        {"at": 1, "do": "object_issue", "node_id": ad_id, "error_code": 7} for ad_id in ads
    ])  # fmt: skip
    sandbox.advance(hours=2)
    told = [change(receiver.next())["value"]["id"] for _ in order]
    assert told == [ads[number] for number in order]
    assert [entry["what"] for entry in sandbox.control("GET", "/faults/log")["log"]].count(kind) == 1


def test_webhook_when_asked_for_by_an_event_then_with_its_value(
    sandbox: Sandbox, app: Application, advertiser: Advertiser, receiver: Receiver
) -> None:
    event = {"do": "webhook", "field": "creative_fatigue", "value": {"id": "1", "fatigue": "HIGH"}}
    with pytest.raises(ValueError, match="subscribed"):
        sandbox.control("POST", "/events", **event)
    subscribe(app, advertiser, receiver.url)
    sandbox.control("POST", "/events", **event)
    assert change(receiver.next()) == {"field": "creative_fatigue", "value": {"id": "1", "fatigue": "HIGH"}}
    advertiser.account.delete_subscribed_apps(params={"app_id": app["id"]})
    with pytest.raises(ValueError, match="subscribed"):
        sandbox.control("POST", "/events", **event)
    app.delete_subscriptions(params={"object": "ad_account"})
    assert list(app.get_subscriptions()) == []


def persons_api(sandbox: Sandbox) -> FacebookAdsApi:
    token = sandbox.control("POST", "/tokens", kind="user")["access_token"]
    return FacebookAdsApi(FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token))


def test_person_when_removing_the_app_then_it_is_called_and_all_tokens_end(
    sandbox: Sandbox, api: FacebookAdsApi, receiver: Receiver
) -> None:
    sandbox.control("POST", "/app", deauthorize_callback_url=receiver.url)
    first, second = persons_api(sandbox), persons_api(sandbox)
    person = User("me", api=first).api_get()["id"]
    User("me", api=first).delete_permissions()
    document = signed_document(sandbox.meta_app_secret, receiver.next())
    assert (document["user_id"], document["algorithm"]) == (person, "HMAC-SHA256")
    error = failure(AdAccount(sandbox.meta_account_id, api=second).api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (190, 458)
    assert AdAccount(sandbox.meta_account_id, api=api).api_get()["id"]


def test_data_deletion_when_asked_for_then_the_apps_answer_is_kept(sandbox: Sandbox) -> None:
    with Receiver(answer=b'{"url": "https://adwright.example/d/1", "confirmation_code": "1"}') as receiver:
        sandbox.control("POST", "/app", data_deletion_callback_url=receiver.url)
        sandbox.control("POST", "/events", do="data_deletion")
        assert "user_id" in signed_document(sandbox.meta_app_secret, receiver.next())
        sandbox.control("POST", "/events", do="data_deletion")
        receiver.next()  # messages go one after the other, so the first one's answer has been taken
        delivery = sandbox.control("GET", "/webhooks")["deliveries"][0]
    assert json.loads(delivery["answer"])["confirmation_code"] == "1"
    sandbox.control("DELETE", "/webhooks")
    assert sandbox.control("GET", "/webhooks")["deliveries"] == []


@pytest.mark.parametrize("body", [
    {"deauthorize_callback_url": "https://example.com"}, {"require_proof": "yes"}, {"colour": 1},
])  # fmt: skip
def test_app_when_set_wrongly_then_refused(sandbox: Sandbox, body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"machine|true or false|Unknown"):
        sandbox.control("POST", "/app", **body)
