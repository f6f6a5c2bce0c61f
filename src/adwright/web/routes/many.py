"""Many campaigns at once: looked at together, proposed together."""

from __future__ import annotations

from fastapi import APIRouter

from adwright.journeys.copy_many import copy_many
from adwright.journeys.edit_many import wanted_of_many
from adwright.web.dependencies import Builder, ContainerDep
from adwright.web.schemas.many import CopiesOut, CopyManyIn, ManyApplyIn, ManyIn, ManyOut

router = APIRouter(prefix="/bulk-edits", tags=["bulk-edits"])


@router.post("/preview")
async def preview(body: ManyIn, actor: Builder, container: ContainerDep) -> ManyOut:
    """Show what an edit makes of each campaign; nothing is changed."""
    wanted = await wanted_of_many(
        container.database, container.clock, actor, body.campaign_ids, body.to_edit()
    )
    return ManyOut.of(await container.apply_document.plan(actor, wanted), planned=True)


@router.post("", status_code=201)
async def propose(body: ManyApplyIn, actor: Builder, container: ContainerDep) -> ManyOut:
    """Propose an edit of many campaigns: one change for each, all or none."""
    wanted = await wanted_of_many(
        container.database, container.clock, actor, body.campaign_ids, body.to_edit()
    )
    outcome = await container.apply_document.apply(actor, wanted, why=body.why, expected=body.expected)
    return ManyOut.of(outcome, planned=False)


@router.post("/duplicate/preview")
async def preview_copies(body: CopyManyIn, actor: Builder, container: ContainerDep) -> CopiesOut:
    """Show what duplicating would make and what would not carry over; nothing is made."""
    return CopiesOut.of(
        await copy_many(
            container.database,
            container.clock,
            actor,
            body.campaign_ids,
            body.ad_account_id,
            preview=True,
        )
    )


@router.post("/duplicate", status_code=201)
async def duplicate(body: CopyManyIn, actor: Builder, container: ContainerDep) -> CopiesOut:
    """Duplicate campaigns as drafts, into their own account or another, all or none."""
    return CopiesOut.of(
        await copy_many(
            container.database,
            container.clock,
            actor,
            body.campaign_ids,
            body.ad_account_id,
            preview=False,
        )
    )
