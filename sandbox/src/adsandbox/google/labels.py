"""Labels, and what they are on: campaigns, ad groups, ads and keywords."""

from __future__ import annotations

import re
from collections.abc import Callable

from adsandbox.google.names import last_id
from adsandbox.google.resources import REMOVED, Edit, ResourceType
from adsandbox.google.rules import has_namesake
from adsandbox.world.nodes import Kind, Node

LONGEST_NAME = 80
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


def _check_label(edit: Edit) -> None:
    label = edit.after
    if edit.changes("name"):
        if not 0 < len(label.name.strip()) <= LONGEST_NAME or "\x00" in label.name:
            edit.refuse("label_error", "INVALID_LABEL_NAME", "name", trigger=label.name)
        elif has_namesake(edit, Kind.GOOGLE_LABEL):
            edit.refuse("label_error", "DUPLICATE_NAME", "name", trigger=label.name)
    color = label.text_label.background_color
    if color and not _COLOR.fullmatch(color):
        edit.refuse("string_format_error", "INVALID_FORMAT", "text_label", "background_color", trigger=color)


def _label_stored(edit: Edit, node: Node) -> None:
    """A removed label is taken off everything."""
    if node.fields["status"] != REMOVED:
        return
    world = edit.call.world
    for link in world.store.nodes(Kind.LABEL_LINK, node.account_id):
        if last_id(link.fields["resource"]["label"]) == node.id and link.fields["status"] != REMOVED:
            link.fields["status"] = REMOVED
            world.save(link)


LABEL = ResourceType(
    kind=Kind.GOOGLE_LABEL,
    message="Label",
    collection="labels",
    fields=frozenset({"name", "text_label", "status"}),
    check=_check_label,
    required=("name",),
    stored=_label_stored,
)


def _link(message: str, collection: str, owner: str, owners: str, taken: tuple[str, str]) -> ResourceType:
    def check(edit: Edit) -> None:
        node = edit.referenced(owners, getattr(edit.after, owner), owner)
        label = edit.referenced(LABEL.collection, edit.after.label, "label")
        if label is not None and label.fields["status"] == REMOVED:
            edit.refuse("label_error", "CANNOT_APPLY_INACTIVE_LABEL", "label", trigger=edit.after.label)
        if node is None:
            return
        if node.fields["status"] == REMOVED:
            code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
            edit.refuse("context_error", code, owner, trigger=getattr(edit.after, owner))
        elif node.fields["resource"].get("negative"):
            edit.refuse("label_error", "CANNOT_APPLY_LABEL_TO_NEGATIVE_AD_GROUP_CRITERION", owner)
        present = existing(edit)
        if present is not None and present.fields["status"] != REMOVED:
            edit.refuse(*taken)

    def existing(edit: Edit) -> Node | None:
        """The same link, be it removed."""
        parent = last_id(getattr(edit.after, owner))
        for node in edit.call.world.store.nodes(Kind.LABEL_LINK, edit.call.customer.id, parent):
            if node.fields["resource"]["label"] == edit.after.label:
                return node
        return None

    def tail(edit: Edit, node: Node) -> str:
        return f"{getattr(edit.after, owner).rsplit('/', 1)[-1]}~{last_id(edit.after.label)}"

    check_typed: Callable[[Edit], None] = check
    return ResourceType(
        kind=Kind.LABEL_LINK,
        message=message,
        collection=collection,
        fields=frozenset({owner, "label"}),
        check=check_typed,
        required=(owner, "label"),
        parent=(owner, owners),
        verbs=frozenset({"create", "remove"}),
        tail=tail,
        existing=existing,
    )


CAMPAIGN_LABEL = _link(
    "CampaignLabel", "campaignLabels", "campaign", "campaigns",
    ("campaign_error", "CAMPAIGN_LABEL_ALREADY_EXISTS"),
)  # fmt: skip
AD_GROUP_LABEL = _link(
    "AdGroupLabel", "adGroupLabels", "ad_group", "adGroups",
    ("ad_group_error", "ADGROUP_LABEL_ALREADY_EXISTS"),
)  # fmt: skip
AD_GROUP_AD_LABEL = _link(
    "AdGroupAdLabel", "adGroupAdLabels", "ad_group_ad", "adGroupAds",
    ("ad_group_ad_error", "AD_GROUP_AD_LABEL_ALREADY_EXISTS"),
)  # fmt: skip
AD_GROUP_CRITERION_LABEL = _link(
    "AdGroupCriterionLabel", "adGroupCriterionLabels", "ad_group_criterion", "adGroupCriteria",
    ("ad_group_criterion_error", "AD_GROUP_CRITERION_LABEL_ALREADY_EXISTS"),
)  # fmt: skip
