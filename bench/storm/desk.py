"""One desk: somebody who proposes change after change for one ad account, and sees each to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import DesiredCampaign
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.drift import DriftStatus
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.limits import Limits
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.errors import AdwrightError
from adwright.core.paging import PageRequest
from adwright.journeys.import_tree import request_tree_import
from bench.storm.author import Author
from bench.storm.book import STATE, Applied, Page
from bench.storm.deeds import Deed, Stage, reasons_of
from bench.storm.stand import reconnect, set_account_limits
from bench.storm.stuck import StuckError
from bench.storm.tally import Tally

_LOOKS_EVERY_SECONDS = 0.15
_LOOKS = 4000
_IMPORT_EVERY_LOOKS = 20
_HELPS = 25
# Asked so often that no more than this is read.
_STATUS = text("SELECT status FROM changes WHERE id = :id")
_ENDED = frozenset({ChangeStatus.APPLIED, ChangeStatus.FAILED, ChangeStatus.REJECTED, ChangeStatus.UNDONE})


@dataclass
class Slot:
    """A place for one campaign, and what is under way with it."""

    page: Page | None = None
    under_way: asyncio.Task[None] | None = None

    async def rest(self) -> Page | None:
        """Wait until nothing is under way, and return the campaign's page."""
        if self.under_way is not None:
            await self.under_way
            self.under_way = None
        return self.page


@dataclass
class Desk:
    """Proposes, has it approved, helps where a person has to, and writes its book.

    Attributes:
        limits: what is set for the account at the moment.
        windows: hours (from, until; ISO) in which nothing was to be made, switched on or given more.
        over: pages of campaigns that are archived.
    """

    author: Author
    tally: Tally
    slots: list[Slot]
    limits: Limits = field(default_factory=Limits)
    windows: list[tuple[str, str]] = field(default_factory=list)
    over: list[Page] = field(default_factory=list)

    @property
    def owner(self) -> Actor:
        """Whose desk it is."""
        return self.author.stand.agency.tenant.owner

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction of the agency's."""
        return self.author.container.database.transaction(self.author.stand.agency.tenant.scope)

    async def attempt(self, slot: Slot, deed: Deed) -> None:
        """Propose a deed and have it decided; what is allowed goes on by itself."""
        self.tally.proposes(deed)
        try:
            change = await self._propose(deed)
        except AdwrightError as error:
            self._refused(deed, Stage.PROPOSAL, error)
            return
        if deed.refusal is not None and deed.refusal.stage is Stage.PROPOSAL:
            self.tally.wrong(f"{deed.kind} was proposed: {change.title}")
            await self.reject(change)
            return
        if deed.between is not None:
            await deed.between()
        if await self._approved(deed, change):
            slot.under_way = asyncio.create_task(self._see_through(slot, deed, change))

    async def attempt_and_wait(self, slot: Slot, deed: Deed) -> None:
        """The same, and wait for its end."""
        await self.attempt(slot, deed)
        await slot.rest()

    async def rest(self) -> None:
        """Wait until nothing is under way at the whole desk."""
        for slot in self.slots:
            await slot.rest()

    async def set_limits(self, limits: Limits) -> None:
        """Set what holds for the account."""
        self.limits = limits
        await set_account_limits(self.author.container, self.author.stand, limits)

    async def _propose(self, deed: Deed) -> Change:
        """Propose; once more when the reason may be a token that was refused just before."""
        try:
            return await self._proposed(deed)
        except AdwrightError as error:
            if deed.refusal is not None and deed.refusal.reason in reasons_of(error):
                raise
        await reconnect(self.author.container, self.author.stand)
        return await self._proposed(deed)

    async def _proposed(self, deed: Deed) -> Change:
        async with self.transaction() as tx:
            return await deed.propose(tx, deed.actor or self.owner)

    def _refused(self, deed: Deed, stage: Stage, error: AdwrightError) -> None:
        expected = deed.refusal
        if expected is None and error.code == "nothing_to_do" and not self.author.outside:
            # A stale read shows what was before the newest change: nothing to take back until the next look.
            return
        if expected is None:
            self.tally.wrong(f"{deed.kind} is allowed and was refused: {error.code}, {error.message}")
        elif expected.stage is not stage or expected.reason not in reasons_of(error):
            reasons = ", ".join(sorted(reasons_of(error)))
            self.tally.wrong(f"{deed.kind}: refused at {stage} for {reasons}, not {expected.reason}")
        else:
            self.tally.refuses(deed)

    async def _approved(self, deed: Deed, change: Change) -> bool:
        """Let everybody approve who has to; False when the deed went no further."""
        for approver in deed.approvers or (self.owner,):
            try:
                change = await self._approve(approver, change)
            except AdwrightError as error:
                self._refused(deed, Stage.APPROVAL, error)
                await self.reject(change)
                return False
        waits = change.status is ChangeStatus.PROPOSED
        if deed.refusal is not None and deed.refusal.stage is Stage.APPROVAL:
            if waits:
                self.tally.refuses(deed)
            else:
                self.tally.wrong(f"{deed.kind} was approved: {change.title}")
            await self.reject(change)
            return False
        if waits:
            self.tally.wrong(f"{deed.kind} is allowed and is not approved: {change.title}")
            await self.reject(change)
        return not waits

    async def _approve(self, approver: Actor, change: Change) -> Change:
        async with self.transaction() as tx:
            return await self.author.container.decide_change.approve(tx, approver, change.id, None)

    async def reject(self, change: Change) -> None:
        """Reject a proposal, or give up what failed and left nothing."""
        async with self.transaction() as tx:
            await self.author.container.decide_change.reject(tx, self.owner, change.id, "Not like this")

    # --- the end of a change
    async def _see_through(self, slot: Slot, deed: Deed, change: Change) -> None:
        for _ in range(_HELPS):
            change = await self.ended(change.id)
            if change.status is not ChangeStatus.FAILED or self._has_to_fail(deed, change):
                break
            await self._help(deed, change)
        if change.status is ChangeStatus.FAILED and self._has_to_fail(deed, change):
            await self.reject(change)
            self.tally.refuses(deed)
            await self.adopt_what_is_outside(change.campaign_id)
            if slot.page is not None:
                slot.page.values |= deed.sets
                # Somebody outside may have set what the newest change had set: it cannot be undone any more.
                slot.page.newest = None
            return
        if change.status is not ChangeStatus.APPLIED:
            reason = change.failure.message if change.failure else ""
            self.tally.wrong(f"{deed.kind} is allowed and ended {change.status}: {reason}")
        elif deed.refusal is not None:
            self.tally.wrong(f"{deed.kind} was applied: {change.title}")
        else:
            self.tally.applies(deed, change)
            await self.write_down(slot, deed, change)

    def _has_to_fail(self, deed: Deed, change: Change) -> bool:
        return (
            deed.refusal is not None
            and change.failure is not None
            and change.failure.code == deed.refusal.reason
        )

    async def _help(self, deed: Deed, change: Change) -> None:
        """Do what a person does with a change that stopped: connect again if need be, then try again."""
        container = self.author.container
        self.tally.helped[change.failure.code if change.failure else ""] += 1
        await reconnect(container, self.author.stand)
        async with self.transaction() as tx:
            again = await container.decide_change.retry(tx, self.owner, change.id)
        # Trying again is the owner's approval; what was looked at again needs the others', too.
        others = [each for each in deed.approvers or () if each != self.owner]
        for approver in others if again.status is ChangeStatus.PROPOSED else ():
            await self._approve(approver, again)

    async def ended(self, change_id: UUID) -> Change:
        """Wait until a change ends, and return it."""
        for _ in range(_LOOKS):
            async with self.transaction() as tx:
                status = (await tx.execute(_STATUS, {"id": change_id})).scalar_one()
            if status in _ENDED:
                return await self.change(change_id)
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)
        change = await self.change(change_id)
        raise StuckError(f"{change.title} is {change.status} and waits for {change.waiting}")

    async def change(self, change_id: UUID) -> Change:
        """Read a change."""
        async with self.transaction() as tx:
            return await changes.get_change(tx, change_id)

    async def tree(self, campaign_id: UUID) -> DesiredCampaign:
        """Read a campaign as it should be."""
        async with self.transaction() as tx:
            return await campaigns.load_desired(tx, campaign_id)

    async def write_down(self, slot: Slot, deed: Deed, change: Change) -> None:
        """Write an applied deed into the book, and hold the product's own record against it."""
        tree = await self.tree(change.campaign_id)
        if slot.page is None:
            slot.page = Page.of(tree)
            slot.page.values[tree.id, STATE] = "active"
        page = slot.page
        before = {key: page.values[key] for key in deed.sets}
        groups = set(page.groups)
        page.values |= deed.sets
        learnt = page.learn(tree)
        if deed.makes and learnt != deed.makes:
            self.tally.wrong(f"{deed.kind} made {sorted(learnt)}, not {sorted(deed.makes)}")
        before |= _made(page, groups, deed.makes)
        self._remember(page, deed, change, Applied(change.id, before))
        for difference in page.differences(tree):
            self.tally.wrong(f"After {deed.kind}: {difference}")
        if page.is_over:
            self.over.append(page)
            slot.page = None

    def _remember(self, page: Page, deed: Deed, change: Change, applied: Applied) -> None:
        page.undone += change.undoes
        page.newest = applied if deed.can_be_undone else None
        if deed.kind == "archive":
            page.final.append(change.id)

    # --- what others did
    async def adopt_what_is_outside(self, campaign_id: UUID) -> None:
        """Let the drift watch look, and adopt whatever it found of a campaign."""
        for drift_id in await self.drifts(campaign_id):
            async with self.transaction() as tx:
                await self.author.container.settle_drift.adopt(tx, self.owner, drift_id)

    async def drifts(self, campaign_id: UUID) -> list[UUID]:
        """Let the drift watch look, and return what it found of a campaign."""

        container, stand = self.author.container, self.author.stand
        for look in range(_LOOKS):
            if look % _IMPORT_EVERY_LOOKS == 0:
                await reconnect(container, stand)
                async with self.transaction() as tx:
                    organization_id = stand.agency.tenant.organization_id
                    await request_tree_import(tx, container.jobs, organization_id, stand.account.id)
            async with self.transaction() as tx:
                found = await changes.list_drifts(
                    tx, PageRequest(), statuses=[DriftStatus.OPEN], campaign_id=campaign_id
                )
            if found.items:
                return [each.id for each in found.items]
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)
        raise StuckError("What was edited outside is not seen.")


def _made(page: Page, groups_before: set[UUID], names: Iterable[str]) -> dict[tuple[UUID, str], object]:
    """Return what undoing leaves of new nodes: ad groups archived, and ads in ad groups that stay."""
    new_groups = [each for each in page.groups if page.name(each) in names and each not in groups_before]
    new_ads = [
        ad
        for group, ads in page.groups.items()
        if group not in new_groups
        for ad in ads
        if page.name(ad) in names
    ]
    return {(node_id, STATE): "archived" for node_id in (*new_groups, *new_ads)}
