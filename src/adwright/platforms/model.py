"""The words that every room shares about the platforms."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where an ad account lives. `file` is a read-only account made of imported exports."""

    META = "meta"
    GOOGLE = "google"
    FILE = "file"


class Provider(StrEnum):
    """To whom a connection is granted; the sandbox variant speaks the same protocol at another address."""

    META = "meta"
    META_SANDBOX = "meta_sandbox"
    GOOGLE = "google"
    GOOGLE_SANDBOX = "google_sandbox"

    @property
    def platform(self) -> Platform:
        """The platform whose accounts this provider gives."""
        return _PLATFORM_OF[self]


_PLATFORM_OF = {
    Provider.META: Platform.META,
    Provider.META_SANDBOX: Platform.META,
    Provider.GOOGLE: Platform.GOOGLE,
    Provider.GOOGLE_SANDBOX: Platform.GOOGLE,
}


class Level(StrEnum):
    """The levels at which things are built and measured. Meta's ad set is an ad group."""

    ACCOUNT = "account"
    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"
    AD = "ad"


class Purpose(StrEnum):
    """What a person wants of a campaign."""

    LEAD_GENERATION = "lead_generation"
    SALES = "sales"
    BRAND_AWARENESS = "brand_awareness"
    TRAFFIC = "traffic"
    APP_INSTALLS = "app_installs"
    EVENT_PROMOTION = "event_promotion"
    STORE_VISITS = "store_visits"
    RETARGETING = "retargeting"


class BidStrategy(StrEnum):
    """How the platform is asked to bid."""

    HIGHEST_VOLUME = "highest_volume"
    COST_CAP = "cost_cap"
    BID_CAP = "bid_cap"
    TARGET_CPA = "target_cpa"
    TARGET_ROAS = "target_roas"
    MAXIMIZE_CLICKS = "maximize_clicks"
    MANUAL_CPC = "manual_cpc"


class MatchType(StrEnum):
    """Which searches a keyword meets."""

    EXACT = "exact"
    PHRASE = "phrase"
    BROAD = "broad"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class BudgetPeriod(StrEnum):
    """What a budget amount is for."""

    DAILY = "daily"
    LIFETIME = "lifetime"


class SpecialAdCategory(StrEnum):
    """Categories that the law restricts."""

    CREDIT = "credit"
    EMPLOYMENT = "employment"
    HOUSING = "housing"
    FINANCIAL = "financial_products_services"
    POLITICS = "issues_elections_politics"
    GAMBLING = "online_gambling_and_gaming"
