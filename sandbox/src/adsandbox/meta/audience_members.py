"""Members of customer lists: hashed keys go in and out, and nobody is counted twice."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from adsandbox.meta.call import Call, edge
from adsandbox.meta.errors import GraphError, bad_param, invalid, required
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import DELETED

MOST_PER_CALL = 10_000
_DIGEST_BYTES = 16
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PLAIN_KEYS = frozenset(
    {"EXTERN_ID", "MADID", "MOBILE_ADVERTISER_ID", "UID", "APPUID", "PAGEUID", "LOOKALIKE_VALUE"}
)
_HASHED_KEYS = frozenset({
    "EMAIL", "PHONE", "GEN", "DOBY", "DOBM", "DOBD", "DOB", "LN", "FN", "FI", "CT", "ST", "ZIP", "COUNTRY",
    "EMAIL_SHA256", "PHONE_SHA256",
})  # fmt: skip
_SAMPLES = 10


def members_name(audience: Node) -> str:
    """Under which name the members' digests are kept."""
    return f"audience/{audience.id}"


@edge(Kind.AUDIENCE, "users", "POST")
def add_members(call: Call, audience: Node) -> dict[str, Any]:
    """Add people; who is there already is not counted again."""
    return _change(call, audience, lambda present, given: present | given)


@edge(Kind.AUDIENCE, "users", "DELETE")
def remove_members(call: Call, audience: Node) -> dict[str, Any]:
    """Take people out; who is not there does not matter."""
    return _change(call, audience, lambda present, given: present - given)


@edge(Kind.AUDIENCE, "usersreplace", "POST")
def replace_members(call: Call, audience: Node) -> dict[str, Any]:
    """Put these people in the place of all others; the first batch of a session empties the list."""
    first = int(_session(call).get("batch_seq") or 1) == 1
    return _change(call, audience, lambda present, given: given if first else present | given)


def _change(call: Call, audience: Node, change: Any) -> dict[str, Any]:
    call.need_write()
    if audience.status == DELETED or audience.fields["subtype"] != "CUSTOM":
        raise invalid(
            "People can be added to and taken from customer lists only.",
            subcode=1713092,
            title="Audience Has No List",
        )
    session = _session(call)
    schema, rows = _payload(call)
    given = {_digest(schema, row) for row in rows if _is_valid(schema, row)}
    invalid_rows = [row for row in rows if not _is_valid(schema, row)]
    with call.world.store.writing():
        members = change(_members(call, audience), given)
        call.world.store.remove_blobs(members_name(audience))
        call.world.store.add_blob(
            members_name(audience), "application/octet-stream", b"".join(sorted(members))
        )
        if len(members) != audience.fields["count"]:
            audience.fields["content_changed"] = call.now
        audience.fields["count"] = len(members)
        call.world.save(audience)
    return {
        "audience_id": audience.id,
        "session_id": str(session.get("session_id") or call.world.store.next_number("audience-session")),
        "num_received": len(rows),
        "num_invalid_entries": len(invalid_rows),
        "invalid_entry_samples": {json.dumps(row)[:80]: "INVALID" for row in invalid_rows[:_SAMPLES]},
    }


def _members(call: Call, audience: Node) -> set[bytes]:
    kept = call.world.store.blob(members_name(audience))
    content = kept[1] if kept else b""
    return {content[at : at + _DIGEST_BYTES] for at in range(0, len(content), _DIGEST_BYTES)}


def _payload(call: Call) -> tuple[list[str], list[list[str]]]:
    """The schema's keys, and one list of values per person."""
    payload = call.params.document("payload", dict)
    if payload is None:
        raise required("payload")
    schema, data = payload.get("schema"), payload.get("data")
    keys = [str(key) for key in schema] if isinstance(schema, list) else [str(schema)]
    unknown = sorted(set(keys) - _PLAIN_KEYS - _HASHED_KEYS)
    if unknown or not keys:
        raise bad_param("payload", f"given with a schema of known keys; {(unknown or ['it'])[0]} is none")
    if not isinstance(data, list) or not data:
        raise bad_param("payload", "given with data, an array of values or of arrays of values")
    if len(data) > MOST_PER_CALL:
        raise GraphError(
            100,
            f"(#100) At most {MOST_PER_CALL} people can be sent in one call.",
            subcode=1870145,
            title="Too Many People",
            reason=f"Send at most {MOST_PER_CALL} people at once, and the others in further calls.",
            blame=("payload",),
        )
    return keys, [[str(value) for value in row] if isinstance(row, list) else [str(row)] for row in data]


def _is_valid(schema: list[str], row: list[str]) -> bool:
    """Whether a person's values fit the schema: hashed keys are SHA-256 in hexadecimal, or left empty."""
    if len(row) != len(schema) or not any(row):
        return False
    return all(
        not value or key in _PLAIN_KEYS or bool(_SHA256.fullmatch(value))
        for key, value in zip(schema, row, strict=True)
    )


def _digest(schema: list[str], row: list[str]) -> bytes:
    """Who a person is: the values that were given, under names that do not depend on how they were sent."""
    named = sorted(
        f"{key.removesuffix('_SHA256')}={value.lower()}"
        for key, value in zip(schema, row, strict=True)
        if value
    )
    return hashlib.sha256("\n".join(named).encode()).digest()[:_DIGEST_BYTES]


def _session(call: Call) -> dict[str, Any]:
    session: dict[str, Any] = call.params.document("session", dict) or {}
    if not str(session.get("batch_seq") or 1).isdigit():
        raise bad_param("session", "given with batch_seq as an integer")
    return session
