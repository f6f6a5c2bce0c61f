"""A campaign on Google Search from draft to live and on, as the platform itself tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from adsandbox import Sandbox
from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit, SearchEdit
from adwright.campaigns.model import CampaignStatus, RunState, ScheduleSlot, SearchSettings, Targeting
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from adwright.core.errors import Invalid
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose, Weekday
from adwright.platforms.purposes import SEARCH_PURPOSES
from tests.factories_campaigns import make_creative
from tests.journeys.google_stand import SEARCHERS, TEXT, GoogleStand, count_conversions, make_google_stand

AMOUNTS = {
    BidStrategy.TARGET_CPA: Decimal("7.50"),
    BidStrategy.MANUAL_CPC: Decimal("0.80"),
    BidStrategy.MAXIMIZE_CLICKS: Decimal("1.20"),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        count_conversions(running)
        yield running


@pytest.fixture
async def stand(database: Database, sandbox: Sandbox) -> GoogleStand:
    return await make_google_stand(database, sandbox)


def require_applied(change: Change) -> None:
    assert change.failure is None
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())


@pytest.mark.parametrize("strategy", SEARCH_PURPOSES[Purpose.SALES].bid_strategies)
async def test_launch_when_a_strategy_is_offered_on_search_then_google_takes_it(
    stand: GoogleStand, strategy: BidStrategy
) -> None:
    campaign_id = await stand.draft(
        f"By {strategy.value}",
        purpose=Purpose.SALES,
        bid_strategy=strategy,
        bid_amount=AMOUNTS.get(strategy),
        search=SearchSettings(target_roas=Decimal("3.5")),
    )

    require_applied(await stand.launch(campaign_id))

    [row] = stand.ask(
        "SELECT campaign.status, campaign.bidding_strategy_type, "
        "campaign.maximize_conversions.target_cpa_micros, campaign.maximize_conversion_value.target_roas, "
        "campaign.target_spend.cpc_bid_ceiling_micros, "
        f"ad_group.cpc_bid_micros FROM ad_group WHERE campaign.name = 'By {strategy.value}'"
    )
    found = (
        row.campaign.bidding_strategy_type.name,
        row.campaign.maximize_conversions.target_cpa_micros,
        row.campaign.maximize_conversion_value.target_roas,
        row.campaign.target_spend.cpc_bid_ceiling_micros,
    )
    assert found == {
        BidStrategy.HIGHEST_VOLUME: ("MAXIMIZE_CONVERSIONS", 0, 0.0, 0),
        BidStrategy.TARGET_CPA: ("MAXIMIZE_CONVERSIONS", 7_500_000, 0.0, 0),
        BidStrategy.TARGET_ROAS: ("MAXIMIZE_CONVERSION_VALUE", 0, 3.5, 0),
        BidStrategy.MAXIMIZE_CLICKS: ("TARGET_SPEND", 0, 0.0, 1_200_000),
        BidStrategy.MANUAL_CPC: ("MANUAL_CPC", 0, 0.0, 0),
    }[strategy]
    assert row.campaign.status.name == "ENABLED"
    if strategy is BidStrategy.MANUAL_CPC:
        assert row.ad_group.cpc_bid_micros == 800_000


async def test_launch_when_everything_is_chosen_then_it_is_live_as_asked(stand: GoogleStand) -> None:
    search = SearchSettings(
        partners=True,
        negative_keywords=("Free  chips", "[jobs]"),
        schedule=(ScheduleSlot(Weekday.MONDAY, 540, 1080), ScheduleSlot(Weekday.SATURDAY, 0, 1440)),
    )
    groups = {"Spicy": SEARCHERS, "Crisps": replace(SEARCHERS, keywords=("crisps",), negative_keywords=())}
    end = datetime(2030, 1, 31, 23, 59)  # noqa: DTZ001 - the ad account's own zone
    campaign_id = await stand.draft("Everything", groups=groups, search=search, end_local=end)

    require_applied(await stand.launch(campaign_id))

    assert (await stand.campaign(campaign_id)).status is CampaignStatus.LIVE
    [row] = stand.ask(
        "SELECT campaign.status, campaign.end_date_time, campaign.contains_eu_political_advertising, "
        "campaign.network_settings.target_search_network, campaign.network_settings.target_content_network, "
        "campaign_budget.amount_micros, campaign_budget.explicitly_shared FROM campaign "
        "WHERE campaign.name = 'Everything'"
    )
    campaign = row.campaign
    assert campaign.status.name == "ENABLED"
    assert campaign.end_date_time == "2030-01-31 23:59:00"
    declared = campaign.contains_eu_political_advertising.name
    assert declared == "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING"
    networks = campaign.network_settings
    assert (networks.target_search_network, networks.target_content_network) == (True, False)
    assert (row.campaign_budget.amount_micros, row.campaign_budget.explicitly_shared) == (25_000_000, False)
    assert criteria(stand, "campaign_criterion") == {
        ("LOCATION", "geoTargetConstants/2124"),
        ("LOCATION", "geoTargetConstants/2840"),
        ("LANGUAGE", "languageConstants/1000"),
        ("KEYWORD", "BROAD free chips"),
        ("KEYWORD", "EXACT jobs"),
        ("AD_SCHEDULE", "MONDAY 9-18"),
        ("AD_SCHEDULE", "SATURDAY 0-24"),
    }
    assert criteria(stand, "ad_group_criterion") == {
        ("KEYWORD", "EXACT spicy chips"),
        ("KEYWORD", "PHRASE organic chips"),
        ("KEYWORD", "BROAD kettle chips"),
        ("KEYWORD", "BROAD crisps"),
        ("KEYWORD", "- BROAD recipe"),
    }
    ads = stand.ask(
        "SELECT ad_group_ad.ad.final_urls, ad_group_ad.ad.responsive_search_ad.headlines, "
        "ad_group_ad.ad.responsive_search_ad.descriptions, ad_group_ad.ad.responsive_search_ad.path1, "
        "ad_group_ad.ad.responsive_search_ad.path2 FROM ad_group_ad WHERE campaign.name = 'Everything'"
    )
    assert len(ads) == 2
    for each in ads:
        ad = each.ad_group_ad.ad
        words = ad.responsive_search_ad
        assert list(ad.final_urls) == [TEXT.destination_url]
        assert [text.text for text in words.headlines] == [TEXT.headline, *TEXT.more_headlines]
        assert [text.text for text in words.descriptions] == [TEXT.primary_text, *TEXT.more_descriptions]
        assert (words.path1, words.path2) == TEXT.display_path


async def test_launch_when_the_draft_is_not_ready_for_search_then_every_reason_is_said(
    stand: GoogleStand,
) -> None:
    unready = {"Spicy": Targeting(keywords=("[spicy",))}
    campaign_id = await stand.draft("Unready", groups=unready, bid_strategy=BidStrategy.MANUAL_CPC)

    with pytest.raises(Invalid) as refused:
        await stand.launch(campaign_id)

    fields = {problem.field for problem in refused.value.fields}
    assert fields == {"search.countries", "targeting.keywords", "bid_amount"}
    assert stand.ask("SELECT campaign.id FROM campaign WHERE campaign.name = 'Unready'") == []


async def test_edit_when_a_search_campaign_is_live_then_google_has_it_and_undo_brings_back_what_was(
    stand: GoogleStand,
) -> None:
    campaign_id = await stand.draft("Edited", bid_amount=Decimal("1.20"))
    require_applied(await stand.launch(campaign_id))
    [group] = (await stand.campaign(campaign_id)).ad_groups
    text = replace(TEXT, headline="Hotter chips", more_descriptions=("Order now.", "Eat on Friday."))
    version = await make_creative(stand.database, stand.tenant, text=text)
    in_canada = replace(SEARCHERS, countries=("CA",), languages=())
    people = replace(in_canada, keywords=("[hot chips]",), negative_keywords=())
    ad = AdEdit(id=group.ads[0].id, creative_version_id=version.latest.id)

    change = await stand.edit(
        campaign_id,
        CampaignEdit(
            bid_strategy=BidStrategy.MANUAL_CPC,
            bid_amount=Decimal("0.90"),
            budget=DraftBudget(BudgetPeriod.DAILY, Decimal("20.00")),
            search=SearchEdit(
                excluded_places=(" Google:1002451 ",),
                partners=True,
                political=True,
                negative_keywords=("Free",),
            ),
            ad_groups=(AdGroupEdit(id=group.id, targeting=people, ads=(ad,)),),
        ),
    )

    require_applied(change)
    assert facts_of(stand) == {
        "strategy": "MANUAL_CPC",
        "bid": 900_000,
        "budget": 20_000_000,
        "partners": True,
        "political": "CONTAINS_EU_POLITICAL_ADVERTISING",
        "keywords": {"EXACT hot chips"},
        "places": {"geoTargetConstants/2124", "not geoTargetConstants/1002451"},
        "languages": set(),
        "headline": "Hotter chips",
    }
    assert (await stand.apart(campaign_id)).is_empty

    require_applied(await stand.undo(change))

    assert facts_of(stand) == {
        "strategy": "TARGET_SPEND",
        # No bid of its own: what Google bids then.
        "bid": 10_000,
        "budget": 25_000_000,
        "partners": False,
        "political": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        "keywords": {"EXACT spicy chips", "PHRASE organic chips", "BROAD kettle chips", "BROAD recipe"},
        "places": {"geoTargetConstants/2124", "geoTargetConstants/2840"},
        "languages": {"languageConstants/1000"},
        "headline": TEXT.headline,
    }
    assert (await stand.apart(campaign_id)).is_empty
    require_applied(await stand.edit(campaign_id, CampaignEdit(state=RunState.PAUSED)))
    assert (await stand.campaign(campaign_id)).status is CampaignStatus.PAUSED


async def test_edit_when_google_would_refuse_it_then_it_is_said_before(stand: GoogleStand) -> None:
    campaign_id = await stand.draft("Refused")
    require_applied(await stand.launch(campaign_id))
    [group] = (await stand.campaign(campaign_id)).ad_groups
    overlapping = (ScheduleSlot(Weekday.MONDAY, 540, 720), ScheduleSlot(Weekday.MONDAY, 700, 900))
    nothing = AdGroupEdit(id=group.id, targeting=replace(SEARCHERS, keywords=()))
    edit = CampaignEdit(
        bid_strategy=BidStrategy.TARGET_ROAS, search=SearchEdit(schedule=overlapping), ad_groups=(nothing,)
    )

    with pytest.raises(Invalid) as refused:
        await stand.edit(campaign_id, edit)

    said = " ".join(problem.message for problem in refused.value.fields)
    assert "not available for this purpose" in said
    assert "Target ROAS needs a target" in said
    assert "Times of Monday overlap" in said
    assert "needs a keyword" in said


def facts_of(stand: GoogleStand) -> dict[str, Any]:
    """Return what the platform says of the campaign “Edited”."""
    of_it = "WHERE campaign.name = 'Edited'"
    [row] = stand.ask(
        "SELECT campaign.bidding_strategy_type, campaign.network_settings.target_search_network, "
        f"campaign.contains_eu_political_advertising, campaign_budget.amount_micros FROM campaign {of_it}"
    )
    [group] = stand.ask(f"SELECT ad_group.cpc_bid_micros FROM ad_group {of_it}")
    keywords = stand.ask(
        "SELECT ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, "
        f"ad_group_criterion.type FROM ad_group_criterion {of_it} AND ad_group_criterion.status != 'REMOVED'"
    )
    attached = [
        each.campaign_criterion
        for each in stand.ask(
            "SELECT campaign_criterion.negative, campaign_criterion.location.geo_target_constant, "
            "campaign_criterion.language.language_constant FROM campaign_criterion "
            f"{of_it} AND campaign_criterion.status != 'REMOVED'"
        )
    ]
    [ad] = stand.ask(f"SELECT ad_group_ad.ad.responsive_search_ad.headlines FROM ad_group_ad {of_it}")
    return {
        "strategy": row.campaign.bidding_strategy_type.name,
        "bid": group.ad_group.cpc_bid_micros,
        "budget": row.campaign_budget.amount_micros,
        "partners": row.campaign.network_settings.target_search_network,
        "political": row.campaign.contains_eu_political_advertising.name,
        "keywords": {
            f"{each.ad_group_criterion.keyword.match_type.name} {each.ad_group_criterion.keyword.text}"
            for each in keywords
        },
        "places": {
            f"{'not ' if each.negative else ''}{each.location.geo_target_constant}"
            for each in attached
            if each.location.geo_target_constant
        },
        "languages": {each.language.language_constant for each in attached} - {""},
        "headline": ad.ad_group_ad.ad.responsive_search_ad.headlines[0].text,
    }


def criteria(stand: GoogleStand, kind: str) -> set[tuple[str, str]]:
    """Return what is attached to the campaign “Everything” or to its ad groups, each in a few words."""
    parts = ["type", "negative", "keyword.text", "keyword.match_type"]
    if kind == "campaign_criterion":
        parts += ["location.geo_target_constant", "language.language_constant"]
        parts += [f"ad_schedule.{part}" for part in ("day_of_week", "start_hour", "end_hour")]
    selected = ", ".join(f"{kind}.{part}" for part in parts)
    rows = stand.ask(f"SELECT {selected} FROM {kind} WHERE campaign.name = 'Everything'")
    return {in_words(getattr(row, kind)) for row in rows}


def in_words(criterion: Any) -> tuple[str, str]:
    kind = criterion.type_.name
    if kind == "LOCATION":
        return kind, criterion.location.geo_target_constant
    if kind == "LANGUAGE":
        return kind, criterion.language.language_constant
    if kind == "AD_SCHEDULE":
        slot = criterion.ad_schedule
        return kind, f"{slot.day_of_week.name} {slot.start_hour}-{slot.end_hour}"
    sign = "- " if criterion.negative and hasattr(criterion, "ad_group") else ""
    return kind, f"{sign}{criterion.keyword.match_type.name} {criterion.keyword.text}"
