"""Syncs: ask for one, follow it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query

from adwright.insights import service as insights
from adwright.journeys.import_tree import request_tree_import
from adwright.web.dependencies import Builder, ClockDep, ContainerDep, Paging, Reader, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.sync import SyncIn, SyncRunOut

router = APIRouter(tags=["sync"])


@router.post("/ad-accounts/{ad_account_id}/sync", status_code=202)
async def start(
    ad_account_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    clock: ClockDep,
    body: Annotated[SyncIn | None, Body()] = None,
) -> SyncRunOut:
    """Fetch the trailing days, the tree and its review results now; what waits already is joined."""
    wanted = body or SyncIn()
    run = await insights.request_sync(
        tx,
        container.jobs,
        clock,
        ad_account_id,
        reason="asked",
        days=wanted.days,
        requested_by=actor.name,
    )
    await request_tree_import(tx, container.jobs, actor.organization_id, ad_account_id)
    return SyncRunOut.of(run)


@router.get("/sync-runs")
async def runs(
    _actor: Reader,
    tx: Tx,
    paging: Paging,
    ad_account_id: Annotated[UUID | None, Query()] = None,
) -> PageOut[SyncRunOut]:
    """List syncs, newest first."""
    return PageOut.of(await insights.list_sync_runs(tx, ad_account_id, paging), SyncRunOut.of)


@router.get("/sync-runs/{sync_run_id}")
async def run(sync_run_id: UUID, _actor: Reader, tx: Tx) -> SyncRunOut:
    """Show one sync with its progress."""
    return SyncRunOut.of(await insights.get_sync_run(tx, sync_run_id))
