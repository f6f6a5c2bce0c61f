"""Whatever is sent as a query, the answer has the platform's own shape, and the market lives on.

A few hundred queries in every run; ADSANDBOX_FUZZ_CASES=10000 sends as many as that (docs/fuzzing.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import GoogleAPICallError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import insecure_client

CASES = int(os.environ.get("ADSANDBOX_FUZZ_CASES", "300"))
FAMILIES = {"query_error", "date_range_error", "change_event_error", "change_status_error"}
RESOURCES = (
    "customer", "customer_client", "campaign", "campaign_budget", "ad_group", "ad_group_ad",
    "ad_group_criterion", "keyword_view", "search_term_view", "campaign_criterion", "asset", "campaign_asset",
    "label", "campaign_label", "conversion_action", "user_list", "geo_target_constant", "bidding_strategy",
    "recommendation", "change_event", "change_status", "geographic_view", "user_location_view", "video", "x",
)  # fmt: skip
FIELDS = (
    "resource_name", "id", "name", "status", "type", "labels", "negative", "amount_micros", "criterion_id",
    "keyword.text", "ad.id", "ad.responsive_search_ad.headlines", "start_date_time", "network_settings",
    "change_date_time", "last_change_date_time", "search_term", "level", "nothing", "",
)  # fmt: skip
MEASURED = (
    "metrics.clicks", "metrics.impressions", "metrics.cost_micros", "metrics.ctr", "metrics.conversions",
    "metrics.search_impression_share", "metrics.video_views", "metrics.nothing", "segments.date",
    "segments.week", "segments.month", "segments.year", "segments.device", "segments.hour", "segments.slot",
    "segments.conversion_action", "segments.keyword.info.text", "segments.product_title", "segments",
)  # fmt: skip
OPERATORS = (
    "=", "!=", ">", ">=", "<", "<=", "IN", "NOT IN", "LIKE", "NOT LIKE", "CONTAINS ANY", "CONTAINS ALL",
    "CONTAINS NONE", "IS NULL", "IS NOT NULL", "BETWEEN", "DURING", "REGEXP_MATCH", "NOT REGEXP_MATCH", "~",
)  # fmt: skip
WORDS = (
    "ENABLED", "LAST_30_DAYS", "TODAY", "TRUE", "0", "-1", "1.5", "99999999999999999999", "'2026-05-01'",
    "'2026-05-31'", "'0001-01-01'", "'9999-12-31'", "'2026-02-30'", "''", "'%a_'", "'(a*)*b'", "'['", "'\\'",
    "(1, 2)", "('a')", "()", "('a', 1)", "'ü'", "ü", "NULL", "AND",
)  # fmt: skip


@pytest.fixture(scope="module")
def market() -> Iterator[tuple[Sandbox, Any]]:
    """One market for all queries, in which something has run, and its GoogleAdsService."""
    with Sandbox("empty", seed=2) as sandbox:
        client = insecure_client(sandbox)
        advertiser = GoogleAdvertiser(client, sandbox.google_customer_id)
        group = advertiser.ad_group(advertiser.campaign(status="ENABLED"), cpc_bid_micros=2_000_000)
        advertiser.keyword(group)
        advertiser.ad(group)
        sandbox.advance(days=40)
        yield sandbox, client.get_service("GoogleAdsService")


fields = st.one_of(
    st.builds(lambda owner, name: f"{owner}.{name}", st.sampled_from(RESOURCES), st.sampled_from(FIELDS)),
    st.sampled_from(MEASURED),
)
values = st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.integers().map(str))


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Queries that are nearly right: of real clauses, fields of one resource mostly, and real values."""
    resource = draw(st.sampled_from(RESOURCES))
    own = st.builds(lambda name: f"{resource}.{name}", st.sampled_from(FIELDS))
    one = st.one_of(own, own, st.sampled_from(MEASURED), fields)
    parts = [f"SELECT {', '.join(draw(st.lists(one, min_size=1, max_size=4)))} FROM {resource}"]
    conditions = [
        f"{draw(one)} {draw(st.sampled_from(OPERATORS))} {draw(values)}"
        + draw(st.sampled_from(["", "", f" AND {draw(values)}"]))
        for _ in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        conditions.append("segments.date DURING LAST_30_DAYS")
    if conditions:
        parts.append(f"WHERE {' AND '.join(conditions)}")
    if draw(st.booleans()):
        parts.append(f"ORDER BY {draw(one)} {draw(st.sampled_from(['', 'DESC', 'ASC', 'UP']))}")
    if draw(st.booleans()):
        parts.append(f"LIMIT {draw(values)}")
    return " ".join(parts)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A nearly right query with something cut out or put in somewhere."""
    text = draw(queries())
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text(max_size=4)) + text[place + draw(st.integers(0, 6)) :]


def answer_of(service: Any, customer_id: str, query: str) -> str:
    """The family of the refusal, or empty where the query was answered."""
    try:
        batches = list(service.search_stream(customer_id=customer_id, query=query))
    except GoogleAdsException as refused:
        return family_of(refused)
    assert all(batch.request_id for batch in batches)
    return ""


def family_of(refused: GoogleAdsException) -> str:
    """The family of a refusal that has all that the platform's have."""
    (problem,) = refused.failure.errors
    assert problem.message
    assert refused.request_id
    code = type(problem.error_code).pb(problem.error_code)
    return str(code.WhichOneof("error_code"))


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.one_of(queries(), queries(), mutated(), st.text()))
def test_query_when_it_is_anything_then_the_answer_is_the_platforms(
    market: tuple[Sandbox, Any], query: str
) -> None:
    sandbox, service = market
    try:
        family = answer_of(service, sandbox.google_customer_id, query)
    except GoogleAPICallError as broken:
        raise AssertionError(f"{broken} for {query!r}") from broken
    assert family in {"", *FAMILIES}


def test_market_when_queries_were_fuzzed_then_still_answers(market: tuple[Sandbox, Any]) -> None:
    sandbox, service = market
    query = "SELECT customer.id FROM customer"
    assert answer_of(service, sandbox.google_customer_id, query) == ""
