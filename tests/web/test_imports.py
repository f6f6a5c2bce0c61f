"""A performance export goes in over HTTP: previewed, chosen, committed; and what is wrong is said."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from adwright.core.database import Database, TenantScope
from tests.unit.insights.exports import ENGLISH, sample
from tests.web.conftest import Someone, Web
from tests.web.test_members import invite, join

BOUNDARY = "a-boundary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


async def _advertiser(someone: Someone, name: str = "Tasty Chips Co.") -> str:
    answer = await someone.client.post("/advertisers", json={"name": name})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def _upload(someone: Someone, content: str | bytes, name: str = "Chips.csv") -> httpx2.Response:
    return await someone.client.post("/imports", files={"file": (name, content)})


async def _preview(someone: Someone, content: str | bytes, name: str = "Chips.csv") -> dict[str, Any]:
    answer = await _upload(someone, content, name)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _commit(someone: Someone, import_id: str) -> dict[str, Any]:
    answer = await someone.client.post(f"/imports/{import_id}/commit")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _measures(someone: Someone, ad_account_id: str) -> dict[str, dict[str, Any]]:
    answer = await someone.client.get("/overview", params={"scope": "account", "id": ad_account_id})
    assert answer.status_code == 200, answer.text
    return {measure["key"]: measure for measure in answer.json()["measures"]}


def _waiting_files(web: Web) -> list[Path]:
    directory = web.container.settings.home / "imports"
    return list(directory.iterdir()) if directory.exists() else []


async def test_export_when_uploaded_then_nothing_is_written_before_the_commit(
    web: Web, database: Database
) -> None:
    someone = await web.register()
    advertiser_id = await _advertiser(someone)

    made = await _preview(someone, ENGLISH)

    assert (made["status"], made["advertiser_id"], made["account_name"]) == (
        "preview",
        advertiser_id,
        "Chips",
    )
    assert made["preview"]["totals"]["spend"] == "1244.75"
    assert made["preview"]["totals"]["purchases"] is None
    assert (made["preview"]["needs"], made["preview"]["ready"]) == ([], True)
    assert (await someone.client.get("/ad-accounts")).json()["total"] == 0
    async with database.transaction(TenantScope(_organization(someone))) as tx:
        assert (await tx.execute(text("SELECT count(*) FROM facts_daily"))).scalar_one() == 0


async def test_export_when_committed_then_its_account_has_figures_tree_and_its_own_today(web: Web) -> None:
    someone = await web.register()
    await _advertiser(someone)

    closed = await _commit(someone, (await _preview(someone, ENGLISH))["id"])

    account_id = closed["ad_account_id"]
    overview = (await someone.client.get("/overview", params={"scope": "account", "id": account_id})).json()
    measures = {measure["key"]: measure for measure in overview["measures"]}
    assert overview["today"] == "2026-11-02"
    assert (measures["spend"]["value"], measures["impressions"]["value"]) == ("1244.75", "3000")
    assert (measures["purchases"]["value"], measures["purchases"]["available"]) == (None, False)
    assert "rows by day" in measures["frequency"]["reason"]
    campaigns = (await someone.client.get("/campaigns", params={"ad_account_id": account_id})).json()
    assert [campaign["name"] for campaign in campaigns["items"]] == ["Chips"]
    performance = (await someone.client.get(f"/campaigns/{campaigns['items'][0]['id']}/performance")).json()
    assert [(group["name"], group["values"]["spend"]) for group in performance["ad_groups"]] == [
        ("Snackers", "1244.75")
    ]
    assert sorted((ad["name"], ad["values"]["link_clicks"]) for ad in performance["ads"]) == [
        ("Jalapeño", "20"),
        ("Salted", "0"),
    ]
    assert all(ad["id"] for ad in performance["ads"])
    assert _waiting_files(web) == []


async def test_genuine_export_when_committed_then_the_overview_says_what_ads_manager_says(web: Web) -> None:
    content = sample("meta_ads_manager_export.csv").read_bytes()
    someone = await web.register()
    await _advertiser(someone)

    closed = await _commit(someone, (await _preview(someone, content))["id"])

    measures = await _measures(someone, closed["ad_account_id"])
    assert round(Decimal(measures["spend"]["value"]), 2) == Decimal("268.15")
    assert [measures[key]["value"] for key in ("impressions", "link_clicks", "clicks")] == [
        "23559",
        "949",
        "1070",
    ]
    assert not measures["purchases"]["available"]
    assert not measures["roas"]["available"]


async def test_export_when_imported_again_into_its_account_then_its_days_are_replaced(web: Web) -> None:
    someone = await web.register()
    await _advertiser(someone)
    first = await _commit(someone, (await _preview(someone, ENGLISH))["id"])
    account_id = first["ad_account_id"]

    second = await _preview(someone, ENGLISH.replace("10.50", "20.50"))
    answer = await someone.client.patch(f"/imports/{second['id']}", json={"ad_account_id": account_id})
    assert answer.status_code == 200, answer.text
    await _commit(someone, second["id"])

    assert (await _measures(someone, account_id))["spend"]["value"] == "1254.75"
    assert (await someone.client.get("/ad-accounts")).json()["total"] == 1


async def test_mapping_when_made_by_hand_then_is_remembered_for_the_next_file_of_its_kind(web: Web) -> None:
    someone = await web.register()
    await _advertiser(someone)
    content = "who,what,money,seen\nc1,a1,1.50,10\nc1,a2,2.50,20\n"
    made = await _preview(someone, content, "odd.csv")
    assert made["preview"]["needs"] == ["measure", "date", "currency"]
    assert (await someone.client.post(f"/imports/{made['id']}/commit")).status_code == 422

    mapping = [
        {"column": 0, "field": "campaign_id"},
        {"column": 1, "field": "ad_id"},
        {"column": 2, "field": "spend"},
        {"column": 3, "field": "impressions"},
    ]
    choices = {"mapping": mapping, "date": "2026-11-05", "currency": "EUR", "account_name": "Odd"}
    changed = (await someone.client.patch(f"/imports/{made['id']}", json=choices)).json()
    assert (changed["preview"]["ready"], changed["preview"]["totals"]["spend"]) == (True, "4")
    await _commit(someone, made["id"])

    again = await _preview(someone, content, "odd again.csv")
    assert again["mapping"] == mapping
    assert again["preview"]["needs"] == ["date", "currency"]


async def test_commit_when_the_file_has_problems_then_is_refused_and_nothing_is_written(web: Web) -> None:
    someone = await web.register()
    await _advertiser(someone)
    made = await _preview(someone, ENGLISH + "Chips,S,A,2026-02-30,1,1,1,1\n")

    refused = await someone.client.post(f"/imports/{made['id']}/commit")
    assert refused.status_code == 422
    assert "Line 4: “2026-02-30” is a day that does not exist" in refused.json()["detail"]
    assert (await someone.client.get("/ad-accounts")).json()["total"] == 0

    await someone.client.patch(f"/imports/{made['id']}", json={"leave_out_bad_rows": True})
    await _commit(someone, made["id"])


async def test_commit_when_repeated_then_says_it_was_imported_already(web: Web) -> None:
    someone = await web.register()
    await _advertiser(someone)
    made = await _preview(someone, ENGLISH)
    await _commit(someone, made["id"])

    again = await someone.client.post(f"/imports/{made['id']}/commit")
    changed = await someone.client.patch(f"/imports/{made['id']}", json={"zone": "Europe/Berlin"})

    assert (again.status_code, changed.status_code) == (409, 409)
    assert "imported already" in again.json()["detail"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "This is a PDF"), (b"", "empty"), (b"\x89PNG\r\n\x1a\n", "an image")],
)
async def test_file_when_it_is_no_report_then_is_refused_and_nothing_is_left(
    web: Web, content: bytes, said: str
) -> None:
    someone = await web.register()

    answer = await _upload(someone, content, "report.csv")

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert _waiting_files(web) == []


async def test_file_when_it_has_200_megabytes_then_is_refused_and_nothing_is_left(web: Web) -> None:
    someone = await web.register()
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'

    async def body() -> AsyncIterator[bytes]:
        yield head.encode()
        for _ in range(200):
            yield b"a,b,c,d\n" * 131072
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    answer = await someone.client.post("/imports", content=body(), headers=FORM)

    assert answer.status_code == 422
    assert "larger than 100 MB" in answer.json()["detail"]
    assert _waiting_files(web) == []


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ({"Content-Type": "text/csv"}, b"a,b", "multipart/form-data"),
        (FORM, f"--{BOUNDARY}--\r\n".encode(), "no file in the form"),
        (FORM, b"nonsense", "cannot be read"),
        (
            FORM,
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na,b'.encode(),
            "cut off",
        ),
    ],
)
async def test_form_when_it_holds_no_whole_file_then_is_refused(
    web: Web, headers: dict[str, str], body: bytes, said: str
) -> None:
    someone = await web.register()

    answer = await someone.client.post("/imports", content=body, headers=headers)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert _waiting_files(web) == []


async def test_import_when_discarded_then_its_file_and_preview_are_gone(web: Web) -> None:
    someone = await web.register()
    made = await _preview(someone, ENGLISH)

    assert (await someone.client.delete(f"/imports/{made['id']}")).status_code == 204

    assert (await someone.client.get(f"/imports/{made['id']}")).status_code == 404
    assert (await someone.client.get("/imports")).json()["items"] == []
    assert _waiting_files(web) == []


async def test_import_when_somebody_elses_then_is_not_found_and_unchanged(web: Web) -> None:
    someone, other = await web.register(), await web.register()
    made = await _preview(someone, ENGLISH)
    path = f"/imports/{made['id']}"

    answers = [
        await other.client.get(path),
        await other.client.patch(path, json={"zone": "Europe/Berlin"}),
        await other.client.post(f"{path}/commit"),
        await other.client.delete(path),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await someone.client.get(path)).json()["zone"] == "UTC"


async def test_choices_when_they_name_what_is_not_there_then_are_refused(web: Web) -> None:
    someone, other = await web.register(), await web.register()
    foreign = await _advertiser(other)
    made = await _preview(someone, ENGLISH)
    path = f"/imports/{made['id']}"

    assert (await someone.client.patch(path, json={"advertiser_id": foreign})).status_code == 404
    assert (await someone.client.patch(path, json={"ad_account_id": foreign})).status_code == 404
    assert (await someone.client.patch(path, json={"currency": "XXX"})).status_code == 422
    assert (await someone.client.patch(path, json={"colour": "red"})).status_code == 422
    no_advertiser = await someone.client.post(f"{path}/commit")
    assert (no_advertiser.status_code, no_advertiser.json()["fields"][0]["field"]) == (422, "advertiser_id")


async def test_previews_when_a_day_old_then_expire_with_their_files(web: Web, database: Database) -> None:
    someone = await web.register()
    made = await _preview(someone, ENGLISH)
    journey = web.container.import_export_file
    [path] = _waiting_files(web)
    now, two_days_ago = web.clock.now().timestamp(), web.clock.now().timestamp() - 2 * 86_400

    os.utime(path, (now, now))
    await journey.expire()
    assert (await someone.client.get(f"/imports/{made['id']}")).status_code == 200
    assert path.exists()

    os.utime(path, (two_days_ago, two_days_ago))
    async with database.transaction(TenantScope(_organization(someone))) as tx:
        await tx.execute(text("UPDATE imports SET created_at = created_at - interval '2 days'"))
    await journey.expire()

    assert (await someone.client.get(f"/imports/{made['id']}")).status_code == 404
    assert _waiting_files(web) == []


def _organization(someone: Someone) -> UUID:
    return UUID(someone.organization_id)


@pytest.mark.parametrize("choice", [{"zone": "Mars/Olympus"}, {"currency": "XXX"}])
async def test_choice_when_it_cannot_be_then_it_is_refused_at_once(web: Web, choice: dict[str, str]) -> None:
    someone = await web.register()
    preview = await _preview(someone, ENGLISH)
    answer = await someone.client.patch(f"/imports/{preview['id']}", json=choice)
    assert answer.status_code == 422, answer.text
    [value] = choice.values()
    assert value in answer.json()["detail"]


async def test_import_without_advertiser_is_not_seen_by_who_is_limited_to_some(web: Web) -> None:
    someone = await web.register()
    mine, other = await _advertiser(someone, "Mine"), await _advertiser(someone, "Other")
    manager = await join(web, await invite(web, someone, "manager", advertiser_ids=[mine]))
    unassigned = await _preview(someone, ENGLISH)
    assert unassigned["advertiser_id"] is None

    assert (await manager.get(f"/imports/{unassigned['id']}")).status_code == 404
    assert (await manager.get("/imports")).json()["total"] == 0
    own = (await manager.post("/imports", files={"file": ("Chips.csv", ENGLISH)})).json()
    assert own["advertiser_id"] == mine
    for advertiser_id, status in ((None, 422), (other, 404), (mine, 200)):
        body = {"advertiser_id": advertiser_id}
        assert (await manager.patch(f"/imports/{own['id']}", json=body)).status_code == status
