"""What Google Search would refuse of an edit's values, said before it is called. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.campaigns.model import AdFields, AdGroupFields, CampaignFields, DesiredCampaign, SearchSettings
from adwright.campaigns.problems.hours import hours_problems
from adwright.campaigns.problems.keywords import contradictions, unreadable
from adwright.campaigns.problems.places import excluded_problems
from adwright.campaigns.problems.targets import missing_target
from adwright.changes.fields import Field
from adwright.changes.model.patch import NodeRef
from adwright.changes.model.refusals import PlanProblem, wanted_groups
from adwright.platforms.model import BidStrategy, Level
from adwright.platforms.texts import Severity, check_search_ad


def target_problems(wanted: DesiredCampaign) -> Iterator[PlanProblem]:
    """Say what the bid strategy that is to be aims for and nobody said."""
    node, search = NodeRef.of(Level.CAMPAIGN, wanted), wanted.fields.search or SearchSettings()
    strategy = wanted.fields.bid_strategy
    has_cost, has_roas = search.target_cost is not None, search.target_roas is not None
    missing = missing_target(strategy, has_cost=has_cost, has_roas=has_roas)
    if missing is not None:
        yield PlanProblem(node, missing[1], Field.SEARCH)
    for group in wanted_groups(wanted) if strategy is BidStrategy.MANUAL_CPC else ():
        if group.fields.bid_amount is None:
            below = NodeRef.of(Level.AD_GROUP, group)
            message = f"Manual CPC needs the highest price of a click at the {below.called}."
            yield PlanProblem(below, message, Field.BID_AMOUNT)


def settings_problems(node: NodeRef, fields: CampaignFields) -> Iterator[PlanProblem]:
    """Say what is wrong with a campaign's settings for Search."""
    search = fields.search or SearchSettings()
    if not search.countries:
        yield PlanProblem(node, "The campaign needs a place: a country at least.", Field.SEARCH)
    for message in (
        *excluded_problems(search.excluded_places, search.countries),
        *hours_problems(search.schedule),
        *unreadable(search.negative_keywords),
    ):
        yield PlanProblem(node, message, Field.SEARCH)


def keyword_problems(node: NodeRef, fields: AdGroupFields, campaign: CampaignFields) -> Iterator[PlanProblem]:
    """Say what is wrong with an ad group's keywords, and with places that its campaign does not have."""
    targeting, search = fields.targeting, campaign.search or SearchSettings()
    if not targeting.keywords:
        yield PlanProblem(node, f"The {node.called} needs a keyword at least.", Field.TARGETING)
    negatives = (*targeting.negative_keywords, *search.negative_keywords)
    for severity, message in contradictions(targeting.keywords, negatives):
        if severity is Severity.ERROR:
            yield PlanProblem(node, message, Field.TARGETING)
    places = (set(targeting.countries), set(targeting.languages))
    if places != (set(search.countries), set(search.languages)):
        message = "On Google Search all ad groups of a campaign have the same places and languages."
        yield PlanProblem(node, message, Field.TARGETING)


def text_problems(node: NodeRef, fields: AdFields) -> Iterator[PlanProblem]:
    """Say what is wrong with the texts of a responsive search ad."""
    content = fields.creative
    for problem in check_search_ad(content.headlines, content.descriptions, content.display_path):
        yield PlanProblem(node, f"The {node.called}: {problem.message}", Field.CREATIVE)
