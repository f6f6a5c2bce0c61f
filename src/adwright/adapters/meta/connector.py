"""Grants and what they reach: OAuth, pasted tokens, ad accounts, and what their ads need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
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
from adwright.adapters.meta import errors
from adwright.adapters.meta.amounts import from_minor_units
from adwright.adapters.meta.graph import API_VERSION, DIALOG_URL, Graph, Json
from adwright.core.errors import Invalid, ReconnectNeeded, Upstream
from adwright.core.money import DECIMALS
from adwright.platforms.conversion_events import event_of_pixel

NEEDED_SCOPES = frozenset(
    {"ads_management", "ads_read", "business_management", "pages_show_list", "pages_read_engagement"}
)

# Asked for as well: without it the lead forms of pages stay unknown, and everything else works.
_USEFUL_SCOPES = frozenset({"pages_manage_ads"})

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


_PAYMENT_TROUBLES = {
    3: "Meta could not collect what is due. Settle the balance in Meta's billing.",
    8: "A payment is being settled. Until then Meta runs no ads of the account.",
    9: "A payment is overdue. Ads run until Meta's period of grace ends; settle the balance before.",
}

_NOT_FOR_US = frozenset({"platform_permission", "platform_declined"})

# What a pixel counted within this time is what it counts.
_LATELY = timedelta(days=28)


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
            "scope": ",".join(sorted(NEEDED_SCOPES | _USEFUL_SCOPES)),
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
        fields = (
            "id,name,currency,timezone_name,account_status,disable_reason,spend_cap,min_daily_budget,"
            "default_dsa_beneficiary,default_dsa_payor,funding_source_details"
        )
        rows = await self._graph.every(token, ("me", "adaccounts"), {"fields": fields})
        return [_account(row) for row in rows if row.get("currency") in DECIMALS]

    async def pages(self, access: AccountAccess) -> Sequence[RemotePage]:
        """List the pages that an account's ads can come from."""
        rows = await self._graph.every(
            access.token, (access.external_id, "promote_pages"), {"fields": "id,name,picture{url}"}
        )
        return [RemotePage(str(row["id"]), str(row["name"]), _picture(row)) for row in rows]

    async def pixels(self, access: AccountAccess) -> Sequence[RemotePixel]:
        """List the pixels of an account, with what each counted lately."""
        path = (access.external_id, "adspixels")
        rows = await self._graph.every(access.token, path, {"fields": "id,name"})
        now = await self.platform_now(access.token)
        return [
            RemotePixel(str(row["id"]), str(row["name"]), await self._events(access, str(row["id"]), now))
            for row in rows
        ]

    async def _events(self, access: AccountAccess, pixel: str, now: datetime) -> tuple[str, ...] | None:
        params = {"aggregation": "event", "start_time": int((now - _LATELY).timestamp())}
        rows = await self._allowed(access.token, (pixel, "stats"), params)
        if rows is None:
            return None
        names = {str(each.get("value")) for row in rows for each in row.get("data") or []}
        return tuple(sorted(event for name in names if (event := event_of_pixel(name)) is not None))

    async def instagram_accounts(self, access: AccountAccess) -> Sequence[RemoteInstagramAccount]:
        """List the Instagram accounts that an account's ads can come from."""
        rows = await self._graph.every(
            access.token,
            (access.external_id, "instagram_accounts"),
            {"fields": "id,username,profile_picture_url"},
        )
        return [
            RemoteInstagramAccount(
                str(row["id"]), str(row.get("username") or row["id"]), row.get("profile_picture_url")
            )
            for row in rows
        ]

    async def lead_forms(
        self, access: AccountAccess, pages: Sequence[RemotePage]
    ) -> Sequence[RemoteLeadForm]:
        """List the forms in use of pages; Meta tells them to the page's own token only."""
        found = []
        for page in pages:
            reply = await self._graph.get(access.token, (page.external_id,), {"fields": "access_token"})
            token = reply.body.get("access_token")
            path = (page.external_id, "leadgen_forms")
            rows = await self._allowed(str(token), path, {"fields": "id,name,status"}) if token else None
            found += [
                RemoteLeadForm(str(row["id"]), page.external_id, str(row.get("name") or row["id"]))
                for row in rows or ()
                if row.get("status") == "ACTIVE"
            ]
        return found

    async def _allowed(self, token: str, path: tuple[str, ...], params: dict[str, Any]) -> list[Json] | None:
        """Read a list that ads run without; None when the grant may not."""
        try:
            return await self._graph.every(token, path, params)
        except Upstream as error:
            if error.code not in _NOT_FOR_US:
                raise
            return None

    def application_limit(self) -> str | None:
        """Return how the app's limit is called; Meta tells it to apps that are known."""
        return errors.app_subject(self._graph.app_id) if self._graph.app_id else None

    def account_limit(self, external_id: str) -> str:
        """Return how an ad account's limit is called."""
        return errors.account_subject(external_id)

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
    number = int(row.get("account_status") or 0)
    status, platform_status = _STATUSES.get(number, (AccountStatus.ERROR, f"STATUS_{number}"))
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
        beneficiary=row.get("default_dsa_beneficiary") or None,
        payor=row.get("default_dsa_payor") or None,
        funding=(row.get("funding_source_details") or {}).get("display_string"),
        payment_trouble=_PAYMENT_TROUBLES.get(number),
    )


def _picture(row: dict[str, Any]) -> str | None:
    picture = row.get("picture") or {}
    url = (picture.get("data") or picture).get("url")
    return str(url) if url else None
