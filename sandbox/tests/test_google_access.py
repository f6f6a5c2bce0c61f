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
