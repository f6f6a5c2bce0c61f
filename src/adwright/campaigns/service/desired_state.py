"""Desired state of what exists on a platform; changed only when a change is approved and applied."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import RowMapping

from adwright.campaigns.model import Budget, CampaignOrigin, CampaignStatus, RunState
from adwright.campaigns.repository.trees import TreeRepository
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, NotFound
from adwright.core.money import Money
from adwright.platforms.model import Level


async def set_external_id(tx: Transaction, level: Level, node_id: UUID, external_id: str) -> None:
    """Note what a node is called on its platform, once it exists there. Repeatable.

    A tree import may have met the new object first and taken it for somebody else's; that copy goes.

    Raises:
        Conflict: another node that was built here has this external id.
        NotFound: there is no such node.
    """
    repository = TreeRepository(tx)
    row = await repository.node(level, node_id)
    if row is None:
        raise NotFound("There is no such campaign, ad group or ad.")
    twin = await repository.by_external_id(level, row["ad_account_id"], external_id)
    if twin is not None and twin["id"] != node_id and not _built(twin):
        await repository.remove(level, twin["id"])
    async with tx.conflict(f"{external_id} on the platform belongs to something else here already."):
        await repository.set_values(level, node_id, {"external_id": external_id})


async def apply_state(tx: Transaction, level: Level, node_id: UUID, state: RunState) -> None:
    """Set what a node is asked to do. Repeatable.

    Raises:
        NotFound: there is no such node.
    """
    await _set(tx, level, node_id, {"state": state.value})


async def apply_budget(tx: Transaction, level: Level, node_id: UUID, budget: Budget) -> None:
    """Set the budget of a campaign or an ad group, in the account's currency. Repeatable.

    Raises:
        Conflict: ads have no budget.
        NotFound: there is no such node.
    """
    if level not in {Level.CAMPAIGN, Level.AD_GROUP}:
        raise Conflict("A campaign or an ad group has a budget; an ad has none.", code="no_budget_here")
    values = {"budget_period": budget.period.value, "budget_micros": budget.amount.micros}
    await _set(tx, level, node_id, values)


async def apply_spend_cap(tx: Transaction, campaign_id: UUID, spend_cap: Money | None) -> None:
    """Set or clear a campaign's overall cap, in the account's currency. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    micros = spend_cap.micros if spend_cap else None
    await _set(tx, Level.CAMPAIGN, campaign_id, {"spend_cap_micros": micros})


async def set_status(
    tx: Transaction, campaign_id: UUID, status: CampaignStatus, error_reason: str | None = None
) -> None:
    """Set where a campaign is in its life; a reason belongs to `error` and goes with it. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    reason = error_reason if status is CampaignStatus.ERROR else None
    await _set(tx, Level.CAMPAIGN, campaign_id, {"status": status.value, "error_reason": reason})


async def back_to_draft(tx: Transaction, campaign_id: UUID) -> None:
    """Make a campaign a draft again after a launch that failed and left nothing on the platform. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    unseen: dict[str, str | None] = {"external_id": None, "observed": None, "observed_at": None}
    draft = unseen | {"status": CampaignStatus.DRAFT.value, "error_reason": None}
    await _set(tx, Level.CAMPAIGN, campaign_id, draft)
    await TreeRepository(tx).set_below(campaign_id, unseen)


def _built(row: RowMapping) -> bool:
    """Say whether a node was built here: a campaign by its origin, the others by what they refer to."""
    if "origin" in row:
        return bool(row["origin"] == CampaignOrigin.BUILT.value)
    return row.get("audience_version_id") is not None or row.get("creative_version_id") is not None


async def _set(tx: Transaction, level: Level, node_id: UUID, values: Mapping[str, str | int | None]) -> None:
    if not await TreeRepository(tx).set_values(level, node_id, values):
        raise NotFound("There is no such campaign, ad group or ad.")
