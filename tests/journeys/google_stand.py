"""An organization with the sandbox's Google account, and what that account has, by the unmodified SDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from google.ads.googleads.client import GoogleAdsClient
from google.oauth2.credentials import Credentials

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.adapters.google.tokens import refresh_secret
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.model import SearchSettings, Targeting
from adwright.campaigns.records import CampaignRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.difference import difference
from adwright.changes.model.patch import Patch
from adwright.core.database import Database
from adwright.creatives.model import CreativeText
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign, load_live
from adwright.journeys.import_tree import ImportTree
from adwright.journeys.platform import PlatformPorts
from adwright.journeys.propose_change import ProposeChange
from adwright.journeys.undo_change import UndoChange
from adwright.platforms.model import BidStrategy, BudgetPeriod, Provider, Purpose
from tests.factories import Tenant, make_connection, make_organization
from tests.factories_campaigns import make_campaign, make_creative
from tests.factories_changes import MemoryStore
from tests.journeys.sandbox_platforms import GOOGLE, Platform
from tests.raw_sdks import google_rows
from tests.twins.jobs import RecordingQueue

SEARCHERS = Targeting(
    countries=("CA", "US"),
    languages=("en",),
    keywords=("[spicy chips]", '"organic chips"', "kettle chips"),
    negative_keywords=("recipe",),
)
ONE_GROUP = {"Spicy": SEARCHERS}
TEXT = CreativeText(
    headline="Spicy jalapeño chips",
    primary_text="Made with organic potatoes and real jalapeños.",
    destination_url="https://tastychips.co/spicy",
    more_headlines=("Crunch into the heat", "20% off this week"),
    more_descriptions=("Order today, eat on Friday.",),
    display_path=("chips", "spicy"),
)


@dataclass(frozen=True)
class GoogleStand:
    """One organization with one Google account, and the journeys of its changes."""

    database: Database
    sandbox: Sandbox
    tenant: Tenant
    account: AdAccount
    google: Platform
    jobs: RecordingQueue = field(default_factory=RecordingQueue)

    @property
    def decide(self) -> DecideChange:
        """Decide about changes."""
        return DecideChange(self.database, self.jobs, self.tenant.clock)

    async def draft(self, name: str, *, groups: Mapping[str, Targeting] = ONE_GROUP, **more: Any) -> UUID:
        """Make a draft for Search that is ready to launch, with an ad in each ad group."""
        creative = await make_creative(self.database, self.tenant, text=TEXT)
        ad = DraftAd("Search ad 1", creative.latest.id)
        edit = DraftEdit(
            name=name,
            ad_account_id=self.account.id,
            purpose=Purpose.TRAFFIC,
            budget=DraftBudget(BudgetPeriod.DAILY, Decimal("25.00")),
            bid_strategy=BidStrategy.MAXIMIZE_CLICKS,
            search=SearchSettings(),
            ad_groups=tuple(
                DraftAdGroup(name, targeting=targeting, ads=(ad,)) for name, targeting in groups.items()
            ),
        )
        return (await make_campaign(self.database, self.tenant, {**edit, **more})).id  # type: ignore[typeddict-item]

    async def launch(self, campaign_id: UUID) -> Change:
        """Propose, approve and carry out a launch."""
        propose = ProposeChange(self.decide, self.tenant.clock)
        async with self.database.transaction(self.tenant.scope) as tx:
            change = await propose.launch(tx, self.tenant.owner, campaign_id, None)
        return await self.carry_out(change)

    async def edit(self, campaign_id: UUID, edit: CampaignEdit) -> Change:
        """Propose, approve and carry out an edit of what is live."""
        journey = EditCampaign(self.decide, self.tenant.clock)
        async with self.database.transaction(self.tenant.scope) as tx:
            change = await journey.propose(tx, self.tenant.owner, campaign_id, edit, None)
        return await self.carry_out(change)

    async def undo(self, change: Change) -> Change:
        """Propose to take a change back, approve that and carry it out."""
        journey = UndoChange(self.decide, self.tenant.clock)
        async with self.database.transaction(self.tenant.scope) as tx:
            [undoing] = await journey.propose(tx, self.tenant.owner, [change.id], None)
        return await self.carry_out(undoing)

    async def carry_out(self, change: Change) -> Change:
        """Approve a change and apply it, as a worker would."""
        async with self.database.transaction(self.tenant.scope) as tx:
            await self.decide.approve(tx, self.tenant.owner, change.id, None)
        apply = ApplyChange(
            self.database, self._platforms, self.tenant.keyring, MemoryStore(), self.jobs, self.tenant.clock
        )
        await apply.run(self.tenant.organization_id, change.id)
        async with self.database.transaction(self.tenant.scope) as tx:
            return await changes.get_change(tx, change.id)

    async def apart(self, campaign_id: UUID) -> Patch:
        """Read the account, and return what a campaign differs in from what is desired of it."""
        tree = ImportTree(self.database, self._platforms, self.tenant.keyring, self.tenant.clock)
        await tree.run(self.tenant.organization_id, self.account.id)
        async with self.database.transaction(self.tenant.scope) as tx:
            live = await load_live(tx, campaign_id)
        return difference(live.present, live.desired)

    @property
    def _platforms(self) -> dict[Provider, PlatformPorts]:
        ports = PlatformPorts(self.google, self.google, self.google, self.google)
        return {Provider.GOOGLE_SANDBOX: ports}

    async def campaign(self, campaign_id: UUID) -> CampaignRecord:
        """Read a campaign."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.get_campaign(tx, campaign_id)

    def ask(self, query: str) -> list[Any]:
        """Ask the platform itself, through Google's SDK, past everything of ours."""
        return list(google_rows(self.sandbox, self.account.external_id, query))


async def make_google_stand(
    database: Database, sandbox: Sandbox, tenant: Tenant | None = None
) -> GoogleStand:
    """Bring the sandbox's first Google account in as a connection does; to a new organization by default."""
    tenant = tenant or await make_organization(database)
    google = GOOGLE.adapter(sandbox, tenant.clock, timeout_seconds=20)
    token = refresh_secret(sandbox.google_refresh_token)
    connection = await make_connection(database, tenant, provider=Provider.GOOGLE_SANDBOX, token=token)
    reached = {each.external_id: each for each in await google.accounts(token)}
    remote = reached[sandbox.google_customer_id]
    async with database.transaction(tenant.scope) as tx:
        [account] = await accounts.bring_in_accounts(
            tx, tenant.owner, tenant.clock, connection.id, tenant.advertiser_id, [remote]
        )
        access = await accounts.account_access(tx, account.id, tenant.keyring)
    pixels = await google.pixels(access)
    async with database.transaction(tenant.scope) as tx:
        await accounts.record_pixels(tx, account.id, pixels)
    return GoogleStand(database, sandbox, tenant, account, google)


def count_conversions(sandbox: Sandbox) -> None:
    """Set up a conversion action, as a person does in Google Ads."""
    client = _sdk(sandbox)
    operation = client.get_type("MutateOperation")
    action = operation.conversion_action_operation.create
    action.name, action.type_ = "Purchase", client.enums.ConversionActionTypeEnum.WEBPAGE
    client.get_service("GoogleAdsService").mutate(
        customer_id=sandbox.google_customer_id, mutate_operations=[operation]
    )


def _sdk(sandbox: Sandbox) -> GoogleAdsClient:
    os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = sandbox.ca_file
    credentials = Credentials(
        None,
        refresh_token=sandbox.google_refresh_token,
        client_id=sandbox.google_client_id,
        client_secret=sandbox.google_client_secret,
        token_uri=sandbox.google_token_uri,
    )
    return GoogleAdsClient(
        credentials,
        endpoint=sandbox.google_endpoint,
        version="v26",
        login_customer_id=sandbox.google_manager_id,
        use_proto_plus=True,
    )
