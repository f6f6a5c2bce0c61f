"""Changes over HTTP: proposed, shown, decided; who may not, may not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.database import Database
from adwright.core.ids import new_id
from tests.factories import Tenant, make_ad_account
from tests.factories_changes import MemoryStore, make_draft
from tests.web.conftest import Someone, Web


async def make_campaign(web: Web, database: Database, someone: Someone) -> UUID:
    """Make a draft that is ready to launch, in the organization of a registered person."""
    me = someone.me.get("person", someone.me)
    advertiser = await someone.client.post("/advertisers", json={"name": "Tasty Chips Co."})
    assert advertiser.status_code == 201, advertiser.text
    organization_id = UUID(someone.organization_id)
    owner = Actor(organization_id, ActorKind.PERSON, "Olive Owner", UUID(str(me["id"])), Role.OWNER)
    tenant = Tenant(
        organization_id=organization_id,
        owner=owner,
        person=None,  # type: ignore[arg-type]
        advertiser_id=UUID(advertiser.json()["id"]),
        clock=web.clock,
        keyring=web.container.keyring,
    )
    account = await make_ad_account(database, tenant)
    return await make_draft(database, tenant, account, MemoryStore())


async def launch(someone: Someone, campaign_id: UUID) -> dict[str, Any]:
    answer = await someone.client.post(f"/campaigns/{campaign_id}/launch", json={"why": "autumn"})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_launch_then_is_proposed_with_diff_cost_and_plan(web: Web, database: Database) -> None:
    someone = await web.register()
    change = await launch(someone, await make_campaign(web, database, someone))
    assert (change["kind"], change["status"], change["why"]) == ("launch", "proposed", "autumn")
    assert change["title"] == "Launch the campaign “Spicy chips”"
    assert change["cost_per_day"] == {
        "before": {"amount": "0.00", "currency": "USD"},
        "after": {"amount": "50.00", "currency": "USD"},
    }
    assert change["diff"][0] == {
        "level": "campaign",
        "node": "Spicy chips",
        "field": "node",
        "before": None,
        "after": "on, 50.00 USD a day",
    }
    shown = (await someone.client.get(f"/changes/{change['id']}")).json()
    assert shown["can_be_undone"] is False
    assert [each["action"] for each in shown["operations"]] == [
        "label",
        "image",
        "creative",
        "campaign",
        "ad_group",
        "ad",
        "state",
        "state",
        "state",
    ]
    assert {each["status"] for each in shown["operations"]} == {"waiting"}
    assert [each["kind"] for each in shown["log"]] == ["proposed"]


async def test_launch_when_clicked_twice_then_conflicts_with_the_address(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    change = await launch(someone, campaign_id)
    again = await someone.client.post(f"/campaigns/{campaign_id}/launch")
    assert again.status_code == 409
    assert again.json()["code"] == "change_open"
    assert change["id"] in again.json()["detail"]


async def test_launch_when_the_key_is_the_same_then_is_the_same_change(web: Web, database: Database) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    headers = {"Idempotency-Key": "click-1"}
    first = await someone.client.post(f"/campaigns/{campaign_id}/launch", headers=headers)
    again = await someone.client.post(f"/campaigns/{campaign_id}/launch", headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


async def test_draft_when_its_launch_is_open_then_cannot_be_edited(web: Web, database: Database) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    change = await launch(someone, campaign_id)
    edit = await someone.client.patch(f"/campaigns/{campaign_id}", json={"name": "Other"})
    assert edit.status_code == 409
    rejected = await someone.client.post(f"/changes/{change['id']}/reject", json={"reason": "wrong name"})
    assert (rejected.status_code, rejected.json()["status"]) == (200, "rejected")
    edit = await someone.client.patch(f"/campaigns/{campaign_id}", json={"name": "Other"})
    assert edit.status_code == 200, edit.text


async def test_approve_then_is_accepted_and_listed(web: Web, database: Database) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    change = await launch(someone, campaign_id)
    approved = await someone.client.post(f"/changes/{change['id']}/approve", json={"comment": "go"})
    assert (approved.status_code, approved.json()["status"]) == (202, "approved")
    listed = await someone.client.get(
        "/changes", params={"status": "approved", "campaign_id": str(campaign_id)}
    )
    assert [each["id"] for each in listed.json()["items"]] == [change["id"]]
    assert (await someone.client.get("/changes", params={"status": "proposed"})).json()["total"] == 0
    log = (await someone.client.get(f"/campaigns/{campaign_id}/log")).json()
    assert [each["text"] for each in log["items"]] == [
        "Approved: go",
        "Proposed: Launch the campaign “Spicy chips” (autumn)",
    ]
    decisions = (await someone.client.get(f"/changes/{change['id']}")).json()["decisions"]
    assert [(each["verdict"], each["comment"]) for each in decisions] == [("approved", "go")]


async def test_reject_without_a_reason_then_is_refused(web: Web, database: Database) -> None:
    someone = await web.register()
    change = await launch(someone, await make_campaign(web, database, someone))
    refused = await someone.client.post(f"/changes/{change['id']}/reject", json={"reason": ""})
    assert refused.status_code == 422


async def test_edits_when_the_campaign_is_a_draft_then_conflict(web: Web, database: Database) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    for act, body in (("pause", {}), ("resume", {}), ("archive", {}), ("budget", {"amount": "60"})):
        refused = await someone.client.post(f"/campaigns/{campaign_id}/{act}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_launched"), act


async def test_pause_of_an_ad_when_it_is_not_named_then_is_refused(web: Web, database: Database) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    refused = await someone.client.post(f"/campaigns/{campaign_id}/pause", json={"level": "ad"})
    assert refused.status_code == 422
    assert "node_id is missing" in refused.json()["detail"]


async def test_change_when_of_another_organization_then_is_not_found(web: Web, database: Database) -> None:
    someone, stranger = await web.register(), await web.register()
    campaign_id = await make_campaign(web, database, someone)
    change = await launch(someone, campaign_id)
    client = stranger.client
    for method, path in (
        ("GET", f"/changes/{change['id']}"),
        ("POST", f"/changes/{change['id']}/approve"),
        ("POST", f"/changes/{change['id']}/retry"),
        ("GET", f"/changes?campaign_id={campaign_id}"),
        ("GET", f"/campaigns/{campaign_id}/log"),
        ("POST", f"/campaigns/{campaign_id}/launch"),
        ("POST", f"/campaigns/{campaign_id}/pause"),
    ):
        assert (await client.request(method, path)).status_code == 404, path
    rejected = await client.post(f"/changes/{change['id']}/reject", json={"reason": "mine now"})
    assert rejected.status_code == 404
    assert (await client.get("/changes")).json()["items"] == []
    assert (await client.get(f"/changes/{new_id()}")).status_code == 404


async def test_key_when_it_may_only_draft_then_proposes_but_decides_nothing(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    keys = {}
    for scope in ("read", "draft"):
        made = await someone.client.post("/api-keys", json={"name": f"{scope} key", "scopes": [scope]})
        keys[scope] = web.client(**{"X-API-Key": made.json()["key"]})
    assert (await keys["read"].post(f"/campaigns/{campaign_id}/launch")).status_code == 403
    proposed = await keys["draft"].post(f"/campaigns/{campaign_id}/launch")
    assert (proposed.status_code, proposed.json()["author"]) == (201, "draft key")
    for act, body in (("approve", {}), ("reject", {"reason": "no"}), ("retry", None)):
        refused = await keys["draft"].post(f"/changes/{proposed.json()['id']}/{act}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing"), act


async def test_audience_when_edited_while_a_launch_is_proposed_then_the_launch_stays_as_it_was_shown(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    campaign_id = await make_campaign(web, database, someone)
    change = await launch(someone, campaign_id)
    [before] = (await someone.client.get(f"/campaigns/{campaign_id}")).json()["ad_groups"]
    wider = {"targeting": {"countries": ["US", "DE"]}}
    edited = await someone.client.patch(f"/audiences/{before['audience']['id']}", json=wider)
    assert edited.json()["version"] == 2
    [held] = (await someone.client.get(f"/campaigns/{campaign_id}")).json()["ad_groups"]
    assert (held["audience"], held["targeting"]) == (before["audience"], before["targeting"])
    await someone.client.post(f"/changes/{change['id']}/reject", json={"reason": "Germany, too"})
    wider = {"targeting": {"countries": ["US", "DE", "FR"]}}
    await someone.client.patch(f"/audiences/{before['audience']['id']}", json=wider)
    [moved] = (await someone.client.get(f"/campaigns/{campaign_id}")).json()["ad_groups"]
    assert moved["audience"]["version"] == 3
