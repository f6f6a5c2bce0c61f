"""OAuth as Meta does it: a dialog for the person, codes, long-lived tokens, and looking into a token."""

from __future__ import annotations

import hmac
import json
import secrets
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from adsandbox.meta.auth import app_token, check_alive
from adsandbox.meta.errors import GraphError, bad_param, required
from adsandbox.meta.params import Params
from adsandbox.world.access import ALL_SCOPES, PUBLIC_PROFILE, Token
from adsandbox.world.nodes import Kind
from adsandbox.world.world import World

CODE_SECONDS = 600.0
SHORT_SECONDS = 5400.0
GRANT = "grant_"
_AUTH_TYPES = frozenset({"rerequest", "reauthenticate", "reauthorize"})
LONG_SECONDS = 60 * 86_400.0


def dialog_page(world: World, params: Params) -> str:
    """The consent page.

    Raises:
        GraphError: the app is unknown or the address to return to is no web address.
    """
    _check_client(world, params)
    redirect = _redirect(params)
    scopes = _asked_scopes(world, params)
    accounts = world.store.nodes(Kind.ACCOUNT)
    hidden = {
        "client_id": world.app_id,
        "redirect_uri": redirect,
        "state": params.text("state") or "",
        "scope": ",".join(scopes),
        "choice": "1",
    }
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value, quote=True)}">'
        for name, value in hidden.items()
    )
    boxes = "".join(
        f'<li><label><input type="checkbox" name="accounts" value="{account.id}" checked> '
        f"{escape(account.name)} "
        f"<small>{escape(account.fields['currency'])}</small></label></li>"
        for account in accounts
    )
    asked = "".join(
        f'<li><label><input type="checkbox" name="{GRANT}{escape(scope, quote=True)}" value="1" checked> '
        f"{escape(scope)}</label></li>"
        for scope in scopes
    )
    return _PAGE.format(
        inputs=inputs,
        boxes=boxes,
        asked=asked,
        person=escape(world.user("person").name),
        host=escape(urlsplit(redirect).netloc),
    )


def decide(world: World, params: Params, accounts: list[str]) -> str:
    """Where the browser goes after Approve or Deny; whoever approves may leave accounts and scopes out."""
    _check_client(world, params)
    redirect, state = _redirect(params), params.text("state") or ""
    joiner = "&" if urlsplit(redirect).query else "?"
    if params.text("decision") != "approve":
        answer = {
            "error": "access_denied",
            "error_code": "200",
            "error_description": "Permissions error",
            "error_reason": "user_denied",
            "state": state,
        }
        return redirect + joiner + urlencode(answer)
    code = "AQ" + secrets.token_urlsafe(48)
    known = {account.id for account in world.store.nodes(Kind.ACCOUNT)}
    chosen = [account for account in accounts if account in known]
    asked = _asked_scopes(world, params)
    given = [scope for scope in asked if GRANT + scope in params] if params.text("choice") else asked
    before = world.access.declined_before(world.user("person").id, world.app_id)
    grant = {
        "redirect_uri": redirect,
        "scopes": given,
        "declined": sorted((before | set(asked)) - set(given)),
        "until": world.now() + CODE_SECONDS,
        "accounts": None if set(chosen) == known else chosen,
    }
    with world.store.writing():
        world.store.set_setting(f"code:{code}", json.dumps(grant))
    return redirect + joiner + urlencode({"code": code, "state": state}) + "#_=_"


def access_token(world: World, params: Params) -> dict[str, Any]:
    """`/oauth/access_token`: exchange a code, make a token long-lived, or give the app's own token."""
    _check_client(world, params)
    secret = params.text("client_secret")
    if secret is None:
        raise GraphError(1, "Missing client_secret parameter.")
    if not hmac.compare_digest(secret, world.app_secret):
        raise GraphError(1, "Error validating client secret.")
    grant = params.text("grant_type")
    if grant == "client_credentials":
        return {"access_token": f"{world.app_id}|{world.app_secret}", "token_type": "bearer"}
    if grant == "fb_exchange_token":
        return _exchange_long(world, params)
    return _exchange_code(world, params)


def debug_token(world: World, caller: Token, params: Params) -> dict[str, Any]:
    """`/debug_token`: what a token is, for the app that gave it out or its own holder."""
    value = params.text("input_token")
    if not value:
        raise required("input_token")
    if caller.kind != "app" and caller.value != value and caller.app_id != world.app_id:
        raise GraphError(
            100,
            "(#100) You must provide an app access token, or a user access token that is an owner "
            "or developer of the app",
        )
    token = app_token(world, value) or world.access.find(value)
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    data: dict[str, Any] = {
        "app_id": token.app_id,
        "application": "Sandbox App",
        "type": token.kind.upper(),
        "is_valid": True,
        "issued_at": int(token.issued),
        "expires_at": int(token.expires),
        "data_access_expires_at": int(token.data_access_ends()),
        "scopes": [*token.scopes, PUBLIC_PROFILE],
    }
    if token.user_id:
        data["user_id"] = token.user_id
    if token.page_id:
        data["profile_id"] = token.page_id
    data["granular_scopes"] = [_granular(world, token, scope) for scope in token.scopes]
    try:
        check_alive(world, token)
    except GraphError as ended:
        data["is_valid"] = False
        data["error"] = {"code": ended.code, "message": ended.message, "subcode": ended.subcode}
    return {"data": data}


def _granular(world: World, token: Token, scope: str) -> dict[str, Any]:
    """What a scope holds for: chosen accounts, pages or businesses; no ids when it holds for all."""
    if token.accounts is None:
        return {"scope": scope}
    if scope.startswith("ads_"):
        return {"scope": scope, "target_ids": token.accounts}
    if scope == "business_management":
        accounts = [world.account(account_id) for account_id in token.accounts]
        businesses = {account.parent_id for account in accounts if account is not None}
        return {"scope": scope, "target_ids": sorted(businesses)}
    kind = Kind.INSTAGRAM_USER if scope.startswith("instagram_") else Kind.PAGE
    found = [node.id for account_id in token.accounts for node in world.store.nodes(kind, account_id)]
    return {"scope": scope, "target_ids": found}


def _exchange_code(world: World, params: Params) -> dict[str, Any]:
    code = params.text("code")
    if not code:
        raise GraphError(100, "Missing authorization code", subcode=36004)
    stored = world.store.setting(f"code:{code}")
    if stored is None:
        raise GraphError(100, "Invalid verification code format.", subcode=36007)
    grant = json.loads(stored)
    if grant.get("used"):
        raise GraphError(100, "This authorization code has been used.", subcode=36009)
    if world.now() > grant["until"]:
        raise GraphError(100, "This authorization code has expired.", subcode=36007)
    if params.text("redirect_uri") != grant["redirect_uri"]:
        raise GraphError(
            100,
            "Error validating verification code. Please make sure your redirect_uri is identical to "
            "the one you used in the OAuth dialog request",
            subcode=36008,
        )
    with world.store.writing():
        world.store.set_setting(f"code:{code}", json.dumps({**grant, "used": True}))
        token = world.access.mint(
            "user",
            world.user("person").id,
            world.app_id,
            scopes=grant["scopes"],
            accounts=grant["accounts"],
            now=world.now(),
            expires=world.now() + SHORT_SECONDS,
            declined=grant["declined"],
        )
    return {"access_token": token.value, "token_type": "bearer", "expires_in": int(SHORT_SECONDS)}


def _exchange_long(world: World, params: Params) -> dict[str, Any]:
    value = params.text("fb_exchange_token")
    if not value:
        raise required("fb_exchange_token")
    old = world.access.find(value)
    if old is None:
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
    check_alive(world, old)
    if old.kind == "system_user" and not (old.expires or params.flag("set_token_expires_in_60_days")):
        return {"access_token": old.value, "token_type": "bearer"}
    token = world.access.mint(
        old.kind,
        old.user_id,
        old.app_id,
        scopes=old.scopes,
        accounts=old.accounts,
        now=world.now(),
        expires=world.now() + LONG_SECONDS,
        page_id=old.page_id,
        declined=old.declined,
    )
    return {"access_token": token.value, "token_type": "bearer", "expires_in": int(LONG_SECONDS)}


def _check_client(world: World, params: Params) -> None:
    if params.text("client_id") != world.app_id:
        raise GraphError(
            101, "Error validating application. Cannot get application info due to a system error."
        )


def _redirect(params: Params) -> str:
    redirect = params.text("redirect_uri") or ""
    parts = urlsplit(redirect)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise GraphError(191, "The redirect_uri must be an http or https address.")
    return redirect


def _asked_scopes(world: World, params: Params) -> list[str]:
    """The scopes to ask the person for: those declined before only when the app asks for them again."""
    params.choice("response_type", frozenset({"code"}))
    again = params.choice("auth_type", _AUTH_TYPES) == "rerequest"
    declined = set() if again else world.access.declined_before(world.user("person").id, world.app_id)
    asked = [scope for scope in params.names("scope") if scope != PUBLIC_PROFILE]
    unknown = [scope for scope in asked if scope not in ALL_SCOPES]
    if unknown:
        raise bad_param("scope", f"valid; Invalid Scopes: {', '.join(unknown)}")
    return [scope for scope in asked if scope not in declined]


_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox consent</title>
<meta name="viewport" content="width=device-width"><style>
body{{font:16px/1.5 system-ui,sans-serif;background:#f0f2f5;color:#1c1e21;display:grid;
place-items:center;margin:0;min-height:100vh}} form{{background:#fff;border-radius:12px;
padding:32px;max-width:420px}} ul{{padding-left:20px}}
li{{margin:4px 0}} button{{font:inherit;padding:10px 20px;border-radius:8px;border:0;cursor:pointer}}
.yes{{background:#1b5e9e;color:#fff}} h1{{font-size:20px;margin-top:0}} .boxes{{list-style:none;padding:0}}
</style></head><body><form method="post" action="/v26.0/dialog/oauth/decision">
<h1>This is the ad sandbox, not Facebook</h1>
<p>{person}, the application at <strong>{host}</strong> asks for access to these ad accounts:</p>
<ul class="boxes">{boxes}</ul><p>with these permissions:</p><ul class="boxes">{asked}</ul>{inputs}
<button class="yes" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button></form></body></html>"""
