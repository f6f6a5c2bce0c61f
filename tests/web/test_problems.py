"""Errors are part of the interface: problem+json, the right status, a sentence that says what to do."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adwright.core.database import SystemScope
from adwright.web.app import create_app
from adwright.web.dependencies import Tx
from tests.web.conftest import Web

MEDIA_TYPE = "application/problem+json"


def problem_of(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "code", "detail", "fields"}
    assert body["status"] == status
    return body


# Fixed, because every worker process must collect the same names of tests.
NOBODYS = "00000000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field", "says"),
    [
        ("GET", "/campaigns/123", None, 400, "campaign_id", "This is not an id."),
        ("GET", "/campaigns?limit=0", None, 400, "limit", "Use 1 or more."),
        ("GET", "/overview?since=2026-02-30", None, 400, "since", "This is not a date."),
        ("POST", "/advertisers", {"name": "A", "foo": 1}, 422, "foo", "This field is not known here."),
        ("POST", "/advertisers", {}, 422, "name", "This field is required."),
        ("POST", "/advertisers", {"name": 7}, 422, "name", "This must be text."),
        (
            "POST",
            f"/campaigns/{NOBODYS}/budget",
            {"level": "account", "amount": "9" * 13},
            422,
            "level",
            "Use one of 'campaign', 'ad_group' or 'ad'.",
        ),
        (
            "POST",
            f"/campaigns/{NOBODYS}/budget",
            {"amount": "9" * 13},
            422,
            "amount",
            "Use at most 12 digits before the decimal point.",
        ),
        (
            "POST",
            "/campaigns",
            {"advertiser_id": NOBODYS, "end_local": "9999-12-31T23:59"},
            422,
            "end_local",
            "Give a year from 2000 to 2100.",
        ),
        ("GET", "/overview?since=0001-01-01", None, 422, "since", "Give a day from 2000 on."),
        (
            "POST",
            "/audiences",
            {"advertiser_id": "x", "name": "A"},
            400,
            "advertiser_id",
            "This is not an id.",
        ),
    ],
)
async def test_a_bad_request_names_the_field_and_what_to_do(
    web: Web, method: str, path: str, body: object, status: int, field: str, says: str
) -> None:
    someone = await web.register()
    problem = problem_of(await someone.client.request(method, path, json=body), status)
    told = {each["field"]: each["message"] for each in problem["fields"]}
    assert told[field].startswith(says)


async def test_a_body_that_is_no_json_is_malformed(web: Web) -> None:
    someone = await web.register()
    answer = await someone.client.post(
        "/advertisers", content=b'{"name": ', headers={"Content-Type": "application/json"}
    )
    problem = problem_of(answer, 400)
    assert problem["code"] == "malformed"
    assert problem["fields"][0]["field"] == "body"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/advertisers", {"name": "a\0b"}), ("GET", "/campaigns?search=%00", None)],
)
async def test_a_character_that_cannot_be_stored_is_malformed_and_not_repeated(
    web: Web, method: str, path: str, body: object
) -> None:
    someone = await web.register()
    problem = problem_of(await someone.client.request(method, path, json=body), 400)
    assert problem["detail"] == "The request holds the character NUL (0x00). Remove it."


async def test_an_error_of_the_database_keeps_what_was_sent_to_it_out_of_the_log(web: Web) -> None:
    async with web.container.database.transaction(SystemScope()) as tx:
        with pytest.raises(DBAPIError) as error:
            await tx.execute(text("SELECT CAST(:value AS int)"), {"value": "a secret token"})
    assert "SQL parameters hidden" in str(error.value)


async def test_an_unknown_address_is_a_json_404(web: Web) -> None:
    async with web.client() as client:
        assert problem_of(await client.get("/nothing-here"), 404)["code"] == "not_found"


async def test_a_method_that_an_address_does_not_take_is_405(web: Web) -> None:
    async with web.client() as client:
        problem_of(await client.put("/campaigns"), 405)


async def test_an_unexpected_error_says_nothing_of_its_inside(web: Web) -> None:
    app = create_app(web.container)

    @app.get("/api/v1/broken-for-a-test")
    async def broken() -> None:
        raise RuntimeError("secret inside")

    _move_before_the_catch_all(app)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://adwright.test") as client:
        answer = await client.get("/api/v1/broken-for-a-test")
    assert "secret inside" not in answer.text
    assert problem_of(answer, 500)["code"] == "unexpected"


async def test_a_commit_that_fails_is_not_answered_as_success(web: Web) -> None:
    """The transaction ends before the answer leaves; a deferred constraint breaks only at its commit."""
    someone = await web.register()
    app = create_app(web.container)

    @app.post("/api/v1/fails-at-commit")
    async def fails_at_commit(tx: Tx) -> dict[str, bool]:
        await tx.execute(text("CREATE TEMP TABLE parents (id int PRIMARY KEY) ON COMMIT DROP"))
        await tx.execute(
            text(
                "CREATE TEMP TABLE children (parent int REFERENCES parents "
                "DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP"
            )
        )
        await tx.execute(text("INSERT INTO children VALUES (1)"))
        return {"done": True}

    _move_before_the_catch_all(app)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Authorization": someone.client.headers["Authorization"]}
    async with httpx2.AsyncClient(transport=transport, base_url="http://adwright.test") as client:
        answer = await client.post("/api/v1/fails-at-commit", headers=headers)
    problem_of(answer, 500)


async def test_every_answer_carries_the_security_headers(web: Web) -> None:
    async with web.client() as client:
        answer = await client.get("/me")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def _move_before_the_catch_all(app: FastAPI) -> None:
    app.router.routes.insert(0, app.router.routes.pop())
