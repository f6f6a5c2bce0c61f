"""Many campaigns are edited at once: one change for each, shown together and proposed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.document.model import CampaignPart, DocumentState
from adwright.campaigns.model import Budget
from adwright.campaigns.records import CampaignRecord
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import Invalid
from adwright.core.money import Money, currency_decimals
from adwright.journeys.apply_document import Wanted
from adwright.journeys.export_campaigns import Selection, campaigns_of
from adwright.platforms.currencies import meta_decimals
from adwright.platforms.model import Platform

MOST = 200


class ManyAction(StrEnum):
    """What is done to each."""

    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    SET_BUDGET = "set_budget"
    SCALE_BUDGET = "scale_budget"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class ManyEdit:
    """An edit of many campaigns.

    Attributes:
        amount: for `set_budget`, in major units of each campaign's currency.
        percent: for `scale_budget`; -10 lowers by a tenth.
        template: for `rename`, such as `{platform}_{name}`.
    """

    action: ManyAction
    amount: Decimal | None = None
    percent: Decimal | None = None
    template: str | None = None


_STATES = {
    ManyAction.PAUSE: DocumentState.PAUSED,
    ManyAction.RESUME: DocumentState.ACTIVE,
    ManyAction.ARCHIVE: DocumentState.ARCHIVED,
}


async def wanted_of_many(
    database: Database, clock: Clock, actor: Actor, campaign_ids: Sequence[UUID], edit: ManyEdit
) -> Wanted:
    """Return what an edit wants of each campaign, as parts of a document. Repeatable.

    Raises:
        Denied: the actor may not build.
        Invalid: the edit cannot be made of one of them.
        NotFound: one of them does not exist.
    """
    actor.require(Permission.BUILD)
    async with database.transaction(TenantScope.of(actor)) as tx:
        found = await campaigns_of(tx, Selection(campaign_ids=tuple(campaign_ids)))
        parts = [await _part(tx, clock, record, account, edit) for record, account in found]
    return Wanted(parts, whole=False)


async def _part(
    tx: Transaction, clock: Clock, record: CampaignRecord, account: AdAccount | None, edit: ManyEdit
) -> CampaignPart:
    if account is None or account.read_only:
        raise Invalid(f"“{record.name}” is in no account that ads run in. Take it out of the selection.")
    now = await campaigns.shown_part(tx, record, account)
    return CampaignPart.model_validate(
        {"key": now.key, "account": now.account, **await _fields(tx, clock, record, account, now, edit)}
    )


async def _fields(
    tx: Transaction,
    clock: Clock,
    record: CampaignRecord,
    account: AdAccount,
    now: CampaignPart,
    edit: ManyEdit,
) -> dict[str, Any]:
    if edit.action in _STATES:
        return {"state": _STATES[edit.action]}
    if edit.action is ManyAction.RENAME:
        return {"name": await campaigns.name_by_template(tx, clock, record, edit.template or "")}
    if now.budget is not None:
        return {"budget": _budget(now.budget, account, edit)}
    groups = [
        {"key": group.key, "budget": _budget(group.budget, account, edit)}
        for group in now.ad_groups
        if group.budget is not None
    ]
    if not groups:
        raise Invalid(f"“{record.name}” has no budget. Take it out of the selection.", code="no_budget")
    if edit.action is ManyAction.SET_BUDGET and len(groups) > 1:
        raise Invalid(
            f"“{record.name}” has a budget in each of {len(groups)} ad groups. Raise or lower them by "
            "percent, or set them one by one.",
            code="several_budgets",
        )
    return {"ad_groups": groups}


def _budget(budget: Budget, account: AdAccount, edit: ManyEdit) -> Budget:
    currency = budget.amount.currency
    if edit.action is ManyAction.SET_BUDGET:
        return Budget(budget.period, Money.of(edit.amount or Decimal(0), currency))
    decimals = meta_decimals(currency) if account.platform is Platform.META else currency_decimals(currency)
    scaled = budget.amount.amount * (100 + (edit.percent or Decimal(0))) / 100
    unit = Decimal(1).scaleb(-decimals)
    return Budget(budget.period, Money.of(scaled.quantize(unit, ROUND_HALF_EVEN), currency))
