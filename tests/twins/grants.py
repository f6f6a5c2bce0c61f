"""A platform's grants and accounts in memory, with a clock of its own, that goes wrong when told to."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from adwright.accounts.ports import (
    AccountAccess,
    AccountStatus,
    Grant,
    RemoteAccount,
    RemoteInstagramAccount,
    RemoteLeadForm,
    RemotePage,
    RemotePixel,
)
from adwright.core.clock import Clock, SystemClock
from adwright.core.errors import Upstream
from adwright.core.money import Money
from tests.twins.troubles import refused_token

NEEDED_SCOPES = frozenset({"manage", "read"})
ACCOUNT = RemoteAccount(
    external_id="act_1001",
    name="Tasty Chips US",
    currency="USD",
    zone="America/New_York",
    status=AccountStatus.ACTIVE,
    platform_status="ACTIVE",
    disable_reason=None,
    spend_cap=None,
    min_daily_budget=Money.of("1", "USD"),
)


@dataclass
class GrantsTwin:
    """Fits `accounts.ports.Connector`. Every token is good but those that are refused.

    Attributes:
        ahead: how far the platform's clock runs ahead of ours.
        account: the one that every grant reaches.
        refused: tokens that the platform no longer accepts.
        scopes: what a token was granted, where it is not everything.
        troubles: what the next questions meet, in order.
    """

    clock: Clock = field(default_factory=SystemClock)
    ahead: timedelta = timedelta()
    account: RemoteAccount = ACCOUNT
    known_pages: Sequence[RemotePage] = (RemotePage("9001", "Tasty Chips Co.", None),)
    known_pixels: Sequence[RemotePixel] = (RemotePixel("7001", "tastychips.co"),)
    known_instagram_accounts: Sequence[RemoteInstagramAccount] = ()
    known_lead_forms: Sequence[RemoteLeadForm] = ()
    refused: set[str] = field(default_factory=set)
    scopes: dict[str, frozenset[str]] = field(default_factory=dict)
    troubles: deque[Upstream] = field(default_factory=deque)
    _challenges: dict[str, str] = field(default_factory=dict)

    def authorize_url(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the consent page."""
        query = {"state": state, "redirect_uri": redirect_uri, "challenge": _digest(code_verifier)}
        return f"https://platform.example/consent?{urlencode(query)}"

    def consent(self, address: str) -> str:
        """Press the consent page's button and return where it leads."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._challenges) + 1}"
        self._challenges[code] = asked["challenge"]
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code})}"

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> Grant:
        """Turn a consent's code into a grant, once."""
        if self._challenges.pop(code, None) != _digest(code_verifier):
            raise Upstream("The code is not good. Begin the consent again.", code="platform_declined")
        return await self.inspect(f"token-of-{code}")

    async def inspect(self, token: str) -> Grant:
        """Tell what a token is worth."""
        self.meet(token)
        scopes = self.scopes.get(token, NEEDED_SCOPES)
        return Grant(token, "Harbour system user", "500", scopes, NEEDED_SCOPES - scopes, None)

    async def renew(self, token: str) -> Grant:
        """Tokens last as they are."""
        return await self.inspect(token)

    async def accounts(self, token: str) -> Sequence[RemoteAccount]:
        """List the one account."""
        self.meet(token)
        return [self.account]

    async def pages(self, access: AccountAccess) -> Sequence[RemotePage]:
        """List the pages."""
        self.meet(access.token)
        return self.known_pages

    async def pixels(self, access: AccountAccess) -> Sequence[RemotePixel]:
        """List the pixels."""
        self.meet(access.token)
        return self.known_pixels

    async def instagram_accounts(self, access: AccountAccess) -> Sequence[RemoteInstagramAccount]:
        """List the Instagram accounts."""
        self.meet(access.token)
        return self.known_instagram_accounts

    async def lead_forms(
        self, access: AccountAccess, pages: Sequence[RemotePage]
    ) -> Sequence[RemoteLeadForm]:
        """List the forms of pages."""
        self.meet(access.token)
        wanted = {page.external_id for page in pages}
        return [each for each in self.known_lead_forms if each.page_external_id in wanted]

    def application_limit(self) -> str | None:
        """Return the limit that all accounts share."""
        return "twin:app"

    def account_limit(self, external_id: str) -> str:
        """Return an account's own limit."""
        return f"twin:account:{external_id}"

    async def platform_now(self, token: str) -> datetime:
        """Tell the time there."""
        self.meet(token)
        return self.clock.now() + self.ahead

    def meet(self, token: str) -> None:
        """Go wrong as told.

        Raises:
            ReconnectNeeded: the token is refused.
            Upstream: the next trouble.
        """
        if token in self.refused:
            raise refused_token()
        if self.troubles:
            raise self.troubles.popleft()


def _digest(code_verifier: str) -> str:
    return hashlib.sha256(code_verifier.encode()).hexdigest()
