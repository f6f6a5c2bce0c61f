"""What a search account delivered, through queries: parity, segments, the zero-row rule, restatement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import insecure_client

COUNTS = ("impressions", "clicks", "cost_micros")
CONVERTED = ("conversions", "conversions_value", "all_conversions")
SUMS = (*COUNTS, *CONVERTED)
SELECTED = ", ".join(f"metrics.{name}" for name in SUMS)
LAST_30 = "segments.date DURING LAST_30_DAYS"


class Reporter:
    """A customer that has run search campaigns for a month and a half."""

    def __init__(self, sandbox: Sandbox) -> None:
        client = insecure_client(sandbox)
        self.sandbox = sandbox
        self.advertiser = GoogleAdvertiser(client, sandbox.google_customer_id)
        self._service = client.get_service("GoogleAdsService")
        self.purchase = self.advertiser.create(
            "ConversionAction", name="Purchase", type_="WEBPAGE", category="PURCHASE", status="ENABLED"
        )
        self.campaigns = [self._campaign("Sale", "kettle chips"), self._campaign("Brand", "tasty chips")]
        self.idle = self.advertiser.campaign(name="Idle", status="PAUSED")
        sandbox.advance(days=45)

    def _campaign(self, name: str, text: str) -> str:
        make = self.advertiser
        campaign = make.campaign(name=name, status="ENABLED", maximize_conversions={}, manual_cpc=None)
        group = make.ad_group(campaign, name=f"{name} group", cpc_bid_micros=2_000_000)
        make.keyword(group, text)
        make.keyword(group, f"{text} online", keyword={"match_type": "EXACT"})
        make.keyword(group, f"buy {text}", keyword={"match_type": "BROAD"})
        make.ad(group)
        make.ad(group)
        return campaign

    def rows(self, query: str) -> list[Any]:
        """All rows of a query."""
        batches = self._service.search_stream(customer_id=self.sandbox.google_customer_id, query=query)
        return [row for batch in batches for row in batch.results]

    def totals(
        self, resource: str, *segments: str, names: tuple[str, ...] = SUMS, where: str = LAST_30
    ) -> dict[str, float]:
        """Sums of metrics over all rows of a resource, split by segments."""
        selected = [f"segments.{name}" for name in segments] + [f"metrics.{name}" for name in names]
        sums: dict[str, float] = defaultdict(float)
        for row in self.rows(f"SELECT {', '.join(selected)} FROM {resource} WHERE {where}"):
            for name in names:
                sums[name] += getattr(row.metrics, name)
        return dict(sums)


@pytest.fixture(scope="module")
def reporter() -> Iterator[Reporter]:
    with Sandbox("empty", seed=4) as sandbox:
        yield Reporter(sandbox)


def same(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether sums agree: counts exactly, values to the rounding of doubles."""
    return one == pytest.approx(other, rel=1e-9) and all(one[name] == other[name] for name in COUNTS)


def test_account_when_it_ran_then_something_was_delivered_and_converted(reporter: Reporter) -> None:
    totals = reporter.totals("customer")
    assert totals["impressions"] > totals["clicks"] > totals["conversions"] > 0
    assert totals["cost_micros"] > 0
    assert totals["conversions_value"] > 0


@pytest.mark.parametrize(
    "resource",
    ["campaign", "campaign_budget", "ad_group", "ad_group_ad", "keyword_view", "search_term_view",
     "campaign_search_term_view", "geographic_view", "user_location_view"],
)  # fmt: skip
def test_totals_when_asked_by_resource_then_equal_to_the_accounts(reporter: Reporter, resource: str) -> None:
    assert same(reporter.totals(resource), reporter.totals("customer"))


@pytest.mark.parametrize(
    "segments",
    [
        ("date",), ("week",), ("month",), ("quarter",), ("year",), ("day_of_week",), ("month_of_year",),
        ("device",), ("ad_network_type",), ("hour",), ("slot",), ("click_type",), ("date", "device"),
        ("device", "hour", "ad_network_type"), ("search_term_match_type",), ("keyword.info.text",),
    ],
)  # fmt: skip
def test_totals_when_segmented_then_equal_to_the_whole(reporter: Reporter, segments: tuple[str, ...]) -> None:
    assert same(reporter.totals("ad_group", *segments), reporter.totals("ad_group"))


@pytest.mark.parametrize(
    "segment", ["conversion_action", "conversion_action_name", "conversion_action_category"]
)
def test_conversions_when_split_by_action_then_equal_to_the_whole(reporter: Reporter, segment: str) -> None:
    query = f"SELECT segments.{segment}, metrics.conversions FROM campaign WHERE {LAST_30}"
    rows = reporter.rows(query)
    assert sum(row.metrics.conversions for row in rows) == reporter.totals("customer")["conversions"]
    values = {getattr(row.segments, segment) for row in rows}
    if segment == "conversion_action":
        assert values == {reporter.purchase}
    by_action = reporter.rows(
        f"SELECT conversion_action.name, metrics.all_conversions FROM conversion_action WHERE {LAST_30}"
    )
    found = {row.conversion_action.name: row.metrics.all_conversions for row in by_action}
    assert found["Purchase"] == reporter.totals("customer")["all_conversions"]


def test_ratios_when_over_many_rows_then_made_from_sums(reporter: Reporter) -> None:
    (row,) = reporter.rows(
        f"SELECT {SELECTED}, metrics.ctr, metrics.average_cpc, metrics.average_cpm, "
        "metrics.cost_per_conversion, metrics.conversions_from_interactions_rate, "
        "metrics.value_per_conversion, metrics.interactions, metrics.interaction_rate "
        f"FROM customer WHERE {LAST_30}"
    )
    metrics = row.metrics
    assert metrics.ctr == pytest.approx(metrics.clicks / metrics.impressions)
    assert metrics.average_cpc == pytest.approx(metrics.cost_micros / metrics.clicks)
    assert metrics.average_cpm == pytest.approx(metrics.cost_micros / metrics.impressions * 1000)
    assert metrics.cost_per_conversion == pytest.approx(metrics.cost_micros / metrics.conversions)
    assert metrics.conversions_from_interactions_rate == pytest.approx(metrics.conversions / metrics.clicks)
    assert metrics.value_per_conversion == pytest.approx(metrics.conversions_value / metrics.conversions)
    assert metrics.interactions == metrics.clicks


def test_shares_when_asked_for_then_won_and_lost_make_one(reporter: Reporter) -> None:
    names = (
        "search_impression_share",
        "search_budget_lost_impression_share",
        "search_rank_lost_impression_share",
    )
    selected = ", ".join(f"metrics.{name}" for name in names)
    rows = reporter.rows(
        f"SELECT campaign.name, {selected}, metrics.top_impression_percentage, "
        f"metrics.absolute_top_impression_percentage FROM campaign WHERE {LAST_30}"
    )
    by_name = {row.campaign.name: row.metrics for row in rows}
    for name in ("Sale", "Brand"):
        won, budget, rank = (getattr(by_name[name], share) for share in names)
        assert 0.0 < won <= 1.0
        if won > 0.1 and max(budget, rank) < 0.9:
            assert won + budget + rank == pytest.approx(1.0)
        tops = by_name[name].absolute_top_impression_percentage, by_name[name].top_impression_percentage
        assert 0.0 <= tops[0] <= tops[1] <= 1.0
    assert "search_impression_share" not in by_name["Idle"]


def test_zero_rows_when_nothing_is_segmented_then_come_with_explicit_zeros(reporter: Reporter) -> None:
    rows = reporter.rows(
        f"SELECT campaign.name, metrics.clicks, metrics.average_cpc FROM campaign WHERE {LAST_30}"
    )
    idle = next(row for row in rows if row.campaign.name == "Idle")
    assert "clicks" in idle.metrics
    assert idle.metrics.clicks == 0
    assert "average_cpc" not in idle.metrics
    assert len(rows) == 3


def test_zero_rows_when_segmented_then_are_not_there(reporter: Reporter) -> None:
    query = f"SELECT campaign.name, segments.date, metrics.clicks FROM campaign WHERE {LAST_30}"
    rows = reporter.rows(query)
    assert {row.campaign.name for row in rows} == {"Sale", "Brand"}
    assert all(row.metrics.clicks > 0 for row in rows)
    with_impressions = reporter.rows(query.replace("metrics.clicks", "metrics.clicks, metrics.impressions"))
    assert len(with_impressions) >= len(rows)
    assert all(row.metrics.impressions > 0 for row in with_impressions)


def test_dates_when_segmented_then_within_the_range_and_in_form(reporter: Reporter) -> None:
    query = "SELECT segments.date, metrics.impressions FROM customer WHERE segments.date DURING LAST_7_DAYS"
    days = [row.segments.date for row in reporter.rows(f"{query} ORDER BY segments.date")]
    today = reporter.sandbox.advance(seconds=0)[:10]
    assert len(days) == 7
    assert days == sorted(days)
    assert days[-1] < today
    weeks = reporter.rows(
        "SELECT segments.week, segments.month, segments.quarter, segments.year, segments.day_of_week, "
        f"segments.date, metrics.impressions FROM customer WHERE {LAST_30}"
    )
    for row in weeks:
        assert row.segments.week <= row.segments.date
        assert row.segments.month == row.segments.date[:8] + "01"
        assert row.segments.year == int(row.segments.date[:4])
        if row.segments.day_of_week.name == "MONDAY":
            assert row.segments.week == row.segments.date


def test_rows_when_filtered_and_ordered_by_metrics_then_so(reporter: Reporter) -> None:
    rows = reporter.rows(
        "SELECT ad_group_criterion.keyword.text, metrics.impressions FROM keyword_view "
        f"WHERE {LAST_30} AND metrics.impressions > 0 ORDER BY metrics.impressions DESC LIMIT 3"
    )
    shown = [row.metrics.impressions for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert 0 < len(shown) <= 3
    devices = reporter.rows(
        f"SELECT segments.device, metrics.clicks FROM customer WHERE {LAST_30} AND segments.device = MOBILE"
    )
    assert {row.segments.device.name for row in devices} == {"MOBILE"}


def test_search_terms_when_read_then_belong_to_keywords(reporter: Reporter) -> None:
    rows = reporter.rows(
        "SELECT search_term_view.search_term, search_term_view.status, segments.keyword.info.text, "
        "segments.search_term_match_type, ad_group.name, metrics.impressions FROM search_term_view "
        f"WHERE {LAST_30}"
    )
    exact = [row for row in rows if row.segments.search_term_match_type.name == "EXACT"]
    assert exact
    assert all(row.search_term_view.search_term == row.segments.keyword.info.text for row in exact)
    assert {row.search_term_view.status.name for row in exact} == {"ADDED"}
    assert {"ADDED", "NONE"} <= {row.search_term_view.status.name for row in rows}
    split = reporter.rows(
        "SELECT search_term_view.search_term, ad_group_ad.ad.id, metrics.impressions FROM search_term_view "
        f"WHERE {LAST_30}"
    )
    assert len({row.ad_group_ad.ad.id for row in split}) == 4


def test_places_when_split_by_campaign_then_rows_have_both(reporter: Reporter) -> None:
    rows = reporter.rows(
        "SELECT geographic_view.country_criterion_id, geographic_view.location_type, campaign.name, "
        f"segments.geo_target_region, metrics.impressions FROM geographic_view WHERE {LAST_30}"
    )
    assert {row.campaign.name for row in rows} == {"Sale", "Brand"}
    assert 2840 in {row.geographic_view.country_criterion_id for row in rows}
    assert {row.geographic_view.location_type.name for row in rows} == {"LOCATION_OF_PRESENCE"}


LONG = (
    "SELECT ad_group.id, segments.date, segments.device, segments.hour, segments.ad_network_type, "
    f"segments.slot, metrics.impressions FROM ad_group WHERE {LAST_30} ORDER BY metrics.impressions DESC"
)


def test_pages_when_there_are_many_rows_then_each_holds_ten_thousand(reporter: Reporter) -> None:
    service = reporter.advertiser.client.get_service("GoogleAdsService")
    answer = service.search(customer_id=reporter.sandbox.google_customer_id, query=LONG)
    sizes, shown = [], []
    for page in answer.pages:
        sizes.append(len(page.results))
        shown += [row.metrics.impressions for row in page.results]
    assert sizes[0] == 10_000
    assert 0 < sizes[-1] <= 10_000
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) == reporter.totals("customer")["impressions"]


def test_batches_when_there_are_many_rows_then_none_is_larger_than_a_page(reporter: Reporter) -> None:
    service = reporter.advertiser.client.get_service("GoogleAdsService")
    batches = list(service.search_stream(customer_id=reporter.sandbox.google_customer_id, query=LONG))
    assert [len(batch.results) for batch in batches][:-1] == [10_000] * (len(batches) - 1)
    assert len(batches) > 1
    assert len({batch.request_id for batch in batches}) == 1


def test_keywords_when_they_run_then_have_a_quality(reporter: Reporter) -> None:
    rows = reporter.rows(
        "SELECT ad_group_criterion.quality_info.quality_score, ad_group_criterion.keyword.text, "
        "ad_group_criterion.quality_info.search_predicted_ctr FROM ad_group_criterion"
    )
    for row in rows:
        assert 1 <= row.ad_group_criterion.quality_info.quality_score <= 10
        assert row.ad_group_criterion.quality_info.search_predicted_ctr.name.endswith("AVERAGE")
    assert len(rows) == 6


def test_status_when_a_budget_is_small_then_says_so(sandbox: Sandbox) -> None:
    advertiser = GoogleAdvertiser(insecure_client(sandbox), sandbox.google_customer_id)
    for name, amount in (("Small", 3_000_000), ("Large", 900_000_000)):
        campaign = advertiser.campaign(
            name=name, status="ENABLED", budget=advertiser.budget(amount_micros=amount)
        )
        group = advertiser.ad_group(campaign, cpc_bid_micros=2_000_000)
        advertiser.keyword(group)
        advertiser.ad(group)
    sandbox.advance(days=10)
    service = advertiser.client.get_service("GoogleAdsService")
    query = "SELECT campaign.name, campaign.primary_status, campaign.primary_status_reasons FROM campaign"
    rows = service.search(customer_id=advertiser.customer_id, query=query)
    found = {row.campaign.name: row.campaign for row in rows}
    assert found["Small"].primary_status.name == "LIMITED"
    assert [reason.name for reason in found["Small"].primary_status_reasons] == ["BUDGET_CONSTRAINED"]
    assert found["Large"].primary_status.name == "ELIGIBLE"


def test_summary_when_wanted_then_is_the_whole(reporter: Reporter) -> None:
    client = reporter.advertiser.client
    asked = client.get_type("SearchGoogleAdsStreamRequest")
    asked.customer_id = reporter.sandbox.google_customer_id
    asked.query = f"SELECT campaign.name, metrics.clicks, metrics.ctr FROM campaign WHERE {LAST_30}"
    asked.summary_row_setting = client.enums.SummaryRowSettingEnum.SUMMARY_ROW_WITH_RESULTS
    *batches, last = client.get_service("GoogleAdsService").search_stream(request=asked)
    totals = reporter.totals("customer")
    assert last.summary_row.metrics.clicks == totals["clicks"]
    assert last.summary_row.metrics.ctr == pytest.approx(totals["clicks"] / totals["impressions"])
    assert sum(row.metrics.clicks for batch in batches for row in batch.results) == totals["clicks"]


def test_conversions_when_days_pass_then_only_grow_and_clicks_are_taken_back(sandbox: Sandbox) -> None:
    reporter = Reporter(sandbox)
    today = sandbox.advance(seconds=0)[:10]
    asked = {"names": (*SUMS, "invalid_clicks"), "where": f"segments.date BETWEEN '2026-06-01' AND '{today}'"}
    early = reporter.totals("customer", **asked)
    for campaign in reporter.campaigns:
        reporter.advertiser.update("Campaign", ["status"], resource_name=campaign, status="PAUSED")
    sandbox.advance(days=40)
    late = reporter.totals("customer", **asked)
    assert late["impressions"] == early["impressions"]
    assert late["clicks"] < early["clicks"]
    assert late["clicks"] + late["invalid_clicks"] == early["clicks"] + early["invalid_clicks"]
    assert late["cost_micros"] < early["cost_micros"]
    assert late["conversions"] > early["conversions"]
    sandbox.advance(days=60)
    assert reporter.totals("customer", **asked) == pytest.approx(late)


def test_days_when_it_is_late_in_the_accounts_zone_then_are_its_own() -> None:
    # Three in the morning in UTC is eleven at night of the day before in New York.
    with Sandbox("empty", seed=4, start="2026-06-01T03:00:00Z") as sandbox:
        reporter = Reporter(sandbox)
        query = "SELECT segments.date, metrics.impressions FROM customer WHERE segments.date DURING"
        assert [row.segments.date for row in reporter.rows(f"{query} TODAY")] == ["2026-07-15"]
        assert [row.segments.date for row in reporter.rows(f"{query} YESTERDAY")] == ["2026-07-14"]
        month = reporter.rows(f"{query} THIS_MONTH ORDER BY segments.date DESC")
        assert (month[0].segments.date, month[-1].segments.date) == ("2026-07-15", "2026-07-01")


def test_hours_when_the_day_goes_on_then_only_those_that_passed(reporter: Reporter) -> None:
    query = "SELECT segments.hour, metrics.impressions FROM customer WHERE segments.date DURING TODAY"
    hours = {row.segments.hour for row in reporter.rows(query)}
    assert hours
    assert max(hours) <= 8  # noon in UTC is eight in New York


def test_rows_when_nothing_but_segments_is_selected_then_those_where_something_was_shown(
    reporter: Reporter,
) -> None:
    rows = reporter.rows(f"SELECT campaign.name, segments.week FROM campaign WHERE {LAST_30}")
    assert {row.campaign.name for row in rows} == {"Sale", "Brand"}
    assert len(rows) == len({(row.campaign.name, row.segments.week) for row in rows})
