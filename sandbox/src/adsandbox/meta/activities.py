"""Who changed what in an ad account: written with every change, read through the `activities` edge."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from adsandbox.meta.call import Call, edge
from adsandbox.meta.listing import list_rows
from adsandbox.meta.params import read_instant, written_instant
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import zone_of

DAY = 86_400.0
_CREATED = {
    Kind.CAMPAIGN: "create_campaign_group",
    Kind.AD_SET: "create_ad_set",
    Kind.AD: "create_ad",
    Kind.CREATIVE: "edit_and_update_ad_creative",
    Kind.IMAGE: "add_images",
}
_CHANGED = {
    (Kind.CAMPAIGN, "name"): "update_campaign_name",
    (Kind.CAMPAIGN, "status"): "update_campaign_run_status",
    (Kind.CAMPAIGN, "daily_budget"): "update_campaign_budget",
    (Kind.CAMPAIGN, "lifetime_budget"): "update_campaign_budget",
    (Kind.CAMPAIGN, "spend_cap"): "update_campaign_group_spend_cap",
    (Kind.CAMPAIGN, "start_time"): "update_campaign_schedule",
    (Kind.CAMPAIGN, "stop_time"): "update_campaign_schedule",
    (Kind.AD_SET, "name"): "update_ad_set_name",
    (Kind.AD_SET, "status"): "update_ad_set_run_status",
    (Kind.AD_SET, "daily_budget"): "update_ad_set_budget",
    (Kind.AD_SET, "lifetime_budget"): "update_ad_set_budget",
    (Kind.AD_SET, "targeting"): "update_ad_set_target_spec",
    (Kind.AD_SET, "optimization_goal"): "update_ad_set_optimization_goal",
    (Kind.AD_SET, "bid_amount"): "update_ad_set_bidding",
    (Kind.AD_SET, "bid_strategy"): "update_ad_set_bid_strategy",
    (Kind.AD_SET, "start_time"): "update_ad_set_duration",
    (Kind.AD_SET, "end_time"): "update_ad_set_duration",
    (Kind.AD, "name"): "update_ad_friendly_name",
    (Kind.AD, "status"): "update_ad_run_status",
    (Kind.AD, "creative_id"): "update_ad_creative",
    (Kind.AD, "adlabels"): "update_ad_labels",
    (Kind.CREATIVE, "name"): "edit_and_update_ad_creative",
    (Kind.CREATIVE, "status"): "edit_and_update_ad_creative",
    (Kind.IMAGE, "status"): "delete_images",
    (Kind.ACCOUNT, "spend_cap"): "ad_account_update_spend_limit",
}
_OBJECT_TYPE = {Kind.CAMPAIGN: "CAMPAIGN", Kind.AD_SET: "AD_SET", Kind.AD: "AD", Kind.ACCOUNT: "ACCOUNT"}


def note_creation(call: Call, node: Node) -> None:
    """Record that a node was made; labels and the like have no activity."""
    if node.kind in _CREATED:
        _record(call, node, _CREATED[node.kind], {})


def note_changes(call: Call, node: Node, changes: dict[str, list[Any]]) -> None:
    """Record changes ([old, new] by field), one activity per kind of change."""
    by_event: dict[str, dict[str, list[Any]]] = {}
    for name, change in changes.items():
        event = _CHANGED.get((node.kind, name))
        if event:
            by_event.setdefault(event, {})[name] = change
    for event, part in by_event.items():
        _record(call, node, event, part)


def _record(call: Call, node: Node, event: str, changes: dict[str, list[Any]]) -> None:
    actor = call.world.store.node(call.token.user_id)
    fields = {
        "event_type": event,
        "actor_id": call.token.user_id,
        "actor_name": actor.name if actor else "",
        "object_id": node.id,
        "object_name": node.name,
        "object_type": _OBJECT_TYPE.get(node.kind, "OTHER"),
        "application_id": call.token.app_id,
        "changes": changes,
    }
    call.world.store.add_activity(node.account_id, call.now, fields)


@edge(Kind.ACCOUNT, "activities")
def list_activities(call: Call, account: Node) -> dict[str, Any]:
    """Who changed what, the newest first; the last week unless `since` and `until` say otherwise."""
    call.need_read()
    zone = zone_of(account)
    since_text, until_text = call.params.text("since"), call.params.text("until")
    since = read_instant("since", since_text, zone) if since_text else call.now - 7 * DAY
    until = read_instant("until", until_text, zone) if until_text else call.now + 1
    if until_text and len(until_text) == 10:
        until += DAY
    rows = []
    for instant, fields in call.world.store.activities(account.id, since, until):
        changes = {
            name: {"old_value": old, "new_value": new} for name, (old, new) in fields["changes"].items()
        }
        moment = datetime.fromtimestamp(instant, zone)
        rows.append(
            {name: value for name, value in fields.items() if name != "changes"}
            | {
                "event_time": written_instant(instant, zone),
                "application_name": "Sandbox App",
                "date_time_in_timezone": moment.strftime("%m/%d/%Y at %I:%M %p"),
                "translated_event_type": fields["event_type"].replace("_", " ").capitalize(),
                "extra_data": json.dumps(changes),
            }
        )
    wanted = call.params.names("fields")
    if wanted:
        rows = [{name: row[name] for name in wanted if name in row} for row in rows]
    return list_rows(call, rows)
