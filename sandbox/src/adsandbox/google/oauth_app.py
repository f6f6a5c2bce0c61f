"""The HTTP face of Google's OAuth: the consent page, tokens, revocation."""

from __future__ import annotations

import asyncio
import base64
import binascii

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from adsandbox.google import oauth
from adsandbox.google.oauth import Form, OAuthError
from adsandbox.world.faults import GATEWAY_PAGE
from adsandbox.world.world import World

CONSENT_PATHS = ("/o/oauth2/v2/auth", "/o/oauth2/auth")
_SECRET = ("client_secret", "refresh_token", "code", "code_verifier", "assertion", "token", "access_token")
_LARGEST_BODY = 1024 * 1024
_NO_STORE = {"Cache-Control": "no-store"}


class OAuthApp:
    """An ASGI application that answers as accounts.google.com and oauth2.googleapis.com do."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            form, accounts = await _read(request)
        except ClientDisconnect:
            return
        except OAuthError as error:
            await JSONResponse(error.body(), error.status)(scope, receive, send)
            return
        response = await self._answer(request, form, accounts)
        await response(scope, receive, send)

    async def _answer(self, request: Request, form: Form, accounts: list[str]) -> Response:
        world, path = self.world, request.url.path.rstrip("/")
        world.happen()
        logged = {name: value[:2000] for name, value in form.items() if name not in _SECRET}
        entry = world.requests.begin(world.now(), request.method, path, logged)
        fault = world.faults.take(request.method, path, world.now())
        entry.fault = fault.kind if fault else None
        if fault is not None and fault.kind == "delay_ms":
            await asyncio.sleep(fault.delay_ms / 1000.0)
        try:
            if fault is not None and fault.kind == "invalid_grant":
                raise OAuthError("invalid_grant", "Token has been expired or revoked.")
            response = (
                HTMLResponse(GATEWAY_PAGE, 502)
                if fault is not None and fault.kind == "http_502_html"
                else self._routed(request.method, path, form, accounts)
            )
        except OAuthError as error:
            entry.error_code = error.code
            response = JSONResponse(error.body(), error.status, _NO_STORE)
        entry.status = response.status_code
        response.headers["Date"] = world.date_header()
        return response

    def _routed(self, method: str, path: str, form: Form, accounts: list[str]) -> Response:
        world = self.world
        if path in CONSENT_PATHS and method == "GET":
            return HTMLResponse(oauth.consent_page(world, form))
        if path.removesuffix("/decision") in CONSENT_PATHS and method == "POST":
            return RedirectResponse(oauth.decide(world, form, accounts), 302)
        if path == "/token" and method == "POST":
            return JSONResponse(oauth.token(world, form), headers=_NO_STORE)
        if path == "/revoke":
            oauth.revoke_token(world, form.get("token", ""))
            return JSONResponse({})
        if path == "/tokeninfo":
            return JSONResponse(oauth.token_info(world, form.get("access_token", "")))
        return JSONResponse({"error": "not_found"}, 404)


async def _read(request: Request) -> tuple[dict[str, str], list[str]]:
    """Parameters of the address and of the form, credentials of HTTP Basic, and the chosen accounts."""
    values = dict(request.query_params)
    accounts: list[str] = []
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise OAuthError("invalid_client", "Unauthorized", 401) from None
        values |= {"client_id": name, "client_secret": secret}
    if request.method == "POST":
        if int(request.headers.get("content-length") or 0) > _LARGEST_BODY:
            raise OAuthError("invalid_request", "The request is too large.", 413)
        try:
            form = await request.form()
        except (HTTPException, MultiPartException, UnicodeDecodeError):
            raise OAuthError("invalid_request", "The form cannot be read.") from None
        values |= {name: value for name, value in form.multi_items() if isinstance(value, str)}
        accounts = [value for value in form.getlist("accounts") if isinstance(value, str)]
    return values, accounts
