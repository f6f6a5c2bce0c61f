"""Google's grants: what a connection keeps, and the access tokens made from it.

A connection keeps a refresh token (of our own Cloud project, or with the id and secret of the person's own),
or the key of a service account. Access tokens live for an hour and are made as needed; a revoked grant is
told apart from an outage here, because the SDK would report both alike.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from adwright.core.clock import Clock
from adwright.core.errors import Invalid, ReconnectNeeded, Upstream

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
SCOPE = "https://www.googleapis.com/auth/adwords"
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ASSERTION_SECONDS = 3600
_EARLIER = timedelta(minutes=5)
_KEPT = 256
_REFUSED = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "deleted_client"})


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token. `expires_at` is UTC by our clock; `platform_now` was the platform's clock when it was
    made (UTC)."""

    value: str = field(repr=False)
    expires_at: datetime
    scopes: frozenset[str]
    email: str | None
    platform_now: datetime


def refresh_secret(refresh_token: str) -> str:
    """Return what a connection keeps of a consent with our own Cloud project."""
    return json.dumps({"type": "authorized_user", "refresh_token": refresh_token})


def read_secret(text: str) -> dict[str, str]:
    """Read what a connection keeps, or what a person pastes.

    Raises:
        Invalid: it is neither the JSON key of a service account nor that of an authorized user.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        raise _unreadable()
    needed = {
        "service_account": ("client_email", "private_key"),
        "authorized_user": ("refresh_token",),
    }.get(str(document.get("type")))
    if needed is None or not all(isinstance(document.get(name), str) and document[name] for name in needed):
        raise _unreadable()
    return {name: value for name, value in document.items() if isinstance(value, str)}


class Tokens:
    """Makes access tokens, and keeps them while they are good. One per address and Cloud project."""

    def __init__(
        self,
        clock: Clock,
        *,
        token_uri: str = TOKEN_URI,
        client_id: str | None,
        client_secret: str | None,
        timeout_seconds: float,
    ) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self._clock = clock
        self._token_uri = token_uri
        self._timeout_seconds = timeout_seconds
        self._kept: dict[str, AccessToken] = {}
        self._making: dict[str, asyncio.Lock] = {}

    @property
    def project_subject(self) -> str:
        """Whose daily calls are counted: the Cloud project's, for all who share it."""
        return f"google:project:{self.client_id or 'own'}"

    async def access(self, secret: str, *, fresh: bool = False) -> AccessToken:
        """Return an access token for a grant; `fresh` makes a new one whatever is kept.

        Raises:
            ReconnectNeeded: the grant was revoked or has expired.
            Upstream: Google cannot be reached.
        """
        key = hashlib.sha256(secret.encode()).hexdigest()
        async with self._making.setdefault(key, asyncio.Lock()):
            kept = self._kept.get(key)
            if kept is not None and not fresh and kept.expires_at - _EARLIER > self._clock.now():
                return kept
            made = self._token(await self._ask(self._form(read_secret(secret))))
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            return made

    async def exchange(self, code: str, redirect_uri: str, code_verifier: str) -> tuple[str, AccessToken]:
        """Turn a consent's code into a refresh token and a first access token. Not repeatable.

        Raises:
            ReconnectNeeded: Google does not accept the code.
            Invalid: Google gave no refresh token.
        """
        client_id, client_secret = self.project()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
            "client_id": client_id,
            "client_secret": client_secret,
        }
        answer = await self._ask(form)
        refresh_token = answer[0].get("refresh_token")
        if not refresh_token:
            raise Invalid(
                "Google gave no lasting grant. Take Adwright out of the Google account's third-party access, "
                "then connect again.",
                code="no_refresh_token",
            )
        return str(refresh_token), self._token(answer)

    def project(self) -> tuple[str, str]:
        """Return id and secret of our own Cloud project's client.

        Raises:
            Invalid: none is set up.
        """
        if not (self.client_id and self.client_secret):
            raise Invalid(
                "No Google Cloud project is set up here. Set ADWRIGHT_GOOGLE_CLIENT_ID and "
                "ADWRIGHT_GOOGLE_CLIENT_SECRET, or paste the key of a service account.",
                code="google_project_missing",
            )
        return self.client_id, self.client_secret

    def _form(self, secret: Mapping[str, str]) -> dict[str, str]:
        if secret["type"] == "service_account":
            return {"grant_type": _JWT_BEARER, "assertion": self._assertion(secret)}
        own = (secret.get("client_id"), secret.get("client_secret"))
        client_id, client_secret = own if own[0] and own[1] else self.project()
        return {
            "grant_type": "refresh_token",
            "refresh_token": secret["refresh_token"],
            "client_id": str(client_id),
            "client_secret": str(client_secret),
        }

    def _assertion(self, secret: Mapping[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": secret["client_email"],
            "sub": secret.get("subject", secret["client_email"]),
            "scope": SCOPE,
            "aud": self._token_uri,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        header = {"alg": "RS256", "typ": "JWT", "kid": secret.get("private_key_id", "")}
        try:
            return jwt.encode(header, claims, RSAKey.import_key(secret["private_key"]))
        except (JoseError, ValueError) as error:
            raise _unreadable() from error

    async def _ask(self, form: Mapping[str, str]) -> tuple[dict[str, Any], datetime]:
        try:
            async with httpx2.AsyncClient(timeout=self._timeout_seconds) as client:
                response = await client.post(self._token_uri, data=dict(form))
        except httpx2.TransportError as error:
            raise _unreachable(type(error).__name__) from None
        try:
            document = response.json()
        except ValueError:
            raise _unreachable(f"HTTP {response.status_code}") from None
        if response.status_code == 200 and isinstance(document, dict) and document.get("access_token"):
            return document, self._date(response)
        reason = str(document.get("error")) if isinstance(document, dict) else "unknown"
        if reason in _REFUSED:
            raise ReconnectNeeded(
                "Google no longer accepts the connection's grant: it was revoked, expired, or belongs to "
                "another Cloud project. Connect Google again.",
                details={"error": reason, "description": str(document.get("error_description", ""))[:300]},
            )
        raise _unreachable(f"HTTP {response.status_code} {reason}")

    def _date(self, response: httpx2.Response) -> datetime:
        try:
            return parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
        except (KeyError, ValueError):
            return self._clock.now()

    def _token(self, answer: tuple[dict[str, Any], datetime]) -> AccessToken:
        document, platform_now = answer
        return AccessToken(
            value=str(document["access_token"]),
            expires_at=self._clock.now() + timedelta(seconds=float(document.get("expires_in") or 0)),
            scopes=frozenset(str(document.get("scope") or SCOPE).split()),
            email=_email(document.get("id_token")),
            platform_now=platform_now,
        )


def _email(id_token: Any) -> str | None:
    """Return whose grant it is. The token came from Google itself just now: its signature says no more."""
    try:
        payload = str(id_token).split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return None
    return str(claims["email"]) if claims.get("email") else None


def _unreadable() -> Invalid:
    return Invalid(
        "This is not a key that Adwright can use. Paste the whole JSON file of a service account, or of an "
        "authorized user (with client_id, client_secret and refresh_token).",
        code="key_unreadable",
    )


def _unreachable(reason: str) -> Upstream:
    return Upstream(
        "Google's log-in cannot be reached. It will be tried again.",
        code="platform_unreachable",
        retry_after_seconds=5.0,
        details={"reason": reason},
    )
