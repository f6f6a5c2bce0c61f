"""What an audit entry says, and the pure arithmetic of the seal chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done.

    Attributes:
        at: when its transaction began (UTC).
        credential_id: the session or API key it was done with.
        before: the values that changed, as they were; None for something new.
        after: the same values as they are now; None for something removed.
    """

    id: UUID
    organization_id: UUID
    at: datetime
    actor_kind: str
    actor_name: str
    person_id: UUID | None
    credential_id: UUID | None
    action: str
    subject_type: str
    subject_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    why: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; None means any.

    Attributes:
        action: how the action begins, e.g. `campaign.` or `change.approved`.
        actor: part of the actor's name, in any case.
        since: from this instant (UTC).
        until: before this instant (UTC).
    """

    action: str | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the seal chain found.

    Attributes:
        sealed: entries in the chain.
        unsealed: entries that the next seal will take in.
        broken_at: the first link that does not hold; None when all hold.
        head: the newest hash; kept elsewhere, it proves later that nothing was cut off.
    """

    sealed: int
    unsealed: int
    broken_at: int | None
    head: str


def seal_hash(previous: str, entry: AuditEntry) -> str:
    """Return the hash that chains an entry to all sealed before it."""
    content = {
        "id": str(entry.id),
        "organization_id": str(entry.organization_id),
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor_kind": entry.actor_kind,
        "actor_name": entry.actor_name,
        "person_id": str(entry.person_id),
        "credential_id": str(entry.credential_id),
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "before": entry.before,
        "after": entry.after,
        "why": entry.why,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
