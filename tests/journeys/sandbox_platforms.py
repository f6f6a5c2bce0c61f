"""Meta and Google on a sandbox: how each is opened, what its campaigns need, and what it has, by its SDK."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from facebook_business.adobjects.adaccount import AdAccount as SdkAdAccount

from adsandbox import Sandbox
from adwright.accounts.model import AdAccount
from adwright.accounts.ports import Connector, Quota
from adwright.adapters.google import GooglePlatform
from adwright.adapters.google.tokens import refresh_secret
from adwright.adapters.meta import MetaPlatform
from adwright.campaigns.ports import PlatformTree
from adwright.changes.ports import Executor
from adwright.core.clock import Clock
from adwright.core.database import Database, Transaction
from adwright.creatives.ports import Store
from adwright.insights.ports import FactSource
from adwright.journeys.platform import PlatformPorts
from adwright.platforms.model import Provider
from tests.factories import Tenant
from tests.factories_changes import make_draft, make_version
from tests.factories_search import SEARCHERS, make_search_draft, make_search_version
from tests.raw_sdks import google_rows, meta_sdk

Counts = tuple[int, ...]


@dataclass(frozen=True)
class NewAccount:
    """An ad account of a test's own on a sandbox, and the token that reaches it."""

    external_id: str
    token: str
    page: str = "9001"


@dataclass(frozen=True)
class OnPlatform:
    """What an account has: ids by kind, and the states its nodes are set to, in Meta's words.

    Attributes:
        besides: what else a change makes there (Meta: creatives, images; Google: budgets, keywords).
    """

    campaigns: list[str]
    ad_groups: list[str]
    ads: list[str]
    besides: tuple[list[str], ...]
    states: set[str]

    @property
    def counts(self) -> Counts:
        """How many there are of each kind."""
        return tuple(len(each) for each in (self.campaigns, self.ad_groups, self.ads, *self.besides))


class Platform(Connector, PlatformTree, FactSource, Executor, Protocol):
    """All four ports of a platform."""


class SandboxPlatform(ABC):
    """One platform as a sandbox speaks it."""

    provider: Provider
    # Who edits outside, as the platform names that person.
    outsider: str

    def open(
        self, sandbox: Sandbox, clock: Clock, *, timeout_seconds: float, quota: Quota | None = None
    ) -> PlatformPorts:
        """Return our adapter behind its ports, pointed at the sandbox."""
        adapter = self.adapter(sandbox, clock, timeout_seconds=timeout_seconds, quota=quota)
        return PlatformPorts(connector=adapter, tree=adapter, facts=adapter, executor=adapter)

    @abstractmethod
    def adapter(
        self, sandbox: Sandbox, clock: Clock, *, timeout_seconds: float, quota: Quota | None = None
    ) -> Platform:
        """Return our adapter, pointed at the sandbox."""

    @abstractmethod
    def settings(self, sandbox: Sandbox) -> Mapping[str, str]:
        """Return what points a worker process at the sandbox."""

    @abstractmethod
    def new_account(self, sandbox: Sandbox) -> NewAccount:
        """Make an ad account of a test's own."""

    @abstractmethod
    async def draft(
        self, database: Database, tenant: Tenant, account: AdAccount, store: Store, page: str, **shape: int
    ) -> UUID:
        """Make a draft that is ready to launch."""

    @abstractmethod
    async def version(self, tenant: Tenant, tx: Transaction, store: Store, name: str) -> UUID:
        """Keep a creative version that fits the platform."""

    @abstractmethod
    def counts(self, *, groups: int, ads: int, creatives: int) -> Counts:
        """Return what a campaign with so many ad groups and ads comes to."""

    @abstractmethod
    def ask(self, sandbox: Sandbox, account_id: str, token: str) -> OnPlatform:
        """Ask the sandbox, through the platform's SDK, what an account has."""

    @abstractmethod
    def set_budget_outside(self, sandbox: Sandbox, account_id: str, campaign_id: str, amount: int) -> None:
        """Let somebody else set a campaign's daily budget, in whole units of its currency."""

    @abstractmethod
    def suspend(self, sandbox: Sandbox, account_id: str, *, suspended: bool = True) -> None:
        """Let the platform close an account, or open it again."""

    def edit_outside(self, sandbox: Sandbox, external_id: str, **values: object) -> None:
        """Let somebody else edit a node; names and states are called alike on both platforms."""
        node_id = external_id.rpartition("~")[2]
        sandbox.control("POST", "/events", do="outsider_edit", node_id=node_id, values=values)


class MetaOnSandbox(SandboxPlatform):
    """Meta over Graph."""

    provider = Provider.META_SANDBOX
    outsider = "Jordan Colleague"

    def adapter(
        self, sandbox: Sandbox, clock: Clock, *, timeout_seconds: float, quota: Quota | None = None
    ) -> Platform:
        """Return our adapter, pointed at the sandbox."""
        return MetaPlatform(
            clock,
            graph_url=sandbox.meta_url,
            dialog_url=sandbox.meta_url,
            app_id=sandbox.meta_app_id,
            app_secret=sandbox.meta_app_secret,
            timeout_seconds=timeout_seconds,
            quota=quota,
        )

    def settings(self, sandbox: Sandbox) -> Mapping[str, str]:
        """Return what points a worker process at the sandbox."""
        return {
            "ADWRIGHT_META_SANDBOX_GRAPH_URL": sandbox.meta_url,
            "ADWRIGHT_META_SANDBOX_APP_ID": sandbox.meta_app_id,
            "ADWRIGHT_META_SANDBOX_APP_SECRET": sandbox.meta_app_secret,
        }

    def new_account(self, sandbox: Sandbox) -> NewAccount:
        """Make an account with a page."""
        made = sandbox.control("POST", "/accounts", name="Tasty Chips US", page="Tasty Chips Co.")
        external_id = str(made["account_id"])
        token = sandbox.control("POST", "/tokens", accounts=[external_id], kind="system_user")
        return NewAccount(external_id, str(token["access_token"]), str(made["pages"][0]["id"]))

    async def draft(
        self, database: Database, tenant: Tenant, account: AdAccount, store: Store, page: str, **shape: int
    ) -> UUID:
        """Make a draft with pictures."""
        return await make_draft(database, tenant, account, store, page=page, **shape)  # type: ignore[arg-type]

    async def version(self, tenant: Tenant, tx: Transaction, store: Store, name: str) -> UUID:
        """Keep a version with a picture of its own."""
        return await make_version(tenant, tx, store, name)

    def counts(self, *, groups: int, ads: int, creatives: int) -> Counts:
        """Each creative has a picture of its own."""
        return (1, groups, ads, creatives, creatives)

    def ask(self, sandbox: Sandbox, account_id: str, token: str) -> OnPlatform:
        """Ask through Meta's SDK; what is archived is not listed."""
        every = {"limit": 500}
        with meta_sdk(sandbox, token) as api:
            account = SdkAdAccount(account_id, api=api)
            nodes = [
                list(read(fields=["id", "status"], params=every))
                for read in (account.get_campaigns, account.get_ad_sets, account.get_ads)
            ]
            creatives = list(account.get_ad_creatives(fields=["id"], params=every))
            images = list(account.get_ad_images(fields=["hash"], params=every))
        campaigns, ad_groups, ads = ([str(each["id"]) for each in kind] for kind in nodes)
        return OnPlatform(
            campaigns=campaigns,
            ad_groups=ad_groups,
            ads=ads,
            besides=([str(each["id"]) for each in creatives], [str(each["hash"]) for each in images]),
            states={str(each["status"]) for kind in nodes for each in kind},
        )

    def set_budget_outside(self, sandbox: Sandbox, account_id: str, campaign_id: str, amount: int) -> None:
        """The campaign has it, in cents."""
        self.edit_outside(sandbox, campaign_id, daily_budget=str(amount * 100))

    def suspend(self, sandbox: Sandbox, account_id: str, *, suspended: bool = True) -> None:
        """Disable it, or make it active."""
        status = {"account_id": account_id, "account_status": 2 if suspended else 1}
        sandbox.control("POST", "/accounts/status", **status)


class GoogleOnSandbox(SandboxPlatform):
    """Google Ads over gRPC."""

    provider = Provider.GOOGLE_SANDBOX
    outsider = "jordan.colleague@example.com"

    def adapter(
        self, sandbox: Sandbox, clock: Clock, *, timeout_seconds: float, quota: Quota | None = None
    ) -> Platform:
        """Return our adapter, pointed at the sandbox."""
        return GooglePlatform(
            clock,
            endpoint=sandbox.google_endpoint,
            token_uri=sandbox.google_token_uri,
            auth_url=f"{sandbox.google_oauth_url}/o/oauth2/v2/auth",
            client_id=sandbox.google_client_id,
            client_secret=sandbox.google_client_secret,
            root_certificates=Path(sandbox.ca_file).read_bytes(),
            timeout_seconds=timeout_seconds,
            quota=quota,
        )

    def settings(self, sandbox: Sandbox) -> Mapping[str, str]:
        """Return what points a worker process at the sandbox."""
        return {
            "ADWRIGHT_GOOGLE_SANDBOX_ENDPOINT": sandbox.google_endpoint,
            "ADWRIGHT_GOOGLE_SANDBOX_TOKEN_URL": sandbox.google_token_uri,
            "ADWRIGHT_GOOGLE_SANDBOX_CLIENT_ID": sandbox.google_client_id,
            "ADWRIGHT_GOOGLE_SANDBOX_CLIENT_SECRET": sandbox.google_client_secret,
            "ADWRIGHT_GOOGLE_SANDBOX_CA_FILE": sandbox.ca_file,
        }

    def new_account(self, sandbox: Sandbox) -> NewAccount:
        """Make a customer that the token reaches directly."""
        made = sandbox.control("POST", "/accounts", platform="google", name="Tasty Chips US")
        external_id = str(made["customer_id"])
        token = sandbox.control("POST", "/tokens", platform="google", accounts=[external_id])
        return NewAccount(external_id, refresh_secret(str(token["refresh_token"])))

    async def draft(
        self, database: Database, tenant: Tenant, account: AdAccount, store: Store, page: str, **shape: int
    ) -> UUID:
        """Make a draft for Search."""
        return await make_search_draft(database, tenant, account, **shape)  # type: ignore[arg-type]

    async def version(self, tenant: Tenant, tx: Transaction, store: Store, name: str) -> UUID:
        """Keep a version with the texts that Search wants."""
        return await make_search_version(tenant, tx, name)

    def counts(self, *, groups: int, ads: int, creatives: int) -> Counts:
        """One budget, and each ad group with its keywords; ads have their content themselves."""
        keywords = len(SEARCHERS.keywords) + len(SEARCHERS.negative_keywords)
        return (1, groups, ads, 1, groups * keywords)

    def ask(self, sandbox: Sandbox, account_id: str, token: str) -> OnPlatform:
        """Ask through Google's SDK; what is removed is left out, and what is in it."""

        def present(resource: str, *above: str) -> list[Any]:
            query = f"SELECT {resource}.resource_name, {resource}.status FROM {resource}"
            kept = " AND ".join(f"{each}.status != 'REMOVED'" for each in (resource, *above))
            rows = google_rows(sandbox, account_id, f"{query} WHERE {kept}")
            return [getattr(row, resource) for row in rows]

        def ids(found: list[Any]) -> list[str]:
            return [each.resource_name.rpartition("/")[2] for each in found]

        nodes = [present("campaign"), present("ad_group"), present("ad_group_ad", "ad_group")]
        campaigns, ad_groups, ads = (ids(kind) for kind in nodes)
        keywords = present("ad_group_criterion", "ad_group")
        statuses = {each.status.name for kind in nodes for each in kind}
        return OnPlatform(
            campaigns=campaigns,
            ad_groups=ad_groups,
            ads=ads,
            besides=(ids(present("campaign_budget")), ids(keywords)),
            states={"ACTIVE" if status == "ENABLED" else status for status in statuses},
        )

    def set_budget_outside(self, sandbox: Sandbox, account_id: str, campaign_id: str, amount: int) -> None:
        """It is an object of its own, in micros."""
        query = f"SELECT campaign.campaign_budget FROM campaign WHERE campaign.id = {campaign_id}"
        [row] = google_rows(sandbox, account_id, query)
        budget_id = row.campaign.campaign_budget.rpartition("/")[2]
        self.edit_outside(sandbox, budget_id, amount_micros=str(amount * 1_000_000))

    def suspend(self, sandbox: Sandbox, account_id: str, *, suspended: bool = True) -> None:
        """Suspend it, or enable it."""
        status = {"account_id": account_id, "account_status": "SUSPENDED" if suspended else "ENABLED"}
        sandbox.control("POST", "/accounts/status", platform="google", **status)


META = MetaOnSandbox()
GOOGLE = GoogleOnSandbox()
