"""The approval policy of the organization, and what advertisers ask for on top of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.changes import service as changes
from adwright.changes.model.limits import Scope
from adwright.changes.model.summary import policy_sentences
from adwright.web.dependencies import Admin, ClockDep, Reader, Tx, WholeAdmin
from adwright.web.schemas.approval_policy import PolicyIn, PolicyOut
from adwright.web.schemas.guardrails import SentencesOut

router = APIRouter(prefix="/approval-policy", tags=["approval-policy"])


@router.get("/organization")
async def of_organization(_actor: Reader, tx: Tx) -> PolicyOut:
    """Show the approval policy of the whole organization."""
    return PolicyOut.of(
        Scope.ORGANIZATION, await changes.policy_of(tx, Scope.ORGANIZATION, tx.organization_id)
    )


@router.put("/organization")
async def set_for_organization(body: PolicyIn, actor: WholeAdmin, tx: Tx, clock: ClockDep) -> PolicyOut:
    """Set the approval policy of the whole organization."""
    policy = await changes.set_policy(
        tx, actor, clock, Scope.ORGANIZATION, tx.organization_id, body.to_policy()
    )
    return PolicyOut.of(Scope.ORGANIZATION, policy)


@router.get("/advertisers/{advertiser_id}")
async def of_advertiser(advertiser_id: UUID, _actor: Reader, tx: Tx) -> PolicyOut:
    """Show what an advertiser asks for on top of the organization's policy."""
    return PolicyOut.of(Scope.ADVERTISER, await changes.policy_of(tx, Scope.ADVERTISER, advertiser_id))


@router.put("/advertisers/{advertiser_id}")
async def set_for_advertiser(
    advertiser_id: UUID, body: PolicyIn, actor: Admin, tx: Tx, clock: ClockDep
) -> PolicyOut:
    """Set what an advertiser asks for on top of the organization's policy."""
    policy = await changes.set_policy(tx, actor, clock, Scope.ADVERTISER, advertiser_id, body.to_policy())
    return PolicyOut.of(Scope.ADVERTISER, policy)


@router.post("/summary")
async def summarize(body: PolicyIn, _actor: Reader, scope: Scope = Scope.ORGANIZATION) -> SentencesOut:
    """Say what a policy would mean, in plain words; nothing is stored."""
    is_organization = scope is Scope.ORGANIZATION
    return SentencesOut(sentences=policy_sentences(body.to_policy(), is_organization=is_organization))
