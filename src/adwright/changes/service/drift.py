"""Drift is noticed, kept, and decided about: adopted or reverted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import Activity, DesiredCampaign, ObservedNode
from adwright.changes.fields import Field
from adwright.changes.model.change import Change, Operation
from adwright.changes.model.drift import NODE, Drift, DriftStatus, ToCome, find_drift
from adwright.changes.model.giving_up import not_switched_on, still_to_come
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import ChangeStatus
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.drifts import DriftRepository, parts_json
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.service.wording import names_of
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, NotFound
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest
from adwright.events import service as events

Stopped = Sequence[tuple[Change, Sequence[Operation]]]


async def notice_drift(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    desired: DesiredCampaign,
    observed: Mapping[UUID, ObservedNode],
    activities: Sequence[Activity],
    added: Collection[UUID] = frozenset(),
) -> int:
    """Keep every drift of a campaign, and close those that are over; return how many are new. Repeatable.

    Args:
        tx: the transaction.
        actor: who noticed.
        clock: gives the present instant.
        desired: the campaign as it should be.
        observed: what the platform showed last, by our ids.
        activities: what it remembers of edits, newest first.
        added: nodes that the platform shows for the first time, and that were made outside.
    """
    repository = DriftRepository(tx)
    known = {(drift.node_id, drift.field): drift for drift in await repository.open_of(desired.id)}
    added = {drift.node_id for drift in known.values() if drift.added}.union(added)
    now, rows = clock.now(), []
    stopped = await _stopped(tx, desired.id)
    to_come = _to_come(stopped)
    still_off = await _still_off(tx, stopped)
    drifts = find_drift(desired, observed, activities, added, to_come, still_off)
    of_ads = any(found.field == Field.CREATIVE for found in drifts)
    names = await names_of(tx, desired, of_ads=of_ads)
    for found in drifts:
        parts = names.said(found.parts)
        values = {
            "parts": parts_json(parts),
            "edited_at": found.edited_at,
            "edited_by": found.edited_by,
        }
        before = known.pop((found.node.id, found.field), None)
        if before is not None:
            if before.parts != parts:
                await repository.set(before.id, seen_at=now, **values)
            continue
        rows.append(
            {
                "id": new_id(),
                "advertiser_id": desired.advertiser_id,
                "ad_account_id": desired.ad_account_id,
                "campaign_id": desired.id,
                "level": found.node.level.value,
                "node_id": found.node.id,
                "node": names.of_node(found.node),
                "field": found.field,
                "status": DriftStatus.OPEN.value,
                "seen_at": now,
                **values,
            }
        )
        after = {"node": names.called(found.node), "field": found.field, "by": found.edited_by}
        await audit.record(tx, actor, "drift.noticed", "campaign", desired.id, after=after)
    await repository.add(rows)
    over = [drift.id for drift in known.values()]
    await repository.close(over, DriftStatus.GONE, now, None)
    if rows or over:
        await events.publish(tx, "drift.updated", desired.id, {"noticed": len(rows)})
    return len(rows)


async def _stopped(tx: Transaction, campaign_id: UUID) -> Stopped:
    """Return the changes of a campaign that stopped, oldest first, each with its operations."""
    stopped = ChangeFilter(statuses=(ChangeStatus.FAILED,), campaign_id=campaign_id)
    return [
        (change, await OperationRepository(tx).of_change(change.id))
        for change in reversed(await ChangeRepository(tx).every(stopped))
    ]


def _to_come(stopped: Stopped) -> ToCome:
    """Return what changes that stopped have left to do: nobody has edited that outside."""
    found: dict[tuple[UUID, Field], tuple[object, object]] = {}
    for change, operations in stopped:
        found |= still_to_come(change.patch, operations)
    return found


async def _still_off(tx: Transaction, stopped: Stopped) -> frozenset[UUID]:
    """Return what such changes have made and not switched on, nor has any change since."""
    off = frozenset[UUID]().union(*(not_switched_on(operations) for _, operations in stopped))
    if not off:
        return off
    applied = ChangeFilter(statuses=(ChangeStatus.APPLIED,), campaign_id=stopped[0][0].campaign_id)
    return off - {
        edit.node.id
        for change in await ChangeRepository(tx).every(applied)
        for edit in change.patch.edits
        if edit.wanted.state is not None
    }


async def close_drift_that_is_over(
    tx: Transaction, clock: Clock, desired: DesiredCampaign, observed: Mapping[UUID, ObservedNode]
) -> None:
    """Close a campaign's open drifts that are over, as when a change set the same field. Repeatable."""
    repository = DriftRepository(tx)
    known = await repository.open_of(desired.id)
    if not known:
        return
    added = {drift.node_id for drift in known if drift.added}
    still_off = await _still_off(tx, await _stopped(tx, desired.id))
    there = find_drift(desired, observed, (), added, still_off=still_off)
    left = {(found.node.id, found.field) for found in there}
    over = [drift.id for drift in known if (drift.node_id, drift.field) not in left]
    await repository.close(over, DriftStatus.GONE, clock.now(), None)
    if over:
        await events.publish(tx, "drift.updated", desired.id)


async def list_drifts(
    tx: Transaction,
    paging: PageRequest,
    *,
    statuses: Sequence[DriftStatus] = (),
    campaign_id: UUID | None = None,
) -> Page[Drift]:
    """Return drifts, newest first; without statuses, of any status. Repeatable."""
    return await DriftRepository(tx).page(paging, statuses=statuses, campaign_id=campaign_id)


async def open_drift(tx: Transaction, drift_id: UUID) -> Drift:
    """Return one open drift, locked until the transaction ends.

    Raises:
        NotFound: there is no such drift.
        Conflict: somebody has decided about it, or it is over.
    """
    drift = await DriftRepository(tx).get(drift_id)
    if drift is None:
        raise NotFound("There is no such drift.")
    if drift.status is not DriftStatus.OPEN:
        raise Conflict(f"This is {drift.status.value} already.", code=f"drift_{drift.status.value}")
    return drift


async def refuse_while_set(tx: Transaction, drift: Drift) -> None:
    """Let a drift be decided unless a change that is approved is about to set the same. Repeatable.

    Raises:
        Conflict: one is; what it sets should be from now on, whatever was found.
    """
    on_their_way = ChangeFilter(
        statuses=(ChangeStatus.APPROVED, ChangeStatus.APPLYING), campaign_id=drift.campaign_id
    )
    for change in await ChangeRepository(tx).every(on_their_way):
        touched = [edit.wanted.touched for edit in change.patch.edits if edit.node.id == drift.node_id]
        if any(drift.field in (NODE, *fields) for fields in touched):
            raise Conflict(
                f"“{change.title}” is about to set the same. Look again when it is applied.",
                code="change_open",
            )


async def refuse_half_made(tx: Transaction, drift: Drift) -> None:
    """Let a drift be decided unless what stopped half-way was switched on outside. Repeatable.

    Raises:
        Conflict: it was; what is to become of it is decided with its change.
    """
    stopped = await _stopped(tx, drift.campaign_id)
    if drift.field != Field.STATE or drift.node_id not in await _still_off(tx, stopped):
        return
    [title, *_] = [change.title for change, made in stopped if drift.node_id in not_switched_on(made)]
    raise Conflict(
        f"“{title}” made this and stopped half-way; it was to stay off until the rest is there. Try that "
        "again or give it up, or pause this on the platform.",
        code="change_half_made",
    )


async def adopt_drift(
    tx: Transaction, actor: Actor, clock: Clock, drift: Drift, values: Mapping[str, object]
) -> None:
    """Let what was found be what should be. Not repeatable.

    Args:
        tx: the transaction.
        actor: who decides.
        clock: gives the present instant.
        drift: an open drift.
        values: what was found, by the names of the node's fields.
    """
    await campaigns.set_desired(tx, drift.level, drift.node_id, values)
    await DriftRepository(tx).close([drift.id], DriftStatus.ADOPTED, clock.now(), actor.name)
    before = {part: wanted for part, wanted, _ in drift.parts}
    after = {part: found for part, _, found in drift.parts}
    await audit.record(tx, actor, "drift.adopted", "campaign", drift.campaign_id, before=before, after=after)
    await events.publish(tx, "drift.updated", drift.campaign_id)


async def revert_drift(tx: Transaction, actor: Actor, clock: Clock, drift: Drift, change_id: UUID) -> None:
    """Note the change that puts a drift right. Not repeatable."""
    await DriftRepository(tx).close([drift.id], DriftStatus.REVERTED, clock.now(), actor.name, change_id)
    after = {"field": drift.field, "change_id": change_id}
    await audit.record(tx, actor, "drift.reverted", "campaign", drift.campaign_id, after=after)
    await events.publish(tx, "drift.updated", drift.campaign_id)


async def reopen_drift_of(tx: Transaction, change_id: UUID) -> None:
    """Open the drifts again that a change was to put right and will not. Repeatable."""
    for drift in await DriftRepository(tx).reopen(change_id):
        await events.publish(tx, "drift.updated", drift.campaign_id)
