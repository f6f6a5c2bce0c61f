"""A worker that does not look up what a lost answer has made: what the crash proof must be able to catch."""

from __future__ import annotations

import asyncio

from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.carry_out import Carrier
from adwright.worker.__main__ import work


class ForgetfulCarrier(Carrier):
    """Makes again without looking."""

    async def look_up(self, *_: object) -> str | None:
        return None


class ForgetfulApplyChange(ApplyChange):
    """Applies changes with a forgetful carrier."""

    carrier = ForgetfulCarrier


def main() -> None:
    """Work, forgetfully."""
    container = Container.build(Settings.load())
    container.apply_change = ForgetfulApplyChange(
        container.database,
        container.platforms,
        container.keyring,
        container.store,
        container.jobs,
        container.clock,
    )
    asyncio.run(work(container))


if __name__ == "__main__":
    main()
