"""Changes: proposed for a campaign, looked at, decided."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request

from adwright.bootstrap.container import Container
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import RunState
from adwright.changes import service as changes
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.policy import AuthorKind
from adwright.changes.service import Reviewed
from adwright.core.actor import Actor
from adwright.core.database import TenantScope, Transaction
from adwright.journeys.preview_change import preview_change
from adwright.web.dependencies import Approver, Builder, ClockDep, ContainerDep, Paging, Reader, Tx
from adwright.web.filters import OfAdAccount, OfAdvertiser
from adwright.web.idempotency import note_act
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.changes import (
    ApproveIn,
    ChangeDetailOut,
    ChangeOut,
    CommentIn,
    ConfirmIn,
    DecidedManyOut,
    DecidedOut,
    DecideManyIn,
    LogEntryOut,
    NewBudgetIn,
    NodeIn,
    RejectIn,
    ReviewedChangeOut,
    WhyIn,
)
from adwright.web.schemas.live_edits import LiveEditIn, PreviewOut
from adwright.web.schemas.previews import PreviewsOut
from adwright.web.schemas.undo import ChangesOut, UndoIn, UndoPreviewOut, UndoSetIn

router = APIRouter(tags=["changes"])

Kinds = Annotated[list[ChangeKind] | None, Query(alias="kind", description="Any of these")]
AuthorKinds = Annotated[list[AuthorKind] | None, Query(alias="author_kind", description="Any of these")]

Statuses = Annotated[
    list[ChangeStatus] | None, Query(alias="status", description="Any of these; all by default")
]


@router.get("/changes", name="list")
async def list_changes(
    actor: Reader,
    tx: Tx,
    paging: Paging,
    advertiser_id: OfAdvertiser,
    ad_account_id: OfAdAccount,
    statuses: Statuses = None,
    kinds: Kinds = None,
    author_kinds: AuthorKinds = None,
    campaign_id: UUID | None = None,
    search: Annotated[str, Query(max_length=200, description="Words in title, reason or author")] = "",
    needs_mine: Annotated[bool, Query(description="Only what your approval brings further")] = False,
) -> PageOut[ReviewedChangeOut]:
    """List changes, newest first, each with what it still needs."""
    if campaign_id is not None:
        await campaigns.get_campaign(tx, campaign_id)
    wanted = ChangeFilter(
        statuses=tuple(statuses or ()),
        kinds=tuple(kinds or ()),
        author_kinds=tuple(author_kinds or ()),
        advertiser_id=advertiser_id,
        ad_account_id=ad_account_id,
        campaign_id=campaign_id,
        search=search,
        needs_mine=needs_mine,
    )
    page = await changes.list_reviewed(tx, actor, wanted, paging)
    return PageOut.of(page, ReviewedChangeOut.of_reviewed)


@router.post("/changes/decisions", status_code=202)
async def decide_many(body: DecideManyIn, actor: Approver, tx: Tx, container: ContainerDep) -> DecidedManyOut:
    """Approve or reject several changes; each is judged by itself, and says what became of it."""
    outcomes = await container.decide_change.decide_many(
        tx, actor, body.change_ids, verdict=body.verdict, comment=body.comment
    )
    return DecidedManyOut(items=[DecidedOut.of(each) for each in outcomes])


@router.get("/changes/{change_id}")
async def get(change_id: UUID, actor: Reader, tx: Tx, clock: ClockDep) -> ChangeDetailOut:
    """Show a change with its diff, its plan, what it still needs, its decisions and its log."""
    change = await changes.judged_now(tx, clock, await changes.get_change(tx, change_id))
    return ChangeDetailOut.of_all(
        Reviewed(change, await changes.review(tx, actor, change)),
        await changes.list_operations(tx, change_id),
        await changes.list_decisions(tx, change_id),
        await changes.log_of_change(tx, change_id),
    )


@router.get("/changes/{change_id}/previews")
async def previews(change_id: UUID, actor: Reader, tx: Tx) -> PreviewsOut:
    """Show the ads of a change as people will see them once it is applied."""
    found = await preview_change(tx, await changes.get_change(tx, change_id))
    return PreviewsOut.of(found, lambda asset_id: f"/api/v1/assets/{asset_id}/content")


@router.post("/changes/{change_id}/approve", status_code=202)
async def approve(
    change_id: UUID,
    actor: Approver,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[ApproveIn | None, Body()] = None,
) -> ChangeOut:
    """Approve a change; with the last approval it needs, it is applied in the background."""
    given = body or ApproveIn()
    change = await container.decide_change.approve(
        tx, actor, change_id, given.comment, leap_confirmed=given.leap_confirmed
    )
    return ChangeOut.of(change)


@router.post("/changes/{change_id}/reject")
async def reject(
    change_id: UUID, body: RejectIn, actor: Approver, tx: Tx, container: ContainerDep
) -> ChangeOut:
    """Reject a change, saying why."""
    return ChangeOut.of(await container.decide_change.reject(tx, actor, change_id, body.reason))


@router.post("/changes/{change_id}/retry", status_code=202)
async def retry(
    change_id: UUID,
    actor: Approver,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[ConfirmIn | None, Body()] = None,
) -> ChangeOut:
    """Let a failed change go on where it stopped, or one that waits go on now."""
    confirmed = body.leap_confirmed if body else False
    return ChangeOut.of(await container.decide_change.retry(tx, actor, change_id, leap_confirmed=confirmed))


@router.post("/changes/{change_id}/comments", status_code=204)
async def comment(change_id: UUID, body: CommentIn, actor: Reader, tx: Tx, clock: ClockDep) -> None:
    """Add a comment, which stands in the change's log."""
    await changes.comment_on(tx, actor, clock, change_id, body.text)


@router.get("/changes/{change_id}/undo")
async def preview_undo(change_id: UUID, actor: Builder, tx: Tx, container: ContainerDep) -> UndoPreviewOut:
    """Show what undoing a change would do, and where the world has moved on. Nothing is stored."""
    [preview] = await container.undo_change.preview(tx, actor, [change_id])
    return UndoPreviewOut.of(preview)


@router.post("/changes/{change_id}/undo", status_code=201)
async def undo(
    change_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[UndoIn | None, Body()] = None,
) -> ChangeOut:
    """Propose to undo what a change did; of a launch, to archive what it made.

    A change is applied, or was given up after it had edited something.
    """
    asked = body or UndoIn()
    [change] = await container.undo_change.propose(
        tx, actor, [change_id], asked.why, leave_out_conflicts=asked.leave_out_conflicts
    )
    return ChangeOut.of(change)


@router.post("/changes/undo", status_code=201)
async def undo_set(body: UndoSetIn, actor: Builder, tx: Tx, container: ContainerDep) -> ChangesOut:
    """Propose to undo a set of applied changes, all or none: one change for each campaign."""
    proposed = await container.undo_change.propose(
        tx, actor, body.change_ids, body.why, leave_out_conflicts=body.leave_out_conflicts
    )
    return ChangesOut(items=[ChangeOut.of(change) for change in proposed])


@router.post("/changes/{change_id}/give-up", status_code=202)
async def give_up(
    change_id: UUID, body: RejectIn, actor: Approver, tx: Tx, container: ContainerDep
) -> ChangeOut:
    """Give a failed change up: what it has made on the platform is archived, and the rest is as before."""
    return ChangeOut.of(await container.decide_change.give_up(tx, actor, change_id, body.reason))


@router.post("/campaigns/{campaign_id}/launch", status_code=201)
async def launch(
    campaign_id: UUID,
    request: Request,
    actor: Builder,
    container: ContainerDep,
    body: Annotated[WhyIn | None, Body()] = None,
) -> ChangeOut:
    """Propose to launch a drafted campaign; the pages that its ads lead to are asked first."""
    why = body.why if body else None
    await container.check_destinations.check(actor, campaign_id, again=False)
    # Opened only now: no transaction is held while pages are asked.
    async with container.database.transaction(TenantScope.of(actor)) as tx:
        change = await container.propose_change.launch(tx, actor, campaign_id, why)
        await note_act(request.scope, tx)
    return ChangeOut.of(change)


@router.post("/campaigns/{campaign_id}/pause", status_code=201)
async def pause(
    campaign_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[NodeIn | None, Body()] = None,
) -> ChangeOut:
    """Propose to pause a campaign, an ad group or an ad."""
    return await _propose_state(container, tx, actor, campaign_id, RunState.PAUSED, body or NodeIn())


@router.post("/campaigns/{campaign_id}/resume", status_code=201)
async def resume(
    campaign_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[NodeIn | None, Body()] = None,
) -> ChangeOut:
    """Propose to switch a campaign, an ad group or an ad on again."""
    return await _propose_state(container, tx, actor, campaign_id, RunState.ACTIVE, body or NodeIn())


@router.post("/campaigns/{campaign_id}/archive", status_code=201)
async def archive(
    campaign_id: UUID,
    actor: Builder,
    tx: Tx,
    container: ContainerDep,
    body: Annotated[NodeIn | None, Body()] = None,
) -> ChangeOut:
    """Propose to archive a campaign, an ad group or an ad; it stays in history."""
    return await _propose_state(container, tx, actor, campaign_id, RunState.ARCHIVED, body or NodeIn())


@router.post("/campaigns/{campaign_id}/budget", status_code=201)
async def budget(
    campaign_id: UUID, body: NewBudgetIn, actor: Builder, tx: Tx, container: ContainerDep
) -> ChangeOut:
    """Propose another amount for a budget."""
    change = await container.propose_change.set_budget(
        tx, actor, campaign_id, body.amount, body.why, level=body.level, node_id=body.node_id
    )
    return ChangeOut.of(change)


@router.post("/campaigns/{campaign_id}/edits/preview")
async def preview_edits(
    campaign_id: UUID, body: LiveEditIn, actor: Builder, tx: Tx, container: ContainerDep
) -> PreviewOut:
    """Show what edits of a live campaign would do: diff, calls, cost per day, problems. Nothing is stored."""
    return PreviewOut.of(await container.edit_campaign.preview(tx, actor, campaign_id, body.to_edit()))


@router.post("/campaigns/{campaign_id}/edits", status_code=201)
async def propose_edits(
    campaign_id: UUID, body: LiveEditIn, actor: Builder, tx: Tx, container: ContainerDep
) -> ChangeOut:
    """Propose edits of a live campaign as one change; what is left out stays."""
    edit = body.to_edit()
    return ChangeOut.of(await container.edit_campaign.propose(tx, actor, campaign_id, edit, body.why))


@router.get("/campaigns/{campaign_id}/log")
async def log(campaign_id: UUID, _actor: Reader, tx: Tx, paging: Paging) -> PageOut[LogEntryOut]:
    """Show what was done for a campaign, newest first, with what the platform said and how long it took."""
    await campaigns.get_campaign(tx, campaign_id)
    return PageOut.of(await changes.log_of_campaign(tx, campaign_id, paging), LogEntryOut.of)


async def _propose_state(
    container: Container, tx: Transaction, actor: Actor, campaign_id: UUID, state: RunState, node: NodeIn
) -> ChangeOut:
    change = await container.propose_change.set_state(
        tx, actor, campaign_id, state, node.why, level=node.level, node_id=node.node_id
    )
    return ChangeOut.of(change)
