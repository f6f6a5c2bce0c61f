"""What has been delivered: each account is settled up to a cursor, finished days are kept, today grows.

Delivery is cut only where something changes: at local midnights, at moments of schedules and reviews, and
where an object is edited. How the clock gets there does not matter, so every step pattern makes the same
history. What a stretch of a day brings is the tree's matter (`world/tree.py`).
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Luck
from adsandbox.world.nodes import Node
from adsandbox.world.store import Store
from adsandbox.world.timeline import Timeline
from adsandbox.world.tree import Position, Surroundings, Tables, Tree
from adsandbox.world.zones import day_start, local_day


class Ledger:
    """Delivery of all accounts, computed as the clock moves and asked for by day."""

    def __init__(self, store: Store, luck: Luck) -> None:
        self._store = store
        self.around = Surroundings(luck)

    def is_settled(self, account: Node, now: float) -> bool:
        """Whether the account's history already reaches `now`, so that an edit needs no cut."""
        kept = self._store.ledger(account.id)
        return kept is not None and kept[0] >= now

    def settle(self, account: Node, tree: Tree, now: float, stop_here: bool = False) -> Position:
        """Bring an account's history up to `now` and keep it; `stop_here` also cuts it at `now` (before an
        edit).
        """
        stored = self._position(account, tree)
        position = stored
        finished: list[Rows] = []
        while position.cursor < now:
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor))
            if stop > now and not stop_here:
                break
            position = tree.deliver(self.around, position, min(stop, now))
            if position.cursor >= midnight:
                position = self._next_day(position, tree, finished)
        if position is not stored:
            self._keep(account, position, finished)
        return position

    def peek(self, account: Node, tree: Tree, now: float) -> Position:
        """Where an account is at `now` exactly; the running stretch is not kept."""
        return tree.deliver(self.around, self.settle(account, tree, now), now)

    def rows(self, account: Node, tree: Tree, since: int, until: int, now: float) -> Rows:
        """Delivered rows of the days `since` to `until`, both included, as known at `now`."""
        position = self.peek(account, tree, now)
        kept = [np.frombuffer(part, tree.row) for part in self._store.delivered(account.id, since, until)]
        if since <= position.day <= until:
            kept.append(tree.finish(self.around, position))
        return np.concatenate(kept) if kept else np.zeros(0, tree.row)

    def replay(
        self, account: Node, timeline: Timeline, until: int, now: float, adjust: Callable[[Tree, int], Tree]
    ) -> Rows:
        """What would have been delivered up to the end of day `until` (or up to now), had the settings of
        each day been as `adjust` makes them; from the same chance. Nothing is kept.
        """
        end = min(day_start(until + 1, timeline.zone), now)
        position = Position(account.created, local_day(account.created, timeline.zone))
        finished: list[Rows] = []
        tree = adjust(timeline.at(position.cursor), position.day)
        while position.cursor < end:
            tree = adjust(timeline.at(position.cursor), position.day)
            midnight = day_start(position.day + 1, tree.zone)
            stop = min(midnight, tree.next_event(position.cursor), timeline.next_change(position.cursor), end)
            position = tree.deliver(self.around, position, stop)
            if position.cursor >= midnight:
                position = self._next_day(position, tree, finished)
        finished.append(tree.finish(self.around, position))
        return np.concatenate(finished)

    def _next_day(self, position: Position, tree: Tree, finished: list[Rows]) -> Position:
        """Put the rows of an ended day to those that are finished, and begin the next."""
        rows = tree.finish(self.around, position)
        finished.append(rows)
        return Position(position.cursor, position.day + 1, {}, tree.carry(self.around, position, rows))

    def _position(self, account: Node, tree: Tree) -> Position:
        kept = self._store.ledger(account.id)
        if kept is None:
            return Position(account.created, local_day(account.created, tree.zone))
        cursor, day, today, carried = kept
        return Position(cursor, day, _unpacked(today), _unpacked(carried))

    def _keep(self, account: Node, position: Position, finished: list[Rows]) -> None:
        with self._store.writing():
            for rows in finished:
                if len(rows):
                    self._store.add_delivered(account.id, int(rows["day"][0]), rows.tobytes())
            self._store.save_ledger(
                account.id,
                position.cursor,
                position.day,
                _packed(position.today),
                _packed(position.carried),
            )


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
