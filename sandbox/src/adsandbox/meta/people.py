"""People, pages, pixels and businesses, as a token sees them."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.courier import queue_callback
from adsandbox.meta.errors import GraphError, no_permission
from adsandbox.meta.instagram import instagram_of_page
from adsandbox.meta.listing import list_nodes, list_rows
from adsandbox.meta.params import written_instant
from adsandbox.world.access import APP_REMOVED, PUBLIC_PROFILE
from adsandbox.world.nodes import Kind, Node

PICTURE_SIDE = 200


@edge(Kind.USER, "adaccounts")
def list_accounts(call: Call, user: Node) -> dict[str, Any]:
    """The ad accounts that this token reaches."""
    call.need_read()
    return list_nodes(call, call.accounts())


@edge(Kind.USER, "assigned_ad_accounts")
def list_assigned_accounts(call: Call, user: Node) -> dict[str, Any]:
    """The ad accounts assigned to a system user."""
    call.need_read()
    return list_nodes(call, call.accounts())


@edge(Kind.USER, "accounts")
def list_pages(call: Call, user: Node) -> dict[str, Any]:
    """The pages that this token reaches; none without the scope to list them."""
    if "pages_show_list" not in call.token.scopes:
        return {"data": []}
    accounts = {account.id for account in call.accounts()}
    return list_nodes(
        call, [page for page in call.world.store.nodes(Kind.PAGE) if page.account_id in accounts]
    )


@edge(Kind.USER, "permissions")
def list_permissions(call: Call, user: Node) -> dict[str, Any]:
    """Which scopes were granted and which declined."""
    token = call.token
    rows = [{"permission": scope, "status": "granted"} for scope in (*token.scopes, PUBLIC_PROFILE)]
    rows += [{"permission": scope, "status": "declined"} for scope in token.declined]
    wanted = (call.params.text("permission"), call.params.text("status"))
    return list_rows(
        call,
        [
            row
            for row in rows
            if wanted[0] in (None, row["permission"]) and wanted[1] in (None, row["status"])
        ],
    )


@edge(Kind.USER, "permissions", "DELETE")
def revoke_permissions(call: Call, user: Node) -> dict[str, Any]:
    """Take one permission back, or the whole consent: then all the person's tokens for the app end."""
    scope = call.params.text("permission")
    if scope is None:
        call.world.access.end_all(call.token, APP_REMOVED)
        queue_callback(call.world, "deauthorize", call.token.user_id)
    elif scope not in call.token.scopes:
        raise GraphError(100, f"(#100) The permission {scope} has not been granted.", blame=("permission",))
    else:
        call.world.access.withdraw(call.token, scope)
    return {"success": True}


@edge(Kind.USER, "businesses")
def list_businesses(call: Call, user: Node) -> dict[str, Any]:
    """The businesses behind the accounts that this token reaches."""
    if "business_management" not in call.token.scopes:
        raise no_permission("Requires business_management permission to manage the object.")
    return list_nodes(call, [node for node in call.world.store.nodes(Kind.BUSINESS) if call.may_see(node)])


@edge(Kind.PAGE, "picture")
def page_picture(call: Call, page: Node) -> dict[str, Any]:
    """Where the page's picture is."""
    return {
        "data": {
            "height": PICTURE_SIDE,
            "width": PICTURE_SIDE,
            "is_silhouette": False,
            "url": f"{call.base_url}/media/page/{page.id}",
        }
    }


def _page_token(call: Call, page: Node) -> str:
    return call.world.access.page_token(call.token, page.id, call.now).value


GRAPH[Kind.USER].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "first_name": lambda call, node: node.name.split()[0],
    "last_name": lambda call, node: node.name.split()[-1],
}
GRAPH[Kind.PAGE].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "access_token": _page_token,
    "category": lambda call, node: "Brand",
    "tasks": lambda call, node: ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE"],
    "link": lambda call, node: f"{call.base_url}/{node.id}",
    "fan_count": lambda call, node: 0,
    "is_published": lambda call, node: True,
    "promotion_eligible": lambda call, node: True,
    "instagram_business_account": instagram_of_page,
    "connected_instagram_account": instagram_of_page,
}


def written_utc(instant: float) -> str:
    """A moment as Graph writes it, in universal time."""
    from zoneinfo import ZoneInfo

    return written_instant(instant, ZoneInfo("UTC"))
