"""The control interface over HTTP, on its own port and behind its own token."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from adsandbox.clock import iso_utc
from adsandbox.control.commands import Command, CommandError
from adsandbox.world.world import World

Reset = Callable[[], None]


class ControlApp:
    """An ASGI application for whoever runs the sandbox."""

    def __init__(
        self, world: World, token: str, reset: Reset, commands: dict[tuple[str, str], Command]
    ) -> None:
        self.world = world
        self._commands = commands
        self._token = token
        self._reset = reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return JSONResponse({"error": "The control token is missing or wrong."}, 401)
        method, path = request.method, request.url.path.rstrip("/")
        if (method, path) == ("POST", "/reset"):
            self._reset()
            return JSONResponse({"ok": True, "now": iso_utc(self.world.now())})
        if (method, path) == ("GET", "/requests"):
            return self._requests(request)
        command = self._commands.get((method, path))
        if command is None:
            known = sorted(f"{method} {path}" for method, path in self._commands)
            return JSONResponse({"error": f"There is no {method} {path}.", "known": known}, 404)
        try:
            body = await _document(request) if method == "POST" else {}
            return JSONResponse(command(self.world, body))
        except (ValueError, TypeError) as problem:
            return JSONResponse({"error": str(problem)}, 422)

    def _requests(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        entries = self.world.requests.after(int(after) if after.isdigit() else 0)
        path, method = request.query_params.get("path"), request.query_params.get("method")
        kept = [
            entry
            for entry in entries
            if (not method or entry.method == method) and (not path or path in entry.path)
        ]
        return JSONResponse(
            {"requests": [{**asdict(entry), "time": iso_utc(entry.instant)} for entry in kept]}
        )


async def _document(request: Request) -> dict[str, Any]:
    text = await request.body()
    try:
        document = json.loads(text or b"{}")
    except ValueError:
        raise CommandError("The body is not JSON.") from None
    if not isinstance(document, dict):
        raise CommandError("The body must be a JSON object.")
    return document
