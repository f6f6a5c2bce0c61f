"""Attempts that may be guesses are counted, each in a transaction of its own, so that a failure costs too."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from adwright.bootstrap.container import Container
from adwright.core.database import SystemScope
from adwright.core.errors import TooManyRequests
from adwright.gate import service as gate
from adwright.gate.model import Limit

Attempt = tuple[Limit, str]


def address_of(request: Request) -> str:
    """Return the address that the request comes from."""
    return request.client.host if request.client else "unknown"


async def count(container: Container, attempts: Sequence[Attempt]) -> None:
    """Take a token for each limit.

    Raises:
        TooManyRequests: there is none left for one of them.
    """
    async with container.database.transaction(SystemScope()) as tx:
        waits = [await gate.take(tx, container.clock, limit, subject) for limit, subject in attempts]
    seconds = max((each for each in waits if each is not None), default=None)
    if seconds is not None:
        raise TooManyRequests(
            f"Too many attempts. Wait {seconds} seconds and try again.", retry_after_seconds=seconds
        )


async def forgive(container: Container, attempts: Sequence[Attempt]) -> None:
    """Put the tokens back: the attempt was right."""
    async with container.database.transaction(SystemScope()) as tx:
        for limit, subject in attempts:
            await gate.give_back(tx, limit, subject)
