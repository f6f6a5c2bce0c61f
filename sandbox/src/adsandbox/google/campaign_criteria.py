"""What campaigns are aimed at: places, languages, hours, devices, lists, and what they keep away from."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from adsandbox.google.campaigns import CAMPAIGN
from adsandbox.google.constants import DEVICES, LANGUAGES
from adsandbox.google.geo import geo_target
from adsandbox.google.keyword_text import check_keyword_text, normalized
from adsandbox.google.messages import enum_name, set_enum, to_document
from adsandbox.google.names import last_id
from adsandbox.google.resources import REMOVED, Edit, ResourceType
from adsandbox.google.undeclared import is_undeclared
from adsandbox.world.nodes import Kind, Node

LOWEST_MODIFIER, HIGHEST_MODIFIER = 0.1, 10.0
MOST_INTERVALS_A_DAY = 6
_LARGEST_RADIUS = {"MILES": 500.0, "KILOMETERS": 800.0}
_MINUTES = {"ZERO": 0, "FIFTEEN": 15, "THIRTY": 30, "FORTY_FIVE": 45}
_TYPES = {
    "location": "LOCATION",
    "language": "LANGUAGE",
    "keyword": "KEYWORD",
    "ad_schedule": "AD_SCHEDULE",
    "device": "DEVICE",
    "ip_block": "IP_BLOCK",
    "proximity": "PROXIMITY",
    "user_list": "USER_LIST",
}
_ONLY_NEGATIVE = ("keyword", "ip_block")
_ONLY_POSITIVE = ("language", "ad_schedule", "device", "proximity")
_WITHOUT_MODIFIER = ("keyword", "language", "ip_block")
# Told apart so as to be refused as what they are.
_OTHER_KINDS = frozenset({
    "placement", "mobile_app_category", "mobile_application", "age_range", "gender", "income_range",
    "parental_status", "youtube_video", "youtube_channel", "topic", "listing_scope", "content_label",
    "carrier", "user_interest", "webpage", "operating_system_version", "mobile_device",
    "location_group", "custom_affinity", "custom_audience", "combined_audience", "keyword_theme",
    "local_service_id", "brand_list",
})  # fmt: skip


def _check(edit: Edit) -> None:
    criterion = edit.after
    campaign = edit.referenced(CAMPAIGN.collection, criterion.campaign, "campaign")
    if edit.creates and campaign is not None and campaign.fields["status"] == REMOVED:
        code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
        edit.refuse("context_error", code, "campaign", trigger=criterion.campaign)
    kind = criterion.WhichOneof("criterion")
    if kind is None:
        edit.refuse("criterion_error", "CONCRETE_TYPE_REQUIRED")
        return
    if kind == "location" and campaign is not None and is_undeclared(edit.call.world, campaign):
        code = "MISSING_EU_POLITICAL_ADVERTISING_SELF_DECLARATION"
        edit.refuse("criterion_error", code, "location", "geo_target_constant")
        return
    if kind not in _TYPES:
        code = "CANNOT_EXCLUDE_CRITERIA_TYPE" if criterion.negative else "CANNOT_ADD_CRITERIA_TYPE"
        edit.refuse("criterion_error", code, kind)
        return
    set_enum(criterion, "type_", _TYPES[kind])
    if edit.creates:
        if kind in _ONLY_NEGATIVE and not criterion.negative:
            edit.refuse("criterion_error", "CANNOT_ADD_CRITERIA_TYPE", kind)
        elif kind in _ONLY_POSITIVE and criterion.negative:
            edit.refuse("criterion_error", "CANNOT_EXCLUDE_CRITERIA_TYPE", kind)
        else:
            _CHECKS[kind](edit, getattr(criterion, kind))
    _check_modifier(edit, kind)


def _check_modifier(edit: Edit, kind: str) -> None:
    criterion = edit.after
    if not criterion.HasField("bid_modifier") or not edit.changes("bid_modifier"):
        return
    modifier = criterion.bid_modifier
    if criterion.negative:
        edit.refuse("criterion_error", "CANNOT_BID_MODIFY_NEGATIVE_CRITERION", "bid_modifier")
    elif kind in _WITHOUT_MODIFIER:
        edit.refuse("criterion_error", "CANNOT_BID_MODIFY_CRITERION_TYPE", "bid_modifier")
    elif modifier == 0.0 and kind == "device":
        return  # keeps the campaign away from the device
    elif not LOWEST_MODIFIER <= modifier <= HIGHEST_MODIFIER:
        code = "TOO_LOW" if modifier < LOWEST_MODIFIER else "TOO_HIGH"
        edit.refuse("range_error", code, "bid_modifier", trigger=float(modifier))


def _location(edit: Edit, location: Any) -> None:
    name = location.geo_target_constant
    target = geo_target(last_id(name)) if name.startswith("geoTargetConstants/") else None
    if target is None:
        edit.refuse(
            "criterion_error", "INVALID_CRITERION_ID", "location", "geo_target_constant", trigger=name
        )
        return
    edit.after.criterion_id = target.id
    edit.after.display_name = target.canonical_name


def _language(edit: Edit, language: Any) -> None:
    name = language.language_constant
    known = LANGUAGES.get(last_id(name)) if name.startswith("languageConstants/") else None
    if known is None:
        edit.refuse(
            "criterion_error", "CANNOT_TARGET_LANGUAGE", "language", "language_constant", trigger=name
        )
        return
    edit.after.criterion_id = int(last_id(name))
    edit.after.display_name = known.name


def _keyword(edit: Edit, keyword: Any) -> None:
    check_keyword_text(edit, keyword.text, "keyword", "text")
    if not keyword.match_type:
        edit.refuse("field_error", "REQUIRED", "keyword", "match_type")


def _ad_schedule(edit: Edit, schedule: Any) -> None:
    for field in ("day_of_week", "start_minute", "end_minute"):
        if not getattr(schedule, field):
            edit.refuse("field_error", "REQUIRED", "ad_schedule", field)
    for field, last in (("start_hour", 23), ("end_hour", 24)):
        if not schedule.HasField(field):
            edit.refuse("field_error", "REQUIRED", "ad_schedule", field)
        elif not 0 <= getattr(schedule, field) <= last:
            code = "AD_SCHEDULE_INVALID_TIME_INTERVAL"
            edit.refuse("criterion_error", code, "ad_schedule", field, trigger=getattr(schedule, field))
    if edit.problems:
        return
    begin, end = _interval(to_document(schedule))
    if not begin < end <= 24 * 60:
        edit.refuse("criterion_error", "AD_SCHEDULE_INVALID_TIME_INTERVAL", "ad_schedule")
        return
    day = enum_name(schedule, "day_of_week")
    others = [
        _interval(resource["ad_schedule"])
        for resource in _siblings(edit)
        if resource.get("ad_schedule", {}).get("day_of_week") == day
    ]
    if (begin, end) in others:
        return  # the same again gives the one that is there
    if any(begin < other_end and other_begin < end for other_begin, other_end in others):
        edit.refuse("criterion_error", "AD_SCHEDULE_TIME_INTERVALS_OVERLAP", "ad_schedule")
    elif len(others) >= MOST_INTERVALS_A_DAY:
        edit.refuse("criterion_error", "AD_SCHEDULE_EXCEEDED_INTERVALS_PER_DAY_LIMIT", "ad_schedule")


def _interval(schedule: dict[str, Any]) -> tuple[int, int]:
    """Beginning and end in minutes of the day."""
    return (
        60 * int(schedule.get("start_hour", 0)) + _MINUTES.get(str(schedule.get("start_minute")), 0),
        60 * int(schedule.get("end_hour", 0)) + _MINUTES.get(str(schedule.get("end_minute")), 0),
    )


def _device(edit: Edit, device: Any) -> None:
    known = DEVICES.get(enum_name(device, "type_"))
    if known is None:
        edit.refuse("criterion_error", "CANNOT_TARGET_CRITERION", "device", "type_")
    else:
        edit.after.criterion_id = known


def _ip_block(edit: Edit, block: Any) -> None:
    try:
        ipaddress.ip_network(block.ip_address, strict=False)
    except ValueError:
        code = "INVALID_IP_FORMAT" if "/" in block.ip_address else "INVALID_IP_ADDRESS"
        edit.refuse("criterion_error", code, "ip_block", "ip_address", trigger=block.ip_address)


def _proximity(edit: Edit, proximity: Any) -> None:
    point = proximity.geo_point
    if not proximity.HasField("geo_point") and not proximity.HasField("address"):
        edit.refuse("criterion_error", "PROXIMITY_GEOPOINT_AND_ADDRESS_BOTH_CANNOT_BE_NULL", "proximity")
    if not -180_000_000 <= point.longitude_in_micro_degrees <= 180_000_000:
        edit.refuse("criterion_error", "INVALID_LONGITUDE", "proximity", "geo_point")
    if not -90_000_000 <= point.latitude_in_micro_degrees <= 90_000_000:
        edit.refuse("criterion_error", "INVALID_LATITUDE", "proximity", "geo_point")
    units = enum_name(proximity, "radius_units")
    if units not in _LARGEST_RADIUS:
        edit.refuse("criterion_error", "INVALID_PROXIMITY_RADIUS_UNITS", "proximity", "radius_units")
    elif not 0.0 < proximity.radius <= _LARGEST_RADIUS[units]:
        edit.refuse("criterion_error", "INVALID_PROXIMITY_RADIUS", "proximity", "radius")


def _user_list(edit: Edit, criterion: Any) -> None:
    found = edit.referenced("userLists", criterion.user_list, "user_list", "user_list")
    if found is not None and found.fields["resource"].get("membership_status") == "CLOSED":
        edit.refuse("criterion_error", "CANNOT_ADD_CLOSED_USER_LIST", "user_list", "user_list")


_CHECKS: dict[str, Callable[[Edit, Any], None]] = {
    "location": _location,
    "language": _language,
    "keyword": _keyword,
    "ad_schedule": _ad_schedule,
    "device": _device,
    "ip_block": _ip_block,
    "proximity": _proximity,
    "user_list": _user_list,
}


def _siblings(edit: Edit) -> list[dict[str, Any]]:
    """Criteria of the campaign that are not removed."""
    campaign_id = last_id(edit.after.campaign)
    found = edit.call.world.store.nodes(Kind.CAMPAIGN_CRITERION, parent_id=campaign_id)
    return [node.fields["resource"] for node in found if node.fields["status"] != REMOVED]


def _existing(edit: Edit) -> Node | None:
    """The same criterion of the campaign, be it removed: adding it again gives that one."""
    wanted = _identity(edit.after)
    for node in edit.call.world.store.nodes(Kind.CAMPAIGN_CRITERION, parent_id=last_id(edit.after.campaign)):
        if node.fields["identity"] == wanted:
            return node
    return None


def _identity(criterion: Any) -> str:
    kind = criterion.WhichOneof("criterion")
    document = to_document(getattr(criterion, kind))
    if kind == "keyword":
        document["text"] = normalized(document["text"])
    inner = ",".join(f"{name}={document[name]}" for name in sorted(document))
    return f"{'-' if criterion.negative else '+'}{kind}:{inner}"


def _tail(edit: Edit, node: Node) -> str:
    return f"{node.parent_id}~{edit.after.criterion_id}"


def _stored(edit: Edit, node: Node) -> None:
    node.fields["identity"] = _identity(edit.after)


CAMPAIGN_CRITERION = ResourceType(
    kind=Kind.CAMPAIGN_CRITERION,
    message="CampaignCriterion",
    collection="campaignCriteria",
    fields=frozenset({
        "campaign", "status", "negative", "bid_modifier", *_TYPES,
        *_OTHER_KINDS,
    }),
    refused=_OTHER_KINDS,
    check=_check,
    required=("campaign",),
    parent=("campaign", "campaigns"),
    tail=_tail,
    id_field="criterion_id",
    existing=_existing,
    stored=_stored,
)  # fmt: skip
