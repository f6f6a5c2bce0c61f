"""Campaign trees for tests of plans."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
    Targeting,
)
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose

ROOT = UUID(int=7)


def make_id(name: str) -> UUID:
    """Return the same id for the same name."""
    return uuid5(ROOT, name)


def make_campaign(
    *,
    groups: int = 1,
    ads: int = 1,
    versions: int = 1,
    images: int = 1,
    paused_ads: frozenset[int] = frozenset(),
) -> DesiredCampaign:
    """Make a draft of `groups` ad groups with `ads` ads each, on so many creative versions and images."""
    return DesiredCampaign(
        id=make_id("campaign"),
        ad_account_id=make_id("account"),
        advertiser_id=make_id("advertiser"),
        external_id=None,
        fields=CampaignFields(
            name="Chips",
            state=RunState.ACTIVE,
            purpose=Purpose.TRAFFIC,
            budget=daily("50"),
            bid_strategy=BidStrategy.HIGHEST_VOLUME,
        ),
        ad_groups=tuple(
            DesiredAdGroup(
                id=make_id(f"group {group}"),
                external_id=None,
                fields=make_group_fields(f"Group {group}"),
                ads=tuple(
                    make_ad(group * ads + ad, versions, images, paused=group * ads + ad in paused_ads)
                    for ad in range(ads)
                ),
            )
            for group in range(groups)
        ),
    )


def make_group_fields(name: str = "Group") -> AdGroupFields:
    """Make an ad group without a budget of its own."""
    return AdGroupFields(
        name=name, state=RunState.ACTIVE, budget=None, targeting=Targeting(countries=("US",))
    )


def make_ad(number: int, versions: int = 1, images: int = 1, *, paused: bool = False) -> DesiredAd:
    """Make an ad on one of some creative versions."""
    version = number % versions
    return DesiredAd(
        id=make_id(f"ad {number}"),
        external_id=None,
        fields=AdFields(
            name=f"Ad {number}",
            state=RunState.PAUSED if paused else RunState.ACTIVE,
            creative=CreativeContent(
                headline=f"Headline {version}",
                primary_text="Crunch into the heat today!",
                description="",
                call_to_action="shop_now",
                destination_url="https://tastychips.co/spicy",
                page_external_id="9001",
                version_id=make_id(f"version {version}"),
                asset_id=make_id(f"image {version % images}") if images else None,
            ),
        ),
    )


def daily(amount: str) -> Budget:
    """Make a daily budget in dollars."""
    return Budget(BudgetPeriod.DAILY, Money.of(amount, "USD"))


def launched(campaign: DesiredCampaign) -> DesiredCampaign:
    """Return the tree as if everything were on the platform."""
    return replace(
        campaign,
        external_id="c",
        ad_groups=tuple(
            replace(
                group,
                external_id=f"g{number}",
                ads=tuple(replace(ad, external_id=f"{number}-{place}") for place, ad in enumerate(group.ads)),
            )
            for number, group in enumerate(campaign.ad_groups)
        ),
    )
