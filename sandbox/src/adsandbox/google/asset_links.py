"""Assets on campaigns, ad groups and the whole customer."""

from __future__ import annotations

from collections.abc import Callable

from adsandbox.google.ad_groups import AD_GROUP
from adsandbox.google.assets import ASSET
from adsandbox.google.campaigns import CAMPAIGN
from adsandbox.google.messages import enum_name, set_enum
from adsandbox.google.names import last_id
from adsandbox.google.resources import REMOVED, Edit, ResourceType
from adsandbox.world.nodes import Kind, Node

_TYPE_OF_FIELD = {
    "SITELINK": "SITELINK",
    "CALLOUT": "CALLOUT",
    "HEADLINE": "TEXT",
    "DESCRIPTION": "TEXT",
    "BUSINESS_NAME": "TEXT",
    "AD_IMAGE": "IMAGE",
    "BUSINESS_LOGO": "IMAGE",
}
_LEVELS = {
    "campaign": frozenset(_TYPE_OF_FIELD),
    "ad_group": frozenset({"SITELINK", "CALLOUT", "AD_IMAGE"}),
    "": frozenset({"SITELINK", "CALLOUT", "BUSINESS_NAME", "BUSINESS_LOGO"}),
}


def _checker(level: str, collection: str) -> Callable[[Edit], None]:
    def check(edit: Edit) -> None:
        link = edit.after
        if level:
            owner = edit.referenced(collection, getattr(link, level), level)
            if edit.creates and owner is not None and owner.fields["status"] == REMOVED:
                code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
                edit.refuse("context_error", code, level, trigger=getattr(link, level))
        asset = edit.referenced(ASSET.collection, link.asset, "asset")
        field = enum_name(link, "field_type")
        if field not in _LEVELS[level]:
            edit.refuse("asset_link_error", "UNSUPPORTED_FIELD_TYPE", "field_type", trigger=field)
        elif asset is not None and asset.fields["resource"]["type_"] != _TYPE_OF_FIELD[field]:
            code = "FIELD_TYPE_INCOMPATIBLE_WITH_ASSET_TYPE"
            edit.refuse("asset_link_error", code, "field_type", trigger=field)
        set_enum(link, "source", "ADVERTISER")

    return check


def _finder(level: str) -> Callable[[Edit], Node | None]:
    def existing(edit: Edit) -> Node | None:
        """The same link, be it removed: linking again gives that one."""
        owner = last_id(getattr(edit.after, level)) if level else edit.call.customer.id
        for node in edit.call.world.store.nodes(Kind.ASSET_LINK, edit.call.customer.id, owner):
            resource = node.fields["resource"]
            same_field = resource["field_type"] == enum_name(edit.after, "field_type")
            if resource["asset"] == edit.after.asset and same_field:
                return node
        return None

    return existing


def _namer(level: str) -> Callable[[Edit, Node], str]:
    def tail(edit: Edit, node: Node) -> str:
        asset = f"{last_id(edit.after.asset)}~{enum_name(edit.after, 'field_type')}"
        return f"{node.parent_id}~{asset}" if level else asset

    return tail


def _link(message: str, collection: str, level: str, owners: str) -> ResourceType:
    required = ("asset", "field_type")
    return ResourceType(
        kind=Kind.ASSET_LINK,
        message=message,
        collection=collection,
        fields=frozenset({"asset", "field_type", "status", *([level] if level else [])}),
        check=_checker(level, owners),
        required=(level, *required) if level else required,
        parent=(level, owners),
        tail=_namer(level),
        existing=_finder(level),
    )


CAMPAIGN_ASSET = _link("CampaignAsset", "campaignAssets", "campaign", CAMPAIGN.collection)
AD_GROUP_ASSET = _link("AdGroupAsset", "adGroupAssets", "ad_group", AD_GROUP.collection)
CUSTOMER_ASSET = _link("CustomerAsset", "customerAssets", "", "")
