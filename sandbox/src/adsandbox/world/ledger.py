"""What has been delivered: each account is settled up to a cursor, finished days are kept, today grows.

Delivery is cut only where something changes: at local midnights, at moments of schedules and reviews, and
where an object is edited. How the clock gets there does not matter, so every step pattern makes the same
history. What a stretch of a day brings is the tree's matter (`world/tree.py`).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Luck
from adsandbox.market.rivals import KNOWN_AFTER_DAYS, no_demand
from adsandbox.market.season import DAY_SECONDS
from adsandbox.world.nodes import Node
from adsandbox.world.store import Store
from adsandbox.world.timeline import Timeline
from adsandbox.world.tree import Position, Surroundings, Tables, Tree
from adsandbox.world.zones import day_start, local_day, zone_of

Adjust = Callable[[Tree, int], Tree]
_QUICKLY = 1
_KEPT_DEMANDS = 1000


def unadjusted(tree: Tree, day: int) -> Tree:
    """The settings of a day as they were."""
    return tree


@dataclass(frozen=True)
class Stage:
    """A stretch of a walk through time: the tree in force, where it begins, and when it ends."""

    tree: Tree
    position: Position
    until: float


class Ledger:
    """Delivery of all accounts, computed as the clock moves and asked for by day."""

    def __init__(self, store: Store, luck: Luck) -> None:
        self._store = store
        self._luck = luck
        self._positions: dict[str, Position] = {}
        self._demand: dict[tuple[str, str, int], Rows] = {}

    def forget(self) -> None:
        """Read again what is kept when it is needed: a write was taken back."""
        self._positions.clear()
        self._demand.clear()

    def is_settled(self, account: Node, now: float) -> bool:
        """Whether the account's history already reaches `now`, so that an edit needs no cut."""
        return self._position(account).cursor >= now

    def settle_all(self, accounts: list[tuple[Node, Tree]], now: float) -> None:
        """Bring all accounts up to `now` together, a day at a time: each may need what the others did."""
        if not accounts:
            return
        before = {account.id: self._position(account) for account, _ in accounts}
        instant = min(position.cursor for position in before.values())
        with self._store.writing():
            while instant < now:
                instant = min(instant + DAY_SECONDS, now)
                for account, tree in accounts:
                    self._settle(account, tree, instant)
            for account, _ in accounts:
                if self._positions[account.id] is not before[account.id]:
                    self._save(account)

    def cut(self, account: Node, tree: Tree, now: float) -> None:
        """End the running stretch at `now`, where an edit begins another."""
        with self._store.writing():
            self._settle(account, tree, now, stop_here=True)
            self._save(account)

    def peek(self, account: Node, tree: Tree, now: float) -> Position:
        """Where a settled account is at `now` exactly; the running stretch is not kept."""
        return tree.deliver(self.around(account, tree), self._position(account), now)

    def rows(self, account: Node, tree: Tree, since: int, until: int, now: float) -> Rows:
        """Delivered rows of the days `since` to `until`, both included, as known at `now`."""
        position = self.peek(account, tree, now)
        kept = [
            np.frombuffer(zlib.decompress(part), tree.row)
            for part in self._store.delivered(account.id, since, until)
        ]
        if since <= position.day <= until:
            kept.append(tree.finish(self.around(account, tree), position))
        return np.concatenate(kept) if kept else np.zeros(0, tree.row)

    def around(self, account: Node, tree: Tree) -> Surroundings:
        """What acts on an account from outside."""
        return Surroundings(self._luck, lambda day: self._demand_of_others(account.id, tree.arena, day))

    def walk(
        self, account: Node, timeline: Timeline, since: int, end: float, adjust: Adjust = unadjusted
    ) -> Iterator[Stage]:
        """Go through time from the beginning (or, if `since` is not over yet, from the running day) until
        `end`, stretch by stretch, under the settings of each day as `adjust` makes them; from the same
        chance. Nothing is kept.
        """
        position = self._start_of_walk(account, timeline, since)
        while position.cursor < end:
            tree = adjust(timeline.at(position.cursor), position.day)
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor), timeline.next_change(position.cursor), end)
            yield Stage(tree, position, stop)
            around = self.around(account, tree)
            position = tree.deliver(around, position, stop)
            if position.cursor >= midnight:
                position = _next_day(position, tree.carry(around, position, tree.finish(around, position)))

    def replay(
        self, account: Node, timeline: Timeline, until: int, now: float, adjust: Adjust = unadjusted
    ) -> Rows:
        """What would have been delivered up to the end of day `until` (or up to now), had the settings of
        each day been as `adjust` makes them; from the same chance. Nothing is kept.
        """
        end = min(day_start(until + 1, timeline.zone), now)
        finished: dict[int, Rows] = {}
        tree = adjust(timeline.at(account.created), local_day(account.created, timeline.zone))
        for stage in self.walk(account, timeline, local_day(account.created, timeline.zone), end, adjust):
            tree, around = stage.tree, self.around(account, stage.tree)
            reached = tree.deliver(around, stage.position, stage.until)
            finished[reached.day] = tree.finish(around, reached)
        return np.concatenate([np.zeros(0, tree.row), *finished.values()])

    def _start_of_walk(self, account: Node, timeline: Timeline, since: int) -> Position:
        kept = self._position(account)
        if since >= kept.day and kept.cursor > account.created:
            return Position(day_start(kept.day, timeline.zone), kept.day, {}, kept.carried)
        return Position(account.created, local_day(account.created, timeline.zone))

    def _settle(self, account: Node, tree: Tree, now: float, stop_here: bool = False) -> None:
        """Bring an account's history up to `now`, keeping the days that end on the way."""
        position, around = self._position(account), self.around(account, tree)
        while position.cursor < now:
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor))
            if stop > now and not stop_here:
                break
            position = tree.deliver(around, position, min(stop, now))
            if position.cursor >= midnight:
                rows = tree.finish(around, position)
                carried = tree.carry(around, position, rows)
                self._keep_day(account, tree.arena, position, rows, carried)
                position = _next_day(position, carried)
        self._positions[account.id] = position

    def _keep_day(self, account: Node, arena: str, position: Position, rows: Rows, carried: Tables) -> None:
        if len(rows):
            packed = zlib.compress(rows.tobytes(), _QUICKLY)
            self._store.add_delivered(account.id, position.day, packed)
        demand = carried.get("demand", no_demand())
        if len(demand) or len(position.carried.get("demand", no_demand())):
            self._store.add_demand(arena, account.id, position.day, _packed({"demand": demand}))

    def _save(self, account: Node) -> None:
        position = self._positions[account.id]
        self._store.save_ledger(
            account.id, position.cursor, position.day, _packed(position.today), _packed(position.carried)
        )

    def _position(self, account: Node) -> Position:
        known = self._positions.get(account.id)
        if known is None:
            known = self._positions[account.id] = self._read_position(account)
        return known

    def _read_position(self, account: Node) -> Position:
        kept = self._store.ledger(account.id)
        if kept is None:
            return Position(account.created, local_day(account.created, zone_of(account)))
        cursor, day, today, carried = kept
        return Position(cursor, day, _unpacked(today), _unpacked(carried))

    def _demand_of_others(self, account_id: str, arena: str, day: int) -> Rows:
        """What the other accounts of an arena demanded lately, as it was known when `day` began."""
        key = (arena, account_id, day)
        if key not in self._demand:
            if len(self._demand) > _KEPT_DEMANDS:
                self._demand.clear()
            found = self._store.demand_of_others(arena, account_id, day - KNOWN_AFTER_DAYS)
            tables = [_unpacked(content)["demand"] for content in found]
            self._demand[key] = np.concatenate(tables) if tables else no_demand()
        return self._demand[key]


def _next_day(position: Position, carried: Tables) -> Position:
    return Position(position.cursor, position.day + 1, {}, carried)


def _packed(tables: Tables) -> bytes:
    """The tables as bytes: one array with the names, then each table (NumPy's own format)."""
    buffer = io.BytesIO()
    np.save(buffer, np.array(list(tables), dtype="<U32"))
    for table in tables.values():
        np.save(buffer, table)
    return buffer.getvalue()


def _unpacked(content: bytes) -> Tables:
    buffer = io.BytesIO(content)
    names = np.load(buffer, allow_pickle=False).tolist()
    return {name: np.load(buffer, allow_pickle=False) for name in names}
