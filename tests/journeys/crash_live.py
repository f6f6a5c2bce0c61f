"""A live campaign on the sandbox that is edited and undone while workers die, and what is right after."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from adwright.adapters.jobs import ProcrastinateQueue
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.changes.model.change import Change
from adwright.changes.model.drift import find_drift
from adwright.changes.model.life import ChangeStatus
from adwright.creatives.ports import Store
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign
from adwright.journeys.undo_change import UndoChange
from adwright.platforms.model import BudgetPeriod
from tests.journeys.sandbox_platforms import Counts
from tests.journeys.sandbox_runner import Runner
from tests.journeys.sandbox_stand import Stand

GROUPS, ADS = 2, 2


@dataclass(frozen=True)
class Verdict:
    """What one crash left behind: objects made twice, objects lost, and whatever else is wrong."""

    point: str
    reached: bool
    duplicates: int
    losses: int
    complaints: tuple[str, ...]

    @classmethod
    def of(
        cls, point: str, reached: bool, found: Counts, wanted: Counts, complaints: Iterable[str]
    ) -> Verdict:
        """Compare what was found of each kind with what was wanted."""
        pairs = list(zip(found, wanted, strict=True))
        return cls(
            point=point,
            reached=reached,
            duplicates=sum(max(there - want, 0) for there, want in pairs),
            losses=sum(max(want - there, 0) for there, want in pairs),
            complaints=tuple(complaints),
        )

    @property
    def clean(self) -> bool:
        """Whether exactly one of everything is there, and both sides agree."""
        return not (self.duplicates or self.losses or self.complaints)


@dataclass(frozen=True)
class Live:
    """A live campaign and what it is edited to."""

    stand: Stand
    runner: Runner
    campaign_id: UUID
    edit: CampaignEdit

    @property
    def _decide(self) -> DecideChange:
        return DecideChange(self.stand.database, ProcrastinateQueue(), self.stand.tenant.clock)

    async def approved_edit(self) -> Change:
        """Propose and approve the edit; its job is queued."""
        tenant = self.stand.tenant
        async with self.stand.database.transaction(tenant.scope) as tx:
            journey = EditCampaign(self._decide, tenant.clock)
            change = await journey.propose(tx, tenant.owner, self.campaign_id, self.edit, None)
        return await self._approve(change)

    async def approved_undo(self, applied: Change) -> Change:
        """Propose and approve the undoing of the applied edit; its job is queued."""
        tenant = self.stand.tenant
        assert applied.status is ChangeStatus.APPLIED, applied.failure
        async with self.stand.database.transaction(tenant.scope) as tx:
            journey = UndoChange(self._decide, tenant.clock)
            [change] = await journey.propose(tx, tenant.owner, [applied.id], None)
        return await self._approve(change)

    async def _approve(self, change: Change) -> Change:
        tenant = self.stand.tenant
        async with self.stand.database.transaction(tenant.scope) as tx:
            return await self._decide.approve(tx, tenant.owner, change.id, None)

    async def judge(self, change_id: UUID, point: str, reached: bool, *, undone: bool) -> Verdict:
        """Compare the platform with what was approved and with our database.

        Lists of the platform leave out what is archived, as the added ad group is after undoing; creatives
        and images stay.
        """
        there = await asyncio.to_thread(self.stand.platform)
        total = GROUPS * ADS
        more = 0 if undone else 1
        wanted = self.stand.on.counts(groups=GROUPS + more, ads=total + more, creatives=total + 1)
        change = await self.stand.change(change_id)
        complaints = []
        if change.status is not ChangeStatus.APPLIED:
            complaints.append(f"the change is {change.status}: {change.failure}")
        if change.mismatches:
            complaints.append(f"read back otherwise: {change.mismatches}")
        await self.runner.look(self.stand)
        async with self.stand.database.transaction(self.stand.tenant.scope) as tx:
            desired = await campaigns.load_desired(tx, self.campaign_id)
            observed = await campaigns.observed_of(tx, self.campaign_id)
        if drift := find_drift(desired, observed, ()):
            complaints.append(f"the database and the platform differ: {drift}")
        return Verdict.of(point, reached, there.counts, wanted, complaints)


async def make_live(stand: Stand, store: Store) -> Live:
    """Launch a tree in this process, and make what it will be edited to."""
    runner = Runner(stand, timeout_seconds=10, store=store)
    campaign_id = await stand.draft(store, groups=GROUPS, ads=ADS, creatives_made=GROUPS * ADS)
    launched = await runner.run_to_the_end(await stand.approved_launch(campaign_id, runner.jobs))
    assert launched.status is ChangeStatus.APPLIED, launched.failure
    first, second = (await stand.campaign(campaign_id)).ad_groups
    audience = first.audience
    assert audience is not None
    version = await stand.version(store, "Double crunch")
    swap = AdEdit(id=first.ads[0].id, name="Swapped", creative_version_id=version)
    return Live(
        stand,
        runner,
        campaign_id,
        CampaignEdit(
            name="Renamed",
            budget=DraftBudget(BudgetPeriod.DAILY, Decimal("40")),
            ad_groups=(
                AdGroupEdit(id=first.id, name="First", ads=(swap,)),
                AdGroupEdit(id=second.id, name="Second"),
                AdGroupEdit(
                    name="Third",
                    audience_id=audience.audience_id,
                    ads=(AdEdit(name="New", creative_version_id=version),),
                ),
            ),
        ),
    )
