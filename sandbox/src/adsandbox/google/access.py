"""Who calls, and whether they may operate on the customer: bearer tokens and `login-customer-id`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adsandbox.google.customers import ENABLED, chain, customer, customers
from adsandbox.google.errors import StatusError, error
from adsandbox.world.access import Token
from adsandbox.world.nodes import Node
from adsandbox.world.world import World

SCOPE = "https://www.googleapis.com/auth/adwords"
ACCESS, REFRESH = "google_access", "google_refresh"
REVOKED, DISABLED = 1, 2
_CUSTOMER_ID = re.compile(r"\d{10}")


def bearer(world: World, headers: Mapping[str, str]) -> Token:
    """The access token of a call.

    Raises:
        AdsError: there is none, or it is unknown, expired or revoked.
        StatusError: it was not given for this API.
    """
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value:
        raise error("authentication_error", "OAUTH_TOKEN_HEADER_INVALID")
    token = world.access.find(value.strip())
    if token is None or token.kind != ACCESS:
        raise error("authentication_error", "OAUTH_TOKEN_INVALID")
    if token.ended is not None:
        code = "OAUTH_TOKEN_DISABLED" if token.ended == DISABLED else "OAUTH_TOKEN_REVOKED"
        raise error("authentication_error", code)
    if token.expires and world.now() >= token.expires:
        raise error("authentication_error", "OAUTH_TOKEN_EXPIRED")
    if SCOPE not in token.scopes:
        raise StatusError("PERMISSION_DENIED", "Request had insufficient authentication scopes.")
    return token


def login_customer(world: World, headers: Mapping[str, str]) -> Node | None:
    """The account of the header `login-customer-id`, None if it was not sent.

    Raises:
        AdsError: it is no ten digits, or there is no such account.
    """
    given = headers.get("login-customer-id")
    if given is None:
        return None
    found = customer(world, given) if _CUSTOMER_ID.fullmatch(given) else None
    if found is None:
        raise error("header_error", "INVALID_LOGIN_CUSTOMER_ID", trigger=given)
    return found


def operated_customer(world: World, token: Token, customer_id: str, login: Node | None) -> Node:
    """The customer of a request, if the token reaches it directly or through the manager `login`.

    Raises:
        AdsError: it is no customer id, unknown, out of reach, or not enabled.
    """
    if not _CUSTOMER_ID.fullmatch(customer_id):
        raise error("request_error", "INVALID_CUSTOMER_ID", trigger=customer_id)
    node = customer(world, customer_id)
    if node is None:
        raise error("authentication_error", "CUSTOMER_NOT_FOUND", trigger=customer_id)
    direct = {reached.id for reached in directly_accessible(world, token)}
    if not direct:
        raise error("authentication_error", "NOT_ADS_USER")
    entrance = login or node
    if entrance.id not in direct or entrance.id not in chain(world, node):
        raise error("authorization_error", "USER_PERMISSION_DENIED")
    if node.fields["status"] != ENABLED:
        suspended = node.fields["status"] == "SUSPENDED"
        code = "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT" if suspended else "CUSTOMER_NOT_ENABLED"
        raise error("authorization_error", code)
    return node


def directly_accessible(world: World, token: Token) -> list[Node]:
    """Customers that the person behind the token was let into, not those that a manager leads to."""
    if token.accounts is None:
        return [node for node in customers(world) if not node.parent_id]
    return [node for node in customers(world) if node.id in token.accounts]
