"""What runs in a Google account already, and its figures, read over gRPC with the official SDK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.adapters.google.connector import caller_of
from adwright.adapters.google.platform import GooglePlatform
from adwright.campaigns.keywords import read_keyword
from adwright.campaigns.model import AdFields, AdGroupFields, CampaignFields, ObservedTree
from adwright.core.errors import Upstream
from adwright.insights.ports import DailyFact
from adwright.platforms.model import Level
from tests.adapters.google.conftest import Opening, access_to

MAY = {"since_date": date(2026, 5, 1), "until_date": date(2026, 5, 31)}


@pytest.fixture(scope="module")
def agency() -> Sandbox:  # type: ignore[misc]
    with Sandbox(scenario="agency") as running:
        yield running


async def facts_of(google: GooglePlatform, access: AccountAccess) -> list[DailyFact]:
    found: list[DailyFact] = []
    async for batch in google.daily_facts(access, **MAY):
        found += batch
    return found


def of_level(tree: ObservedTree, level: Level) -> Sequence[object]:
    return [node.fields for node in tree.nodes if node.level is level]


async def test_the_tree_comes_with_keywords_places_and_texts(agency: Sandbox, opening: Opening) -> None:
    tree = await opening(agency).read_tree(access_to(agency))
    campaigns = [each for each in of_level(tree, Level.CAMPAIGN) if isinstance(each, CampaignFields)]
    groups = [each for each in of_level(tree, Level.AD_GROUP) if isinstance(each, AdGroupFields)]
    ads = [each for each in of_level(tree, Level.AD) if isinstance(each, AdFields)]
    assert campaigns
    assert all(each.search is not None and each.search.countries == ("US",) for each in campaigns)
    assert all(each.budget is not None and each.budget.amount.currency == "USD" for each in campaigns)
    assert groups
    assert all(group.targeting.keywords for group in groups)
    assert all(str(read_keyword(each)) == each for group in groups for each in group.targeting.keywords)
    assert ads
    assert all(len(ad.creative.headlines) >= 3 and len(ad.creative.descriptions) >= 2 for ad in ads)
    parents = {node.external_id for node in tree.nodes}
    assert all(node.parent_external_id in parents for node in tree.nodes if node.level is not Level.CAMPAIGN)


async def test_facts_add_up_to_the_accounts_own_totals(agency: Sandbox, opening: Opening) -> None:
    google, access = opening(agency), access_to(agency)
    facts = await facts_of(google, access)
    [row] = await google._client.rows(
        caller_of(access),
        "SELECT metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, "
        "metrics.conversions_value FROM customer WHERE segments.date BETWEEN '2026-05-01' AND '2026-05-31'",
    )
    assert sum(fact.impressions or 0 for fact in facts) == row.metrics.impressions
    assert sum(fact.clicks or 0 for fact in facts) == row.metrics.clicks
    assert sum(fact.spend_micros or 0 for fact in facts) == row.metrics.cost_micros
    counted = sum((fact.purchases or 0) + (fact.leads or 0) + (fact.installs or 0) for fact in facts)
    assert counted == Decimal(str(row.metrics.conversions))
    revenue = sum(fact.revenue_micros or 0 for fact in facts)
    assert revenue == round(row.metrics.conversions_value * 1_000_000)


async def test_what_google_does_not_count_is_not_available_rather_than_zero(
    agency: Sandbox, opening: Opening
) -> None:
    google, access = opening(agency), access_to(agency)
    facts = await facts_of(google, access)
    assert {fact.reach for fact in facts} == {None}
    assert {fact.video_views for fact in facts} == {None}
    since, until = MAY["since_date"], MAY["until_date"]
    assert not await google.period_reach(access, level=Level.AD, since_date=since, until_date=until)


async def test_a_stream_that_breaks_is_no_answer(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    sandbox.fault("drop_midway", path_regex="/SearchStream$")
    with pytest.raises(Upstream) as trouble:
        await google.read_tree(access)
    assert trouble.value.retry_after_seconds is not None
    assert not trouble.value.outcome_unknown
