"""API keys: shown once, stored as a hash."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.paging import page_of
from adwright.web.dependencies import Admin, ClockDep, Paging, Tx
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.organizations import ApiKeyIn, ApiKeyOut, NewApiKeyOut, key_fields

router = APIRouter(prefix="/api-keys", tags=["api-keys"])


@router.get("")
async def list_all(actor: Admin, tx: Tx, paging: Paging) -> PageOut[ApiKeyOut]:
    """List the organization's keys, newest first."""
    return PageOut[ApiKeyOut].of(page_of(await accounts.list_api_keys(tx), paging), ApiKeyOut.of)


@router.post("", status_code=201)
async def create(body: ApiKeyIn, actor: Admin, tx: Tx, clock: ClockDep) -> NewApiKeyOut:
    """Make a key; its text is in this answer and nowhere else."""
    made = await accounts.create_api_key(
        tx, actor, clock, name=body.name, scopes=body.scopes, expires_at=body.expires_at
    )
    return NewApiKeyOut.model_validate({**key_fields(made.key), "key": made.text})


@router.delete("/{key_id}", status_code=204)
async def revoke(key_id: UUID, actor: Admin, tx: Tx, clock: ClockDep) -> None:
    """Revoke a key; it stops working at once."""
    await accounts.revoke_api_key(tx, actor, clock, key_id)
