"""Conversion actions and lists of users."""

from __future__ import annotations

from adsandbox.google.messages import default_enum, enum_name, set_enum
from adsandbox.google.resources import Edit, ResourceType
from adsandbox.google.rules import check_name, has_namesake
from adsandbox.world.nodes import Kind

_ACTION_TYPES = ("WEBPAGE", "UPLOAD_CLICKS")
_CLICK_DAYS, _VIEW_DAYS = (1, 90), (1, 30)
_MEMBER_DAYS = (0, 540)
# Told apart so as to be refused as what they are.
_OTHER_LISTS = frozenset({
    "crm_based_user_list", "rule_based_user_list", "logical_user_list", "lookalike_user_list",
})  # fmt: skip


def _check_action(edit: Edit) -> None:
    action = edit.after
    if edit.changes("name"):
        check_name(edit, action.name, "name")
        if has_namesake(edit, Kind.CONVERSION_ACTION):
            edit.refuse("conversion_action_error", "DUPLICATE_NAME", "name", trigger=action.name)
    if enum_name(action, "type_") not in _ACTION_TYPES:
        edit.refuse("conversion_action_error", "CREATION_NOT_SUPPORTED", "type_")
        return
    default_enum(action, "category", "DEFAULT")
    default_enum(action, "counting_type", "MANY_PER_CLICK")
    set_enum(action, "origin", "WEBSITE")
    action.owner_customer = f"customers/{edit.call.customer.id}"
    if not action.HasField("primary_for_goal"):
        action.primary_for_goal = True
    action.include_in_conversions_metric = action.primary_for_goal
    for field, (fewest, most), usual in (
        ("click_through_lookback_window_days", _CLICK_DAYS, 30),
        ("view_through_lookback_window_days", _VIEW_DAYS, 1),
    ):
        if not action.HasField(field):
            setattr(action, field, usual)
        _check_range(edit, getattr(action, field), fewest, most, field)
    values = action.value_settings
    if values.default_value < 0:
        edit.refuse("range_error", "TOO_LOW", "value_settings", "default_value")
    if not values.default_currency_code:
        values.default_currency_code = edit.call.customer.fields["currency"]


def _check_range(edit: Edit, value: int, fewest: int, most: int, field: str) -> None:
    if not fewest <= value <= most:
        edit.refuse("range_error", "TOO_LOW" if value < fewest else "TOO_HIGH", field, trigger=value)


def _check_list(edit: Edit) -> None:
    users = edit.after
    if edit.changes("name"):
        check_name(edit, users.name, "name")
        if has_namesake(edit, Kind.USER_LIST):
            edit.refuse("user_list_error", "NAME_ALREADY_USED", "name", trigger=users.name)
    kind = users.WhichOneof("user_list")
    if kind is None:
        edit.refuse("user_list_error", "CONCRETE_TYPE_REQUIRED")
        return
    if kind == "crm_based_user_list":
        edit.refuse("user_list_error", "ADVERTISER_NOT_ON_ALLOWLIST_FOR_USING_UPLOADED_DATA", kind)
    elif kind != "basic_user_list":
        edit.refuse("user_list_error", "USER_LIST_MUTATE_NOT_SUPPORTED", kind)
    elif not users.basic_user_list.actions:
        edit.refuse("user_list_error", "CONVERSION_TYPE_ID_REQUIRED", kind, "actions")
    else:
        for index, action in enumerate(users.basic_user_list.actions):
            name = action.conversion_action
            edit.referenced("conversionActions", name, kind, ("actions", index), "conversion_action")
    set_enum(users, "type_", "REMARKETING")
    default_enum(users, "membership_status", "OPEN")
    if not users.HasField("membership_life_span"):
        users.membership_life_span = 30
    _check_range(edit, users.membership_life_span, *_MEMBER_DAYS, "membership_life_span")
    # Nobody has been seen by a list that is new; the sandbox does not fill lists.
    users.size_for_search = users.size_for_display = 0
    set_enum(users, "size_range_for_search", "LESS_THAN_FIVE_HUNDRED")
    set_enum(users, "size_range_for_display", "LESS_THAN_FIVE_HUNDRED")
    if not users.HasField("eligible_for_search"):
        users.eligible_for_search = True
    users.eligible_for_display = True
    users.read_only = False


CONVERSION_ACTION = ResourceType(
    kind=Kind.CONVERSION_ACTION,
    message="ConversionAction",
    collection="conversionActions",
    fields=frozenset({
        "name", "status", "type_", "category", "counting_type", "value_settings", "primary_for_goal",
        "click_through_lookback_window_days", "view_through_lookback_window_days",
        "attribution_model_settings",
    }),
    check=_check_action,
    required=("name", "type_"),
)  # fmt: skip
USER_LIST = ResourceType(
    kind=Kind.USER_LIST,
    message="UserList",
    collection="userLists",
    fields=frozenset({
        "name", "description", "membership_status", "membership_life_span", "integration_code",
        "eligible_for_search", "basic_user_list", *_OTHER_LISTS,
    }),
    refused=_OTHER_LISTS,
    check=_check_list,
    required=("name",),
)  # fmt: skip
