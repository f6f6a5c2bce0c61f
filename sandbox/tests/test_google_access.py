"""Who may operate on which customer, through the unmodified SDK over TLS and in the clear, sync and async."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import MethodNotImplemented, PermissionDenied
from google.oauth2.credentials import Credentials

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, credentials, insecure_client, refusal, tls_client


def accessible(client: Any) -> list[str]:
    """What the SDK says about direct access."""
    return list(client.get_service("CustomerService").list_accessible_customers().resource_names)


def test_customers_when_listed_over_tls_then_direct_access_only(sandbox: Sandbox) -> None:
    client = tls_client(sandbox)
    service = client.get_service("CustomerService")
    for _ in range(3):
        answer = service.list_accessible_customers()
        assert list(answer.resource_names) == [f"customers/{sandbox.google_manager_id}"]
    refreshes = sandbox.requests(path="/token")
    assert [entry["params"]["grant_type"] for entry in refreshes] == ["refresh_token"]
    seen = sandbox.requests(method="CustomerService/ListAccessibleCustomers")
    assert [(entry["status"], entry["error_code"]) for entry in seen] == [(0, None)] * 3


def test_customers_when_listed_in_the_clear_then_ready_lines_token_counts(sandbox: Sandbox) -> None:
    assert accessible(insecure_client(sandbox)) == [f"customers/{sandbox.google_manager_id}"]
    assert not sandbox.requests(path="/token")


def test_customers_when_listed_async_then_same(sandbox: Sandbox) -> None:
    async def run() -> list[str]:
        service = tls_client(sandbox).get_service("CustomerService", is_async=True)
        answer = await service.list_accessible_customers()
        await service.transport.close()
        return list(answer.resource_names)

    assert asyncio.run(run()) == [f"customers/{sandbox.google_manager_id}"]


def test_call_when_token_is_none_of_ours_then_unauthenticated(sandbox: Sandbox) -> None:
    client = tls_client(sandbox, credentials=Credentials("nonsense"))
    service = client.get_service("CustomerService")
    error = refusal(service.list_accessible_customers)
    assert error.error.code() is grpc.StatusCode.UNAUTHENTICATED
    assert codes(error) == ["authentication_error.OAUTH_TOKEN_INVALID"]
    assert error.request_id == error.failure.request_id != ""


def test_call_when_made_by_old_version_then_unsupported(sandbox: Sandbox) -> None:
    service = tls_client(sandbox, version="v24").get_service("CustomerService")
    error = refusal(service.list_accessible_customers)
    assert codes(error) == ["request_error.UNSUPPORTED_VERSION"]
    assert error.error.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_call_when_service_is_not_covered_then_unimplemented(sandbox: Sandbox) -> None:
    client = tls_client(sandbox)
    with pytest.raises(MethodNotImplemented):
        client.get_service("BillingSetupService").mutate_billing_setup(
            customer_id=sandbox.google_customer_id, operation={}
        )


def test_call_when_scope_lacks_then_permission_denied(sandbox: Sandbox) -> None:
    made = sandbox.control("POST", "/tokens", platform="google", scopes=["openid"])
    given = credentials(sandbox, made["refresh_token"])
    service = tls_client(sandbox, credentials=given).get_service("CustomerService")
    with pytest.raises(PermissionDenied):
        service.list_accessible_customers()


def test_error_when_raised_then_shape_is_the_apis(sandbox: Sandbox) -> None:
    service = tls_client(sandbox, login="9999999999").get_service("CustomerService")
    error = refusal(service.list_accessible_customers)
    assert isinstance(error, GoogleAdsException)
    (problem,) = error.failure.errors
    assert codes(error) == ["header_error.INVALID_LOGIN_CUSTOMER_ID"]
    assert problem.trigger.string_value == "9999999999"
    assert problem.message == "The login customer ID could not be validated."


def test_customer_when_reached_by_another_way_then_only_through_its_manager(sandbox: Sandbox) -> None:
    made = sandbox.control("POST", "/accounts", platform="google", name="Inner", manager=True)
    inner = made["customer_id"]
    client_account = sandbox.control("POST", "/accounts", platform="google", name="Client", manager_id=inner)
    stranger = sandbox.control("POST", "/accounts", platform="google", name="Stranger", manager_id="")
    customer, other = client_account["customer_id"], stranger["customer_id"]
    token = sandbox.control("POST", "/tokens", platform="google", accounts=[sandbox.google_manager_id])
    given = Credentials(token["access_token"])

    def names(customer_id: str, login: str | None) -> list[str]:
        service = tls_client(sandbox, login, credentials=given).get_service("GoogleAdsService")
        query = "SELECT customer.descriptive_name FROM customer"
        return [row.customer.descriptive_name for row in service.search(customer_id=customer_id, query=query)]

    assert names(customer, sandbox.google_manager_id) == ["Client"]
    for customer_id, login in ((customer, customer), (customer, inner), (other, sandbox.google_manager_id)):
        error = refusal(names, customer_id, login)
        assert codes(error) == ["authorization_error.USER_PERMISSION_DENIED"]
        assert error.error.code() is grpc.StatusCode.PERMISSION_DENIED
    for customer_id, code in (
        ("1234567890", "authentication_error.CUSTOMER_NOT_FOUND"),
        ("123-456-7890", "request_error.INVALID_CUSTOMER_ID"),
    ):
        assert codes(refusal(names, customer_id, sandbox.google_manager_id)) == [code]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SUSPENDED", "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"),
        ("CANCELED", "CUSTOMER_NOT_ENABLED"),
        ("CLOSED", "CUSTOMER_NOT_ENABLED"),
    ],
)
def test_customer_when_not_enabled_then_refused(
    sandbox: Sandbox, google: GoogleAdvertiser, status: str, code: str
) -> None:
    account = {"platform": "google", "account_id": google.customer_id}
    sandbox.control("POST", "/accounts/status", account_status=status, **account)
    assert codes(refusal(google.budget)) == [f"authorization_error.{code}"]
    sandbox.control("POST", "/accounts/status", account_status="ENABLED", **account)
    google.budget()


def test_client_account_when_made_over_the_api_then_it_can_be_used(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    service = google.client.get_service("CustomerService")
    wanted = {"descriptive_name": "New", "currency_code": "EUR", "time_zone": "Europe/Berlin"}
    made = service.create_customer_client(customer_id=sandbox.google_manager_id, customer_client=wanted)
    new = GoogleAdvertiser(google.client, made.resource_name.removeprefix("customers/"))
    assert new.campaign()
    error = refusal(service.create_customer_client, customer_id=google.customer_id, customer_client=wanted)
    assert codes(error) == ["customer_error.CREATION_DENIED_INELIGIBLE_MCC"]
    operation = google.operation(
        "Customer", "update", resource_name=f"customers/{google.customer_id}", descriptive_name="Renamed",
        update_mask=["descriptive_name"],
    )  # fmt: skip
    answer = service.mutate_customer(
        request={
            "customer_id": google.customer_id, "operation": operation,
            "response_content_type": "MUTABLE_RESOURCE",
        }
    )  # fmt: skip
    assert answer.result.customer.descriptive_name == "Renamed"


def test_places_when_suggested_then_real_countries_and_parents(google: GoogleAdvertiser) -> None:
    service = google.client.get_service("GeoTargetConstantService")
    request = google.client.get_type("SuggestGeoTargetConstantsRequest")
    request.location_names.names.extend(["Germany", "New York"])
    found = service.suggest_geo_target_constants(request).geo_target_constant_suggestions
    assert found[0].geo_target_constant.resource_name == "geoTargetConstants/2276"
    city = next(s for s in found if s.geo_target_constant.target_type == "City")
    assert city.geo_target_constant.canonical_name == "New York,New York,United States"
    assert [parent.name for parent in city.geo_target_constant_parents] == ["New York", "United States"]
    request.location_names.names.extend(["x"] * 24)
    error = refusal(service.suggest_geo_target_constants, request)
    assert codes(error) == ["geo_target_constant_suggestion_error.LOCATION_NAME_LIMIT"]
