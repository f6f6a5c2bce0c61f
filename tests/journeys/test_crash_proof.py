"""`kill -9` of the worker at any instant of a launch, an edit or an undo neither doubles nor loses anything.

Seeded points of each story here, on Meta and on Google; every point in `python -m bench crash`.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import URL

from tests.conftest import CRASH_PROOF, copied_database
from tests.journeys.crash_rig import STORIES, CrashRig, make_rig
from tests.journeys.crashing_worker import AFTER_CALL, AFTER_COMMIT, BEFORE_CALL
from tests.journeys.sandbox_platforms import GOOGLE, META, SandboxPlatform

LAUNCH, EDIT, UNDO = STORIES
# By platform and story: how many calls it takes, and how many points of each kind are tried.
# On Meta label, 9 images, 9 creatives, campaign, 3 ad groups, 9 ads, and 13 nodes switched on; budget, label,
# image, creative, swap, four updates, ad group, ad, and two new nodes switched on. Google has fewer objects.
CALLS = {
    (META, LAUNCH): (45, 4),
    (META, EDIT): (13, 2),
    (META, UNDO): (7, 2),
    (GOOGLE, LAUNCH): (26, 1),
    (GOOGLE, EDIT): (9, 1),
    (GOOGLE, UNDO): (6, 1),
}
_seeded = random.Random(20261121)  # noqa: S311 - repeatable, not secret
POINTS = [
    pytest.param(on, story, f"{kind}:{number}", id=f"{on.provider.platform}-{story}-{kind}-{number}")
    for (on, story), (calls, tried) in CALLS.items()
    for kind in (BEFORE_CALL, AFTER_CALL, AFTER_COMMIT)
    for number in sorted(_seeded.sample(range(1, calls + 1), tried))
]


@pytest.fixture(scope="module")
async def rig(template_url: URL, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CrashRig]:
    """One database whose jobs only the workers of this file run, and one sandbox."""
    with copied_database(template_url) as url:
        async with make_rig(url, tmp_path_factory.mktemp("home")) as made:
            yield made


@pytest.mark.parametrize(("on", "story", "point"), POINTS)
async def test_change_when_the_worker_is_killed_then_each_part_is_done_once(
    rig: CrashRig,
    on: SandboxPlatform,
    story: str,
    point: str,
    record_property: Callable[[str, object], None],
) -> None:
    verdict = await STORIES[story](rig, point, on)
    # The summary of the whole run adds these up.
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
