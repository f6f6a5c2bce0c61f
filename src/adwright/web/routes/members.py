"""Members of the organization."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.paging import page_of
from adwright.web.dependencies import Admin, ClockDep, Paging, Reader, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.organizations import MemberIn, MemberOut

router = APIRouter(prefix="/members", tags=["members"])


@router.get("")
async def list_all(actor: Reader, tx: Tx, paging: Paging) -> PageOut[MemberOut]:
    """List the members, oldest first."""
    return PageOut[MemberOut].of(page_of(await accounts.list_members(tx), paging), MemberOut.of)


@router.patch("/{member_id}")
async def change(member_id: UUID, body: MemberIn, actor: Admin, tx: Tx) -> MemberOut:
    """Change a member's role and the advertisers he or she is limited to."""
    before = await accounts.get_member(tx, member_id)
    limits = body.advertiser_ids if "advertiser_ids" in body.model_fields_set else before.advertiser_ids
    member = await accounts.change_member(
        tx, actor, member_id, role=body.role or before.role, advertiser_ids=limits
    )
    return MemberOut.of(member)


@router.delete("/{member_id}", status_code=204)
async def remove(member_id: UUID, actor: Admin, tx: Tx, clock: ClockDep) -> None:
    """Remove a member; what he or she did stays in the audit log."""
    await accounts.remove_member(tx, actor, clock, member_id)
