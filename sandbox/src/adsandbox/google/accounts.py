"""The Google accounts of a market at its beginning: a manager, and under it the advertisers' customers."""

from __future__ import annotations

from adsandbox.google.customers import add_customer
from adsandbox.scenario import AdvertiserSpec
from adsandbox.world.nodes import Node
from adsandbox.world.world import World


def add_google_accounts(world: World) -> list[tuple[AdvertiserSpec, Node]]:
    """Make the manager and the customers of the scenario's advertisers, and give these."""
    manager = add_customer(world, world.scenario.google_manager, is_manager=True)
    made = []
    for spec in world.scenario.advertisers:
        account = spec.google
        if account is not None:
            node = add_customer(
                world,
                account.name,
                manager,
                account.currency,
                account.timezone,
                spec.market,
                conversion_actions=account.conversion_actions,
            )
            made.append((spec, node))
    return made
