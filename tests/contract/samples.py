"""What is made on Meta and on Google in the contract's cases, and what it is edited to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    Interest,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.changes.fields import Field
from adwright.changes.values import Values
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.platforms.model import (
    BidStrategy,
    BudgetPeriod,
    Level,
    Purpose,
    SpecialAdCategory,
    Weekday,
)
from tests.contract.sides import Sample


def _usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def _daily(amount: str) -> Budget:
    return Budget(BudgetPeriod.DAILY, _usd(amount))


_BEGIN, _LATER, _END = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (7, 8, 9))

# What both platforms change.
_BOTH: Mapping[tuple[Level, Field], Any] = {
    (Level.CAMPAIGN, Field.NAME): "Hot chips",
    (Level.CAMPAIGN, Field.STATE): RunState.ACTIVE,
    (Level.CAMPAIGN, Field.BUDGET): _daily("60.50"),
    (Level.AD_GROUP, Field.NAME): "Grown-ups",
    (Level.AD_GROUP, Field.STATE): RunState.ACTIVE,
    (Level.AD, Field.STATE): RunState.ACTIVE,
}
# What only Meta does.
_META_ALONE: Mapping[tuple[Level, Field], Any] = {
    (Level.CAMPAIGN, Field.SPEND_CAP): _usd("500"),
    (Level.CAMPAIGN, Field.CATEGORIES): (SpecialAdCategory.CREDIT,),
    (Level.AD_GROUP, Field.BUDGET): _daily("30"),
    (Level.AD_GROUP, Field.BID_STRATEGY): BidStrategy.BID_CAP,
    (Level.AD_GROUP, Field.START): _LATER,
    (Level.AD_GROUP, Field.END): _END,
    (Level.AD_GROUP, Field.DECLARATION): Declaration("Tasty Chips", "Agency Two"),
    (Level.AD, Field.NAME): "Double crunch",
}


def meta_sample(page: str, interest: Interest) -> Sample:
    """Return what is made on Meta: a page's ads for people."""
    campaign = CampaignFields(
        name="Spicy chips",
        state=RunState.ACTIVE,
        purpose=Purpose.TRAFFIC,
        budget=_daily("50"),
        bid_strategy=BidStrategy.COST_CAP,
    )
    group = AdGroupFields(
        name="Snackers",
        state=RunState.ACTIVE,
        budget=None,
        targeting=Targeting(countries=("US",), age_min=18, age_max=44),
        bid_amount=_usd("20"),
        start_at=_BEGIN,
        declaration=Declaration("Tasty Chips", "Agency One"),
    )
    content = CreativeContent(
        headline="New Spicy Jalapeño Chips | 20% Off",
        primary_text="Made with organic potatoes and real jalapeños. Crunch into the heat today!",
        description="Order today",
        call_to_action="shop_now",
        destination_url="https://tastychips.co/spicy",
        asset_id=new_id(),
        page_external_id=page,
    )
    grown_ups = Targeting(
        countries=("DE", "US"),
        age_min=21,
        age_max=50,
        genders=("female",),
        languages=("de", "en"),
        interests=(interest,),
    )
    return Sample(
        campaign=campaign,
        ad_group=group,
        ad=AdFields("Jalapeño", RunState.ACTIVE, content),
        edits={
            **_BOTH,
            **_META_ALONE,
            (Level.CAMPAIGN, Field.BID_STRATEGY): BidStrategy.BID_CAP,
            (Level.AD_GROUP, Field.BID_AMOUNT): _usd("12.50"),
            (Level.AD_GROUP, Field.TARGETING): grown_ups,
            (Level.AD, Field.CREATIVE): replace(content, headline="Double crunch", description=""),
        },
        never={(Level.CAMPAIGN, Field.SEARCH): SearchSettings(countries=("US",))},
        together={
            Level.CAMPAIGN: Values(
                name="Winter chips",
                spend_cap=_usd("900"),
                special_ad_categories=(SpecialAdCategory.EMPLOYMENT,),
            ),
            Level.AD_GROUP: Values(name="Adults", bid_amount=_usd("15"), targeting=grown_ups, end_at=_END),
            Level.AD: Values(name="Winter"),
        },
        with_budget_below=(replace(campaign, budget=None), replace(group, budget=_daily("20"))),
    )


def search_sample() -> Sample:
    """Return what is made on Google: ads for searches."""
    search = SearchSettings(countries=("CA", "US"), languages=("en",))
    people = Targeting(
        countries=("CA", "US"),
        languages=("en",),
        keywords=('"organic chips"', "[spicy chips]", "kettle chips"),
        negative_keywords=("recipe",),
    )
    content = CreativeContent(
        headline="Spicy chips",
        primary_text="Organic potatoes, real jalapeños.",
        description="Order today.",
        call_to_action="",
        destination_url="https://tastychips.co/spicy",
        more_headlines=("Crunch into the heat", "20% off this week"),
    )
    other_search = SearchSettings(
        countries=("CA", "DE"),
        excluded_places=("google:1002451",),
        languages=("de", "en"),
        partners=True,
        negative_keywords=("[free chips]", "cheap"),
        schedule=(ScheduleSlot(Weekday.MONDAY, 540, 1080), ScheduleSlot(Weekday.SUNDAY, 0, 1440)),
        end_at=_END,
    )
    other_people = replace(people, keywords=("[kettle chips]", "[spicy chips]"), negative_keywords=())
    other_content = replace(
        content, headline="Hot chips", more_descriptions=("Baked by hand.",), display_path=("hot", "chips")
    )
    return Sample(
        campaign=CampaignFields(
            name="Spicy chips",
            state=RunState.ACTIVE,
            purpose=Purpose.TRAFFIC,
            budget=_daily("50"),
            bid_strategy=BidStrategy.MANUAL_CPC,
            search=search,
        ),
        ad_group=AdGroupFields("Spicy", RunState.ACTIVE, None, people, bid_amount=_usd("2")),
        ad=AdFields("Spicy 1", RunState.ACTIVE, content),
        edits={
            **_BOTH,
            (Level.CAMPAIGN, Field.BID_STRATEGY): BidStrategy.MAXIMIZE_CLICKS,
            (Level.CAMPAIGN, Field.SEARCH): other_search,
            (Level.AD_GROUP, Field.BID_AMOUNT): _usd("0.80"),
            (Level.AD_GROUP, Field.TARGETING): other_people,
            (Level.AD, Field.CREATIVE): other_content,
        },
        never=_META_ALONE,
        together={
            Level.CAMPAIGN: Values(
                name="Winter chips",
                bid_strategy=BidStrategy.MAXIMIZE_CLICKS,
                search=replace(other_search, target_cost=_usd("1.50")),
            ),
            Level.AD_GROUP: Values(name="Adults", bid_amount=_usd("0.90"), targeting=other_people),
            Level.AD: Values(creative=other_content),
        },
    )
