"""A person wants something to change on a live account: it becomes a proposal, with its plan and its cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import (
    AdFields,
    Budget,
    CampaignStatus,
    DesiredAdGroup,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
    RunState,
)
from adwright.campaigns.money_problems import amount_problem
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import DesiredNode, Edit, NodeRef, Patch, find_node, nodes_of, values_of
from adwright.changes.values import Values
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid, NotFound
from adwright.core.money import Money
from adwright.journeys.decide_change import DecideChange
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import BudgetPeriod, Level
from adwright.platforms.texts import PLATFORM_NAMES, Severity

_STATE_KINDS = {
    RunState.ACTIVE: ChangeKind.RESUME,
    RunState.PAUSED: ChangeKind.PAUSE,
    RunState.ARCHIVED: ChangeKind.ARCHIVE,
}
_STATE_WORDS = {RunState.ACTIVE: "on", RunState.PAUSED: "paused", RunState.ARCHIVED: "archived"}


class ProposeChange:
    """Makes proposals, each in the transaction of the request. No platform is called."""

    def __init__(self, decide: DecideChange, clock: Clock) -> None:
        self._decide = decide
        self._clock = clock

    async def launch(self, tx: Transaction, actor: Actor, campaign_id: UUID, why: str | None) -> Change:
        """Propose to make a drafted campaign on its platform and switch it on. Not repeatable.

        Raises:
            NotFound: there is no such campaign.
            Denied: the actor may not build.
            Conflict: it is no draft, or is being launched already.
            Invalid: something is missing; each problem names its field.
        """
        actor.require(Permission.BUILD)
        record = await campaigns.get_campaign(tx, campaign_id, lock=True)
        if record.status is not CampaignStatus.DRAFT:
            raise Conflict("This campaign was launched before; only a draft can be.", code="not_a_draft")
        await campaigns.follow_rules(tx, actor, self._clock, record)
        await self._require_complete(tx, campaign_id)
        campaign = await campaigns.load_desired(tx, campaign_id)
        account = await self._account(tx, campaign)
        return await self._propose(tx, actor, campaign, account, Patch(ChangeKind.LAUNCH), why)

    async def set_state(
        self,
        tx: Transaction,
        actor: Actor,
        campaign_id: UUID,
        state: RunState,
        why: str | None,
        *,
        level: Level = Level.CAMPAIGN,
        node_id: UUID | None = None,
    ) -> Change:
        """Propose to pause, resume or archive a campaign, or one of its ad groups or ads. Not repeatable.

        Raises:
            NotFound: there is no such campaign or node.
            Denied: the actor may not build.
            Conflict: it is not on the platform, is in that state already, or the same is proposed already.
        """
        actor.require(Permission.BUILD)
        campaign, account = await self._launched(tx, campaign_id)
        wanted = Values(state=state)
        edit = await self._edit(tx, campaign, level, node_id or campaign_id, wanted)
        if edit.base == wanted:
            raise Conflict(f"The {edit.node.called} is {_STATE_WORDS[state]} already.", code="nothing_to_do")
        patch = Patch(_STATE_KINDS[state], (edit,))
        return await self._propose(tx, actor, campaign, account, patch, why)

    async def set_budget(
        self,
        tx: Transaction,
        actor: Actor,
        campaign_id: UUID,
        amount: Decimal,
        why: str | None,
        *,
        level: Level = Level.CAMPAIGN,
        node_id: UUID | None = None,
    ) -> Change:
        """Propose another amount for a budget; its period stays. Not repeatable.

        Args:
            tx: the transaction of the request.
            actor: who proposes.
            campaign_id: whose campaign.
            amount: in major units of the account's currency.
            why: the person's reason.
            level: where the budget is.
            node_id: the ad group, when the budget is there.

        Raises:
            NotFound: there is no such campaign or node.
            Denied: the actor may not build.
            Conflict: it is not on the platform, has this budget already, or the same is proposed already.
            Invalid: there is no budget at that level, or the platform would not take the amount.
        """
        actor.require(Permission.BUILD)
        campaign, account = await self._launched(tx, campaign_id)
        node = find_node(campaign, level, node_id or campaign_id)
        if node is None:
            raise _no_node()
        before = _budget(node.fields)
        if before is None:
            raise _invalid("level", _budget_is_elsewhere(campaign), "budget_elsewhere")
        budget = Budget(before.period, _accepted(amount, before.period, account))
        edit = await self._edit(tx, campaign, level, node.id, Values(budget=budget))
        if edit.base.budget == budget:
            raise Conflict(f"The {edit.node.called} has this budget already.", code="nothing_to_do")
        return await self._propose(tx, actor, campaign, account, Patch(ChangeKind.BUDGET, (edit,)), why)

    async def _propose(
        self,
        tx: Transaction,
        actor: Actor,
        campaign: DesiredCampaign,
        account: AdAccount,
        patch: Patch,
        why: str | None,
    ) -> Change:
        change = await changes.propose(
            tx,
            actor,
            self._clock,
            campaign,
            patch,
            currency=account.currency,
            can=capabilities_of(account.platform),
            why=why or None,
        )
        return await self._decide.pass_on(tx, change)

    async def _require_complete(self, tx: Transaction, campaign_id: UUID) -> None:
        problems = await campaigns.problems_before_launch(tx, campaign_id, self._clock)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            raise Invalid(
                "The campaign is not ready. " + " ".join(problem.message for problem in errors[:3]),
                code="not_ready",
                fields=tuple(FieldProblem(problem.field, problem.message) for problem in errors),
            )

    async def _launched(self, tx: Transaction, campaign_id: UUID) -> tuple[DesiredCampaign, AdAccount]:
        record = await campaigns.get_campaign(tx, campaign_id, lock=True)
        if record.external_id is None:
            raise Conflict("This campaign is not on its platform yet. Launch it first.", code="not_launched")
        campaign = await campaigns.load_desired(tx, campaign_id)
        return campaign, await self._account(tx, campaign)

    async def _account(self, tx: Transaction, campaign: DesiredCampaign) -> AdAccount:
        account = await accounts.get_ad_account(tx, campaign.ad_account_id)
        if account.read_only:
            raise Invalid(
                f"{account.name} is made of imported files; nothing can be changed there.",
                code="read_only_account",
            )
        return account

    async def _edit(
        self, tx: Transaction, campaign: DesiredCampaign, level: Level, node_id: UUID, wanted: Values
    ) -> Edit:
        """Put the wanted values beside those that were observed last."""
        node = find_node(campaign, level, node_id)
        if node is None:
            raise _no_node()
        observed = await campaigns.observed_of(tx, campaign.id)
        fields = _as_observed(node, observed)
        if wanted.state is not RunState.ARCHIVED:
            _refuse_archived(campaign, node_id, observed)
        ref = NodeRef.of(level, node)
        return Edit(ref, values_of(fields, wanted), wanted)


def _as_observed(node: DesiredNode, observed: Mapping[UUID, ObservedNode]) -> NodeFields:
    return observed[node.id].fields if node.id in observed else node.fields


def _refuse_archived(campaign: DesiredCampaign, node_id: UUID, observed: Mapping[UUID, ObservedNode]) -> None:
    """Refuse to edit what is archived, or is below what is archived: the platform has no way back."""
    for level, node in nodes_of(campaign):
        holds = isinstance(node, DesiredAdGroup) and any(ad.id == node_id for ad in node.ads)
        if not (node.id in (node_id, campaign.id) or holds):
            continue
        if _as_observed(node, observed).state is RunState.ARCHIVED:
            ref = NodeRef.of(level, node)
            raise Conflict(
                f"The {ref.called} is archived, and the platform cannot bring it back. "
                "Duplicate the campaign and launch the copy.",
                code="archived",
            )


def _accepted(amount: Decimal, period: BudgetPeriod, account: AdAccount) -> Money:
    money = Money.of(amount, account.currency)
    if money.micros <= 0:
        raise _invalid("amount", "A budget is more than zero. To stop spending, pause it.", "budget_too_low")
    wrong = amount_problem(money.micros, account)
    if wrong is not None:
        raise _invalid("amount", wrong, "too_many_decimals")
    least = account.min_daily_budget
    if period is BudgetPeriod.DAILY and least is not None and money < least:
        name = PLATFORM_NAMES[account.platform]
        raise _invalid("amount", f"{name} takes {least} a day at least in this account.", "budget_too_low")
    return money


def _budget(fields: NodeFields) -> Budget | None:
    return None if isinstance(fields, AdFields) else fields.budget


def _budget_is_elsewhere(campaign: DesiredCampaign) -> str:
    if campaign.fields.budget is not None:
        return "The budget of this campaign is at the campaign. Change it there."
    return "The budgets of this campaign are at its ad groups. Change it there."


def _invalid(field: str, message: str, code: str) -> Invalid:
    return Invalid(message, code=code, fields=(FieldProblem(field, message),))


def _no_node() -> NotFound:
    return NotFound("The campaign has no such ad group or ad.")
