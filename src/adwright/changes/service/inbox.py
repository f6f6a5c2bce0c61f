"""The list of changes, each with what it still needs by policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adwright.changes.model.change import Change
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import ChangeStatus
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.service.approving import Review, approvals_among, members_by_person, review_of
from adwright.changes.service.settings import policies_for
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.paging import Page, PageRequest, page_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A change, and what it needs and has."""

    change: Change
    review: Review


async def list_reviewed(
    tx: Transaction, actor: Actor, wanted: ChangeFilter, paging: PageRequest
) -> Page[Reviewed]:
    """Return changes, newest first. Repeatable."""
    repository = ChangeRepository(tx)
    if not wanted.needs_mine:
        page = await repository.page(paging, wanted)
        reviewed = await _reviewed(tx, actor, page.items)
        return Page(reviewed, page.total, page.offset, page.limit)
    # Whose approval counts is decided by policy and not by the database; what waits is short enough for that.
    waiting = await repository.every(replace(wanted, statuses=(ChangeStatus.PROPOSED,)))
    mine = [each for each in await _reviewed(tx, actor, waiting) if each.review.needs_mine]
    return page_of(mine, paging)


async def _reviewed(tx: Transaction, actor: Actor, found: Sequence[Change]) -> list[Reviewed]:
    decisions = await ChangeRepository(tx).decisions_of([each.id for each in found])
    advertisers = {each.advertiser_id for each in found}
    policies = {each: await policies_for(tx, each) for each in advertisers}
    members = await members_by_person(tx)
    approvals = {each.id: approvals_among(each, decisions.get(each.id, ()), members) for each in found}
    return [
        Reviewed(each, review_of(policies[each.advertiser_id], actor, each, approvals[each.id]))
        for each in found
    ]
