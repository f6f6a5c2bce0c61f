"""Commands about ads, spoken over HTTP with an API key, so that no guardrail can be walked around."""

from __future__ import annotations

from typing import Annotated

import typer

from adwright.bootstrap.settings import Settings
from adwright.cli.api import Api
from adwright.cli.output import counted, say, show

Url = Annotated[str | None, typer.Option("--url", envvar="ADWRIGHT_URL", help="Address of the installation.")]
Key = Annotated[str | None, typer.Option("--api-key", envvar="ADWRIGHT_API_KEY", help="An API key.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (accounts, campaigns, changes, sync, keys):
        app.command()(command)


def accounts(url: Url = None, api_key: Key = None, as_json: AsJson = False) -> None:
    """List the ad accounts."""
    rows = api_of(url, api_key).items("/ad-accounts")
    columns = {"id": "id", "name": "name", "platform": "platform", "currency": "currency", "zone": "zone"}
    show(rows, columns | {"status": "status"}, as_json=as_json)


def campaigns(
    url: Url = None,
    api_key: Key = None,
    status: Annotated[str | None, typer.Option(help="Only those in this status.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the campaigns."""
    rows = api_of(url, api_key).items("/campaigns", status=status)
    show(rows, {"id": "id", "name": "name", "purpose": "purpose", "status": "status"}, as_json=as_json)


def changes(
    url: Url = None,
    api_key: Key = None,
    status: Annotated[str | None, typer.Option(help="Only those in this status.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the changes."""
    rows = api_of(url, api_key).items("/changes", status=status)
    show(rows, {"id": "id", "kind": "kind", "status": "status", "created_at": "made"}, as_json=as_json)


def sync(
    account: Annotated[str | None, typer.Argument(help="Id of one ad account; all when left out.")] = None,
    url: Url = None,
    api_key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Fetch facts from the platforms now."""
    api = api_of(url, api_key)
    ids = (
        [account]
        if account
        else [row["id"] for row in api.items("/ad-accounts") if row["platform"] != "file"]
    )
    runs = [api.post(f"/ad-accounts/{each}/sync") for each in ids]
    if as_json:
        show(runs, {}, as_json=True)
    else:
        say(f"Syncs are under way for {counted(len(runs), 'ad account')}.")


def keys(url: Url = None, api_key: Key = None, as_json: AsJson = False) -> None:
    """List the API keys (never their secrets)."""
    rows = api_of(url, api_key).items("/api-keys")
    show(
        rows,
        {"name": "name", "prefix": "prefix", "scopes": "scopes", "last_used_at": "last used"},
        as_json=as_json,
    )


def api_of(url: str | None, key: str | None) -> Api:
    """Return the API that was meant: the one given, or the demo's."""
    if url and key:
        return Api.with_key(url, key)
    return Api.of_demo(Settings.load().home, url=url, key=key)
