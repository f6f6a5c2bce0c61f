"""A person decides about what was edited outside: adopt it, or revert it by a change like any other."""

from __future__ import annotations

from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import DesiredCampaign, RunState
from adwright.changes import service as changes
from adwright.changes.fields import Field
from adwright.changes.model.change import Change
from adwright.changes.model.drift import Drift
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import Edit, NodeRef, Patch, find_node, pick
from adwright.changes.values import Values
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import load_live, propose_patch


class SettleDrift:
    """Decisions about drift, each in the transaction of the request. No platform is called."""

    def __init__(self, decide: DecideChange, clock: Clock) -> None:
        self._decide = decide
        self._clock = clock

    async def adopt(self, tx: Transaction, actor: Actor, drift_id: UUID) -> None:
        """Let what was edited outside be what should be. Not repeatable.

        Raises:
            NotFound: there is no such drift.
            Denied: the actor may not approve: it changes what should be on a live account.
            Conflict: it is decided or over already, an approved change is about to set the same, or one that
                stopped half-way has made it.
        """
        actor.require(Permission.APPROVE)
        drift = await changes.open_drift(tx, drift_id)
        await changes.refuse_half_made(tx, drift)
        await changes.refuse_while_set(tx, drift)
        if drift.added or drift.deleted:
            # What was added is desired as it was seen already.
            values = {"state": RunState.ARCHIVED} if drift.deleted else {}
            await changes.adopt_drift(tx, actor, self._clock, drift, values)
            return
        observed = (await campaigns.observed_of(tx, drift.campaign_id))[drift.node_id]
        values = pick(observed.fields, (Field(drift.field),)).as_fields()
        await changes.adopt_drift(tx, actor, self._clock, drift, values)

    async def revert(self, tx: Transaction, actor: Actor, drift_id: UUID, why: str | None) -> Change:
        """Propose to put what was edited outside back as it should be. Not repeatable.

        What was added outside is archived.

        Raises:
            NotFound: there is no such drift.
            Denied: the actor may not build.
            Conflict: it is decided or over already, the platform cannot bring it back, or a change that
                stopped half-way has made it.
            Invalid: the platform does not do it; the problem says what to do instead.
        """
        actor.require(Permission.BUILD)
        drift = await changes.open_drift(tx, drift_id)
        await changes.refuse_half_made(tx, drift)
        if drift.deleted:
            raise Conflict(
                f"“{drift.node}” was deleted on the platform, which cannot bring it back. Adopt that, and "
                "duplicate the campaign to launch it anew.",
                code="deleted_outside",
            )
        live = await load_live(tx, drift.campaign_id)
        edit = _reverting(drift, live.present, live.desired)
        patch = Patch(ChangeKind.REVERT, (edit,))
        change = await propose_patch(tx, actor, self._decide, self._clock, live, patch, why)
        await changes.revert_drift(tx, actor, self._clock, drift, change.id)
        return change


def _reverting(drift: Drift, present: DesiredCampaign, desired: DesiredCampaign) -> Edit:
    there = find_node(present, drift.level, drift.node_id)
    wanted = find_node(desired, drift.level, drift.node_id)
    if there is None or wanted is None:
        raise Conflict("This is not there any more.", code="drift_gone")
    if drift.added:
        base = pick(there.fields, (Field.STATE,))
        return Edit(NodeRef.of(drift.level, there), base, Values(state=RunState.ARCHIVED))
    field = (Field(drift.field),)
    return Edit(NodeRef.of(drift.level, there), pick(there.fields, field), pick(wanted.fields, field))
