"""A person with an ad account on a simulated platform, and the worker's jobs carried out on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from adsandbox import Sandbox
from adwright.adapters.google.tokens import refresh_secret
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.clock import FixedClock
from adwright.core.database import Database
from adwright.journeys.decide_change import APPLY_TASK
from adwright.journeys.import_tree import IMPORT_TREE_TASK
from adwright.worker.tasks import Arguments, apply_change, import_tree
from tests.factories import NOW
from tests.twins.jobs import RecordingQueue
from tests.web.conftest import Mailbox, Someone, Web
from tests.web.documents import Documents
from tests.web.test_campaigns import make_advertiser, post, upload

SCENARIO = str(Path(__file__).with_name("market.toml"))

DOCUMENT = """\
version: 1
campaigns:
  - key: chips
    account: meta/{account}
    name: Chips
    state: active
    purpose: traffic
    budget: 25.00 USD daily
    bid_strategy: highest_volume
    end: 2026-12-20 12:00
    page: "{page}"
    ad_groups:
"""

AD_GROUP = """\
      - key: {key}
        name: {key}
        targeting: {{countries: [US]}}
        ads:
          - key: ad
            name: Ad
            creative:
              headline: Spicy chips
              primary_text: Crunch.
              call_to_action: shop_now
              destination_url: https://tastychips.co/
              image: {image}
"""

_JOBS = {IMPORT_TREE_TASK: import_tree, APPLY_TASK: apply_change}


@dataclass
class Market(Documents):
    """The application beside a sandbox that has been connected by its API."""

    web: Web
    sandbox: Sandbox
    jobs: RecordingQueue
    someone: Someone
    advertiser_id: str
    image: str

    async def connect_meta(self) -> dict[str, Any]:
        """Bring the sandbox's ad account on Meta in."""
        return await self._connect(
            "meta_sandbox", self.sandbox.meta_access_token, self.sandbox.meta_account_id
        )

    async def connect_google(self) -> dict[str, Any]:
        """Bring the sandbox's customer of Google Ads in."""
        key = refresh_secret(self.sandbox.google_refresh_token)
        return await self._connect("google_sandbox", key, self.sandbox.google_customer_id)

    async def page_of(self, account: dict[str, Any]) -> str:
        """Return the platform's id of an account's one page."""
        [page] = (await self.someone.client.get(f"/ad-accounts/{account['id']}/pages")).json()["items"]
        return str(page["external_id"])

    async def _connect(self, provider: str, token: str, external_id: str) -> dict[str, Any]:
        """Connect a provider by a pasted token, and bring one of its ad accounts in with its tree."""
        platform = provider.removesuffix("_sandbox")
        made = await post(
            self.someone, f"/connections/{platform}/token", {"provider": provider, "token": token}
        )
        body = {"advertiser_id": self.advertiser_id, "external_ids": [external_id]}
        brought = await post(self.someone, f"/connections/{made['id']}/accounts", body)
        await self.work()
        account: dict[str, Any] = brought["items"][0]
        return account

    async def work(self) -> None:
        """Carry out the jobs that wait, as the worker does."""
        waiting, self.jobs.jobs[:] = list(self.jobs.jobs), []
        for job in waiting:
            if job.task in _JOBS:
                await _JOBS[job.task](self.web.container, Arguments(job.arguments))

    async def carry_out(self, text: str, **fields: str) -> dict[str, Any]:
        """Apply a document whose one campaign leads to one change, approve it, and return it applied."""
        applied = await self.send("apply", text, **fields)
        [change] = applied["campaigns"][0]["changes"]
        return await self.approve(change["id"])

    async def approve(self, change_id: str) -> dict[str, Any]:
        """Approve a change, and return it when the worker is done."""
        await post(self.someone, f"/changes/{change_id}/approve", {}, status=202)
        await self.work()
        change: dict[str, Any] = (await self.someone.client.get(f"/changes/{change_id}")).json()
        assert (change["status"], change["mismatches"]) == ("applied", []), change
        return change

    async def launch(self, *groups: str) -> tuple[str, str]:
        """Launch a campaign on Meta by a document; return the text and the campaign's id."""
        account = await self.connect_meta()
        text = DOCUMENT.format(account=account["external_id"], page=await self.page_of(account))
        text += "".join(AD_GROUP.format(key=key, image=self.image) for key in groups)
        change = await self.carry_out(text)
        return text, change["campaign_id"]

    async def copy(self, campaign_id: str, account: dict[str, Any]) -> dict[str, Any]:
        """Copy a campaign into another account; what it says before is what it makes."""
        body = {"campaign_ids": [campaign_id], "ad_account_id": account["id"]}
        preview = await post(self.someone, "/bulk-edits/duplicate/preview", body, status=200)
        made = await post(self.someone, "/bulk-edits/duplicate", body)
        assert [each["not_carried"] for each in preview["items"]] == [
            each["not_carried"] for each in made["items"]
        ]
        copy: dict[str, Any] = made["items"][0]
        return copy

    async def campaign(self, campaign_id: str) -> dict[str, Any]:
        """Return a campaign."""
        found: dict[str, Any] = (await self.someone.client.get(f"/campaigns/{campaign_id}")).json()
        return found

    async def listed(self, campaign_id: str) -> dict[str, Any]:
        """Return a campaign as the list shows it."""
        rows = (await self.someone.client.get("/campaigns")).json()["items"]
        found: dict[str, Any] = next(row for row in rows if row["id"] == campaign_id)
        return found

    async def on_search(self) -> dict[str, Any]:
        """Return the campaign that runs on Google from the beginning."""
        query = {"search": "Chips on Search"}
        [listed] = (await self.someone.client.get("/campaigns", params=query)).json()["items"]
        return await self.campaign(listed["id"])


@asynccontextmanager
async def market_of(
    app: FastAPI, sandbox: Sandbox, database: Database, application_url: str, home: Path
) -> AsyncIterator[Market]:
    """Start the application beside a sandbox, with a person and an advertiser."""
    clock, mailbox, jobs = FixedClock(NOW), Mailbox(), RecordingQueue()
    settings = Settings(
        home=home,
        app_database_url=application_url,
        public_url="http://adwright.test",
        destination_checks=False,
        meta_sandbox_graph_url=sandbox.meta_url,
        meta_sandbox_app_id=sandbox.meta_app_id,
        meta_sandbox_app_secret=sandbox.meta_app_secret,
        google_sandbox_endpoint=sandbox.google_endpoint,
        google_sandbox_token_url=sandbox.google_token_uri,
        google_sandbox_client_id=sandbox.google_client_id,
        google_sandbox_client_secret=sandbox.google_client_secret,
        google_sandbox_ca_file=Path(sandbox.ca_file),
    )
    built = Container.build(settings, clock=clock)
    container = replace(built, database=database, mailer=mailbox, jobs=jobs)
    app.state.container = container
    web = Web(app, container, clock, mailbox)
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    image = (await upload(someone, advertiser_id))["id"]
    yield Market(web, sandbox, jobs, someone, advertiser_id, image)
    await built.database.close()
