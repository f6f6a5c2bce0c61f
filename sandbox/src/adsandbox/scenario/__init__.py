"""What a fresh market contains: a documented TOML file, either one of the package or the user's own."""

from adsandbox.scenario.loader import ScenarioError, load_scenario
from adsandbox.scenario.model import (
    AccountSpec,
    AdGroupSpec,
    AdSetSpec,
    AdSpec,
    AdvertiserSpec,
    BiddingSpec,
    CampaignSpec,
    ConversionActionSpec,
    GoogleSpec,
    KeywordSpec,
    LimitsSpec,
    PageSpec,
    ReviewSpec,
    Scenario,
    SearchAdSpec,
    SearchCampaignSpec,
)

__all__ = [
    "AccountSpec",
    "AdGroupSpec",
    "AdSetSpec",
    "AdSpec",
    "AdvertiserSpec",
    "BiddingSpec",
    "CampaignSpec",
    "ConversionActionSpec",
    "GoogleSpec",
    "KeywordSpec",
    "LimitsSpec",
    "PageSpec",
    "ReviewSpec",
    "Scenario",
    "ScenarioError",
    "SearchAdSpec",
    "SearchCampaignSpec",
    "load_scenario",
]
