"""Drift: what was edited outside, to adopt or to revert."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query

from adwright.campaigns import service as campaigns
from adwright.changes import service as changes
from adwright.changes.model.drift import DriftStatus
from adwright.web.dependencies import Approver, Builder, ContainerDep, Paging, Reader, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.changes import ChangeOut, WhyIn
from adwright.web.schemas.drift import DriftOut

router = APIRouter(prefix="/drift", tags=["drift"])

Statuses = Annotated[
    list[DriftStatus] | None, Query(alias="status", description="Any of these; open ones by default")
]


@router.get("")
async def list_all(
    _actor: Reader, tx: Tx, paging: Paging, statuses: Statuses = None, campaign_id: UUID | None = None
) -> PageOut[DriftOut]:
    """List what was edited outside, newest first."""
    if campaign_id is not None:
        await campaigns.get_campaign(tx, campaign_id)
    wanted = statuses or (DriftStatus.OPEN,)
    page = await changes.list_drifts(tx, paging, statuses=wanted, campaign_id=campaign_id)
    return PageOut.of(page, DriftOut.of)


@router.post("/{drift_id}/adopt", status_code=204)
async def adopt(drift_id: UUID, actor: Approver, tx: Tx, container: ContainerDep) -> None:
    """Let what was edited outside be what should be."""
    await container.settle_drift.adopt(tx, actor, drift_id)


@router.post("/{drift_id}/revert", status_code=201)
async def revert(
    drift_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[WhyIn | None, Body()] = None,
) -> ChangeOut:
    """Propose a change that puts it back as it should be."""
    why = body.why if body else None
    return ChangeOut.of(await container.settle_drift.revert(tx, actor, drift_id, why))
