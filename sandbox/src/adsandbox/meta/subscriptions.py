"""Webhooks as an app asks for them: what to send where, and for which ad accounts."""

from __future__ import annotations

import json
from typing import Any

from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.errors import GraphError, bad_param, not_one_of
from adsandbox.meta.listing import list_rows
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.outbox import is_near
from adsandbox.world.world import World

OBJECT = "ad_account"
FIELDS = frozenset(
    {"with_issues_ad_objects", "in_process_ad_objects", "effective_status", "creative_fatigue"}
)
APP_NAME = "Sandbox App"
_SETTING = "webhook_subscription"


@edge(Kind.APP, "subscriptions")
def list_subscriptions(call: Call, app: Node) -> dict[str, Any]:
    """What the app has subscribed to."""
    _need_app_token(call)
    kept = subscription(call.world)
    if kept is None:
        return list_rows(call, [])
    fields = [{"name": name, "version": "v26.0"} for name in kept["fields"]]
    row = {
        "object": OBJECT, "callback_url": kept["callback_url"], "active": kept["active"], "fields": fields
    }  # fmt: skip
    return list_rows(call, [row])


@edge(Kind.APP, "subscriptions", "POST")
def subscribe(call: Call, app: Node) -> dict[str, Any]:
    """Ask for webhooks; active once the callback address has proved itself (see the courier)."""
    _need_app_token(call)
    if call.params.required_text("object") != OBJECT:
        raise not_one_of("object", frozenset({OBJECT}))
    fields = call.params.names("fields")
    if not fields or set(fields) - FIELDS:
        raise bad_param("fields", f"an array out of {{{', '.join(sorted(FIELDS))}}}")
    url = call.params.required_text("callback_url")
    check_callback("callback_url", url)
    verify_token = call.params.text("verify_token") or ""
    keep_subscription(
        call.world,
        {"callback_url": url, "fields": fields, "verify_token": verify_token, "active": False},
    )
    return {"success": True}


@edge(Kind.APP, "subscriptions", "DELETE")
def unsubscribe(call: Call, app: Node) -> dict[str, Any]:
    """Ask for no webhooks any more, or for fewer fields."""
    _need_app_token(call)
    kept, fields = subscription(call.world), set(call.params.names("fields"))
    if kept is not None:
        kept["fields"] = [name for name in kept["fields"] if fields and name not in fields]
        keep_subscription(call.world, kept if kept["fields"] else None)
    return {"success": True}


@edge(Kind.ACCOUNT, "subscribed_apps")
def list_subscribed_apps(call: Call, account: Node) -> dict[str, Any]:
    """The apps that are told about this ad account."""
    call.need_read()
    apps = account.fields.get("subscribed_apps", [])
    return list_rows(call, [{"app_id": app_id, "app_name": APP_NAME} for app_id in apps])


@edge(Kind.ACCOUNT, "subscribed_apps", "POST")
def subscribe_app(call: Call, account: Node) -> dict[str, Any]:
    """Let the app be told about this ad account."""
    return _change_apps(call, account, {_app_id(call)}, set())


@edge(Kind.ACCOUNT, "subscribed_apps", "DELETE")
def unsubscribe_app(call: Call, account: Node) -> dict[str, Any]:
    """Tell the app nothing about this ad account any more."""
    return _change_apps(call, account, set(), {_app_id(call)})


def subscription(world: World) -> dict[str, Any] | None:
    """The app's subscription to webhooks of ad accounts, or None."""
    kept = world.store.setting(_SETTING)
    return json.loads(kept) if kept else None


def keep_subscription(world: World, document: dict[str, Any] | None) -> None:
    """Store the app's subscription."""
    with world.store.writing():
        world.store.set_setting(_SETTING, json.dumps(document) if document else "")
    world.wake()


def check_callback(name: str, url: str) -> None:
    """Refuse addresses of other machines: the sandbox calls nobody out there."""
    if not is_near(url):
        raise GraphError(
            100,
            f"(#100) {name} must be an http address of this machine: the sandbox calls only localhost, "
            "127.0.0.1 and [::1].",
            blame=(name,),
        )


def _change_apps(call: Call, account: Node, added: set[str], removed: set[str]) -> dict[str, Any]:
    call.need_write()
    account.fields["subscribed_apps"] = sorted(
        set(account.fields.get("subscribed_apps", [])) - removed | added
    )
    call.world.save(account)
    return {"success": True}


def _app_id(call: Call) -> str:
    app_id = call.params.text("app_id") or call.token.app_id
    if app_id != call.world.app_id:
        raise bad_param("app_id", "the id of the app that calls")
    return app_id


def _need_app_token(call: Call) -> None:
    if call.token.kind != "app":
        raise GraphError(15, "(#15) This method must be called with an app access_token.")


GRAPH[Kind.APP].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: APP_NAME,
    "category": lambda call, node: "Business and Pages",
    "link": lambda call, node: f"{call.base_url}/{node.id}",
}
