"""Meta's words and ours, in both directions."""

from __future__ import annotations

from adwright.campaigns.model import RunState
from adwright.platforms.model import BidStrategy, Purpose, SpecialAdCategory

# What an imported campaign is most likely for; several of our purposes share one objective on Meta.
_PURPOSES = {
    "OUTCOME_LEADS": Purpose.LEAD_GENERATION,
    "OUTCOME_SALES": Purpose.SALES,
    "OUTCOME_AWARENESS": Purpose.BRAND_AWARENESS,
    "OUTCOME_TRAFFIC": Purpose.TRAFFIC,
    "OUTCOME_APP_PROMOTION": Purpose.APP_INSTALLS,
    "LEAD_GENERATION": Purpose.LEAD_GENERATION,
    "CONVERSIONS": Purpose.SALES,
    "PRODUCT_CATALOG_SALES": Purpose.SALES,
    "BRAND_AWARENESS": Purpose.BRAND_AWARENESS,
    "REACH": Purpose.BRAND_AWARENESS,
    "LINK_CLICKS": Purpose.TRAFFIC,
    "APP_INSTALLS": Purpose.APP_INSTALLS,
    "EVENT_RESPONSES": Purpose.EVENT_PROMOTION,
    "STORE_VISITS": Purpose.STORE_VISITS,
}

BID_STRATEGIES = {
    "LOWEST_COST_WITHOUT_CAP": BidStrategy.HIGHEST_VOLUME,
    "COST_CAP": BidStrategy.COST_CAP,
    "LOWEST_COST_WITH_BID_CAP": BidStrategy.BID_CAP,
    "LOWEST_COST_WITH_MIN_ROAS": BidStrategy.TARGET_ROAS,
}
META_BID_STRATEGIES = {ours: theirs for theirs, ours in BID_STRATEGIES.items()}

CATEGORIES = {
    "CREDIT": SpecialAdCategory.CREDIT,
    "EMPLOYMENT": SpecialAdCategory.EMPLOYMENT,
    "HOUSING": SpecialAdCategory.HOUSING,
    "FINANCIAL_PRODUCTS_SERVICES": SpecialAdCategory.FINANCIAL,
    "ISSUES_ELECTIONS_POLITICS": SpecialAdCategory.POLITICS,
    "ONLINE_GAMBLING_AND_GAMING": SpecialAdCategory.GAMBLING,
}
META_CATEGORIES = {ours: theirs for theirs, ours in CATEGORIES.items()}

GENDERS = {1: "male", 2: "female"}
META_GENDERS = {ours: theirs for theirs, ours in GENDERS.items()}

META_STATES = {RunState.ACTIVE: "ACTIVE", RunState.PAUSED: "PAUSED", RunState.ARCHIVED: "ARCHIVED"}


def purpose_of(objective: str) -> Purpose | None:
    """Return the purpose an objective stands for; None where Adwright has no word for it."""
    return _PURPOSES.get(objective)
