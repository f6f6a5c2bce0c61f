"""Guardrail settings, policy and the inbox, as a client sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from adwright.core.database import Database, TenantScope
from adwright.events import service as events
from tests.web.conftest import Someone, Web
from tests.web.test_changes import launch, make_campaign


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
