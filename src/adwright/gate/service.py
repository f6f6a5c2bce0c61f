"""The door of the gate: not too often, and not twice."""

from __future__ import annotations

import math
from datetime import timedelta
from uuid import UUID

from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict
from adwright.gate.model import Claim, Limit, StoredAnswer, key_reused
from adwright.gate.repository import BucketRepository, IdempotencyRepository

KEPT = timedelta(hours=24)
# A request that is not through by then has died with its process.
_LEASE = timedelta(minutes=10)
_BUCKETS_KEPT = timedelta(days=1)


async def take(tx: Transaction, clock: Clock, limit: Limit, subject: str) -> int | None:
    """Take a token from a subject's bucket. Needs the system scope; each call takes one.

    The caller has to commit it whatever becomes of the request, or a failed attempt would cost nothing.

    Returns:
        None when there was one; otherwise after how many seconds there will be.
    """
    buckets, name, now = BucketRepository(tx), _bucket(limit, subject), clock.now()
    if await buckets.take(name, limit, now):
        return None
    missing = 1 - await buckets.tokens(name, limit, now)
    return max(1, math.ceil(missing * limit.refill.total_seconds()))


async def give_back(tx: Transaction, limit: Limit, subject: str) -> None:
    """Put a token back, for an attempt that turned out to be right. Needs the system scope."""
    await BucketRepository(tx).give_back(_bucket(limit, subject), limit)


async def claim(
    tx: Transaction, clock: Clock, *, caller_id: UUID, key: str, fingerprint: str
) -> Claim | StoredAnswer:
    """Claim an idempotency key before its request is carried out, in a transaction of its own.

    Args:
        tx: a transaction in the organization's scope.
        clock: the injected clock.
        caller_id: the person or API key; keys of different callers do not meet.
        key: what the caller chose.
        fingerprint: a hash of method, address and body; of an upload, all but the form's content.

    Returns:
        A claim to carry the request out, or the answer that was given before.

    Raises:
        Invalid: the key was used for another request.
        Conflict: the first request is still under way, or was carried out and its answer lost.
    """
    repository, now = IdempotencyRepository(tx), clock.now()
    claimed = await repository.claim(caller_id, key, fingerprint, now)
    if claimed is not None:
        return Claim(claimed, now)
    known = await repository.find(caller_id, key)
    if known is None:  # released between our two statements
        raise _in_progress()
    before = Claim(known["id"], known["claimed_at"])
    if now - before.claimed_at > KEPT:
        fresh = {
            "fingerprint": fingerprint,
            "claimed_at": now,
            "acted": False,
            "status": None,
            "answer": None,
            "upload_digest": None,
        }
        await repository.change(before, fresh)
        return Claim(before.id, now)
    if known["fingerprint"] != fingerprint:
        raise key_reused()
    if known["status"] is not None:
        return StoredAnswer(
            known["status"], known["content_type"], known["answer"], known["upload_digest"]
        )
    if known["acted"]:
        raise Conflict(
            "This request was carried out before, but its answer was lost. Look for what it made.",
            code="idempotency_answer_lost",
        )
    if now - before.claimed_at > _LEASE:
        await repository.change(before, {"claimed_at": now})
        return Claim(before.id, now)
    raise _in_progress()


async def mark_acted(tx: Transaction, claim: Claim) -> None:
    """Note, in the transaction of the act itself, that the request was carried out. Repeatable.

    Raises:
        Conflict: the request took longer than its claim holds, and the same one acts in its place.
    """
    if not await IdempotencyRepository(tx).change(claim, {"acted": True}):
        raise Conflict(
            "This request took so long that the same one, sent again, is carried out in its place.",
            code="idempotency_taken_over",
        )


async def store_answer(tx: Transaction, claim: Claim, answer: StoredAnswer) -> None:
    """Keep the answer for the same request coming again; the answer is encrypted. Repeatable."""
    await IdempotencyRepository(tx).change(
        claim,
        {
            "acted": True,
            "status": answer.status,
            "content_type": answer.content_type,
            "answer": answer.answer,
            "upload_digest": answer.upload_digest,
        },
    )


async def release(tx: Transaction, claim: Claim) -> None:
    """Give a key back whose request failed before it did anything. Repeatable."""
    await IdempotencyRepository(tx).release(claim)


async def trim(tx: Transaction, clock: Clock) -> int:
    """Forget old idempotency keys and full buckets; needs the system scope. Returns how many. Repeatable."""
    keys = await IdempotencyRepository(tx).trim(clock.now() - KEPT)
    return keys + await BucketRepository(tx).trim(clock.now() - _BUCKETS_KEPT)


def _in_progress() -> Conflict:
    return Conflict(
        "The first request with this Idempotency-Key is still under way. Try again in a moment.",
        code="idempotency_in_progress",
    )


def _bucket(limit: Limit, subject: str) -> str:
    return f"{limit.name}:{subject}"
