"""Campaigns: the list with performance, drafts, one campaign with its tree."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.records import CampaignRecord, schedule_of
from adwright.changes import service as changes
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.journeys.list_campaigns import CampaignQuery, CampaignSort, list_campaigns
from adwright.platforms.model import Purpose
from adwright.web.dependencies import Builder, ClockDep, Paging, Reader, Tx
from adwright.web.filters import OfAdAccount, OfAdvertiser
from adwright.web.schemas.campaign_list import CampaignListOut
from adwright.web.schemas.campaign_trees import CampaignOut
from adwright.web.schemas.campaigns import CampaignIn, CampaignPatch, DuplicateIn

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

Day = Annotated[date | None, Query(description="A day in the ad accounts' zones, inclusive")]


@router.get("")
async def list_all(
    _actor: Reader,
    tx: Tx,
    clock: ClockDep,
    paging: Paging,
    advertiser_id: OfAdvertiser,
    ad_account_id: OfAdAccount,
    status: Annotated[
        list[CampaignStatus] | None, Query(description="Any of these; all but archived ones by default")
    ] = None,
    purpose: Purpose | None = None,
    in_initiative: Annotated[
        bool | None, Query(description="Only those that belong to an initiative, or only the others")
    ] = None,
    search: Annotated[str, Query(max_length=200, description="Words in the name, or an external id")] = "",
    sort: CampaignSort = CampaignSort.UPDATED_AT,
    descending: bool = True,
    since: Day = None,
    until: Day = None,
) -> CampaignListOut:
    """List campaigns with their performance in a period, the last 28 days by default."""
    wanted = CampaignQuery(
        advertiser_id=advertiser_id,
        ad_account_id=ad_account_id,
        statuses=tuple(status or ()),
        purpose=purpose,
        in_initiative=in_initiative,
        search=search,
        since=since,
        until=until,
        sort=sort,
        descending=descending,
    )
    return CampaignListOut.of(await list_campaigns(tx, clock, wanted, paging))


@router.post("", status_code=201)
async def create(body: CampaignIn, actor: Builder, tx: Tx, clock: ClockDep) -> CampaignOut:
    """Make a draft from what is known so far."""
    return await _shown(tx, clock, await campaigns.create_draft(tx, actor, clock, body.to_edit()))


@router.get("/{campaign_id}")
async def get(campaign_id: UUID, _actor: Reader, tx: Tx, clock: ClockDep) -> CampaignOut:
    """Show a campaign with its tree, what blocks its launch, and its open change."""
    return await _shown(tx, clock, await campaigns.get_campaign(tx, campaign_id))


@router.patch("/{campaign_id}")
async def edit(
    campaign_id: UUID, body: CampaignPatch, actor: Builder, tx: Tx, clock: ClockDep
) -> CampaignOut:
    """Edit a draft; what is launched changes through changes."""
    await changes.refuse_while_open(tx, campaign_id)
    return await _shown(
        tx, clock, await campaigns.edit_draft(tx, actor, clock, campaign_id, body.to_edit())
    )


@router.delete("/{campaign_id}", status_code=204)
async def delete(campaign_id: UUID, actor: Builder, tx: Tx) -> None:
    """Delete a draft; what exists on a platform is archived instead."""
    await changes.refuse_while_open(tx, campaign_id)
    await campaigns.delete_draft(tx, actor, campaign_id)


@router.post("/{campaign_id}/duplicate", status_code=201)
async def duplicate(
    campaign_id: UUID, actor: Builder, tx: Tx, clock: ClockDep, body: DuplicateIn | None = None
) -> CampaignOut:
    """Make a draft with the same purpose, money, audiences and creatives."""
    name = body.name if body else None
    return await _shown(tx, clock, await campaigns.duplicate(tx, actor, clock, campaign_id, name=name))


async def _shown(tx: Transaction, clock: Clock, campaign: CampaignRecord) -> CampaignOut:
    is_draft = campaign.status is CampaignStatus.DRAFT
    problems = await campaigns.problems_of(tx, campaign, clock) if is_draft else []
    account = await accounts.get_ad_account(tx, campaign.ad_account_id) if campaign.ad_account_id else None
    schedule = schedule_of(campaign, account.zone if account else None)
    return CampaignOut.of(campaign, problems, schedule, await changes.open_change_of(tx, campaign.id))
