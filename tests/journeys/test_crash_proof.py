"""`kill -9` of the worker at any instant of a launch, an edit or an undo neither doubles nor loses anything.

Twelve seeded points of a 1 × 3 × 9 tree here, six of an edit with a swap and six of its undo; every point in
`python -m bench crash`.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.conftest import CRASH_PROOF
from tests.journeys.crash_live import EDIT_CALLS, UNDO_CALLS
from tests.journeys.crash_rig import CrashRig, make_rig
from tests.journeys.crashing_worker import AFTER_CALL, AFTER_COMMIT, BEFORE_CALL

# Label, 9 images, 9 creatives, campaign, 3 ad groups, 9 ads, and 13 nodes switched on.
CALLS = 45
_seeded = random.Random(20261121)  # noqa: S311 - repeatable, not secret
POINTS = [
    f"{kind}:{number}"
    for kind in (BEFORE_CALL, AFTER_CALL, AFTER_COMMIT)
    for number in sorted(_seeded.sample(range(1, CALLS + 1), 4))
]

EDIT_POINTS = [
    (f"{kind}:{number}", undo)
    for undo, calls in ((False, EDIT_CALLS), (True, UNDO_CALLS))
    for kind in (BEFORE_CALL, AFTER_CALL, AFTER_COMMIT)
    for number in sorted(_seeded.sample(range(1, calls + 1), 2))
]


@pytest.fixture
async def rig(lone_owner_url: URL, tmp_path: Path) -> AsyncIterator[CrashRig]:
    async with make_rig(lone_owner_url, tmp_path) as made:
        yield made


@pytest.mark.parametrize("point", POINTS)
async def test_launch_when_the_worker_is_killed_then_exactly_one_of_everything(
    rig: CrashRig, point: str, record_property: Callable[[str, object], None]
) -> None:
    verdict = await rig.try_point(point)
    # The summary of the whole run adds these up.
    record_property(CRASH_PROOF, (verdict.duplicates, verdict.losses))
    assert verdict.reached
    assert verdict.complaints == ()
    assert (verdict.duplicates, verdict.losses) == (0, 0)


@pytest.mark.parametrize(("point", "undo"), EDIT_POINTS)
async def test_edit_or_its_undo_when_the_worker_is_killed_then_each_part_is_done_once(
    rig: CrashRig, point: str, undo: bool, record_property: Callable[[str, object], None]
) -> None:
    verdict = await rig.try_edit_point(point, undo=undo)
    record_property(CRASH_PROOF, (verdict.duplicates, verdict.losses))
    assert verdict.reached
    assert verdict.complaints == ()
    assert (verdict.duplicates, verdict.losses) == (0, 0)


async def test_proof_when_the_next_worker_does_not_look_up_then_it_sees_the_double(rig: CrashRig) -> None:
    """The proof can fail: without the look-up, what was made before the kill is made again."""
    verdict = await rig.try_point("after_call:4", groups=1, ads=1, recovery="tests.journeys.forgetful_worker")
    assert verdict.reached
    assert verdict.duplicates > 0


async def test_launch_when_the_platform_is_down_for_a_moment_then_the_worker_waits_and_goes_on(
    rig: CrashRig,
) -> None:
    verdict, waited = await rig.launch_through_trouble(fault="drop_before", count=1)
    assert waited
    assert verdict.complaints == ()
    assert verdict.clean
