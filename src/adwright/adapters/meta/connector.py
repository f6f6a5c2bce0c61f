"""Grants and what they reach: OAuth, pasted tokens, ad accounts, pages, pixels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from adwright.accounts.ports import (
    AccountAccess,
    AccountStatus,
    Grant,
    RemoteAccount,
    RemotePage,
    RemotePixel,
)
from adwright.adapters.meta.amounts import from_minor_units
from adwright.adapters.meta.graph import API_VERSION, DIALOG_URL, Graph
from adwright.core.errors import Invalid, ReconnectNeeded
from adwright.core.money import DECIMALS

NEEDED_SCOPES = frozenset(
    {"ads_management", "ads_read", "business_management", "pages_show_list", "pages_read_engagement"}
)

_STATUSES = {
    1: (AccountStatus.ACTIVE, "ACTIVE"),
    2: (AccountStatus.ERROR, "DISABLED"),
    3: (AccountStatus.ERROR, "UNSETTLED"),
    7: (AccountStatus.ERROR, "PENDING_RISK_REVIEW"),
    8: (AccountStatus.ERROR, "PENDING_SETTLEMENT"),
    9: (AccountStatus.ACTIVE, "IN_GRACE_PERIOD"),
    100: (AccountStatus.PAUSED, "PENDING_CLOSURE"),
    101: (AccountStatus.PAUSED, "CLOSED"),
}

_DISABLE_REASONS = {
    1: "Meta's ads integrity policy",
    2: "a review of intellectual property",
    3: "a risk in payment",
    4: "the account was shut down by Meta",
    5: "Meta's review of ads",
    6: "the integrity of the business",
    7: "the account was closed for good",
    11: "a policy for business managers",
    12: "the account misrepresents somebody",
    15: "the account was compromised",
}


class MetaConnector:
    """Meta's side of `accounts.ports.Connector`."""

    def __init__(self, graph: Graph, *, dialog_url: str = DIALOG_URL) -> None:
        self._graph = graph
        self._dialog_url = dialog_url.rstrip("/")

    def authorize_url(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the consent page. Meta's dialog for apps with a secret has no PKCE: the secret stays unused.

        Raises:
            Invalid: no Meta app is configured.
        """
        app_id, _ = self._app()
        query = {
            "client_id": app_id,
            "redirect_uri": redirect_uri,
            "state": state,
            "scope": ",".join(sorted(NEEDED_SCOPES)),
            "response_type": "code",
        }
        return f"{self._dialog_url}/{API_VERSION}/dialog/oauth?{urlencode(query)}"

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> Grant:
        """Turn a consent's code into a long-lived grant (about 60 days)."""
        app_id, app_secret = self._app()
        credentials = {"client_id": app_id, "client_secret": app_secret}
        short = await self._graph.get(
            f"{app_id}|{app_secret}",
            ("oauth", "access_token"),
            {**credentials, "redirect_uri": redirect_uri, "code": code},
        )
        return await self.renew(str(short.body["access_token"]))

    async def renew(self, token: str) -> Grant:
        """Exchange a token for a longer-lived one. Without an app of our own the token stays as it is."""
        if not (self._graph.app_id and self._graph.app_secret):
            return await self.inspect(token)
        reply = await self._graph.get(
            token,
            ("oauth", "access_token"),
            {
                "grant_type": "fb_exchange_token",
                "client_id": self._graph.app_id,
                "client_secret": self._graph.app_secret,
                "fb_exchange_token": token,
            },
        )
        return await self.inspect(str(reply.body["access_token"]))

    async def inspect(self, token: str) -> Grant:
        """Ask Meta what a token is worth.

        Raises:
            ReconnectNeeded: Meta says that the token is not valid.
        """
        reply = await self._graph.get(token, ("debug_token",), {"input_token": token})
        data = reply.body.get("data") or {}
        if not data.get("is_valid"):
            raise ReconnectNeeded("Meta does not accept this token. Paste a valid one, or connect again.")
        me = (await self._graph.get(token, ("me",), {"fields": "id,name"})).body
        scopes = frozenset(str(scope) for scope in data.get("scopes") or [])
        return Grant(
            token=token,
            name=str(me.get("name") or data.get("application") or "Meta user"),
            external_user_id=str(me["id"]),
            scopes=scopes,
            missing_scopes=NEEDED_SCOPES - scopes,
            expires_at=_expiry(data),
        )

    async def accounts(self, token: str) -> Sequence[RemoteAccount]:
        """List every ad account that the grant reaches, in currencies that Adwright knows."""
        fields = "id,name,currency,timezone_name,account_status,disable_reason,spend_cap,min_daily_budget"
        rows = await self._graph.every(token, ("me", "adaccounts"), {"fields": fields})
        return [_account(row) for row in rows if row.get("currency") in DECIMALS]

    async def pages(self, access: AccountAccess) -> Sequence[RemotePage]:
        """List the pages that an account's ads can come from."""
        rows = await self._graph.every(
            access.token, (access.external_id, "promote_pages"), {"fields": "id,name,picture{url}"}
        )
        return [RemotePage(str(row["id"]), str(row["name"]), _picture(row)) for row in rows]

    async def pixels(self, access: AccountAccess) -> Sequence[RemotePixel]:
        """List the pixels of an account."""
        rows = await self._graph.every(access.token, (access.external_id, "adspixels"), {"fields": "id,name"})
        return [RemotePixel(str(row["id"]), str(row["name"])) for row in rows]

    async def platform_now(self, token: str) -> datetime:
        """Return Meta's present instant (UTC)."""
        return (await self._graph.get(token, ("me",), {"fields": "id"})).platform_now

    def _app(self) -> tuple[str, str]:
        if not (self._graph.app_id and self._graph.app_secret):
            raise Invalid(
                "No Meta app is set up here. Set ADWRIGHT_META_APP_ID and ADWRIGHT_META_APP_SECRET, "
                "or paste a system-user token.",
                code="meta_app_missing",
            )
        return self._graph.app_id, self._graph.app_secret


def _expiry(data: dict[str, Any]) -> datetime | None:
    """A grant ends with the token or with the 90-day clock of data access, whichever is first."""
    ends = [int(data.get(key) or 0) for key in ("expires_at", "data_access_expires_at")]
    return min((datetime.fromtimestamp(end, UTC) for end in ends if end > 0), default=None)


def _account(row: dict[str, Any]) -> RemoteAccount:
    currency = str(row["currency"])
    status, platform_status = _STATUSES.get(
        int(row.get("account_status") or 0), (AccountStatus.ERROR, f"STATUS_{row.get('account_status')}")
    )
    reason = int(row.get("disable_reason") or 0)
    cap = int(row.get("spend_cap") or 0)
    minimum = int(row.get("min_daily_budget") or 0)
    return RemoteAccount(
        external_id=str(row["id"]),
        name=str(row.get("name") or row["id"]),
        currency=currency,
        zone=str(row["timezone_name"]),
        status=status,
        platform_status=platform_status,
        disable_reason=_DISABLE_REASONS.get(reason, f"reason {reason}") if reason else None,
        spend_cap=from_minor_units(cap, currency) if cap else None,
        min_daily_budget=from_minor_units(minimum, currency) if minimum else None,
    )


def _picture(row: dict[str, Any]) -> str | None:
    picture = row.get("picture") or {}
    url = (picture.get("data") or picture).get("url")
    return str(url) if url else None
