"""Everything Adwright does on Google Ads, behind one door."""

from __future__ import annotations

from adwright.accounts.ports import Quota
from adwright.adapters.google.client import ENDPOINT, AdsClient
from adwright.adapters.google.connector import AUTH_URL, GoogleConnector
from adwright.adapters.google.constants import Constants
from adwright.adapters.google.executor import GoogleExecutor
from adwright.adapters.google.facts import GoogleFacts
from adwright.adapters.google.tokens import TOKEN_URI, Tokens
from adwright.adapters.google.tree import GoogleTree
from adwright.core.clock import Clock


class GooglePlatform(GoogleConnector, GoogleTree, GoogleFacts, GoogleExecutor):
    """Fits Connector, PlatformTree, FactSource and Executor for one address and one Cloud project."""

    def __init__(
        self,
        clock: Clock,
        *,
        endpoint: str = ENDPOINT,
        token_uri: str = TOKEN_URI,
        auth_url: str = AUTH_URL,
        client_id: str | None = None,
        client_secret: str | None = None,
        developer_token: str | None = None,
        root_certificates: bytes | None = None,
        timeout_seconds: float = 60.0,
        quota: Quota | None = None,
    ) -> None:
        tokens = Tokens(
            clock,
            token_uri=token_uri,
            client_id=client_id,
            client_secret=client_secret,
            timeout_seconds=timeout_seconds,
        )
        client = AdsClient(
            tokens,
            endpoint=endpoint,
            root_certificates=root_certificates,
            developer_token=developer_token,
            timeout_seconds=timeout_seconds,
            quota=quota,
        )
        GoogleConnector.__init__(self, client, auth_url=auth_url)
        constants = Constants(client)
        GoogleTree.__init__(self, client, constants, clock)
        GoogleFacts.__init__(self, client)
        GoogleExecutor.__init__(self, client, constants, self)
