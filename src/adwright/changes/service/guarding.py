"""Guardrails at work: a change is judged when proposed and approved, and let through when it is applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import DesiredCampaign
from adwright.changes.model.at_worst import at_worst
from adwright.changes.model.change import Change
from adwright.changes.model.effect import Effect, effect_of
from adwright.changes.model.guardrails import Finding, Moment, failed, judge, never_passes
from adwright.changes.model.life import ChangeKind, ChangeStatus, OperationStatus
from adwright.changes.model.patch import Patch
from adwright.changes.model.steps import MAKING
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.coding import findings_json
from adwright.changes.repository.ledger import LedgerDay, LedgerRepository
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.service.approving import leap_is_confirmed
from adwright.changes.service.reading import get_change
from adwright.changes.service.settings import limit_levels
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid
from adwright.core.money import Money

GUARDRAIL = "guardrail"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a change does, and what the guardrails say of it now."""

    effect: Effect
    findings: tuple[Finding, ...]

    def columns(self) -> dict[str, Any]:
        """Return the columns of a change that keep this."""
        rise = self.effect.rise
        return {
            "rise_micros": None if rise is None else rise.micros,
            "leaps": bool(self.effect.leaps),
            "findings": findings_json(self.findings),
        }


async def judge_patch(
    tx: Transaction, clock: Clock, campaign_id: UUID, patch: Patch, change_id: UUID
) -> Judged:
    """Judge what a change would do if it were applied now. Repeatable.

    Args:
        tx: a transaction in the organization's scope.
        clock: gives the present instant.
        campaign_id: whose campaign.
        patch: what the change edits.
        change_id: the change, whose own entries in the ledger do not count against it.
    """
    campaign = await campaigns.load_desired(tx, campaign_id)
    account = await accounts.get_ad_account(tx, campaign.ad_account_id)
    effect = await _effect(tx, clock, account, campaign, patch)
    day = await LedgerRepository(tx).day(account.id, account.today(clock), besides=change_id)
    findings = await _judge(tx, clock, account, effect, change_id, day, leap_confirmed=False)
    return Judged(effect, findings)


def refuse_hopeless(findings: tuple[Finding, ...]) -> None:
    """Refuse a proposal that waiting and confirming will not help.

    Raises:
        Invalid: a guardrail forbids it; each finding names its guardrail.
    """
    hopeless = never_passes(findings)
    if hopeless:
        raise Invalid(
            " ".join(each.text for each in hopeless[:3]),
            code=GUARDRAIL,
            fields=tuple(FieldProblem(each.guardrail.value, each.text) for each in hopeless),
        )


async def judged_anew(tx: Transaction, clock: Clock, change: Change) -> Change:
    """Judge a proposal once more before it is approved, and remember what it does and what was found.

    Limits may have been set in the meantime, and what it raises may run by now.

    Raises:
        Conflict: a guardrail forbids it; the sentence says which and why.
    """
    judged = await judge_patch(tx, clock, change.campaign_id, change.patch, change.id)
    hopeless = never_passes(judged.findings)
    if hopeless:
        raise Conflict(" ".join(each.text for each in hopeless[:3]), code=GUARDRAIL)
    await ChangeRepository(tx).set(change.id, **judged.columns())
    return await get_change(tx, change.id)


async def judged_now(tx: Transaction, clock: Clock, change: Change) -> Change:
    """Return a change with what the guardrails say of it; once it is decided, with what they said then.

    Repeatable.
    """
    if change.status is not ChangeStatus.PROPOSED:
        return change
    judged = await judge_patch(tx, clock, change.campaign_id, change.patch, change.id)
    return replace(change, findings=judged.findings)


async def effect_of_change(tx: Transaction, clock: Clock, change: Change) -> Effect:
    """Return what a change does, as far as guardrails are concerned. Repeatable."""
    campaign = await campaigns.load_desired(tx, change.campaign_id)
    account = await accounts.get_ad_account(tx, change.ad_account_id)
    return await _effect(tx, clock, account, campaign, change.patch)


async def let_through(tx: Transaction, clock: Clock, change: Change, effect: Effect) -> tuple[Finding, ...]:
    """Judge a change that is about to be applied, and write down what it does today when it passes.

    Whoever else is about to be let through in the same ad account waits for this transaction to end, so that
    no two changes are measured against the same sum. Repeatable.

    Returns:
        What keeps it from being applied; nothing when it may be.
    """
    await tx.hold(f"guardrails:{change.ad_account_id}")
    account = await accounts.get_ad_account(tx, change.ad_account_id)
    confirmed = bool(effect.leaps) and await leap_is_confirmed(tx, change)
    ledger, today = LedgerRepository(tx), account.today(clock)
    day = await ledger.day(account.id, today, besides=change.id)
    findings = await _judge(tx, clock, account, effect, change.id, day, leap_confirmed=confirmed)
    refused = failed(findings)
    if refused:
        await ChangeRepository(tx).set(change.id, findings=findings_json(findings))
        return refused
    rise = effect.rise
    if not day.covers(None if rise is None else rise.micros):
        await ChangeRepository(tx).set(change.id, findings=findings_json(findings))
        # What it finds may be less than before it stopped half-way: then the rest of it raises more.
        await ledger.remove(change.id)
        await ledger.add(account.id, change.id, today, account.now(clock), effect.rises())
    return ()


async def strike_out(tx: Transaction, change_id: UUID) -> None:
    """Take a stopped change out of the ledger, unless something was asked for that may raise spend."""
    operations = await OperationRepository(tx).of_change(change_id)
    if not any(
        each.action not in MAKING and (each.status is OperationStatus.DONE or each.asked_at is not None)
        for each in operations
    ):
        await LedgerRepository(tx).remove(change_id)


async def our_time(tx: Transaction, change: Change, platform_instant: datetime) -> datetime:
    """Return when our clock shows an instant of the platform's clock (both UTC). Repeatable."""
    account = await accounts.get_ad_account(tx, change.ad_account_id)
    return platform_instant - timedelta(seconds=account.platform_clock_offset_seconds)


async def _effect(
    tx: Transaction, clock: Clock, account: AdAccount, campaign: DesiredCampaign, patch: Patch
) -> Effect:
    if patch.kind is not ChangeKind.LAUNCH:
        campaign = at_worst(campaign, await campaigns.observed_of(tx, campaign.id))
    return effect_of(patch, campaign, account.currency, account.now(clock))


async def _judge(
    tx: Transaction,
    clock: Clock,
    account: AdAccount,
    effect: Effect,
    change_id: UUID,
    day: LedgerDay,
    *,
    leap_confirmed: bool,
) -> tuple[Finding, ...]:
    levels = await limit_levels(tx, account.advertiser_id, account.id)
    # Asked before every request, and of every node: only where a cool-down wants to know.
    watched = any(limits.cool_down_hours is not None for limits in levels.values())
    nodes = [each.node.id for each in effect.touched] if watched else []
    touched = await LedgerRepository(tx).last_touched(nodes, besides=change_id) if nodes else {}
    raised = day.raised_micros
    moment = Moment(
        now=account.now(clock),
        zone=account.zone,
        raised_today=None if raised is None else Money(raised, account.currency),
        last_touched=touched,
    )
    return judge(effect, levels, moment, leap_confirmed=leap_confirmed)
