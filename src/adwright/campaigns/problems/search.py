"""What a launch on Google Search needs: places, keywords, targets of the bid strategy, and enough texts."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.campaigns.model import LaunchProblem, RunState, SearchSettings
from adwright.campaigns.on_search import left_out_on_search
from adwright.campaigns.problems.hours import hours_problems
from adwright.campaigns.problems.inspection import Inspection, of_ad, of_group
from adwright.campaigns.problems.keywords import contradictions, unreadable
from adwright.campaigns.problems.needs import Needs
from adwright.campaigns.problems.places import excluded_problems
from adwright.campaigns.problems.targets import missing_target
from adwright.campaigns.records import AdGroupRecord, AdRecord, targeting_of
from adwright.platforms.countries import EU_COUNTRIES
from adwright.platforms.model import BidStrategy, Platform
from adwright.platforms.purposes import STRATEGIES_BY_CONVERSIONS
from adwright.platforms.texts import Severity, check_creative, check_search_ad

MOST_ADS_ON = 3


def _campaign(inspection: Inspection) -> Iterator[LaunchProblem]:
    search = inspection.draft.search or SearchSettings()
    yield from _places(inspection, search)
    yield from _bidding(inspection, search)
    for message in hours_problems(search.schedule):
        yield inspection.of_campaign("search.schedule", message)
    for message in unreadable(search.negative_keywords):
        yield inspection.of_campaign("search.negative_keywords", message)
    yield from _competing(inspection)


def _places(inspection: Inspection, search: SearchSettings) -> Iterator[LaunchProblem]:
    """Places and languages are the campaign's on Search: its ad groups cannot differ in them."""
    targetings = [found for group in inspection.draft.ad_groups if (found := targeting_of(group))]
    places = {(frozenset(each.countries), frozenset(each.languages)) for each in targetings}
    countries = {country for each in targetings for country in each.countries}
    if not countries:
        yield inspection.of_campaign("search.countries", "Choose where people are. Add a place at least.")
    if len(places) > 1:
        message = (
            "On Google Search places and languages are the campaign's, and the ad groups differ in them. "
            "Give all ad groups the same, or make a campaign for each."
        )
        yield inspection.of_campaign("search.countries", message)
    for message in excluded_problems(search.excluded_places, countries):
        yield inspection.of_campaign("search.excluded_places", message)
    if search.political and EU_COUNTRIES & countries:
        message = "Declared as political, the ads are not shown in the European Union."
        yield inspection.of_campaign("search.political", message, Severity.WARNING)


def _bidding(inspection: Inspection, search: SearchSettings) -> Iterator[LaunchProblem]:
    strategies = inspection.strategies
    strategy = inspection.draft.bid_strategy or next(iter(strategies), None)
    yield from _conversions(inspection, strategy)
    missing = missing_target(
        strategy,
        has_cost=bool(inspection.draft.bid_amount_micros),
        has_roas=search.target_roas is not None,
    )
    if missing is not None:
        yield inspection.of_campaign(*missing)


def _conversions(inspection: Inspection, strategy: BidStrategy | None) -> Iterator[LaunchProblem]:
    asked = inspection.offer.search if inspection.offer else None
    if asked is None or inspection.around.belongings.pixels:
        return
    if strategy in STRATEGIES_BY_CONVERSIONS.intersection(asked.bid_strategies):
        message = (
            "This strategy bids by conversions, and the account counts none. Set up a conversion action in "
            "Google Ads and refresh the account, or choose maximize clicks."
        )
        yield inspection.of_campaign("bid_strategy", message)
    elif asked.needs_conversions:
        message = "The account counts no conversions, so nobody will see what this campaign brings."
        yield inspection.of_campaign("purpose", message, Severity.WARNING)


def _competing(inspection: Inspection) -> Iterator[LaunchProblem]:
    """Name a keyword that several ad groups have: Google shows one of them, and not always the same."""
    first: dict[str, str] = {}
    for group in inspection.draft.ad_groups:
        targeting = targeting_of(group)
        for keyword in targeting.keywords if targeting else ():
            other = first.setdefault(keyword, group.name)
            if other != group.name:
                message = f"The keyword {keyword} is in “{other}” too. Keep it in one of them."
                yield of_group(group, "targeting.keywords", message, Severity.WARNING)


def _group(inspection: Inspection, group: AdGroupRecord) -> Iterator[LaunchProblem]:
    targeting = targeting_of(group)
    if targeting is None or not targeting.keywords:
        yield of_group(group, "targeting.keywords", "Enter what people search for: a keyword at least.")
    if targeting is not None:
        for field in ("keywords", "negative_keywords"):
            for message in unreadable(getattr(targeting, field)):
                yield of_group(group, f"targeting.{field}", message)
        search = inspection.draft.search or SearchSettings()
        negatives = (*targeting.negative_keywords, *search.negative_keywords)
        for severity, message in contradictions(targeting.keywords, negatives):
            yield of_group(group, "targeting.negative_keywords", message, severity)
        left_out = left_out_on_search(targeting)
        if left_out is not None:
            field = "targeting" if group.audience is None else "audience_id"
            yield of_group(group, field, left_out, Severity.NOTE)
    by_hand = inspection.draft.bid_strategy is BidStrategy.MANUAL_CPC
    if by_hand and not (group.bid_amount_micros or inspection.draft.bid_amount_micros):
        message = "Manual CPC needs an amount: the highest price of a click."
        yield of_group(group, "bid_amount", message)
    switched_on = sum(1 for ad in group.ads if ad.state is RunState.ACTIVE)
    if switched_on > MOST_ADS_ON:
        message = f"Google runs {MOST_ADS_ON} responsive search ads in an ad group; there are {switched_on}."
        yield of_group(group, "ads", message)


def _ad(inspection: Inspection, ad: AdRecord) -> Iterator[LaunchProblem]:
    if ad.creative is None:
        return
    text = ad.creative.content
    headlines = [each for each in (text.headline, *text.more_headlines) if each]
    descriptions = [each for each in (text.primary_text, text.description, *text.more_descriptions) if each]
    for problem in (
        *check_search_ad(headlines, descriptions, text.display_path),
        *check_creative(Platform.GOOGLE, has_image=text.asset_id is not None),
    ):
        yield of_ad(ad, problem.field, problem.message, problem.severity)


NEEDS = Needs(_campaign, _group, _ad)
