"""What the control interface can do with Google: commands whose body says `"platform": "google"`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.google.access import ACCESS, DISABLED, REFRESH, SCOPE
from adsandbox.google.customers import DEFAULT_TIMEZONE, add_customer, customer, customers, is_manager
from adsandbox.google.policy import decide
from adsandbox.google.service_accounts import create_service_account
from adsandbox.google.tokens import mint_access_token, mint_refresh_token, revoke
from adsandbox.market.purposes import Economics
from adsandbox.scenario import ConversionActionSpec
from adsandbox.world.access import Token
from adsandbox.world.limits import GOOGLE_LEVELS
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World

STATUSES = ("ENABLED", "CANCELED", "SUSPENDED", "CLOSED")
Command = Callable[[World, dict[str, Any]], dict[str, Any]]


def create_account(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Another customer: `manager_id` (default: the first manager, "" for none), `manager` true for one."""
    _only(body, {"name", "currency", "timezone", "market", "manager", "manager_id"})
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("The account needs a name.")
    above = body.get("manager_id")
    manager = _first_manager(world) if above is None else _customer(world, str(above)) if above else None
    if manager is not None and not is_manager(manager):
        raise ValueError(f"{manager.id} is no manager.")
    made = add_customer(
        world,
        name,
        manager,
        str(body.get("currency", "USD")),
        str(body.get("timezone", DEFAULT_TIMEZONE)),
        Economics(**(body.get("market") or {})),
        is_manager=body.get("manager") is True,
        conversion_actions=() if body.get("manager") is True else (ConversionActionSpec("Purchase"),),
    )
    return _state(made)


def change_account(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Set a customer's status: ENABLED, CANCELED, SUSPENDED or CLOSED."""
    _only(body, {"account_id", "account_status"})
    node = _customer(world, str(body.get("account_id")))
    set_status(world, node, body.get("account_status"))
    return _state(node)


def set_status(world: World, node: Node, status: Any) -> None:
    """Let the platform suspend or close a customer, or let it advertise again.

    Raises:
        ValueError: there is no such status.
    """
    if status not in STATUSES:
        raise ValueError(f"account_status is one of: {', '.join(STATUSES)}.")
    node.fields["status"] = node.fields["resource"]["status"] = status
    with world.store.writing():
        world.save(node)


def create_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """A refresh token with an access token, or the key of a service account (`kind`)."""
    _only(body, {"accounts", "scopes", "kind"})
    accounts = body.get("accounts")
    if accounts is not None:
        accounts = [_customer(world, str(account)).id for account in accounts]
    kind = body.get("kind", "user")
    if kind == "service_account":
        with world.store.writing():
            return create_service_account(world, accounts)
    if kind != "user":
        raise ValueError("kind is user or service_account.")
    with world.store.writing():
        scopes = [str(scope) for scope in body.get("scopes") or [SCOPE]]
        grant = mint_refresh_token(world, world.user("person").id, scopes, accounts)
        access = mint_access_token(world, grant)
    return {"refresh_token": grant.value, "access_token": access.value, "scopes": grant.scopes}


def revoke_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """End a grant: refreshing says invalid_grant, its access tokens are revoked."""
    _only(body, {"token"})
    with world.store.writing():
        revoke(world, _token(world, body))
    return {"ok": True}


def expire_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Let a token's time run out now; `disabled` true says that the client was disabled instead."""
    _only(body, {"token", "disabled"})
    token = _token(world, body)
    if body.get("disabled") is True:
        token.ended = DISABLED
    token.expires = max(world.now(), 1.0)
    world.access.save(token)
    return {"ok": True}


def _token(world: World, body: dict[str, Any]) -> Token:
    value = str(body.get("token") or world.store.setting("google_refresh_token"))
    token = world.access.find(value)
    if token is None or token.kind not in (ACCESS, REFRESH):
        raise ValueError("There is no such token.")
    return token


def _first_manager(world: World) -> Node | None:
    return next((node for node in customers(world) if is_manager(node)), None)


def _customer(world: World, customer_id: str) -> Node:
    node = customer(world, customer_id.replace("-", ""))
    if node is None:
        raise ValueError(f"There is no customer {customer_id}.")
    return node


def _state(node: Node) -> dict[str, Any]:
    return {
        "customer_id": node.id,
        "name": node.name,
        "currency": node.fields["currency"],
        "timezone": node.fields["timezone_name"],
        "status": node.fields["status"],
        "manager": is_manager(node),
        "manager_id": node.parent_id,
    }


def _only(body: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")


def set_limits(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Enforce the quota of an access level and the rate per customer, or stop doing so."""
    _only(body, {"tier", "enforced"})
    level, enforced = body.get("tier", world.limits.google_level), body.get("enforced", True)
    if level not in GOOGLE_LEVELS or not isinstance(enforced, bool):
        raise ValueError(f"tier is one of: {', '.join(GOOGLE_LEVELS)}; enforced is true or false.")
    world.limits.google_level, world.limits.google_enforced = level, enforced
    return {"tier": level, "enforced": enforced}


def review_resource(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Decide the review of an ad or keyword: outcome approved or disapproved, with policy topics."""
    _only(body, {"ad_id", "outcome", "reasons"})
    node = world.store.node(str(body.get("ad_id")))
    if node is None or node.kind not in (Kind.AD_GROUP_AD, Kind.CRITERION):
        raise ValueError("There is no such ad or keyword.")
    outcome, reasons = body.get("outcome"), body.get("reasons") or {}
    if outcome not in ("approved", "disapproved") or not isinstance(reasons, dict):
        raise ValueError("outcome is approved or disapproved; reasons is an object of topic and text.")
    decide(node, outcome, reasons, world.now())
    with world.store.writing():
        world.save(node)
    return {"ok": True}


COMMANDS: dict[tuple[str, str], Command] = {
    ("POST", "/limits"): set_limits,
    ("POST", "/review"): review_resource,
    ("POST", "/accounts"): create_account,
    ("POST", "/accounts/status"): change_account,
    ("POST", "/tokens"): create_token,
    ("POST", "/tokens/revoke"): revoke_token,
    ("POST", "/tokens/expire"): expire_token,
}
