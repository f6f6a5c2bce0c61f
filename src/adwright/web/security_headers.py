"""Headers that every answer carries; plain ASGI, so that streams pass through untouched."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # Pictures of pages and of imported ads come from the platforms' own hosts.
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob: https: http://127.0.0.1:* http://localhost:*; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; "
        "form-action 'self'"
    ),
}


# Half a year: a browser that came by HTTPS once does not come without it any more.
STRICT_TRANSPORT = "max-age=15552000"


class SecurityHeaders:
    """Adds the headers where the route has not set its own; `https` says that the public address is HTTPS."""

    def __init__(self, app: ASGIApp, https: bool = False) -> None:
        self.app = app
        self._headers = {**HEADERS, "Strict-Transport-Security": STRICT_TRANSPORT} if https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)
