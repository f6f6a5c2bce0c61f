"""Service accounts: their key files, and the signed assertions with which they ask for access (RFC 7523)."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from adsandbox.google.access import REFRESH, SCOPE
from adsandbox.world.access import Token
from adsandbox.world.world import World

_LONGEST_SECONDS = 3600


def create_service_account(world: World, accounts: list[str] | None) -> dict[str, Any]:
    """A service account that may enter `accounts` (None: every top one): its key file but for addresses."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    number = world.store.next_number("service_account")
    email = f"robot-{number}@sandbox.iam.example"
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kept = {"public_key": public.decode(), "accounts": accounts}
    world.store.set_setting(f"service_account:{email}", json.dumps(kept))
    return {
        "type": "service_account",
        "project_id": "sandbox",
        "private_key_id": secrets.token_hex(20),
        "private_key": private.decode(),
        "client_email": email,
        "client_id": f"10{number:019d}",
    }


def grant_of_assertion(world: World, assertion: str) -> Token:
    """What a signed assertion grants.

    Raises:
        ValueError: it is malformed, from nobody known, not signed by it, or its times make no sense.
    """
    try:
        head, body, signature = assertion.split(".")
        claims = json.loads(_decoded(body))
        email, life = str(claims["iss"]), int(claims["exp"]) - int(claims["iat"])
        scopes = str(claims.get("scope", "")).split()
        signed = _decoded(signature)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError("Invalid JWT: it cannot be read.") from None
    stored = world.store.setting(f"service_account:{email}")
    if stored is None:
        raise ValueError("Invalid grant: account not found")
    account = json.loads(stored)
    key = serialization.load_pem_public_key(account["public_key"].encode())
    try:
        if not isinstance(key, rsa.RSAPublicKey):
            raise InvalidSignature
        key.verify(signed, f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise ValueError("Invalid JWT Signature.") from None
    if not 0 < life <= _LONGEST_SECONDS:
        raise ValueError("Invalid JWT: Token must be a short-lived token (60 minutes).")
    user = world.user("system").id
    return Token(email, REFRESH, user, email, scopes or [SCOPE], account["accounts"], world.now(), 0.0)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
