"""The existing campaign tree of an ad account comes in, with the pages and pixels that its ads need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import AccountAccess, Connector, RemoteAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import Activity
from adwright.changes import service as changes
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope, Transaction
from adwright.core.errors import ReconnectNeeded
from adwright.core.jobs import JobQueue
from adwright.events import service as events
from adwright.journeys.platform import Platforms
from adwright.journeys.refused_token import remember_refusal

# How far back the platform is asked who edited what; a worker may have been down for a while.
_REMEMBERED = timedelta(days=7)

IMPORT_TREE_TASK = "accounts.import_tree"


async def request_tree_import(
    transaction: Transaction, jobs: JobQueue, organization_id: UUID, ad_account_id: UUID
) -> None:
    """Queue the import of an account's tree, pages and pixels; a second request joins one that waits."""
    await jobs.defer(
        transaction,
        IMPORT_TREE_TASK,
        {"organization_id": str(organization_id), "ad_account_id": str(ad_account_id)},
        lock=f"tree:{ad_account_id}",
        queueing_lock=f"tree:{ad_account_id}",
        priority=5,
    )


async def request_every_tree_import(database: Database, jobs: JobQueue) -> None:
    """Queue the import of every connected account's tree. Repeatable."""
    async with database.transaction(SystemScope()) as transaction:
        connected = await accounts.connected_accounts(transaction)
    for organization_id, ad_account_id in connected:
        async with database.transaction(TenantScope(organization_id)) as transaction:
            await request_tree_import(transaction, jobs, organization_id, ad_account_id)


class ImportTree:
    """Reads one ad account's tree and records it whole, in one transaction. Repeatable."""

    def __init__(self, database: Database, platforms: Platforms, keyring: KeyRing, clock: Clock) -> None:
        self._database = database
        self._platforms = platforms
        self._keyring = keyring
        self._clock = clock

    async def run(self, organization_id: UUID, ad_account_id: UUID) -> None:
        """Import the tree, what ads need, and the platform's clock of one ad account.

        Raises:
            ReconnectNeeded: the token is refused for good; the connection says so.
            Upstream: other trouble; the job is tried again.
        """
        scope = TenantScope(organization_id)
        async with self._database.transaction(scope) as transaction:
            access = await accounts.account_access(transaction, ad_account_id, self._keyring)
        ports = self._platforms[access.provider]
        try:
            platform_now = await ports.connector.platform_now(access.token)
            offset = platform_now - self._clock.now()
            remote = await _account_now(ports.connector, access)
            pages = await ports.connector.pages(access)
            pixels = await ports.connector.pixels(access)
            instagram_accounts = await ports.connector.instagram_accounts(access)
            lead_forms = await ports.connector.lead_forms(access, pages)
            tree = await ports.tree.read_tree(access)
            activities = await ports.tree.activities(access, platform_now - _REMEMBERED)
        except ReconnectNeeded as error:
            await remember_refusal(self._database, scope, access.connection_id, error, self._clock)
            raise
        async with self._database.transaction(scope) as transaction:
            account = await accounts.get_ad_account(transaction, ad_account_id)
            if remote is not None:
                await accounts.refresh_account(transaction, ad_account_id, remote)
            await accounts.set_clock_offset(transaction, ad_account_id, offset)
            await accounts.record_pages(transaction, ad_account_id, pages)
            await accounts.record_pixels(transaction, ad_account_id, pixels)
            await accounts.record_instagram_accounts(transaction, ad_account_id, instagram_accounts)
            await accounts.record_lead_forms(transaction, ad_account_id, lead_forms)
            held = await changes.campaigns_with_open_change(transaction, ad_account_id)
            counts = await campaigns.record_observed(transaction, account, tree, held_campaign_ids=held)
            await self._look_for_drift(transaction, ad_account_id, held, activities, counts.added_outside)
            await accounts.mark_connection_good(transaction, access.connection_id, self._clock)
            await events.publish(transaction, "campaign.updated", None, {"ad_account_id": str(ad_account_id)})

    async def _look_for_drift(
        self,
        transaction: Transaction,
        ad_account_id: UUID,
        held: Collection[UUID],
        activities: Sequence[Activity],
        added: Collection[UUID],
    ) -> None:
        """Keep what was edited outside, in campaigns where something was seen otherwise than before."""
        actor = Actor.system(transaction.organization_id, "Drift watch")
        for campaign_id in await campaigns.campaigns_to_look_through(transaction, ad_account_id, held):
            desired = await campaigns.load_desired(transaction, campaign_id)
            observed = await campaigns.observed_of(transaction, campaign_id)
            await changes.notice_drift(
                transaction, actor, self._clock, desired, observed, activities, added
            )


async def _account_now(connector: Connector, access: AccountAccess) -> RemoteAccount | None:
    """Return the account as the platform tells it now; None when the grant does not list it any more."""
    reached = await connector.accounts(access.token)
    return next((each for each in reached if each.external_id == access.external_id), None)
