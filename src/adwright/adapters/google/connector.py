"""Grants and what they reach: OAuth with PKCE, pasted keys, manager accounts and the accounts below them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

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
from adwright.adapters.google.client import AdsClient, Caller, Row, account_subject
from adwright.adapters.google.tokens import SCOPE, AccessToken, read_secret, refresh_secret
from adwright.core.errors import Upstream
from adwright.core.money import DECIMALS

AUTH_URL = "https://accounts.google.com/o/oauth2/v2/auth"
NEEDED_SCOPES = frozenset({SCOPE})
_ASKED_SCOPES = f"openid email {SCOPE}"

_STATUSES = {
    "ENABLED": AccountStatus.ACTIVE,
    "SUSPENDED": AccountStatus.ERROR,
    "CANCELED": AccountStatus.PAUSED,
    "CLOSED": AccountStatus.PAUSED,
}
_REASONS = {
    "SUSPENDED": "Google suspended the account",
    "CANCELED": "the account was cancelled",
    "CLOSED": "the account was closed",
}

# An account that answers so takes nothing and tells nothing; the others of the grant still do.
_CLOSED_TO_US = frozenset({"customer_not_enabled", "action_not_permitted_for_suspended_account"})

_CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.currency_code, "
    "customer_client.time_zone, customer_client.status, customer_client.manager, customer_client.level "
    "FROM customer_client"
)


class GoogleConnector:
    """Google's side of `accounts.ports.Connector`."""

    def __init__(self, client: AdsClient, *, auth_url: str = AUTH_URL) -> None:
        self._client = client
        self._tokens = client.tokens
        self._auth_url = auth_url

    def authorize_url(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the consent page.

        Raises:
            Invalid: no Google Cloud project is configured.
        """
        client_id, _ = self._tokens.project()
        digest = hashlib.sha256(code_verifier.encode()).digest()
        query = {
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": _ASKED_SCOPES,
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._auth_url}?{urlencode(query)}"

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> Grant:
        """Turn a consent's code into a grant that lasts until it is revoked."""
        refresh_token, token = await self._tokens.exchange(code, redirect_uri, code_verifier)
        return await self._grant(refresh_secret(refresh_token), token)

    async def renew(self, token: str) -> Grant:
        """Return the grant as it is: Google's refresh tokens need no renewal."""
        return await self.inspect(token)

    async def inspect(self, token: str) -> Grant:
        """Ask Google what a grant is worth, by making an access token from it.

        Raises:
            Invalid: what was pasted is no key.
            ReconnectNeeded: Google does not accept the grant.
        """
        return await self._grant(token, await self._tokens.access(token, fresh=True))

    async def accounts(self, token: str) -> Sequence[RemoteAccount]:
        """List every ad account that the grant reaches, directly or through managers, in known currencies."""
        found: dict[str, tuple[int, RemoteAccount]] = {}
        for root in await self._client.accessible_customers(token):
            try:
                rows = await self._client.rows(Caller(token, root, root), _CLIENTS)
            except Upstream as error:
                if error.code not in _CLOSED_TO_US:
                    raise
                continue
            for row in rows:
                account = _account(row, root)
                level = row.customer_client.level
                known = found.get(account.external_id) if account else None
                if account is not None and (known is None or level < known[0]):
                    found[account.external_id] = (level, account)
        return [account for _, account in found.values()]

    async def pages(self, access: AccountAccess) -> Sequence[RemotePage]:
        """Return none: ads on Search come from no page."""
        return ()

    async def pixels(self, access: AccountAccess) -> Sequence[RemotePixel]:
        """List what counts conversions in an account: its conversion actions."""
        rows = await self._client.rows(
            caller_of(access),
            "SELECT conversion_action.id, conversion_action.name FROM conversion_action "
            "WHERE conversion_action.status = 'ENABLED'",
        )
        return [RemotePixel(str(row.conversion_action.id), row.conversion_action.name) for row in rows]

    async def instagram_accounts(self, access: AccountAccess) -> Sequence[RemoteInstagramAccount]:
        """Google has none."""
        return []

    async def lead_forms(
        self, access: AccountAccess, pages: Sequence[RemotePage]
    ) -> Sequence[RemoteLeadForm]:
        """Google's lead forms are assets of a campaign; none stands by itself."""
        return []

    def application_limit(self) -> str | None:
        """Return how the daily limit of the Cloud project is called."""
        return self._tokens.project_subject

    def account_limit(self, external_id: str) -> str:
        """Return how a customer account's limit is called."""
        return account_subject(external_id)

    async def platform_now(self, token: str) -> datetime:
        """Return Google's present instant (UTC), from the answer of its log-in."""
        return (await self._tokens.access(token, fresh=True)).platform_now

    async def _grant(self, secret: str, token: AccessToken) -> Grant:
        missing = NEEDED_SCOPES - token.scopes
        # A grant that was given for something else reaches no account.
        reached = [] if missing else await self._client.accessible_customers(secret)
        document = read_secret(secret)
        name = document.get("client_email") or token.email or "Google user"
        own_id = document.get("client_email") or token.email
        return Grant(
            token=secret,
            name=name,
            # Without an address (an old grant) the accounts that it reaches tell grants apart.
            external_user_id=own_id or f"customers:{','.join(sorted(reached))}",
            scopes=token.scopes,
            missing_scopes=missing,
            expires_at=None,
        )


def caller_of(access: AccountAccess) -> Caller:
    """Return on whose behalf calls about an ad account are made."""
    return Caller(access.token, access.external_id, access.manager_external_id)


def _account(row: Row, root: str) -> RemoteAccount | None:
    """Return an account of a manager's list; None for managers and for currencies that are not known."""
    told = row.customer_client
    if told.manager or told.currency_code not in DECIMALS:
        return None
    status = type(told).DESCRIPTOR.fields_by_name["status"].enum_type.values_by_number[told.status].name
    external_id = str(told.id)
    return RemoteAccount(
        external_id=external_id,
        name=told.descriptive_name or external_id,
        currency=told.currency_code,
        zone=told.time_zone,
        status=_STATUSES.get(status, AccountStatus.ERROR),
        platform_status=status,
        disable_reason=_REASONS.get(status),
        spend_cap=None,
        min_daily_budget=None,
        manager_external_id=None if root == external_id else root,
    )
