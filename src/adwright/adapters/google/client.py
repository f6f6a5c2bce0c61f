"""Calls to the Google Ads API through the official SDK's service clients, with their traps closed.

One channel serves every grant: who calls travels with each call. Every call has a time-out; the SDK retries
nothing, and neither does this. An access token that has just expired is made anew once.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from adwright.accounts.ports import NoQuota, Quota, Usage
from adwright.adapters.google import errors
from adwright.adapters.google.tokens import AccessToken, Tokens
from adwright.core.errors import Upstream

API_VERSION = "v26"
ENDPOINT = "googleads.googleapis.com"
_LARGEST_ANSWER = 64 * 1024 * 1024
_OPTIONS = (
    ("grpc.max_receive_message_length", _LARGEST_ANSWER),
    ("grpc.max_send_message_length", _LARGEST_ANSWER),
)

T = TypeVar("T")
Row = Any


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a call is made.

    Attributes:
        secret: what the connection keeps.
        customer_id: the account that is acted on: ten digits; empty for calls about no account.
        login_customer_id: the manager through which it is reached; None when directly.
    """

    secret: str
    customer_id: str = ""
    login_customer_id: str | None = None


class AdsClient:
    """The Google Ads API at one address."""

    def __init__(
        self,
        tokens: Tokens,
        *,
        endpoint: str = ENDPOINT,
        root_certificates: bytes | None = None,
        developer_token: str | None = None,
        timeout_seconds: float = 60.0,
        quota: Quota | None = None,
    ) -> None:
        self.tokens = tokens
        self._quota = quota or NoQuota()
        self._endpoint = endpoint
        self._root_certificates = root_certificates
        self._developer_token = developer_token
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._services: dict[str, Any] = {}

    async def rows(self, caller: Caller, query: str) -> list[Row]:
        """Return every row of a query, as raw `GoogleAdsRow` messages. Repeatable."""

        def read(metadata: Sequence[tuple[str, str]]) -> list[Row]:
            request = {"customer_id": caller.customer_id, "query": query}
            stream = self._service("GoogleAdsService").search_stream(
                request=request, timeout=self._timeout_seconds, metadata=metadata
            )
            return [row for batch in stream for row in batch.results]

        return await self._call(caller, read, write=False)

    async def mutate(self, caller: Caller, request: Any) -> Any:
        """Change something by a raw `MutateGoogleAdsRequest`. Not repeatable.

        An error says by `outcome_unknown` whether it may have happened.
        """

        def write(metadata: Sequence[tuple[str, str]]) -> Any:
            return self._service("GoogleAdsService").mutate(
                request=request, timeout=self._timeout_seconds, metadata=metadata
            )

        return await self._call(caller, write, write=True)

    async def accessible_customers(self, secret: str) -> list[str]:
        """Return the ids of the accounts that a grant reaches directly. Repeatable."""

        def read(metadata: Sequence[tuple[str, str]]) -> list[str]:
            answer = self._service("CustomerService").list_accessible_customers(
                timeout=self._timeout_seconds, metadata=metadata
            )
            return [name.removeprefix("customers/") for name in answer.resource_names]

        return await self._call(Caller(secret), read, write=False)

    async def suggested_places(self, caller: Caller, name: str) -> list[Any]:
        """Return what Google suggests for a place's name, best first, as raw suggestions. Repeatable."""

        def read(metadata: Sequence[tuple[str, str]]) -> list[Any]:
            answer = self._service("GeoTargetConstantService").suggest_geo_target_constants(
                request={"locale": "en", "location_names": {"names": [name]}},
                timeout=self._timeout_seconds,
                metadata=metadata,
            )
            return list(answer.geo_target_constant_suggestions)

        return await self._call(caller, read, write=False)

    async def _call(
        self, caller: Caller, action: Callable[[Sequence[tuple[str, str]]], T], *, write: bool
    ) -> T:
        """Make a call unless its limit is known to be used up, and remember when Google says that it is."""
        project, account = self.tokens.project_subject, account_subject(caller.customer_id)
        blocked = await self._quota.blocked_seconds([project, account])
        if blocked > 0:
            raise errors.used_up(blocked)
        try:
            return await self._with_token(caller, action, write=write)
        except Upstream as error:
            subject = {"quota_exhausted": project, "rate_limited": account}.get(error.code)
            if subject is not None:
                await self._quota.note([Usage(subject, 100, error.retry_after_seconds or 0.0)])
            raise

    async def _with_token(
        self, caller: Caller, action: Callable[[Sequence[tuple[str, str]]], T], *, write: bool
    ) -> T:
        token = await self.tokens.access(caller.secret)
        try:
            return await asyncio.to_thread(self._guarded, action, self._metadata(caller, token), write)
        except Upstream as error:
            if not errors.is_expired(error):
                raise
        token = await self.tokens.access(caller.secret, fresh=True)
        return await asyncio.to_thread(self._guarded, action, self._metadata(caller, token), write)

    @staticmethod
    def _guarded(
        action: Callable[[Sequence[tuple[str, str]]], T],
        metadata: Sequence[tuple[str, str]],
        write: bool,
    ) -> T:
        from google.ads.googleads.errors import GoogleAdsException
        from google.api_core.exceptions import GoogleAPICallError

        try:
            return action(metadata)
        except (GoogleAdsException, GoogleAPICallError) as error:
            raise errors.translate(error, write=write) from None

    def _metadata(self, caller: Caller, token: AccessToken) -> list[tuple[str, str]]:
        sent = [("authorization", f"Bearer {token.value}")]
        if caller.login_customer_id:
            sent.append(("login-customer-id", caller.login_customer_id))
        if self._developer_token:
            sent.append(("developer-token", self._developer_token))
        return sent

    def _service(self, name: str) -> Any:
        with self._lock:
            if not self._services:
                self._services = dict(_service_clients(self._endpoint, self._root_certificates))
            return self._services[name]


def _service_clients(endpoint: str, root_certificates: bytes | None) -> Iterator[tuple[str, Any]]:
    """Make the SDK's clients on one channel. Imported here: the SDK takes a second and 50 MB."""
    import grpc
    from google.ads.googleads.interceptors import ExceptionInterceptor
    from google.ads.googleads.v26.services.services.customer_service import CustomerServiceClient
    from google.ads.googleads.v26.services.services.customer_service.transports import (
        CustomerServiceGrpcTransport,
    )
    from google.ads.googleads.v26.services.services.geo_target_constant_service import (
        GeoTargetConstantServiceClient,
    )
    from google.ads.googleads.v26.services.services.geo_target_constant_service.transports import (
        GeoTargetConstantServiceGrpcTransport,
    )
    from google.ads.googleads.v26.services.services.google_ads_service import GoogleAdsServiceClient
    from google.ads.googleads.v26.services.services.google_ads_service.transports import (
        GoogleAdsServiceGrpcTransport,
    )

    encrypted = grpc.ssl_channel_credentials(root_certificates)
    channel = grpc.intercept_channel(
        grpc.secure_channel(endpoint, encrypted, options=_OPTIONS),
        ExceptionInterceptor(API_VERSION, use_proto_plus=False),
    )
    for name, client, transport in (
        ("GoogleAdsService", GoogleAdsServiceClient, GoogleAdsServiceGrpcTransport),
        ("CustomerService", CustomerServiceClient, CustomerServiceGrpcTransport),
        (
            "GeoTargetConstantService",
            GeoTargetConstantServiceClient,
            GeoTargetConstantServiceGrpcTransport,
        ),
    ):
        yield name, client(transport=transport(channel=channel))


def account_subject(customer_id: str | None) -> str:
    """Name the limit of one customer account."""
    return f"google:account:{customer_id}"
