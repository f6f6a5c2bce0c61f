"""Who asks: a browser by its session cookie, a program by access token or API key."""

from __future__ import annotations

from fastapi import Request, Response

from adwright.accounts import service as accounts
from adwright.accounts.credentials import API_KEY_PREFIX
from adwright.bootstrap.container import Container
from adwright.core.actor import Actor
from adwright.core.database import SystemScope
from adwright.core.errors import Denied, Unauthenticated

COOKIE = "adwright_session"
CSRF_HEADER = "X-CSRF-Token"
API_KEY_HEADER = "X-API-Key"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOUND = "adwright.actor"


async def authenticate(request: Request, container: Container) -> Actor:
    """Return who asks; a credential in a header goes before the cookie.

    Raises:
        Unauthenticated: nobody is logged in, or the credential is no longer good.
        Denied: the anti-forgery header of a browser session is missing or wrong.
    """
    found: Actor | None = request.scope.get(_FOUND)
    if found is None:
        found = await _authenticate(request, container)
        request.scope[_FOUND] = found
    return found


async def _authenticate(request: Request, container: Container) -> Actor:
    credential = _credential(request)
    if credential is not None:
        return await _actor_of(credential, container)
    token = request.cookies.get(COOKIE)
    if token is None:
        raise Unauthenticated("You are not logged in. Log in, or send an API key.")
    async with container.database.transaction(SystemScope()) as tx:
        actor = await accounts.actor_of_cookie(tx, container.clock, token)
    if request.method not in _SAFE_METHODS:
        _require_csrf_token(request, container, token)
    return actor


def _credential(request: Request) -> str | None:
    """Return the API key or access token of either header."""
    key = request.headers.get(API_KEY_HEADER)
    if key is not None:
        return key
    authorization = request.headers.get("Authorization")
    if authorization is None:
        return None
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() != "bearer" or not credential:
        raise Unauthenticated("The Authorization header is not understood. Send “Bearer” and a token.")
    return credential.strip()


async def _actor_of(credential: str, container: Container) -> Actor:
    async with container.database.transaction(SystemScope()) as tx:
        if credential.startswith(API_KEY_PREFIX):
            return await accounts.actor_of_api_key(tx, container.clock, credential)
        tokens = container.session_tokens
        return await accounts.actor_of_access_token(tx, container.clock, credential, tokens)


def _require_csrf_token(request: Request, container: Container, token: str) -> None:
    given = request.headers.get(CSRF_HEADER, "")
    if not container.session_tokens.csrf_fits(given, accounts.token_hash(token)):
        raise Denied(
            f"The request carries no valid {CSRF_HEADER} header. Reload the page and try again.",
            code="csrf_token_wrong",
        )


def csrf_token(container: Container, token: str) -> str:
    """Return the anti-forgery token that belongs to a session cookie."""
    return container.session_tokens.csrf_token(accounts.token_hash(token))


def set_cookie(response: Response, container: Container, token: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=container.settings.cookies_are_secure,
        path="/",
    )


def forget_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
