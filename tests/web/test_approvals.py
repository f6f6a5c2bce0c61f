"""Guardrail settings, policy, the inbox, and approval by link, as a client sees them."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adwright.changes.model.links import LinkSigner
from adwright.core.database import Database, TenantScope
from adwright.events import service as events
from tests.web.conftest import Someone, Web
from tests.web.test_changes import launch, make_campaign
from tests.web.test_members import invite, join, member_id


async def share(web: Web, someone: Someone, change_id: str, **body: Any) -> dict[str, Any]:
    made = await someone.client.post(f"/changes/{change_id}/links", json={"recipient": "Ana", **body})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def token_of(link: dict[str, Any]) -> str:
    return str(link["url"]).rsplit("/", 1)[1]


async def proposal(web: Web, database: Database, someone: Someone) -> dict[str, Any]:
    return await launch(someone, await make_campaign(web, database, someone))


async def copy_of(someone: Someone, change: dict[str, Any]) -> dict[str, Any]:
    """Propose to launch a copy of the same campaign."""
    copied = await someone.client.post(f"/campaigns/{change['campaign_id']}/duplicate")
    assert copied.status_code == 201, copied.text
    return await launch(someone, UUID(copied.json()["id"]))


async def test_guardrails_when_set_then_are_shown_in_words_with_whose_is_stricter(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    advertiser = (await someone.client.post("/advertisers", json={"name": "Chips"})).json()["id"]
    fresh = (await someone.client.get("/guardrails/organization")).json()
    assert fresh["summary"] == ["No budget may rise by more than 20 % at once."]
    money = [{"amount": "200", "currency": "EUR"}]
    body = {
        "max_daily_increase": money,
        "max_step_percent": 30,
        "no_touch_hours": [{"start": "22:00", "end": "06:00"}],
    }
    put = await someone.client.put("/guardrails/organization", json=body)
    assert put.status_code == 200, put.text
    assert put.json()["limits"]["no_touch_hours"] == [{"start": "22:00", "end": "06:00"}]
    await someone.client.put(f"/guardrails/advertisers/{advertiser}", json={"max_step_percent": 10})
    shown = (await someone.client.get(f"/guardrails/advertisers/{advertiser}")).json()
    assert [(each["scope"], each["text"]) for each in shown["in_force"]] == [
        (
            "organization",
            "No change may raise the daily total of an ad account by more than 200.00 EUR, counting "
            "everything applied that day.",
        ),
        (
            "organization",
            "Nothing is applied from 22:00 to 06:00 in the ad account's zone; what is approved then waits.",
        ),
        ("advertiser", "No budget may rise by more than 10 % at once."),
    ]
    audited = (await someone.client.get("/audit", params={"action": "guardrails.set"})).json()["items"]
    assert len(audited) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"max_step_percent": -1}, "max_step_percent"),
        ({"max_daily_budget": [{"amount": "1e9000", "currency": "EUR"}]}, "max_daily_budget.0.amount"),
        ({"no_touch_hours": [{"start": "22:00", "end": "22:00"}]}, "no_touch_hours"),
        ({"max_daily": 3}, "max_daily"),
    ],
)
async def test_guardrails_when_they_make_no_sense_then_are_refused_at_their_field(
    web: Web, body: dict[str, Any], field: str
) -> None:
    someone = await web.register()
    refused = await someone.client.put("/guardrails/organization", json=body)
    assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, field)
    unknown = await someone.client.put(
        "/guardrails/organization", json={"max_daily_budget": [{"amount": "1", "currency": "XXX"}]}
    )
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_currency")


async def test_summary_when_asked_then_says_it_and_stores_nothing(web: Web) -> None:
    someone = await web.register()
    said = await someone.client.post("/guardrails/summary", json={"max_entities": 1, "stopped": True})
    assert said.json()["sentences"] == [
        "All changes are stopped; only what lowers spend still passes.",
        "One change may touch 1 entity at most.",
    ]
    said = await someone.client.post("/approval-policy/summary", json={"rules": [{"approvals": 2}]})
    assert said.json()["sentences"][0] == "Changes need two approvals."
    assert (await someone.client.get("/guardrails/organization")).json()["limits"]["stopped"] is False


async def test_policy_when_two_have_to_approve_then_says_who_is_missing(web: Web, database: Database) -> None:
    someone = await web.register()
    rule = {"approvals": 2, "author_counts": False}
    put = await someone.client.put("/approval-policy/organization", json={"rules": [rule]})
    assert put.status_code == 200, put.text
    change = await proposal(web, database, someone)
    listed = (await someone.client.get("/changes", params={"needs_mine": True})).json()
    assert listed["total"] == 0
    shown = (await someone.client.get(f"/changes/{change['id']}")).json()
    assert shown["missing"] == ["2 approvals, not by the author: the organization asks for it"]
    assert shown["needs_mine"] is False
    refused = await someone.client.post(f"/changes/{change['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "approval_does_not_count")


async def test_proposal_when_limits_and_policy_change_then_its_page_is_told_and_says_so(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    before = (await someone.client.get(f"/changes/{change['id']}")).json()

    await someone.client.put("/guardrails/organization", json={"stopped": True})
    await someone.client.put("/approval-policy/organization", json={"rules": [{"approvals": 2}]})

    after = (await someone.client.get(f"/changes/{change['id']}")).json()
    assert all(finding["passed"] for finding in before["findings"])
    assert [each["guardrail"] for each in after["findings"] if not each["passed"]] == ["stopped"]
    assert before["missing"] == ["1 approval: no rule asks for more"]
    assert after["missing"] == ["2 approvals: the organization asks for it"]
    async with database.transaction(TenantScope(UUID(someone.organization_id))) as tx:
        told = [event.kind for event in await events.missed_events(tx, 0)]
    assert {"guardrails.updated", "approval_policy.updated"} <= set(told)


async def test_list_when_filtered_then_finds_by_kind_author_words_and_own_turn(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    for query, expected in (
        ({"kind": "launch"}, 1),
        ({"kind": ["pause", "budget"]}, 0),
        ({"author_kind": "person"}, 1),
        ({"author_kind": "rule"}, 0),
        ({"search": "spicy launch"}, 1),
        ({"search": "100%"}, 0),
        ({"needs_mine": True}, 1),
        ({"advertiser_id": change["advertiser_id"], "ad_account_id": change["ad_account_id"]}, 1),
    ):
        listed = await someone.client.get("/changes", params=query)
        assert (listed.status_code, listed.json()["total"]) == (200, expected), query
    assert (await someone.client.get("/changes", params={"kind": "other"})).status_code == 400


async def test_several_when_decided_at_once_then_each_says_what_became_of_it(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    open_one = await proposal(web, database, someone)
    closed, without_reason = [await copy_of(someone, open_one) for _ in range(2)]
    await someone.client.post(f"/changes/{closed['id']}/reject", json={"reason": "no"})
    decided = await someone.client.post(
        "/changes/decisions", json={"change_ids": [open_one["id"], closed["id"]], "verdict": "approved"}
    )
    assert decided.status_code == 202, decided.text
    first, second = decided.json()["items"]
    assert (first["change"]["status"], first["refused"]) == ("approved", None)
    assert (second["change"]["status"], second["refused"]["code"]) == ("rejected", "change_rejected")
    refused = await someone.client.post(
        "/changes/decisions", json={"change_ids": [without_reason["id"]], "verdict": "rejected"}
    )
    assert refused.json()["items"][0]["refused"]["code"] == "reason_missing"


async def test_comment_when_made_then_stands_in_the_log(web: Web, database: Database) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    said = await someone.client.post(f"/changes/{change['id']}/comments", json={"text": "Is that the logo?"})
    assert said.status_code == 204
    log = (await someone.client.get(f"/changes/{change['id']}")).json()["log"]
    assert [(each["kind"], each["text"]) for each in log][-1] == ("commented", "Is that the logo?")
    key = await someone.client.post("/api-keys", json={"name": "reader", "scopes": ["read"]})
    reader = web.client(**{"X-API-Key": key.json()["key"]})
    refused = await reader.post(f"/changes/{change['id']}/comments", json={"text": "Hello"})
    assert refused.status_code == 403


async def test_link_when_opened_by_somebody_without_an_account_then_shows_all_that_is_decided(
    web: Web, database: Database
) -> None:
    someone = await web.register(organization="Harbour Agency")
    change = await proposal(web, database, someone)
    link = await share(web, someone, change["id"])
    assert link["url"].startswith("http://adwright.test/approve/")
    client = web.client()
    shown = await client.get(f"/approvals/{token_of(link)}")
    assert shown.status_code == 200, shown.text
    body = shown.json()
    assert (body["organization"], body["recipient"], body["title"]) == (
        "Harbour Agency",
        "Ana",
        change["title"],
    )
    assert body["diff"] == change["diff"]
    assert body["cost_per_day"]["after"]["amount"] == "50.00"
    [ad] = body["ads"]
    assert (ad["headline"], ad["call_to_action_label"]) == ("New Spicy chips 0", "Shop now")
    assert body["ads_total"] == 1


async def test_link_when_approved_then_counts_once_and_a_replay_changes_nothing(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    client = web.client()
    decided = await client.post(
        f"/approvals/{token}/approve", json={"name": "Ana Client", "comment": "Lovely"}
    )
    assert (decided.status_code, decided.json()["status"]) == (202, "approved")
    for act in (
        client.post(f"/approvals/{token}/approve", json={"name": "Ana Client"}),
        client.post(f"/approvals/{token}/reject", json={"name": "Ana", "reason": "changed my mind"}),
        client.get(f"/approvals/{token}"),
    ):
        again = await act
        assert (again.status_code, again.json()["code"]) == (409, "link_used")
        assert "Ana Client has approved this" in again.json()["detail"]
    shown = (await someone.client.get(f"/changes/{change['id']}")).json()
    assert [(each["by"], each["by_link"]) for each in shown["decisions"]] == [("Ana Client (by link)", True)]
    [entry] = (await someone.client.get("/audit", params={"action": "change.approved"})).json()["items"]
    [listed] = (await someone.client.get(f"/changes/{change['id']}/links")).json()["items"]
    assert (entry["actor_kind"], entry["actor_name"]) == ("link", "Ana Client (by link)")
    assert entry["after"]["link_id"] == listed["id"]
    assert (listed["state"], listed["decided_by"], listed["verdict"]) == ("used", "Ana Client", "approved")


async def test_link_when_two_people_use_it_at_once_then_only_one_decides(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    one, other = web.client(), web.client()
    answers = await asyncio.gather(
        one.post(f"/approvals/{token}/approve", json={"name": "Ana"}),
        other.post(f"/approvals/{token}/reject", json={"name": "Ben", "reason": "no"}),
    )
    assert sorted(each.is_success for each in answers) == [False, True]
    [refused] = [each for each in answers if not each.is_success]
    assert refused.status_code == 409


async def test_link_when_rejected_then_says_why_to_the_author(web: Web, database: Database) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    client = web.client()
    without = await client.post(f"/approvals/{token}/reject", json={"name": "Ana", "reason": ""})
    assert without.status_code == 422
    decided = await client.post(f"/approvals/{token}/reject", json={"name": "Ana", "reason": "Wrong logo"})
    assert (decided.status_code, decided.json()["status"]) == (200, "rejected")
    shown = (await someone.client.get(f"/changes/{change['id']}")).json()
    assert shown["decisions"][0]["comment"] == "Wrong logo"


@pytest.mark.parametrize("where", [0, 20, 36, 50, 90, -1])
async def test_link_when_any_part_of_it_is_altered_then_is_unknown(
    web: Web, database: Database, where: int
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[where] ^= 1
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    client = web.client()
    for text in (forged, token[:-4], "nonsense", "é"):
        for answer in (
            await client.get(f"/approvals/{text}"),
            await client.post(f"/approvals/{text}/approve", json={"name": "Mallory"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "link_unknown")
    assert (await someone.client.get(f"/changes/{change['id']}")).json()["status"] == "proposed"


async def test_link_when_signed_with_another_key_then_is_unknown(web: Web, database: Database) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    signed = web.container.link_signer.read(token)
    forged = LinkSigner([b"somebody else's key"]).sign(signed)
    assert (await web.client().get(f"/approvals/{forged}")).status_code == 404
    assert web.container.link_signer.sign(signed) == token


async def test_link_when_expired_or_revoked_then_says_so_and_decides_nothing(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    expiring = token_of(await share(web, someone, change["id"], days=1))
    revoked = await share(web, someone, change["id"])
    for _ in range(2):
        gone = await someone.client.delete(f"/changes/{change['id']}/links/{revoked['id']}")
        assert gone.status_code == 204
    web.clock.advance(timedelta(days=1, seconds=1))
    client = web.client()
    for token, code in ((expiring, "link_expired"), (token_of(revoked), "link_revoked")):
        for answer in (
            await client.get(f"/approvals/{token}"),
            await client.post(f"/approvals/{token}/approve", json={"name": "Ana"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (409, code)
    web.clock.advance(timedelta(days=-1))
    listed = (await someone.client.get(f"/changes/{change['id']}/links")).json()["items"]
    assert [each["state"] for each in listed] == ["open", "revoked"]


@pytest.mark.parametrize("leaves", [True, False])
async def test_link_when_its_maker_may_not_approve_any_more_then_is_withdrawn(
    web: Web, database: Database, leaves: bool
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    maker = Someone("", await join(web, await invite(web, someone)), {}, "")
    token = token_of(await share(web, maker, change["id"]))
    member = f"/members/{await member_id(someone, 'Max Member')}"
    if leaves:
        await someone.client.delete(member)
    else:
        await someone.client.patch(member, json={"role": "analyst"})
    client = web.client()
    for answer in (
        await client.get(f"/approvals/{token}"),
        await client.post(f"/approvals/{token}/approve", json={"name": "Ana"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "link_revoked")
    [listed] = (await someone.client.get(f"/changes/{change['id']}/links")).json()["items"]
    assert listed["state"] == "revoked"


async def test_approvals_when_who_gave_them_has_left_then_do_not_count_in_person_nor_by_link(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    rule = {"approvals": 3, "author_counts": False}
    await someone.client.put("/approval-policy/organization", json={"rules": [rule]})
    change = await proposal(web, database, someone)
    left = Someone("", await join(web, await invite(web, someone)), {}, "")
    token = token_of(await share(web, left, change["id"]))
    await web.client().post(f"/approvals/{token}/approve", json={"name": "Ana"})
    await left.client.post(f"/changes/{change['id']}/approve")
    before = (await someone.client.get(f"/changes/{change['id']}")).json()
    await someone.client.delete(f"/members/{await member_id(someone, 'Max Member')}")

    shown = (await someone.client.get(f"/changes/{change['id']}")).json()
    [listed] = (await someone.client.get("/changes")).json()["items"]

    assert before["missing"] == ["1 more approval, not by the author: the organization asks for it"]
    assert shown["missing"] == listed["missing"]
    assert shown["missing"] == [
        "3 approvals, not by the author: the organization asks for it "
        "(that of Ana (by link) and Max Member does not count any more)"
    ]


async def test_link_when_the_change_was_decided_otherwise_then_is_closed(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    await someone.client.post(f"/changes/{change['id']}/reject", json={"reason": "no"})
    answer = await web.client().get(f"/approvals/{token}")
    assert (answer.status_code, answer.json()["code"]) == (409, "link_closed")
    refused = await someone.client.post(f"/changes/{change['id']}/links", json={"recipient": "Ben"})
    assert refused.status_code == 409


async def test_link_when_the_policy_does_not_count_it_then_is_not_handed_out(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    await someone.client.put("/approval-policy/organization", json={"rules": [{"link_counts": False}]})
    change = await proposal(web, database, someone)
    refused = await someone.client.post(f"/changes/{change['id']}/links", json={"recipient": "Ana"})
    assert (refused.status_code, refused.json()["code"]) == (403, "approval_does_not_count")


async def test_link_when_its_pictures_are_asked_for_then_only_its_own_are_sent(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    change = await proposal(web, database, someone)
    token = token_of(await share(web, someone, change["id"]))
    other = UUID(int=7)
    assert (await web.client().get(f"/approvals/{token}/images/{other}")).status_code == 404


async def test_links_when_opened_too_often_from_one_address_then_waits(web: Web) -> None:
    client = web.client()
    answers = [(await client.get("/approvals/nonsense")).status_code for _ in range(121)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}
