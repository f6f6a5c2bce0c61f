"""Looking at changes. All of it is repeatable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.changes.model.change import Change, Decision, LogEntry, Operation
from adwright.changes.model.life import OPEN, ChangeKind, OperationStatus
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.values import Values
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, NotFound
from adwright.core.paging import Page, PageRequest


async def get_change(tx: Transaction, change_id: UUID) -> Change:
    """Return one change.

    Raises:
        NotFound: there is no such change.
    """
    change = await ChangeRepository(tx).get(change_id)
    if change is None:
        raise NotFound("There is no such change.")
    return change


async def open_change_of(
    tx: Transaction, campaign_id: UUID, *, kind: ChangeKind | None = None
) -> Change | None:
    """Return the newest open change of a campaign: proposed, approved or being applied."""
    return await ChangeRepository(tx).latest(campaign_id, statuses=OPEN, kind=kind)


async def has_open_change(tx: Transaction, campaign_id: UUID) -> bool:
    """Say whether a campaign has an open change; while it has, its draft is not edited."""
    return await open_change_of(tx, campaign_id) is not None


async def refuse_while_open(tx: Transaction, campaign_id: UUID) -> None:
    """Let a draft be edited only while nothing of it is open; it is held until the transaction ends.

    Raises:
        Conflict: its launch is proposed or running.
        NotFound: there is no such campaign.
    """
    await campaigns.get_campaign(tx, campaign_id, lock=True)
    if await has_open_change(tx, campaign_id):
        raise Conflict(
            "A launch of this campaign waits for approval or is running. Reject it first to edit the draft.",
            code="change_open",
        )


async def campaigns_with_open_change(tx: Transaction, ad_account_id: UUID | None = None) -> frozenset[UUID]:
    """Return the campaigns of one or every ad account that have an open change: they are held as they are."""
    return await ChangeRepository(tx).campaigns_with_open(ad_account_id)


async def list_operations(tx: Transaction, change_id: UUID) -> Sequence[Operation]:
    """Return a change's operations in order.

    Raises:
        NotFound: there is no such change.
    """
    await get_change(tx, change_id)
    return await OperationRepository(tx).of_change(change_id)


async def has_begun(tx: Transaction, change_id: UUID) -> bool:
    """Say whether any operation of a change has had an effect, or may have had one. Repeatable."""
    outlines = await OperationRepository(tx).outline(change_id)
    return any(each.status is OperationStatus.DONE or each.asked_at is not None for each in outlines)


async def desired_before(tx: Transaction, change_id: UUID) -> Mapping[UUID, Values] | None:
    """Return what a change's nodes should have been before it was approved; None if it is not. Repeatable."""
    return await ChangeRepository(tx).desired_before(change_id)


async def list_decisions(tx: Transaction, change_id: UUID) -> Sequence[Decision]:
    """Return what was decided about a change, oldest first.

    Raises:
        NotFound: there is no such change.
    """
    await get_change(tx, change_id)
    return await ChangeRepository(tx).decisions(change_id)


async def log_of_change(tx: Transaction, change_id: UUID) -> Sequence[LogEntry]:
    """Return everything that happened to a change, oldest first.

    Raises:
        NotFound: there is no such change.
    """
    await get_change(tx, change_id)
    return await ChangeRepository(tx).log_of_change(change_id)


async def log_of_campaign(tx: Transaction, campaign_id: UUID, paging: PageRequest) -> Page[LogEntry]:
    """Return a campaign's execution log, newest first; the caller has made sure that it may be seen."""
    return await ChangeRepository(tx).log_of_campaign(campaign_id, paging)
