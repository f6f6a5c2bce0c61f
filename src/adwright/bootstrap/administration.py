"""What the keeper of an installation does on its machine: keys, and people who cannot get in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from adwright.accounts import service as accounts
from adwright.bootstrap import secret_keys
from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.bootstrap.home import Home
from adwright.bootstrap.local_database import owner_database
from adwright.bootstrap.settings import Settings
from adwright.core.database import SystemScope
from adwright.core.errors import Conflict, NotFound


def rotate_keys(settings: Settings) -> tuple[int, int]:
    """Make a new key (unless the environment holds them) and bring every stored token under the newest.

    Returns:
        How many keys the ring has now, and how many tokens were changed.

    Raises:
        Conflict: the product runs, or a token's key is not in the ring.
    """
    if Home(settings.home).runner() is not None:
        # What runs holds the old ring and could not read the tokens any more.
        raise Conflict(
            "Adwright is running. Stop it, run this again, then start it: keys are read at its start."
        )
    if not settings.secret_keys:
        secret_keys.add_new(settings)
    with _container(settings) as container:
        changed = asyncio.run(_re_encrypt(container))
    return len(secret_keys.load(settings)), changed


def reset_link(settings: Settings, email: str) -> str:
    """Return a link that sets a new password, good once and for one hour.

    Raises:
        NotFound: nobody has this address.
    """
    with _container(settings) as container:
        token = asyncio.run(_reset_token(container, email))
    return f"{_address(settings)}/reset-password?token={token}"


@contextmanager
def _container(settings: Settings) -> Iterator[Container]:
    """Give the composition root on the local database, which is started for a moment if it does not run."""
    with owner_database(settings) as owner:
        address = settings.app_database_url or SecretStr(text_of(app_url(owner)))
        yield Container.build(settings.model_copy(update={"app_database_url": address}))


def _address(settings: Settings) -> str:
    runner = Home(settings.home).runner()
    return settings.public_url or (runner.url if runner is not None and runner.url else settings.base_url)


async def _re_encrypt(container: Container) -> int:
    async with container.running():
        return await container.housekeeping.re_encrypt_tokens()


async def _reset_token(container: Container, email: str) -> str:
    async with container.running(), container.database.transaction(SystemScope()) as transaction:
        found = await accounts.forget_password(transaction, container.clock, email)
    if found is None:
        raise NotFound(f"Nobody has the address {email} here.")
    return found[1]
