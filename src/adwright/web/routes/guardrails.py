"""Guardrails: limits of the organization, of an advertiser, of an ad account; the stricter one holds."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.changes import service as changes
from adwright.changes.model.limits import Levels, Limits, Scope
from adwright.changes.model.summary import limit_sentences
from adwright.core.database import Transaction
from adwright.web.dependencies import Admin, ClockDep, Reader, Tx, WholeAdmin
from adwright.web.schemas.guardrails import GuardrailsOut, LimitsIn, SentencesOut

router = APIRouter(prefix="/guardrails", tags=["guardrails"])


@router.get("/organization")
async def of_organization(_actor: Reader, tx: Tx) -> GuardrailsOut:
    """Show the limits of the whole organization."""
    return await _of_organization(tx)


@router.put("/organization")
async def set_for_organization(body: LimitsIn, actor: WholeAdmin, tx: Tx, clock: ClockDep) -> GuardrailsOut:
    """Set the limits of the whole organization."""
    await changes.set_limits(tx, actor, clock, Scope.ORGANIZATION, tx.organization_id, body.to_limits())
    return await _of_organization(tx)


@router.get("/advertisers/{advertiser_id}")
async def of_advertiser(advertiser_id: UUID, _actor: Reader, tx: Tx) -> GuardrailsOut:
    """Show the limits of an advertiser, and what is in force there."""
    return await _of_advertiser(tx, advertiser_id)


@router.put("/advertisers/{advertiser_id}")
async def set_for_advertiser(
    advertiser_id: UUID, body: LimitsIn, actor: Admin, tx: Tx, clock: ClockDep
) -> GuardrailsOut:
    """Set the limits of an advertiser."""
    await changes.set_limits(tx, actor, clock, Scope.ADVERTISER, advertiser_id, body.to_limits())
    return await _of_advertiser(tx, advertiser_id)


@router.get("/ad-accounts/{ad_account_id}")
async def of_ad_account(ad_account_id: UUID, _actor: Reader, tx: Tx) -> GuardrailsOut:
    """Show the limits of an ad account, and what is in force there."""
    return await _of_ad_account(tx, ad_account_id)


@router.put("/ad-accounts/{ad_account_id}")
async def set_for_ad_account(
    ad_account_id: UUID, body: LimitsIn, actor: Admin, tx: Tx, clock: ClockDep
) -> GuardrailsOut:
    """Set the limits of an ad account."""
    await changes.set_limits(tx, actor, clock, Scope.AD_ACCOUNT, ad_account_id, body.to_limits())
    return await _of_ad_account(tx, ad_account_id)


@router.post("/summary")
async def summarize(body: LimitsIn, _actor: Reader, tx: Tx) -> SentencesOut:
    """Say what limits would mean, in plain words; nothing is stored."""
    await campaigns.require_nodes(tx, body.never_touch)
    return SentencesOut(sentences=limit_sentences(body.to_limits()))


async def _of_organization(tx: Transaction) -> GuardrailsOut:
    limits = await changes.limits_of(tx, Scope.ORGANIZATION, tx.organization_id)
    return await _shown(tx, Scope.ORGANIZATION, limits, {Scope.ORGANIZATION: limits}, None)


async def _of_advertiser(tx: Transaction, advertiser_id: UUID) -> GuardrailsOut:
    limits = await changes.limits_of(tx, Scope.ADVERTISER, advertiser_id)
    levels = await changes.limit_levels(tx, advertiser_id, None)
    return await _shown(tx, Scope.ADVERTISER, limits, levels, None)


async def _of_ad_account(tx: Transaction, ad_account_id: UUID) -> GuardrailsOut:
    account = await accounts.get_ad_account(tx, ad_account_id)
    limits = await changes.limits_of(tx, Scope.AD_ACCOUNT, ad_account_id)
    levels = await changes.limit_levels(tx, account.advertiser_id, ad_account_id)
    return await _shown(tx, Scope.AD_ACCOUNT, limits, levels, account.currency)


async def _shown(
    tx: Transaction, scope: Scope, limits: Limits, levels: Levels, currency: str | None
) -> GuardrailsOut:
    names = await campaigns.node_names(tx, limits.never_touch)
    return GuardrailsOut.of(scope, limits, levels, currency, names)
