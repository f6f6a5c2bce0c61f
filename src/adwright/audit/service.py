"""The door of audit: record in the transaction of what is recorded; read; seal; verify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from adwright.audit.model import GENESIS, AuditEntry, AuditFilter, Verification, seal_hash
from adwright.audit.repository import AuditRepository
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.errors import NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, newest first; `next_before_id` continues the list, None at its end."""

    entries: Sequence[AuditEntry]
    next_before_id: UUID | None


async def record(
    tx: Transaction,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: UUID | str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> None:
    """Write down what the actor does, in the transaction that does it. Each call adds an entry.

    Args:
        tx: the transaction of the deed.
        actor: who does it; the entry belongs to the actor's organization.
        action: `room.verb`, e.g. `campaign.created`.
        subject_type: what kind of thing it is done to, e.g. `campaign`.
        subject_id: which one.
        before: the changed values as they were; never a secret.
        after: the same values as they become; never a secret.
        why: the person's reason, when one was given.
    """
    await AuditRepository(tx).add(
        {
            "organization_id": actor.organization_id,
            "id": new_id(),
            "actor_kind": actor.kind.value,
            "actor_name": actor.name,
            "person_id": actor.person_id,
            "credential_id": actor.credential_id,
            "action": action,
            "subject_type": subject_type,
            "subject_id": str(subject_id),
            "before": _plain(before),
            "after": _plain(after),
            "why": why,
        }
    )


async def list_entries(
    tx: Transaction, wanted: AuditFilter, *, before_id: UUID | None = None, limit: int = 50
) -> AuditPage:
    """Return entries of the organization, newest first. Repeatable.

    Args:
        tx: a transaction in the organization's scope.
        wanted: which entries.
        before_id: continue after this entry (the `next_before_id` of the page before).
        limit: how many at most.

    Raises:
        NotFound: nothing is recorded of the wanted subject, or there is no entry to continue after.
    """
    repository = AuditRepository(tx)
    if wanted.subject_id is not None and not await repository.exists("subject_id", wanted.subject_id):
        raise NotFound("Nothing is recorded of such a subject.")
    if before_id is not None and not await repository.exists("id", before_id):
        raise NotFound("There is no such entry to continue after.")
    entries = await repository.entries(wanted, before_id=before_id, limit=limit + 1)
    more = len(entries) > limit
    shown = entries[:limit]
    return AuditPage(shown, shown[-1].id if more else None)


async def history(
    tx: Transaction, subject_ids: Sequence[UUID | str], *, limit: int = 200
) -> Sequence[AuditEntry]:
    """Return what was done to these subjects, newest first. Repeatable."""
    return await AuditRepository(tx).of_subjects([str(each) for each in subject_ids], limit)


async def organizations_to_seal(tx: Transaction) -> Sequence[UUID]:
    """Return the organizations with entries that are not sealed yet; needs the system scope. Repeatable."""
    return await AuditRepository(tx).organizations_to_seal()


async def seal(tx: Transaction) -> int:
    """Chain the organization's committed, unsealed entries. Returns how many. Repeatable.

    It runs apart from the entries' own transactions, which would otherwise wait for one another at the head
    of the chain. Two seals at once cannot both commit: the sequence is the key.
    """
    repository = AuditRepository(tx)
    sequence, previous = await repository.last_seal()
    seals = []
    for entry in await repository.unsealed(_BATCH):
        sequence += 1
        previous = seal_hash(previous, entry)
        seals.append(
            {
                "organization_id": entry.organization_id,
                "sequence": sequence,
                "audit_id": entry.id,
                "hash": previous,
            }
        )
    if seals:
        await repository.add_seals(seals)
    return len(seals)


async def verify(tx: Transaction) -> Verification:
    """Recompute the organization's whole chain and say whether it holds. Repeatable."""
    repository = AuditRepository(tx)
    sequence, previous, broken_at = 0, GENESIS, None
    while links := await repository.sealed(sequence, _BATCH):
        for number, stored, entry in links:
            expected = seal_hash(previous, entry) if entry else None
            if broken_at is None and (number != sequence + 1 or stored != expected):
                broken_at = sequence + 1
            sequence, previous = number, stored
    return Verification(
        sealed=sequence, unsealed=await repository.count_unsealed(), broken_at=broken_at, head=previous
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {key: _json(value) for key, value in values.items()}


def _json(value: Any) -> Any:
    """Turn the words of our models into JSON, exactly: amounts stay decimal strings."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return {"amount": format(value.amount, "f"), "currency": value.currency}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_json(each) for each in ordered]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
