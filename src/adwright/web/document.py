"""What the OpenAPI document says beyond the routes: how to log in, which requests can count once."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from adwright.web.authentication import API_KEY_HEADER, COOKIE
from adwright.web.idempotency import HEADER, MAX_KEY_LENGTH

_SCHEMES = {
    "api_key": {"type": "apiKey", "in": "header", "name": API_KEY_HEADER},
    "access_token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "browser_session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "Requests that change something also need the X-CSRF-Token header.",
    },
}
_PUBLIC = frozenset(
    {
        "auth_register",
        "auth_log_in",
        "auth_refresh",
        "auth_open_session",
        "auth_forgot_password",
        "auth_reset_password",
        "invitations_accept",
        "campaign_documents_schema",
        "approvals_show",
        "approvals_image",
        "approvals_approve",
        "approvals_reject",
    }
)
_IDEMPOTENCY_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "The same request with the same key again gets the same answer; it is carried out once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH, "pattern": "^[!-~]+$"},
}


def complete(app: FastAPI) -> None:
    """Add security schemes and the Idempotency-Key header to the application's document."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        document = original()
        if "security" not in document:
            document["security"] = [{name: []} for name in _SCHEMES]
            document.setdefault("components", {})["securitySchemes"] = _SCHEMES
            for methods in document["paths"].values():
                for method, operation in methods.items():
                    _complete(method, operation)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(method: str, operation: dict[str, Any]) -> None:
    if operation["operationId"] in _PUBLIC:
        operation["security"] = []
    elif method == "post":
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
