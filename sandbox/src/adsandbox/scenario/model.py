"""The parts of a scenario file (docs/scenarios.md). Money is in the account's major units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adsandbox.market.purposes import Economics


@dataclass(frozen=True, slots=True)
class ReviewSpec:
    """How ads are reviewed: how long it takes, and how many are declined without cause."""

    minutes: float = 10.0
    disapproval_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class LimitsSpec:
    """The application's rate limits, and whether calls beyond them are refused."""

    tier: str = "standard_access"
    enforced: bool = False


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its name, and the two colours of its generated picture."""

    name: str
    colors: tuple[str, str] = ("#d99a2b", "#7a3b1d")


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An ad account."""

    name: str
    currency: str = "USD"
    timezone: str = "America/New_York"


@dataclass(frozen=True, slots=True)
class AdSpec:
    """An ad of the history with its creative."""

    name: str
    headline: str
    text: str
    colors: tuple[str, str] = ("#d99a2b", "#7a3b1d")


@dataclass(frozen=True, slots=True)
class AdSetSpec:
    """An ad set of the history. `daily_budget` is left out where the campaign has the budget."""

    name: str
    ads: tuple[AdSpec, ...]
    daily_budget: float | None = None
    countries: tuple[str, ...] = ("US",)
    age_min: int = 18
    age_max: int = 65
    genders: tuple[int, ...] = ()
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignSpec:
    """A campaign of the history: it begins and perhaps ends some days before the market's present."""

    name: str
    objective: str
    ad_sets: tuple[AdSetSpec, ...]
    goal: str = ""
    daily_budget: float | None = None
    begin_days_ago: float = 90.0
    pause_days_ago: float | None = None


@dataclass(frozen=True, slots=True)
class KeywordSpec:
    """A keyword of the history; `max_cpc` is its own bid where the ad group's does not hold."""

    text: str
    match_type: str = "PHRASE"
    max_cpc: float | None = None


@dataclass(frozen=True, slots=True)
class SearchAdSpec:
    """A responsive search ad."""

    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdGroupSpec:
    """An ad group: its keywords, negative keywords (exact, phrase or broad) and ads."""

    name: str
    keywords: tuple[KeywordSpec, ...]
    ads: tuple[SearchAdSpec, ...]
    max_cpc: float | None = None
    negatives: tuple[KeywordSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class BiddingSpec:
    """A bid strategy, named as Google's campaign fields are, with its one number: a target or a ceiling.

    `target` is a CPA for `maximize_conversions`, a ROAS for `maximize_conversion_value` (3.5 = 350 %), a
    share (0 to 1) for `target_impression_share`; `ceiling` is the highest bid of `target_spend` and
    `target_impression_share`.
    """

    strategy: str = "maximize_conversions"
    target: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, slots=True)
class SearchCampaignSpec:
    """A search campaign of the history. `locations` and `languages` are ids of Google's constants."""

    name: str
    daily_budget: float
    ad_groups: tuple[AdGroupSpec, ...]
    bidding: BiddingSpec = BiddingSpec()
    search_partners: bool = False
    locations: tuple[int, ...] = (2840,)
    languages: tuple[int, ...] = (1000,)
    negatives: tuple[KeywordSpec, ...] = ()
    begin_days_ago: float = 90.0
    pause_days_ago: float | None = None


@dataclass(frozen=True, slots=True)
class ConversionActionSpec:
    """Something that counts as a conversion. `value` is each one's worth; left out, orders have their own."""

    name: str
    category: str = "PURCHASE"
    value: float | None = None
    counting: str = "MANY_PER_CLICK"
    window_days: int = 30
    primary: bool = True


@dataclass(frozen=True, slots=True)
class GoogleSpec:
    """An advertiser's customer account under the market's one manager account."""

    name: str
    currency: str = "USD"
    timezone: str = "America/New_York"
    conversion_actions: tuple[ConversionActionSpec, ...] = ()
    campaigns: tuple[SearchCampaignSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvertiserSpec:
    """A brand: its business, page, pixel, accounts, and what it has run so far."""

    name: str
    page: PageSpec
    account: AccountSpec
    market: Economics = field(default_factory=Economics)
    website: str = "https://example.com/"
    call_to_action: str = "LEARN_MORE"
    campaigns: tuple[CampaignSpec, ...] = ()
    google: GoogleSpec | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole market at its beginning, with the troubles that it has (docs/troubles.md) if it has any."""

    name: str
    description: str
    advertisers: tuple[AdvertiserSpec, ...]
    google_manager: str = "Sandbox Manager"
    review: ReviewSpec = ReviewSpec()
    budget_edits_per_hour: int = 4
    limits: LimitsSpec = LimitsSpec()
    troubles_seed: int = 1
    faults: tuple[dict[str, Any], ...] = ()
    events: tuple[dict[str, Any], ...] = ()
