"""Google's tokens: refresh tokens that last until they are revoked, and access tokens of an hour."""

from __future__ import annotations

import secrets

from adsandbox.google.access import ACCESS, REFRESH, REVOKED
from adsandbox.world.access import Token
from adsandbox.world.world import World

ACCESS_SECONDS = 3600.0


def save_refresh_token(
    world: World, value: str, user_id: str, scopes: list[str], accounts: list[str] | None
) -> Token:
    """Keep a refresh token under a given value. `accounts`: where it leads directly; None: every top one."""
    client_id = world.store.setting("google_client_id") or ""
    token = Token(value, REFRESH, user_id, client_id, scopes, accounts, world.now(), 0.0)
    world.access.save(token)
    return token


def mint_refresh_token(
    world: World, user_id: str, scopes: list[str], accounts: list[str] | None = None
) -> Token:
    """A new refresh token."""
    return save_refresh_token(world, "1//" + secrets.token_urlsafe(48), user_id, scopes, accounts)


def mint_access_token(world: World, grant: Token) -> Token:
    """An access token of an hour for whoever holds `grant`.

    The hour is virtual, as everything; with a manual clock it does not pass, because callers measure it by
    their own clock and would not ask for another one.
    """
    value = "ya29." + secrets.token_urlsafe(72)
    expires = world.now() + ACCESS_SECONDS if world.clock.pace.factor else 0.0
    token = Token(
        value,
        ACCESS,
        grant.user_id,
        grant.app_id,
        grant.scopes,
        grant.accounts,
        world.now(),
        expires,
        grant=grant.value,
    )
    world.access.save(token)
    return token


def seconds_left(world: World, token: Token) -> int:
    """How long an access token still holds by the caller's clock."""
    if not token.expires:
        return int(ACCESS_SECONDS)
    return max(0, int((token.expires - world.now()) / (world.clock.pace.factor or 1.0)))


def revoke(world: World, token: Token) -> None:
    """End a token with everything that was granted together with it."""
    grant = token.grant or token.value
    for value, fields in world.store.tokens():
        if value == grant or fields.get("grant") == grant:
            world.access.save(Token(value, **{**fields, "ended": REVOKED}))


def email_of(world: World, user_id: str) -> str:
    """The address by which Google knows a user."""
    user = world.store.node(user_id)
    name = user.name if user else "unknown"
    return f"{name.lower().replace(' ', '.')}@example.com"
