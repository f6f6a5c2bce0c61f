"""Accounts in which a campaign lacks the declaration on political advertising in the European Union.

One such campaign makes all campaign-management writes of its account fail, but for those that declare or
remove campaigns. The customer keeps which ones they are.
"""

from __future__ import annotations

from adsandbox.google.resources import Edit
from adsandbox.world.nodes import Node
from adsandbox.world.world import World

_UNDECLARED = "undeclared_campaigns"
_CONCERNED = {
    "campaign", "campaign_budget", "ad_group", "ad_group_ad", "ad", "ad_group_criterion",
    "campaign_criterion", "campaign_asset", "ad_group_asset",
}  # fmt: skip


def lose_declaration(world: World, campaign: Node) -> None:
    """Let a campaign be one that was made before the declaration was asked for."""
    resource = campaign.fields["resource"]
    resource.pop("contains_eu_political_advertising", None)
    resource["missing_eu_political_advertising_declaration"] = True
    world.save(campaign)
    _keep(world, campaign, undeclared=True)


def declare(world: World, campaign: Node) -> None:
    """Note that a campaign has its declaration now, or has gone."""
    if is_undeclared(world, campaign):
        _keep(world, campaign, undeclared=False)


def is_undeclared(world: World, campaign: Node) -> bool:
    """Whether a campaign lacks its declaration."""
    return campaign.id in _undeclared(world, campaign.account_id)


def refuse_undeclared(edit: Edit) -> None:
    """Refuse a write in an account with an undeclared campaign."""
    if edit.type.snake not in _CONCERNED:
        return
    declares = edit.type.snake == "campaign" and "contains_eu_political_advertising" in edit.touched
    removes = edit.operation.WhichOneof("operation") == "remove"
    if not declares and not removes and _undeclared(edit.call.world, edit.call.customer.id):
        edit.refuse("mutate_error", "EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED")


def _undeclared(world: World, customer_id: str) -> list[str]:
    customer = world.store.node(customer_id)
    return list(customer.fields.get(_UNDECLARED, [])) if customer else []


def _keep(world: World, campaign: Node, undeclared: bool) -> None:
    customer = world.store.node(campaign.account_id)
    if customer is None:
        return
    others = [known for known in customer.fields.get(_UNDECLARED, []) if known != campaign.id]
    customer.fields[_UNDECLARED] = [*others, campaign.id] if undeclared else others
    world.store.save_node(customer)
