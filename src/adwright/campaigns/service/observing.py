"""What a platform showed goes into the trees: new nodes come in, desired state follows where it may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns.documents import observed_from_document
from adwright.campaigns.model import (
    CampaignFields,
    CampaignOrigin,
    CampaignStatus,
    ObservedNode,
    ObservedTree,
    status_when_seen,
)
from adwright.campaigns.observed_columns import (
    Columns,
    columns_followed,
    columns_seen,
    columns_when_new,
)
from adwright.campaigns.repository.observed import GONE, ObservedRepository
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.platforms.model import Level, Platform

_LEVELS = (Level.CAMPAIGN, Level.AD_GROUP, Level.AD)
# A launch has not finished (or has failed half-way): what should be is ours to say, not the platform's.
_OURS_ALONE = frozenset({CampaignStatus.DRAFT.value, CampaignStatus.ERROR.value})


class Place(NamedTuple):
    """Where a node stands: its id, and its campaign's."""

    id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class RecordedCounts:
    """What became of the nodes of an observed tree.

    Attributes:
        gone: known before, and not on the platform any more.
        skipped: older than what is known, or without a known parent.
        added_outside: what is new in campaigns that were known before, by our ids; what is below it is not
            named.
    """

    added: int
    updated: int
    gone: int
    skipped: int
    added_outside: frozenset[UUID]


async def record_observed(
    tx: Transaction,
    account: AdAccount,
    tree: ObservedTree,
    *,
    held_campaign_ids: Collection[UUID] = frozenset(),
) -> RecordedCounts:
    """Write an ad account's tree as the platform showed it. Repeatable; the newest picture stays.

    A node that is new becomes one of ours, desired as observed. The desired state of a known node stays;
    where something is seen otherwise than before, the campaign is marked to be looked through for drift. In
    an account made of files, which nobody can edit, desired state follows.

    Args:
        tx: the transaction.
        account: whose tree it is.
        tree: what was seen.
        held_campaign_ids: campaigns with an open change, to which nothing is added meanwhile.
    """
    recording = _Recording(tx, account, tree, frozenset(held_campaign_ids))
    await recording.run()
    return RecordedCounts(
        recording.added,
        recording.updated,
        recording.gone,
        recording.skipped,
        recording.added_outside(),
    )


async def record_observed_nodes(
    tx: Transaction, ad_account_id: UUID, nodes: Collection[ObservedNode], *, seen_at: datetime
) -> None:
    """Write nodes as they were read back; desired state stays. Repeatable; leaves out what is unknown here.

    Args:
        tx: the transaction.
        ad_account_id: the account the nodes are in.
        nodes: what was read, of any level, each once.
        seen_at: when, by our clock (UTC).
    """
    repository, changed = ObservedRepository(tx, ad_account_id), set[UUID]()
    for level in _LEVELS:
        of_level = [node for node in nodes if node.level is level]
        known = await repository.known(level, [node.external_id for node in of_level]) if of_level else {}
        seen = list[Columns]()
        for node in of_level:
            row = known.get(node.external_id)
            if row is None or (row["observed_at"] is not None and row["observed_at"] > seen_at):
                continue
            columns = columns_seen(node, seen_at)
            if row["observed"] is not None and row["observed"] != columns["observed"]:
                changed.add(row["campaign_id"])
            if isinstance(node.fields, CampaignFields) and row["status"] not in _OURS_ALONE:
                await _follow_status(tx, repository, node.fields, row["id"], ad_account_id, seen_at)
            seen.append({"id": row["id"], **columns})
        await repository.change(level, seen)
    await repository.mark_drift_due(sorted(changed))


async def _follow_status(
    tx: Transaction,
    repository: ObservedRepository,
    fields: CampaignFields,
    campaign_id: UUID,
    ad_account_id: UUID,
    seen_at: datetime,
) -> None:
    ends = await repository.group_ends([campaign_id])
    offset = (await accounts.get_ad_account(tx, ad_account_id)).platform_clock_offset_seconds
    now = seen_at + timedelta(seconds=offset)
    status = status_when_seen(fields, ends.get(campaign_id, []), now)
    await repository.change_status(campaign_id, status.value)


async def campaigns_to_look_through(
    tx: Transaction, ad_account_id: UUID, held_campaign_ids: Collection[UUID]
) -> Sequence[UUID]:
    """Return the campaigns in which something was seen otherwise than before, each once.

    Also those of which a launch has made only a part: nobody is to switch that on.

    Args:
        tx: the transaction.
        ad_account_id: whose campaigns.
        held_campaign_ids: campaigns with an open change, which are given later.
    """
    repository = ObservedRepository(tx, ad_account_id)
    return await repository.take_drift_due(held_campaign_ids, {CampaignStatus.DRAFT.value})


class _Batch:
    """What is to be written of one level."""

    def __init__(self) -> None:
        self.new: list[Columns] = []
        self.seen: list[Columns] = []
        self.followed: list[Columns] = []


class _Recording:
    """One tree on its way into the tables, level by level."""

    def __init__(
        self, tx: Transaction, account: AdAccount, tree: ObservedTree, held: frozenset[UUID]
    ) -> None:
        self._repository = ObservedRepository(tx, account.id)
        self._account = account
        self._tree = tree
        self._held = held
        self._campaigns: dict[UUID, Columns | RowMapping] = {}
        self._changed: set[UUID] = set()
        self._parents: dict[str, Place] = {}
        self._places: dict[str, Place] = {}
        # Each new node's id, with that of the node above it.
        self._new: dict[UUID, UUID] = {}
        self.added = self.updated = self.gone = self.skipped = 0

    async def run(self) -> None:
        for level in _LEVELS:
            await self._record_level(level)
        await self._derive_statuses()
        await self._repository.mark_drift_due(sorted(self._changed))

    def added_outside(self) -> frozenset[UUID]:
        """Return what is new below a node that was known before; nobody adds to what came of files."""
        if self._account.platform is Platform.FILE:
            return frozenset()
        return frozenset(node_id for node_id, above in self._new.items() if above not in self._new)

    async def _record_level(self, level: Level) -> None:
        known = await self._repository.known(level)
        if level is Level.CAMPAIGN:
            self._campaigns.update({row["id"]: row for row in known.values()})
        batch, self._places = _Batch(), {}
        for position, node in enumerate(node for node in self._tree.nodes if node.level is level):
            row = known.get(node.external_id)
            if row is None:
                self._take_in(batch, node, position)
            else:
                self._look_again(batch, node, row)
        await self._repository.add(level, batch.new)
        await self._repository.change(level, batch.seen)
        await self._repository.change(level, batch.followed)
        await self._mark_gone(level, known)
        self.added += len(batch.new)
        self.updated += len(batch.seen)
        self._parents = self._places

    async def _mark_gone(self, level: Level, known: Mapping[str, RowMapping]) -> None:
        """Archive what was there before and is not any more; of files nothing is ever whole."""
        if self._account.platform is Platform.FILE:
            return
        seen_at = self._tree.seen_at
        gone = [
            row
            for external_id, row in known.items()
            if external_id not in self._places
            and row["observed_at"] is not None
            and row["observed_at"] < seen_at
            and row["observed"]["effective_status"] != GONE
            and self._follows(row["campaign_id"])
        ]
        await self._repository.mark_gone(level, [row["id"] for row in gone], seen_at)
        self._changed.update(row["campaign_id"] for row in gone)
        self.gone += len(gone)

    def _look_again(self, batch: _Batch, node: ObservedNode, row: RowMapping) -> None:
        campaign_id: UUID = row["campaign_id"]
        self._places[node.external_id] = Place(row["id"], campaign_id)
        if row["observed_at"] is not None and row["observed_at"] > self._tree.seen_at:
            self.skipped += 1
            return
        columns = columns_seen(node, self._tree.seen_at)
        batch.seen.append({"id": row["id"], **columns})
        if row["observed"] != columns["observed"]:
            self._changed.add(campaign_id)
        if self._account.platform is Platform.FILE:
            batch.followed.append({"id": row["id"], **columns_followed(node, imported=True)})

    def _take_in(self, batch: _Batch, node: ObservedNode, position: int) -> None:
        keys = self._keys(node)
        if keys is None:
            self.skipped += 1
            return
        row = {"id": new_id(), **keys, **columns_when_new(node, self._tree.seen_at)}
        if node.level is Level.CAMPAIGN:
            row |= self._first_columns()
            self._campaigns[row["id"]] = row
        else:
            row["position"] = position
        batch.new.append(row)
        if node.level is not Level.CAMPAIGN:
            self._changed.add(row["campaign_id"])
        self._new[row["id"]] = row.get("ad_group_id", row.get("campaign_id", row["id"]))
        self._places[node.external_id] = Place(row["id"], row.get("campaign_id", row["id"]))

    def _follows(self, campaign_id: UUID) -> bool:
        campaign = self._campaigns[campaign_id]
        return campaign_id not in self._held and campaign["status"] not in _OURS_ALONE

    def _keys(self, node: ObservedNode) -> Columns | None:
        """Return a new node's keys; None when its parent is unknown, or ours alone for now."""
        keys: Columns = {"advertiser_id": self._account.advertiser_id}
        if node.level is Level.CAMPAIGN:
            return keys
        parent = self._parents.get(node.parent_external_id or "")
        if parent is None or not self._follows(parent.campaign_id):
            return None
        keys["campaign_id"] = parent.campaign_id
        if node.level is Level.AD:
            keys["ad_group_id"] = parent.id
        return keys

    def _first_columns(self) -> Columns:
        """Return the columns of a new campaign that the platform does not give."""
        of_files = self._account.platform is Platform.FILE
        return {
            "origin": (CampaignOrigin.FILE if of_files else CampaignOrigin.IMPORTED).value,
            "status": CampaignStatus.PAUSED.value,
            "currency": self._account.currency,
            "created_at": self._tree.seen_at,
            "created_by": self._account.name,
            "updated_at": self._tree.seen_at,
        }

    async def _derive_statuses(self) -> None:
        """Set each campaign's status from what was seen of it and of its ad groups."""
        now = self._tree.seen_at + timedelta(seconds=self._account.platform_clock_offset_seconds)
        rows = await self._repository.known(Level.CAMPAIGN)
        followed = [row for row in rows.values() if self._follows(row["id"])]
        ends = await self._repository.group_ends([row["id"] for row in followed])
        for row in followed:
            status = _status(row, ends.get(row["id"], []), now)
            if status is not None and status.value != row["status"]:
                await self._repository.change_status(row["id"], status.value)


def _status(row: RowMapping, ends: list[datetime | None], now: datetime) -> CampaignStatus | None:
    if row["origin"] == CampaignOrigin.FILE.value:
        return CampaignStatus.COMPLETED
    if row["observed"] is None:
        return None
    fields = observed_from_document(Level.CAMPAIGN, row["observed"]).fields
    if not isinstance(fields, CampaignFields):
        raise TypeError("a campaign's document holds a campaign's fields")
    return status_when_seen(fields, ends, now)
