"""The tenant walk: every operation of the API, called with another organization's real ids.

First as a stranger: only 404, not a byte of the other's data in any answer, not a row of the other's changed;
once with the application's own filter, once with row-level security alone. Then as the owner, so that it is
known that the calls were good ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import anyio
import httpx2
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL

from adwright.bootstrap.database_urls import conninfo_of
from adwright.core.database import Database
from adwright.core.ids import new_id
from adwright.core.tenant import switch_filter
from tests.factories import PASSWORD
from tests.walk_fixture import Side, World, build_world
from tests.web.conftest import Someone
from tests.web.walk_calls import Call, Id
from tests.web.walk_samples import SAMPLES

API = "/api/v1"
UUID_PATTERN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Parameters of this kind are secrets or the platform's own ids, not ids of ours.
NO_IDS = {"state", "code", "external_ids", "token", "platform"}
# What belongs to no advertiser, or to the one that the limited member may see.
OF_THE_ORGANIZATION = {
    "advertiser_spare",
    "api_key",
    "api_key_spare",
    "connection",
    "connection_spare",
    "invitation_spare",
    "organization",
}


@dataclass(frozen=True)
class Operation:
    """One operation of the OpenAPI document."""

    name: str
    method: str
    path: str
    definition: Mapping[str, Any]


@pytest.fixture(scope="module")
async def world(
    database: Database, application_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    async with build_world(database, application_url, tmp_path_factory.mktemp("walk")) as built:
        yield built


def operations(world: World) -> list[Operation]:
    document = world.web.app.openapi()
    found = {
        definition["operationId"]: Operation(definition["operationId"], method.upper(), path, definition)
        for path, methods in document["paths"].items()
        for method, definition in methods.items()
    }
    return [found[name] for name in SAMPLES if name in found]


def keys_of(value: Any) -> list[str]:
    """Return the keys of every id in a call."""
    if isinstance(value, Id):
        return [value.key]
    if isinstance(value, Call):
        return keys_of([value.path, value.query, value.json, value.form])
    if isinstance(value, dict):
        return [key for each in value.values() for key in keys_of(each)]
    if isinstance(value, list):
        return [key for each in value for key in keys_of(each)]
    return []


def resolved(value: Any, ids: Mapping[str, str]) -> Any:
    """Put real ids in their places."""
    if isinstance(value, Id):
        return ids[value.key]
    if isinstance(value, dict):
        return {name: resolved(each, ids) for name, each in value.items()}
    if isinstance(value, list):
        return [resolved(each, ids) for each in value]
    return value


async def send(
    world: World, operation: Operation, side: Side, call: Call, ids: Mapping[str, str]
) -> httpx2.Response:
    path = operation.path.removeprefix(API).format(**resolved(call.path, ids))
    client = call.client or side.owner.client
    if operation.name == "events_stream":
        return await first_of_stream(world, client)
    return await client.request(
        operation.method,
        path,
        params=resolved(call.query, ids),
        json=resolved(call.json, ids),
        data=resolved(call.form, ids),
        files=call.files,
    )


async def first_of_stream(world: World, client: httpx2.AsyncClient) -> httpx2.Response:
    """Open the stream of events from its beginning, hear what comes at once, and leave."""
    heard: list[bytes] = []
    status: list[int] = []
    enough = anyio.Event()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": f"{API}/events",
        "raw_path": f"{API}/events".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"authorization", client.headers["Authorization"].encode()),
            (b"last-event-id", b"0"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("adwright.test", 80),
    }

    async def receive() -> dict[str, Any]:
        await enough.wait()
        return {"type": "http.disconnect"}

    async def hear(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])
        heard.append(message.get("body", b""))
        if b"id: " in heard[-1]:
            enough.set()

    with anyio.fail_after(10):
        await world.web.app(scope, receive, hear)
    return httpx2.Response(status[0], content=b"".join(heard))


async def checksums(owner_url: URL, organization_id: str) -> dict[str, str]:
    """Return a checksum of each table's rows of an organization, as the owner of the tables sees them."""
    sums = {}
    async with await psycopg.AsyncConnection.connect(conninfo_of(owner_url), autocommit=True) as connection:
        columns = await connection.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t "
            "USING (table_schema, table_name) WHERE c.table_schema = 'public' "
            "AND t.table_type = 'BASE TABLE' AND c.column_name = 'organization_id' ORDER BY 1"
        )
        tables = [(name, "organization_id") for (name,) in await columns.fetchall()]
        for table, column in [*tables, ("organizations", "id")]:
            rows = await connection.execute(
                SQL("SELECT each::text FROM {} each WHERE {} = %s ORDER BY 1").format(
                    Identifier(table), Identifier(column)
                ),
                (organization_id,),
            )
            sums[table] = hashlib.sha256(repr(await rows.fetchall()).encode()).hexdigest()
        jobs = await connection.execute(
            "SELECT each::text FROM procrastinate.procrastinate_jobs each "
            "WHERE args ->> 'organization_id' = %s ORDER BY 1",
            (organization_id,),
        )
        sums["procrastinate_jobs"] = hashlib.sha256(repr(await jobs.fetchall()).encode()).hexdigest()
    return sums


async def every_id(owner_url: URL, organization_id: str) -> set[str]:
    """Return every id that stands anywhere in an organization's rows."""
    found: set[str] = set()
    async with await psycopg.AsyncConnection.connect(conninfo_of(owner_url), autocommit=True) as connection:
        tables = await connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name = 'organization_id'"
        )
        for (table,) in await tables.fetchall():
            rows = await connection.execute(
                SQL("SELECT each::text FROM {} each WHERE organization_id = %s").format(Identifier(table)),
                (organization_id,),
            )
            for (text,) in await rows.fetchall():
                found.update(UUID_PATTERN.findall(text))
    return found


@contextmanager
def application_filter(*, enabled: bool) -> Iterator[None]:
    switch_filter(enabled=enabled)
    try:
        yield
    finally:
        switch_filter(enabled=True)


def uuid_fields(
    schema: Mapping[str, Any], document: Mapping[str, Any], seen: frozenset[str]
) -> Iterator[str]:
    """Yield the names of the fields of a body that hold ids, at any depth."""
    reference = schema.get("$ref")
    if reference:
        if reference not in seen:
            name = reference.rsplit("/", 1)[1]
            yield from uuid_fields(document["components"]["schemas"][name], document, seen | {reference})
        return
    for name, each in schema.get("properties", {}).items():
        if '"format": "uuid"' in _flat(each):
            yield name
        yield from uuid_fields(each, document, seen)
    for part in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(part, ()):
            yield from uuid_fields(each, document, seen)
    if "items" in schema:
        yield from uuid_fields(schema["items"], document, seen)


def _flat(schema: Mapping[str, Any]) -> str:
    """Return the schema of one field without what stands behind references."""
    parts = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    parts += [each.get("items", {}) for each in schema.get("anyOf", ())]
    return " ".join(f'"format": "{each.get("format")}"' for each in parts)


def fields_with_ids(value: Any, name: str = "") -> Iterator[str]:
    """Yield the names of the fields of a call that hold an id."""
    if isinstance(value, Id):
        yield name
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from fields_with_ids(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from fields_with_ids(each, name)


async def test_every_operation_has_a_sample_with_an_id_in_every_place_for_one(world: World) -> None:
    document = world.web.app.openapi()
    named = {
        definition["operationId"]: definition
        for methods in document["paths"].values()
        for definition in methods.values()
    }
    assert set(named) == set(SAMPLES), "add a sample for each operation to tests/web/walk_samples.py"
    forgotten = []
    for operation, samples in SAMPLES.items():
        definition = named[operation]
        expected = {
            each["name"]
            for each in definition.get("parameters", ())
            if each["in"] == "path" or each["name"] == "id" or each["name"].endswith("_id")
        }
        for content in definition.get("requestBody", {}).get("content", {}).values():
            expected |= set(uuid_fields(content["schema"], document, frozenset()))
        calls = [await sample(world, world.victim) for sample in samples]
        given = {
            name for call in calls for name in fields_with_ids([call.path, call.query, call.json, call.form])
        }
        missing = {each for each in expected - given - NO_IDS if each.lower() != "last-event-id"}
        forgotten += [f"{operation}: {name}" for name in sorted(missing)]
    assert forgotten == []


@pytest.mark.parametrize("filtered", [True, False], ids=["with-filter", "row-level-security-alone"])
async def test_stranger_with_real_foreign_ids_finds_nothing_sees_nothing_changes_nothing(
    world: World, owner_url: URL, filtered: bool
) -> None:
    victim, attacker = world.victim, world.attacker
    foreign_ids = await every_id(owner_url, victim.owner.organization_id) - await every_id(
        owner_url, attacker.owner.organization_id
    )
    before = await checksums(owner_url, victim.owner.organization_id)
    wrong: list[str] = []
    tried = 0
    with application_filter(enabled=filtered):
        for operation in operations(world):
            for sample in SAMPLES[operation.name]:
                keys = list(dict.fromkeys(keys_of(await sample(world, attacker))))
                ours = [key for key in keys if key != "external_account"]
                tries: list[str | None] = [*ours] or [None]
                for key in tries:
                    ids = attacker.ids if key is None else {**attacker.ids, key: victim.ids[key]}
                    answer = await send(world, operation, attacker, await sample(world, attacker), ids)
                    tried += 1
                    told = f"{operation.name} with foreign {key}: {answer.status_code} {answer.text[:300]}"
                    if key is not None and answer.status_code != 404:
                        wrong.append(told)
                    if key is None and answer.status_code >= 500:
                        wrong.append(told)
                    if victim.mark.lower() in answer.text.lower() or victim.mark in str(answer.headers):
                        wrong.append(f"foreign words: {told}")
                    if foreign_ids & set(UUID_PATTERN.findall(answer.text)):
                        wrong.append(f"foreign ids: {told}")
    after = await checksums(owner_url, victim.owner.organization_id)
    assert wrong == [], "\n".join(wrong)
    assert {table for table in before if before[table] != after[table]} == set()
    assert tried > len(SAMPLES)


async def member_of_another_advertiser(world: World, side: Side) -> Side:
    """Return the side as an admin sees it who is limited to an advertiser that has nothing."""
    email = f"{new_id()}@example.com"
    offer = {"email": email, "role": "admin", "advertiser_ids": [side.ids["advertiser_spare"]]}
    made = await side.owner.client.post("/invitations", json=offer)
    names = {"first_name": "Lea", "last_name": "Limited", "password": PASSWORD}
    token = str(made.json()["link"]).partition("token=")[2]
    await world.web.client().post("/invitations/accept", json={"token": token, **names})
    login = await world.web.client().post("/auth/login", json={"email": email, "password": PASSWORD})
    client = world.web.client(Authorization=f"Bearer {login.json()['access_token']}")
    return replace(side, owner=Someone(email, client, side.owner.me, ""))


async def test_member_who_is_limited_to_another_advertiser_reaches_nothing_of_this_one(world: World) -> None:
    lea = await member_of_another_advertiser(world, world.victim)
    wrong: list[str] = []
    tried = 0
    for operation in operations(world):
        for sample in SAMPLES[operation.name]:
            # The owner prepares what a call needs; Lea makes it.
            call = await sample(world, world.victim)
            if call.client is not None or not {*keys_of(call)} - OF_THE_ORGANIZATION:
                continue
            answer = await send(world, operation, lea, call, lea.ids)
            tried += 1
            if answer.status_code not in (403, 404):
                wrong.append(f"{operation.name}: {answer.status_code} {answer.text[:300]}")
    assert wrong == [], "\n".join(wrong)
    assert tried > len(SAMPLES) / 2


async def test_owner_with_the_same_calls_succeeds(world: World) -> None:
    victim = world.victim
    failed: list[str] = []
    for operation in operations(world):
        calls = [await sample(world, victim) for sample in SAMPLES[operation.name]]
        answers = [await send(world, operation, victim, call, victim.ids) for call in calls if call.good]
        bad = [each for each in answers if not each.is_success]
        if bad:
            failed.append(f"{operation.name}: {bad[0].status_code} {bad[0].text[:300]}")
    assert len(failed) <= 0.05 * len(SAMPLES), failed
    # The platform sends a browser here, which is sent on to a page.
    assert [each for each in failed if not each.startswith("connections_finish_consent: 303")] == []
