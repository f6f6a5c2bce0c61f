"""Google's objects to neutral nodes.

On Search, places, languages, schedule and bidding belong to the campaign; an ad group's people are then the
campaign's places with the ad group's own keywords.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from adwright.adapters.google.client import Row
from adwright.adapters.google.constants import Known
from adwright.adapters.google.vocabulary import (
    BID_STRATEGIES,
    MATCH_TYPES,
    MINUTES,
    REVIEWS,
    STATES,
    WEEKDAYS,
    resource_id,
    word,
)
from adwright.campaigns.keywords import Keyword
from adwright.campaigns.model import (
    Activity,
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    ObservedNode,
    ReviewStatus,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level

_NO_END = "2037-12-30"
# Google's fields by ours.
_FIELDS = {
    "name": "name",
    "status": "state",
    "cpc_bid_micros": "bid_amount",
    "network_settings": "search",
    "end_date_time": "search",
    "maximize_conversions": "bid_strategy",
    "maximize_conversion_value": "bid_strategy",
    "target_spend": "bid_strategy",
    "manual_cpc": "bid_strategy",
    "responsive_search_ad": "creative",
    "final_urls": "creative",
}


@dataclass(slots=True)
class Criteria:
    """What is attached to one campaign or ad group."""

    countries: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    schedule: list[ScheduleSlot] = field(default_factory=list)


def campaign_criteria(rows: Iterable[Row], known: Known) -> dict[str, Criteria]:
    """Gather campaign criteria by campaign id."""
    found: dict[str, Criteria] = defaultdict(Criteria)
    for row in rows:
        criterion, criteria = row.campaign_criterion, found[resource_id(row.campaign_criterion.campaign)]
        kind = criterion.WhichOneof("criterion")
        if kind == "location":
            places = criteria.excluded if criterion.negative else criteria.countries
            places.append(known.country_of(criterion.location.geo_target_constant))
        elif kind == "language":
            criteria.languages.append(known.language_of(criterion.language.language_constant))
        elif kind == "keyword" and criterion.negative:
            criteria.negatives.append(keyword_of(criterion.keyword))
        elif kind == "ad_schedule":
            criteria.schedule.append(_slot(criterion.ad_schedule))
    return found


def ad_group_criteria(rows: Iterable[Row]) -> dict[str, Criteria]:
    """Gather the keywords of ad groups by ad group id; a paused one is not wanted now."""
    found: dict[str, Criteria] = defaultdict(Criteria)
    for row in rows:
        criterion = row.ad_group_criterion
        criteria = found[resource_id(criterion.ad_group)]
        if criterion.negative:
            criteria.negatives.append(keyword_of(criterion.keyword))
        elif word(criterion, "status") == "ENABLED":
            criteria.keywords.append(keyword_of(criterion.keyword))
    return found


def campaign_node(row: Row, criteria: Criteria, currency: str, zone: str) -> ObservedNode:
    """Read one campaign with its budget; `zone` is the account's, in which Google writes times."""
    campaign = row.campaign
    channel = word(campaign, "advertising_channel_type")
    search = None
    if channel == "SEARCH":
        search = SearchSettings(
            countries=tuple(sorted(set(criteria.countries))),
            excluded_places=tuple(sorted(set(criteria.excluded))),
            languages=tuple(sorted(set(criteria.languages))),
            partners=campaign.network_settings.target_search_network,
            display=campaign.network_settings.target_content_network,
            negative_keywords=tuple(sorted(criteria.negatives)),
            political=word(campaign, "contains_eu_political_advertising")
            == "CONTAINS_EU_POLITICAL_ADVERTISING",
            schedule=tuple(sorted(criteria.schedule, key=_in_week)),
            target_cost=_target_cost(campaign, currency),
            target_roas=_target_roas(campaign),
            start_at=_instant(campaign.start_date_time, zone),
            end_at=_instant(campaign.end_date_time, zone),
        )
    return ObservedNode(
        level=Level.CAMPAIGN,
        external_id=str(campaign.id),
        parent_external_id=None,
        fields=CampaignFields(
            name=campaign.name,
            state=STATES.get(word(campaign, "status"), RunState.ARCHIVED),
            purpose=None,
            budget=_budget(row.campaign_budget, currency),
            bid_strategy=strategy_of(campaign),
            objective=channel,
            search=search,
        ),
        effective_status=word(campaign, "primary_status"),
    )


def ad_group_node(row: Row, own: Criteria, of_campaign: Criteria, currency: str) -> ObservedNode:
    """Read one ad group; its places and languages are its campaign's."""
    group = row.ad_group
    by_hand = group.cpc_bid_micros and word(row.campaign, "bidding_strategy_type") == "MANUAL_CPC"
    return ObservedNode(
        level=Level.AD_GROUP,
        external_id=str(group.id),
        parent_external_id=resource_id(group.campaign),
        fields=AdGroupFields(
            name=group.name,
            state=STATES.get(word(group, "status"), RunState.ARCHIVED),
            budget=None,
            targeting=Targeting(
                countries=tuple(sorted(set(of_campaign.countries))),
                languages=tuple(sorted(set(of_campaign.languages))),
                keywords=tuple(sorted(own.keywords)),
                negative_keywords=tuple(sorted(own.negatives)),
            ),
            bid_amount=Money(group.cpc_bid_micros, currency) if by_hand else None,
        ),
        effective_status=word(group, "primary_status"),
    )


def ad_node(row: Row) -> ObservedNode:
    """Read one ad; of kinds other than the responsive search ad only the name."""
    entry = row.ad_group_ad
    ad = entry.ad
    headlines = [text.text for text in ad.responsive_search_ad.headlines]
    descriptions = [text.text for text in ad.responsive_search_ad.descriptions]
    review, reasons = _review(entry.policy_summary)
    return ObservedNode(
        level=Level.AD,
        external_id=resource_id(entry.resource_name),
        parent_external_id=resource_id(entry.ad_group),
        fields=AdFields(
            # Responsive search ads have none.
            name=ad.name,
            state=STATES.get(word(entry, "status"), RunState.ARCHIVED),
            creative=CreativeContent(
                headline=headlines[0] if headlines else "",
                primary_text=descriptions[0] if descriptions else "",
                description=descriptions[1] if len(descriptions) > 1 else "",
                call_to_action="",
                destination_url=ad.final_urls[0] if ad.final_urls else "",
                more_headlines=tuple(headlines[1:]),
                more_descriptions=tuple(descriptions[2:]),
                display_path=tuple(
                    path for path in (ad.responsive_search_ad.path1, ad.responsive_search_ad.path2) if path
                ),
            ),
        ),
        effective_status=word(entry, "primary_status"),
        review=review,
        review_reasons=reasons,
    )


def activities_of(row: Row, zone: str, of_budgets: Mapping[str, Sequence[str]]) -> list[Activity]:
    """Read one change event: one activity for each node of ours that it is about and each of its fields.

    Args:
        row: the event.
        zone: the account's, in which Google writes times.
        of_budgets: ids of campaigns by the resource names of their budgets.
    """
    event = row.change_event
    at = datetime.fromisoformat(event.change_date_time).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    external_ids, by_kind = _edited(event, of_budgets)
    paths = {path.partition(".")[0] for path in event.changed_fields.paths}
    fields: set[str | None] = {_FIELDS[path] for path in paths if path in _FIELDS}
    actor = event.user_email or word(event, "client_type").replace("_", " ").capitalize()
    return [
        Activity(external_id, field, at, actor)
        for external_id in external_ids
        for field in sorted({by_kind} if by_kind else fields or {None}, key=str)
    ]


def is_about_a_budget(row: Row) -> bool:
    """Say whether a change event is about a budget, which is no node of ours."""
    return word(row.change_event, "change_resource_type") == "CAMPAIGN_BUDGET"


def _edited(event: Row, of_budgets: Mapping[str, Sequence[str]]) -> tuple[Sequence[str], str | None]:
    """Return which of our nodes an event is about, and the field when its kind alone says it."""
    kind = word(event, "change_resource_type")
    if kind == "CAMPAIGN_BUDGET":
        return of_budgets.get(event.change_resource_name, ()), "budget"
    if kind == "CAMPAIGN_CRITERION":
        return [resource_id(event.campaign)], "search"
    if kind == "AD_GROUP_CRITERION":
        return [resource_id(event.ad_group)], "targeting"
    if kind == "AD":
        return [f"{resource_id(event.ad_group)}~{resource_id(event.change_resource_name)}"], "creative"
    return [resource_id(event.change_resource_name)], None


def keyword_of(info: Row) -> str:
    """Return a keyword in marketers' notation."""
    return str(Keyword(info.text.lower(), MATCH_TYPES[word(info, "match_type")]))


def _slot(info: Row) -> ScheduleSlot:
    return ScheduleSlot(
        WEEKDAYS[word(info, "day_of_week")],
        info.start_hour * 60 + MINUTES[word(info, "start_minute")],
        info.end_hour * 60 + MINUTES[word(info, "end_minute")],
    )


def _in_week(slot: ScheduleSlot) -> tuple[int, int]:
    return list(WEEKDAYS.values()).index(slot.weekday), slot.from_minute


def strategy_of(campaign: Row) -> BidStrategy | None:
    """Return the strategy of a campaign; one with a target is another of ours."""
    kind = word(campaign, "bidding_strategy_type")
    if kind == "MAXIMIZE_CONVERSIONS" and campaign.maximize_conversions.target_cpa_micros:
        return BidStrategy.TARGET_CPA
    if kind == "MAXIMIZE_CONVERSION_VALUE" and campaign.maximize_conversion_value.target_roas:
        return BidStrategy.TARGET_ROAS
    return BID_STRATEGIES.get(kind)


def _target_cost(campaign: Row, currency: str) -> Money | None:
    micros = {
        "MAXIMIZE_CONVERSIONS": campaign.maximize_conversions.target_cpa_micros,
        "TARGET_CPA": campaign.target_cpa.target_cpa_micros,
        "TARGET_SPEND": campaign.target_spend.cpc_bid_ceiling_micros,
    }.get(word(campaign, "bidding_strategy_type"), 0)
    return Money(micros, currency) if micros else None


def _target_roas(campaign: Row) -> Decimal | None:
    ratio = {
        "MAXIMIZE_CONVERSION_VALUE": campaign.maximize_conversion_value.target_roas,
        "TARGET_ROAS": campaign.target_roas.target_roas,
    }.get(word(campaign, "bidding_strategy_type"), 0.0)
    return Decimal(str(round(ratio, 4))) if ratio else None


def _budget(budget: Row, currency: str) -> Budget | None:
    if budget.total_amount_micros:
        return Budget(BudgetPeriod.LIFETIME, Money(budget.total_amount_micros, currency))
    if budget.amount_micros:
        return Budget(BudgetPeriod.DAILY, Money(budget.amount_micros, currency))
    return None


def _instant(text: str, zone: str) -> datetime | None:
    """Google writes `2026-11-20 00:00:00` in the account's zone; a day in 2037 stands for no end."""
    if not text or text.startswith(_NO_END):
        return None
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _review(summary: Row) -> tuple[ReviewStatus, tuple[str, ...]]:
    if word(summary, "approval_status") in ("DISAPPROVED", "AREA_OF_INTEREST_ONLY"):
        topics = (entry.topic.replace("_", " ").capitalize() for entry in summary.policy_topic_entries)
        return ReviewStatus.REJECTED, tuple(topics)
    return REVIEWS.get(word(summary, "review_status"), ReviewStatus.APPROVED), ()
