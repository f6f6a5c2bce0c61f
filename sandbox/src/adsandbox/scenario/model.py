"""The parts of a scenario file (docs/scenarios.md). Money is in the account's major units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewSpec:
    """How ads are reviewed: how long it takes, and how many are declined without cause."""

    minutes: float = 10.0
    disapproval_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class MarketSpec:
    """How dear and how responsive the people of an account are."""

    price_per_mille: float = 8.0
    click_level: float = 1.0
    conversion_level: float = 1.0
    order_value: float = 65.0


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
class AdvertiserSpec:
    """A brand: its business, page, pixel, account, and what it has run so far."""

    name: str
    page: PageSpec
    account: AccountSpec
    market: MarketSpec = MarketSpec()
    website: str = "https://example.com/"
    call_to_action: str = "LEARN_MORE"
    campaigns: tuple[CampaignSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole market at its beginning."""

    name: str
    description: str
    advertisers: tuple[AdvertiserSpec, ...]
    review: ReviewSpec = ReviewSpec()
    budget_edits_per_hour: int = 4
