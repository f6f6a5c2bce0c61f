"""Pixels: what they are, and which events they counted."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.errors import bad_param
from adsandbox.meta.insights import read_insights
from adsandbox.meta.listing import list_rows
from adsandbox.meta.params import written_instant
from adsandbox.meta.people import written_utc
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import zone_of

_WEEK = 7 * 86_400.0
_AGGREGATIONS = frozenset({"event", "event_total_counts"})
# Meta's names of standard events, by the actions that insights count them as.
_EVENTS = {
    "landing_page_view": "PageView",
    "offsite_conversion.fb_pixel_view_content": "ViewContent",
    "offsite_conversion.fb_pixel_add_to_cart": "AddToCart",
    "offsite_conversion.fb_pixel_initiate_checkout": "InitiateCheckout",
    "offsite_conversion.fb_pixel_purchase": "Purchase",
    "offsite_conversion.fb_pixel_lead": "Lead",
    "offsite_conversion.fb_pixel_complete_registration": "CompleteRegistration",
}


@edge(Kind.PIXEL, "stats")
def count_events(call: Call, pixel: Node) -> dict[str, Any]:
    """How often each event happened: what the account's ads led to, in one row for all the days."""
    call.need_read()
    if call.params.choice("aggregation", _AGGREGATIONS) is None:
        raise bad_param("aggregation", f"one of {{{', '.join(sorted(_AGGREGATIONS))}}}")
    account = call.account_of(pixel)
    zone = zone_of(account)
    until = call.params.instant("end_time", zone) or call.now
    since = call.params.instant("start_time", zone) or until - _WEEK
    days = {"since": written_instant(since, zone)[:10], "until": written_instant(until, zone)[:10]}
    counted = read_insights(call.with_params(_question(call, days)), account)["data"]
    actions = counted[0].get("actions", []) if counted else []
    counts = [
        {"value": _EVENTS[action["action_type"]], "count": int(action["value"])}
        for action in actions
        if action["action_type"] in _EVENTS
    ]
    row = {"start_time": written_instant(since, zone), "aggregation": "event", "data": counts}
    return list_rows(call, [row] if counts else [])


def _question(call: Call, days: dict[str, str]) -> dict[str, str]:
    days_text = f'{{"since":"{days["since"]}","until":"{days["until"]}"}}'
    return {"access_token": call.token.value, "fields": "actions", "time_range": days_text}


GRAPH[Kind.PIXEL].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "is_unavailable": lambda call, node: False,
    "owner_ad_account": lambda call, node: {"id": f"act_{node.account_id}", "account_id": node.account_id},
    "creation_time": lambda call, node: written_utc(node.created),
    "last_fired_time": lambda call, node: written_utc(call.now - 120),
}
