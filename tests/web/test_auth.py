"""Registering, logging in and out, sessions, passwords, API keys: through HTTP."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text

from adwright.core.database import Database, SystemScope
from adwright.core.ids import new_id
from adwright.web.app import create_app
from adwright.web.authentication import COOKIE
from tests.factories import PASSWORD
from tests.web.conftest import Web


def link_token(letter: str) -> str:
    found = re.search(r"token=([\w-]+)", letter)
    assert found
    return found[1]


async def test_register_logs_in_as_owner_and_again_with_the_same_email_conflicts(web: Web) -> None:
    olive = await web.register(organization="Harbour")
    me = (await olive.client.get("/me")).json()
    assert me["organization"]["name"] == "Harbour"
    assert me["role"] == "owner"
    assert set(me["permissions"]) == {"read", "build", "approve", "admin", "own"}
    again = await web.client().post(
        "/auth/register",
        json={
            "email": olive.email.upper(),
            "password": PASSWORD,
            "first_name": "O",
            "last_name": "O",
            "organization_name": "Other",
        },
    )
    assert (again.status_code, again.json()["code"]) == (409, "email_taken")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"email": "nobody"}, "email"),
        ({"first_name": ""}, "first_name"),
        ({"is_admin": True}, "is_admin"),
    ],
)
async def test_register_when_a_field_is_wrong_names_it(web: Web, change: dict[str, Any], field: str) -> None:
    body = {
        "email": "a@example.com",
        "password": PASSWORD,
        "first_name": "A",
        "last_name": "B",
        "organization_name": "C",
        **change,
    }
    answer = await web.client().post("/auth/register", json=body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["fields"]] == [field]


async def test_log_in_gives_tokens_and_a_wrong_password_says_no_more_than_a_wrong_email(web: Web) -> None:
    olive = await web.register()
    client = web.client()
    good = await client.post("/auth/login", json={"email": olive.email.upper(), "password": PASSWORD})
    assert good.status_code == 200
    assert good.json()["token_type"] == "Bearer"
    assert good.json()["expires_in"] == 900
    bearer = {"Authorization": f"Bearer {good.json()['access_token']}"}
    assert (await client.get("/me", headers=bearer)).json()["email"] == olive.email
    wrong = await client.post("/auth/login", json={"email": olive.email, "password": "not the password"})
    nobody = await client.post(
        "/auth/login", json={"email": "no@example.com", "password": "not the password"}
    )
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json() == nobody.json()


async def test_log_in_renews_a_hash_of_older_parameters(web: Web, database: Database) -> None:
    olive = await web.register()
    older = Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    async with database.transaction(SystemScope()) as tx:
        change = "UPDATE people SET password_hash = :hash WHERE email = :email"
        await tx.execute(text(change), {"hash": older, "email": olive.email})
    answer = await web.client().post("/auth/login", json={"email": olive.email, "password": PASSWORD})
    assert answer.status_code == 200
    async with database.transaction(SystemScope()) as tx:
        found = await tx.execute(
            text("SELECT password_hash FROM people WHERE email = :email"), {"email": olive.email}
        )
    assert "m=19456,t=2,p=1" in found.scalar_one()


async def test_log_in_when_guessed_too_often_waits_even_with_the_right_password(web: Web) -> None:
    olive = await web.register()
    guess = {"email": olive.email, "password": "a wrong guess"}
    statuses = [(await web.client().post("/auth/login", json=guess)).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    right = {"email": olive.email, "password": PASSWORD}
    refused = await web.client().post("/auth/login", json=right)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    web.clock.advance(timedelta(seconds=60))
    assert (await web.client().post("/auth/login", json=right)).status_code == 200


async def test_access_token_when_expired_or_altered_is_refused(web: Web) -> None:
    olive = await web.register()
    header = olive.client.headers["Authorization"]
    altered = await web.client(Authorization=header[:-2] + "AA").get("/me")
    assert altered.status_code == 401
    assert altered.headers["WWW-Authenticate"] == "Bearer"
    web.clock.advance(timedelta(minutes=15))
    expired = await olive.client.get("/me")
    assert (expired.status_code, expired.json()["code"]) == (401, "token_expired")
    assert (await web.client().get("/me")).status_code == 401
    assert (await web.client(Authorization="Basic abc").get("/me")).status_code == 401


async def test_refresh_gives_the_next_pair_and_a_reused_token_ends_the_session(web: Web) -> None:
    olive = await web.register()
    client = web.client()
    first = await client.post("/auth/refresh", json={"refresh_token": olive.refresh_token})
    assert first.status_code == 200
    fresh = web.client(Authorization=f"Bearer {first.json()['access_token']}")
    assert (await fresh.get("/me")).status_code == 200
    reused = await client.post("/auth/refresh", json={"refresh_token": olive.refresh_token})
    assert reused.status_code == 401
    assert (await fresh.get("/me")).status_code == 401
    next_pair = await client.post("/auth/refresh", json={"refresh_token": first.json()["refresh_token"]})
    assert next_pair.status_code == 401


async def test_log_out_ends_the_access_token_at_once(web: Web) -> None:
    olive = await web.register()
    assert (await olive.client.post("/auth/logout")).status_code == 204
    assert (await olive.client.get("/me")).status_code == 401


async def test_browser_session_needs_the_anti_forgery_header_for_changes_only(
    web: Web, database: Database
) -> None:
    olive = await web.register()
    browser = web.client()
    opened = await browser.post("/auth/session", json={"email": olive.email, "password": PASSWORD})
    assert opened.status_code == 201
    cookie = opened.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # the public address of the test is plain HTTP
    token = browser.cookies[COOKIE]
    async with database.transaction(SystemScope()) as tx:
        stored = (await tx.execute(text("SELECT string_agg(sessions::text, ' ') FROM sessions"))).scalar_one()
    assert token not in stored
    assert (await browser.get("/me")).status_code == 200
    forged = await browser.patch("/me", json={"first_name": "Forged"})
    assert (forged.status_code, forged.json()["code"]) == (403, "csrf_token_wrong")
    shown = (await browser.get("/auth/session")).json()
    assert shown["csrf_token"] == opened.json()["csrf_token"]
    header = {"X-CSRF-Token": shown["csrf_token"]}
    changed = await browser.patch("/me", json={"first_name": "Olga", "company": None}, headers=header)
    assert changed.json()["first_name"] == "Olga"
    other = await web.client().post("/auth/session", json={"email": olive.email, "password": PASSWORD})
    wrong = {"X-CSRF-Token": other.json()["csrf_token"]}
    assert (await browser.patch("/me", json={}, headers=wrong)).status_code == 403
    assert (await browser.delete("/auth/session", headers=header)).status_code == 204
    browser.cookies.set(COOKIE, token)
    assert (await browser.get("/me")).status_code == 401


async def test_cookie_when_the_public_address_is_https_is_secure(web: Web) -> None:
    olive = await web.register()
    web.container.settings = web.container.settings.model_copy(update={"public_url": "https://ads.example"})
    opened = await web.client().post("/auth/session", json={"email": olive.email, "password": PASSWORD})
    assert "Secure" in opened.headers["Set-Cookie"]


async def test_answers_of_the_api_are_not_kept_and_https_is_insisted_on_where_it_is_public(web: Web) -> None:
    plain = await web.client().get("/me")
    assert plain.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in plain.headers
    public = web.container.settings.model_copy(update={"public_url": "https://ads.example"})
    secure = replace(web, app=create_app(replace(web.container, settings=public)))
    assert "max-age" in (await secure.client().get("/me")).headers["Strict-Transport-Security"]


async def test_session_lives_on_while_used_and_ends_after_a_month_of_silence(web: Web) -> None:
    olive = await web.register()
    browser = web.client()
    await browser.post("/auth/session", json={"email": olive.email, "password": PASSWORD})
    for _ in range(2):
        web.clock.advance(timedelta(days=29))
        assert (await browser.get("/me")).status_code == 200
    web.clock.advance(timedelta(days=31))
    assert (await browser.get("/me")).status_code == 401


async def test_sessions_are_listed_and_one_can_be_ended_but_nobody_elses(web: Web) -> None:
    olive, other = await web.register(), await web.register()
    browser = web.client(**{"User-Agent": "Firefox"})
    opened = await browser.post("/auth/session", json={"email": olive.email, "password": PASSWORD})
    listed = (await browser.get("/auth/sessions")).json()["items"]
    assert sorted((each["kind"], each["current"]) for each in listed) == [("api", False), ("browser", True)]
    api = next(each for each in listed if each["kind"] == "api")
    assert (await other.client.delete(f"/auth/sessions/{api['id']}")).status_code == 404
    header = {"X-CSRF-Token": opened.json()["csrf_token"]}
    assert (await browser.delete(f"/auth/sessions/{api['id']}", headers=header)).status_code == 204
    assert (await olive.client.get("/me")).status_code == 401


async def test_changed_password_ends_other_sessions_and_needs_the_present_one(web: Web) -> None:
    olive = await web.register()
    login = await web.client().post("/auth/login", json={"email": olive.email, "password": PASSWORD})
    elsewhere = web.client(Authorization=f"Bearer {login.json()['access_token']}")
    wrong = {"current_password": "a wrong one", "new_password": "another long password"}
    refused = await olive.client.post("/auth/password/change", json=wrong)
    assert refused.status_code == 422
    assert refused.json()["fields"][0]["field"] == "current_password"
    right = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await olive.client.post("/auth/password/change", json=right)).status_code == 204
    assert (await olive.client.get("/me")).status_code == 200
    assert (await elsewhere.get("/me")).status_code == 401
    old = await web.client().post("/auth/login", json={"email": olive.email, "password": PASSWORD})
    assert old.status_code == 401


async def test_forgotten_password_answers_the_same_and_mails_a_link_good_once_for_an_hour(web: Web) -> None:
    olive = await web.register()
    client = web.client()
    known = await client.post("/auth/password/forgot", json={"email": olive.email})
    unknown = await client.post("/auth/password/forgot", json={"email": "nobody@example.com"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 202
    [letter] = web.mailbox.letters
    assert letter.to == olive.email
    assert "http://adwright.test/reset-password?token=" in letter.text
    reset = {"token": link_token(letter.text), "new_password": "another long password"}
    assert (await client.post("/auth/password/reset", json=reset)).status_code == 204
    assert (await olive.client.get("/me")).status_code == 401
    assert (await client.post("/auth/password/reset", json=reset)).json()["code"] == "reset_unknown"
    good = {"email": olive.email, "password": "another long password"}
    assert (await client.post("/auth/login", json=good)).status_code == 200
    await client.post("/auth/password/forgot", json={"email": olive.email})
    late = {"token": link_token(web.mailbox.letters[1].text), "new_password": "a third long password"}
    web.clock.advance(timedelta(minutes=61))
    assert (await client.post("/auth/password/reset", json=late)).status_code == 422


async def test_api_key_is_shown_once_and_works_in_either_header_within_its_scopes(
    web: Web, database: Database
) -> None:
    olive = await web.register()
    made = await olive.client.post("/api-keys", json={"name": "CI", "scopes": ["read", "draft"]})
    assert made.status_code == 201
    key = made.json()["key"]
    assert key.startswith("adw_")
    assert made.json()["prefix"] == key[:12]
    [listed] = (await olive.client.get("/api-keys")).json()["items"]
    assert "key" not in listed
    async with database.transaction(SystemScope()) as tx:
        stored = (await tx.execute(text("SELECT string_agg(api_keys::text, ' ') FROM api_keys"))).scalar_one()
    assert key not in stored
    for headers in ({"X-API-Key": key}, {"Authorization": f"Bearer {key}"}):
        client = web.client(**headers)
        assert (await client.get("/advertisers")).status_code == 200
        refused = await client.post("/advertisers", json={"name": "Brand"})
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")
    [used] = (await olive.client.get("/api-keys")).json()["items"]
    assert used["last_used_at"] is not None
    token = olive.client.headers["Authorization"].removeprefix("Bearer ")
    assert (await web.client(**{"X-API-Key": token}).get("/me")).status_code == 200
    wrong = await web.client(**{"X-API-Key": "wrong"}).get("/me")
    assert (wrong.status_code, "make a key under Settings" in wrong.json()["detail"]) == (401, True)


async def test_api_key_when_revoked_or_expired_is_refused(web: Web) -> None:
    olive = await web.register()
    ends = (web.clock.now() + timedelta(days=1)).isoformat()
    short = (
        await olive.client.post("/api-keys", json={"name": "short", "scopes": ["read"], "expires_at": ends})
    ).json()
    gone = (await olive.client.post("/api-keys", json={"name": "gone", "scopes": ["read"]})).json()
    assert (await olive.client.delete(f"/api-keys/{gone['id']}")).status_code == 204
    assert (await olive.client.delete(f"/api-keys/{gone['id']}")).status_code == 404
    assert (await web.client(**{"X-API-Key": gone["key"]}).get("/me")).status_code == 401
    assert (await web.client(**{"X-API-Key": short["key"]}).get("/me")).status_code == 200
    web.clock.advance(timedelta(days=1))
    assert (await web.client(**{"X-API-Key": short["key"]}).get("/me")).status_code == 401
    past = {"name": "past", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"}
    web.clock.advance(timedelta(days=-1))
    assert (await olive.client.post("/api-keys", json=past)).status_code == 422


async def test_api_key_cannot_act_as_the_person(web: Web) -> None:
    olive = await web.register()
    made = (await olive.client.post("/api-keys", json={"name": "CI", "scopes": ["admin"]})).json()
    program = web.client(**{"X-API-Key": made["key"]})
    change = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await program.post("/auth/password/change", json=change)).status_code == 403
    assert (await program.get("/auth/sessions")).status_code == 403
    assert (await program.post("/auth/logout")).status_code == 403
    assert (await program.post("/organizations", json={"name": "Mine"})).status_code == 403
    assert (await program.patch("/me", json={"first_name": "X"})).status_code == 403
    reader = (await program.post("/api-keys", json={"name": "reader", "scopes": ["read"]})).json()
    assert (await web.client(**{"X-API-Key": reader["key"]}).get("/api-keys")).status_code == 403


async def test_person_in_two_organizations_switches_between_them(web: Web) -> None:
    olive, other = await web.register(organization="First"), await web.register()
    second = (await olive.client.post("/organizations", json={"name": "Second"})).json()
    assert (await olive.client.get("/organization")).json()["name"] == "First"
    switched = await olive.client.post("/me/organization", json={"organization_id": second["id"]})
    assert switched.json()["organization"]["name"] == "Second"
    assert (await olive.client.get("/organization")).json()["name"] == "Second"
    names = [each["name"] for each in (await olive.client.get("/organizations")).json()["items"]]
    assert names == ["First", "Second"]
    theirs = {"organization_id": other.organization_id}
    assert (await olive.client.post("/me/organization", json=theirs)).status_code == 404
    nowhere = {"organization_id": str(new_id())}
    assert (await olive.client.post("/me/organization", json=nowhere)).status_code == 404
