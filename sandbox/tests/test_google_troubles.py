"""Troubles over gRPC: what the SDK raises for each, and what took effect."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.api_core.exceptions import (
    DeadlineExceeded,
    GoogleAPICallError,
    InternalServerError,
    ResourceExhausted,
    ServiceUnavailable,
)

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, credentials, refusal, tls_client

BUDGETS = "CampaignBudgetService/MutateCampaignBudgets$"
FAILURE_KEY = "google.ads.googleads.v26.errors.googleadsfailure-bin"


def failure_of(error: GoogleAPICallError) -> GoogleAdsFailure:
    """The failure that the SDK leaves in the metadata of errors that it does not wrap."""
    metadata = dict(error.response.trailing_metadata())
    return GoogleAdsFailure.deserialize(metadata[FAILURE_KEY])


def budgets(google: GoogleAdvertiser) -> list[str]:
    """Names of the shared budgets that are there."""
    service = google.client.get_service("GoogleAdsService")
    query = "SELECT campaign_budget.name FROM campaign_budget WHERE campaign_budget.explicitly_shared = TRUE"
    return [row.campaign_budget.name for row in service.search(customer_id=google.customer_id, query=query)]


def shared(google: GoogleAdvertiser, name: str) -> str:
    """Make a shared budget."""
    return google.budget(name=name, explicitly_shared=True)


@pytest.mark.parametrize(("kind", "made"), [("drop_before", []), ("drop_after_effect", ["Shared"])])
def test_connection_when_it_drops_then_unavailable(
    sandbox: Sandbox, google: GoogleAdvertiser, kind: str, made: list[str]
) -> None:
    sandbox.fault(kind, method="MutateCampaignBudgets", path_regex=BUDGETS)
    with pytest.raises(ServiceUnavailable, match="Socket closed"):
        shared(google, "Shared")
    assert budgets(google) == made
    assert sandbox.requests(path="MutateCampaignBudgets")[-1]["fault"] == kind


@pytest.mark.parametrize(("kind", "made"), [("timeout_before", []), ("timeout_after_effect", ["Shared"])])
def test_answer_when_it_never_comes_then_own_deadline_counts(
    sandbox: Sandbox, google: GoogleAdvertiser, kind: str, made: list[str]
) -> None:
    sandbox.fault(kind, method="grpc", path_regex=BUDGETS)
    operation = google.operation(
        "CampaignBudget", **google.budget_values(name="Shared", explicitly_shared=True)
    )
    service = google.client.get_service("CampaignBudgetService")
    with pytest.raises(DeadlineExceeded):
        service.mutate_campaign_budgets(customer_id=google.customer_id, operations=[operation], timeout=0.2)
    assert budgets(google) == made


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        ("UNAVAILABLE", ServiceUnavailable),
        ("INTERNAL", InternalServerError),
        ("DEADLINE_EXCEEDED", DeadlineExceeded),
        ("RESOURCE_EXHAUSTED", ResourceExhausted),
    ],
)
def test_status_when_without_failure_then_a_plain_error(
    sandbox: Sandbox, google: GoogleAdvertiser, status: str, raised: type[Exception]
) -> None:
    sandbox.fault("grpc_error_after_effect", path_regex=BUDGETS, grpc_status=status)
    with pytest.raises(raised) as caught:
        shared(google, "Shared")
    assert FAILURE_KEY not in dict(caught.value.response.trailing_metadata())
    assert budgets(google) == ["Shared"]


@pytest.mark.parametrize(
    ("code", "seconds", "scope"),
    [("RESOURCE_TEMPORARILY_EXHAUSTED", 5, "ACCOUNT"), ("RESOURCE_EXHAUSTED", 39_600, "DEVELOPER")],
)
def test_quota_when_exhausted_then_retry_delay_is_in_the_metadata(
    sandbox: Sandbox, google: GoogleAdvertiser, code: str, seconds: int, scope: str
) -> None:
    sandbox.fault("grpc_error", failure=f"quota_error.{code}", retry_delay_seconds=seconds)
    with pytest.raises(ResourceExhausted) as caught:
        google.budget()
    (problem,) = failure_of(caught.value).errors
    assert problem.error_code.quota_error.name == code
    details = problem.details.quota_error_details
    assert (details.retry_delay.total_seconds(), details.rate_scope.name) == (seconds, scope)


def test_internal_error_when_raised_then_sdk_does_not_wrap_it(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    sandbox.fault("grpc_error", failure="internal_error.INTERNAL_ERROR")
    with pytest.raises(InternalServerError) as caught:
        google.budget()
    assert failure_of(caught.value).errors[0].error_code.internal_error.name == "INTERNAL_ERROR"


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        ("internal_error.TRANSIENT_ERROR", "UNAVAILABLE"),
        ("database_error.CONCURRENT_MODIFICATION", "ABORTED"),
        ("mutate_error.EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED", "INVALID_ARGUMENT"),
        ("request_error.EXPIRED_PAGE_TOKEN", "INVALID_ARGUMENT"),
        ("policy_finding_error.POLICY_FINDING", "INVALID_ARGUMENT"),
        ("authentication_error.TWO_STEP_VERIFICATION_NOT_ENROLLED", "UNAUTHENTICATED"),
        ("authorization_error.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION", "PERMISSION_DENIED"),
    ],
)
def test_failure_when_asked_for_then_a_google_ads_exception(
    sandbox: Sandbox, google: GoogleAdvertiser, failure: str, status: str
) -> None:
    sandbox.fault("grpc_error", failure=failure)
    error = refusal(google.budget)
    assert codes(error) == [failure]
    assert error.error.code() is grpc.StatusCode[status]
    if failure.startswith("policy"):
        entries = error.failure.errors[0].details.policy_finding_details.policy_topic_entries
        assert [entry.topic for entry in entries] == ["MISREPRESENTATION"]


def test_stream_when_broken_midway_then_rows_came_and_then_unavailable(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    shared(google, "One")
    sandbox.fault("drop_midway", method="SearchStream")
    service = google.client.get_service("GoogleAdsService")
    query = "SELECT campaign_budget.name FROM campaign_budget"
    seen: list[str] = []

    def read() -> None:
        for batch in service.search_stream(customer_id=google.customer_id, query=query):
            seen.extend(row.campaign_budget.name for row in batch.results)

    with pytest.raises(ServiceUnavailable):
        read()
    assert seen == ["One"]


def test_read_when_stale_then_as_before_the_latest_edit(sandbox: Sandbox, google: GoogleAdvertiser) -> None:
    campaign = google.campaign(name="Before")
    google.update("Campaign", ["name"], resource_name=campaign, name="After")
    service = google.client.get_service("GoogleAdsService")
    query = {"customer_id": google.customer_id, "query": "SELECT campaign.name FROM campaign"}
    sandbox.fault("stale_read", method="Search")
    assert [row.campaign.name for row in service.search(**query)] == ["Before"]
    assert [row.campaign.name for row in service.search(**query)] == ["After"]


def test_stream_when_refused_async_then_a_plain_error(sandbox: Sandbox) -> None:
    async def run() -> Any:
        service = tls_client(sandbox).get_service("GoogleAdsService", is_async=True)
        try:
            stream = await service.search_stream(
                customer_id=sandbox.google_customer_id, query="SELECT nothing FROM campaign"
            )
            async for _ in stream:
                pass
        except (GoogleAdsException, GoogleAPICallError) as error:
            return error
        finally:
            await service.transport.close()
        raise AssertionError("The call was accepted.")

    error = asyncio.run(run())
    assert isinstance(error, GoogleAPICallError)
    assert FAILURE_KEY in dict(error.errors[0].trailing_metadata())


def test_refresh_when_grant_is_invalid_then_looks_unavailable(sandbox: Sandbox) -> None:
    sandbox.fault("invalid_grant", method="POST", path_regex="/token$", count=-1)
    service = tls_client(sandbox, credentials=credentials(sandbox)).get_service("CustomerService")
    with pytest.raises(ServiceUnavailable, match="invalid_grant"):
        service.list_accessible_customers()


def test_quota_when_enforced_then_counted_by_the_day(sandbox: Sandbox, google: GoogleAdvertiser) -> None:
    sandbox.control("POST", "/limits", platform="google", tier="explorer", enforced=True)
    labels = [google.operation("Label", name=f"Label {number}") for number in range(2_879)]
    google.mutate("Label", *labels, validate_only=True)
    google.budget()
    with pytest.raises(ResourceExhausted) as caught:
        google.budget()
    (problem,) = failure_of(caught.value).errors
    assert problem.error_code.quota_error.name == "RESOURCE_EXHAUSTED"
    assert problem.details.quota_error_details.retry_delay.total_seconds() == 86_400
    sandbox.advance(days=1)
    google.budget()


def test_rate_when_too_fast_then_temporarily_exhausted(sandbox: Sandbox, google: GoogleAdvertiser) -> None:
    sandbox.control("POST", "/limits", platform="google", tier="standard", enforced=True)
    service = google.client.get_service("GoogleAdsService")
    query = {"customer_id": google.customer_id, "query": "SELECT campaign.name FROM campaign"}
    for _ in range(100):
        list(service.search(**query))
    with pytest.raises(ResourceExhausted) as caught:
        service.search(**query)
    code = failure_of(caught.value).errors[0].error_code.quota_error.name
    assert code == "RESOURCE_TEMPORARILY_EXHAUSTED"
    sandbox.advance(seconds=1)
    list(service.search(**query))
