"""What a fresh market contains: a documented TOML file, either one of the package or the user's own."""

from adsandbox.scenario.loader import ScenarioError, load_scenario
from adsandbox.scenario.model import (
    AccountSpec,
    AdSetSpec,
    AdSpec,
    AdvertiserSpec,
    CampaignSpec,
    MarketSpec,
    PageSpec,
    ReviewSpec,
    Scenario,
)

__all__ = [
    "AccountSpec",
    "AdSetSpec",
    "AdSpec",
    "AdvertiserSpec",
    "CampaignSpec",
    "MarketSpec",
    "PageSpec",
    "ReviewSpec",
    "Scenario",
    "ScenarioError",
    "load_scenario",
]
