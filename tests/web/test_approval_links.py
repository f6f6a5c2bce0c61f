"""Approval by link, as somebody without an account sees it."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adwright.changes.model.links import LinkSigner
from adwright.core.database import Database
from tests.web.conftest import Someone, Web
from tests.web.test_approvals import proposal
from tests.web.test_members import invite, join, member_id


async def share(web: Web, someone: Someone, change_id: str, **body: Any) -> dict[str, Any]:
    made = await someone.client.post(f"/changes/{change_id}/links", json={"recipient": "Ana", **body})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def token_of(link: dict[str, Any]) -> str:
    return str(link["url"]).rsplit("/", 1)[1]


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
    [ad] = body["previews"]["ads"]
    assert (ad["headline"], ad["call_to_action_label"]) == ("New Spicy chips 0", "Shop now")
    assert body["previews"]["total"] == 1


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
