"""Identifiers: UUID version 7, so that new rows land at the end of every index."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562 §5.7): Unix milliseconds, 12 bits of their fraction, then random bits.

    The fraction (§6.2, method 3) keeps ids of one process in the order in which they were made.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= (nanoseconds * 4096 // 1_000_000) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)
