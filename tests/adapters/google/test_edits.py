"""What an edit on Google leaves alone, where the sandbox has nothing of the kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from google.ads.googleads.v26.services.types.google_ads_service import GoogleAdsRow

from adwright.accounts.ports import AccountAccess
from adwright.adapters.google.client import AdsClient
from adwright.adapters.google.constants import Constants
from adwright.adapters.google.edits import Edits
from adwright.adapters.google.writing import Names
from adwright.campaigns.model import SearchSettings
from adwright.changes.values import Values
from adwright.platforms.model import Level


class OneCampaign:
    """Answers as Google does for a campaign that bids by a strategy of its own or a shared one."""

    def __init__(self, shared: str) -> None:
        row = GoogleAdsRow()
        row.campaign.bidding_strategy = shared
        row.campaign.bidding_strategy_type = "TARGET_SPEND"
        self._row = GoogleAdsRow.pb(row)

    async def rows(self, caller: object, query: str) -> list[Any]:
        return [self._row] if "bidding_strategy_type" in query else []


class NoConstants:
    """Is asked for places and languages of settings that name none."""

    async def known(self, caller: object) -> object:
        return SimpleNamespace(languages_of=lambda code: (), location=lambda code: None)


@pytest.mark.parametrize(
    ("shared", "touches"), [("", True), ("customers/1/biddingStrategies/7", False)], ids=["own", "shared"]
)
async def test_settings_when_the_campaign_shares_its_strategy_then_it_is_left_in_it(
    access: AccountAccess, shared: str, touches: bool
) -> None:
    edits = Edits(cast(AdsClient, OneCampaign(shared)), cast(Constants, NoConstants()))
    wanted = Values(search=SearchSettings(partners=True))
    [operation] = await edits.node(access, Names("1"), Level.CAMPAIGN, "5", wanted)
    paths = operation.campaign_operation.update_mask.paths
    assert ("target_spend.cpc_bid_ceiling_micros" in paths) is touches
    assert "network_settings.target_search_network" in paths
