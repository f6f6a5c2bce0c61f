"""Businesses: their own ad accounts and their clients', their pages, and their system users."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.auth import proof_of
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.errors import GraphError, bad_param, no_permission, required
from adsandbox.meta.listing import list_nodes
from adsandbox.meta.oauth import LONG_SECONDS
from adsandbox.meta.people import written_utc
from adsandbox.world.access import ALL_SCOPES
from adsandbox.world.nodes import Kind, Node

_ROLES = frozenset({"ADMIN", "EMPLOYEE"})


@edge(Kind.BUSINESS, "owned_ad_accounts")
def list_own_accounts(call: Call, business: Node) -> dict[str, Any]:
    """The ad accounts that belong to the business."""
    call.need_read()
    accounts = call.world.store.nodes(Kind.ACCOUNT, parent_id=business.id)
    return list_nodes(call, [account for account in accounts if call.token.allows_account(account.id)])


@edge(Kind.BUSINESS, "client_ad_accounts")
def list_clients_accounts(call: Call, business: Node) -> dict[str, Any]:
    """The ad accounts of other businesses that this one works for."""
    call.need_read()
    return list_nodes(call, [a for a in call.accounts() if business.id in a.fields.get("agencies", ())])


@edge(Kind.ACCOUNT, "agencies")
def list_agencies(call: Call, account: Node) -> dict[str, Any]:
    """The businesses that work for this ad account's business."""
    call.need_read()
    found = [call.world.store.node(agency) for agency in account.fields.get("agencies", ())]
    return list_nodes(call, [agency for agency in found if agency is not None])


@edge(Kind.BUSINESS, "owned_pages")
def list_pages_of_business(call: Call, business: Node) -> dict[str, Any]:
    """The business's pages."""
    accounts = {account.id for account in call.world.store.nodes(Kind.ACCOUNT, parent_id=business.id)}
    pages = [page for page in call.world.store.nodes(Kind.PAGE) if page.account_id in accounts]
    return list_nodes(call, [page for page in pages if call.may_see(page)])


@edge(Kind.USER, "business_users")
def list_memberships(call: Call, user: Node) -> dict[str, Any]:
    """The person's memberships in businesses: nobody here is employed by one."""
    return list_nodes(call, [])


@edge(Kind.BUSINESS, "system_users")
def list_system_users(call: Call, business: Node) -> dict[str, Any]:
    """The business's system users, and the one that every market has."""
    _need_business(call)
    users = [node for node in call.world.store.nodes(Kind.USER) if node.fields["role"] == "system"]
    return list_nodes(call, [user for user in users if user.parent_id in ("", business.id)])


@edge(Kind.BUSINESS, "system_users", "POST")
def create_system_user(call: Call, business: Node) -> dict[str, Any]:
    """Make a system user."""
    _need_business(call)
    role = call.params.choice("role", _ROLES) or "EMPLOYEE"
    fields = {"name": call.params.required_text("name"), "role": "system", "system_role": role}
    user = call.world.new_node(Kind.USER, None, business.id, fields)
    call.world.store.add_node(user)
    return {"id": user.id}


@edge(Kind.USER, "access_tokens", "POST")
def create_system_users_token(call: Call, user: Node) -> dict[str, Any]:
    """A token of a system user: without end, or for 60 days."""
    _need_business(call)
    if user.fields["role"] != "system":
        raise GraphError(100, "(#100) Tokens are given out for system users only.")
    if call.params.text("business_app") != call.world.app_id:
        raise bad_param("business_app", "the id of the app")
    proof = call.params.text("appsecret_proof")
    if proof != proof_of(call.world.app_secret, call.token.value):
        raise required("appsecret_proof")
    scopes = call.params.names("scope") or list(ALL_SCOPES)
    if set(scopes) - set(call.token.scopes):
        raise bad_param("scope", f"out of {{{', '.join(call.token.scopes)}}}")
    ends = call.params.flag("set_token_expires_in_60_days")
    token = call.world.access.mint(
        "system_user",
        user.id,
        call.world.app_id,
        scopes=scopes,
        accounts=call.token.accounts,
        now=call.now,
        expires=call.now + LONG_SECONDS if ends else 0.0,
    )
    return {
        "access_token": token.value,
        "token_type": "bearer",
        **({"expires_in": int(LONG_SECONDS)} if ends else {}),
    }


def _need_business(call: Call) -> None:
    if "business_management" not in call.token.scopes:
        raise no_permission("Requires business_management permission to manage the object.")


GRAPH[Kind.BUSINESS].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "verification_status": lambda call, node: "not_verified",
    "created_time": lambda call, node: written_utc(node.created),
}
