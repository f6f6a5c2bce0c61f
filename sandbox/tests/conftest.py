"""Every test drives the sandbox through the unmodified SDK; only `Sandbox` itself is imported from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser
from google_builders import GoogleAdvertiser
from google_clients import insecure_client


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh market with one empty account in US dollars; its clock stands until it is moved."""
    with Sandbox("empty") as running:
        yield running


@pytest.fixture
def api(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[FacebookAdsApi]:
    """The SDK, redirected to the sandbox, as a system user."""
    monkeypatch.setattr(FacebookSession, "GRAPH", sandbox.meta_url)
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
    yield FacebookAdsApi(session)
    session.requests.close()


@pytest.fixture
def advertiser(sandbox: Sandbox, api: FacebookAdsApi) -> Advertiser:
    """Somebody who builds campaigns in the sandbox's account."""
    return Advertiser(api, sandbox.meta_account_id)


@pytest.fixture
def google(sandbox: Sandbox) -> GoogleAdvertiser:
    """Somebody who builds in the sandbox's Google customer, over a channel without TLS."""
    return GoogleAdvertiser(insecure_client(sandbox), sandbox.google_customer_id)
