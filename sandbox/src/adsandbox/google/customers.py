"""Customers: managers and client accounts, who manages whom, and what a fresh account holds.

A customer is a node of the kind CUSTOMER; its manager is its parent. No protobuf is needed here, so that a
market in which nobody asks for Google does not load it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adsandbox.market.purposes import Economics
from adsandbox.scenario import ConversionActionSpec
from adsandbox.world.currency import CURRENCIES
from adsandbox.world.nodes import Kind, Node, mint_id
from adsandbox.world.world import World

ENABLED = "ENABLED"
DEFAULT_TIMEZONE = "America/New_York"


def customer(world: World, customer_id: str) -> Node | None:
    """The customer of this id (ten digits), or None."""
    node = world.store.node(customer_id)
    return node if node and node.kind is Kind.CUSTOMER else None


def customers(world: World) -> list[Node]:
    """All customers, managers too, in the order of their making."""
    return world.store.nodes(Kind.CUSTOMER)


def is_manager(node: Node) -> bool:
    """Whether the customer manages others instead of advertising."""
    return bool(node.fields["resource"].get("manager"))


def chain(world: World, node: Node) -> list[str]:
    """Ids of the customer and of all managers above it, from the inside out."""
    ids: list[str] = []
    above: Node | None = node
    while above is not None and above.id not in ids:
        ids.append(above.id)
        above = customer(world, above.parent_id) if above.parent_id else None
    return ids


def add_customer(
    world: World,
    name: str,
    manager: Node | None = None,
    currency: str = "USD",
    timezone: str = DEFAULT_TIMEZONE,
    market: Economics | None = None,
    is_manager: bool = False,
    conversion_actions: tuple[ConversionActionSpec, ...] = (),
) -> Node:
    """Make a customer, under a manager if one is given.

    Raises:
        ValueError: the currency or the time zone is unknown.
    """
    if currency not in CURRENCIES:
        raise ValueError(f"The currency {currency!r} is unknown.")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"The time zone {timezone!r} is unknown.") from error
    now = world.now()
    with world.store.writing():
        serial = world.store.next_number(Kind.CUSTOMER)
        customer_id = mint_id(Kind.CUSTOMER, serial, serial)
        resource: dict[str, Any] = {
            "resource_name": f"customers/{customer_id}",
            "id": customer_id,
            "descriptive_name": name,
            "currency_code": currency,
            "time_zone": timezone,
            "auto_tagging_enabled": True,
            "manager": is_manager,
            "test_account": False,
            "status": ENABLED,
        }
        fields = {
            "name": name,
            "resource": resource,
            "status": ENABLED,
            "serial": serial,
            "currency": currency,
            "timezone_name": timezone,
            "economics": asdict(market or Economics()),
        }
        parent = manager.id if manager else ""
        node = world.add(Node(customer_id, Kind.CUSTOMER, customer_id, parent, now, now, fields))
        for action in conversion_actions:
            _add_conversion_action(world, node, action)
    return node


def _add_conversion_action(world: World, node: Node, spec: ConversionActionSpec) -> None:
    fields = {"name": spec.name, "status": ENABLED}
    action = world.new_node(Kind.CONVERSION_ACTION, node, node.id, fields)
    value: dict[str, Any] = {"always_use_default_value": spec.value is not None}
    if spec.value is not None:
        value |= {"default_value": spec.value, "default_currency_code": node.fields["currency"]}
    action.fields["resource"] = {
        "resource_name": f"customers/{node.id}/conversionActions/{action.id}",
        "id": action.id,
        "name": spec.name,
        "status": ENABLED,
        "type_": "WEBPAGE",
        "category": spec.category,
        "origin": "WEBSITE",
        "primary_for_goal": spec.primary,
        "include_in_conversions_metric": spec.primary,
        "counting_type": spec.counting,
        "click_through_lookback_window_days": str(spec.window_days),
        "view_through_lookback_window_days": "1",
        "value_settings": value,
        "owner_customer": f"customers/{node.id}",
    }
    world.add(action)
