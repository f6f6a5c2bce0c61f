"""Ad groups of search campaigns."""

from __future__ import annotations

from adsandbox.google.campaigns import CAMPAIGN
from adsandbox.google.messages import default_enum, enum_name
from adsandbox.google.resources import REMOVED, Edit, ResourceType
from adsandbox.google.rules import check_bid, check_name, has_namesake
from adsandbox.world.nodes import Kind

_STANDARD = "SEARCH_STANDARD"
_DEFAULT_CPC_MICROS = 10_000


def _check(edit: Edit) -> None:
    group = edit.after
    default_enum(group, "type_", _STANDARD)
    if enum_name(group, "type_") != _STANDARD:
        edit.refuse("ad_group_error", "AD_GROUP_TYPE_NOT_VALID_FOR_ADVERTISING_CHANNEL_TYPE", "type_")
    campaign = edit.referenced(CAMPAIGN.collection, group.campaign, "campaign")
    if campaign is not None and campaign.fields["status"] == REMOVED:
        code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
        edit.refuse("context_error", code, "campaign", trigger=group.campaign)
    if edit.changes("name"):
        check_name(edit, group.name, "name")
        if campaign is not None:
            siblings = edit.call.world.store.nodes(Kind.AD_GROUP, parent_id=campaign.id)
            if has_namesake(edit, Kind.AD_GROUP, siblings):
                edit.refuse("ad_group_error", "DUPLICATE_ADGROUP_NAME", "name", trigger=group.name)
    if not group.HasField("cpc_bid_micros"):
        group.cpc_bid_micros = _DEFAULT_CPC_MICROS
    elif edit.changes("cpc_bid_micros"):
        check_bid(edit, group.cpc_bid_micros, "cpc_bid_micros")
    if group.target_cpa_micros and edit.changes("target_cpa_micros"):
        check_bid(edit, group.target_cpa_micros, "target_cpa_micros")


AD_GROUP = ResourceType(
    kind=Kind.AD_GROUP,
    message="AdGroup",
    collection="adGroups",
    fields=frozenset({
        "name", "status", "type_", "campaign", "cpc_bid_micros", "target_cpa_micros", "target_roas",
        "tracking_url_template", "final_url_suffix", "url_custom_parameters", "ad_rotation_mode",
    }),
    check=_check,
    required=("campaign", "name"),
    parent=("campaign", "campaigns"),
)  # fmt: skip
