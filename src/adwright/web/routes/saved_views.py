"""Saved views of the campaign list."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.campaigns import service as campaigns
from adwright.core.paging import page_of
from adwright.web.dependencies import ClockDep, Paging, Reader, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.saved_views import SavedViewIn, SavedViewOut, SavedViewPatch

router = APIRouter(prefix="/campaign-views", tags=["campaign-views"])


@router.get("")
async def list_all(actor: Reader, tx: Tx, paging: Paging) -> PageOut[SavedViewOut]:
    """List one's own views and those that others share, by name."""
    found = await campaigns.list_views(tx, actor)
    return PageOut[SavedViewOut].of(page_of(found, paging), lambda view: SavedViewOut.of(view, actor))


@router.post("", status_code=201)
async def save(body: SavedViewIn, actor: Reader, tx: Tx, clock: ClockDep) -> SavedViewOut:
    """Keep a view under a name."""
    view = await campaigns.save_view(
        tx, actor, clock, name=body.name, search=body.search, columns=body.columns, shared=body.shared
    )
    return SavedViewOut.of(view, actor)


@router.patch("/{view_id}")
async def change(
    view_id: UUID, body: SavedViewPatch, actor: Reader, tx: Tx, clock: ClockDep
) -> SavedViewOut:
    """Rename a view, share it, or let it show something else."""
    return SavedViewOut.of(await campaigns.change_view(tx, actor, clock, view_id, body.to_edit()), actor)


@router.delete("/{view_id}", status_code=204)
async def delete(view_id: UUID, actor: Reader, tx: Tx) -> None:
    """Delete a view, for everybody who uses it."""
    await campaigns.delete_view(tx, actor, view_id)
