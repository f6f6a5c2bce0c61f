"""The words of Google Ads Editor's CSV, and ours."""

from __future__ import annotations

from adwright.campaigns.document.model import DocumentState
from adwright.campaigns.model import RunState
from adwright.platforms.model import BidStrategy, BudgetPeriod, MatchType

MOST_HEADLINES = 15
MOST_DESCRIPTIONS = 4

CAMPAIGN = "Campaign"
CAMPAIGN_TYPE = "Campaign Type"
NETWORKS = "Networks"
BUDGET = "Budget"
BUDGET_TYPE = "Budget type"
POLITICAL = "EU political ads"
LANGUAGES = "Languages"
STRATEGY = "Bid Strategy Type"
TARGET_CPA = "Target CPA"
TARGET_ROAS = "Target ROAS"
CPC_LIMIT = "Maximum CPC bid limit"
START = "Start Date"
END = "End Date"
SCHEDULE = "Ad Schedule"
LOCATION = "Location"
LOCATION_ID = "Location ID"
AD_GROUP = "Ad Group"
MAX_CPC = "Max CPC"
KEYWORD = "Keyword"
CRITERION = "Criterion Type"
AD_TYPE = "Ad type"
PATHS = ("Path 1", "Path 2")
FINAL_URL = "Final URL"
CAMPAIGN_STATUS = "Campaign Status"
GROUP_STATUS = "Ad Group Status"
STATUS = "Status"
HEADLINES = tuple(f"Headline {number}" for number in range(1, MOST_HEADLINES + 1))
DESCRIPTIONS = tuple(f"Description {number}" for number in range(1, MOST_DESCRIPTIONS + 1))
SEARCH = "Search"
RESPONSIVE = "Responsive search ad"

HEADERS = (
    CAMPAIGN,
    CAMPAIGN_TYPE,
    NETWORKS,
    BUDGET,
    BUDGET_TYPE,
    POLITICAL,
    LANGUAGES,
    STRATEGY,
    TARGET_CPA,
    TARGET_ROAS,
    CPC_LIMIT,
    START,
    END,
    SCHEDULE,
    LOCATION,
    LOCATION_ID,
    AD_GROUP,
    MAX_CPC,
    KEYWORD,
    CRITERION,
    AD_TYPE,
    *HEADLINES,
    *DESCRIPTIONS,
    *PATHS,
    FINAL_URL,
    CAMPAIGN_STATUS,
    GROUP_STATUS,
    STATUS,
)

STATES = {
    "enabled": RunState.ACTIVE,
    "active": RunState.ACTIVE,
    "paused": RunState.PAUSED,
    "removed": RunState.ARCHIVED,
    "deleted": RunState.ARCHIVED,
}
STATE_WORDS = {RunState.ACTIVE: "Enabled", RunState.PAUSED: "Paused", RunState.ARCHIVED: "Removed"}
# What is not on the platform yet must not start when Editor posts it.
CAMPAIGN_STATES = {
    DocumentState.DRAFT: "Paused",
    DocumentState.ACTIVE: "Enabled",
    DocumentState.PAUSED: "Paused",
    DocumentState.ARCHIVED: "Removed",
}
PERIODS = {
    "daily": BudgetPeriod.DAILY,
    "campaign total": BudgetPeriod.LIFETIME,
    "total": BudgetPeriod.LIFETIME,
}
PERIOD_WORDS = {BudgetPeriod.DAILY: "Daily", BudgetPeriod.LIFETIME: "Campaign total"}
STRATEGIES = {
    "maximize conversions": BidStrategy.HIGHEST_VOLUME,
    "target cpa": BidStrategy.TARGET_CPA,
    "target roas": BidStrategy.TARGET_ROAS,
    "maximize conversion value": BidStrategy.TARGET_ROAS,
    "maximize clicks": BidStrategy.MAXIMIZE_CLICKS,
    "manual cpc": BidStrategy.MANUAL_CPC,
}
STRATEGY_WORDS = {
    BidStrategy.HIGHEST_VOLUME: "Maximize conversions",
    BidStrategy.TARGET_CPA: "Target CPA",
    BidStrategy.TARGET_ROAS: "Target ROAS",
    BidStrategy.MAXIMIZE_CLICKS: "Maximize clicks",
    BidStrategy.MANUAL_CPC: "Manual CPC",
}
LEFT_OUT = ("negative", "exclu")
MATCHES = {"broad": MatchType.BROAD, "phrase": MatchType.PHRASE, "exact": MatchType.EXACT}
POLITICAL_WORDS = {True: "Has EU political ads", False: "Doesn't have EU political ads"}
POLITICAL_YES = ("has", "contains", "yes")
POLITICAL_NO = ("doesn", "does not", "no")
