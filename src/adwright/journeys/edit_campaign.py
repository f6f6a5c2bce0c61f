"""A person wants a live campaign otherwise: first shown as a plan, then proposed as one change.

Undoing what was applied and reverting what was edited outside are edits like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.model import CampaignOrigin, DesiredCampaign
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.diff import CostPerDay, DiffLine, cost_per_day
from adwright.changes.model.difference import difference
from adwright.changes.model.edit_values import value_problems
from adwright.changes.model.operations import Plan, PlannedOperation
from adwright.changes.model.patch import Patch, as_observed
from adwright.changes.model.plan import plan
from adwright.changes.model.refusals import PlanProblem
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid
from adwright.core.ids import new_id
from adwright.journeys.decide_change import DecideChange
from adwright.platforms.capabilities import capabilities_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, before it is proposed.

    Attributes:
        operations: what would be called; empty when there are problems, or nothing would change.
    """

    diff: tuple[DiffLine, ...]
    cost: CostPerDay
    operations: tuple[PlannedOperation, ...]
    problems: tuple[PlanProblem, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A campaign on its platform: as it should be, and as it was seen last."""

    account: AdAccount
    desired: DesiredCampaign
    present: DesiredCampaign


class EditCampaign:
    """Edits of live campaigns, each in the transaction of the request. No platform is called."""

    def __init__(self, decide: DecideChange, clock: Clock) -> None:
        self._decide = decide
        self._clock = clock

    async def preview(self, tx: Transaction, actor: Actor, campaign_id: UUID, edit: CampaignEdit) -> Preview:
        """Show what an edit would do: what differs, what would be called, what it costs, what is wrong.

        Raises:
            NotFound: there is no such campaign, or it names something that does not exist.
            Denied: the actor may not build.
            Conflict: it is not on its platform.
            Invalid: something cannot be right at any time.
        """
        actor.require(Permission.BUILD)
        live = await load_live(tx, campaign_id)
        return await self._previewed(tx, live, await self._patch(tx, live, edit))

    async def propose(
        self, tx: Transaction, actor: Actor, campaign_id: UUID, edit: CampaignEdit, why: str | None
    ) -> Change:
        """Propose an edit of a live campaign as one change. Not repeatable.

        Raises:
            NotFound: there is no such campaign, or it names something that does not exist.
            Denied: the actor may not build.
            Conflict: it is not on its platform, nothing would change, or the same is proposed already.
            Invalid: something cannot be right, or the platform does not do it; each problem names its node.
        """
        actor.require(Permission.BUILD)
        live = await load_live(tx, campaign_id)
        patch = await self._patch(tx, live, edit)
        if patch.is_empty:
            raise Conflict("The campaign is so already. Nothing would change.", code="nothing_to_do")
        problems = self._problems(live, patch)
        if problems:
            raise Invalid(
                " ".join(problem.message for problem in problems[:3]),
                code="not_ready",
                fields=changes.fields_of(problems),
            )
        return await propose_patch(tx, actor, self._decide, self._clock, live, patch, why)

    async def _patch(self, tx: Transaction, live: Live, edit: CampaignEdit) -> Patch:
        wanted = await campaigns.with_edit(tx, live.account, live.present, edit)
        return difference(live.present, wanted)

    async def _previewed(self, tx: Transaction, live: Live, patch: Patch) -> Preview:
        can = capabilities_of(live.account.platform)
        planned = plan(new_id(), patch, live.present, can)
        problems = planned if isinstance(planned, tuple) else ()
        return Preview(
            diff=await changes.diff_of(tx, patch, live.present),
            cost=cost_per_day(patch, live.present, live.account.currency, self._clock.now()),
            operations=planned.operations if isinstance(planned, Plan) else (),
            problems=(*problems, *self._problems(live, patch)),
        )

    def _problems(self, live: Live, patch: Patch) -> Sequence[PlanProblem]:
        return value_problems(patch, live.present, live.account, self._platform_now(live.account))

    def _platform_now(self, account: AdAccount) -> datetime:
        return self._clock.now() + timedelta(seconds=account.platform_clock_offset_seconds)


async def load_live(tx: Transaction, campaign_id: UUID) -> Live:
    """Return a campaign that is on its platform, locked against other proposals.

    Raises:
        NotFound: there is no such campaign.
        Conflict: it is not on its platform.
        Invalid: it is made of imported files.
    """
    record = await campaigns.get_campaign(tx, campaign_id, lock=True)
    if record.origin is CampaignOrigin.FILE:
        raise Invalid("This campaign is made of imported files; nothing can be changed there.")
    if record.external_id is None:
        raise Conflict("This campaign is not on its platform yet. Launch it first.", code="not_launched")
    desired = await campaigns.load_desired(tx, campaign_id)
    account = await accounts.get_ad_account(tx, desired.ad_account_id)
    observed = await campaigns.observed_of(tx, campaign_id)
    return Live(account, desired, as_observed(desired, observed))


async def propose_patch(
    tx: Transaction,
    actor: Actor,
    decide: DecideChange,
    clock: Clock,
    live: Live,
    patch: Patch,
    why: str | None,
    *,
    undoes: Sequence[UUID] = (),
) -> Change:
    """Propose a patch of a live campaign as one change. Not repeatable.

    Raises:
        Conflict: the same is proposed or being applied already.
        Invalid: the platform does not do it; each problem names its node.
    """
    change = await changes.propose(
        tx,
        actor,
        clock,
        live.present,
        patch,
        currency=live.account.currency,
        can=capabilities_of(live.account.platform),
        why=why or None,
        undoes=undoes,
    )
    return await decide.pass_on(tx, change)
