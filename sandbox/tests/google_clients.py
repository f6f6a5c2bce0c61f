"""The official Google Ads SDK, redirected to the sandbox in the two ways that it allows."""

from __future__ import annotations

import logging
import os
from importlib import import_module
from typing import Any

import grpc
from google.ads.googleads.client import GoogleAdsClient
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.interceptors import ExceptionInterceptor, LoggingInterceptor, MetadataInterceptor
from google.ads.googleads.util import convert_upper_case_to_snake_case as snake
from google.oauth2.credentials import Credentials

from adsandbox import Sandbox

VERSION = "v26"


def credentials(sandbox: Sandbox, refresh_token: str | None = None) -> Credentials:
    """Credentials that refresh themselves at the sandbox's token endpoint."""
    return Credentials(
        None,
        refresh_token=refresh_token or sandbox.google_refresh_token,
        client_id=sandbox.google_client_id,
        client_secret=sandbox.google_client_secret,
        token_uri=sandbox.google_token_uri,
    )


def tls_client(sandbox: Sandbox, login: str | None = None, **more: Any) -> GoogleAdsClient:
    """The SDK by configuration only: an endpoint, and gRPC told which certificate to trust.

    All markets in memory of a process have the same certificate, and gRPC reads the variable once.
    """
    os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = sandbox.ca_file
    return GoogleAdsClient(
        more.pop("credentials", None) or credentials(sandbox),
        endpoint=sandbox.google_endpoint,
        version=more.pop("version", VERSION),
        login_customer_id=login or sandbox.google_manager_id,
        use_proto_plus=True,
        **more,
    )


class InsecureClient(GoogleAdsClient):
    """The SDK over a channel without TLS, with the library's own interceptors."""

    def get_service(self, name: str, version: str = VERSION, interceptors: Any = ()) -> Any:
        """A service's client over the plain channel."""
        channel = grpc.intercept_channel(
            grpc.insecure_channel(self.endpoint),
            MetadataInterceptor(self.developer_token, self.login_customer_id, None),
            LoggingInterceptor(logging.getLogger("google.ads.googleads.client"), version, self.endpoint),
            ExceptionInterceptor(version, use_proto_plus=True),
        )
        module = import_module(f"google.ads.googleads.{version}.services.services.{snake(name)}")
        service = getattr(module, f"{name}Client")
        return service(transport=service.get_transport_class("grpc")(channel=channel))


def insecure_client(sandbox: Sandbox, login: str | None = None) -> GoogleAdsClient:
    """The SDK over a channel without TLS; it brings no token there."""
    return InsecureClient(
        credentials(sandbox),
        endpoint=sandbox.google_insecure_endpoint,
        version=VERSION,
        login_customer_id=login or sandbox.google_manager_id,
        use_proto_plus=True,
    )


def refusal(call: Any, *arguments: Any, **named: Any) -> GoogleAdsException:
    """The error that a call ends with."""
    try:
        call(*arguments, **named)
    except GoogleAdsException as error:
        return error
    raise AssertionError("The call was accepted.")


def codes(error: GoogleAdsException) -> list[str]:
    """The codes of an error, such as `field_error.REQUIRED`."""
    found = []
    for problem in error.failure.errors:
        code = type(problem.error_code).pb(problem.error_code)
        family = code.WhichOneof("error_code")
        found.append(f"{family}.{getattr(problem.error_code, family).name}")
    return found


def paths(error: GoogleAdsException) -> list[str]:
    """The places of an error, such as `operations[1].create.name`."""
    return [
        ".".join(
            element.field_name + (f"[{element.index}]" if "index" in element else "")
            for element in problem.location.field_path_elements
        )
        for problem in error.failure.errors
    ]
