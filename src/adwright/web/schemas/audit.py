"""The audit log as the API shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from adwright.audit.model import AuditEntry, Verification
from adwright.core.actor import ActorKind
from adwright.web.schemas.base import Output


class AuditEntryOut(Output):
    """One thing that was done; `credential_id` is the session or API key it was done with."""

    id: UUID
    at: datetime
    actor_kind: ActorKind
    actor_name: str
    person_id: UUID | None
    credential_id: UUID | None
    action: str
    subject_type: str
    subject_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    why: str | None

    @classmethod
    def of(cls, entry: AuditEntry) -> AuditEntryOut:
        """Convert for an answer."""
        return cls.model_validate(entry)


class AuditPageOut(Output):
    """Entries, newest first; `next_cursor` continues, null at the end."""

    items: Sequence[AuditEntryOut]
    next_cursor: str | None


class VerificationOut(Output):
    """What a check of the seal chain found; `broken_at` is null when every link holds."""

    sealed: int
    unsealed: int
    broken_at: int | None
    head: str

    @classmethod
    def of(cls, verification: Verification) -> VerificationOut:
        """Convert for an answer."""
        return cls.model_validate(verification)
