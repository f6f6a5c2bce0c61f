"""How often something that keeps ending is started again."""

from __future__ import annotations

import pytest

from adwright.bootstrap import program
from adwright.bootstrap.program import Kept


class Frail:
    """Something that ends whenever it is told."""

    name = "frail"

    def __init__(self) -> None:
        self.running, self.starts = False, 0

    def start(self) -> None:
        self.running, self.starts = True, self.starts + 1

    def alive(self) -> bool:
        return self.running

    def stop(self) -> None:
        self.running = False


class Clock:
    """A monotonic clock moved by hand."""

    seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(program, "time", made)
    return made


def pauses(kept: Kept, frail: Frail, clock: Clock, times: int) -> list[float]:
    """Let it end several times, and return how long it was left alone each time."""
    found = []
    for _ in range(times):
        frail.running = False
        assert kept.look_after() is True
        assert kept.wakes_in_seconds is not None
        found.append(round(kept.wakes_in_seconds, 3))
        clock.seconds += kept.wakes_in_seconds
        assert kept.look_after() is False
        assert frail.running
    return found


def test_kept_when_it_ends_again_and_again_then_pauses_grow_to_a_limit(clock: Clock) -> None:
    frail = Frail()
    kept = Kept(frail)
    kept.start()
    assert pauses(kept, frail, clock, 9) == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15.0, 15.0]


def test_kept_when_it_ran_for_a_while_then_is_started_again_quickly(clock: Clock) -> None:
    frail = Frail()
    kept = Kept(frail)
    kept.start()
    pauses(kept, frail, clock, 5)
    clock.seconds += 31
    assert pauses(kept, frail, clock, 1) == [0.2]


def test_kept_when_its_pause_is_not_over_then_is_left_alone(clock: Clock) -> None:
    frail = Frail()
    kept = Kept(frail)
    kept.start()
    frail.running = False
    kept.look_after()
    clock.seconds += 0.1
    kept.look_after()
    assert not frail.running
    assert frail.starts == 1
