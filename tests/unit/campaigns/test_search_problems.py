"""What stands between a draft for Google Search and its launch, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from adwright.accounts.model import Belongings
from adwright.campaigns.model import (
    BudgetLevel,
    LaunchProblem,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.campaigns.problems.finding import find_problems
from adwright.campaigns.records import CampaignRecord
from adwright.core.ids import new_id
from adwright.platforms.model import (
    BidStrategy,
    Level,
    Platform,
    Provider,
    Purpose,
    SpecialAdCategory,
    Weekday,
)
from adwright.platforms.texts import Severity
from tests.unit.campaigns.test_problems import (
    ACCOUNT,
    AROUND,
    BELONGINGS,
    both,
    daily,
    draft,
    on_ad,
    on_campaign,
    on_group,
    on_text,
)

GOOGLE = replace(ACCOUNT, platform=Platform.GOOGLE, provider=Provider.GOOGLE, min_daily_budget_micros=None)
ON_GOOGLE = replace(AROUND, account=GOOGLE, belongings=Belongings(pixels=BELONGINGS.pixels))
SEARCHERS = Targeting(countries=("US",), languages=("en",), keywords=("[spicy chips]", "kettle chips"))

Change = Callable[[CampaignRecord], CampaignRecord]


def search_draft() -> CampaignRecord:
    """Make a draft for Search that nothing is wrong with: no page, no pixel, no picture, no button."""
    change = both(
        on_campaign(
            page_external_id=None,
            pixel_external_id=None,
            bid_strategy=BidStrategy.MAXIMIZE_CLICKS,
            search=SearchSettings(),
        ),
        on_group(audience=None, targeting=SEARCHERS),
        on_text(
            call_to_action="",
            asset_id=None,
            description="Order today.",
            more_headlines=("Crunch into the heat", "20% off"),
        ),
    )
    return change(draft())


def on_settings(**values: object) -> Change:
    return on_campaign(search=SearchSettings(**values))  # type: ignore[arg-type]


def searching(**values: object) -> Change:
    return on_group(targeting=replace(SEARCHERS, **values))  # type: ignore[arg-type]


def two_groups(second: Targeting) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        [group] = made.ad_groups
        ads = tuple(replace(ad, id=new_id()) for ad in group.ads)
        other = replace(group, id=new_id(), name="Other", targeting=second, ads=ads)
        return replace(made, ad_groups=(group, other))

    return change


def found(change: Change, severity: Severity = Severity.ERROR) -> list[LaunchProblem]:
    return [each for each in find_problems(change(search_draft()), ON_GOOGLE) if each.severity is severity]


def test_problems_when_a_search_draft_is_whole_then_there_are_none() -> None:
    assert find_problems(search_draft(), ON_GOOGLE) == []


def slots(*times: tuple[int, int]) -> tuple[ScheduleSlot, ...]:
    return tuple(ScheduleSlot(Weekday.MONDAY, begin * 60, end * 60) for begin, end in times)


@pytest.mark.parametrize(
    ("change", "level", "field", "said"),
    [
        (on_campaign(purpose=Purpose.APP_INSTALLS), Level.CAMPAIGN, "purpose", "App campaigns"),
        (on_campaign(bid_strategy=BidStrategy.COST_CAP), Level.CAMPAIGN, "bid_strategy", "not available"),
        (on_campaign(spend_cap_micros=5_000_000), Level.CAMPAIGN, "spend_cap", "no overall cap"),
        (
            on_campaign(special_ad_categories=(SpecialAdCategory.HOUSING,)),
            Level.CAMPAIGN,
            "special_ad_categories",
            "Leave them out",
        ),
        (
            both(on_campaign(budget_level=BudgetLevel.AD_GROUP, budget=None), on_group(budget=daily(5))),
            Level.CAMPAIGN,
            "budget_level",
            "the campaign has the budget",
        ),
        (on_campaign(bid_strategy=BidStrategy.TARGET_CPA), Level.CAMPAIGN, "bid_amount", "of a conversion"),
        (on_campaign(bid_strategy=BidStrategy.TARGET_ROAS), Level.CAMPAIGN, "search.target_roas", "a target"),
        (on_campaign(bid_strategy=BidStrategy.MANUAL_CPC), Level.AD_GROUP, "bid_amount", "price of a click"),
        (
            on_settings(excluded_places=("google:1016367", "US")),
            Level.CAMPAIGN,
            "search.excluded_places",
            "shown in United States and leaves it out",
        ),
        (on_settings(excluded_places=("XX",)), Level.CAMPAIGN, "search.excluded_places", "XX is no place"),
        (on_settings(schedule=slots((9, 12), (11, 14))), Level.CAMPAIGN, "search.schedule", "overlap"),
        (
            on_settings(schedule=slots(*((hour, hour + 1) for hour in range(7)))),
            Level.CAMPAIGN,
            "search.schedule",
            "takes 6 a day",
        ),
        (
            on_settings(negative_keywords=("[free",)),
            Level.CAMPAIGN,
            "search.negative_keywords",
            "do not close",
        ),
        (searching(countries=()), Level.CAMPAIGN, "search.countries", "a place at least"),
        (
            two_groups(replace(SEARCHERS, countries=("CA",), keywords=("crisps",))),
            Level.CAMPAIGN,
            "search.countries",
            "differ in them",
        ),
        (searching(keywords=()), Level.AD_GROUP, "targeting.keywords", "a keyword at least"),
        (searching(keywords=("a " * 11,)), Level.AD_GROUP, "targeting.keywords", "10 words"),
        (searching(keywords=("chips, crisps",)), Level.AD_GROUP, "targeting.keywords", "no , in a keyword"),
        (
            searching(negative_keywords=('"open',)),
            Level.AD_GROUP,
            "targeting.negative_keywords",
            "do not close",
        ),
        (
            searching(negative_keywords=("spicy",)),
            Level.AD_GROUP,
            "targeting.negative_keywords",
            "left out by",
        ),
        (on_group(ads=()), Level.AD_GROUP, "ads", "no ad"),
        (on_ad(creative=None), Level.AD, "creative_version_id", "no creative"),
        (on_text(more_headlines=("One more",)), Level.AD, "headlines", "3 to 15"),
        (on_text(more_headlines=("Hot chips", "B")), Level.AD, "headlines.1", "has to be different"),
        (on_text(headline="x" * 31), Level.AD, "headlines.0", "Shorten it by 1"),
        (on_text(description=""), Level.AD, "descriptions", "2 to 4"),
        (on_text(description="x" * 91), Level.AD, "descriptions.1", "Shorten it by 1"),
        (on_text(display_path=("ok", "x" * 16)), Level.AD, "display_path.1", "Shorten it by 1"),
        (on_text(destination_url=""), Level.AD, "destination_url", "missing"),
    ],
)
def test_problems_when_one_thing_is_wrong_on_search_then_node_and_field_are_named(
    change: Change, level: Level, field: str, said: str
) -> None:
    [problem] = found(change)

    assert (problem.level, problem.field) == (level, field)
    assert said in problem.message


@pytest.mark.parametrize(
    ("change", "severity", "field", "said"),
    [
        (on_settings(negative_keywords=("kettle",)), Severity.WARNING, "targeting.negative_keywords", "kett"),
        (
            two_groups(SEARCHERS),
            Severity.WARNING,
            "targeting.keywords",
            "is in “US” too",
        ),
        (searching(age_min=30, genders=("male",)), Severity.NOTE, "targeting", "ages and genders of the"),
        (on_text(asset_id=new_id()), Severity.NOTE, "image", "text only"),
    ],
)
def test_problems_when_something_is_odd_on_search_then_it_is_said_and_does_not_block(
    change: Change, severity: Severity, field: str, said: str
) -> None:
    first, *_ = found(change, severity)

    assert first.field == field
    assert said in first.message
    assert found(change) == []


def test_problems_when_political_ads_are_for_the_eu_then_they_warn() -> None:
    change = both(on_settings(political=True), searching(countries=("DE",)))

    [problem] = found(change, Severity.WARNING)

    assert problem.field == "search.political"


def test_problems_when_the_account_counts_no_conversions_then_bidding_by_them_is_an_error() -> None:
    none = replace(ON_GOOGLE, belongings=Belongings())
    by_conversions = replace(search_draft(), bid_strategy=BidStrategy.HIGHEST_VOLUME)

    [error] = find_problems(by_conversions, none)
    [warning] = find_problems(search_draft(), none)

    assert (error.field, error.severity) == ("bid_strategy", Severity.ERROR)
    assert (warning.field, warning.severity) == ("purpose", Severity.WARNING)
    assert find_problems(replace(search_draft(), purpose=Purpose.TRAFFIC), none) == []


def test_problems_when_four_ads_are_on_then_google_runs_three() -> None:
    def change(made: CampaignRecord) -> CampaignRecord:
        [group] = made.ad_groups
        ads = tuple(replace(group.ads[0], id=new_id()) for _ in range(4))
        return on_group(ads=ads)(made)

    [problem] = found(change)
    assert (problem.field, problem.level) == ("ads", Level.AD_GROUP)
    assert found(both(change, on_ad_states(RunState.PAUSED))) == []


def on_ad_states(first: RunState) -> Change:
    def change(made: CampaignRecord) -> CampaignRecord:
        [group] = made.ad_groups
        head, *rest = group.ads
        return on_group(ads=(replace(head, state=first), *rest))(made)

    return change


def test_problems_when_a_target_is_given_then_its_strategy_is_satisfied() -> None:
    by_cost = on_campaign(bid_strategy=BidStrategy.TARGET_CPA, bid_amount_micros=7_500_000)
    roas = SearchSettings(target_roas=Decimal("3.5"))
    by_return = on_campaign(bid_strategy=BidStrategy.TARGET_ROAS, search=roas)
    by_hand = on_campaign(bid_strategy=BidStrategy.MANUAL_CPC, bid_amount_micros=500_000)

    assert [found(change) for change in (by_cost, by_return, by_hand)] == [[], [], []]
