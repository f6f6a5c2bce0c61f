"""Whose token it is, whether it still holds, and whether the caller knows the app's secret."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from adsandbox.meta.errors import GraphError
from adsandbox.world.access import Token
from adsandbox.world.world import World

ENDED = {
    458: "Error validating access token: The user has not authorized application {app}.",
    459: "Error validating access token: The user must complete a checkpoint at www.facebook.com.",
    460: "Error validating access token: The session was invalidated because the user changed the password.",
    464: "Error validating access token: Sessions are not allowed because the user is not confirmed.",
    467: "Error validating access token: The access token has been invalidated.",
}


def authenticate(world: World, value: str | None, proof: str | None) -> Token:
    """The valid token of a call.

    Raises:
        GraphError: no token, an unknown, expired or ended one, or a wrong appsecret_proof.
    """
    if not value:
        raise GraphError(
            2500, "An active access token must be used to query information about the current user."
        )
    token = app_token(world, value) or world.access.find(value)
    if token is None:
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
    check_alive(world, token)
    if proof is None and world.require_proof and token.kind != "app":
        raise GraphError(
            100,
            "API calls from the server require an appsecret_proof argument",
            kind="GraphMethodException",
        )
    if proof is not None and not hmac.compare_digest(proof.lower(), proof_of(world.app_secret, value)):
        raise GraphError(
            100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException"
        )
    return token


def check_alive(world: World, token: Token) -> None:
    """Refuse a token that was ended or has expired."""
    if token.ended is not None:
        message = ENDED.get(token.ended, ENDED[467]).format(app=token.app_id)
        raise GraphError(190, message, subcode=token.ended, status=401)
    if token.expires and world.now() >= token.expires:
        moment = datetime.fromtimestamp(token.expires, UTC).strftime("%A, %d-%b-%y %H:%M:%S UTC")
        raise GraphError(
            190, f"Error validating access token: Session has expired on {moment}.", subcode=463, status=401
        )


def app_token(world: World, value: str) -> Token | None:
    """The app itself as caller, by `id|secret`."""
    if value != f"{world.app_id}|{world.app_secret}":
        return None
    return Token(value, "app", "", world.app_id, [], [], 0.0, 0.0)


def proof_of(secret: str, token: str) -> str:
    """The appsecret_proof of a token."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
