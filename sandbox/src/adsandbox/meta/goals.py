"""Which optimization goal an objective allows, what it must promote, and what that means for the market."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.call import Call
from adsandbox.meta.enums import CUSTOM_EVENT_TYPES
from adsandbox.meta.errors import GraphError, invalid
from adsandbox.world.nodes import Kind, Node

PAGE, PIXEL, APP, NOTHING = "page", "pixel", "app", "nothing"
GOALS: dict[str, dict[str, str]] = {
    "OUTCOME_AWARENESS": {"REACH": PAGE, "IMPRESSIONS": PAGE, "AD_RECALL_LIFT": PAGE, "THRUPLAY": PAGE},
    "OUTCOME_TRAFFIC": {
        "LINK_CLICKS": NOTHING,
        "LANDING_PAGE_VIEWS": NOTHING,
        "REACH": NOTHING,
        "IMPRESSIONS": NOTHING,
    },
    "OUTCOME_ENGAGEMENT": {
        "POST_ENGAGEMENT": PAGE,
        "PAGE_LIKES": PAGE,
        "CONVERSATIONS": PAGE,
        "THRUPLAY": NOTHING,
        "OFFSITE_CONVERSIONS": PIXEL,
        "LINK_CLICKS": NOTHING,
        "LANDING_PAGE_VIEWS": NOTHING,
        "REACH": NOTHING,
        "IMPRESSIONS": NOTHING,
    },
    "OUTCOME_LEADS": {
        "LEAD_GENERATION": PAGE,
        "QUALITY_LEAD": PAGE,
        "QUALITY_CALL": PAGE,
        "OFFSITE_CONVERSIONS": PIXEL,
        "LINK_CLICKS": NOTHING,
        "LANDING_PAGE_VIEWS": NOTHING,
    },
    "OUTCOME_SALES": {
        "OFFSITE_CONVERSIONS": PIXEL,
        "VALUE": PIXEL,
        "LINK_CLICKS": NOTHING,
        "LANDING_PAGE_VIEWS": NOTHING,
        "IMPRESSIONS": NOTHING,
        "REACH": NOTHING,
    },
    "OUTCOME_APP_PROMOTION": {"APP_INSTALLS": APP, "LINK_CLICKS": APP, "OFFSITE_CONVERSIONS": APP},
}
_SAME_GOAL_EVENTS = ("LINK_CLICKS", "THRUPLAY")
_LEAD_EVENTS = ("LEAD", "CONTACT", "SUBMIT_APPLICATION", "SCHEDULE")
_PURPOSE_BY_GOAL = {
    "LEAD_GENERATION": "instant_leads",
    "QUALITY_LEAD": "instant_leads",
    "APP_INSTALLS": "app",
    "LINK_CLICKS": "traffic",
    "LANDING_PAGE_VIEWS": "traffic",
    "REACH": "awareness",
    "IMPRESSIONS": "awareness",
    "AD_RECALL_LIFT": "awareness",
    "THRUPLAY": "awareness",
    "POST_ENGAGEMENT": "engagement",
    "PAGE_LIKES": "engagement",
    "CONVERSATIONS": "engagement",
    "QUALITY_CALL": "engagement",
}


def check_goal(call: Call, account: Node, campaign: Node, fields: dict[str, Any]) -> None:
    """Refuse a goal that the objective does not allow, or that lacks what it promotes."""
    objective, goal, event = (
        campaign.fields["objective"],
        fields["optimization_goal"],
        fields["billing_event"],
    )
    allowed = GOALS[objective]
    if goal not in allowed:
        raise invalid(
            f"The optimization goal {goal} cannot be used with the objective {objective}. "
            f"Use one of {', '.join(sorted(allowed))}.",
            title="Performance Goal Not Available",
            blame=("optimization_goal",),
        )
    if event != "IMPRESSIONS" and not (event in _SAME_GOAL_EVENTS and event == goal):
        raise invalid(
            f"The billing event {event} cannot be used with the optimization goal {goal}.",
            title="Billing Event Not Available",
            blame=("billing_event",),
        )
    promoted = fields.get("promoted_object") or {}
    _PROMOTED[allowed[goal]](call, account, promoted)


def _check_page(call: Call, account: Node, promoted: dict[str, Any]) -> None:
    page_id = str(promoted.get("page_id") or "")
    page = call.world.store.node(page_id) if page_id else None
    if page is None or page.kind is not Kind.PAGE or page.account_id != account.id:
        raise invalid(
            "Choose the Facebook Page to promote (promoted_object.page_id), one that this ad account may "
            "promote.",
            subcode=1885154,
            title="Promoted Page Required",
            blame=("promoted_object",),
        )


def _check_pixel(call: Call, account: Node, promoted: dict[str, Any]) -> None:
    pixel_id, event = str(promoted.get("pixel_id") or ""), promoted.get("custom_event_type")
    pixel = call.world.store.node(pixel_id) if pixel_id else None
    if pixel is None or pixel.kind is not Kind.PIXEL or pixel.account_id != account.id or not event:
        raise invalid(
            "Choose the pixel and its conversion event (promoted_object.pixel_id and custom_event_type).",
            subcode=1815715,
            title="Conversion Event Required",
            blame=("promoted_object",),
        )
    if event not in CUSTOM_EVENT_TYPES:
        raise GraphError(
            100,
            "(#100) Param promoted_object[custom_event_type] must be one of "
            f"{{{', '.join(sorted(CUSTOM_EVENT_TYPES))}}}",
            blame=("promoted_object",),
        )


def _check_app(call: Call, account: Node, promoted: dict[str, Any]) -> None:
    if not promoted.get("application_id") or not promoted.get("object_store_url"):
        raise invalid(
            "Choose the app to promote (promoted_object.application_id and object_store_url).",
            subcode=2446509,
            title="App Required",
            blame=("promoted_object",),
        )


def _check_nothing(call: Call, account: Node, promoted: dict[str, Any]) -> None:
    """Nothing needs to be promoted."""


_PROMOTED = {PAGE: _check_page, PIXEL: _check_pixel, APP: _check_app, NOTHING: _check_nothing}


def purpose_of(objective: str, fields: dict[str, Any]) -> str:
    """The market's purpose (a key of market.purposes.PURPOSES) of an ad set."""
    goal = fields["optimization_goal"]
    if goal in _PURPOSE_BY_GOAL:
        return _PURPOSE_BY_GOAL[goal]
    event = (fields.get("promoted_object") or {}).get("custom_event_type", "PURCHASE")
    if objective == "OUTCOME_APP_PROMOTION":
        return "app"
    if event in _LEAD_EVENTS:
        return "leads"
    return "registrations" if event in ("COMPLETE_REGISTRATION", "START_TRIAL", "SUBSCRIBE") else "sales"
