"""Two whole organizations with real objects of every kind, for the tenant walk.

Whatever a route can name by an id is made here, through the API where there is a way, and kept under a key.
The samples of the walk refer to these keys. A new kind of object is added in `build_side`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.audit.model import AuditFilter
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.clock import FixedClock
from adwright.core.database import Database, TenantScope
from adwright.core.ids import new_id
from adwright.events import service as events
from adwright.platforms.model import Provider
from adwright.web.app import create_app
from adwright.web.live import LiveHub
from tests.factories import NOW, PASSWORD, make_grant, make_remote_account
from tests.factories_campaigns import picture
from tests.web.conftest import Mailbox, Someone, Web

EXPORT = (
    "Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Impressions,Amount spent (USD)\n"
    "2026-05-30,2026-05-30,{mark} export,{mark} set,{mark} ad,1000,12.34\n"
    "2026-05-31,2026-05-31,{mark} export,{mark} set,{mark} ad,2000,23.45\n"
)


DRAFTS = (
    "draft",
    "draft_spare",
    "draft_to_launch",
    "draft_launched",
    "draft_failing",
    "draft_live",
    "live_budget",
)


@dataclass
class Side:
    """One organization of the two.

    Attributes:
        mark: a word in every text of the organization, which must never be seen by the other.
        ids: real ids by key.
    """

    owner: Someone
    mark: str
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def organization_id(self) -> UUID:
        return UUID(self.owner.organization_id)

    @property
    def scope(self) -> TenantScope:
        return TenantScope(self.organization_id)

    @property
    def actor(self) -> Actor:
        return Actor(self.organization_id, ActorKind.PERSON, self.mark, UUID(self.owner.me["id"]), Role.OWNER)


@dataclass
class World:
    """The application, the market it works on, and the two organizations."""

    web: Web
    sandbox: Sandbox
    victim: Side
    attacker: Side

    @property
    def container(self) -> Container:
        return self.web.container


@asynccontextmanager
async def build_world(database: Database, application_url: str, home: Path) -> AsyncIterator[World]:
    """Build both organizations on one market; each has an ad account of its own there."""
    with Sandbox(scenario="agency", start=NOW.isoformat()) as sandbox:
        settings = Settings(
            home=home,
            app_database_url=application_url,
            public_url="http://adwright.test",
            destination_checks=False,
            meta_sandbox_graph_url=sandbox.meta_url,
            meta_sandbox_app_id=sandbox.meta_app_id,
            meta_sandbox_app_secret=sandbox.meta_app_secret,
        )
        built = Container.build(settings, clock=FixedClock(NOW))
        mailbox = Mailbox()
        container = replace(built, database=database, mailer=mailbox)
        app = create_app(container)
        async with LiveHub.listening(container) as hub:
            app.state.live = hub
            web = Web(app, container, FixedClock(NOW), mailbox)
            victim = await _register(web, "Vx7quartz")
            attacker = await _register(web, "Ab3basalt")
            world = World(web, sandbox, victim, attacker)
            for number, side in enumerate((victim, attacker)):
                await build_side(world, side, number)
            yield world
        await built.database.close()


async def _register(web: Web, mark: str) -> Side:
    owner = await web.register(organization=f"{mark} organization", email=f"{mark.lower()}@example.com")
    return Side(owner, mark)


async def build_side(world: World, side: Side, number: int) -> None:
    """Make one object of every kind, and a second one of those that a call uses up."""
    await _people(world, side)
    await _connections(world, side, number)
    await _creatives(world, side)
    await _campaigns(world, side)
    await _changes(world, side)
    await _imports(world, side)
    async with world.container.database.transaction(side.scope) as tx:
        await events.publish(tx, "campaign.updated", None, {"word": side.mark})
        page = await audit.list_entries(tx, AuditFilter())
    side.ids["audit_entry"] = str(page.entries[0].id)
    side.ids["audit_subject"] = side.ids["advertiser"]


async def _people(world: World, side: Side) -> None:
    client, ids, mark = side.owner.client, side.ids, side.mark
    await _patch(client, "/me", {"last_name": mark, "company": f"{mark} company"})
    ids["organization"] = side.owner.organization_id
    second = await _post(client, "/organizations", {"name": f"{mark} second"})
    ids["organization_second"] = second["id"]
    for key in ("advertiser", "advertiser_spare"):
        made = await _post(
            client, "/advertisers", {"name": f"{mark} {key}", "website_url": f"https://{mark}.co"}
        )
        ids[key] = made["id"]
    for key in ("api_key", "api_key_spare"):
        ids[key] = (await _post(client, "/api-keys", {"name": f"{mark} {key}", "scopes": ["read"]}))["id"]
    for key in ("invitation", "invitation_spare"):
        offer = {"email": f"{key}-{mark}@example.com".lower(), "role": "analyst"}
        ids[key] = (await _post(client, "/invitations", offer))["id"]
    for key in ("member", "member_spare"):
        email = await join(world, side, key)
        members = (await client.get("/members")).json()["items"]
        ids[key] = next(each["id"] for each in members if each["email"] == email)
    await world.web.client().post("/auth/login", json={"email": side.owner.email, "password": PASSWORD})
    sessions = (await client.get("/auth/sessions")).json()["items"]
    ids["session"] = next(each["id"] for each in sessions if not each["current"])


async def join(world: World, side: Side, name: str) -> str:
    """Let a new person join the organization and return the e-mail address."""
    email = f"{name}-{new_id()}@example.com"
    token = await invitation_token(side, email)
    body = {"token": token, "first_name": side.mark, "last_name": name, "password": PASSWORD}
    await _post(world.web.client(), "/invitations/accept", body)
    return email


async def invitation_token(side: Side, email: str) -> str:
    """Invite somebody and return the token of the link."""
    made = await _post(side.owner.client, "/invitations", {"email": email, "role": "analyst"})
    return str(made["link"]).partition("token=")[2]


async def _connections(world: World, side: Side, number: int) -> None:
    client, ids = side.owner.client, side.ids
    token = {"provider": "meta_sandbox", "token": world.sandbox.meta_access_token}
    ids["connection"] = (await _post(client, "/connections/meta/token", token))["id"]
    offered = (await client.get(f"/connections/{ids['connection']}/remote-accounts")).json()["items"]
    ids["external_account"] = offered[number]["external_id"]
    brought = await _post(
        client,
        f"/connections/{ids['connection']}/accounts",
        {"advertiser_id": ids["advertiser"], "external_ids": [ids["external_account"]]},
    )
    ids["ad_account"] = brought["items"][0]["id"]
    runs = (await client.get("/sync-runs")).json()["items"]
    ids["sync_run"] = runs[0]["id"]
    await world.container.import_tree.run(side.organization_id, UUID(ids["ad_account"]))
    await world.container.sync_facts.run(side.organization_id, UUID(ids["sync_run"]))
    async with world.container.database.transaction(side.scope) as tx:
        spare = await accounts.keep_grant(
            tx,
            side.actor,
            world.container.clock,
            world.container.keyring,
            Provider.META_SANDBOX,
            replace(make_grant(external_user_id="777"), name=f"{side.mark} user"),
            connection_id=None,
        )
        granted = await accounts.keep_grant(
            tx,
            side.actor,
            world.container.clock,
            world.container.keyring,
            Provider.GOOGLE_SANDBOX,
            replace(make_grant(external_user_id="778"), name=f"{side.mark} user"),
            connection_id=None,
        )
        remote = make_remote_account(external_id=f"99900000{number}", name=f"{side.mark} Search")
        [searched] = await accounts.bring_in_accounts(
            tx, side.actor, world.container.clock, granted.id, UUID(ids["advertiser"]), [remote]
        )
    ids["connection_spare"], ids["google_account"] = str(spare.id), str(searched.id)
    ids["page_external"] = (await client.get(f"/ad-accounts/{ids['ad_account']}/pages")).json()["items"][0][
        "external_id"
    ]


async def _creatives(world: World, side: Side) -> None:
    client, ids, mark = side.owner.client, side.ids, side.mark
    for key, colour in (("asset", "red"), ("asset_spare", "blue")):
        answer = await client.post(
            "/assets",
            files={"file": (f"{mark}.png", picture(colour=colour), "image/png")},
            data={"advertiser_id": ids["advertiser"], "name": f"{mark} {key}"},
        )
        ids[key] = _good(answer)["id"]
    for key in ("audience", "audience_spare"):
        body = {
            "advertiser_id": ids["advertiser"],
            "name": f"{mark} {key}",
            "targeting": {"countries": ["US"]},
        }
        ids[key] = (await _post(client, "/audiences", body))["id"]
    creative = await _post(client, "/creatives", creative_body(side))
    ids["creative"], ids["creative_version"] = creative["id"], creative["latest"]["id"]


def creative_body(side: Side) -> dict[str, Any]:
    """Return a creative with the organization's picture."""
    return {
        "advertiser_id": side.ids["advertiser"],
        "asset_id": side.ids["asset"],
        "name": f"{side.mark} creative",
        "headline": f"{side.mark} chips",
        "primary_text": f"Made by {side.mark}.",
        "call_to_action": "shop_now",
        "destination_url": "https://tastychips.co/spicy",
    }


async def _campaigns(world: World, side: Side) -> None:
    client, ids = side.owner.client, side.ids
    for key in (
        "draft",
        "draft_spare",
        "draft_to_launch",
        "draft_launched",
        "draft_failing",
        "draft_live",
        "live_budget",
        "live_edited",
        "draft_given_up",
    ):
        made = await _post(client, "/campaigns", campaign_body(side, f"{side.mark} {key}"))
        ids[key] = made["id"]
        assert made["launchable"], made["problems"]
    for key in ("view", "view_spare"):
        body = {"name": f"{side.mark} {key}", "search": {"q": side.mark}}
        ids[key] = (await _post(client, "/campaign-views", body))["id"]
    for key in ("initiative", "initiative_to_split", "initiative_to_delete"):
        begun = await _post(client, "/campaigns", campaign_body(side, f"{side.mark} {key}"))
        beside = {"campaign_id": begun["id"], "ad_account_id": ids["google_account"]}
        ids[key] = (await _post(client, "/initiatives", beside))["id"]
    draft = (await client.get(f"/campaigns/{ids['draft']}")).json()
    ids["draft_ad_group"] = draft["ad_groups"][0]["id"]
    ids["draft_ad"] = draft["ad_groups"][0]["ads"][0]["id"]
    listed = (await client.get("/campaigns", params={"ad_account_id": ids["ad_account"]})).json()["items"]
    live = [each["id"] for each in listed if each["status"] == "live"]
    ids["live"], ids["live_to_archive"] = live[:2]


def campaign_body(side: Side, name: str) -> dict[str, Any]:
    """Return a draft that is ready to launch."""
    ad = {"name": f"{name} ad", "creative_version_id": side.ids["creative_version"]}
    return {
        "advertiser_id": side.ids["advertiser"],
        "ad_account_id": side.ids["ad_account"],
        "name": name,
        "purpose": "traffic",
        "budget": {"period": "daily", "amount": "20.00"},
        "bid_strategy": "highest_volume",
        "page_external_id": side.ids["page_external"],
        "ad_groups": [{"name": f"{name} group", "audience_id": side.ids["audience"], "ads": [ad]}],
    }


async def _changes(world: World, side: Side) -> None:
    client, ids = side.owner.client, side.ids
    for key in ("change_to_approve", "change_to_reject", "change_to_share", "change_to_decide"):
        made = await _post(client, "/campaigns", campaign_body(side, f"{side.mark} {key}"))
        ids[key] = (await _post(client, f"/campaigns/{made['id']}/launch", {"why": side.mark}))["id"]
    link = await approval_link(side, ids["change_to_share"])
    ids["approval_link"], ids["approval_token"] = link["id"], link["url"].rsplit("/", 1)[1]
    ids["change"] = await _launched(world, side, "draft_launched")
    world.sandbox.fault("error", "POST", "/campaigns", code=100, message="Not today", count=1)
    ids["change_to_retry"] = await _launched(world, side, "draft_failing")
    await _launched(world, side, "draft_live")
    await _launched(world, side, "live_budget")
    world.sandbox.fault("error", "POST", "/campaigns", code=100, message="Not today", count=1)
    ids["change_to_give_up"] = await _launched(world, side, "draft_given_up")
    await _edits_and_drift(world, side)
    paused = await _post(client, f"/campaigns/{ids['draft_live']}/pause", {"why": side.mark})
    await _approve(world, side, paused["id"])
    shown = (await client.get(f"/campaigns/{ids['draft_live']}")).json()
    assert shown["status"] == "paused", shown["status"]
    ids["live_to_resume"] = ids["draft_live"]
    launched = (await client.get(f"/campaigns/{ids['draft_launched']}")).json()
    ids["launched_ad_group"] = launched["ad_groups"][0]["id"]


async def _edits_and_drift(world: World, side: Side) -> None:
    """Edit a live campaign, here to be undone and outside to be seen as drift."""
    client, ids = side.owner.client, side.ids
    await _launched(world, side, "live_edited")
    campaign = f"/campaigns/{ids['live_edited']}"
    [group] = (await client.get(campaign)).json()["ad_groups"]
    spare = {"name": f"{side.mark} spare", "creative_version_id": ids["creative_version"]}
    for key, edit in (
        (
            "change_to_undo",
            {"ad_groups": [{"id": group["id"], "name": f"{side.mark} renamed", "ads": [spare]}]},
        ),
        ("change_to_undo_in_set", {"spend_cap": "500.00"}),
    ):
        ids[key] = (await _post(client, f"{campaign}/edits", {**edit, "why": side.mark}))["id"]
        await _approve(world, side, ids[key])
    shown = (await client.get(campaign)).json()
    ids["edited_ad_group"] = group["id"]
    ids["edited_ad"], ids["edited_ad_spare"] = (ad["id"] for ad in shown["ad_groups"][0]["ads"])
    for values in ({"name": f"{side.mark} outside"}, {"daily_budget": "3100"}):
        world.sandbox.control(
            "POST", "/events", do="outsider_edit", node_id=shown["external_id"], values=values
        )
    await world.container.import_tree.run(side.organization_id, UUID(ids["ad_account"]))
    found = (await client.get("/drift", params={"campaign_id": ids["live_edited"]})).json()["items"]
    drifts = {each["field"]: each["id"] for each in found}
    ids["drift_to_adopt"], ids["drift_to_revert"] = drifts["name"], drifts["budget"]


async def approval_link(side: Side, change_id: str) -> dict[str, Any]:
    """Hand out a link for a proposal."""
    return await _post(side.owner.client, f"/changes/{change_id}/links", {"recipient": f"{side.mark} client"})


async def _launched(world: World, side: Side, key: str) -> str:
    change = await _post(side.owner.client, f"/campaigns/{side.ids[key]}/launch", {"why": side.mark})
    await _approve(world, side, change["id"])
    return str(change["id"])


async def _approve(world: World, side: Side, change_id: str) -> None:
    answer = await side.owner.client.post(f"/changes/{change_id}/approve", json={"comment": side.mark})
    assert answer.status_code == 202, answer.text
    await world.container.apply_change.run(side.organization_id, UUID(change_id))


async def _imports(world: World, side: Side) -> None:
    client, ids = side.owner.client, side.ids
    for key in ("import_committed", "import_preview", "import_to_commit", "import_to_discard"):
        file = {"file": (f"{side.mark} {key}.csv", EXPORT.format(mark=f"{side.mark} {key}"))}
        made = _good(await client.post("/imports", files=file))
        ids[key] = made["id"]
        choices = {"advertiser_id": ids["advertiser"], "account_name": f"{side.mark} {key}", "zone": "UTC"}
        await _patch(client, f"/imports/{ids[key]}", choices)
    committed = await client.post(f"/imports/{ids['import_committed']}/commit")
    ids["file_account"] = _good(committed)["ad_account_id"]


async def _post(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return _good(await client.post(path, json=body))


async def _patch(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return _good(await client.patch(path, json=body))


def _good(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found
