"""An organization with an ad account of its own on a sandbox, and what the sandbox has, by the SDK."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from facebook_business.adobjects.adaccount import AdAccount as SdkAdAccount
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.model import AdAccount
from adwright.accounts.ports import RemotePage
from adwright.campaigns import service as campaigns
from adwright.campaigns.records import CampaignRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.core.database import Database
from adwright.core.jobs import JobQueue
from adwright.creatives.ports import Store
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.propose_change import ProposeChange
from tests.factories import Tenant, make_ad_account, make_connection, make_organization
from tests.factories_changes import make_draft, make_version


@dataclass(frozen=True)
class Stand:
    """One organization with one ad account on the sandbox."""

    database: Database
    sandbox: Sandbox
    tenant: Tenant
    account: AdAccount
    token: str
    page: str

    async def draft(self, store: Store, **shape: int) -> UUID:
        """Make a draft that is ready to launch."""
        return await make_draft(
            self.database,
            self.tenant,
            self.account,
            store,
            page=self.page,
            **shape,  # type: ignore[arg-type]
        )

    async def version(self, store: Store, name: str) -> UUID:
        """Keep a creative version with a picture of its own."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await make_version(self.tenant, tx, store, name)

    async def approved_launch(self, campaign_id: UUID, jobs: JobQueue) -> Change:
        """Propose and approve a launch; its job is queued."""
        tenant = self.tenant
        decide = DecideChange(self.database, jobs, tenant.clock)
        async with self.database.transaction(tenant.scope) as tx:
            change = await ProposeChange(decide, tenant.clock).launch(tx, tenant.owner, campaign_id, None)
            return await decide.approve(tx, tenant.owner, change.id, None)

    async def change(self, change_id: UUID) -> Change:
        """Read a change."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await changes.get_change(tx, change_id)

    async def campaign(self, campaign_id: UUID) -> CampaignRecord:
        """Read a campaign."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.get_campaign(tx, campaign_id)

    def platform(self) -> OnPlatform:
        """Ask the sandbox, through the SDK, what the account has."""
        return ask_platform(self.sandbox, self.account.external_id, self.token)


@dataclass(frozen=True)
class OnPlatform:
    """What an account has: ids by kind, and the states its nodes are set to."""

    campaigns: list[str]
    ad_groups: list[str]
    ads: list[str]
    creatives: list[str]
    images: list[str]
    states: set[str]

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """How many campaigns, ad groups, ads, creatives and images."""
        lists = (self.campaigns, self.ad_groups, self.ads, self.creatives, self.images)
        return tuple(len(each) for each in lists)  # type: ignore[return-value]


async def make_stand(database: Database, sandbox: Sandbox, keyring: KeyRing) -> Stand:
    """Make an organization, and an ad account for it on the sandbox."""
    made = sandbox.control("POST", "/accounts", name="Tasty Chips US", page="Tasty Chips Co.")
    token = str(
        sandbox.control("POST", "/tokens", accounts=[made["account_id"]], kind="system_user")["access_token"]
    )
    tenant = await make_organization(database, keyring=keyring)
    connection = await make_connection(database, tenant, token=token)
    account = await make_ad_account(
        database, tenant, connection=connection, external_id=str(made["account_id"])
    )
    page = str(made["pages"][0]["id"])
    async with database.transaction(tenant.scope) as tx:
        await accounts.record_pages(tx, account.id, [RemotePage(page, "Tasty Chips Co.", None)])
    return Stand(database, sandbox, tenant, account, token, page)


def ask_platform(sandbox: Sandbox, account_id: str, token: str) -> OnPlatform:
    """Ask the sandbox, through the SDK, what an account has."""
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token)
    session.GRAPH = sandbox.meta_url
    try:
        account = SdkAdAccount(account_id, api=FacebookAdsApi(session))
        every = {"limit": 500}
        nodes = [
            list(read(fields=["id", "status"], params=every))
            for read in (account.get_campaigns, account.get_ad_sets, account.get_ads)
        ]
        creatives = list(account.get_ad_creatives(fields=["id"], params=every))
        images = list(account.get_ad_images(fields=["hash"], params=every))
    finally:
        session.requests.close()
    campaigns_found, ad_groups, ads = ([str(each["id"]) for each in kind] for kind in nodes)
    return OnPlatform(
        campaigns=campaigns_found,
        ad_groups=ad_groups,
        ads=ads,
        creatives=[str(each["id"]) for each in creatives],
        images=[str(each["hash"]) for each in images],
        states={str(each["status"]) for kind in nodes for each in kind},
    )
