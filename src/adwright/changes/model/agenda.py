"""What of a change is left to do, kept in memory for one run: only one worker applies a change at a time."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adwright.changes.model.life import OperationStatus
from adwright.changes.model.steps import Action

# Fewer calls than these go out one by one, so that progress is seen.
BATCH_FROM = 12

_ALONE = frozenset({Action.IMAGE, Action.LABEL})


@dataclass(frozen=True, slots=True)
class Outline:
    """Where an operation stands, without what it does.

    Attributes:
        asked_at: the last instant (UTC) at which the platform may have been working on it.
    """

    id: UUID
    key: str
    action: Action
    stage: int
    status: OperationStatus
    depends_on: frozenset[str]
    asked_at: datetime | None
    external_id: str | None


class Agenda:
    """Gives operations out when everything before them is done."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self.made = {each.key: each.external_id for each in outlines if each.external_id is not None}
        open_ones = [each for each in outlines if each.status is not OperationStatus.DONE]
        self._left = Counter(each.stage for each in open_ones)
        open_keys = {each.key for each in open_ones}
        self._missing: dict[UUID, int] = {}
        self._waiting_for: defaultdict[str, list[Outline]] = defaultdict(list)
        self._ready: defaultdict[int, deque[Outline]] = defaultdict(deque)
        for each in open_ones:
            needed = each.depends_on & open_keys
            self._missing[each.id] = len(needed)
            for key in needed:
                self._waiting_for[key].append(each)
            if not needed:
                self._ready[each.stage].append(each)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return not self._left

    def take(self, lanes: int, batch_size: int) -> list[Outline]:
        """Return the operations of the next request; none when nothing is ready.

        Args:
            lanes: how many requests are made at the same time, so that each gets its share.
            batch_size: how many calls the platform takes in one request; 1 where there are no batches.
        """
        ready = self._ready[min(self._left)] if self._left else deque[Outline]()
        if not ready:
            return []
        share = -(-len(ready) // lanes) if len(ready) >= BATCH_FROM else 1
        return list(self._portion(ready, min(share, batch_size)))

    def finish(self, outline: Outline, external_id: str) -> None:
        """Note that an operation is done, and let go what waited for it."""
        self.made[outline.key] = external_id
        self._left[outline.stage] -= 1
        if not self._left[outline.stage]:
            del self._left[outline.stage]
        for each in self._waiting_for.pop(outline.key, ()):
            self._missing[each.id] -= 1
            if not self._missing[each.id]:
                self._ready[each.stage].append(each)

    def _portion(self, ready: deque[Outline], size: int) -> Iterator[Outline]:
        yield (first := ready.popleft())
        if first.action in _ALONE:
            return
        for _ in range(size - 1):
            if not ready or ready[0].action in _ALONE:
                return
            yield ready.popleft()
