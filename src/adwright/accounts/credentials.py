"""Passwords, random tokens, access tokens: what proves who somebody is."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from adwright.core.errors import FieldProblem, Invalid, Unauthenticated

API_KEY_PREFIX = "adw_"
ACCESS_TOKEN_LIFE = timedelta(minutes=15)
MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 200

_ALGORITHM = "HS256"
_SHOWN_OF_KEY = 12
# About 19 MiB and two passes each, as OWASP advises; the number at once bounds the memory.
_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
_hashing = asyncio.Semaphore(4)
# Checked when there is nobody of that name, so that the answer takes as long.
_nobody = _hasher.hash(secrets.token_hex(16))


async def hash_password(password: str) -> str:
    """Return the argon2id hash of a new password.

    Raises:
        Invalid: it is too short or too long.
    """
    if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
        message = f"Choose a password of {MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters."
        raise Invalid(message, code="password_length", fields=(FieldProblem("password", message),))
    async with _hashing:
        return await asyncio.to_thread(_hasher.hash, password)


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Whether a password fits; `renewed_hash` is set when its hash was made with older parameters."""

    fits: bool
    renewed_hash: str | None


async def check_hash(password: str, password_hash: str | None) -> PasswordCheck:
    """Say whether a password fits a hash; takes as long when there is no hash."""
    async with _hashing:
        fits, renewed = await asyncio.to_thread(
            _hasher.verify_and_update, password[:MAX_PASSWORD_LENGTH], password_hash or _nobody
        )
    return PasswordCheck(fits and password_hash is not None, renewed)


def new_token() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def new_api_key() -> tuple[str, str]:
    """Return a new API key, and the beginning of it that may be shown later."""
    key = API_KEY_PREFIX + new_token()
    return key, key[:_SHOWN_OF_KEY]


def token_hash(token: str) -> str:
    """Return what is stored of a token: its SHA-256. Random tokens need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class SessionTokens:
    """Signs access tokens and anti-forgery tokens; every secret of the ring still verifies."""

    def __init__(self, session_secrets: Sequence[bytes]) -> None:
        self._secrets = tuple(session_secrets)
        self._keys = KeySet([_signing_key(each) for each in session_secrets])

    def access_token(self, session_id: UUID, person_id: UUID, now: datetime) -> str:
        """Return a JWT that is good for 15 minutes, as long as its session lasts."""
        newest = self._keys.keys[0]
        claims = {
            "iss": "adwright",
            "sub": str(person_id),
            "sid": str(session_id),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_TOKEN_LIFE).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM, "kid": newest.kid}, claims, newest)

    def session_of(self, access_token: str, now: datetime) -> UUID:
        """Return the session that an access token belongs to.

        Raises:
            Unauthenticated: the token is not ours, was altered, or has expired.
        """
        try:
            claims = jwt.decode(access_token, self._keys, algorithms=[_ALGORITHM]).claims
            expires, session_id = int(claims["exp"]), UUID(claims["sid"])
        except (JoseError, KeyError, TypeError, ValueError, AttributeError):
            raise Unauthenticated(
                "This is no valid access token or API key. Log in again, or make a key under Settings."
            ) from None
        if now.timestamp() >= expires:
            raise Unauthenticated(
                "The access token has expired. Refresh it or log in again.", code="token_expired"
            )
        return session_id

    def csrf_token(self, session_hash: str) -> str:
        """Return the anti-forgery token of a browser session; only a page of ours can know it."""
        return self._csrf(self._secrets[0], session_hash)

    def csrf_fits(self, given: str, session_hash: str) -> bool:
        """Say whether an anti-forgery token belongs to a browser session."""
        return any(
            hmac.compare_digest(given.encode(), self._csrf(secret, session_hash).encode())
            for secret in self._secrets
        )

    @staticmethod
    def _csrf(secret: bytes, session_hash: str) -> str:
        return hmac.new(secret, f"csrf:{session_hash}".encode(), hashlib.sha256).hexdigest()


def _signing_key(secret: bytes) -> OctKey:
    kid = hashlib.sha256(b"kid" + secret).hexdigest()[:16]
    signing = hmac.new(secret, b"access-token", hashlib.sha256).digest()
    return OctKey.import_key(signing, {"kid": kid, "use": "sig", "alg": _ALGORITHM})
