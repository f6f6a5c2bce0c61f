"""The platforms asked through their official SDKs, without our adapters: what is really there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox


@contextmanager
def meta_sdk(sandbox: Sandbox, token: str) -> Iterator[FacebookAdsApi]:
    """Meta's SDK, redirected to a sandbox."""
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token)
    session.GRAPH = sandbox.meta_url
    try:
        yield FacebookAdsApi(session)
    finally:
        session.requests.close()


def google_rows(sandbox: Sandbox, customer_id: str, query: str) -> Sequence[Any]:
    """Every row of a query, by Google's SDK over the sandbox's plain port."""
    request = {"customer_id": customer_id, "query": query}
    with _google_service(sandbox) as (service, options):
        return [row for batch in service.search_stream(request=request, **options) for row in batch.results]


def google_mutate(sandbox: Sandbox, customer_id: str, *operations: Mapping[str, Any]) -> None:
    """Edit an account past us, as somebody in Google Ads would."""
    request = {"customer_id": customer_id, "mutate_operations": list(operations)}
    with _google_service(sandbox) as (service, options):
        service.mutate(request=request, **options)


@contextmanager
def _google_service(sandbox: Sandbox) -> Iterator[tuple[Any, dict[str, Any]]]:
    import grpc
    from google.ads.googleads.v26.services.services.google_ads_service import GoogleAdsServiceClient
    from google.ads.googleads.v26.services.services.google_ads_service.transports import (
        GoogleAdsServiceGrpcTransport,
    )

    channel = grpc.insecure_channel(sandbox.google_insecure_endpoint)
    try:
        service = GoogleAdsServiceClient(transport=GoogleAdsServiceGrpcTransport(channel=channel))
        yield service, {"timeout": 60, "metadata": [("login-customer-id", sandbox.google_manager_id)]}
    finally:
        channel.close()


def meta_insights(sandbox: Sandbox, account_id: str, token: str, **params: object) -> Mapping[str, Any]:
    """The one row of an account's insights."""
    with meta_sdk(sandbox, token) as api:
        [row] = api.call("GET", (account_id, "insights"), params=params).json()["data"]
    return dict(row)
