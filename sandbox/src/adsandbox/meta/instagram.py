"""Instagram accounts, under whose name ads are shown there."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.errors import invalid
from adsandbox.meta.listing import list_nodes
from adsandbox.world.nodes import Kind, Node


@edge(Kind.ACCOUNT, "instagram_accounts")
@edge(Kind.ACCOUNT, "connected_instagram_accounts")
def list_instagram_accounts(call: Call, account: Node) -> dict[str, Any]:
    """The Instagram accounts under whose name this ad account may advertise."""
    call.need_read()
    return list_nodes(call, call.world.store.nodes(Kind.INSTAGRAM_USER, account.id))


@edge(Kind.PAGE, "instagram_accounts")
def list_instagram_accounts_of_page(call: Call, page: Node) -> dict[str, Any]:
    """The Instagram accounts that belong to a page."""
    return list_nodes(call, call.world.store.nodes(Kind.INSTAGRAM_USER, parent_id=page.id))


@edge(Kind.BUSINESS, "instagram_accounts")
@edge(Kind.BUSINESS, "owned_instagram_accounts")
def list_instagram_accounts_of_business(call: Call, business: Node) -> dict[str, Any]:
    """The Instagram accounts of a business."""
    accounts = {account.id for account in call.world.store.nodes(Kind.ACCOUNT, parent_id=business.id)}
    users = call.world.store.nodes(Kind.INSTAGRAM_USER)
    return list_nodes(call, [user for user in users if user.account_id in accounts and call.may_see(user)])


def check_instagram(call: Call, account: Node, story: dict[str, Any]) -> None:
    """Refuse a story that names an Instagram account which this ad account may not advertise for."""
    if "instagram_actor_id" in story:
        raise invalid(
            "The field instagram_actor_id has been removed. Use instagram_user_id.",
            title="Field No Longer Available",
            blame=("object_story_spec",),
        )
    user_id = story.get("instagram_user_id")
    user = call.world.store.node(str(user_id)) if user_id else None
    wrong = user is None or user.kind is not Kind.INSTAGRAM_USER or user.account_id != account.id
    if user_id is not None and wrong:
        raise invalid(
            "This ad account may not advertise for the Instagram account.",
            subcode=1815199,
            title="No Access To Instagram Account",
            blame=("object_story_spec",),
        )


def instagram_of_page(call: Call, page: Node) -> Ref | None:
    """The Instagram account that belongs to a page."""
    users = call.world.store.nodes(Kind.INSTAGRAM_USER, parent_id=page.id)
    return Ref(users[0]) if users else None


GRAPH[Kind.INSTAGRAM_USER].fields = {
    "id": lambda call, node: node.id,
    "username": lambda call, node: node.fields["username"],
    "name": lambda call, node: node.name,
    "profile_picture_url": lambda call, node: f"{call.base_url}/media/page/{node.parent_id}",
    "has_profile_pic": lambda call, node: True,
    "followers_count": lambda call, node: 0,
    "media_count": lambda call, node: 0,
}
