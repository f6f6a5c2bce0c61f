"""What an account's tree offers to the ledger, whatever platform it belongs to.

The ledger knows time: cursors, midnights, moments at which something changes, what is kept. A tree knows
delivery: what a stretch of a day brings, what a finished day looks like, what goes on to the next day. Two
laws of the ledger rest on every tree:

- Within a stretch in which nothing changes, what `deliver` accumulates is linear in the share of the day's
  delivery, so that any number of cuts makes the same history.
- `finish` is monotone in what was accumulated and draws by (seed, measure, entity, day) only, so that a day
  that is looked at early never shows more than it shows later, and looking changes nothing.

What follows from other accounts of the market reaches a tree through its `Surroundings` alone, as finished
days of the past: a carried table named `demand` (columns `cell`, `amount`) is what an account shows to the
others of its `arena`, `KNOWN_AFTER_DAYS` days later. So accounts can be settled one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Luck

NEVER = np.inf
Tables = dict[str, Rows]


@dataclass(frozen=True)
class Position:
    """How far an account is settled. `today` is what the running day has accumulated, `carried` what goes on
    from day to day (totals, memories); both are tables of the tree's own making, and empty at first.
    """

    cursor: float
    day: int
    today: Tables = field(default_factory=dict)
    carried: Tables = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What acts on an account from outside: chance, and by day what the other accounts of its arena demanded
    lately (summed by cell).
    """

    luck: Luck
    rivals: Callable[[int], Rows]


class Tree(Protocol):
    """What may deliver in one account, from its objects as they are now. Instants are seconds since 1970."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the account's days."""

    @property
    def row(self) -> np.dtype[Any]:
        """The columns of its delivered rows; the first is `day` (an ordinal of the account's calendar)."""

    @property
    def arena(self) -> str:
        """Where its demand meets that of other accounts; accounts of different arenas never meet."""

    def next_event(self, instant: float) -> float:
        """The next moment after `instant` at which a schedule or a review changes what delivers."""

    def deliver(self, around: Surroundings, position: Position, until: float) -> Position:
        """Go on to `until`, within the same day and with nothing changing on the way."""

    def finish(self, around: Surroundings, position: Position) -> Rows:
        """The rows of the position's day (or of its part so far)."""

    def carry(self, around: Surroundings, position: Position, rows: Rows) -> Tables:
        """What goes on to the next day, when the position's day has ended with these rows."""
