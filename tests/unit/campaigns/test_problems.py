"""What stands between a draft and its launch, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adwright.accounts.model import (
    Belongings,
    ConnectionStatus,
    InstagramAccount,
    LeadForm,
    Page,
    Pixel,
)
from adwright.accounts.ports import AccountStatus
from adwright.campaigns.model import (
    BudgetLevel,
    CampaignOrigin,
    CampaignStatus,
    LaunchProblem,
    ReviewStatus,
    RunState,
    Targeting,
)
from adwright.campaigns.problems.finding import find_problems
from adwright.campaigns.problems.inspection import Surroundings
from adwright.campaigns.records import AdGroupRecord, AdRecord, AudienceUse, CampaignRecord, StoredBudget
from adwright.core.ids import new_id
from adwright.creatives.model import Asset, CreativeText, CreativeVersion
from adwright.platforms.model import (
    BidStrategy,
    BudgetPeriod,
    Level,
    Platform,
    Purpose,
    SpecialAdCategory,
)
from adwright.platforms.texts import Severity
from tests.factories import NOW
from tests.unit.campaigns.accounts import META_ACCOUNT as ACCOUNT

# Now is a Saturday, 7:00 in New York, where the account is.
ORGANIZATION, ADVERTISER = ACCOUNT.organization_id, ACCOUNT.advertiser_id
ASSET = Asset(
    new_id(), ORGANIZATION, ADVERTISER, "chips.png", "image/png", "ab", 1000, 1080, 1080, NOW, "Olive"
)
TEXT = CreativeText(
    headline="Hot chips",
    primary_text="Crunch into the heat.",
    call_to_action="shop_now",
    destination_url="https://tastychips.co/spicy",
    asset_id=ASSET.id,
)
BELONGINGS = Belongings(
    pages=(Page(new_id(), ACCOUNT.id, "9001", "Tasty Chips Co.", None),),
    pixels=(Pixel(new_id(), ACCOUNT.id, "7001", "tastychips.co", ("PURCHASE", "LEAD")),),
    instagram_accounts=(InstagramAccount(new_id(), ACCOUNT.id, "1401", "tastychips", None),),
    lead_forms=(
        LeadForm(new_id(), ACCOUNT.id, "9001", "2801", "Contact"),
        LeadForm(new_id(), ACCOUNT.id, "9002", "2802", "Elsewhere"),
    ),
)
AROUND = Surroundings(ACCOUNT, ConnectionStatus.GOOD, BELONGINGS, {ASSET.id: ASSET}, NOW)

Change = Callable[[CampaignRecord], CampaignRecord]


def draft() -> CampaignRecord:
    """Make a draft that nothing is wrong with."""
    version = CreativeVersion(new_id(), new_id(), ADVERTISER, 1, None, TEXT, NOW, "Olive")
    own = (None, None, None, None)
    ad = AdRecord(
        new_id(), "Chips 1", RunState.ACTIVE, version, *own, ReviewStatus.NONE, (), None, None, None
    )
    audience = AudienceUse(new_id(), new_id(), "Snackers", 1, Targeting(countries=("US",)))
    group = AdGroupRecord(
        id=new_id(),
        name="US",
        state=RunState.ACTIVE,
        audience=audience,
        targeting=None,
        budget=None,
        bid_amount_micros=None,
        start_at=None,
        end_at=None,
        page_external_id=None,
        pixel_external_id=None,
        conversion_event=None,
        declaration=None,
        external_id=None,
        observed=None,
        observed_at=None,
        ads=(ad,),
    )
    return CampaignRecord(
        id=new_id(),
        advertiser_id=ADVERTISER,
        initiative_id=None,
        ad_account_id=ACCOUNT.id,
        name="Spicy chips",
        origin=CampaignOrigin.BUILT,
        status=CampaignStatus.DRAFT,
        error_reason=None,
        state=RunState.ACTIVE,
        purpose=Purpose.SALES,
        budget_level=BudgetLevel.CAMPAIGN,
        budget=daily(25),
        spend_cap_micros=None,
        bid_strategy=BidStrategy.HIGHEST_VOLUME,
        bid_amount_micros=None,
        currency="USD",
        start_local=None,
        end_local=None,
        special_ad_categories=(),
        search=None,
        meta=None,
        page_external_id="9001",
        pixel_external_id="7001",
        external_id=None,
        observed=None,
        observed_at=None,
        created_at=NOW,
        created_by="Olive",
        updated_at=NOW,
        ad_groups=(group,),
    )


def daily(amount: float) -> StoredBudget:
    return StoredBudget(BudgetPeriod.DAILY, round(amount * 1_000_000))


def lifetime(amount: float) -> StoredBudget:
    return StoredBudget(BudgetPeriod.LIFETIME, round(amount * 1_000_000))


def wall(day: int, hour: int = 9) -> datetime:
    """Make wall time in November 2026."""
    return datetime(2026, 11, day, hour)  # noqa: DTZ001 - the ad account's own zone


def on_campaign(**values: object) -> Change:
    return lambda made: replace(made, **values)  # type: ignore[arg-type]


def on_group(**values: object) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        return replace(made, ad_groups=tuple(replace(each, **values) for each in made.ad_groups))  # type: ignore[arg-type]

    return change


def on_ad(**values: object) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        [group] = made.ad_groups
        return on_group(ads=tuple(replace(each, **values) for each in group.ads))(made)  # type: ignore[arg-type]

    return change


def on_text(**values: object) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        version = made.ad_groups[0].ads[0].creative
        assert version is not None
        return on_ad(creative=replace(version, content=replace(version.content, **values)))(made)  # type: ignore[arg-type]

    return change


def both(*changes: Change) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        for each in changes:
            made = each(made)
        return made

    return change


def errors(made: CampaignRecord, around: Surroundings = AROUND) -> list[LaunchProblem]:
    return [each for each in find_problems(made, around) if each.severity is Severity.ERROR]


def test_problems_when_the_draft_is_whole_then_there_are_none() -> None:
    assert find_problems(draft(), AROUND) == []


@pytest.mark.parametrize(
    ("change", "level", "field", "said"),
    [
        (on_campaign(name=" "), Level.CAMPAIGN, "name", "no name"),
        (on_campaign(purpose=None), Level.CAMPAIGN, "purpose", "what the campaign is for"),
        (on_campaign(purpose=Purpose.STORE_VISITS), Level.CAMPAIGN, "purpose", "cannot choose them yet"),
        (on_campaign(bid_strategy=BidStrategy.MANUAL_CPC), Level.CAMPAIGN, "bid_strategy", "not available"),
        (on_campaign(budget=None), Level.CAMPAIGN, "budget", "missing"),
        (on_campaign(budget=daily(0)), Level.CAMPAIGN, "budget.amount", "zero"),
        (on_campaign(budget=daily(0.5)), Level.CAMPAIGN, "budget.amount", "at least 1.00 USD a day"),
        (on_campaign(budget=daily(10.005)), Level.CAMPAIGN, "budget.amount", "at most 2 decimals"),
        (on_campaign(budget=lifetime(100)), Level.CAMPAIGN, "end_local", "needs an end"),
        (
            on_campaign(budget=lifetime(6.99), start_local=wall(22), end_local=wall(29)),
            Level.CAMPAIGN,
            "budget.amount",
            "at least 7.00 USD for this schedule",
        ),
        (on_group(budget=daily(5)), Level.CAMPAIGN, "budget_level", "both have budgets"),
        (
            both(on_campaign(budget_level=BudgetLevel.AD_GROUP), on_group(budget=daily(5))),
            Level.CAMPAIGN,
            "budget",
            "the campaign has one too",
        ),
        (
            on_campaign(budget_level=BudgetLevel.AD_GROUP, budget=None),
            Level.AD_GROUP,
            "budget",
            "missing",
        ),
        (
            both(on_campaign(budget_level=BudgetLevel.AD_GROUP, budget=None), on_group(budget=daily(0.2))),
            Level.AD_GROUP,
            "budget.amount",
            "at least 1.00 USD",
        ),
        (on_campaign(spend_cap_micros=10_001), Level.CAMPAIGN, "spend_cap", "too many decimals"),
        (on_campaign(bid_strategy=BidStrategy.COST_CAP), Level.AD_GROUP, "bid_amount", "the average cost"),
        (on_campaign(bid_strategy=BidStrategy.BID_CAP), Level.AD_GROUP, "bid_amount", "the highest bid"),
        (on_campaign(start_local=wall(21, 6)), Level.CAMPAIGN, "start_local", "in the past"),
        (
            on_campaign(start_local=wall(25), end_local=wall(24)),
            Level.CAMPAIGN,
            "end_local",
            "before the start",
        ),
        (on_campaign(end_local=wall(21, 6)), Level.CAMPAIGN, "end_local", "in the past"),
        (on_campaign(end_local=wall(22, 6)), Level.CAMPAIGN, "end_local", "24 hours"),
        (on_campaign(page_external_id=None), Level.CAMPAIGN, "page_external_id", "Choose the page"),
        (on_campaign(page_external_id="1"), Level.CAMPAIGN, "page_external_id", "cannot use this page"),
        (on_campaign(pixel_external_id=None), Level.CAMPAIGN, "pixel_external_id", "Choose the pixel"),
        (on_campaign(pixel_external_id="1"), Level.CAMPAIGN, "pixel_external_id", "not in the ad account"),
        (on_campaign(ad_groups=()), Level.CAMPAIGN, "ad_groups", "no ad group"),
        (on_group(name=""), Level.AD_GROUP, "name", "no name"),
        (on_group(audience=None), Level.AD_GROUP, "audience_id", "whom"),
        (on_group(targeting=Targeting()), Level.AD_GROUP, "audience_id", "no country"),
        (on_group(ads=()), Level.AD_GROUP, "ads", "no ad"),
        (on_group(bid_amount_micros=1), Level.AD_GROUP, "bid_amount", "too many decimals"),
        (on_ad(name=""), Level.AD, "name", "no name"),
        (on_ad(creative=None), Level.AD, "creative_version_id", "no creative"),
        (on_text(headline=""), Level.AD, "headline", "no headline"),
        (on_text(primary_text=" "), Level.AD, "primary_text", "no text"),
        (on_text(call_to_action=""), Level.AD, "call_to_action", "button"),
        (on_text(destination_url=""), Level.AD, "destination_url", "missing"),
        (on_text(destination_url="ftp://tastychips.co"), Level.AD, "destination_url", "not to ftp:"),
        (on_text(asset_id=None), Level.AD, "asset_id", "no image"),
        (on_text(asset_id=new_id()), Level.AD, "asset_id", "no image"),
    ],
)
def test_problems_when_one_thing_is_wrong_then_node_and_field_are_named(
    change: Change, level: Level, field: str, said: str
) -> None:
    [problem] = errors(change(draft()))

    assert (problem.level, problem.field) == (level, field)
    assert said in problem.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"status": AccountStatus.ERROR, "platform_status": "DISABLED", "disable_reason": "risk"},
            "DISABLED (risk)",
        ),
        ({"platform": Platform.FILE, "provider": None}, "imported files"),
    ],
)
def test_problems_when_the_account_cannot_run_ads_then_it_is_named(
    change: dict[str, object], said: str
) -> None:
    account = replace(ACCOUNT, **change)  # type: ignore[arg-type]

    first, *_ = errors(draft(), replace(AROUND, account=account))

    assert first.field == "ad_account_id"
    assert said in first.message


@pytest.mark.parametrize("status", [ConnectionStatus.RECONNECT_NEEDED, ConnectionStatus.DISCONNECTED])
def test_problems_when_the_connection_cannot_be_used_then_it_is_to_be_renewed(
    status: ConnectionStatus,
) -> None:
    [problem] = errors(draft(), replace(AROUND, connection=status))

    assert problem.field == "ad_account_id"
    assert "Renew it" in problem.message


@pytest.mark.parametrize(
    ("targeting", "warned"),
    [
        (Targeting(countries=("US",)), False),
        (Targeting(countries=("US",), age_min=25), True),
        (Targeting(countries=("US",), age_max=40), True),
        (Targeting(countries=("US",), genders=("female",)), True),
    ],
)
def test_problems_when_the_law_protects_people_then_choosing_among_them_warns(
    targeting: Targeting, warned: bool
) -> None:
    change = both(
        on_campaign(special_ad_categories=(SpecialAdCategory.HOUSING,)), on_group(targeting=targeting)
    )

    found = find_problems(change(draft()), AROUND)

    assert [problem.severity for problem in found] == ([Severity.WARNING] if warned else [])


def test_problems_when_nothing_is_chosen_then_money_and_dates_wait_for_the_account() -> None:
    bare = replace(
        draft(), ad_account_id=None, currency=None, budget=daily(0.5), start_local=wall(1), purpose=None
    )

    found = errors(bare, replace(AROUND, account=None))

    assert {problem.field for problem in found} == {"ad_account_id", "purpose"}


def test_problems_when_texts_are_long_or_the_image_small_then_they_only_warn() -> None:
    small = replace(AROUND, assets={ASSET.id: replace(ASSET, width=400)})

    found = find_problems(on_text(headline="x" * 41)(draft()), small)

    assert {(problem.field, problem.severity) for problem in found} == {
        ("headline", Severity.WARNING),
        ("asset_id", Severity.WARNING),
    }


def test_problems_when_only_metas_published_minimum_is_known_then_it_only_warns() -> None:
    unknown = replace(AROUND, account=replace(ACCOUNT, min_daily_budget_micros=None))

    [problem] = find_problems(on_campaign(budget=daily(0.5))(draft()), unknown)

    assert (problem.field, problem.severity) == ("budget.amount", Severity.WARNING)


def test_problems_when_the_platforms_clock_runs_ahead_then_its_now_counts() -> None:
    ahead = replace(AROUND, now=NOW + timedelta(days=7))

    [problem] = errors(on_campaign(start_local=wall(22))(draft()), ahead)

    assert problem.field == "start_local"


@pytest.mark.parametrize(("amount", "wrong"), [(1200, False), (1200.5, True)])
def test_problems_when_meta_counts_a_currency_in_whole_units_then_decimals_are_refused(
    amount: float, wrong: bool
) -> None:
    forint = replace(AROUND, account=replace(ACCOUNT, currency="HUF", min_daily_budget_micros=None))

    found = errors(on_campaign(budget=daily(amount), currency="HUF")(draft()), forint)

    assert [problem.field for problem in found] == (["budget.amount"] if wrong else [])
