"""Initiatives: one idea on both platforms, begun from a draft, launched in one act, compared."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request

from adwright.campaigns import service as campaigns
from adwright.campaigns.initiatives import Initiative
from adwright.changes import service as changes
from adwright.core.database import TenantScope, Transaction
from adwright.journeys.show_initiative import compare_initiative
from adwright.web.dependencies import Builder, ClockDep, ContainerDep, Paging, Reader, Tx
from adwright.web.filters import OfAdvertiser
from adwright.web.idempotency import note_act
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.changes import ChangeOut, WhyIn
from adwright.web.schemas.initiatives import (
    BegunInitiativeOut,
    InitiativeDetailOut,
    InitiativeIn,
    InitiativeOut,
    InitiativePatch,
    InitiativePerformanceOut,
)
from adwright.web.schemas.undo import ChangesOut

router = APIRouter(prefix="/initiatives", tags=["initiatives"])

Day = Annotated[date | None, Query(description="A day in each ad account's zone, inclusive")]


@router.get("")
async def list_all(
    _actor: Reader,
    tx: Tx,
    paging: Paging,
    advertiser_id: OfAdvertiser,
    search: Annotated[str, Query(max_length=200, description="Words in the name")] = "",
) -> PageOut[InitiativeOut]:
    """List initiatives, the newest first."""
    page = await campaigns.list_initiatives(tx, advertiser_id, search, paging)
    return PageOut.of(page, InitiativeOut.of)


@router.post("", status_code=201)
async def begin(body: InitiativeIn, actor: Builder, tx: Tx, clock: ClockDep) -> BegunInitiativeOut:
    """Make an initiative of a draft: a second draft like it in an account on the other platform."""
    await changes.refuse_while_open(tx, body.campaign_id)
    begun = await campaigns.begin_initiative(
        tx,
        actor,
        clock,
        body.campaign_id,
        body.ad_account_id,
        name=body.name,
        budget=body.budget.to_budget() if body.budget else None,
    )
    return BegunInitiativeOut.of_begun(begun)


@router.get("/{initiative_id}")
async def get(initiative_id: UUID, _actor: Reader, tx: Tx) -> InitiativeDetailOut:
    """Show an initiative with its campaigns, what they share and where they differ."""
    return await _shown(tx, await campaigns.get_initiative(tx, initiative_id))


@router.patch("/{initiative_id}")
async def edit(
    initiative_id: UUID, body: InitiativePatch, actor: Builder, tx: Tx, clock: ClockDep
) -> InitiativeDetailOut:
    """Write into both drafts what they share; once one was launched, only the initiative's name."""
    await _refuse_while_open(tx, initiative_id)
    edited = await campaigns.edit_initiative(tx, actor, clock, initiative_id, body.to_edit())
    return await _shown(tx, edited)


@router.delete("/{initiative_id}", status_code=204)
async def delete(initiative_id: UUID, actor: Builder, tx: Tx) -> None:
    """Delete an initiative with both drafts."""
    await _refuse_while_open(tx, initiative_id)
    await campaigns.delete_initiative(tx, actor, initiative_id)


@router.post("/{initiative_id}/split", status_code=204)
async def split(initiative_id: UUID, actor: Builder, tx: Tx) -> None:
    """End an initiative; both campaigns stay, each by itself."""
    await campaigns.split_initiative(tx, actor, initiative_id)


@router.post("/{initiative_id}/launch", status_code=201)
async def launch(
    initiative_id: UUID,
    request: Request,
    actor: Builder,
    container: ContainerDep,
    body: Annotated[WhyIn | None, Body()] = None,
) -> ChangesOut:
    """Propose to launch both campaigns, or neither; the pages that their ads lead to are asked first."""
    why = body.why if body else None
    await container.launch_initiative.check_destinations(actor, initiative_id)
    # Opened only now: no transaction is held while pages are asked.
    async with container.database.transaction(TenantScope.of(actor)) as tx:
        proposed = await container.launch_initiative.propose(tx, actor, initiative_id, why)
        await note_act(request.scope, tx)
    return ChangesOut(items=[ChangeOut.of(change) for change in proposed])


@router.get("/{initiative_id}/performance")
async def performance(
    initiative_id: UUID, _actor: Reader, tx: Tx, clock: ClockDep, since: Day = None, until: Day = None
) -> InitiativePerformanceOut:
    """Compare the figures of both campaigns over the same days."""
    found = await compare_initiative(tx, clock, initiative_id, since=since, until=until)
    return InitiativePerformanceOut.of(found)


async def _shown(tx: Transaction, initiative: Initiative) -> InitiativeDetailOut:
    records = await campaigns.campaigns_of_initiative(tx, initiative)
    return InitiativeDetailOut.of_all(initiative, records)


async def _refuse_while_open(tx: Transaction, initiative_id: UUID) -> None:
    initiative = await campaigns.get_initiative(tx, initiative_id, lock=True)
    if initiative.is_draft:
        for campaign_id in initiative.campaign_ids:
            await changes.refuse_while_open(tx, campaign_id)
