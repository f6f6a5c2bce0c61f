"""Who may do what: tokens with their kind, scopes, accounts, and end."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from adsandbox.world.store import Store

ALL_SCOPES = (
    "ads_management",
    "ads_read",
    "business_management",
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_ads",
    "leads_retrieval",
    "instagram_basic",
)
PUBLIC_PROFILE = "public_profile"
DAY = 86_400.0
APP_REMOVED, CHECKPOINT, PASSWORD_CHANGED, EXPIRED = 458, 459, 460, 463
DATA_ACCESS_DAYS = 90


@dataclass(slots=True)
class Token:
    """What a token allows. `accounts` None means all; `expires` 0 means never; `ended` is the reason's
    subcode; `grant` is the refresh token that it was made with.
    """

    value: str
    kind: str
    user_id: str
    app_id: str
    scopes: list[str]
    accounts: list[str] | None
    issued: float
    expires: float
    page_id: str = ""
    ended: int | None = None
    declined: list[str] = field(default_factory=list)
    grant: str = ""

    def allows_account(self, account_id: str) -> bool:
        """Whether this token may see the account at all."""
        return self.accounts is None or account_id in self.accounts

    def data_access_ends(self) -> float:
        """When the person must consent again, whatever the token's own end."""
        return 0.0 if self.kind in ("system_user", "app") else self.issued + DATA_ACCESS_DAYS * DAY


class Access:
    """Tokens of the market."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def mint(
        self,
        kind: str,
        user_id: str,
        app_id: str,
        *,
        scopes: list[str],
        accounts: list[str] | None,
        now: float,
        expires: float,
        page_id: str = "",
        declined: list[str] | None = None,
    ) -> Token:
        """Make a token and keep it."""
        value = "EAAS" + secrets.token_urlsafe(48).replace("-", "Z").replace("_", "z")
        token = Token(
            value, kind, user_id, app_id, scopes, accounts, now, expires, page_id, declined=declined or []
        )
        self.save(token)
        return token

    def save(self, token: Token) -> None:
        """Keep a token's changes."""
        fields = asdict(token)
        del fields["value"]
        with self._store.writing():
            self._store.save_token(token.value, fields)

    def find(self, value: str) -> Token | None:
        """The token of this value, valid or not, or None."""
        fields = self._store.token(value)
        return Token(value, **fields) if fields else None

    def of_same_person(self, token: Token) -> list[Token]:
        """All tokens that the same person has given to the same app and that have not ended."""
        return [
            Token(value, **fields)
            for value, fields in self._store.tokens()
            if fields["user_id"] == token.user_id
            and fields["app_id"] == token.app_id
            and fields["ended"] is None
        ]

    def end_all(self, token: Token, subcode: int) -> None:
        """End all tokens of a token's person for its app, with the same reason."""
        for other in self.of_same_person(token):
            other.ended = subcode
            self.save(other)

    def withdraw(self, token: Token, scope: str) -> None:
        """Take one scope from all tokens of a token's person for its app."""
        for other in self.of_same_person(token):
            if scope in other.scopes:
                other.scopes = [kept for kept in other.scopes if kept != scope]
                other.declined = [*other.declined, scope]
                self.save(other)

    def declined_before(self, user_id: str, app_id: str) -> set[str]:
        """Scopes that a person has declined to the app when last asked."""
        latest: tuple[float, list[str]] = (0.0, [])
        for _, fields in self._store.tokens():
            if (fields["user_id"], fields["app_id"]) == (user_id, app_id) and fields["issued"] >= latest[0]:
                latest = (fields["issued"], fields.get("declined", []))
        return set(latest[1])

    def page_token(self, owner: Token, page_id: str, now: float) -> Token:
        """The token of a page for whoever holds `owner`; the same one each time."""
        for value, fields in self._store.tokens():
            same = (
                fields["page_id"] == page_id
                and fields["user_id"] == owner.user_id
                and fields["ended"] is None
            )
            if same and fields["app_id"] == owner.app_id:
                return Token(value, **fields)
        return self.mint(
            "page",
            owner.user_id,
            owner.app_id,
            scopes=owner.scopes,
            accounts=owner.accounts,
            now=now,
            expires=0.0,
            page_id=page_id,
        )

    def summary(self) -> list[dict[str, Any]]:
        """All tokens, without their full values."""
        return [{"prefix": value[:10], **fields} for value, fields in self._store.tokens()]
