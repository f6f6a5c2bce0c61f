"""An organization with an ad account of its own on a sandbox, on either platform."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

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
from tests.journeys.sandbox_platforms import META, OnPlatform, SandboxPlatform


@dataclass(frozen=True)
class Stand:
    """One organization with one ad account on the sandbox."""

    database: Database
    sandbox: Sandbox
    on: SandboxPlatform
    tenant: Tenant
    account: AdAccount
    token: str
    page: str

    async def draft(self, store: Store, **shape: int) -> UUID:
        """Make a draft that is ready to launch."""
        return await self.on.draft(
            self.database, self.tenant, self.account, store, self.page, **shape
        )

    async def version(self, store: Store, name: str) -> UUID:
        """Keep a creative version of its own."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await self.on.version(self.tenant, tx, store, name)

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
        return self.on.ask(self.sandbox, self.account.external_id, self.token)


async def make_stand(
    database: Database, sandbox: Sandbox, keyring: KeyRing, on: SandboxPlatform = META
) -> Stand:
    """Make an organization, and an ad account for it on the sandbox."""
    made = on.new_account(sandbox)
    tenant = await make_organization(database, keyring=keyring)
    connection = await make_connection(database, tenant, provider=on.provider, token=made.token)
    account = await make_ad_account(
        database, tenant, connection=connection, external_id=made.external_id
    )
    async with database.transaction(tenant.scope) as tx:
        await accounts.record_pages(tx, account.id, [RemotePage(made.page, "Tasty Chips Co.", None)])
    return Stand(database, sandbox, on, tenant, account, made.token, made.page)
