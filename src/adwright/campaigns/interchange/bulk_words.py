"""The words of Meta's bulk sheet, and ours."""

from __future__ import annotations

from adwright.campaigns.document.model import DocumentState
from adwright.campaigns.model import RunState
from adwright.platforms.model import BidStrategy, Purpose, SpecialAdCategory
from adwright.platforms.purposes import META_PURPOSES

CAMPAIGN_ID = "Campaign ID"
CAMPAIGN_NAME = "Campaign Name"
CAMPAIGN_STATUS = "Campaign Status"
OBJECTIVE = "Campaign Objective"
BUYING_TYPE = "Buying Type"
STRATEGY = "Campaign Bid Strategy"
CAMPAIGN_DAILY = "Campaign Daily Budget"
CAMPAIGN_LIFETIME = "Campaign Lifetime Budget"
SPEND_LIMIT = "Campaign Spend Limit"
CATEGORIES = "Special Ad Categories"
SET_ID = "Ad Set ID"
SET_NAME = "Ad Set Name"
SET_STATUS = "Ad Set Run Status"
START = "Ad Set Time Start"
STOP = "Ad Set Time Stop"
SET_DAILY = "Ad Set Daily Budget"
SET_LIFETIME = "Ad Set Lifetime Budget"
COUNTRIES = "Countries"
AGE_MIN = "Age Min"
AGE_MAX = "Age Max"
GENDER = "Gender"
GOAL = "Optimization Goal"
BILLING = "Billing Event"
BID = "Bid Amount"
AD_ID = "Ad ID"
AD_NAME = "Ad Name"
AD_STATUS = "Ad Status"
TITLE = "Title"
BODY = "Body"
DESCRIPTION = "Link Description"
LINK = "Link"
CALL_TO_ACTION = "Call to Action"

HEADERS = (
    CAMPAIGN_ID,
    CAMPAIGN_NAME,
    CAMPAIGN_STATUS,
    OBJECTIVE,
    BUYING_TYPE,
    STRATEGY,
    CAMPAIGN_DAILY,
    CAMPAIGN_LIFETIME,
    SPEND_LIMIT,
    CATEGORIES,
    SET_ID,
    SET_NAME,
    SET_STATUS,
    START,
    STOP,
    SET_DAILY,
    SET_LIFETIME,
    COUNTRIES,
    AGE_MIN,
    AGE_MAX,
    GENDER,
    GOAL,
    BILLING,
    BID,
    AD_ID,
    AD_NAME,
    AD_STATUS,
    TITLE,
    BODY,
    DESCRIPTION,
    LINK,
    CALL_TO_ACTION,
)

STATES = {
    "active": RunState.ACTIVE,
    "paused": RunState.PAUSED,
    "archived": RunState.ARCHIVED,
    "deleted": RunState.ARCHIVED,
}
STATE_WORDS = {RunState.ACTIVE: "ACTIVE", RunState.PAUSED: "PAUSED", RunState.ARCHIVED: "ARCHIVED"}
# What is not on the platform yet must not start when the sheet is uploaded.
CAMPAIGN_STATES = {
    DocumentState.DRAFT: "PAUSED",
    DocumentState.ACTIVE: "ACTIVE",
    DocumentState.PAUSED: "PAUSED",
    DocumentState.ARCHIVED: "ARCHIVED",
}
STRATEGIES = {
    "lowest_cost_without_cap": BidStrategy.HIGHEST_VOLUME,
    "highest volume or value": BidStrategy.HIGHEST_VOLUME,
    "cost_cap": BidStrategy.COST_CAP,
    "cost per result goal": BidStrategy.COST_CAP,
    "lowest_cost_with_bid_cap": BidStrategy.BID_CAP,
    "bid cap": BidStrategy.BID_CAP,
}
STRATEGY_WORDS = {
    BidStrategy.HIGHEST_VOLUME: "LOWEST_COST_WITHOUT_CAP",
    BidStrategy.COST_CAP: "COST_CAP",
    BidStrategy.BID_CAP: "LOWEST_COST_WITH_BID_CAP",
}
GENDERS: dict[str, tuple[str, ...]] = {"all": (), "men": ("male",), "women": ("female",)}
CATEGORY_WORDS = {category: category.value.upper() for category in SpecialAdCategory}


def objective_of(purpose: Purpose) -> str | None:
    """Return what Meta calls a purpose; None for one that it cannot be asked for."""
    known = META_PURPOSES.get(purpose)
    return known.objective if known else None


def purpose_of(objective: str) -> Purpose | None:
    """Return the first purpose with an objective, written as Meta does or as its files do."""
    wanted = objective.upper().replace(" ", "_")
    found = (purpose for purpose, known in META_PURPOSES.items() if known.objective == wanted)
    return next(found, None)
