"""What a live event says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

CHANNEL = "adwright_events"
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that open pages want to know: a hint to ask again, not the truth itself.

    Attributes:
        id: number in the outbox; grows, but a smaller one may commit later.
        at: when its transaction began (UTC).
        kind: e.g. `change.updated`.
        subject_id: what it is about; None for the organization as a whole.
    """

    id: int
    organization_id: UUID
    at: datetime
    kind: str
    subject_id: UUID | None
    data: Mapping[str, str | int | None]


def read_notification(payload: str) -> tuple[UUID, int]:
    """Read what NOTIFY carried: the organization's id and the event's number.

    Raises:
        ValueError: it is not one of ours.
    """
    organization_id, _, event_id = payload.partition(SEPARATOR)
    return UUID(organization_id), int(event_id)
