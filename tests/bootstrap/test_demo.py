"""The demo as a newcomer gets it: made once, also when the making is killed, and kept."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from adwright.cli.agency import EMAIL
from adwright.cli.api import Api, ApiFailed
from tests.bootstrap.product import Product, alive, family_of, run, running, until

# What the person sees when everything is ready; its last word is the directory of the data or a file in it.
READY = "e-mail"


def access(home: Path) -> dict[str, str]:
    document: dict[str, str] = json.loads((home / "demo.json").read_text())
    return document


def api(home: Path) -> Api:
    return Api.with_key(access(home)["url"], access(home)["api_key"])


def has_an_advertiser(home: Path, product: Product) -> bool:
    """Say whether the making has come as far as the first advertiser."""
    try:
        login = {"email": EMAIL, "password": (home / "demo-password").read_text()}
        token = Api(product.url, {}).post("/auth/login", login)["access_token"]
        return bool(Api(product.url, {"Authorization": f"Bearer {token}"}).items("/advertisers"))
    except (ApiFailed, OSError):
        return False


@pytest.mark.timeout(600)
def test_demo_when_killed_while_made_and_started_again_then_everything_is_there_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home, command="demo", sign="Serving") as product:
        until(lambda: has_an_advertiser(home, product), "the first advertiser is there")
        family = family_of(product.pid)
        product.end(signal.SIGKILL)
        until(lambda: not any(alive(pid) for pid in family), "every process is gone")
    assert not (home / "demo.json").exists()

    with running(home, command="demo", sign=READY):
        first = access(home)
        assert_agency(api(home))
        token = Api(first["url"], {}).post(
            "/auth/login", {"email": first["email"], "password": first["password"]}
        )
        assert token["access_token"]

    with running(home, command="demo", sign=READY) as product:
        again = access(home)
        # The sandbox's addresses too: pictures of pages and ads are kept by address.
        addresses = ("sandbox_meta_url", "sandbox_control_url")
        kept = ("email", "password", "api_key", "meta_access_token", *addresses)
        assert {name: again[name] for name in kept} == {name: first[name] for name in kept}
        for log in (home / "logs").iterdir():
            assert first["meta_access_token"] not in log.read_text()
        assert_agency(api(home))
        listed = json.loads(run(home, "accounts", "--json").stdout)
        assert {row["currency"] for row in listed} == {"USD"}
        victim = product.part("sandbox")
        os.kill(victim, signal.SIGKILL)
        until(lambda: not alive(victim), "the sandbox is gone")
        connection = api(home).items("/connections")[0]["id"]
        until(lambda: reaches_the_market(home, connection), "the sandbox answers where it did before")
        doctor = run(home, "doctor")
        assert "✗" not in doctor.stdout.replace("✗ The web app is not built", "")


def reaches_the_market(home: Path, connection: str) -> bool:
    """Say whether the product reaches the sandbox through a connection."""
    try:
        return bool(api(home).get(f"/connections/{connection}/remote-accounts")["items"])
    except ApiFailed:
        return False


def assert_agency(api: Api) -> None:
    """The agency: three advertisers, each with an account on both platforms, and 90 days of facts."""
    advertisers, accounts = api.items("/advertisers"), api.items("/ad-accounts")
    assert len(advertisers) == 3
    for platform in ("meta", "google"):
        owners = [each["advertiser_id"] for each in accounts if each["platform"] == platform]
        assert sorted(owners) == sorted(each["id"] for each in advertisers)
    campaigns: list[dict[str, Any]] = api.items("/campaigns")
    assert len(campaigns) >= 6
    for account in accounts:
        runs = api.get("/sync-runs", ad_account_id=account["id"])["items"]
        assert any(each["status"] == "done" and each["days_done"] >= 90 for each in runs)
