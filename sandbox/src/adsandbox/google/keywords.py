"""Keywords and negative keywords of ad groups."""

from __future__ import annotations

from typing import Any

from adsandbox.google.ad_groups import AD_GROUP
from adsandbox.google.keyword_text import check_keyword_text, normalized
from adsandbox.google.messages import enum_name, set_enum
from adsandbox.google.policy import check_keyword, submit
from adsandbox.google.resources import REMOVED, Edit, ResourceType
from adsandbox.google.rules import check_bid, check_final_urls
from adsandbox.world.nodes import Kind, Node

_NOT_FOR_NEGATIVES = ("cpc_bid_micros", "bid_modifier", "final_urls", "tracking_url_template")
# Told apart so as to be refused as what they are.
_OTHER_KINDS = frozenset({
    "placement", "mobile_app_category", "mobile_application", "listing_group", "age_range", "gender",
    "income_range", "parental_status", "user_list", "youtube_video", "youtube_channel", "topic",
    "user_interest", "webpage", "app_payment_model", "custom_affinity", "custom_intent",
    "custom_audience", "combined_audience", "audience", "location", "language",
})  # fmt: skip


def _check(edit: Edit) -> None:
    criterion = edit.after
    group = edit.referenced(AD_GROUP.collection, criterion.ad_group, "ad_group")
    if edit.creates and group is not None and group.fields["status"] == REMOVED:
        code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
        edit.refuse("context_error", code, "ad_group", trigger=criterion.ad_group)
    if edit.creates:
        _check_kind(edit)
    elif criterion.negative:
        edit.refuse("ad_group_criterion_error", "CANT_UPDATE_NEGATIVE")
    if criterion.negative:
        for field in _NOT_FOR_NEGATIVES:
            if any(descriptor.name == field for descriptor, _ in criterion.ListFields()):
                edit.refuse("criterion_error", "FIELD_INCOMPATIBLE_WITH_NEGATIVE_TARGETING", field)
    if criterion.HasField("cpc_bid_micros") and edit.changes("cpc_bid_micros"):
        check_bid(edit, criterion.cpc_bid_micros, "cpc_bid_micros")
    check_final_urls(edit, criterion.final_urls)


def _check_kind(edit: Edit) -> None:
    criterion = edit.after
    kind = criterion.WhichOneof("criterion")
    if kind is None:
        edit.refuse("criterion_error", "CONCRETE_TYPE_REQUIRED")
        return
    if kind != "keyword":
        code = "CANNOT_EXCLUDE_CRITERIA_TYPE" if criterion.negative else "CANNOT_ADD_CRITERIA_TYPE"
        edit.refuse("criterion_error", code, kind)
        return
    set_enum(criterion, "type_", "KEYWORD")
    check_keyword_text(edit, criterion.keyword.text, "keyword", "text")
    if not criterion.keyword.match_type:
        edit.refuse("field_error", "REQUIRED", "keyword", "match_type")
    if not edit.problems and not criterion.negative:
        check_keyword(edit, criterion.keyword.text, "keyword", "text")


def _existing(edit: Edit) -> Node | None:
    """The same keyword in the ad group, be it removed: adding it again gives that one."""
    group_id = edit.after.ad_group.rsplit("/", 1)[-1]
    wanted = _identity(edit.after)
    for node in edit.call.world.store.nodes(Kind.CRITERION, parent_id=group_id):
        if node.fields["identity"] == wanted:
            return node
    return None


def _identity(criterion: Any) -> str:
    sign = "-" if criterion.negative else "+"
    return f"{sign}{enum_name(criterion.keyword, 'match_type')}:{normalized(criterion.keyword.text)}"


def _tail(edit: Edit, node: Node) -> str:
    return f"{node.parent_id}~{node.id}"


def _stored(edit: Edit, node: Node) -> None:
    node.fields["identity"] = _identity(edit.after)
    if edit.creates and not edit.after.negative:
        submit(edit, node, [edit.after.keyword.text])


CRITERION = ResourceType(
    kind=Kind.CRITERION,
    message="AdGroupCriterion",
    collection="adGroupCriteria",
    fields=frozenset({
        "ad_group", "status", "negative", "keyword", "cpc_bid_micros", "final_urls",
        "tracking_url_template", "final_url_suffix", "url_custom_parameters", "bid_modifier",
        *_OTHER_KINDS,
    }),
    refused=_OTHER_KINDS,
    check=_check,
    required=("ad_group",),
    parent=("ad_group", "adGroups"),
    tail=_tail,
    id_field="criterion_id",
    existing=_existing,
    stored=_stored,
)  # fmt: skip
