"""Plans of 10,000 ads, and 1,000 ads applied against a platform that takes 200 ms a request.

Beside it, in the same run, a plain loop that makes as many calls one after another without any bookkeeping:
no intents, no look-ups, no log, no read-back.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from uuid import UUID

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import DesiredCampaign, RunState
from adwright.changes.model.change import Change
from adwright.changes.model.difference import difference
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.operations import Plan
from adwright.changes.model.patch import Patch
from adwright.changes.model.plan import plan
from adwright.core.clock import SystemClock
from adwright.core.database import Database
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign
from adwright.journeys.platform import PlatformPorts
from adwright.platforms.capabilities import META
from adwright.platforms.model import Provider
from bench.launch import CALL_SECONDS, Timed
from bench.report import Report
from bench.scratch import scratch_database
from tests.factories_changes import MemoryStore
from tests.journeys.sandbox_stand import Stand, make_stand
from tests.twins.platform import PlatformTwin
from tests.unit.changes.trees import launched, make_campaign

GROUPS = 20
ADS_EACH = 50
PLANNED = 10_000
ROUNDS = 5
CHANGE = UUID(int=42)


async def plain_loop(calls: int) -> float:
    """Make so many calls one after another, as a script with the SDK would; return how long it took."""
    began = time.perf_counter()
    for _ in range(calls):
        await asyncio.sleep(CALL_SECONDS)
    return time.perf_counter() - began


async def add_ads(stand: Stand, twin: PlatformTwin, **how: int | bool) -> float:
    """Add 1,000 ads to a live campaign and return how long applying it took, read-back included."""
    store = MemoryStore()
    campaign_id = await stand.draft(store, groups=GROUPS, ads=1)
    await apply(stand, store, twin, await stand.approved_launch(campaign_id, ProcrastinateQueue()), 0)
    groups = (await stand.campaign(campaign_id)).ad_groups
    version = groups[0].ads[0].creative
    if version is None:
        raise SystemExit("The launched ad has no creative.")
    new = tuple(
        AdEdit(name=f"New {number}", state=RunState.PAUSED, creative_version_id=version.id)
        for number in range(ADS_EACH)
    )
    edit = CampaignEdit(ad_groups=tuple(AdGroupEdit(id=group.id, ads=new) for group in groups))
    tenant = stand.tenant
    async with stand.database.transaction(tenant.scope) as tx:
        decide = DecideChange(stand.database, ProcrastinateQueue(), tenant.clock)
        change = await EditCampaign(decide, tenant.clock).propose(tx, tenant.owner, campaign_id, edit, None)
        await decide.approve(tx, tenant.owner, change.id, None)
    twin.calls.clear()
    return await apply(stand, store, twin, change, CALL_SECONDS, **how)


async def apply(
    stand: Stand, store: MemoryStore, twin: PlatformTwin, change: Change, seconds: float, **how: int | bool
) -> float:
    """Apply a change and return how long it took; ends the benchmark when it did not work."""
    ports = PlatformPorts(connector=None, tree=None, facts=None, executor=Timed(twin, seconds))  # type: ignore[arg-type]
    journey = ApplyChange(
        stand.database,
        {Provider.META_SANDBOX: ports},
        stand.tenant.keyring,
        store,
        ProcrastinateQueue(),
        SystemClock(),
        **how,  # type: ignore[arg-type]
    )
    began = time.perf_counter()
    await journey.run(stand.tenant.organization_id, change.id)
    took = time.perf_counter() - began
    done = await stand.change(change.id)
    if done.status is not ChangeStatus.APPLIED or done.mismatches:
        raise SystemExit(f"The change is {done.status}: {done.failure} {done.mismatches[:3]}")
    return took


def plans(report: Report) -> None:
    """Time the plan of a launch, and of an edit of every ad, of a tree with 10,000 ads."""
    draft = make_campaign(groups=PLANNED // ADS_EACH, ads=ADS_EACH, versions=100, images=20)
    live = launched(draft)
    launch = Patch(ChangeKind.LAUNCH)
    report.add("plan a launch of 10,000 ads", "s", [timed(draft, launch) for _ in range(ROUNDS)], aim="< 2")
    wanted = renamed(live)
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        patch = difference(live, wanted)
        took.append(time.perf_counter() - began + timed(live, patch))
    report.add("plan an edit of 10,000 ads, difference included", "s", took, aim="< 2")


def timed(campaign: DesiredCampaign, patch: Patch) -> float:
    """Return how long a plan takes."""
    began = time.perf_counter()
    made = plan(CHANGE, patch, campaign, META)
    took = time.perf_counter() - began
    if not isinstance(made, Plan) or len(made.operations) < PLANNED:
        raise SystemExit("There is no plan.")
    return took


def renamed(tree: DesiredCampaign) -> DesiredCampaign:
    """Return the tree with another name for every ad."""
    groups = tuple(
        replace(
            group,
            ads=tuple(
                replace(ad, fields=replace(ad.fields, name=f"{ad.fields.name} renamed")) for ad in group.ads
            ),
        )
        for group in tree.ad_groups
    )
    return replace(tree, ad_groups=groups)


async def measure(report: Report, owner_url: str) -> None:
    """Measure the plain loop, and the same with bookkeeping: one call at a time, and in batches."""
    database = Database.connect(owner_url)
    try:
        with Sandbox(scenario="empty") as sandbox:
            keyring = KeyRing([b"k" * 32])
            stand = await make_stand(database, sandbox, keyring)
            twin = PlatformTwin()
            single = await add_ads(stand, twin, at_once=1, in_batches=False)
            plain = await plain_loop(len(twin.calls))
            stand = await make_stand(database, sandbox, keyring)
            batched = await add_ads(stand, PlatformTwin())
    finally:
        await database.close()
    report.add("plain loop without bookkeeping", "s", [plain], note=f"{len(twin.calls)} calls")
    report.add("applied one call at a time", "s", [single])
    report.add("the same, against the plain loop", "×", [single / plain], aim="≤ 1.15")
    report.add("applied in batches, four at a time", "s", [batched])
    report.add("the same, against the plain loop", "×", [batched / plain], aim="≤ 0.3")


def main() -> None:
    """Measure and report."""
    report = Report("apply", "Plans of 10,000 ads, 1,000 ads applied", "python -m bench apply --record")
    plans(report)
    with scratch_database() as (owner, _):
        asyncio.run(measure(report, text_of(app_url(owner))))
    report.say(
        "1,000 ads are added to a live campaign of 20 ad groups, on a platform in memory that takes 200 ms a "
        "request. Applying commits every intent before its request and every answer after it, with audit, "
        "log and live events, and reads every ad back; the plain loop only calls."
    )
    report.publish()


if __name__ == "__main__":
    main()
