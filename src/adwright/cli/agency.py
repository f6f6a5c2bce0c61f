"""The demo's agency, made through the product's own API: nothing in it could not be done by hand."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adwright.cli.api import Api, ApiFailed

EMAIL = "demo@example.com"
ORGANIZATION = "Bright Harbor Agency"
KEY_NAME = "Demo"
_PATIENCE_SECONDS = 240.0
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Login:
    """How to get into the demo."""

    email: str
    password: str
    api_key: str


class Agency:
    """Makes the agency step by step; each step looks first what is there, so a kill costs nothing.

    Args:
        url: where the product answers.
        access_file: `demo.json`, which tells how to get in once everything is made.
    """

    def __init__(self, url: str, access_file: Path) -> None:
        self._url = url
        self._access_file = access_file
        # The password must outlive a kill between registration and the end of the making.
        self._password_file = access_file.with_name("demo-password")

    def log_in_again(self) -> Login | None:
        """Return how to get in when the agency was made by an earlier start and its key still opens."""
        try:
            known = json.loads(self._access_file.read_text())
            login = Login(known["email"], known["password"], known["api_key"])
            Api.with_key(self._url, login.api_key).get("/me")
        except (OSError, ValueError, KeyError, ApiFailed):
            return None
        return login

    def make(self, keys: Mapping[str, str]) -> Login:
        """Make what is missing and wait until the history is there.

        Args:
            keys: what is pasted to connect each platform.

        Raises:
            ApiFailed: the product refuses a step; the message says why.
        """
        password = self._password()
        api = self._enter(password)
        connections = [self._connection(api, platform, key) for platform, key in keys.items()]
        accounts = [account for connection in connections for account in self._accounts(api, connection)]
        _wait_for(lambda: all(self._is_synced(api, account) for account in accounts), "the first sync")
        key = api.post("/api-keys", {"name": KEY_NAME, "scopes": ["read", "draft", "approve", "admin"]})
        return Login(EMAIL, password, key["key"])

    def _password(self) -> str:
        if not self._password_file.exists():
            self._password_file.touch(mode=0o600)
            self._password_file.write_text(secrets.token_urlsafe(12))
        return self._password_file.read_text()

    def _enter(self, password: str) -> Api:
        api = Api(self._url, {})
        try:
            tokens = api.post("/auth/login", {"email": EMAIL, "password": password})
        except ApiFailed:
            person = {"email": EMAIL, "password": password, "first_name": "Dana", "last_name": "Meyer"}
            tokens = api.post("/auth/register", {**person, "organization_name": ORGANIZATION})
        return Api(self._url, {"Authorization": f"Bearer {tokens['access_token']}"})

    def _connection(self, api: Api, platform: str, key: str) -> str:
        """Connect; the same key again renews the connection that is there."""
        body = {"provider": f"{platform}_sandbox", "token": key}
        connection = api.post(f"/connections/{platform}/token", body)
        return str(connection["id"])

    def _accounts(self, api: Api, connection: str) -> list[str]:
        """Bring every ad account in, each for the advertiser of its name."""
        offered = api.get(f"/connections/{connection}/remote-accounts")["items"]
        advertisers = {each["name"]: each["id"] for each in api.items("/advertisers")}
        found = []
        for account in offered:
            if account["ad_account_id"] is None:
                advertiser = advertisers.get(account["name"]) or self._advertiser(api, account["name"])
                body = {"advertiser_id": advertiser, "external_ids": [account["external_id"]]}
                found += [
                    each["id"] for each in api.post(f"/connections/{connection}/accounts", body)["items"]
                ]
            else:
                found.append(account["ad_account_id"])
        return found

    def _advertiser(self, api: Api, name: str) -> str:
        return str(api.post("/advertisers", {"name": name})["id"])

    def _is_synced(self, api: Api, account: str) -> bool:
        runs: list[dict[str, Any]] = api.get("/sync-runs", ad_account_id=account)["items"]
        if any(run["status"] == "failed" for run in runs):
            raise ApiFailed(f"The first sync failed: {runs[0].get('error')}")
        return bool(runs) and all(run["status"] == _DONE for run in runs)


def _wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise ApiFailed(
                f"Waited for {what} for {_PATIENCE_SECONDS:.0f} seconds; logs/worker.log may say why."
            )
        time.sleep(0.3)
