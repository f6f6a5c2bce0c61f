"""Search, SearchStream and the field service through the unmodified SDK: shapes, pages, refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.ads.googleads.errors import GoogleAdsException

from adsandbox import Sandbox
from google_clients import codes, insecure_client, paths, refusal, tls_client

CUSTOMER = "SELECT customer.id, customer.descriptive_name FROM customer"


@pytest.fixture
def client(sandbox: Sandbox) -> Any:
    """The SDK in the clear."""
    return insecure_client(sandbox)


@pytest.fixture
def service(client: Any) -> Any:
    """GoogleAdsService."""
    return client.get_service("GoogleAdsService")


def request(client: Any, sandbox: Sandbox, query: str = CUSTOMER, **more: Any) -> Any:
    """A request of Search about the sandbox's customer."""
    made = client.get_type("SearchGoogleAdsRequest")
    made.customer_id = sandbox.google_customer_id
    made.query = query
    for name, value in more.items():
        target = made.search_settings if name.startswith(("return", "omit")) else made
        setattr(target, name, value)
    return made


def problem(error: GoogleAdsException) -> tuple[str, str, str]:
    """Code, trigger and place of the only error."""
    (found,) = error.failure.errors
    return codes(error)[0], found.trigger.string_value, paths(error)[0]


def test_stream_when_asked_for_the_customer_then_only_selected_fields_are_set(
    sandbox: Sandbox, service: Any
) -> None:
    (batch,) = service.search_stream(customer_id=sandbox.google_customer_id, query=CUSTOMER)
    (row,) = batch.results
    assert row.customer.resource_name == f"customers/{sandbox.google_customer_id}"
    assert row.customer.id == int(sandbox.google_customer_id)
    assert not type(row).pb(row).customer.HasField("currency_code")
    assert list(batch.field_mask.paths) == ["customer.id", "customer.descriptive_name"]
    assert batch.request_id


def test_stream_when_nothing_matches_then_one_empty_batch(sandbox: Sandbox, service: Any) -> None:
    query = "SELECT campaign.id FROM campaign WHERE campaign.id = 1"
    (batch,) = service.search_stream(customer_id=sandbox.google_customer_id, query=query)
    assert not batch.results
    assert list(batch.field_mask.paths) == ["campaign.id"]


def test_search_when_iterated_then_gives_the_same_rows(sandbox: Sandbox, service: Any) -> None:
    (row,) = service.search(customer_id=sandbox.google_customer_id, query=CUSTOMER)
    assert row.customer.descriptive_name


def test_search_when_async_then_gives_the_same_rows(sandbox: Sandbox) -> None:
    async def run() -> list[str]:
        service = tls_client(sandbox).get_service("GoogleAdsService", is_async=True)
        pager = await service.search(customer_id=sandbox.google_customer_id, query=CUSTOMER)
        names = [row.customer.descriptive_name async for row in pager]
        stream = await service.search_stream(customer_id=sandbox.google_customer_id, query=CUSTOMER)
        names += [row.customer.descriptive_name async for batch in stream for row in batch.results]
        await service.transport.close()
        return names

    first, second = asyncio.run(run())
    assert first == second != ""


def test_manager_when_asked_for_its_tree_then_levels_and_statuses(sandbox: Sandbox, service: Any) -> None:
    query = (
        "SELECT customer_client.id, customer_client.level, customer_client.manager, customer_client.status, "
        "customer_client.client_customer FROM customer_client WHERE customer_client.level <= 1"
    )
    rows = list(service.search(customer_id=sandbox.google_manager_id, query=query))
    assert [(row.customer_client.level, row.customer_client.manager) for row in rows] == [
        (0, True),
        (1, False),
    ]
    assert rows[1].customer_client.client_customer == f"customers/{sandbox.google_customer_id}"
    (own,) = service.search(customer_id=sandbox.google_customer_id, query=query)
    assert own.customer_client.level == 0


def test_manager_when_asked_for_metrics_then_refused(sandbox: Sandbox, service: Any) -> None:
    error = refusal(
        service.search, customer_id=sandbox.google_manager_id, query="SELECT metrics.clicks FROM customer"
    )
    assert codes(error) == ["query_error.REQUESTED_METRICS_FOR_MANAGER"]


@pytest.mark.parametrize(
    ("query", "code", "trigger"),
    [
        ("SELECT campaign.nothing FROM campaign", "query_error.UNRECOGNIZED_FIELD", "campaign.nothing"),
        ("SELECT campaign.id FROM nowhere", "query_error.BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", "nowhere"),
        ("SELECT video.id FROM video", "query_error.PROHIBITED_RESOURCE_TYPE_IN_FROM_CLAUSE", "video"),
        ("", "query_error.UNEXPECTED_END_OF_QUERY", ""),
        (
            "SELECT segments.date, metrics.clicks FROM campaign "
            "WHERE segments.date BETWEEN '2020-01-01' AND '2026-01-01'",
            "date_range_error.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED",
            "2020-01-01",
        ),
        (
            "SELECT segments.product_title, metrics.clicks FROM campaign",
            "query_error.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
            "segments.product_title",
        ),
    ],
)
def test_query_when_it_cannot_be_answered_then_both_methods_refuse_alike(
    sandbox: Sandbox, service: Any, query: str, code: str, trigger: str
) -> None:
    asked = {"customer_id": sandbox.google_customer_id, "query": query}
    for call in (service.search, lambda **named: list(service.search_stream(**named))):
        error = refusal(call, **asked)
        assert problem(error) == (code, trigger, "")
        assert error.error.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert error.failure.errors[0].message


def test_search_when_a_page_size_is_set_then_refused(sandbox: Sandbox, client: Any, service: Any) -> None:
    error = refusal(service.search, request=request(client, sandbox, page_size=100))
    assert codes(error) == ["request_error.PAGE_SIZE_NOT_SUPPORTED"]
    assert paths(error) == ["page_size"]


@pytest.mark.parametrize("token", ["nonsense", "üü", "AAAA" * 20])
def test_search_when_the_token_is_none_of_ours_then_refused(
    sandbox: Sandbox, client: Any, service: Any, token: str
) -> None:
    error = refusal(service.search, request=request(client, sandbox, page_token=token))
    assert codes(error) == ["request_error.INVALID_PAGE_TOKEN"]


def test_search_when_only_validated_then_no_rows(sandbox: Sandbox, client: Any, service: Any) -> None:
    assert list(service.search(request=request(client, sandbox, validate_only=True))) == []
    error = refusal(service.search, request=request(client, sandbox, "SELECT", validate_only=True))
    assert codes(error) == ["query_error.UNEXPECTED_END_OF_QUERY"]
    error = refusal(service.search, request=request(client, sandbox, validate_only=True, page_token="x"))
    assert codes(error) == ["request_error.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"]


def test_search_when_totals_are_wanted_then_counted_without_the_limit(
    sandbox: Sandbox, client: Any, service: Any
) -> None:
    query = "SELECT customer_client.id FROM customer_client LIMIT 1"
    asked = request(client, sandbox, query, return_total_results_count=True)
    asked.customer_id = sandbox.google_manager_id
    answer = service.search(request=asked)
    assert answer.total_results_count == 2
    assert len(list(answer)) == 1


def test_search_when_a_summary_is_wanted_then_it_comes_on_its_own_page(
    sandbox: Sandbox, client: Any, service: Any
) -> None:
    query = "SELECT customer.id, metrics.clicks, metrics.ctr FROM customer"
    first, last = service.search(request=request(client, sandbox, query, return_summary_row=True)).pages
    assert len(first.results) == 1
    assert not last.results
    assert "clicks" in last.summary_row.metrics
    assert not last.next_page_token


def test_search_when_a_summary_cannot_be_then_refused(sandbox: Sandbox, client: Any, service: Any) -> None:
    error = refusal(service.search, request=request(client, sandbox, return_summary_row=True))
    assert codes(error) == ["request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_REQUEST_WITHOUT_METRICS"]
    query = "SELECT metrics.clicks FROM customer"
    asked = request(client, sandbox, query, return_summary_row=True, validate_only=True)
    error = refusal(service.search, request=asked)
    assert codes(error) == ["request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_VALIDATE_ONLY_REQUESTS"]


def test_search_when_pages_change_their_mind_then_refused(
    sandbox: Sandbox, client: Any, service: Any
) -> None:
    query = "SELECT metrics.clicks FROM customer"
    first = next(iter(service.search(request=request(client, sandbox, query, return_summary_row=True)).pages))
    token = {"page_token": first.next_page_token}
    error = refusal(service.search, request=request(client, sandbox, query, **token))
    assert codes(error) == ["request_error.INCONSISTENT_RETURN_SUMMARY_ROW_VALUE"]
    both = {"return_summary_row": True, "return_total_results_count": True}
    error = refusal(service.search, request=request(client, sandbox, query, **both, **token))
    assert codes(error) == ["request_error.TOTAL_RESULTS_COUNT_NOT_ORIGINALLY_REQUESTED"]
    other = f"{query} LIMIT 1"
    error = refusal(service.search, request=request(client, sandbox, other, return_summary_row=True, **token))
    assert codes(error) == ["request_error.INVALID_PAGE_TOKEN"]
    sandbox.advance(hours=2, seconds=1)
    error = refusal(service.search, request=request(client, sandbox, query, return_summary_row=True, **token))
    assert codes(error) == ["request_error.EXPIRED_PAGE_TOKEN"]


@pytest.mark.parametrize(("setting", "rows"), [("SUMMARY_ROW_WITH_RESULTS", 1), ("SUMMARY_ROW_ONLY", 0)])
def test_stream_when_a_summary_is_wanted_then_it_comes_last(
    sandbox: Sandbox, client: Any, service: Any, setting: str, rows: int
) -> None:
    asked = client.get_type("SearchGoogleAdsStreamRequest")
    asked.customer_id = sandbox.google_customer_id
    asked.query = "SELECT metrics.clicks FROM customer"
    asked.summary_row_setting = client.enums.SummaryRowSettingEnum[setting]
    batches = list(service.search_stream(request=asked))
    assert sum(len(batch.results) for batch in batches) == rows
    assert "clicks" in batches[-1].summary_row.metrics


# --- fields


@pytest.fixture
def field_service(client: Any) -> Any:
    """GoogleAdsFieldService."""
    return client.get_service("GoogleAdsFieldService")


def names(field_service: Any, query: str) -> Iterator[str]:
    """Names of the artifacts of a query."""
    return (artifact.name for artifact in field_service.search_google_ads_fields(query=query))


def test_field_when_asked_for_by_name_then_says_what_it_is(field_service: Any) -> None:
    field = field_service.get_google_ads_field(resource_name="googleAdsFields/campaign.status")
    assert (field.category.name, field.data_type.name) == ("ATTRIBUTE", "ENUM")
    assert (field.selectable, field.filterable, field.sortable, field.is_repeated) == (
        True,
        True,
        True,
        False,
    )
    assert {"ENABLED", "PAUSED", "REMOVED"} <= set(field.enum_values)
    assert field.type_url == "google.ads.googleads.v26.enums.CampaignStatusEnum.CampaignStatus"
    assert "metrics.clicks" in field.selectable_with
    view = field_service.get_google_ads_field(resource_name="googleAdsFields/keyword_view")
    assert {"ad_group", "campaign", "customer"} <= set(view.attribute_resources)
    assert "segments.date" in view.segments
    assert "metrics.search_impression_share" in view.metrics


def test_field_when_it_splits_conversions_then_goes_with_their_metrics_only(field_service: Any) -> None:
    metric = field_service.get_google_ads_field(resource_name="googleAdsFields/metrics.clicks")
    assert "segments.device" in metric.selectable_with
    assert "segments.conversion_action" not in metric.selectable_with
    metric = field_service.get_google_ads_field(resource_name="googleAdsFields/metrics.conversions")
    assert "segments.conversion_action" in metric.selectable_with


def test_fields_when_searched_then_as_filtered_and_ordered(field_service: Any) -> None:
    query = "SELECT name, data_type WHERE name LIKE 'campaign_budget.%' AND filterable = true ORDER BY name"
    found = list(field_service.search_google_ads_fields(query=query))
    assert found[0].name == "campaign_budget.aligned_bidding_strategy_id"
    assert [field.name for field in found] == sorted(field.name for field in found)
    assert not any(field.selectable_with for field in found)
    assert len(list(names(field_service, "SELECT name WHERE category = 'RESOURCE'"))) == 32
    assert list(names(field_service, "SELECT name WHERE name IN ('metrics.clicks')")) == ["metrics.clicks"]


def test_fields_when_paged_then_every_one_comes_once(field_service: Any, client: Any) -> None:
    asked = client.get_type("SearchGoogleAdsFieldsRequest")
    asked.query = "SELECT name WHERE category = METRIC"
    asked.page_size = 100
    answer = field_service.search_google_ads_fields(request=asked)
    found = [field.name for field in answer]
    assert len(found) == len(set(found)) == answer.total_results_count > 200


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT name FROM campaign", "query_error.UNEXPECTED_FROM_CLAUSE"),
        ("SELECT nothing", "query_error.UNRECOGNIZED_FIELD"),
        ("SELECT name WHERE name > 'a'", "query_error.OPERATOR_FIELD_MISMATCH"),
        ("SELECT name ORDER BY selectable_with", "query_error.PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE"),
    ],
)
def test_fields_when_the_query_is_wrong_then_refused(field_service: Any, query: str, code: str) -> None:
    assert codes(refusal(field_service.search_google_ads_fields, query=query)) == [code]


@pytest.mark.parametrize(
    ("name", "code"),
    [("campaign.id", "RESOURCE_NAME_MALFORMED"), ("googleAdsFields/campaign.nothing", "RESOURCE_NOT_FOUND")],
)
def test_field_when_it_is_not_there_then_refused(field_service: Any, name: str, code: str) -> None:
    error = refusal(field_service.get_google_ads_field, resource_name=name)
    assert codes(error) == [f"request_error.{code}"]
