"""What a change did is taken back by one with the inverse edits, where the world has not moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.diff import CostPerDay, DiffLine, cost_per_day
from adwright.changes.model.giving_up import what_stands
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.undo import Undo, UndoConflict, undo
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import Live, load_live, propose_patch
from adwright.platforms.capabilities import capabilities_of


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking changes back would do, campaign by campaign.

    Attributes:
        diff, cost: of what can be taken back.
        conflicts: what cannot, and why.
    """

    campaign_id: UUID
    change_ids: tuple[UUID, ...]
    diff: tuple[DiffLine, ...]
    cost: CostPerDay
    conflicts: tuple[UndoConflict, ...]


class UndoChange:
    """Undoes changes, one or a set, in the transaction of the request. No platform is called.

    What can be undone is applied, or was given up after it had edited something.
    """

    def __init__(self, decide: DecideChange, clock: Clock) -> None:
        self._decide = decide
        self._clock = clock

    async def preview(
        self, tx: Transaction, actor: Actor, change_ids: Sequence[UUID]
    ) -> Sequence[UndoPreview]:
        """Show what taking some applied changes back would do.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not build.
            Conflict: one of them is not applied (any more).
        """
        actor.require(Permission.BUILD)
        found = []
        for group in await self._by_campaign(tx, change_ids):
            live, undoing = await self._undo(tx, group)
            cost = cost_per_day(undoing.patch, live.present, live.account.currency, self._clock.now())
            lines = await changes.diff_of(tx, undoing.patch, live.present)
            ids = tuple(change.id for change in group)
            found.append(UndoPreview(group[0].campaign_id, ids, lines, cost, undoing.conflicts))
        return found

    async def propose(
        self,
        tx: Transaction,
        actor: Actor,
        change_ids: Sequence[UUID],
        why: str | None,
        *,
        leave_out_conflicts: bool = False,
    ) -> Sequence[Change]:
        """Propose to take some applied changes back: one change for each campaign. Not repeatable.

        Args:
            tx: the transaction of the request.
            actor: who proposes.
            change_ids: of the changes, in any order.
            why: the person's reason.
            leave_out_conflicts: take back what can be, where some of it cannot.

        Raises:
            NotFound: there is no such change.
            Denied: the actor may not build.
            Conflict: one is not applied (any more), or the world has moved on; the sentence says where.
        """
        actor.require(Permission.BUILD)
        proposed = []
        for group in await self._by_campaign(tx, change_ids):
            live, undoing = await self._undo(tx, group)
            if undoing.conflicts and not leave_out_conflicts:
                raise Conflict(_refusal(undoing), code="undo_conflict")
            if undoing.patch.is_empty:
                raise Conflict(
                    "Nothing is left to undo: everything is as it was before.", code="nothing_to_do"
                )
            ids = [change.id for change in group]
            proposed.append(
                await propose_patch(
                    tx, actor, self._decide, self._clock, live, undoing.patch, why, undoes=ids
                )
            )
        return proposed

    async def _undo(self, tx: Transaction, applied: Sequence[Change]) -> tuple[Live, Undo]:
        live = await load_live(tx, applied[0].campaign_id)
        can = capabilities_of(live.account.platform)
        patches = [change.patch for change in applied]
        of_ads = any(patch.shows_ads for patch in patches)
        names = await changes.names_of(tx, live.desired, of_ads=of_ads)
        return live, undo(patches, live.present, can, names)

    async def _by_campaign(self, tx: Transaction, change_ids: Sequence[UUID]) -> list[list[Change]]:
        """Return the changes by campaign, with what of each stands, each list in the order of application."""
        groups: dict[UUID, list[Change]] = {}
        for change_id in dict.fromkeys(change_ids):
            change = await changes.get_change(tx, change_id)
            patch = what_stands(change, await changes.list_operations(tx, change_id))
            if patch is None:
                raise Conflict(
                    f"“{change.title}” is {change.status.value}. Only what is applied can be undone.",
                    code=f"change_{change.status.value}",
                )
            groups.setdefault(change.campaign_id, []).append(replace(change, patch=patch))
        for group in groups.values():
            group.sort(key=_done_at)
        return list(groups.values())


def _done_at(change: Change) -> datetime:
    """Return about when a change did what it did; one may be given up long after."""
    done_at = change.finished_at if change.status is ChangeStatus.APPLIED else change.started_at
    return done_at or change.created_at


def _refusal(undoing: Undo) -> str:
    sentences = [conflict.message for conflict in undoing.conflicts[:3]]
    more = len(undoing.conflicts) - len(sentences)
    rest = f" And {more} more." if more else ""
    return f"The world has moved on since. {' '.join(sentences)}{rest}"
