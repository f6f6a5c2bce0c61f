"""Google's words and ours."""

from __future__ import annotations

from typing import Any

from adwright.campaigns.model import ReviewStatus, RunState
from adwright.platforms.model import BidStrategy, MatchType, Weekday

STATES = {"ENABLED": RunState.ACTIVE, "PAUSED": RunState.PAUSED, "REMOVED": RunState.ARCHIVED}
GOOGLE_STATES = {state: name for name, state in STATES.items()}

MATCH_TYPES = {"EXACT": MatchType.EXACT, "PHRASE": MatchType.PHRASE, "BROAD": MatchType.BROAD}
GOOGLE_MATCH_TYPES = {match_type: name for name, match_type in MATCH_TYPES.items()}

WEEKDAYS = {day.name: day for day in Weekday}

MINUTES = {"ZERO": 0, "FIFTEEN": 15, "THIRTY": 30, "FORTY_FIVE": 45}
GOOGLE_MINUTES = {minutes: name for name, minutes in MINUTES.items()}

# How Google names a bidding strategy; with a target it is another of ours.
BID_STRATEGIES = {
    "MAXIMIZE_CONVERSIONS": BidStrategy.HIGHEST_VOLUME,
    "TARGET_CPA": BidStrategy.TARGET_CPA,
    "TARGET_ROAS": BidStrategy.TARGET_ROAS,
    "TARGET_SPEND": BidStrategy.MAXIMIZE_CLICKS,
    "MANUAL_CPC": BidStrategy.MANUAL_CPC,
}

REVIEWS = {
    "REVIEW_IN_PROGRESS": ReviewStatus.IN_REVIEW,
    "UNDER_APPEAL": ReviewStatus.IN_REVIEW,
}

# Categories of conversion actions by what they are to us.
PURCHASES = frozenset({"PURCHASE", "STORE_SALE"})
LEADS = frozenset(
    {
        "SUBMIT_LEAD_FORM",
        "LEAD",
        "IMPORTED_LEAD",
        "QUALIFIED_LEAD",
        "CONVERTED_LEAD",
        "PHONE_CALL_LEAD",
        "CONTACT",
        "SIGNUP",
        "REQUEST_QUOTE",
        "BOOK_APPOINTMENT",
    }
)
INSTALLS = frozenset({"DOWNLOAD"})


def word(message: Any, field: str) -> str:
    """Return the name of an enum's value in a raw message; a value newer than the package is UNKNOWN."""
    enum = message.DESCRIPTOR.fields_by_name[field].enum_type
    value = enum.values_by_number.get(getattr(message, field))
    return value.name if value else "UNKNOWN"


def resource_id(resource_name: str) -> str:
    """Return the last part of a resource's name, such as `12~34` of `customers/1/adGroupAds/12~34`."""
    return resource_name.rsplit("/", 1)[-1]
