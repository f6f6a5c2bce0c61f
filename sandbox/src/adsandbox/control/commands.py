"""What the control interface can do, as functions of the world and a JSON document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.clock import Pace, iso_utc
from adsandbox.control.customers import customer_states
from adsandbox.control.export import export
from adsandbox.control.monitor import MONITOR
from adsandbox.control.troubles import TROUBLES
from adsandbox.control.truth import TRUTH
from adsandbox.market.purposes import Economics
from adsandbox.scenario import AccountSpec, AdvertiserSpec, PageSpec
from adsandbox.world import review
from adsandbox.world.access import ALL_SCOPES, APP_REMOVED, EXPIRED
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.outbox import is_near
from adsandbox.world.world import World

DAY = 86_400.0
_LONGEST_ADVANCE = 3660 * DAY
Command = Callable[[World, dict[str, Any]], dict[str, Any]]
_UNITS = {"days": DAY, "hours": 3600.0, "minutes": 60.0, "seconds": 1.0}


class CommandError(ValueError):
    """The command cannot be done; the message says why."""


def clock(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The virtual instant and the clock's pace."""
    return {"now": iso_utc(world.now()), "epoch": world.now(), "clock": world.clock.pace.name}


def advance(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Move the clock by days, hours, minutes, seconds."""
    _only(body, set(_UNITS))
    try:
        seconds = sum(float(value) * _UNITS[unit] for unit, value in body.items())
    except (TypeError, ValueError):
        raise CommandError("days, hours, minutes and seconds must be numbers.") from None
    if not 0 <= seconds <= _LONGEST_ADVANCE:
        raise CommandError("The clock moves forward, by ten years at most.")
    world.advance(seconds)
    return clock(world, {})


def pace(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Let the clock go on at another pace, also after a restart."""
    _only(body, {"clock"})
    try:
        wanted = Pace.parse(str(body.get("clock")))
    except ValueError as error:
        raise CommandError(str(error)) from None
    with world.store.writing():
        world.clock.run_at(wanted)
        world.store.set_setting("clock", wanted.name)
        world.remember_now()
    return clock(world, {})


def state(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Accounts with their objects and spend."""
    return {
        **clock(world, {}),
        "seed": world.luck.seed,
        "scenario": world.scenario.name,
        "accounts": [_account_state(world, node) for node in world.store.nodes(Kind.ACCOUNT)],
        "google_customers": customer_states(world),
        "tokens": len(world.store.tokens()),
        "faults": world.faults.state(),
    }


def create_account(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Another advertiser: account, page, pixel."""
    _only(body, {"name", "currency", "timezone", "page", "pages", "website", "market", "agency"})
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise CommandError("The account needs a name.")
    pages = body.get("pages") or [body.get("page") or name]
    try:
        spec = AdvertiserSpec(
            name=name,
            page=PageSpec(str(pages[0])),
            account=AccountSpec(name, body.get("currency", "USD"), body.get("timezone", "America/New_York")),
            market=Economics(**(body.get("market") or {})),
        )
        account = world.add_advertiser(spec)
        if "agency" in body:
            _work_for(world, account, str(body["agency"]))
    except (TypeError, ValueError) as error:
        raise CommandError(str(error)) from error
    for page in pages[1:]:
        with world.store.writing():
            world.add_page(account, str(page), PageSpec(str(page)).colors)
    return _account_state(world, account)


def _work_for(world: World, account: Node, agency_id: str) -> None:
    """Let a business work for an account that belongs to another one."""
    agency = world.store.node(agency_id)
    if agency is None or agency.kind is not Kind.BUSINESS:
        raise ValueError(f"There is no business {agency_id}.")
    account.fields["agencies"] = [agency.id]
    with world.store.writing():
        world.save(account)


def create_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """A token for chosen accounts, scopes, and time."""
    _only(body, {"accounts", "scopes", "expires_in", "kind"})
    accounts = body.get("accounts")
    if accounts is not None:
        accounts = [_account(world, str(account)).id for account in accounts]
    scopes = body.get("scopes") or list(ALL_SCOPES)
    if not set(scopes) <= set(ALL_SCOPES):
        raise CommandError(f"Scopes are out of: {', '.join(ALL_SCOPES)}.")
    kind = body.get("kind", "system_user")
    if kind not in ("user", "system_user"):
        raise CommandError("kind is user or system_user.")
    seconds = float(body.get("expires_in") or 0)
    user = world.user("system" if kind == "system_user" else "person")
    token = world.access.mint(
        kind,
        user.id,
        world.app_id,
        scopes=list(scopes),
        accounts=accounts,
        now=world.now(),
        expires=world.now() + seconds if seconds else 0.0,
    )
    return {"access_token": token.value, "kind": kind, "user_id": user.id, "scopes": token.scopes}


def change_app(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The app's settings: callback addresses (on this machine), whether calls need appsecret_proof, and
    whether it may use the breakdowns that are only for apps that have opted in.
    """
    addresses = {"deauthorize_callback_url", "data_deletion_callback_url"}
    switches = {"require_proof", "insights_opt_in"}
    _only(body, {*addresses, *switches})
    for name in addresses & set(body):
        if body[name] and not is_near(str(body[name])):
            raise CommandError(f"{name} must be an http address of this machine.")
    for name in switches & set(body):
        if not isinstance(body[name], bool):
            raise CommandError(f"{name} is true or false.")
    with world.store.writing():
        for name in addresses & set(body):
            world.store.set_setting(name, str(body[name] or ""))
        for name in switches & set(body):
            setattr(world, name, body[name])
            world.store.set_setting(name, str(int(body[name])))
    kept = {name: world.store.setting(name) or "" for name in sorted(addresses)}
    return {"app_id": world.app_id, **{name: getattr(world, name) for name in sorted(switches)}, **kept}


def list_webhooks(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Webhooks and callbacks with their attempts, the oldest first."""
    return {"deliveries": world.outbox.state()}


def clear_webhooks(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Forget all webhooks and callbacks, sent or not."""
    world.outbox.clear()
    return {"ok": True}


def revoke_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """End a token: code 190 with the given subcode (458 removed, 459 checkpoint, 460 password, ...)."""
    _only(body, {"access_token", "subcode"})
    return _end_token(world, {"subcode": APP_REMOVED, **body})


def expire_token(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Let a token's time run out now (code 190, subcode 463)."""
    _only(body, {"access_token"})
    return _end_token(world, {**body, "subcode": EXPIRED})


def _end_token(world: World, values: dict[str, Any]) -> dict[str, Any]:
    if not values.get("access_token"):
        raise CommandError("Say which access_token.")
    done = world.happen_now(world.agenda.read({"do": "token_end", **values}, world.now(), seed=1))
    if "failed" in done:
        raise CommandError(str(done["failed"]))
    return {"ok": True}


def clear_requests(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Forget the calls so far."""
    world.requests.clear()
    return {"ok": True}


def review_ad(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Decide the review of an ad: outcome approved or disapproved, with reasons."""
    _only(body, {"ad_id", "outcome", "reasons"})
    ad = world.store.node(str(body.get("ad_id")))
    if ad is None or ad.kind is not Kind.AD:
        raise CommandError("There is no such ad.")
    outcome, reasons = body.get("outcome"), body.get("reasons") or {}
    if outcome not in ("approved", "disapproved") or not isinstance(reasons, dict):
        raise CommandError("outcome is approved or disapproved; reasons is an object of title and text.")
    review.decide(ad, outcome, reasons, world.now())
    with world.store.writing():
        world.save(ad)
    return {"ok": True}


def change_account(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Set an account's status (1 active, 2 disabled, ...) and disable reason."""
    _only(body, {"account_id", "account_status", "disable_reason"})
    account = _account(world, str(body.get("account_id")))
    for name in ("account_status", "disable_reason"):
        if name in body:
            account.fields[name] = int(body[name])
    with world.store.writing():
        world.save(account)
    return _account_state(world, account)


def _account(world: World, account_id: str) -> Node:
    account = world.account(account_id.removeprefix("act_"))
    if account is None:
        raise CommandError(f"There is no account {account_id}.")
    return account


def _account_state(world: World, account: Node) -> dict[str, Any]:
    def ids(kind: Kind) -> list[dict[str, str]]:
        return [{"id": node.id, "name": node.name} for node in world.store.nodes(kind, account.id)]

    counts = {
        f"{kind}s": len(world.store.nodes(kind, account.id))
        for kind in (Kind.CAMPAIGN, Kind.AD_SET, Kind.AD, Kind.CREATIVE, Kind.IMAGE, Kind.LABEL)
    }
    return {
        "account_id": f"act_{account.id}",
        "name": account.name,
        "currency": account.fields["currency"],
        "timezone": account.fields["timezone_name"],
        "account_status": account.fields["account_status"],
        "business_id": account.parent_id,
        "pages": ids(Kind.PAGE),
        "pixels": ids(Kind.PIXEL),
        "spent_minor": int(world.spent(account)["spend"].sum()),
        **counts,
    }


def _only(body: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise CommandError(f"Unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")


COMMANDS: dict[tuple[str, str], Command] = {
    ("GET", "/clock"): clock,
    ("POST", "/clock/advance"): advance,
    ("POST", "/clock/pace"): pace,
    ("GET", "/state"): state,
    ("POST", "/accounts"): create_account,
    ("POST", "/accounts/status"): change_account,
    ("POST", "/tokens"): create_token,
    ("POST", "/tokens/revoke"): revoke_token,
    ("POST", "/tokens/expire"): expire_token,
    ("POST", "/app"): change_app,
    ("GET", "/webhooks"): list_webhooks,
    ("DELETE", "/webhooks"): clear_webhooks,
    ("DELETE", "/requests"): clear_requests,
    ("POST", "/review"): review_ad,
    ("GET", "/export"): export,
    **MONITOR,
    **TROUBLES,
    **TRUTH,
}
