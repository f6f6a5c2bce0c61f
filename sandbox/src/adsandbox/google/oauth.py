"""OAuth as Google does it: consent, codes with PKCE, refresh tokens, service accounts, revocation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from adsandbox.google.access import ACCESS, REFRESH
from adsandbox.google.customers import customers
from adsandbox.google.service_accounts import grant_of_assertion
from adsandbox.google.tokens import email_of, mint_access_token, mint_refresh_token, revoke, seconds_left
from adsandbox.world.access import Token
from adsandbox.world.world import World

CODE_SECONDS = 600.0
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
Form = Mapping[str, str]


class OAuthError(Exception):
    """What the token endpoint answers instead of a token."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.status = status

    def body(self) -> dict[str, str]:
        """The JSON document of this error."""
        return {"error": self.code, "error_description": str(self)}


def consent_page(world: World, form: Form) -> str:
    """The page on which a person lets an application into accounts.

    Raises:
        OAuthError: the client is unknown, or what it asks for makes no sense.
    """
    redirect = _checked_redirect(world, form)
    kept = (
        "client_id", "redirect_uri", "state", "scope", "access_type", "prompt", "code_challenge",
        "code_challenge_method",
    )  # fmt: skip
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(form.get(name, ""), quote=True)}">'
        for name in kept
    )
    boxes = "".join(
        f'<li><label><input type="checkbox" name="accounts" value="{node.id}"'
        f"{'' if node.parent_id else ' checked'}> {escape(node.name)} "
        f"<small>{node.id}</small></label></li>"
        for node in customers(world)
    )
    return _PAGE.format(
        inputs=inputs,
        boxes=boxes,
        asked="".join(f"<li>{escape(scope)}</li>" for scope in form.get("scope", "").split()),
        person=escape(world.user("person").name),
        host=escape(urlsplit(redirect).netloc),
    )


def decide(world: World, form: Form, accounts: list[str]) -> str:
    """Where the browser goes after Allow or Cancel.

    Raises:
        OAuthError: as `consent_page`.
    """
    redirect = _checked_redirect(world, form)
    joiner = "&" if urlsplit(redirect).query else "?"
    state = {"state": form["state"]} if form.get("state") else {}
    if form.get("decision") != "approve":
        return redirect + joiner + urlencode({"error": "access_denied", **state})
    code = "4/0" + secrets.token_urlsafe(48)
    known = {node.id for node in customers(world)}
    first = world.store.setting("google_consented") is None
    offline = form.get("access_type") == "offline" and (first or "consent" in form.get("prompt", "").split())
    grant = {
        "redirect_uri": redirect,
        "scopes": form.get("scope", "").split(),
        "until": world.now() + CODE_SECONDS,
        "accounts": [account for account in accounts if account in known],
        "offline": offline,
        "challenge": form.get("code_challenge", ""),
        "plain": form.get("code_challenge_method", "plain") == "plain",
    }
    with world.store.writing():
        world.store.set_setting("google_consented", "1")
        world.store.set_setting(f"code:{code}", json.dumps(grant))
    return redirect + joiner + urlencode({**state, "code": code, "scope": form.get("scope", "")})


def token(world: World, form: Form) -> dict[str, Any]:
    """`POST /token`: a code, a refresh token or a service account's assertion becomes an access token.

    Raises:
        OAuthError: it does not.
    """
    kind = form.get("grant_type")
    if kind == JWT_BEARER:
        try:
            return _answer(world, grant_of_assertion(world, form.get("assertion", "")))
        except ValueError as error:
            raise OAuthError("invalid_grant", str(error)) from None
    _check_client(world, form)
    if kind == "refresh_token":
        return _answer(world, _living_refresh_token(world, form.get("refresh_token", "")))
    if kind == "authorization_code":
        return _exchange_code(world, form)
    raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {kind or ''}")


def revoke_token(world: World, value: str) -> None:
    """`POST /revoke`: end a refresh or access token, and with it the whole grant.

    Raises:
        OAuthError: there is no such token, or it has ended.
    """
    found = world.access.find(value)
    if found is None or found.kind not in (ACCESS, REFRESH) or found.ended is not None:
        raise OAuthError("invalid_token", "Token expired or revoked")
    with world.store.writing():
        revoke(world, found)


def token_info(world: World, value: str) -> dict[str, str]:
    """`GET /tokeninfo`: what an access token is.

    Raises:
        OAuthError: it is none, or has ended.
    """
    found = world.access.find(value)
    if found is None or found.kind != ACCESS or found.ended is not None or not seconds_left(world, found):
        raise OAuthError("invalid_token", "Invalid Value")
    return {
        "azp": found.app_id,
        "aud": found.app_id,
        "scope": " ".join(found.scopes),
        "exp": str(int(found.expires)),
        "expires_in": str(seconds_left(world, found)),
        "access_type": "offline",
    }


def _exchange_code(world: World, form: Form) -> dict[str, Any]:
    name = f"code:{form.get('code', '')}"
    stored = world.store.setting(name)
    grant = json.loads(stored) if stored else None
    if grant is None or grant.get("used") or world.now() > grant["until"]:
        raise OAuthError("invalid_grant", "Malformed auth code.")
    if form.get("redirect_uri") != grant["redirect_uri"]:
        raise OAuthError("redirect_uri_mismatch", "Bad Request")
    if grant["challenge"] and not _verified(form.get("code_verifier", ""), grant):
        raise OAuthError("invalid_grant", "Invalid code verifier.")
    with world.store.writing():
        world.store.set_setting(name, json.dumps({**grant, "used": True}))
        person = world.user("person").id
        refresh = mint_refresh_token(world, person, grant["scopes"], grant["accounts"])
        answer = _answer(world, refresh)
    return {**answer, "refresh_token": refresh.value} if grant["offline"] else answer


def _verified(verifier: str, grant: dict[str, Any]) -> bool:
    """Whether the caller knows what the code's challenge was made from (RFC 7636)."""
    made = verifier if grant["plain"] else _encoded(hashlib.sha256(verifier.encode()).digest())
    return hmac.compare_digest(made.encode(), str(grant["challenge"]).encode())


def _answer(world: World, grant: Token) -> dict[str, Any]:
    with world.store.writing():
        made = mint_access_token(world, grant)
    answer = {
        "access_token": made.value,
        "expires_in": seconds_left(world, made),
        "scope": " ".join(made.scopes),
        "token_type": "Bearer",
    }
    if "openid" in made.scopes:
        answer["id_token"] = _id_token(world, made)
    return answer


def _id_token(world: World, access: Token) -> str:
    """Who consented (OpenID Connect). Signed with the client's secret: the sandbox publishes no keys."""
    claims = {
        "iss": "https://accounts.google.com",
        "aud": access.app_id,
        "sub": access.user_id,
        "iat": int(world.now()),
        "exp": int(world.now()) + seconds_left(world, access),
    }
    if "email" in access.scopes:
        claims |= {"email": email_of(world, access.user_id), "email_verified": True}
    head, body = (_encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    secret = (world.store.setting("google_client_secret") or "").encode()
    signature = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _living_refresh_token(world: World, value: str) -> Token:
    found = world.access.find(value)
    expired = found is not None and found.expires and world.now() >= found.expires
    if found is None or found.kind != REFRESH or found.ended is not None or expired:
        raise OAuthError("invalid_grant", "Token has been expired or revoked.")
    return found


def _check_client(world: World, form: Form) -> None:
    if form.get("client_id") != world.store.setting("google_client_id"):
        raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
    secret = world.store.setting("google_client_secret") or ""
    if not hmac.compare_digest(form.get("client_secret", "").encode(), secret.encode()):
        raise OAuthError("invalid_client", "Unauthorized", 401)


def _checked_redirect(world: World, form: Form) -> str:
    if form.get("client_id") != world.store.setting("google_client_id"):
        raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
    if form.get("response_type", "code") != "code":
        raise OAuthError("unsupported_response_type", "Only response_type=code is there.")
    if not form.get("scope", "").split():
        raise OAuthError("invalid_request", "Missing required parameter: scope")
    redirect = form.get("redirect_uri", "")
    parts = urlsplit(redirect)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise OAuthError("invalid_request", "Invalid parameter value for redirect_uri")
    return redirect


_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox consent</title>
<meta name="viewport" content="width=device-width"><style>
body{{font:16px/1.5 system-ui,sans-serif;background:#f0f4f9;color:#1f1f1f;display:grid;
place-items:center;margin:0;min-height:100vh}} form{{background:#fff;border-radius:12px;
padding:32px;max-width:460px}} ul{{padding-left:20px}}
li{{margin:4px 0}} button{{font:inherit;padding:10px 20px;border-radius:8px;border:0;cursor:pointer}}
.yes{{background:#0b57d0;color:#fff}} h1{{font-size:20px;margin-top:0}} .boxes{{list-style:none;padding:0}}
</style></head><body><form method="post" action="/o/oauth2/v2/auth/decision">
<h1>This is the ad sandbox, not Google</h1>
<p>{person}, the application at <strong>{host}</strong> asks to enter these Google Ads accounts:</p>
<ul class="boxes">{boxes}</ul><p>with these permissions:</p><ul>{asked}</ul>{inputs}
<button class="yes" name="decision" value="approve">Allow</button>
<button name="decision" value="deny">Cancel</button></form></body></html>"""
