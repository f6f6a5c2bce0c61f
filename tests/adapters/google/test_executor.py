"""Operations on Google Ads through the official SDK: what is its own besides tests/contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.adapters.google import GooglePlatform
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.changes.ports import (
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    ObjectKind,
    Tag,
    UpdateNode,
)
from adwright.changes.values import Values
from adwright.core.errors import Upstream
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, Weekday
from tests.raw_sdks import google_mutate, google_rows

DAILY = Budget(BudgetPeriod.DAILY, Money.of("25.00", "USD"))
SEARCH = SearchSettings(
    countries=("CA", "US"),
    languages=("en",),
    partners=True,
    negative_keywords=("[free chips]",),
    schedule=(ScheduleSlot(Weekday.MONDAY, 540, 1080),),
    target_cost=Money.of("1.50", "USD"),
)
CAMPAIGN = CampaignFields(
    name="Spicy chips",
    state=RunState.PAUSED,
    purpose=Purpose.TRAFFIC,
    budget=DAILY,
    bid_strategy=BidStrategy.MAXIMIZE_CLICKS,
    search=SEARCH,
)
PEOPLE = Targeting(
    countries=("CA", "US"),
    languages=("en",),
    keywords=('"organic chips"', "[spicy chips]", "kettle chips"),
    negative_keywords=("recipe",),
)
GROUP = AdGroupFields("Spicy", RunState.PAUSED, None, PEOPLE)
CONTENT = CreativeContent(
    headline="Spicy chips",
    primary_text="Organic potatoes, real jalapeños.",
    description="Order today.",
    call_to_action="",
    destination_url="https://tastychips.co/spicy",
    more_headlines=("Crunch into the heat", "20% off this week"),
    display_path=("spicy",),
)
AD = AdFields("RSA", RunState.PAUSED, CONTENT)


def tag(key: str) -> Tag:
    return Tag("", key.ljust(32, "0"))


async def make_campaign(
    google: GooglePlatform, access: AccountAccess, key: str = "c", **more: object
) -> str:
    call = CreateCampaign(tag(key), replace(CAMPAIGN, **more))  # type: ignore[arg-type]
    return (await google.perform(access, call)).external_id


async def make_tree(google: GooglePlatform, access: AccountAccess) -> tuple[str, str, str]:
    campaign = await make_campaign(google, access)
    group = (await google.perform(access, CreateAdGroup(tag("g"), campaign, CAMPAIGN, GROUP))).external_id
    ad = (await google.perform(access, CreateAd(tag("a"), group, "", AD))).external_id
    return campaign, group, ad


async def test_a_tree_is_made_paused_and_read_back_as_asked(
    google: GooglePlatform, access: AccountAccess
) -> None:
    campaign, group, ad = await make_tree(google, access)
    whole = await google.read_batch(
        access, [(Level.CAMPAIGN, campaign), (Level.AD_GROUP, group), (Level.AD, ad), (Level.AD, "1~2")]
    )
    found_campaign, found_group, found_ad, nothing = whole
    assert nothing is None
    assert found_campaign is not None
    assert isinstance(found_campaign.fields, CampaignFields)
    assert found_campaign.fields.search is not None
    assert found_campaign.fields.search.start_at is not None
    assert found_campaign.fields == replace(
        CAMPAIGN,
        purpose=None,
        objective="SEARCH",
        search=replace(SEARCH, start_at=found_campaign.fields.search.start_at),
    )
    assert found_group is not None
    assert found_group.fields == GROUP
    assert found_ad is not None
    assert found_ad.fields == replace(AD, name="")
    assert found_ad.parent_external_id == group


async def test_a_lost_answer_is_uncertain_and_what_it_made_is_found(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    sandbox.fault("drop_after_effect", path_regex="GoogleAdsService/Mutate$")
    with pytest.raises(Upstream) as lost:
        await make_campaign(google, access)
    assert lost.value.outcome_unknown
    found = await google.look_up(access, ObjectKind.CAMPAIGN, tag("c"))
    assert found is not None
    # Made again by name it is recognised as our own, and not made twice.
    assert await make_campaign(google, access) == found


async def test_a_name_that_somebody_else_uses_is_refused(
    google: GooglePlatform, access: AccountAccess
) -> None:
    await make_campaign(google, access, "one")
    with pytest.raises(Upstream, match="Choose another name"):
        await make_campaign(google, access, "two")


async def test_a_batch_is_one_request(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    campaign = await make_campaign(google, access)
    before = len(sandbox.requests(path="GoogleAdsService/Mutate"))
    calls = [
        CreateAdGroup(tag(name), campaign, CAMPAIGN, replace(GROUP, name=name)) for name in ("a", "b", "c")
    ]
    answers = await google.perform_batch(access, calls)
    assert len({each.external_id for each in answers if not isinstance(each, Upstream)}) == 3
    assert len(sandbox.requests(path="GoogleAdsService/Mutate")) == before + 1


async def test_a_target_of_conversions_without_any_counted_says_so(
    google: GooglePlatform, access: AccountAccess
) -> None:
    search = replace(SEARCH, target_cost=Money.of("7.50", "USD"))
    with pytest.raises(Upstream, match=r"[Cc]onversion"):
        await make_campaign(google, access, bid_strategy=BidStrategy.TARGET_CPA, search=search)


async def test_a_missing_target_is_refused_before_google_is_asked(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    search = replace(SEARCH, target_cost=None, target_roas=None)
    with pytest.raises(Exception, match="needs a target"):
        await make_campaign(google, access, bid_strategy=BidStrategy.TARGET_ROAS, search=search)
    assert not sandbox.requests(path="GoogleAdsService/Mutate")


async def test_an_ads_texts_stay_pinned_where_somebody_pinned_them(
    google: GooglePlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    _, _, ad = await make_tree(google, access)
    headlines = [{"text": CONTENT.headline, "pinned_field": "HEADLINE_1"}]
    headlines += [{"text": text} for text in CONTENT.more_headlines]
    name = f"customers/{access.external_id}/ads/{ad.partition('~')[2]}"
    pinned = {"resource_name": name, "responsive_search_ad": {"headlines": headlines}}
    mask = {"paths": ["responsive_search_ad.headlines"]}
    google_mutate(sandbox, access.external_id, {"ad_operation": {"update": pinned, "update_mask": mask}})

    other = replace(CONTENT, more_headlines=("Crunch into the heat", "Only today"))
    await google.perform(access, UpdateNode(Level.AD, ad, Values(creative=other)))

    query = "SELECT ad_group_ad.ad.responsive_search_ad.headlines FROM ad_group_ad"
    [row] = google_rows(sandbox, access.external_id, query)
    shown = row.ad_group_ad.ad.responsive_search_ad.headlines
    assert {each.text: each.pinned_field.name for each in shown} == {
        "Spicy chips": "HEADLINE_1",
        "Crunch into the heat": "UNSPECIFIED",
        "Only today": "UNSPECIFIED",
    }
